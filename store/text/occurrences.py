"""How often, and where, each of many passages stands in a text, found in one walk through it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY: Final = 9
"""Places of one passage are not counted beyond this number."""
PARTS: Final = (36, 24, 12)
"""Code points by which passages are looked up, the most that fit; a shorter one is sought alone."""
PATIENCE: Final = 200_000
"""Comparisons that passages with the same beginning may cost, before they count as `MANY`."""

_WORD_START: Final = re.compile(r"(?<=\W)\w")
_FEW: Final = 16


@dataclass(slots=True)
class _Alike:
    """Passages that share the code points by which they are looked up."""

    shapes: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    """By where in the passage the shared part begins, and where the passage ends after that."""
    patience: int = PATIENCE


def places(text: str, passages: Iterable[str]) -> dict[str, list[int]]:
    """Where each passage begins in a text, in order; `MANY` places at most.

    A passage is looked up by a part of fixed length that begins a word, so that most of the text
    is passed over; what it costs does not depend on how many passages there are.

    Args:
        text: Any text.
        passages: None of them empty.

    Returns:
        For each passage its places, overlapping ones too, in code points. Passages that are too
        much alike to tell apart in reasonable time have `MANY` places, all of them 0.
    """
    found: dict[str, list[int]] = {passage: [] for passage in passages}
    at_words: dict[int, dict[str, _Alike]] = {}
    elsewhere: list[str] = []
    for passage in found:
        word = _WORD_START.search(passage)
        at = word.start() if word else len(passage)
        part = next((size for size in PARTS if at + size <= len(passage)), 0)
        if part:
            _file(at_words.setdefault(part, {}), passage, at, part)
        else:
            elsewhere.append(passage)
    if len(elsewhere) > _FEW:  # as in scripts without spaces
        anywhere: dict[str, _Alike] = {}
        for passage in elsewhere:
            if len(passage) >= PARTS[-1]:
                _file(anywhere, passage, 0, PARTS[-1])
        _walk(text, range(len(text) - PARTS[-1] + 1), PARTS[-1], anywhere, found)
        elsewhere = [passage for passage in elsewhere if len(passage) < PARTS[-1]]
    found.update((passage, _sought(text, passage)) for passage in elsewhere)
    if at_words:
        starts = [match.start() for match in _WORD_START.finditer(text)]
        for part, alike in at_words.items():
            _walk(text, starts, part, alike, found)
    return found


def _file(parts: dict[str, _Alike], passage: str, at: int, part: int) -> None:
    alike = parts.setdefault(passage[at : at + part], _Alike())
    alike.shapes.setdefault((at, len(passage) - at), set()).add(passage)


def _walk(
    text: str,
    starts: Iterable[int],
    part: int,
    parts: dict[str, _Alike],
    found: dict[str, list[int]],
) -> None:
    """Add the places of the passages that are filed under parts of so many code points."""
    for start in starts:
        alike = parts.get(text[start : start + part])
        if alike is None:
            continue
        alike.patience -= len(alike.shapes)
        if alike.patience < 0:
            for some in alike.shapes.values():
                found.update((passage, [0] * MANY) for passage in some)
            alike.shapes.clear()
        done = []
        for (before, after), some in alike.shapes.items():
            passage = text[start - before : start + after] if start >= before else ""
            if passage in some:
                found[passage].append(start - before)
                if len(found[passage]) == MANY:
                    some.discard(passage)
                    if not some:
                        done.append((before, after))
        for shape in done:
            del alike.shapes[shape]


def _sought(text: str, passage: str) -> list[int]:
    at: list[int] = []
    start = text.find(passage)
    while start >= 0 and len(at) < MANY:
        at.append(start)
        start = text.find(passage, start + 1)
    return at
