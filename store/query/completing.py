"""How a query can go on while it is typed: fields, then what they take in this story."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import regex

from store.query.checking import NAMED_BY_PART, in_query, names_of
from store.query.fields import ATTRIBUTE, FIELDS, Takes
from store.query.help import Completion, QueryHelp
from store.query.values import label_named
from store.story.annotation_list import words_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.query.queried import QueriedStory
    from store.query.tree import QueryFault

_MOST: Final = 12
_VALUE: Final = regex.compile(
    r'(?<![^\s(-])(?P<field>\p{L}[\w.-]*)(?:[:=][<>]?=?|[<>]=?)(?P<value>"[^"]*|[^\s"()]*)$'
)
_WORD: Final = regex.compile(r'(?<![^\s(-])\p{L}[^\s"():=<>]*$')


def query_help(
    typed: str, caret: int, story: QueriedStory, faults: Sequence[QueryFault]
) -> QueryHelp:
    """What to say of a query while it is typed.

    Args:
        typed: What is typed.
        caret: Where in it, in code points.
        story: What it is asked of.
        faults: Of the query.
    """
    before = typed[:caret]
    found = _VALUE.search(before)
    if found is not None:
        offers, span = _values(found["field"], found["value"], story), found.span("value")
    elif before.count('"') % 2 == 0 and (found := _WORD.search(before)) is not None:
        offers, span = _fields(found[0], story), found.span()
    else:
        offers, span = iter(()), (caret, caret)
    typed_now = typed[slice(*span)]
    listed = tuple(each for each in offers if each.text != typed_now)[:_MOST]
    fault = min(faults, key=lambda each: each.is_mild, default=None)
    return QueryHelp(listed, Span(*span), None if listed else fault)


def _fields(word: str, story: QueriedStory) -> Iterator[Completion]:
    """Labels and fields that begin so."""
    low = word.lower()
    if label_named(word, story.label_names):
        return
    for name in story.label_names:
        if name.lower().startswith(low):
            yield Completion(name, f"all that is tagged as {name}")
    for field in FIELDS.values():
        if field.name.startswith(low):
            yield Completion(f"{field.name}:", field.says)
    if low.startswith(ATTRIBUTE):
        for name in story.attribute_names:
            if f"{ATTRIBUTE}{name}".lower().startswith(low):
                yield Completion(f"{ATTRIBUTE}{name}:", "an attribute")


def _values(name: str, typed: str, story: QueriedStory) -> Iterator[Completion]:
    """What a field takes that begins with what is typed, then what has it elsewhere."""
    low = words_of(typed.lstrip('"'))
    field = FIELDS.get(name.lower())
    if field is None:
        label = label_named(name, story.label_names)
        return _like(low, story.texts_of(label)) if label and low else iter(())
    if field.takes is Takes.ARTICLE and low.isdecimal() and low[0] != "0":
        return iter(())  # the number of an article is all of it
    if field.takes is Takes.ARTICLE:
        return (
            Completion(each.id, each.title)
            for each in story.articles
            if words_of(each.id).startswith(low) or low in words_of(each.title)
        )
    values = (
        Completion(in_query(value), says)
        for value, says in field.values
        if words_of(value).startswith(low)
    )
    if field.takes in NAMED_BY_PART:
        return chain(_like(low, names_of(field, story)), values)
    if field.takes in (Takes.LABEL, Takes.RELATION, Takes.ANNOTATOR):
        names = (each for each in names_of(field, story) if words_of(each).startswith(low))
        return chain((Completion(in_query(name)) for name in names), values)
    return values


def _like(low: str, names: Iterable[str]) -> Iterator[Completion]:
    known = [(words_of(name), name) for name in names]
    for is_first in (True, False):
        for words, name in known:
            if low in words and words.startswith(low) is is_first:
                yield Completion(in_query(" ".join(name.split())))
