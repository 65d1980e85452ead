"""Claims in a passage: quotations, sentences and clauses, without who says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.suggest.signs import Kind, Sign
from store.text.boundaries import sentences
from store.text.clauses import bared, ends_in_abbreviation, is_long_enough, parts_of
from store.text.english import FINITE, PREPOSITIONS
from store.text.marks import CLOSING
from store.text.span import Span
from store.text.tightening import without_cue
from store.text.tokens import is_spaceless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.suggest.cues import Attribution
    from store.suggest.look import Look
    from store.text.tokens import Token

_MOST_CLAUSES: Final = 3
"""Clauses of a sentence that are offered together."""
_LEAST: Final = 3
"""Tokens in the shortest claim."""
_FEW, _MANY = 5, 40
"""Tokens in a claim, below and above which that is a sign."""
_AFTER_REPORT: Final = (",", ".", ";", "—", "–", "”", '"')
"""What stands behind a reporting clause in the middle of what is said."""
_STOPS: Final = frozenset(",;。，；！？")
_LATIN: Final = regex.compile(r"\p{Latin}")
"""What is not written in these letters is not English, whose verbs are known."""
_LONGEST_SENTENCE: Final = 1_500
"""Code points in the longest sentence that is looked at; others are tables, or not prose."""


def find_long(look: Look) -> None:
    """Find what is long: quotations, what is reported, sentences and their clauses."""
    for pair in look.pairs:
        inside = pair.inside.of(look.text)
        if pair.is_quotation and (" " in inside.strip() or is_spaceless(inside)):
            _add(look, pair.inside, Kind.QUOTATION, {Sign.QUOTATION})
    for found in look.attributions:
        if found.claim is not None:
            _add_reported(look, found.claim)
    parted = [(s, _parts(look, s)) for s in look.sentences if len(s) <= _LONGEST_SENTENCE]
    for sentence, parts in parted:
        _add_sentence(look, sentence, parts)
    for sentence, parts in parted:
        _add_clauses(look, sentence, parts)


def _add_reported(look: Look, claim: Span) -> None:
    """What a cue says is reported; each sentence of it, if it has several."""
    inner = sentences(look.text, claim)
    if len(inner) < 2:
        _add(look, claim, Kind.CLAUSE, {Sign.CLAUSE, Sign.CUED})
        return
    _add(look, claim, Kind.CLAUSE, {Sign.CLAUSE, Sign.CUED, Sign.SEVERAL})
    for sentence in inner:
        _add(look, sentence, Kind.SENTENCE, {Sign.SENTENCE, Sign.CUED_PART})


def _add_sentence(look: Look, sentence: Span, parts: Sequence[Span]) -> None:
    """A sentence as a whole, and what is left of it without a reporting clause."""
    reports = _reports_in(look, sentence)
    signs = {Sign.SENTENCE, Sign.WHOLE}
    if sum(is_long_enough(look.text, part) for part in parts) < 2:
        signs.add(Sign.ONE_CLAUSE)
    if reports:
        signs.add(Sign.HOLDS_CUE)
    elif any(f.claim and f.claim.covers(sentence) for f in look.attributions):
        signs.add(Sign.CUED_PART)
    _add(look, sentence, Kind.SENTENCE, signs)
    if reports:
        bare = without_cue(look.text, sentence, look.pairs)
        if bare != sentence:
            _add(look, bare, Kind.CLAUSE, {Sign.CLAUSE, Sign.UNCUED})
        behind = Span(max(report.end for report in reports), sentence.end)
        if look.text[behind.start : behind.start + 1] in _AFTER_REPORT and len(behind):
            _add(look, behind, Kind.CLAUSE, {Sign.CLAUSE, Sign.AFTER_CUE})


def _add_clauses(look: Look, sentence: Span, parts: Sequence[Span]) -> None:
    """The clauses of a sentence, each alone and some together."""
    if len(parts) < 2:
        return
    reports = _reports_in(look, sentence)
    claims = [f.claim for f in look.attributions if f.claim and f.claim.overlaps(sentence)]
    for first in range(len(parts)):
        for last in range(first, min(len(parts), first + _MOST_CLAUSES)):
            run = Span(parts[first].start, parts[last].end)
            signs = {Sign.CLAUSE, Sign.LATER if first else Sign.FIRST}
            if last > first:
                signs.add(Sign.SEVERAL)
            if any(run.overlaps(report) for report in reports):
                signs.add(Sign.HOLDS_CUE)
            elif any(claim.covers(run) for claim in claims):
                signs.add(Sign.CUED_PART)
            elif reports:
                signs.add(Sign.IN_CUED)
            _add(look, run, Kind.CLAUSE, signs, is_new=True)


def _parts(look: Look, sentence: Span) -> list[Span]:
    tokens = look.tokens_of(sentence)
    return [Span(tokens[first].start, tokens[last - 1].end) for first, last in parts_of(tokens)]


def _reports_in(look: Look, sentence: Span) -> list[Span]:
    """The reporting clauses in a sentence: each a verb, and who says it."""
    found = (_extent(attribution) for attribution in look.attributions)
    return [extent for extent in found if sentence.covers(extent)]


def _extent(found: Attribution) -> Span:
    """A reporting clause: the verb and who says it."""
    if found.source is None:
        return found.cue
    return Span(min(found.cue.start, found.source.start), max(found.cue.end, found.source.end))


def _add(look: Look, span: Span, kind: Kind, signs: set[Sign], *, is_new: bool = False) -> None:
    """Take in a claim without the marks at its ends, if it can be one; or only if it is new."""
    text = look.text
    bare = bared(text, span, look.pairs)
    end = bare.end
    while end > bare.start and _is_left_out(text, bare.start, end - 1):
        end -= 1  # as it is annotated: the opening mark within stays, the closing one goes
    claim = Span(bare.start, end)
    if not is_long_enough(text, claim) or (is_new and look.has(claim)):
        return
    tokens = look.tokens_of(claim)
    if len(tokens) >= _LEAST:
        look.add(claim, kind, signs | _signs_of(look, claim, tokens))


def _is_left_out(text: str, start: int, at: int) -> bool:
    """Whether a mark that is left at the end of a claim goes too."""
    if text[at] == ".":
        return not ends_in_abbreviation(text, start, at)
    is_owner = text[at] in "'’" and at > start and text[at - 1] in "sS"
    return text[at] in CLOSING | _STOPS and not is_owner


def _signs_of(look: Look, claim: Span, tokens: Sequence[Token]) -> set[Sign]:
    found = set()
    if len(tokens) < _FEW:
        found.add(Sign.SHORT)
    elif len(tokens) > _MANY:
        found.add(Sign.LONG)
    if _LATIN.search(claim.of(look.text)):
        if not any(_is_verb(token) for token in tokens):
            found.add(Sign.NO_VERB)
        first = tokens[0]
        is_verbal = _is_verb(first) or first.text.endswith("ing")
        if first.text.islower() and (first.lower in PREPOSITIONS or is_verbal):
            found.add(Sign.NO_SUBJECT)
    if any(quoted.covers(claim) for quoted in look.quoted):
        found.add(Sign.QUOTED)
    if look.is_heading:
        found.add(Sign.HEADING)
    if look.text[claim.end : claim.end + 1] in ("?", "？", "؟"):
        found.add(Sign.QUESTION)
    return found


def _is_verb(token: Token) -> bool:
    return token.lower in FINITE or (token.text.islower() and token.text.endswith("ed"))
