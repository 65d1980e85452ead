"""Who is said to say what: reporting cues, with the source and the claim that belong to each.

`attributions` looks at one sentence at a time, with the quotation marks in it, for what English
news writes: "X said (that) …", "…, X said", "…, said X", "X told Y …", "according to X", "X: …" in
a heading. A source is the noun phrase beside the cue; where that is a pronoun the claim is found
all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.suggest.candidates.noun_phrases import (
    PRONOUNS,
    phrase_after,
    phrase_before,
    source_at,
    stands_in_phrase,
    subject_before,
    tokens_of_sentence,
)
from store.text.boundaries import sentences
from store.text.clauses import bared
from store.text.lexicon import (
    BEFORE_SAYING,
    BEGINS_NO_CLAUSE,
    BESIDE_QUOTATIONS,
    COUNTS,
    DETERMINERS,
    PREPOSITIONS,
    SAYING,
    TELLING,
)
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.text.tokens import Token

LONGEST_SENTENCE: Final = 2_000
"""Code points in a sentence beyond which it is not looked at: it is a table, or not prose."""
_OPENING: Final = '“"«„‘'
_CLOSING: Final = '”"»“’'
_OWNER: Final = ("'s", "’s", "s'", "s’")
_ACCORDING: Final = regex.compile(
    r"(?i)\b(?:according to|as (?:reported|announced|stated|claimed|described) by|citing|cited by)"
    r"\s+"
)
_NO_SPEAKER: Final = DETERMINERS | COUNTS | PREPOSITIONS - {"of"}
"""Words that stand in no name before a colon: `The Latest: …` and `Two questions: …` say what
follows, and not who says it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with what stands on its two sides."""

    cue: Span
    source: Span | None
    """Who says it; nothing where that is a pronoun."""
    claim: Span | None
    carrier: Span | None = None
    """To whom, or in what paper, it was said."""
    is_quoted: bool = False
    """The claim is a quotation, or holds one."""


def attributions(text: str, within: Span) -> Iterator[Attribution]:
    """The attributions of a stretch of text, such as a paragraph, in order.

    Args:
        text: Of the article.
        within: Whole sentences; a sentence that begins in it is looked at up to its end in it.
    """
    spans = _whole_quotations(text, sentences(text, within))
    for number, sentence in enumerate(spans):
        if len(sentence) > LONGEST_SENTENCE:
            continue
        tokens = tokens_of_sentence(text, sentence)
        found = list(_of_sentence(text, sentence, tokens))
        yield from found
        following = spans[number + 1] if number + 1 < len(spans) else None
        if following is not None and found and found[-1].is_quoted:
            yield from _quotation_goes_on(text, found[-1], following)


def trimmed_claim(text: str, span: Span) -> Span:
    """A claim without outer quotation marks, stops, commas, dashes and a leading connective."""
    return bared(text, span, ())


# Sentences -----------------------------------------------------------------------------------


def _whole_quotations(text: str, spans: tuple[Span, ...]) -> list[Span]:
    """Sentences, joined where a quotation mark that closes one stands at the start of the next."""
    joined: list[Span] = []
    for span in spans:
        first = text[span.start]
        fits = bool(joined) and span.end - joined[-1].start <= LONGEST_SENTENCE
        if fits and (first in "”»" or (first.islower() and text[joined[-1].end - 1] in '”"»')):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _of_sentence(text: str, sentence: Span, tokens: list[Token]) -> Iterator[Attribution]:
    yield from _according_to(text, sentence, tokens)
    if (heading := _heading(text, sentence, tokens)) is not None:
        yield heading
        return
    for index, token in enumerate(tokens):
        if token.in_quotes or token.text not in SAYING:
            continue  # a verb in the middle of a name has a capital, as the Post has
        found = _said(text, sentence, tokens, index)
        if found is not None:
            yield found


# According to ----------------------------------------------------------------------------------


def _according_to(text: str, sentence: Span, tokens: list[Token]) -> Iterator[Attribution]:
    for match in _ACCORDING.finditer(text, sentence.start, sentence.end):
        after = [t for t in tokens if t.start >= match.end()]
        if any(t.in_quotes and t.start <= match.start() < t.end for t in tokens):
            continue
        taken = phrase_after(after)
        if not taken:
            continue
        source = Span(taken[0].start, taken[-1].end)
        cue = Span(match.start(), match.end()).trimmed(text)
        if match.start() - sentence.start < 3:
            comma = next((t for t in after if t.start >= source.end and t.text == ","), None)
            claim = Span(comma.end, sentence.end) if comma else None
        else:
            claim = Span(sentence.start, match.start())
        trimmed = trimmed_claim(text, claim) if claim else None
        yield Attribution(cue, source_at(text, source), trimmed)


# Headings ------------------------------------------------------------------------------------


def _heading(text: str, sentence: Span, tokens: list[Token]) -> Attribution | None:
    """`Official: the army has left`, and `Reuters reported:` before a quotation."""
    for index, token in enumerate(tokens[:9]):
        if token.text != ":" or index == 0:
            continue
        before = tokens[:index]
        cue = Span(token.start, token.end)
        if before[-1].lower in SAYING and len(before) > 1:
            subject = phrase_before(before[:-1])
            if not subject:
                return None
            source = Span(subject[0].start, subject[-1].end)
            cue = Span(before[-1].start, token.end)
        elif all(stands_in_phrase(t) and t.lower not in _NO_SPEAKER for t in before) and index <= 6:
            source = Span(before[0].start, before[-1].end)
        else:
            return None
        rest = trimmed_claim(text, Span(token.end, sentence.end))
        return Attribution(cue, source_at(text, source), rest if len(rest) > 15 else None)
    return None


# Said ----------------------------------------------------------------------------------------


def _said(text: str, sentence: Span, tokens: list[Token], index: int) -> Attribution | None:
    verb = tokens[index]
    before, after = tokens[:index], tokens[index + 1 :]
    while before and before[-1].lower in BEFORE_SAYING:
        before = before[:-1]
    if before and before[-1].lower in ("to", "by", "of", "the", "a", "an", "his", "their"):
        return None  # "to report", "the reports"
    quoted = any(t.in_quotes for t in tokens)
    if verb.lower in BESIDE_QUOTATIONS and not quoted:
        return None
    if before and before[-1].text[-2:] in _OWNER:
        return None  # "Russia's alleged meddling"
    subject = subject_before(before)
    if any(t.lower in PRONOUNS for t in subject[1:]):
        subject = []
    carrier: Span | None = None
    inverted = False
    if not subject and _ends_statement(before):
        subject, inverted = phrase_after(after), True
    if not subject:
        return None
    source = Span(subject[0].start, subject[-1].end)
    cue = Span(verb.start, verb.end)
    ahead = [t for t in after if t.start >= source.end] if inverted else after
    listener = phrase_after(after) if not inverted and verb.lower in TELLING else []
    if listener:
        carrier = source_at(text, Span(listener[0].start, listener[-1].end))
        ahead = [t for t in after if t.start >= listener[-1].end]
    where = min(verb.start, subject[0].start)
    claim = _claim(text, sentence, where, ahead, inverted=inverted)
    if claim is None:
        return None
    return Attribution(cue, source_at(text, source), claim, carrier, is_quoted=quoted)


def _claim(
    text: str, sentence: Span, cue_start: int, ahead: list[Token], *, inverted: bool
) -> Span | None:
    """What is said: after the cue if that is a clause or quotation, else what stands before."""
    before = Span(sentence.start, cue_start)
    said_before = text[before.start : before.end].rstrip()
    stands_before = len(said_before) > 12 and said_before[-1] in ',”"»?!—–'
    is_clause_ahead = (
        len(ahead) > 5 and ahead[0].lower not in BEGINS_NO_CLAUSE and ahead[0].text != "."
    )
    quote_before = any(mark in said_before[-3:] for mark in '”"»')
    if stands_before and (inverted or quote_before or not is_clause_ahead):
        return trimmed_claim(text, before)
    if inverted or not ahead:
        return None
    first = ahead[0]
    start = first.start
    if first.lower == "that":
        start = first.end
    elif first.text in (",", ":") or first.in_quotes or first.text in _OPENING:
        quote = next((t for t in ahead[:12] if t.in_quotes or t.text in _OPENING), None)
        if quote is None:
            return None
        start = quote.start
    elif first.lower in ("on", "in", "at", "last", "late", "earlier") or first.text.endswith("day"):
        that = next((t for t in ahead[:6] if t.lower == "that"), None)
        if that is None:
            return None
        start = that.end
    elif first.lower in BEGINS_NO_CLAUSE:
        return None
    claim = trimmed_claim(text, Span(start, sentence.end))
    return claim if len(claim) > 12 else None


def _ends_statement(before: list[Token]) -> bool:
    return bool(before) and before[-1].text in (",", "”", '"', "»", "?", "!")


def _quotation_goes_on(text: str, found: Attribution, following: Span) -> Iterator[Attribution]:
    """`“…,” she said. “…”`: the second quotation has the source of the first."""
    if text[following.start] in '“"«':
        yield Attribution(found.cue, found.source, trimmed_claim(text, following), is_quoted=True)
