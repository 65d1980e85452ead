"""Dates and times in a text, resolved by the date of the article where they are said from there.

A weekday, "yesterday" or "last week" is only known where the article says when it was written; a
month or a year alone is known, and is too long to contradict another.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from store.across.discrepancies.lexicon import numbers, words
from store.across.discrepancies.values import NO_YEAR, YEARLESS, TextValue, ValueKind
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    Days = tuple[date, date]
    """The first and the last."""
    Match = regex.Match[str]

_MONTH: Final = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY: Final = r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NAMED: Final = r"(?:[A-Z][a-z]+day,?\s+)?"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:1[89]|20)\d\d)"
_PART: Final = r"(?:\s+(?P<part>morning|afternoon|evening|night))?"
_NUMBER: Final = r"(?P<count>\d{1,3}|an?|[a-z]+)"
_BEFORE_MONTH: Final = "[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Ee]arly|[Ll]ate|of"
_NEAR: Final = "[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Tt]his morning|[Ll]ast night"
_WHICH: Final = "(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Oo]ver the)"
_ABOUT: Final = r"(?:(?P<about>about|some|nearly|almost|around|more than|over)\s+)?"
_FORMS: Final = (
    ("iso", r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)"),
    ("date", rf"{_NAMED}{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"),
    ("date", rf"{_NAMED}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
    ("month", rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
    ("month", rf"(?:{_BEFORE_MONTH}|(?P<which>last|this|next))\s+{_MONTH}"),
    ("weekday", rf"(?:(?P<which>[Ll]ast|[Nn]ext|this|this past|coming)\s+)?{_WEEKDAY}{_PART}"),
    ("near", rf"(?P<word>{_NEAR})"),
    ("span", rf"{_WHICH}\s+(?P<unit>week|month|year|weekend)"),
    ("ago", rf"{_ABOUT}{_NUMBER}\s+(?P<unit>day|week|month|year)s?\s+ago"),
    ("year", rf"(?:{_BEFORE_MONTH}|[Ff]rom|[Bb]efore|[Aa]fter)\s+{_YEAR}"),
)
"""What dates look like, each with what it is called here."""
_CLOCK: Final = (
    r"\b(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!:?\d)|(?P<word>noon|midnight)\b)"
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_WEEKDAYS: Final = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
_WORDS: Final = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
                 "tomorrow": 1}  # fmt: skip
_UNITS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONG: Final = 27
"""Days of what is too long to contradict another of its kind."""
_BEFORE: Final = 60
"""Code points before a weekday in which it is looked for what makes it one to come."""


@cache
def patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    """What dates look like, in the order in which it is looked for; compiled at the first date."""
    return tuple(
        (regex.compile(rf"\b(?:{pattern})(?![\p{{L}}\p{{N}}])"), name) for name, pattern in _FORMS
    )


@cache
def _clock() -> regex.Pattern[str]:
    return regex.compile(_CLOCK)


class _Said(Frozen):
    """A date as a text says it, and from which day."""

    text: str
    match: Match
    of: date | None
    """When the article was written."""


def date_of(written: str) -> date | None:
    """The day that a byline writes; none if it is none, or lacks the year."""
    for pattern, name in patterns()[:3]:
        match = pattern.search(written)
        if match is not None and match["year"]:
            return _iso(match) if name == "iso" else _day(match, int(match["year"]))
    return None


def dates_in(text: str, start: int, end: int, written: date | None) -> Iterator[TextValue]:
    """The dates in a stretch of text.

    Args:
        text: Of the article.
        start: Code points before the stretch.
        end: Code points up to its end.
        written: When the article was written; none if that is not known.
    """
    found: list[tuple[int, int, str, Match]] = []
    for pattern, name in patterns():
        for match in pattern.finditer(text, start, end):
            if all(match.end() <= first or stop <= match.start() for first, stop, *_ in found):
                found.append((match.start(), match.end(), name, match))
    for first, stop, name, match in sorted(found, key=lambda each: each[:2]):
        days = _DAYS[name](_Said(text, match, written))
        unit = YEARLESS if written is None and name in ("date", "month") else ""
        if unit and match.groupdict().get("year"):
            unit = ""
        is_known = days is not None
        low, high = (days[0].toordinal(), days[1].toordinal()) if days else (0, 0)
        told = _told(days) if days else ""
        yield TextValue(
            ValueKind.DATE, first, stop, low, high, told[5:] if unit else told,
            " ".join(match[0].split()), unit, is_known=is_known,
            is_long=is_known and high - low >= _LONG,
        )  # fmt: skip


def times_in(text: str, start: int, end: int) -> Iterator[TextValue]:
    """The times of day in a stretch of text, in minutes; without minutes within half an hour."""
    for match in _clock().finditer(text, start, end):
        if match["word"]:
            hour, minute = (12 if match["word"] == "noon" else 24), "00"
        else:
            hour, minute = int(match["hour"]), match["minute"]
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] == "p" else 0)
        at = hour * 60 + int(minute or 0)
        off = 0 if match["minute"] else 29
        yield TextValue(ValueKind.TIME, match.start(), match.end(), at - off, at + off,
                        f"{hour:02}:{minute or '00'}")  # fmt: skip


def _told(days: Days) -> str:
    first, last = days
    if first == last:
        return first.isoformat()
    if first.day == 1 and first.replace(day=monthrange(first.year, first.month)[1]) == last:
        return first.isoformat()[:7]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    same = 8 if first.isoformat()[:8] == last.isoformat()[:8] else 0
    return f"{first.isoformat()} – {last.isoformat()[same:]}"


# One kind each: the days that are meant, none where nobody can know ------------------------------


def _iso(match: Match) -> date | None:
    try:
        return date(int(match["year"]), int(match["number"]), int(match["day"]))
    except ValueError:
        return None


def _day(match: Match, year: int) -> date | None:
    try:
        return date(year, _MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]))
    except ValueError:
        return None


def _of_iso(said: _Said) -> Days | None:
    day = _iso(said.match)
    return None if day is None else (day, day)


def _of_date(said: _Said) -> Days | None:
    day = _day(said.match, int(said.match["year"] or _of_no_year(said)))
    if day is None:
        return None
    if said.of is None or said.match["year"]:
        return day, day
    # Without a year the nearest is meant: in January "December 30" is of the year before.
    years = (_day(said.match, said.of.year + off) for off in (-1, 0, 1))
    near = min((abs(d - said.of), d) for d in years if d is not None)[1]
    return near, near


def _of_month(said: _Said) -> Days | None:
    number = _MONTHS.index(said.match["month"][:3].lower()) + 1
    groups = said.match.groupdict()
    if groups.get("year"):
        return _month(int(groups["year"]), number)
    if said.of is None:
        return None if groups.get("which") else _month(NO_YEAR, number)
    is_ahead = groups.get("which") == "next" or _is_ahead(said)
    year = said.of.year
    if number > said.of.month and not is_ahead:
        year -= 1
    elif number < said.of.month and is_ahead:
        year += 1
    return _month(year, number)


def _of_no_year(said: _Said) -> int:
    return said.of.year if said.of is not None else NO_YEAR


def _month(year: int, number: int) -> Days:
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _of_weekday(said: _Said) -> Days | None:
    if said.of is None:
        return None
    number = _WEEKDAYS.index(said.match["weekday"])
    which = (said.match["which"] or "").lower()
    back = timedelta((said.of.weekday() - number) % 7)
    if which == "last" and not back:
        back = timedelta(7)
    day = said.of - back
    if which in ("next", "coming") or (not which and back and _is_ahead(said)):
        day += timedelta(7)
    return _widened(day, said.match["part"] or "")


def _widened(day: date, part: str) -> Days:
    """A day; what is evening in one place is the next morning in another."""
    before = timedelta(1) if part == "morning" else timedelta(0)
    after = timedelta(1) if part in ("evening", "night") else timedelta(0)
    return day - before, day + after


def _of_near(said: _Said) -> Days | None:
    if said.of is None:
        return None
    word = said.match["word"].lower()
    return _widened(said.of + timedelta(_WORDS[word]), word.rpartition(" ")[2])


def _of_span(said: _Said) -> Days | None:
    if said.of is None:
        return None
    which, unit = said.match["which"].lower(), said.match["unit"]
    if which == "over the":
        saturday = said.of - timedelta((said.of.weekday() - 5) % 7)
        return (saturday, saturday + timedelta(1)) if unit == "weekend" else None
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        year = said.of.year + step
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        months = said.of.year * 12 + said.of.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    monday = said.of - timedelta(said.of.weekday()) + timedelta(7 * step)
    if unit == "weekend":
        return monday + timedelta(5), monday + timedelta(6)
    return monday - timedelta(1), monday + timedelta(6)  # a week begins on Sunday, or on Monday


def _of_ago(said: _Said) -> Days | None:
    word = said.match["count"]
    known = {"a": 1.0, "an": 1.0, **numbers("numbers")}
    count = float(word) if word.isdigit() else known.get(word.lower())
    if said.of is None or count is None:
        return None
    unit = _UNITS[said.match["unit"]]
    off = 0.0 if unit == 1 else unit / 2
    off += count * unit * 0.15 if said.match["about"] else 0.0
    try:
        day = said.of - timedelta(count * unit)
        return day - timedelta(off), day + timedelta(off)
    except OverflowError:
        return None


def _of_year(said: _Said) -> Days | None:
    year = int(said.match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _is_ahead(said: _Said) -> bool:
    """Whether the words before a day say that it is one to come."""
    first = max(0, said.match.start() - _BEFORE)
    before = regex.split(r"[.!?;]", said.text[first : said.match.start()].lower())[-1]
    return not words("ahead").isdisjoint(before.split())


_DAYS: Final = {
    "iso": _of_iso, "date": _of_date, "month": _of_month, "weekday": _of_weekday,
    "near": _of_near, "span": _of_span, "ago": _of_ago, "year": _of_year,
}  # fmt: skip
