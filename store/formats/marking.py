"""Spans as marks within a text that a person reads: what begins and ends where, and what is tied.

Reports in HTML and Markdown are made of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.formats.features import OF_SPANS, Feature
from store.text.inert import inert, inert_line
from store.wording import cut_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow
    from store.labels import LabelSet

SHOWN: Final = OF_SPANS - {Feature.ATTRIBUTES, Feature.IDS, Feature.ORIGINS}
"""What a report to be read has a place for."""
DEEPEST: Final = 5
"""Lanes that are told apart; deeper ones are drawn as the last."""
_LAYOUT: Final = re.compile("[\n\r\t\u00ad]+")
"""Controls that lay a text out, and act on nothing else."""
_SHORT: Final = 60
_BLOCK: Final = 256
"""Places between cuts that are looked at together where a mark covers all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One stretch of a text that a span covers; a discontinuous span has several.

    Two are never the same, as two spans may cover the same stretch.
    """

    number: int
    """Of the span among those of its article, from 1."""
    span: SpanRow
    start: int
    end: int
    part: int
    """Which stretch of its span it is, from 0."""
    lane: int
    """How many marks lie between it and the text, so that all are seen; 0 to `DEEPEST`."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A stretch of text between two places where marks begin or end."""

    start: int
    end: int
    closed: tuple[Mark, ...]
    """What ends before it, the innermost first."""
    opened: tuple[Mark, ...]
    """What begins at it, the outermost first."""


def marks_of(row: ArticleRow) -> list[Mark]:
    """The marks of an article that lie in its text, by where they begin, the longest first."""
    found = [
        Mark(number, span, start, end, part, 0)
        for number, span in enumerate(row.spans, 1)
        for part, (start, end) in enumerate(span.extents)
        if 0 <= start < end <= len(row.said)
    ]
    return sorted(_in_lanes(found), key=lambda m: (m.start, -m.end, -m.lane, m.number))


