"""Names, people by their role, sources, numbers and dates in a passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.cues import Cue
from store.suggest.candidates.gazetteer import PlaceKind, is_given_name
from store.suggest.candidates.nouns import is_people
from store.suggest.candidates.people import phrases_in
from store.text.lexicon import (
    CAPITAL_AT_START,
    DETERMINERS,
    GEOGRAPHY,
    MEDIA,
    ORGANISATIONS,
    PARTICLES,
)
from store.text.names import is_date_word, is_title, name_in, pieces_of, span_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.candidates.passage_analysis import PassageAnalysis

_LONGEST_ACRONYM: Final = 6
_LEAST_LETTERS: Final = 3
"""Letters in the shortest word of writing without capitals that is offered by itself."""
_PLACE_CUES: Final = {
    PlaceKind.COUNTRY: Cue.COUNTRY,
    PlaceKind.CAPITAL: Cue.CAPITAL,
    PlaceKind.DEMONYM: Cue.DEMONYM,
}
_MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE: Final = regex.compile(
    rf"\b(?:\d{{1,2}}\s)?{_MONTH}\b(?:\s\d{{1,2}}\b(?:st|nd|rd|th)?(?!,\d))?(?:,?\s(?:19|20)\d{{2}}\b)?"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:19|20)\d{2}\b"
)
_NUMBER: Final = regex.compile(
    r"[$€£¥]?\b\p{N}+(?:[.,:]\p{N}+)*(?:[-–]\p{N}+)?"
    r"(?:\s?%|\s(?:percent|per cent|hundred|thousand|million|billion|trillion)\b)?"
)
_UNICASE: Final = regex.compile(r"(?V1)[\p{Lo}--[\p{Han}\p{Hiragana}\p{Katakana}]]")
"""A letter of writing that has no capitals, but words with spaces between them."""


def find_short(passage: PassageAnalysis) -> None:
    """Find what is short: names, roles, numbers and dates; and mark who is a source."""
    for first, last in passage.runs:
        _add_run(passage, first, last)
    for span in passage.places:
        if span.start in passage.starts and span.end in passage.ends:
            _add_name(passage, passage.starts[span.start], passage.ends[span.end], set())
    for first, last, cues in phrases_in(passage.tokens, passage.runs):
        passage.add_tokens(first, last, CandidateKind.ROLE, cues)
    _add_peoples(passage)
    _add_sources(passage)
    _add_numbers(passage)
    if _UNICASE.search(passage.text):
        _add_words(passage)


# Names -------------------------------------------------------------------------------------


def _add_run(passage: PassageAnalysis, first: int, last: int) -> None:
    tokens = passage.tokens
    pieces = list(pieces_of(tokens, first, last))
    is_linked = len(pieces) > 1
    if is_linked:
        _add_name(passage, first, last, {Cue.LINKED})
    for begin, end in pieces:
        _add_piece(passage, begin, end, {Cue.PART} if is_linked else set())
    if first > 1 and tokens[first - 1].lower == "'s" and tokens[first - 2].is_capital:
        _add_name(passage, first - 2, last, {Cue.OWNED})


def _add_piece(passage: PassageAnalysis, begin: int, end: int, cues: set[Cue]) -> None:
    """Capitalised words side by side: a name, with what may stand before it."""
    tokens = passage.tokens
    name = name_in(tokens, begin, end)
    if name > begin:
        _add_name(passage, name, end, cues | {Cue.AFTER_TITLE})
        _add_name(passage, begin, end, cues | {Cue.TITLED})
        _add_name(passage, begin, name, cues | {Cue.ONLY_TITLE})
    else:
        _add_name(passage, begin, end, cues)
    if end - name > 1 and _is_demonym(passage, name) and tokens[name + 1].is_word:
        _add_name(passage, name + 1, end, cues | {Cue.PART})
    if end < len(tokens) and tokens[end].lower in GEOGRAPHY:
        _add_name(passage, begin, end + 1, cues | {Cue.GEO})
    if end - name == 3 and tokens[name + 1].text == "-" and tokens[name].lower not in PARTICLES:
        for half in (name, name + 2):  # the Trump-Abe summit
            _add_name(passage, half, half + 1, cues | {Cue.PART, Cue.GLUED})
    if begin and tokens[begin - 1].lower == "the" and not is_date_word(tokens[begin]):
        _add_name(passage, begin - 1, end, cues | {Cue.DETERMINED})


def _add_name(passage: PassageAnalysis, begin: int, end: int, cues: set[Cue]) -> None:
    words = passage.tokens[begin:end]
    if end - begin == 1 and _is_common(passage, begin):
        return
    if not all(is_date_word(token) or not token.is_word for token in words):
        passage.add_tokens(
            begin, end, CandidateKind.NAME, cues | set(_cues_of_name(passage, begin, end))
        )


def _is_common(passage: PassageAnalysis, number: int) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    token = passage.tokens[number]
    begins = number == 0 or token.start in passage.sentence_starts
    return begins and (token.lower in CAPITAL_AT_START or token.lower in passage.small_words)


def _cues_of_name(passage: PassageAnalysis, begin: int, end: int) -> Iterator[Cue]:
    words = passage.tokens[begin:end]
    first, last = words[0], words[-1]
    yield Cue.NAME
    place = passage.places.get(span_of(words))
    if place is not None:
        yield _PLACE_CUES.get(place.kind, Cue.PLACE)
        if place.is_people:
            yield Cue.PEOPLE
    elif _is_demonym(passage, begin):
        yield Cue.HOLDS_DEMONYM
    if is_given_name(first.text):
        yield Cue.GIVEN
    if len(words) == 1:
        yield Cue.SINGLE
        if last.text.isupper() and 1 < len(last.text) <= _LONGEST_ACRONYM:
            yield Cue.ACRONYM
    if last.lower in MEDIA:
        yield Cue.MEDIUM
    elif last.lower in ORGANISATIONS or (is_people(last.lower) and not is_title(last)):
        yield Cue.BODY


def _is_demonym(passage: PassageAnalysis, number: int) -> bool:
    token = passage.tokens[number]
    place = passage.places.get(Span(token.start, token.end))
    return place is not None and place.kind is PlaceKind.DEMONYM


def _add_peoples(passage: PassageAnalysis) -> None:
    """Find "the Russians"."""
    for span, place in passage.places.items():
        number = passage.starts.get(span.start, 0)
        if place.is_people and number and passage.tokens[number - 1].lower in DETERMINERS:
            last = passage.ends.get(span.end)
            if last is not None:
                cues = {Cue.ROLE, Cue.PEOPLE, Cue.DETERMINED}
                passage.add_tokens(number - 1, last, CandidateKind.ROLE, cues)


def _add_words(passage: PassageAnalysis) -> None:
    """Find words where no capitals show which are names."""
    for number, token in enumerate(passage.tokens):
        if len(token.text) >= _LEAST_LETTERS and _UNICASE.match(token.text):
            passage.add_tokens(number, number + 1, CandidateKind.WORD, {Cue.WORD})


# Sources -----------------------------------------------------------------------------------


def _add_sources(passage: PassageAnalysis) -> None:
    """Mark who is said to say something, or is told it, and what is a part of that."""
    for found in passage.attributions:
        for span, cue in ((found.source, Cue.SOURCE), (found.carrier, Cue.CARRIER)):
            if span is None:
                continue
            for inner, cues in passage.short_ones():
                if span.covers(inner) and inner != span:
                    cues.add(Cue.IN_SOURCE)
                    if inner.start == span.start:
                        cues.add(Cue.HEADS_SOURCE)
                    if inner.end == span.end:
                        cues.add(Cue.ENDS_SOURCE)
            first, last = passage.starts.get(span.start), passage.ends.get(span.end)
            if first is not None and last is not None and first < last:
                words = passage.tokens[first:last]
                is_name = all(token.is_capital or not token.is_word for token in words)
                own = (CandidateKind.NAME, Cue.NAME) if is_name else (CandidateKind.ROLE, Cue.ROLE)
                passage.add_tokens(first, last, own[0], {own[1], cue})


# Numbers and dates -------------------------------------------------------------------------


def _add_numbers(passage: PassageAnalysis) -> None:
    taken: list[Span] = []
    for pattern, cue in ((_DATE, Cue.DATE), (_NUMBER, Cue.NUMBER)):
        for match in pattern.finditer(passage.text):
            span = Span(match.start(), match.end())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                passage.add(span, CandidateKind.NUMBER, {cue})
