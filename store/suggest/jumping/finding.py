"""Finds what can be jumped to in a text.

What is found in a passage depends on that passage alone, so what has been found once is remembered
while somebody scrolls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.finding import analyses, analysis_of
from store.suggest.jumping.jumpable import Jumpable, phrase_of, signs_of
from store.suggest.jumping.variants import long_variants, short_variants
from store.text.boundaries import ceil_grapheme
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.suggest.candidates.candidate import Candidate
    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.suggest.jumping.variants import Variant

LONG: Final = frozenset((CandidateKind.CLAUSE, CandidateKind.SENTENCE, CandidateKind.QUOTATION))
"""What is a clause or more."""
_REMEMBERED: Final = 256
"""Passages of which it is remembered what is in them."""


@lru_cache(maxsize=64)
def jumpables(text: str, within: Span, *, is_long: bool) -> tuple[Jumpable, ...]:
    """The spans that begin in a stretch of text and that somebody may want to jump to.

    Args:
        text: Of the article.
        within: The stretch, in code points.
        is_long: Whether variants of what is long are found; else of what is short.

    Returns:
        In the order of the text, of those that begin together the longer first; each span once.
    """
    found: list[Jumpable] = []
    for at, passage in analyses(text, within):
        first = ceil_grapheme(text, at)  # a space can have an accent
        for each in jumpables_in_passage(passage.text, is_long=is_long):
            if first <= at + each.start and within.start <= at + each.start < within.end:
                found.append(each.moved(at))
    return tuple(found)


@lru_cache(maxsize=2 * _REMEMBERED)
def jumpables_in_passage(text: str, *, is_long: bool) -> tuple[Jumpable, ...]:
    """What can be jumped to in a passage."""
    passage = analysis_of(text)
    found: dict[tuple[int, int], Jumpable] = {}
    for candidate in passage.candidates:
        found[candidate.start, candidate.end] = _of_candidate(passage, candidate)
    variants = long_variants(passage) if is_long else short_variants(passage)
    for variant in sorted(variants, key=lambda each: each[2] is None):
        start, end = passage.tokens[variant[0]].start, passage.tokens[variant[1] - 1].end
        if (start, end) not in found and passage.is_whole(Span(start, end)):
            found[start, end] = _of_variant(passage, variant, is_long=is_long)
    ordered = sorted(found.values(), key=lambda each: (each.start, -each.end))
    return tuple(ordered)


def _of_candidate(passage: PassageAnalysis, candidate: Candidate) -> Jumpable:
    tokens = passage.tokens_of(candidate.span)
    is_long = candidate.kind in LONG
    signs: list[str] = []
    if tokens:
        first = passage.starts[tokens[0].start]
        last = first + len(tokens)
        signs = signs_of(passage.tokens, first, last, ("long",) if is_long else ("short",))
    return Jumpable(
        candidate.start,
        candidate.end,
        candidate.cues,
        0.0,
        (*sorted(candidate.cues), *signs),
        phrase_of(candidate.span.of(passage.text)),
        is_long,
    )


def _of_variant(passage: PassageAnalysis, variant: Variant, *, is_long: bool) -> Jumpable:
    first, last, cues, doubt, what = variant
    tokens = passage.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    beside = sorted(cues) if cues else list(passage.beside(first, last))
    kinds = (*beside, "long" if is_long else "short", what)
    return Jumpable(
        start,
        end,
        cues,
        doubt,
        tuple(signs_of(tokens, first, last, kinds)),
        phrase_of(passage.text[start:end]),
        is_long,
    )


def jumpable_at(text: str, span: Span, *, is_long: bool) -> Jumpable:
    """Any span, as it is found or as it would be.

    Args:
        text: Of the article.
        span: In code points.
        is_long: Whether it is sought among what is long, and taken for it where it is not found.
    """
    for at, passage in analyses(text, span):
        inner = Span(span.start - at, span.end - at)
        if not 0 <= inner.start < len(passage.text):
            continue
        for each in jumpables_in_passage(passage.text, is_long=is_long):
            if (each.start, each.end) == (inner.start, inner.end):
                return each.moved(at)
        first, last = passage.starts.get(inner.start), passage.ends.get(inner.end)
        if first is not None and last is not None and first < last:
            variant = (first, last, None, 0.0, "no such")
            return _of_variant(passage, variant, is_long=is_long).moved(at)
        break
    return Jumpable(span.start, span.end, None, 0.0, ("odd",), phrase_of(span.of(text)), is_long)


def phrases_in(text: str, within: Span, phrases: Iterable[str]) -> Iterator[Span]:
    """Where some phrases stand as whole words in a stretch of text.

    Args:
        text: Of the article.
        within: The stretch, in code points.
        phrases: As they stand in a text.
    """
    stretch = within.of(text)
    for phrase in phrases:
        at = stretch.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            is_cut = (at and stretch[at - 1].isalnum() and phrase[0].isalnum()) or (
                end < len(stretch) and stretch[end].isalnum() and phrase[-1].isalnum()
            )
            if not is_cut:
                yield Span(within.start + at, within.start + end)
            at = stretch.find(phrase, at + 1)
