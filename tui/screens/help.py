"""Every key and the label guidelines, made from the commands and the label set; typing finds."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from tui.filling import fill
from tui.keys.commands import Mode
from tui.keys.essential_keys import DOZEN, Taught
from tui.keys.finding import CommandRow, answer_rows, row_of
from tui.render.command_lines import draw_help, help_lines
from tui.render.framed import ruled
from tui.screens.command_finder import CommandFinder
from tui.screens.kept_dialogs import kept_dialog
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from textual.strip import Strip

    from store.labels import DocumentLabel, Label, LabelSet, RelationType
    from tui.keys.keymap import Keymap
    from tui.render.command_lines import CommandLine, CommandLines
    from tui.render.palette import Palette
    from tui.screens.dialog import Dialog

_DOZEN: Final = "The dozen keys, those first that save most"
_NOTES: Final = "Good to know"
_GUIDELINES: Final = "When to use which label"
_OF_TIES: Final = "What ties there are besides, and when"
_OF_ARTICLES: Final = "What can be said of an article as a whole, on its card"

_ON_AN_ANNOTATION: Final = Taught(
    ("tag.", "annotation.remove", "annotation.resize", "annotation.note", "nudge.tighten",
     "guideline"),
    "an annotation",
)  # fmt: skip
_ON_A_SUGGESTION: Final = Taught(
    ("suggestion.accept", "suggestion.reject", "suggestion.accept-kind", "tag.",
     "annotation.resize", "guideline"),
    "a suggestion",
)  # fmt: skip
_ANYWHERE: Final = Taught(
    ("jump", "annotation.next", "suggestion.accept", "search", "annotations"),
    "no word and no annotation",
)
_A_QUESTION: Final = Taught(("adjudicate.",), "a question")
_HERE: Final = {
    TargetKind.RESIZING: Taught(
        ("resize.keep", "resize.leave", "resize.flip", "go.next-word", "go.previous-word"),
        "the ends of an annotation",
    ),
    TargetKind.SELECTED: Taught(
        ("tag.", "select.grow", "select.shrink", "search.this", "copy", "cancel"), "a selection"
    ),
    TargetKind.SUGGESTED: _ON_A_SUGGESTION,
    TargetKind.OFFERED: _ON_A_SUGGESTION,
    TargetKind.CURRENT: _ON_AN_ANNOTATION,
    TargetKind.MADE: _ON_AN_ANNOTATION,
    TargetKind.TAGGED: _ON_AN_ANNOTATION,
    TargetKind.WORD: Taught(("tag.", "select.grow", "search.this", "jump", "guideline"), "a word"),
    TargetKind.WITHIN: Taught(
        ("annotation.remove", "annotation.note", "select.grow", "annotation.enter"),
        "within an annotation",
    ),
    TargetKind.NOTHING: _ANYWHERE,
}
"""The commands that mean something for a kind of target, and what that is called."""


def help_rows(
    keymap: Keymap, labels: LabelSet, where: TargetKind | Mode, modes: Collection[Mode]
) -> list[CommandRow]:
    """All that is said of keys and labels.

    First stands what means something for what is under the caret, or in the list from which it was
    asked for, then the dozen that are taught, then every other command by group, what is good to
    know, and the guidelines. Where others' work is decided on, what means something for a question
    stands first, and no dozen: some of these keys mean something else there.

    Args:
        keymap: Which keys do what.
        labels: With their guidelines.
        where: Of what a key means now; or the mode of a list.
        modes: In which keys are taken now: what works in none of them is only told of.
    """
    decides = Mode.ADJUDICATING in modes and not isinstance(where, Mode)
    if isinstance(where, Mode):
        here = _in_list(keymap, where)
    else:
        here = _A_QUESTION if decides else _HERE[where]
    first = list(here.ids(keymap))
    others = [command for command in keymap.commands if command.id not in first]
    groups = dict.fromkeys(command.group for command in others)
    ordered = [
        *((keymap.command(each), f"Here: {here.buys}") for each in first),
        *((c, group) for group in groups for c in others if c.group == group),
    ]
    rows = [
        row_of(each, keymap, can_run=not each.modes.isdisjoint(modes), heading=heading)
        for each, heading in ordered
    ]
    return [
        *rows[: len(first)],
        *(() if decides else _dozen(keymap)),
        *rows[len(first) :],
        *answer_rows(keymap, _NOTES),
        *_guidelines(labels),
        *_of_ties(labels),
        *_of_articles(labels),
    ]


def _in_list(keymap: Keymap, mode: Mode) -> Taught:
    """What has a meaning in a list."""
    return Taught(tuple(each.id for each in keymap.commands if mode in each.modes), "this list")


def _dozen(keymap: Keymap) -> list[CommandRow]:
    """The dozen keys; Enter does what is one command's."""
    found = [(taught, list(taught.ids(keymap))) for taught in DOZEN]
    return [
        CommandRow(
            text=fill(taught.buys, keymap.name_of),
            keys=taught.keys(keymap),
            command_id=ids[0] if len(ids) == 1 else "",
            heading=_DOZEN,
        )
        for taught, ids in found
        if ids
    ]


