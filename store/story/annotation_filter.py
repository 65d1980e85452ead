"""Which rows of the list are wanted: words and fields, as somebody types them.

    lamu                    the text or the note has "lamu"
    label:loc note:*        the label begins with "loc", and there is a note
    "red cross" -in:2       the words as they stand, but not in the second article
    is:rejected made:2026-11-28
    cluster:none said-by:reuters

All that is typed must be so; a `-` before a condition turns it round. Words are compared as a
keyboard types them (`store.text.folding`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.model import Mention
from store.errors import InputError
from store.frozen import Frozen
from store.labels import ATTRIBUTION
from store.story.annotation_list import ListedAnnotation, ListedKind, words_of

if TYPE_CHECKING:
    from store.annotations.links import Links

FIELDS: Final = (
    "label", "text", "note", "in", "origin", "by", "made", "is", "cluster", "tie", "said-by"
)  # fmt: skip
"""What can be asked for by name."""
KINDS: Final = ("note", *(kind.value for kind in ListedKind))
"""What can be asked for with `is:`."""
_ANYTHING: Final = "*"
_CONDITION: Final = regex.compile(
    r"""(?P<minus>-?)(?:(?P<field>[A-Za-z]+(?:-[A-Za-z]+)?):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))?"""
)

Condition = Callable[[ListedAnnotation], bool]


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Conditions that all have to be so."""

    conditions: tuple[Condition, ...] = ()

    def fits(self, row: ListedAnnotation) -> bool:
        """Whether a row is wanted."""
        return all(condition(row) for condition in self.conditions)

    def of(self, rows: Sequence[ListedAnnotation]) -> list[ListedAnnotation]:
        """Those of the rows that are wanted, in the same order."""
        return [row for row in rows if self.fits(row)] if self.conditions else list(rows)


class FilterFacts(Frozen):
    """What is known of a story beside its rows."""

    names: Sequence[str]
    """The articles by their number, from 1: what `in:` is compared with."""
    annotator: str
    """Whose annotations are listed."""
    today: date
    """What `made:today` and `made:yesterday` mean."""
    links: Callable[[], Links]
    """Gives its clusters and relations as they are when a row is looked at."""


def parse(typed: str, facts: FilterFacts) -> ListFilter:
    """Read a filter.

    Args:
        typed: What somebody has typed; a field without a value is none yet.
        facts: Of the story.

    Raises:
        InputError: A field is not known, or has a value that nothing can have.
    """
    conditions: list[Condition] = []
    for match in _CONDITION.finditer(typed):
        quoted = match["quoted"]
        value = words_of(quoted if quoted is not None else match["plain"] or "")
        if not value:
            continue
        condition = _condition((match["field"] or "").lower(), value, facts)
        conditions.append(_not(condition) if match["minus"] else condition)
    return ListFilter(tuple(conditions))


def _not(condition: Condition) -> Condition:
    return lambda row: not condition(row)


def _condition(field: str, value: str, facts: FilterFacts) -> Condition:
    """What a field and a value ask of a row."""
    is_any = value == _ANYTHING
    match field:
        case "":
            return lambda row: value in row.words or value in words_of(row.note)
        case "text":
            return lambda row: is_any or value in row.words
        case "note":
            return lambda row: bool(row.note) if is_any else value in words_of(row.note)
        case "label":
            return lambda row: is_any or row.label.lower().startswith(value)
        case "origin":
            return lambda row: row.origin is not None and (is_any or row.origin.startswith(value))
        case "by":
            is_theirs = is_any or words_of(facts.annotator).startswith(value)
            return lambda row: is_theirs and row.origin is not None
        case "in":
            return _in(value, facts.names)
        case "made":
            return _made(value, facts.today)
        case "is":
            return _is(value)
        case "cluster" | "tie" | "said-by":
            return _linked(field, value, facts.links)
    known = " ".join(f"{each}:" for each in FIELDS)
    raise InputError(f"“{field}:” is no field; there are {known}")


def _in(value: str, names: Sequence[str]) -> Condition:
    if value.isdecimal() and 1 <= int(value) <= len(names):
        wanted = {int(value)}
    else:
        wanted = {n for n, name in enumerate(names, 1) if value in words_of(name)}
    if not wanted and value != _ANYTHING:
        raise InputError(f"no article is called “{value}”; in: takes a number or a part of a name")
    return lambda row: value == _ANYTHING or row.number in wanted


def _made(value: str, today: date) -> Condition:
    """On a day, in a month or in a year of the place where one is."""
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    wanted = days[value].isoformat() if value in days else value
    if not regex.fullmatch(r"\d{4}(-\d\d?)?(-\d\d?)?-?", wanted) and value != _ANYTHING:
        raise InputError(
            f"“{value}” is no day; made: takes today, yesterday, 2026-11 or 2026-11-28"
        )

    def is_so(row: ListedAnnotation) -> bool:
        if not row.created:
            return False
        if value == _ANYTHING:
            return True
        try:
            made = datetime.fromisoformat(row.created).astimezone()
        except ValueError:  # an import may have brought something else
            return row.created.startswith(wanted)
        return made.date().isoformat().startswith(wanted)

    return is_so


def _is(value: str) -> Condition:
    found = [kind for kind in KINDS if kind.startswith(value)]
    if not found:
        raise InputError(f"“is:{value}” is nothing here; there are {', '.join(KINDS)}")
    return lambda row: any(row.note if kind == "note" else row.kind == kind for kind in found)


def _linked(field: str, value: str, links_now: Callable[[], Links]) -> Condition:
    """By the names of its clusters, by the types of its relations, or by those who said it."""

    def clusters(mention: Mention) -> Iterator[str]:
        yield from (cluster.name for cluster in links_now().clusters_of(mention))

    def ties(mention: Mention) -> Iterator[str]:
        yield from (relation.type for relation in links_now().relations_of(mention))

    def speakers(mention: Mention) -> Iterator[str]:
        links = links_now()
        for relation in links.relations_of(mention):
            if relation.type == ATTRIBUTION and relation.head == mention:
                yield from clusters(relation.tail) if links.clusters_of(relation.tail) else ("",)

    names_of = {"cluster": clusters, "tie": ties, "said-by": speakers}[field]

    def is_so(row: ListedAnnotation) -> bool:
        mention = None if row.annotation is None else Mention(row.article, row.annotation.id)
        found = [] if mention is None else list(names_of(mention))
        match value:
            case "none":
                return not found
            case "many":
                return len(found) > 1
            case "*":
                return bool(found)
        return any(value in words_of(name) for name in found)

    return is_so
