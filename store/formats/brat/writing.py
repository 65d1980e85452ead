"""The lines of an .ann file of brat's standoff format.

The ids of a file are kept where there are such; everything else gets the next number.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.brat import names
from store.formats.brat.names import EventRole, RelationRole, plain, role_of
from store.formats.brat.types import Types
from store.formats.features import Feature
from store.formats.native import json_text
from store.formats.own_metadata import relations_within, rest_text
from store.formats.rows import example_of, without
from store.formats.stripping import lose_of_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, ClusterRow, SpanRow

_SPACE: Final = regex.compile(r"[\s\p{Cc}]+")
_WORD: Final = regex.compile(r"[\w-]+")
_VALUE: Final = regex.compile(r"[^\s\p{Cc}]*")
_ENTRY: Final = regex.compile(r"[^\s\p{Cc}]+(?:\t[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*)?")
_NUMBER: Final = regex.compile(r"\d+$")


@dataclass(slots=True)
class _Event:
    id: str
    type: str
    trigger: str
    arguments: list[tuple[str, str]] = field(default_factory=list)
    """Roles, and the ids of spans and events."""

    @property
    def order(self) -> tuple[int, str]:
        """By the number."""
        match = regex.search(r"\d+", self.id)
        return (int(match[0]) if match else 0, self.id)

    def __str__(self) -> str:
        arguments = (f" {role}:{target}" for role, target in self.arguments)
        return f"{self.id}\t{self.type}:{self.trigger}{''.join(arguments)}"


class AnnWriter:
    """Writes the .ann files of one dataset."""

    def __init__(self, losses: Losses, labels: Iterable[str]) -> None:
        self.types = Types(dict.fromkeys(_SPACE.sub("_", label) for label in labels))
        self._losses = losses
        self._bare: set[str] = set()
        """The ids of clusters that were written as equivalences alone."""

    def lines(self, row: ArticleRow) -> list[str]:
        """The lines of an article, without their line ends."""
        row = _without_line_ends(row, self._losses)
        article = _BratArticle(row, row.ids, self.types, self._losses, self._bare)
        return list(article.lines())


class _Ids:
    """The ids of one kind of lines."""

    def __init__(self, kind: str, wanted: Iterable[str] = ()) -> None:
        self._kind = kind
        pattern = regex.compile(rf"{kind}\d[\w.-]*")
        self._wanted = {id_ for id_ in wanted if pattern.fullmatch(id_)}
        self._reserved = set(self._wanted)
        """Those that nothing has got yet."""
        self._numbers = itertools.count(1)

    def id(self, wanted: str = "") -> str:
        """The wanted id if it is of this kind and free, else the next number."""
        if wanted in self._reserved:
            self._reserved.remove(wanted)
            return wanted
        return next(id_ for n in self._numbers if (id_ := f"{self._kind}{n}") not in self._wanted)


@dataclass(slots=True)
class _BratArticle:
    row: ArticleRow
    known: dict[str, SpanRow]
    """Its spans by their ids."""
    types: Types
    losses: Losses
    bare: set[str]
    _spans: dict[str, str] = field(default_factory=dict)
    """The id in the file of each span."""
    _events: dict[tuple[str, str], _Event] = field(default_factory=dict)
    """By the trigger's id and their own, both in the row."""
    _relations: dict[tuple[str, str], str] = field(default_factory=dict)
    """The id in the file of each relation of which something is said, by its head and its id."""
    _counts: dict[str, itertools.count[int]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        row = self.row
        ids = _Ids("T", (span.id for span in row.spans))
        written = [ids.id(span.id) for span in row.spans]
        self._spans = {
            span.id: id_ for span, id_ in zip(row.spans, written, strict=True) if span.id
        }
        for span, id_ in zip(row.spans, written, strict=True):
            yield self._textbound(span, id_)
        self._find_events()
        yield from self._relation_lines()
        yield from map(str, sorted(self._events.values(), key=lambda event: event.order))
        for cluster in row.clusters:
            yield from self._cluster(cluster)
        for span, id_ in zip(row.spans, written, strict=True):
            for name, value in span.attributes.items():
                yield from self._attribute(span, id_, name, value)
            yield from self._notes(span, id_)
        if not written:
            lose_of_article(row, self.losses)
        elif rest := rest_text(row):
            yield f"{self._numbered('#')}\t{names.REST} {written[0]}\t{rest}"

    def _word(self, name: str) -> str:
        """A name without white space."""
        word = _SPACE.sub("_", name) or "_"
        if word != name:
            self.losses.change("names with white space", f"“{name}”, now “{word}”")
        return word

    def _numbered(self, kind: str) -> str:
        return f"{kind}{next(self._counts.setdefault(kind, itertools.count(1)))}"

    def _textbound(self, span: SpanRow, id_: str) -> str:
        text = self.row.said
        parts = [part for a, b in span.extents for part in _between_breaks(text, a, b)]
        if len(parts) > len(span.extents):
            self.losses.change("spans over line ends, in parts", example_of(self.row, span))
        label = self._word(span.label)
        self.types.entities[label] = None
        places = ";".join(f"{start} {end}" for start, end in parts)
        return f"{id_}\t{label} {places}\t{' '.join(text[a:b] for a, b in parts)}"

    # Relations and events ------------------------------------------------------------------

    def _find_events(self) -> None:
        wanted = [
            event
            for each in relations_within(self.row)
            if isinstance(role := role_of(each.role), EventRole)
            for event in (role.event, role.argument)
        ]
        told = [
            (span, plain(name).removeprefix(names.EVENT), value)
            for span in self.row.spans
            for name, value in span.attributes.items()
            if name.startswith(names.EVENT)
        ]
        ids = _Ids("E", [*wanted, *(event for _, event, _ in told)])
        for span, event, type_ in told:
            self._event(ids, span.id, event).type = self._word(type_ or span.label)
        for each in relations_within(self.row):
            role = role_of(each.role)
            if isinstance(role, EventRole):
                argument = self._spans[each.tail]
                if role.argument:
                    argument = self._event(ids, each.tail, role.argument).id
                whole = self._event(ids, each.head, role.event)
                whole.arguments.append((self._word(each.type), argument))
            elif isinstance(role, RelationRole):
                for span_id, name in ((each.head, role.head_event), (each.tail, role.tail_event)):
                    if name:
                        self._event(ids, span_id, name)
        for whole in self._events.values():
            roles = self.types.events.setdefault(whole.type, {})
            roles |= dict.fromkeys(_NUMBER.sub("", name) or name for name, _ in whole.arguments)

    def _event(self, ids: _Ids, trigger: str, id_: str) -> _Event:
        known = self._events.get((trigger, id_))
        if known is None:
            label = self._word(self.known[trigger].label)
            known = _Event(ids.id(id_), label, self._spans[trigger])
            self._events[trigger, id_] = known
        return known

    def _relation_lines(self) -> Iterator[str]:
        relations = [
            (each, role)
            for each in relations_within(self.row)
            if not isinstance(role := role_of(each.role), EventRole)
        ]
        ids = _Ids("R", [each.id for each, _ in relations] + [r.id for _, r in relations if r])
        for each, role in relations:
            known = role or RelationRole("", (names.ARGUMENTS[0], self._word(each.role)))
            id_ = ids.id(known.id or each.id)
            if known.id:
                self._relations[each.head, known.id] = id_
            type_, (head, tail) = self._word(each.type), known.names
            self.types.relations[type_, head, tail] = None
            yield (
                f"{id_}\t{type_} {head}:{self._end(each.head, known.head_event)} "
                f"{tail}:{self._end(each.tail, known.tail_event)}"
            )

    def _end(self, span: str, event: str) -> str:
        return self._events[span, event].id if event else self._spans[span]

    def _cluster(self, cluster: ClusterRow) -> Iterator[str]:
        members = [self._spans[member] for member in cluster.members if member in self._spans]
        if not members:
            return
        first = next(member for member in cluster.members if member in self._spans)
        is_told = cluster.name or cluster.refs or cluster.note or cluster.attributes
        is_bare = not is_told and cluster.label == self.known[first].label and len(members) > 1
        if len(members) > 1:
            type_ = self._word(cluster.relation) if cluster.relation else names.EQUIVALENT
            self.types.equivalences[type_] = None
            yield f"*\t{type_} {' '.join(members)}"
        if is_bare:
            if cluster.id in self.bare:
                self.losses.lose(Feature.CROSSING, f"that of cluster {cluster.id}")
            self.bare.add(cluster.id)
            return
        said: dict[str, object] = {
            "id": cluster.id,
            "label": cluster.label,
            "name": cluster.name,
            "members": members,
        }
        if cluster.relation:
            said["relation"] = cluster.relation
        yield f"{self._numbered('#')}\t{names.CLUSTER} {members[0]}\t{json_text(said)}"

    # What is said of them ------------------------------------------------------------------

    def _attribute(self, span: SpanRow, id_: str, name: str, value: str) -> Iterator[str]:
        if name.startswith(names.EVENT):
            return
        owner, rest = names.owner_of(name)
        target = id_
        if event := self._events.get((span.id, owner)):
            target = event.id
        elif relation := self._relations.get((span.id, owner)):
            target = relation
        else:
            rest = name
        word = plain(rest)
        if (line := self._own_line(word, target, value)) is not None:
            yield line
        else:
            said = json_text({rest: value})
            yield f"{self._numbered('#')}\t{names.ATTRIBUTE} {target}\t{said}"

    def _own_line(self, name: str, target: str, value: str) -> str | None:
        """The line of an attribute; none if brat has none that can hold it."""
        if name.startswith(names.MODIFICATION):
            kind, type_ = "M", name.removeprefix(names.MODIFICATION)
            is_fit = not value
        elif name.startswith(names.NORMALIZATION):
            entry = name.removeprefix(names.NORMALIZATION)
            reference, slash, resource = entry.partition("/")
            type_, resource = (reference, resource) if slash else (names.REFERENCE, entry)
            if _WORD.fullmatch(resource) and _WORD.fullmatch(type_) and _ENTRY.fullmatch(value):
                return f"{self._numbered('N')}\t{type_} {target} {resource}:{value}"
            return None
        elif name.startswith(names.NOTE):
            type_ = name.removeprefix(names.NOTE)
            if _VALUE.fullmatch(type_) and type_ and not names.BREAKS.search(value):
                return f"{self._numbered('#')}\t{type_} {target}\t{value}"
            return None
        else:
            kind, type_ = "A", name
            is_fit = _VALUE.fullmatch(value) is not None
        if not is_fit or not _WORD.fullmatch(type_):
            return None
        self.types.attributes.setdefault(type_, {}).update({value: None} if value else {})
        return f"{self._numbered(kind)}\t{type_} {target}{f' {value}' if value else ''}"

    def _notes(self, span: SpanRow, id_: str) -> Iterator[str]:
        """A note is one line, so each line of ours is a note."""
        if not span.note:
            return
        lines = span.note.split("\n")
        if any(names.BREAKS.search(line) for line in lines):
            self.losses.change("line ends within notes", example_of(self.row, span))
        for line in lines:
            yield f"{self._numbered('#')}\t{names.NOTES} {id_}\t{names.BREAKS.sub(' ', line)}"


def _without_line_ends(row: ArticleRow, losses: Losses) -> ArticleRow:
    """The row without spans of nothing but line ends, which brat has no place for."""
    empty = [
        s for s in row.spans if not any(True for _ in _between_breaks(row.said, s.start, s.end))
    ]
    if not empty:
        return row
    losses.lose("spans of line ends alone", example_of(row, empty[0]), len(empty))
    return without(row, empty)


def _between_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in names.BREAKS.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end
