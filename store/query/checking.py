"""Whether all that a query names is there: with the place of what is not, and what may be meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from store.query.fields import (
    ANY,
    ATTRIBUTE,
    FIELDS,
    MANY,
    NONE,
    QueryField,
    Takes,
)
from store.query.parsing import parse_query
from store.query.tree import EXACTLY, IS, QueryFault, Term, quoted, terms_in
from store.query.values import (
    articles_meant,
    days_of,
    fitting,
    grade_of,
    label_named,
    number_of,
    words_test,
)
from store.story.annotation_list import words_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.query.queried import QueriedStory
    from store.query.tree import Node

_MOST_NAMED = 8
"""Names that a sentence has at most."""
NAMED_BY_PART = frozenset({Takes.CLUSTER, Takes.SOURCE})
"""What has longer names, of which a part is enough."""


def faults_in(tree: Node | None, story: QueriedStory) -> tuple[QueryFault, ...]:
    """What of the conditions of a query names nothing that is there."""
    return tuple(fault for term in terms_in(tree) for fault in _faults_of(term, story))


def _faults_of(term: Term, story: QueriedStory) -> Iterator[QueryFault]:
    name = term.field
    if not name or label_named(name, story.label_names):
        if name and term.op not in (IS, EXACTLY):
            yield _no_comparison(term)
        return
    if name.startswith(ATTRIBUTE):
        if name.removeprefix(ATTRIBUTE) not in story.attribute_names:
            said = f"No annotation has the attribute “{name.removeprefix(ATTRIBUTE)}”"
            yield QueryFault(said + _there_are(story.attribute_names), _name_span(term))
        return
    field = FIELDS.get(name)
    if field is None:
        said = f"There is no field “{name}”"
        near = _nearest(name, (*FIELDS, *story.label_names))
        yield QueryFault(said + ("" if near else _there_are(FIELDS)), _name_span(term), near)
    elif term.op not in (IS, EXACTLY) and not field.compares:
        yield _no_comparison(term)
    elif term.is_regex and field.takes is not Takes.WORDS:
        said = f"{name}: takes no regular expression; text: and note: do"
        yield QueryFault(said, term.value_span)
    elif not _has_meaning(term, field):
        yield from _faults_of_value(term, field, story)


def _has_meaning(term: Term, field: QueryField) -> bool:
    """Whether the value is right whatever the story: `*`, `none`."""
    if term.is_plain(ANY) and term.op == IS:
        return True
    special = [value for value, _ in field.values if value in (NONE, MANY)]
    return any(term.is_plain(value) for value in special)


def _faults_of_value(term: Term, field: QueryField, story: QueriedStory) -> Iterator[QueryFault]:
    value = term.value
    match field.takes:
        case Takes.WORDS:
            return
        case Takes.ARTICLE if not articles_meant(term, story):
            said = f"No article is called “{value}”; there are {_listed(story.ids)}"
            yield QueryFault(said, term.value_span, _repair(value, story.ids))
        case Takes.NUMBER if number_of(value) is None:
            yield QueryFault(f"{field.name}: takes a number, such as >2", term.value_span)
        case Takes.DATE if days_of(value.lower(), story.today) is None:
            said = "made: takes today, yesterday, 2d, 2026-11 or 2026-11-28"
            yield QueryFault(f"“{value}” is no day; {said}", term.value_span)
        case Takes.GRADE if grade_of(value) is None:
            said = "A grade is a letter A-F and a digit 1-6, such as B2, or one of the two"
            yield QueryFault(said, term.value_span)
        case (
            Takes.CLUSTER
            | Takes.SOURCE
            | Takes.LABEL
            | Takes.RELATION
            | Takes.ANNOTATOR
            | (Takes.CHOICE)
        ):
            yield from _unknown_name(term, field, story)


def _unknown_name(term: Term, field: QueryField, story: QueriedStory) -> Iterator[QueryFault]:
    """That a name is none of those there are."""
    names = names_of(field, story)
    if field.takes in NAMED_BY_PART:
        fits = words_test(term)
        is_known = any(fits(words_of(name)) for name in names)
        is_known |= field.takes is Takes.CLUSTER and term.value in story.links.clusters
    else:
        is_known = bool(fitting(term, names))
    if is_known:
        return
    value = term.value
    repair = _repair(value, names)
    said = {
        Takes.LABEL: f"No label is called “{value}” here",
        Takes.CLUSTER: f"No cluster is called “{value}”",
        Takes.SOURCE: f"Nothing is tied to a source that is called “{value}”",
        Takes.RELATION: f"No ties are of the type “{value}”",
        Takes.ANNOTATOR: f"“{value}” has annotated nothing here",
    }.get(field.takes, f"“{value}” is no value of {field.name}:")
    yield QueryFault(said + ("" if repair else _there_are(names)), term.value_span, repair)


def misspelt_field(text: str, labels: Iterable[str]) -> str:
    """What somebody may have meant who searched a text for what looks like a query; else nothing.

    Args:
        text: What was searched for.
        labels: The names of the labels.
    """
    known = (*FIELDS, *labels)
    for term in terms_in(parse_query(text).tree):
        near = _nearest(term.field, known) if term.field else ""
        if near:
            return f"{text[: term.span.start]}{near}{text[_name_span(term).end :]}"
    return ""


def names_of(field: QueryField, story: QueriedStory) -> Sequence[str]:
    """The names that a field takes in a story."""
    match field.takes:
        case Takes.LABEL:
            return story.label_names
        case Takes.CLUSTER:
            return story.cluster_names
        case Takes.SOURCE:
            return story.source_names
        case Takes.RELATION:
            return story.relation_types
        case Takes.ANNOTATOR:
            return story.annotators
        case Takes.ARTICLE:
            return story.ids
    return [value for value, _ in field.values]


def _no_comparison(term: Term) -> QueryFault:
    compared = ", ".join(f"{each.name}:" for each in FIELDS.values() if each.compares)
    said = f"{term.field} has no order; < and > are for {compared}"
    return QueryFault(said, _name_span(term))


def _name_span(term: Term) -> Span:
    return Span(term.span.start, term.span.start + len(term.field))


def _nearest(value: str, names: Iterable[str]) -> str:
    """The name that is meant most likely; empty if none is like it."""
    known = {name.lower(): name for name in names}
    return next((known[each] for each in get_close_matches(value.lower(), known, 1, 0.7)), "")


def _repair(value: str, names: Iterable[str]) -> str:
    near = _nearest(value, names)
    return in_query(near) if near else ""


def in_query(name: str) -> str:
    """A name as a value of a query, in quotation marks where it has to be."""
    is_plain = not any(each.isspace() or each in '"()/*' for each in name) and name[:1] != "-"
    return name if name and is_plain else quoted(name)


def _there_are(names: Iterable[str]) -> str:
    listed = _listed(names)
    return f"; there are {listed}" if listed else "; there are none yet"


def _listed(names: Iterable[str]) -> str:
    known = [" ".join(each.split()) for each in names]
    more = len(known) - _MOST_NAMED
    return ", ".join(known[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
