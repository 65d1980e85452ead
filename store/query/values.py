"""What the values of a query mean in a story: labels, articles, names, days, grades, words."""

from __future__ import annotations

import operator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.model import timestamp
from store.query.fields import ANY
from store.query.tree import EXACTLY, IS
from store.story.annotation_list import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from store.query.queried import QueriedStory
    from store.query.tree import Term

COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    IS: operator.eq,
    EXACTLY: operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
"""What an operator asks of two numbers."""
_NUMBER: Final = regex.compile(r"\d{1,9}", regex.ASCII)
_DAY: Final = regex.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?-?", regex.ASCII)
_LAST: Final = regex.compile(r"(\d{1,4})([dw])", regex.ASCII)
_GRADE: Final = regex.compile(r"([a-fA-F]?)([1-6]?)", regex.ASCII)


# Words -------------------------------------------------------------------------------------------


def words_test(term: Term) -> Callable[[str], bool]:
    """Whether a text, as `words_of` gives it, has what is asked for; not for expressions."""
    value = words_of(term.value)
    if term.op == EXACTLY:
        return lambda text: text == value
    if term.is_quoted or ANY not in (value[:1], value[-1:]):
        return lambda text: value in text
    bare = value.strip(ANY)
    if not bare:
        return bool
    if value[0] == value[-1]:
        return lambda text: bare in text
    if value[0] == ANY:
        return lambda text: text.endswith(bare)
    return lambda text: text.startswith(bare)


# Names -------------------------------------------------------------------------------------------


def fitting(term: Term, names: Iterable[str]) -> set[str]:
    """The names that a value means: the same one, else those that begin so, or as `*` says."""
    value, known = words_of(term.value), list(names)
    exact = {name for name in known if words_of(name) == value}
    if exact or term.op == EXACTLY or term.is_quoted:
        return exact
    if ANY in (value[:1], value[-1:]):
        fits = words_test(term)
        return {name for name in known if fits(words_of(name))}
    return {name for name in known if words_of(name).startswith(value)}


def label_named(name: str, labels: Iterable[str]) -> str:
    """The label of a name, in capitals or not; empty if there is none."""
    known = {each.lower(): each for each in labels}
    return known.get(name.lower(), "")


def articles_meant(term: Term, story: QueriedStory) -> set[str]:
    """The articles that a value means: by number, id, its beginning, a part of title or outlet."""
    value, ids = words_of(term.value), story.ids
    if value == ANY and not term.is_quoted:
        return set(ids)
    if value.isdecimal() and value[0] != "0" and int(value[:9]) <= len(ids):
        return {ids[int(value) - 1]}
    found = {each for each in ids if words_of(each).startswith(value)}
    if found:
        return found
    fits = words_test(term)
    return {
        each.id
        for each in story.articles
        if any(fits(words_of(said)) for said in (each.id, each.title, each.outlet))
    }


# Numbers, grades, days ---------------------------------------------------------------------------


def number_of(value: str) -> int | None:
    """A number; none where it is none."""
    return int(value) if _NUMBER.fullmatch(value) else None


def grade_of(value: str) -> tuple[str, str] | None:
    """The letter and the digit of a grade, of which one may be empty."""
    found = _GRADE.fullmatch(value)
    return (found[1].upper(), found[2]) if found and value else None


def days_of(value: str, today: date) -> tuple[date, date] | None:
    """The days from the first to the one behind the last; none where a value is no such thing."""
    one = timedelta(days=1)
    named = {"today": today, "yesterday": today - one}
    if value in named:
        return named[value], named[value] + one
    if found := _LAST.fullmatch(value):
        back = int(found[1]) * (7 if found[2] == "w" else 1)
        return _before(today, back), today + one
    if not (found := _DAY.fullmatch(value)):
        return None
    year, month, day = (int(each) if each else 0 for each in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first + one
        after = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    except (ValueError, OverflowError):
        return None
    return first, after


def _before(today: date, days: int) -> date:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return date.min


def date_test(op: str, days: tuple[date, date]) -> Callable[[str], bool]:
    """Whether a moment, as annotations carry it, is on days, before or after them."""
    first, behind = (_moment(each) for each in days)

    def is_so(created: str) -> bool:
        at = created if created.endswith("Z") else _in_utc(created)
        if not at:
            return False
        match op:
            case "<":
                return at < first
            case "<=":
                return at < behind
            case ">":
                return at >= behind
            case ">=":
                return at >= first
        return first <= at < behind

    return is_so


def _moment(day: date) -> str:
    """The beginning of a day of the place where one is, as annotations carry it."""
    try:
        return timestamp(datetime.combine(day, time()).astimezone())
    except (ValueError, OverflowError):  # at the ends of the calendar
        return timestamp(datetime.combine(day, time(), UTC))


def _in_utc(created: str) -> str:
    """A moment of another form, as an import may have brought it; empty where it is none."""
    try:
        return timestamp(datetime.fromisoformat(created))
    except (ValueError, OverflowError):
        return ""
