"""Finds candidates in a text.

What is found in a passage depends on that passage alone. So a window finds the same as the whole
text, and what has been found once is remembered while somebody scrolls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.claims import find_long
from store.suggest.candidates.names import find_short
from store.suggest.candidates.passage_analysis import PassageAnalysis
from store.text.boundaries import ceil_grapheme
from store.text.passages import passages

if TYPE_CHECKING:
    from store.suggest.candidates.candidate import Candidate
    from store.text.span import Span

_REMEMBERED: Final = 512
"""Passages of which it is remembered what is in them."""


def candidates(text: str, within: Span) -> tuple[Candidate, ...]:
    """The spans that begin or end in a stretch of text and that somebody may want to tag.

    Args:
        text: Of the article.
        within: The stretch, in code points; what is near it is looked at as well.

    Returns:
        In the order of the text, of those that begin together the longer first; each span once.
    """
    found: list[Candidate] = []
    for passage in passages(text, within):
        first = ceil_grapheme(text, passage.start)  # a space can have an accent
        for candidate in _in_passage(passage.of(text)):
            start, end = passage.start + candidate.start, passage.start + candidate.end
            if start >= first and (
                within.start <= start < within.end or within.start < end <= within.end
            ):
                found.append(candidate.moved(passage.start))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _in_passage(text: str) -> tuple[Candidate, ...]:
    passage = PassageAnalysis(text)
    find_short(passage)
    find_long(passage)
    return passage.candidates()
