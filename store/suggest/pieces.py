"""A text in pieces that are quickly analysed: passages, long ones cut between sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.text.passages import passages
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 300
"""Code points from which on a passage is cut, so that a piece takes some milliseconds."""
_END: Final = regex.compile(r"(?<=[\p{Ll}\p{N})\"'”’]{2}[.!?]|[.!?][\"'”’)])\s+(?=[\"'“‘(]*\p{Lu})")


def pieces_of(text: str, within: Span) -> Iterator[Span]:
    """The pieces that begin in a stretch of a text, in order."""
    for passage in passages(text, within):
        start = passage.start
        while passage.end - start > LONGEST:
            cut = _END.search(text, start + LONGEST // 2, passage.end)
            if cut is None:
                break
            if start in within:
                yield Span(start, cut.start())
            start = cut.end()
        if start in within:
            yield Span(start, passage.end)
