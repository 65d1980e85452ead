"""The store names no key and no option: both are the terminal's, which fills them in."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import regex

import store
from store.wording import filled
from tui.filling import fill
from tui.keys.commands import COMMANDS
from tui.keys.keymap import Keymap

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM: Final = Path(store.__file__).parent
STILL_NAMING: Final[tuple[str, ...]] = ()
"""Rooms whose sentences are still to be mended; nothing is to be added here."""
NO_SENTENCES: Final = {"style.py"}
"""Modules whose strings are for other programs."""
MARKED: Final = regex.compile(r"\{(key|option):([^{}]*)\}")
OPTION: Final = regex.compile(r"(?<![\w<!-])--[a-z][a-z-]*(?!-->)")
KEY: Final = regex.compile(
    r"(?<![\w'’./{-])(?:press(?:es)? [B-Zb-z]\b|[B-HJ-Zb-hj-z] (?:undoes|removes|lists|takes|brings"
    r"|begins|shows|settles|opens|goes|adds|rejects|accepts|saves|ends|again|in the story)\b)"
)


def strings(*wanted: regex.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each text that is no docstring and where it stands, in the modules where one is found."""
    for path in sorted(ROOM.rglob("*.py")):
        name = path.relative_to(ROOM).as_posix()
        if name.startswith(STILL_NAMING) or path.name in NO_SENTENCES:
            continue
        source = path.read_text("utf-8")
        if not any(pattern.search(source) for pattern in wanted):
            continue
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.STRING and '"""' not in token.string[:5]:
                yield f"{name}:{token.start[0]}", token.string


def test_no_sentence_names_a_key_or_an_option() -> None:
    texts = strings(OPTION, KEY)
    found = {where: text for where, text in texts if OPTION.search(text) or KEY.search(text)}
    found = {where: text for where, text in found.items() if "<!--" not in text}
    assert found == {}


@pytest.mark.parametrize(
    "text", ['"use --repair"', '"; d removes it"', '"press R, or"', '"(R lists)"']
)
def test_what_names_one_would_be_found(text: str) -> None:
    assert OPTION.search(text) or KEY.search(text)


def test_every_id_that_is_named_is_a_command() -> None:
    ids = {command.id for command in COMMANDS}
    marks = [(kind, name) for _, text in strings(MARKED) for kind, name in MARKED.findall(text)]
    named = {name for kind, name in marks if kind == "key"} - {"undo}"}
    assert named <= ids
    assert {"undo", "review", "annotation.remove"} <= named


def test_a_sentence_is_filled_with_the_keys_in_use() -> None:
    keys = {command.id: command.keys for command in COMMANDS} | {"undo": ("f9",)}
    keymap = Keymap(COMMANDS, keys)
    assert fill("{key:undo} undoes; see {option:no-text}", keymap.name_of) == (
        "F9 undoes; see --no-text"
    )
    assert fill("{key:no.such}, {what}, {key:}", keymap.name_of) == "no.such, {what}, {key:}"


def test_only_marks_are_filled() -> None:
    sentence = "a{b}.txt: {key:UNDO} {option: x} {keys:undo}"
    assert filled(sentence, lambda _: "K", lambda _: "O") == sentence
