"""Long texts in windows that a model can take, cut between sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from store.text.boundaries import sentences
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(r"\w+(?:[-_]\w+)*|\S")
"""What GLiNER counts as a word (`WhitespaceTokenSplitter` in its `data_processing`), also with the
same module: `regex` takes marks for parts of words, `re` does not."""


def by_words(text: str, most: int) -> Iterator[Span]:
    """The windows of a text that hold at most so many words each, punctuation counted.

    A sentence that holds more is cut between words.
    """
    start, end, held = 0, 0, 0
    for piece, count in _pieces(text, most):
        if held and held + count > most:
            yield Span(start, end)
            held = 0
        start = start if held else piece.start
        end, held = piece.end, held + count
    if held:
        yield Span(start, end)


def _pieces(text: str, most: int) -> Iterator[tuple[Span, int]]:
    """The sentences with their numbers of words, too long ones in parts."""
    for sentence in sentences(text, Span(0, len(text))):
        found = [Span(*m.span()) for m in _WORD.finditer(text, sentence.start, sentence.end)]
        for first in range(0, len(found), most):
            part = found[first : first + most]
            yield Span(part[0].start, part[-1].end), len(part)


def by_length(text: str, most: int) -> Iterator[Span]:
    """The windows of a text of at most so many code points each; whole if it is not longer.

    They end with a paragraph where there is one that ends, else with a line, else with a word.
    """
    start = 0
    while len(text) - start > most:
        for mark in ("\n\n", "\n", " "):
            end = text.rfind(mark, start + 1, start + most)
            if end > start:
                break
        else:
            end = start + most
        yield Span(start, end)
        start = end
    if start < len(text):
        yield Span(start, len(text))