def _in_lanes(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks, the shortest nearest to the text."""
    known = list(marks)
    cuts = sorted({edge for mark in known for edge in (mark.start, mark.end)})
    taken, places = bytearray(len(cuts)), len(cuts) // _BLOCK + 1
    """Between each cut and the next, how many lanes there are up to the highest that is taken."""
    most, least = bytearray(places), bytearray(places)
    """The most in a block of these, and what all of it has at least."""
    for mark in sorted(known, key=lambda m: (m.end - m.start, m.start, m.number)):
        # A mark's lane is free along all of it, so that no line is drawn over another.
        first, last = bisect_left(cuts, mark.start), bisect_left(cuts, mark.end)
        blocks = range(-(-first // _BLOCK), last // _BLOCK)
        edges = (
            [range(first, blocks.start * _BLOCK), range(blocks.stop * _BLOCK, last)]
            if blocks
            else [range(first, last)]
        )
        height = max(most[blocks.start : blocks.stop], default=0)
        for edge in edges:
            for at in edge:
                height = max(height, taken[at], least[at // _BLOCK])
        lane = min(height, DEEPEST)
        for edge in edges:
            for at in edge:
                taken[at] = lane + 1
                most[at // _BLOCK] = max(most[at // _BLOCK], lane + 1)
        for block in blocks:
            most[block] = least[block] = lane + 1
        yield Mark(mark.number, mark.span, mark.start, mark.end, mark.part, lane)


def pieces(length: int, marks: Sequence[Mark]) -> Iterator[MarkedText]:
    """A text cut wherever a mark begins or ends; what ends at the end is closed by a last piece.

    Args:
        length: Of the text, in code points.
        marks: In the order of `marks_of`.
    """
    opened: dict[int, list[Mark]] = {}
    closed: dict[int, list[Mark]] = {}
    for mark in marks:
        opened.setdefault(mark.start, []).append(mark)
        closed.setdefault(mark.end, []).append(mark)
    cuts = sorted({0, length, *opened, *closed})
    for start, end in zip(cuts, [*cuts[1:], length], strict=True):
        ending = tuple(reversed(closed.get(start, ())))
        yield MarkedText(start, end, ending, tuple(opened.get(start, ())))


def readable(text: str) -> str:
    """A text without what hides or reorders; each character stays one, at its place."""
    shown = inert(text)
    if shown == text:
        return text
    written: list[str] = []
    at = 0
    for match in _LAYOUT.finditer(text):
        written += (shown[at : match.start()], match[0])
        at = match.end()
    return "".join(written) + shown[at:]


def one_line(text: str, longest: int = _SHORT) -> str:
    """The words of a text in one line, cut where it is long."""
    return cut_short(inert_line(text), longest)


def said_by(row: ArticleRow, span: SpanRow) -> str:
    """What a span says, its parts with an ellipsis between them."""
    return " … ".join(row.said[start:end] for start, end in span.extents) or span.text


def letters_of(labels: LabelSet, names: Iterable[str]) -> dict[str, str]:
    """A short sign for each label: its key, or what is free of its name."""
    signs = {label.name: label.key for label in labels}
    for name in names:
        if name not in signs:
            taken = set(signs.values())
            tries = [*(c.lower() for c in name if c.isalnum()), *map(str, range(1, 10_000))]
            signs[name] = next(sign for sign in tries if sign not in taken)
    return signs


@dataclass(frozen=True, slots=True)
class PlaceInReport:
    """A span as a list at the end of a report names it."""

    article: int
    """The number of its article in the report, from 1."""
    title: str
    """Of its article."""
    number: int
    """Of the span in the article, from 1."""
    label: str
    said: str
    """Its beginning."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two spans that are known."""

    head: PlaceInReport
    tail: PlaceInReport
    name: str
    """Its type, and its role."""


@dataclass(slots=True)
class Ties:
    """The relations and clusters of a dataset, gathered while its articles go by."""

    places: dict[str, list[PlaceInReport]] = field(default_factory=dict)
    """By the ids of spans, which need not be unique across articles."""
    relations: dict[tuple[str, str, str, str], RelationRow] = field(default_factory=dict)
    """Those between articles."""
    clusters: dict[str, ClusterRow] = field(default_factory=dict)
    members: dict[str, list[PlaceInReport]] = field(default_factory=dict)
    """By the ids of clusters."""

    def add(self, row: ArticleRow, article: int) -> list[Tie]:
        """Take note of an article.

        Returns:
            The relations within it.
        """
        title = title_of(row)
        here = {
            span.id: PlaceInReport(article, title, number, span.label, one_line(said_by(row, span)))
            for number, span in enumerate(row.spans, 1)
            if span.id
        }
        for id_, place in here.items():
            self.places.setdefault(id_, []).append(place)
        for cluster in row.clusters:
            self.clusters.setdefault(cluster.id, cluster)
            members = self.members.setdefault(cluster.id, [])
            members += [here[id_] for id_ in cluster.members if id_ in here]
        ties = []
        for relation in row.relations:
            head, tail = here.get(relation.head), here.get(relation.tail)
            if head and tail:
                ties.append(Tie(head, tail, _name(relation)))
            else:
                key = (relation.head, relation.tail, relation.type, relation.role)
                self.relations.setdefault(key, relation)
        return ties

    @property
    def crossing(self) -> list[Tie]:
        """The relations between articles, as far as both ends are in the dataset."""
        return [
            Tie(head, tail, _name(relation))
            for relation in self.relations.values()
            for head in self.places.get(relation.head, ())[:1]
            for tail in self.places.get(relation.tail, ())[:1]
        ]


def _name(relation: RelationRow) -> str:
    return f"{relation.type}, {relation.role}" if relation.role else relation.type


def title_of(row: ArticleRow) -> str:
    """What an article is called, in one line."""
    return one_line(row.meta.title or row.id, 200)
