"""Finds candidates in a text, a passage at a time.

What is found in a passage depends on that passage alone. So a window finds the same as the whole
text, and what has been found once is remembered while somebody scrolls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.claims import find_long
from store.suggest.candidates.names import find_short
from store.suggest.candidates.passage_analysis import PassageAnalysis
from store.text.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.text.span import Span

_REMEMBERED: Final = 256
"""Passages of which it is remembered what is in them."""


def analyses(text: str, within: Span) -> Iterator[tuple[int, PassageAnalysis]]:
    """The passages near a stretch of text, in order: where each begins, and what is in it."""
    for passage in passages(text, within):
        yield passage.start, analysis_of(passage.of(text))


@lru_cache(maxsize=_REMEMBERED)
def analysis_of(text: str) -> PassageAnalysis:
    """What is in a passage, of which only the text is given."""
    passage = PassageAnalysis(text)
    find_short(passage)
    find_long(passage)
    return passage
