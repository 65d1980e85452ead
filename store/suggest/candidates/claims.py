"""Claims in a passage: quotations, sentences and clauses, without who says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.cues import Cue
from store.text.boundaries import sentences
from store.text.clauses import bared, ends_in_abbreviation, is_long_enough, parts_of, told_in
from store.text.lexicon import FINITE, PREPOSITIONS
from store.text.marks import CLOSING
from store.text.span import Span
from store.text.tightening import without_cue
from store.text.tokens import is_spaceless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.suggest.candidates.attributions import Attribution
    from store.suggest.candidates.passage_analysis import PassageAnalysis
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


def find_long(passage: PassageAnalysis) -> None:
    """Find what is long: quotations, what is reported, sentences and their clauses."""
    for pair in passage.pairs:
        inside = pair.inside.of(passage.text)
        if pair.is_quotation and (" " in inside.strip() or is_spaceless(inside)):
            _add(passage, pair.inside, CandidateKind.QUOTATION, {Cue.QUOTATION})
    for found in passage.attributions:
        if found.claim is not None:
            _add_reported(passage, found.claim)
    parted = [(s, _parts(passage, s)) for s in passage.sentences if len(s) <= _LONGEST_SENTENCE]
    for sentence, parts in parted:
        _add_sentence(passage, sentence, parts)
    for sentence, parts in parted:
        _add_clauses(passage, sentence, parts)
        _add_told(passage, sentence)


def _add_reported(passage: PassageAnalysis, claim: Span) -> None:
    """What a cue says is reported; each sentence of it, if it has several."""
    inner = sentences(passage.text, claim)
    if len(inner) < 2:
        _add(passage, claim, CandidateKind.CLAUSE, {Cue.CLAUSE, Cue.CUED})
        return
    _add(passage, claim, CandidateKind.CLAUSE, {Cue.CLAUSE, Cue.CUED, Cue.SEVERAL})
    for sentence in inner:
        _add(passage, sentence, CandidateKind.SENTENCE, {Cue.SENTENCE, Cue.CUED_PART})


def _add_sentence(passage: PassageAnalysis, sentence: Span, parts: Sequence[Span]) -> None:
    """A sentence as a whole, and what is left of it without a reporting clause."""
    reports = _reports_in(passage, sentence)
    cues = {Cue.SENTENCE, Cue.WHOLE}
    if sum(is_long_enough(passage.text, part) for part in parts) < 2:
        cues.add(Cue.ONE_CLAUSE)
    if reports:
        cues.add(Cue.HOLDS_CUE)
    elif any(f.claim and f.claim.covers(sentence) for f in passage.attributions):
        cues.add(Cue.CUED_PART)
    _add(passage, sentence, CandidateKind.SENTENCE, cues)
    if reports:
        bare = without_cue(passage.text, sentence, passage.pairs)
        if bare != sentence:
            _add(passage, bare, CandidateKind.CLAUSE, {Cue.CLAUSE, Cue.UNCUED})
        behind = Span(max(report.end for report in reports), sentence.end)
        if passage.text[behind.start : behind.start + 1] in _AFTER_REPORT and len(behind):
            _add(passage, behind, CandidateKind.CLAUSE, {Cue.CLAUSE, Cue.AFTER_CUE})


def _add_clauses(passage: PassageAnalysis, sentence: Span, parts: Sequence[Span]) -> None:
    """The clauses of a sentence, each alone and some together."""
    if len(parts) < 2:
        return
    reports = _reports_in(passage, sentence)
    claims = [f.claim for f in passage.attributions if f.claim and f.claim.overlaps(sentence)]
    for first in range(len(parts)):
        for last in range(first, min(len(parts), first + _MOST_CLAUSES)):
            run = Span(parts[first].start, parts[last].end)
            cues = {Cue.CLAUSE, Cue.LATER if first else Cue.FIRST}
            if last > first:
                cues.add(Cue.SEVERAL)
            if any(run.overlaps(report) for report in reports):
                cues.add(Cue.HOLDS_CUE)
            elif any(claim.covers(run) for claim in claims):
                cues.add(Cue.CUED_PART)
            _add(passage, run, CandidateKind.CLAUSE, cues, is_new=True)


def _add_told(passage: PassageAnalysis, sentence: Span) -> None:
    """What stands behind a participle such as "saying", whose subject is far off."""
    tokens = passage.tokens_of(sentence)
    for first, last in told_in(tokens, parts_of(tokens)):
        told = Span(tokens[first].start, tokens[last - 1].end)
        cues = {Cue.CLAUSE, Cue.LATER, Cue.CUED_PART}
        _add(passage, told, CandidateKind.CLAUSE, cues, is_new=True)


def _parts(passage: PassageAnalysis, sentence: Span) -> list[Span]:
    tokens = passage.tokens_of(sentence)
    return [Span(tokens[first].start, tokens[last - 1].end) for first, last in parts_of(tokens)]


def _reports_in(passage: PassageAnalysis, sentence: Span) -> list[Span]:
    """The reporting clauses in a sentence: each a verb, and who says it."""
    found = (_extent(attribution) for attribution in passage.attributions)
    return [extent for extent in found if sentence.covers(extent)]


def _extent(found: Attribution) -> Span:
    """A reporting clause: the verb and who says it."""
    if found.source is None:
        return found.cue
    return Span(min(found.cue.start, found.source.start), max(found.cue.end, found.source.end))


def _add(
    passage: PassageAnalysis,
    span: Span,
    kind: CandidateKind,
    cues: set[Cue],
    *,
    is_new: bool = False,
) -> None:
    """Take in a claim without the marks at its ends, if it can be one; or only if it is new."""
    text = passage.text
    bare = bared(text, span, passage.pairs)
    end = bare.end
    while end > bare.start and _is_left_out(text, bare.start, end - 1):
        end -= 1  # as it is annotated: the opening mark within stays, the closing one goes
    claim = Span(bare.start, end)
    if not is_long_enough(text, claim) or (is_new and passage.has(claim)):
        return
    tokens = passage.tokens_of(claim)
    if len(tokens) >= _LEAST:
        passage.add(claim, kind, cues | _cues_of(passage, claim, tokens))


def _is_left_out(text: str, start: int, at: int) -> bool:
    """Whether a mark, or a space, that is left at the end of a claim goes too."""
    if text[at] == ".":
        return not ends_in_abbreviation(text, start, at)
    is_owner = text[at] in "'’" and at > start and text[at - 1] in "sS"
    return text[at].isspace() or (text[at] in CLOSING | _STOPS and not is_owner)


def _cues_of(passage: PassageAnalysis, claim: Span, tokens: Sequence[Token]) -> set[Cue]:
    found = set()
    if len(tokens) < _FEW:
        found.add(Cue.SHORT)
    elif len(tokens) > _MANY:
        found.add(Cue.LONG)
    if _LATIN.search(claim.of(passage.text)):
        if not any(_is_verb(token) for token in tokens):
            found.add(Cue.NO_VERB)
        first = tokens[0]
        is_verbal = _is_verb(first) or first.text.endswith("ing")
        if first.text.islower() and (first.lower in PREPOSITIONS or is_verbal):
            found.add(Cue.NO_SUBJECT)
    if any(quoted.covers(claim) for quoted in passage.quoted):
        found.add(Cue.QUOTED)
    if passage.is_heading:
        found.add(Cue.HEADING)
    if passage.text[claim.end : claim.end + 1] in ("?", "？", "؟"):
        found.add(Cue.QUESTION)
    return found


def _is_verb(token: Token) -> bool:
    return token.lower in FINITE or (token.text.islower() and token.text.endswith("ed"))
