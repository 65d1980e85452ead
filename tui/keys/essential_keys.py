"""The dozen keys that are enough, in the order in which they pay, and what each one buys.

The help begins with them, and practice says which of them were never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.keys.key_names import key_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tui.keys.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Taught:
    """Keys that belong together."""

    commands: tuple[str, ...]
    """The ids of their commands; one that ends in a full stop stands for that of each label."""
    buys: str
    """What they are good for: a few words, so that they fit in a line of the help at 80 columns.
    As it is filled (see `tui.filling`)."""

    def ids(self, keymap: Keymap) -> Iterator[str]:
        """The ids of those commands that there are and that have a key."""
        for command_id in self.commands:
            for command in keymap.commands:
                is_meant = command.id == command_id or (
                    command_id.endswith(".") and command.id.startswith(command_id)
                )
                if is_meant and keymap.keys_of(command.id):
                    yield command.id

    def keys(self, keymap: Keymap) -> str:
        """The first key of each command, as a person reads them; empty if there are none."""
        return " ".join(key_name(keymap.keys_of(name)[0]) for name in self.ids(keymap))


DOZEN: Final = (
    Taught(
        ("jump.keep",),
        "then a label’s key: each letter tags a likely span, {key:jump.words} any other",
    ),
    Taught(("tag.",), "tag the selection, or the word under the caret"),
    Taught(("propose.",), "tag it, and propose the same text everywhere else"),
    Taught(("suggestion.accept",), "take a suggestion and go on to the next"),
    Taught(
        ("suggestion.accept-kind",),
        "take all suggestions of its kind in sight; again, in every article",
    ),
    Taught(("suggestion.reject",), "drop a suggestion; it does not come back"),
    Taught(("jump",), "letters once: one selects its span, in any pane"),
    Taught(
        ("nudge.start-left", "nudge.start-right", "nudge.end-left", "nudge.end-right"),
        "move an end by a word, also of what was just tagged",
    ),
    Taught(("nudge.tighten",), "leave out “the”, quotation marks, ’s, “he said”"),
    Taught(("select.grow", "select.shrink"), "select more, or less: word, name, clause, sentence"),
    Taught(("again",), "tag with the last label again"),
    Taught(("undo",), "take it back, as often as you like, even tomorrow"),
)
"""What pays most comes first."""


def unused_keys(keymap: Keymap, used: Collection[str]) -> list[Taught]:
    """Those of which no command was ever used."""
    return [
        taught
        for taught in DOZEN
        if (ids := list(taught.ids(keymap))) and not any(name in used for name in ids)
    ]