def _guidelines(labels: LabelSet) -> list[CommandRow]:
    return [
        _explained(
            label,
            (label.guideline, *(f"For example: {each}" for each in label.examples)),
            _GUIDELINES,
            "guideline",
        )
        for label in labels
    ]


def _of_ties(labels: LabelSet) -> list[CommandRow]:
    return [
        _explained(tie, (tie.guideline, f"It runs {tie.ends}."), _OF_TIES, "guideline relation tie")
        for tie in labels.declared_relations
    ]


def _of_articles(labels: LabelSet) -> list[CommandRow]:
    return [
        _explained(
            label,
            (label.guideline, f"One of: {', '.join(label.values)}"),
            _OF_ARTICLES,
            "guideline document article",
        )
        for label in labels.document_labels
    ]


def _explained(
    declared: Label | RelationType | DocumentLabel,
    sentences: Iterable[str],
    heading: str,
    synonyms: str,
) -> CommandRow:
    """The row of what a label set declares: its key, its name, and what is to be known of it."""
    return CommandRow(
        "\n".join(filter(None, sentences)),
        keys=f"{declared.key}  {declared.name}",
        heading=heading,
        synonyms=f"{synonyms} {declared.name.casefold()}",
    )


class HelpScreen(CommandFinder):
    """Finds a key or a guideline, and does what a key does."""

    MODE = Mode.HELP
    frame_title = "Keys and labels"
    PLACEHOLDER = "type to find: a word, a key, a label"

    def __init__(self, keymap: Keymap, labels: LabelSet, palette: Palette) -> None:
        """Tell of nothing yet.

        Args:
            keymap: Which keys do what.
            labels: With their guidelines.
            palette: The styles.
        """
        super().__init__(palette, "help-dialog")
        self._rows_of = lru_cache(partial(help_rows, keymap, labels))

    def offer_where(self, where: TargetKind | Mode, modes: Collection[Mode]) -> None:
        """Tell of all keys and labels; see `help_rows`."""
        self.offer(self._rows_of(where, frozenset(modes)))

    def lines_of(
        self, rows: Sequence[CommandRow], width: int, *, shows_names: bool
    ) -> CommandLines:
        """The lines under their headings."""
        return help_lines(rows, width, shows_names=shows_names)

    @property
    def room(self) -> tuple[int, int]:
        """Cells between the two rules."""
        return self.sheet.size.width, self.sheet.size.height - 2

    def put_in_frame(self, lines: list[Strip]) -> list[Strip]:
        """All lines, between rules: it takes the whole screen."""
        said = self.said or self.frame_hint
        return ruled(lines, self.frame_title, said, self.palette, self.sheet.size.width)

    def draw_line(self, line: CommandLine, width: int, *, is_chosen: bool) -> Strip:
        """A line as it looks."""
        return draw_help(line, self.palette, width, is_chosen=is_chosen)


def show_help(over: Dialog[Any], labels: LabelSet, do: Callable[[str], None]) -> None:
    """Show every key over a dialog, first those that mean something there.

    Args:
        over: The dialog.
        labels: Of the story.
        do: Does a command that was chosen.
    """

    def done(command_id: str | None) -> None:
        if command_id is not None:
            do(command_id)

    shown = kept_dialog(over.app, HelpScreen, partial(HelpScreen, over.keymap, labels))
    shown.offer_where(over.MODE, {over.MODE})
    shown.push(over.app, done)
