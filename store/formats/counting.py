"""What the offsets of a file count, found out by what they say where the file does not.

An emoji is one code point and two UTF-16 units; a program that opens a file as text takes CR LF for
one character; one that reads its bytes may count these, and the byte order mark; one that composes
letters with their marks, or takes them apart, counts these otherwise. Which of these was counted
shows in what comes of it: spans say what they quote, and begin and end with words.
"""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import regex

from store.errors import InputError
from store.formats.offsets import ASTRAL, NoRangeError, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.formats.offsets import Form
    from store.formats.reading import Input

Quoted: TypeAlias = "tuple[int, int, str | None]"
"""Start and end as a file has them, and what it says stands there."""
Same: TypeAlias = "Callable[[str, str], bool]"

_LETTER: Final = regex.compile(
    r"(?V1)[[\p{L}\p{N}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
)
"""What words are made of, in writing that has spaces between them."""
_BREAKING: Final = regex.compile(r"[\s,;:!?、。，；：！？]")
"""What no span begins with."""
_FORMS: Final[tuple[Form, ...]] = ("NFC", "NFD")
_FEW: Final = 50
"""Spans of a text that are looked at: enough to tell."""


@dataclass(frozen=True, slots=True)
class Spanned:
    """A text of a file with the places of its spans as they stand there."""

    article: str
    """What it is called."""
    said: str
    spans: Iterable[Quoted]
    """The first of them are looked at."""
    same: Same = str.__eq__
    """Whether a quote and what stands in the text are the same."""
    has_mark: bool = False
    """Whether a byte order mark was taken off the text."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What comes of the spans of a text if its offsets count in one of the ways."""

    text: Text
    places: list[tuple[int, int] | None]
    """In code points; none where a span has no such place or says something else."""

    @property
    def misfits(self) -> int:
        return self.places.count(None)

    @property
    def cut(self) -> int:
        """Ends that lie within a word, or beside white space that is in the span."""
        said = self.text.said
        return sum(_is_cut(said, *place) for place in self.places if place)


def is_clear(said: str) -> bool:
    """Whether the offsets into a text are the same in whichever way they count."""
    return len(list(_ways(said, None, Unit.UTF16, has_mark=False))) == 1


def text_as_counted(
    source: Input,
    spanned: Spanned,
    rule: Unit,
    others: Callable[[], Iterator[tuple[str, Sequence[Quoted]]]] | None = None,
) -> Text:
    """A text with what its offsets count: what the format says, unless the spans show otherwise.

    Args:
        source: The file. What is found out otherwise is said there.
        spanned: The text.
        rule: What they count by the format's rule.
        others: Gives all texts of the file with their spans, which are asked where one text does
            not tell; none if the rule holds then.

    Raises:
        InputError: Nothing tells which it is, and that matters.
    """
    asked, same = source.options.unit, spanned.same
    ways = list(_ways(spanned.said, asked, rule, has_mark=spanned.has_mark))
    may_be_rare = asked is None and (spanned.has_mark or not spanned.said.isascii())
    if len(ways) == 1 and not may_be_rare:
        return ways[0]
    looked_at = list(itertools.islice(spanned.spans, _FEW))
    found = _chosen(ways, looked_at, same)
    if may_be_rare:
        found = _rare(found or ways[0], looked_at, spanned) or found
    if found is None:
        unit = _unit_of_file(others(), rule, same) if others is not None and asked is None else rule
        if unit is None:
            reason = (
                f"nothing in it tells what the offsets in {spanned.article} count, and one of "
                "its characters, such as an emoji, is one code point and two UTF-16 units; "
                "{option:offsets} codepoint or utf16 says it"
            )
            raise InputError(reason, path=source.path)
        found = next(way for way in ways if way.unit is unit)
    if found is not ways[0]:
        what = f"articles whose places count {found.words}, as their spans show"
        source.losses.change(what, spanned.article)
    return found


