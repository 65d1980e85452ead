"""What the terminal says names a key by its command's id, so that it is the key the person has."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import regex

import tui

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM: Final = Path(tui.__file__).parent
EXCEPTIONS: Final = {
    "keys/key_names.py": "the one table of what keys are called",
    "render/jump_line.py": "Shift and a letter of a code: no command has it, so no keymap",
}
"""Modules that name keys, and why they may."""
NO_SENTENCES: Final = ("input/", "driver.py")
"""Rooms whose strings are for terminals."""
KEY: Final = regex.compile(
    r"(?<![\w'’./{-])(?:press(?:es)? [B-Zb-z]\b|[B-HJ-Zb-hj-z] (?:undoes|removes|lists|takes|brings"
    r"|begins|shows|settles|opens|goes|adds|rejects|accepts|saves|ends|again|leaves|stops|closes"
    r"|in the story)\b)|`[a-zA-Z]`|\b(?:Ctrl|Shift|Alt)\+"
    r"|\b(?:Esc|PgUp|PgDn|Enter|Tab|Space|Backspace)\b|for u\b"
)


def strings() -> Iterator[tuple[str, str]]:
    """Each text that is no docstring and where it stands, in the modules where a key is found."""
    for path in sorted(ROOM.rglob("*.py")):
        name = path.relative_to(ROOM).as_posix()
        if name.startswith(NO_SENTENCES) or name in EXCEPTIONS:
            continue
        source = path.read_text("utf-8")
        if not KEY.search(source):
            continue
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            is_docstring = '"""' in token.string[:5] and not name.startswith("cli/")
            if token.type == tokenize.STRING and not is_docstring:
                yield f"{name}:{token.start[0]}", token.string


def test_no_sentence_names_a_key() -> None:
    """In `cli` docstrings count too: they are the help."""
    assert {where: text for where, text in strings() if KEY.search(text)} == {}


def test_each_exception_is_one() -> None:
    for name in EXCEPTIONS:
        assert KEY.search((ROOM / name).read_text("utf-8")), f"{name} names no key any more"


@pytest.mark.parametrize(
    "text",
    [
        '"Esc leaves"',
        '"Space any other"',
        '"; u takes that back"',
        '"as one edit for u."',
        '"see `q`"',
    ],
)
def test_what_names_one_would_be_found(text: str) -> None:
    assert KEY.search(text)
