"""Names, people by their role, sources, numbers and dates in a passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.suggest.gazetteer import PlaceKind, is_given_name
from store.suggest.nouns import GEOGRAPHY, MEDIA, is_people
from store.suggest.phrases import phrases_in
from store.suggest.signs import Kind, Sign
from store.suggest.words import CAPITAL_AT_START, ORGANISATIONS
from store.text.english import COUNTS, DETERMINERS, PARTICLES
from store.text.names import is_date_word, is_title, name_in, pieces_of, span_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.look import Look

_LONGEST_ACRONYM: Final = 6
_LEAST_LETTERS: Final = 3
"""Letters in the shortest word of writing without capitals that is offered by itself."""
_PLACE_SIGNS: Final = {
    PlaceKind.COUNTRY: Sign.COUNTRY,
    PlaceKind.CAPITAL: Sign.CAPITAL,
    PlaceKind.DEMONYM: Sign.DEMONYM,
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


def find_short(look: Look) -> None:
    """Find what is short: names, roles, numbers and dates; and mark who is a source."""
    for first, last in look.runs:
        _add_run(look, first, last)
    for span in look.places:
        if span.start in look.starts and span.end in look.ends:
            _add_name(look, look.starts[span.start], look.ends[span.end], set())
    for first, last, signs in phrases_in(look.tokens, look.runs):
        look.add_tokens(first, last, Kind.ROLE, signs)
    _add_peoples(look)
    _add_sources(look)
    _add_numbers(look)
    if _UNICASE.search(look.text):
        _add_words(look)


# Names -------------------------------------------------------------------------------------


def _add_run(look: Look, first: int, last: int) -> None:
    tokens = look.tokens
    pieces = list(pieces_of(tokens, first, last))
    is_linked = len(pieces) > 1
    if is_linked:
        _add_name(look, first, last, {Sign.LINKED})
    for begin, end in pieces:
        _add_piece(look, begin, end, {Sign.PART} if is_linked else set())
    if first > 1 and tokens[first - 1].lower == "'s" and tokens[first - 2].is_capital:
        _add_name(look, first - 2, last, {Sign.OWNED})


def _add_piece(look: Look, begin: int, end: int, signs: set[Sign]) -> None:
    """Capitalised words side by side: a name, with what may stand before it."""
    tokens = look.tokens
    name = name_in(tokens, begin, end)
    if name > begin:
        _add_name(look, name, end, signs | {Sign.AFTER_TITLE})
        _add_name(look, begin, end, signs | {Sign.TITLED})
        _add_name(look, begin, name, signs | {Sign.ONLY_TITLE})
    else:
        _add_name(look, begin, end, signs)
    if end - name > 1 and _is_demonym(look, name) and tokens[name + 1].is_word:
        _add_name(look, name + 1, end, signs | {Sign.PART})
    if end < len(tokens) and tokens[end].lower in GEOGRAPHY:
        _add_name(look, begin, end + 1, signs | {Sign.GEO})
    if end - name == 3 and tokens[name + 1].text == "-" and tokens[name].lower not in PARTICLES:
        for half in (name, name + 2):  # the Trump-Abe summit
            _add_name(look, half, half + 1, signs | {Sign.PART, Sign.GLUED})
    if begin and tokens[begin - 1].lower == "the" and not is_date_word(tokens[begin]):
        _add_name(look, begin - 1, end, signs | {Sign.DETERMINED})


def _add_name(look: Look, begin: int, end: int, signs: set[Sign]) -> None:
    words = look.tokens[begin:end]
    if end - begin == 1 and _is_common(look, begin):
        return
    if not all(is_date_word(token) or not token.is_word for token in words):
        look.add_tokens(begin, end, Kind.NAME, signs | set(_signs_of_name(look, begin, end)))


def _is_common(look: Look, number: int) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    token = look.tokens[number]
    begins = number == 0 or token.start in look.sentence_starts
    return begins and (token.lower in CAPITAL_AT_START | COUNTS or token.lower in look.small_words)


def _signs_of_name(look: Look, begin: int, end: int) -> Iterator[Sign]:
    words = look.tokens[begin:end]
    first, last = words[0], words[-1]
    yield Sign.NAME
    place = look.places.get(span_of(words))
    if place is not None:
        yield _PLACE_SIGNS.get(place.kind, Sign.PLACE)
        if place.is_people:
            yield Sign.PEOPLE
    elif _is_demonym(look, begin):
        yield Sign.HOLDS_DEMONYM
    if is_given_name(first.text):
        yield Sign.GIVEN
    if len(words) == 1:
        yield Sign.SINGLE
        if last.text.isupper() and 1 < len(last.text) <= _LONGEST_ACRONYM:
            yield Sign.ACRONYM
    if last.lower in MEDIA:
        yield Sign.MEDIUM
    elif last.lower in ORGANISATIONS or (is_people(last.lower) and not is_title(last)):
        yield Sign.BODY


def _is_demonym(look: Look, number: int) -> bool:
    token = look.tokens[number]
    place = look.places.get(Span(token.start, token.end))
    return place is not None and place.kind is PlaceKind.DEMONYM


def _add_peoples(look: Look) -> None:
    """Find "the Russians"."""
    for span, place in look.places.items():
        number = look.starts.get(span.start, 0)
        if place.is_people and number and look.tokens[number - 1].lower in DETERMINERS:
            last = look.ends.get(span.end)
            if last is not None:
                signs = {Sign.ROLE, Sign.PEOPLE, Sign.DETERMINED}
                look.add_tokens(number - 1, last, Kind.ROLE, signs)


def _add_words(look: Look) -> None:
    """Find words where no capitals show which are names."""
    for number, token in enumerate(look.tokens):
        if len(token.text) >= _LEAST_LETTERS and _UNICASE.match(token.text):
            look.add_tokens(number, number + 1, Kind.WORD, {Sign.WORD})


# Sources -----------------------------------------------------------------------------------


def _add_sources(look: Look) -> None:
    """Mark who is said to say something, or is told it, and what is a part of that."""
    for found in look.attributions:
        for span, sign in ((found.source, Sign.SOURCE), (found.carrier, Sign.CARRIER)):
            if span is None:
                continue
            for inner, signs in look.short_ones():
                if span.covers(inner) and inner != span:
                    signs.add(Sign.IN_SOURCE)
                    if inner.start == span.start:
                        signs.add(Sign.HEADS_SOURCE)
                    if inner.end == span.end:
                        signs.add(Sign.ENDS_SOURCE)
            first, last = look.starts.get(span.start), look.ends.get(span.end)
            if first is not None and last is not None and first < last:
                words = look.tokens[first:last]
                is_name = all(token.is_capital or not token.is_word for token in words)
                own = (Kind.NAME, Sign.NAME) if is_name else (Kind.ROLE, Sign.ROLE)
                look.add_tokens(first, last, own[0], {own[1], sign})


# Numbers and dates -------------------------------------------------------------------------


def _add_numbers(look: Look) -> None:
    taken: list[Span] = []
    for pattern, sign in ((_DATE, Sign.DATE), (_NUMBER, Sign.NUMBER)):
        for match in pattern.finditer(look.text):
            span = Span(match.start(), match.end())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                look.add(span, Kind.NUMBER, {sign})