def _ways(said: str, asked: Unit | None, rule: Unit, *, has_mark: bool) -> Iterator[Text]:
    """The ways in which offsets into a text may count, where they differ; by the rule first."""
    units = [asked or rule]
    if asked is None and ASTRAL.search(said):
        units += [unit for unit in (Unit.CODEPOINT, Unit.UTF16) if unit is not rule]
    leads = [0] + [1] * has_mark + [-1] * said.startswith("\ufeff")
    for lead in leads:
        for has_one_for_crlf in (False, True) if "\r\n" in said else (False,):
            for unit in units:
                yield Text.of(said, unit, lead=lead, has_one_for_crlf=has_one_for_crlf)


def _chosen(ways: Sequence[Text], spans: Sequence[Quoted], same: Same) -> Text | None:
    """The way that fits; none if two that differ in their unit fit alike."""
    for alike in (str.__eq__, same):
        readings = [_Reading(way, [_place(way, span, alike) for span in spans]) for way in ways]
        least = min(reading.misfits for reading in readings)
        if not least:
            break
    fitting = [reading for reading in readings if reading.misfits == least]
    first = fitting[0]
    if all(each.places == first.places for each in fitting):
        return first.text
    if first is readings[0] and not least and all(quote for _, _, quote in spans):
        return first.text
    cut = [reading.cut for reading in fitting]
    best = [each for each, count in zip(fitting, cut, strict=True) if count == min(cut)]
    units = {reading.text.unit for reading in best if reading.places != best[0].places}
    return None if units - {best[0].text.unit} else best[0].text


def _rare_ways(spanned: Spanned) -> Iterator[Text]:
    """The ways in which hardly a program counts: bytes, and characters in another normal form."""
    said = spanned.said
    for lead in (0, 3) if spanned.has_mark else (0,):
        for has_one_for_crlf in (False, True) if "\r\n" in said else (False,):
            yield Text.of(said, Unit.UTF8, lead=lead, has_one_for_crlf=has_one_for_crlf)
    for form in _FORMS:
        if not unicodedata.is_normalized(form, said):
            yield Text.of(said, Unit.CODEPOINT, form=form)


def _rare(found: Text, spans: Sequence[Quoted], spanned: Spanned) -> Text | None:
    """A text counted as hardly a program does, if all spans fit so and hardly one as it was found
    else."""
    reading = _Reading(found, [_place(found, span, spanned.same) for span in spans])
    if not reading.misfits and reading.cut <= 1:
        return None
    for way in _rare_ways(spanned):
        other = _Reading(way, [_place(way, span, spanned.same) for span in spans])
        moved = sum(one != two for one, two in zip(reading.places, other.places, strict=True))
        is_bad = reading.misfits > 0 or reading.cut > moved
        if is_bad and not other.misfits and not other.cut:
            return way
    return None


def _place(text: Text, span: Quoted, same: Same) -> tuple[int, int] | None:
    start, end, quote = span
    try:
        place = text.range(start, end)
    except NoRangeError:
        return None
    return place if quote is None or same(quote, text.said[slice(*place)]) else None


def _is_cut(said: str, start: int, end: int) -> int:
    """How many ends of a span are none of words."""
    if start == end:
        return 0
    return (
        bool(_BREAKING.match(said[start]))
        + is_within_word(said, start)
        + said[end - 1].isspace()
        + is_within_word(said, end)
    )


def is_within_word(said: str, at: int) -> bool:
    """Whether an offset into a text parts a word, in writing that has spaces between them."""
    before, after = said[at - 1 : at], said[at : at + 1]
    return bool(before and after and _LETTER.match(before) and _LETTER.match(after))


def _unit_of_file(
    texts: Iterator[tuple[str, Sequence[Quoted]]], rule: Unit, same: Same
) -> Unit | None:
    """The unit in which most texts of a file count; none if nothing tells."""
    votes = dict.fromkeys((Unit.CODEPOINT, Unit.UTF16), 0)
    for said, spans in texts:
        ways = list(_ways(said, None, rule, has_mark=False))
        found = _chosen(ways, spans[:_FEW], same) if ASTRAL.search(said) else None
        if found is not None and any(_differs(ways, span, same) for span in spans[:_FEW]):
            votes[found.unit] += 1
    codepoint, utf16 = votes.values()
    return None if codepoint == utf16 else Unit.UTF16 if utf16 > codepoint else Unit.CODEPOINT


def _differs(ways: Sequence[Text], span: Quoted, same: Same) -> bool:
    return len({_place(way, span, same) for way in ways}) > 1
