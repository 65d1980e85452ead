"""Finding a command by what somebody types: words in any order, the start of each, or its key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.frozen import Frozen
from tui.filling import fill
from tui.keys.key_names import key_name
from tui.keys.other_programs import ANSWERS, INSTEAD, called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.keys.commands import Command
    from tui.keys.keymap import Keymap

_WORD = regex.compile(r"\w+")
_JOINING: Final = frozenset(("a", "an", "the", "my", "this", "of", "to", "in", "on", "for", "with"))
_SHORT: Final = 3
"""Letters up to which a word with an s is no plural."""


class CommandRow(Frozen):
    """A command, or something else that is said of keys and labels, as it stands in a list."""

    text: str
    keys: str = ""
    """As they are shown."""
    command_id: str = ""
    """What Enter does; empty where there is nothing to do."""
    name: str = ""
    """What a keymap file calls it."""
    heading: str = ""
    """What it stands under."""
    all_keys: tuple[str, ...] = ()
    """Its keys, as a person reads them."""
    synonyms: str = ""
    """Other words by which it is found."""

    def rank(self, typed: str) -> int | None:
        """How well it fits what was typed, 0 for best; none if it does not.

        First comes what has that key, then whose sentence begins so ("Split the annotation …"),
        then what is called so, then what we and then what others call by a word that begins so
        ("exp" is the export, and an explorer), then what is said with these words.
        """
        wanted, keys = _typed_as(typed)
        called, said, own_keys = _words_of(self)
        if keys in own_keys:
            return 0
        if self.text.casefold().startswith(f"{typed.casefold().strip()} "):
            return 1
        if all(whole in called or one in called for whole, one in wanted):
            return 2
        if self.name and self.name.startswith(typed.casefold().strip()):
            return 3
        if _fits(wanted, called):
            return 4
        return 5 if _fits(wanted, said) else None


@lru_cache(maxsize=8)
def _typed_as(typed: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """What was typed as lines of words, as they are and in the singular, and as keys."""
    lines = [(f"\n{word}\n", f"\n{_one_of(word)}\n") for word in _looked_for(typed)]
    return lines, _as_typed(typed)


@lru_cache(maxsize=1024)
def _words_of(row: CommandRow) -> tuple[str, str, frozenset[tuple[str, ...]]]:
    """What a row is called, all that it is found by, each word on a line, and its keys.

    Known for all rows there are: who types looks at each of them with every letter.
    """
    first, *others = _WORD.findall(row.text.casefold()) or [""]
    called = ["", first, row.name, *_WORD.findall(row.name), *row.synonyms.split(), ""]
    keys = [part for key in row.all_keys for part in _parts(key.casefold())]
    said = "\n".join((*called, *others, *keys))
    return "\n".join(called), said, frozenset(map(_as_typed, row.all_keys))


def _looked_for(typed: str) -> list[str]:
    """The words that somebody looks for, without those that only join others."""
    words = typed.casefold().split()
    return [word for word in words if word not in _JOINING] or words


def _one_of(word: str) -> str:
    """A word in the singular, if it is in the plural."""
    is_plural = len(word) > _SHORT and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _as_typed(keys: str) -> tuple[str, ...]:
    """Keys as they are compared: case tells letters apart, and no other keys."""
    return tuple(key if len(key) == 1 else key.casefold() for key in keys.split())


def _parts(key: str) -> Sequence[str]:
    return (key, *key.split("+")) if len(key) > 1 else (key,)


def _fits(wanted: Iterable[tuple[str, str]], words: str) -> bool:
    """Whether each of what is wanted begins one of the words, be it one thing or several."""
    return all(one[:-1] in words for _, one in wanted)


def row_of(command: Command, keymap: Keymap, *, can_run: bool, heading: str = "") -> CommandRow:
    """A command with the keys that a person has for it, to be done by Enter if that can be."""
    return CommandRow(
        text=command.help,
        keys=keymap.names_of(command.id) or "no key",
        command_id=command.id if can_run else "",
        name=command.id,
        heading=heading,
        all_keys=tuple(map(key_name, keymap.keys_of(command.id))),
        synonyms=f"{command.hint} {command.synonyms} {called(command.id)}",
    )


def answer_rows(keymap: Keymap, heading: str = "") -> Iterator[CommandRow]:
    """What is said of what is no command."""
    for each in ANSWERS:
        sentence = fill(each.sentence, keymap.name_of)
        yield CommandRow(sentence, heading=heading, synonyms=each.words)
    if not heading:
        for key, said in INSTEAD.items():
            yield CommandRow(fill(said, keymap.name_of), all_keys=(key_name(key),))


def rows_that_fit(typed: str, rows: Sequence[CommandRow]) -> list[CommandRow]:
    """The rows that fit what was typed, the best first, and else in their order.

    What has no keys and stands under no heading is there for who types a word of it alone.
    """
    if not typed.strip():
        return [row for row in rows if row.keys or row.heading]
    ranked = [(rank, row) for row in rows if (rank := row.rank(typed)) is not None]
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]
