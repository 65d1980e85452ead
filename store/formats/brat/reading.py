"""The lines of one .ann file of brat's standoff format, read into the row of an article."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from store.formats.brat import names
from store.formats.brat.lines import TEXTBOUND, lines_by_kind, places_of
from store.formats.brat.names import EventRole, RelationRole
from store.formats.counting import Spanned, text_as_counted
from store.formats.fields import WITHOUT_WIDTH, other_words
from store.formats.offsets import NoRangeError, Unit
from store.formats.own_metadata import with_rest_text
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, span_row_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.brat.lines import AnnLine
    from store.formats.counting import Quoted
    from store.formats.offsets import Text
    from store.formats.reading import Input
    from store.formats.rows import SpanRow

_T = TypeVar("_T")
_THEIRS: Final = "what is said of spans without width"


class _Malformed(Exception):
    """A line says something that it cannot say; the message is why."""


class _Gone(Exception):
    """A line is about a span that has been left out."""


@dataclass(slots=True)
class AnnReader:
    """Reads one .ann file."""

    source: Input
    text: str
    """Of the article."""
    has_mark: bool = False
    """Whether a byte order mark stands before it in its file."""
    _counted: Text = field(init=False)
    _spans: dict[str, SpanRow] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    """The ids of spans, and of what is said of them, that are left out."""
    _triggers: dict[str, str] = field(default_factory=dict)
    """By the id of an event: its trigger."""
    _heads: dict[str, str] = field(default_factory=dict)
    """By the id of a relation: its head, a span."""
    _relations: list[RelationRow] = field(default_factory=list)
    _ends: dict[str, RelationRole] = field(default_factory=dict)
    """By the id of a relation."""
    _referred: set[str] = field(default_factory=set)
    """Relations of which something is said."""
    _clusters: list[ClusterRow] = field(default_factory=list)
    _told: list[ClusterRow] = field(default_factory=list)
    """Clusters as our own notes tell them."""
    _rest: list[AnnLine] = field(default_factory=list)
    """Our own notes with what brat has no place for."""
    _attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    _notes: dict[str, list[str]] = field(default_factory=dict)

    def row(self, article_id: str, ann: str, file: str) -> ArticleRow:
        """The article, whose text is in another file, with what this one says of it."""
        lines = lines_by_kind(ann, self.text, self.source)
        spans = [place for each in lines["T"] for place in _quoted(each)]
        spanned = Spanned(article_id, self.text, spans, _is_same, self.has_mark)
        self._counted = text_as_counted(self.source, spanned, Unit.CODEPOINT)
        # Lines may come in any order: what others are about is read before them.
        steps = (
            ("T", self._textbound), ("E", self._event), ("R", self._relation),
            ("E", self._arguments), ("*", self._equivalence), ("A", self._attribute),
            ("M", self._attribute), ("N", self._normalization), ("#", self._note),
        )  # fmt: skip
        for kind, step in steps:
            for each in lines[kind]:
                if each.id in self._gone:
                    continue
                try:
                    step(each)
                except _Malformed as error:
                    self.source.fault(str(error), line=each.number)
                except _Gone:
                    if each.id != "*":
                        self._gone.add(each.id)
                    self._lose(each)
        return self._assemble(article_id, file)

    def _lose(self, line: AnnLine) -> None:
        self.source.losses.lose(
            _THEIRS, f"{line.id} in line {line.number} of {self.source.path.name}"
        )

    # Spans, events, relations --------------------------------------------------------------

    def _textbound(self, line: AnnLine) -> None:
        whole = "\t".join(filter(None, (line.id, line.content)))
        match = TEXTBOUND.fullmatch(whole)
        if match is None:
            raise _Malformed("a T line is an id, a tab, a type and offsets such as “0 5;12 17”")
        try:
            given = [self._counted.range(*place) for place in places_of(match["places"])]
        except NoRangeError as error:
            raise _Malformed(str(error)) from error
        said = " ".join(self.text[a:b] for a, b in given)
        if line.tail is not None and not _is_same(line.tail, said):
            raise _Malformed(other_words(line.tail, said))
        if given != sorted(given):
            example = f"{line.id} of {self.source.path.name}"
            self.source.losses.change("parts that did not stand in order", example)
        parts = _without_cuts(self.text, sorted(place for place in given if place[0] < place[1]))
        if not parts:
            self._gone.add(line.id)
            example = f"{match['label']} at {given[0][0]} of {self.source.path.name}"
            self.source.losses.lose(WITHOUT_WIDTH, example)
            return
        if any(a[1] > b[0] for a, b in itertools.pairwise(parts)):
            raise _Malformed("the parts of this span overlap")
        self._spans[line.id] = span_row_at(self.text, parts, match["label"], line.id)

    def _event(self, line: AnnLine) -> None:
        type_, _, trigger = line.content.split()[0].rpartition(":")
        if not type_:
            raise _Malformed("an E line begins with the type and the trigger, such as “Die:T1”")
        span = self._span(trigger)
        self._triggers[line.id] = span
        arguments = line.content.split()[1:]
        label = self._spans[span].label
        if not arguments or type_ != label:
            self._say(span, names.EVENT + line.id, "" if type_ == label else type_)

    def _arguments(self, line: AnnLine) -> None:
        trigger = self._triggers.get(line.id)
        if trigger is None:
            return
        for argument in line.content.split()[1:]:
            role, _, target = argument.rpartition(":")
            if not role:
                raise _Malformed(f"{argument!r} is no argument, such as “Victim:T2”")
            if target in self._gone:
                self._lose(line)
                continue
            event = target if target in self._triggers else ""
            tail = self._span(target)
            self._relations.append(
                RelationRow(role, trigger, tail, "", str(EventRole(line.id, event)))
            )

    def _relation(self, line: AnnLine) -> None:
        type_, *arguments = line.content.split()
        ends = [argument.rpartition(":") for argument in arguments]
        if len(ends) != 2 or not all(name for name, _, _ in ends):
            raise _Malformed("an R line has a type and two arguments, such as “Arg1:T1 Arg2:T2”")
        # The usual names say which is which, in whatever order they stand.
        if [name for name, _, _ in ends] == list(reversed(names.ARGUMENTS)):
            ends.reverse()
        (head_name, _, head), (tail_name, _, tail) = ends
        events = [end if end in self._triggers else "" for end in (head, tail)]
        self._heads[line.id] = self._span(head)
        self._ends[line.id] = RelationRole("", (head_name, tail_name), *events)
        self._relations.append(RelationRow(type_, self._span(head), self._span(tail), line.id))

    def _equivalence(self, line: AnnLine) -> None:
        type_, *members = line.content.split()
        if any(member in self._triggers for member in members):
            self.source.losses.change(
                "equivalences of events, now of their triggers", self.source.path.name
            )
        if not members:
            raise _Malformed("an equivalence has members, such as “Equiv T1 T2”")
        there = [member for member in members if member not in self._gone]
        if there != members:
            self._lose(line)
        spans = list(dict.fromkeys(self._span(member) for member in there))
        if not spans:
            return
        label = self._spans[spans[0]].label
        relation = "" if type_ == names.EQUIVALENT else type_
        self._clusters.append(ClusterRow("", label, "", spans, relation))

    # What is said of them ------------------------------------------------------------------

    def _attribute(self, line: AnnLine) -> None:
        name, target, value = _three(line.content, "an attribute has a name and an id")
        prefix = names.MODIFICATION if line.id.startswith("M") else ""
        self._say_of(target, prefix + name, value)

    def _normalization(self, line: AnnLine) -> None:
        type_, target, reference = _three(line.content, "a normalization has a type and an id")
        resource, _, number = reference.partition(":")
        if not number:
            raise _Malformed("a normalization names an entry, such as “Wikipedia:534366”")
        name = resource if type_ == names.REFERENCE else f"{type_}/{resource}"
        value = number if line.tail is None else f"{number}\t{line.tail}"
        self._say_of(target, names.NORMALIZATION + name, value)

    def _note(self, line: AnnLine) -> None:
        type_, target, _ = _three(line.content, "a note has a type and an id")
        said = line.tail or ""
        if type_ == names.NOTES and target in self._spans:
            self._notes.setdefault(target, []).append(said)
        elif type_ == names.CLUSTER and (cluster := _json_of(said, ClusterRow)) is not None:
            self._span(target)
            members = [self._span(member) for member in cluster.members]
            self._told.append(msgspec.structs.replace(cluster, members=members))
        elif type_ == names.REST:
            self._rest.append(line)
        elif type_ == names.ATTRIBUTE and (pairs := _json_of(said, dict[str, str])) is not None:
            for name, value in pairs.items():
                self._say_of(target, name, value)
        elif target[:1] in ("A", "M", "N", "#", "*"):
            self.source.losses.lose("notes on attributes and notes", f"{line.id}: {said}")
        else:
            self._say_of(target, names.NOTE + type_, said)

    def _say_of(self, target: str, name: str, value: str) -> None:
        if target in self._triggers:
            self._say(self._triggers[target], f"{target}.{name}", value)
        elif target in self._heads:
            self._referred.add(target)
            self._say(self._heads[target], f"{target}.{name}", value)
        else:
            self._say(self._span(target), name, value)

    def _say(self, span: str, name: str, value: str) -> None:
        attributes = self._attributes.setdefault(span, {})
        attributes[names.free_name(name, attributes)] = value

    def _span(self, target: str) -> str:
        """The span that an id stands for: itself, or the trigger of an event."""
        span = self._triggers.get(target, target)
        if span in self._spans:
            return span
        if span in self._gone:
            raise _Gone
        raise _Malformed(f"it is about {target!r}, which is no span or event of this file")

    # All together --------------------------------------------------------------------------

    def _assemble(self, article_id: str, file: str) -> ArticleRow:
        spans = [
            msgspec.structs.replace(
                span,
                note="\n".join(self._notes.get(span.id, ())),
                attributes=self._attributes.get(span.id, {}),
            )
            for span in self._spans.values()
        ]
        relations = []
        for each in self._relations:
            ends = self._ends.get(each.id)
            if ends is not None:
                id_ = each.id if each.id in self._referred else ""
                role = RelationRole(id_, ends.names, ends.head_event, ends.tail_event)
                each = msgspec.structs.replace(each, role=str(role))
            relations.append(each)
        clusters = _join_told(article_id, self._clusters, self._told)
        row = ArticleRow(
            article_id,
            spans,
            self.text,
            meta=Meta(file=file),
            relations=relations,
            clusters=clusters,
        )
        for line in self._rest:
            row = with_rest_text(row, line.tail or "", self.source, line.number)
        return row


def _join_told(
    article_id: str, found: Iterable[ClusterRow], told: Iterable[ClusterRow]
) -> list[ClusterRow]:
    """The clusters of a file, as our own notes tell them where they do."""
    clusters, left = [], list(told)
    for number, cluster in enumerate(found, start=1):
        members = set(cluster.members)
        known = next((each for each in left if set(each.members) == members), None)
        if known is not None:
            left.remove(known)
        else:
            # The ids of clusters hold for the story: another article's is another cluster.
            known = msgspec.structs.replace(cluster, id=f"{article_id}*{number}")
        clusters.append(known)
    return [*clusters, *left]


def _is_same(quote: str, said: str) -> bool:
    """Whether a quote is what stands in the text; brat and others write a space for a line end."""
    return quote == said or _flat(quote) == _flat(said)


def _flat(said: str) -> str:
    return " ".join(names.BREAKS.sub(" ", said).split(" "))


def _quoted(line: AnnLine) -> Iterator[Quoted]:
    """The places of a line about a span, each with what it says there, as far as that is known.

    What is said of parts stands in one, with a space between two: where they are as long together
    as their places are in characters, it can be told of each.
    """
    match = TEXTBOUND.fullmatch(f"{line.id}\t{line.content}")
    places = places_of(match["places"]) if match else []
    said, at = line.tail or "", 0
    fits = sum(end - start + 1 for start, end in places) == len(said) + 1
    for start, end in places:
        quote = said[at : at + end - start] if fits else None
        at += end - start + 1
        yield start, end, line.tail if len(places) == 1 else quote


def _three(content: str, reason: str) -> tuple[str, str, str]:
    """The words of a line: a type, an id, and the rest, which may be empty."""
    words = content.split(" ", 2)
    if len(words) < 2 or not words[1]:
        raise _Malformed(f"{reason}, such as “Negation T1”")
    return words[0], words[1], words[2].rstrip(" ") if len(words) > 2 else ""


def _json_of(said: str, type_: type[_T]) -> _T | None:
    """What one of our own notes tells as JSON; none if it is somebody else's."""
    try:
        return msgspec.json.decode(said, type=type_)
    except msgspec.MsgspecError:
        return None


def _without_cuts(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a span without the cuts that brat makes at line ends."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and names.BREAKS.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
