"""What ties a story's spans as a table, a relation or a member of a cluster a row: CSV and TSV.

A relation between two articles stands in both of them, and here once: where its second end comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.formats.features import Feature
from store.formats.native import json_text
from store.formats.offsets import Offsets, Unit
from store.formats.rows import RelationRow, example_of
from store.formats.spreadsheet import TIE_COLUMNS, TIE_END, UNIT_COLUMN, encode_rows, neutral
from store.labels import SAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.format import Format
    from store.formats.rows import ArticleRow, ClusterRow, SpanRow
    from store.formats.writing import Output

RELATION, MEMBER = "relation", "member"
UNTIED: Final = "spans that are tied to nothing"

_Cells = tuple[str, ...]


@dataclass(slots=True)
class _Ends:
    """The ends of ties, as they are written."""

    unit: Unit
    has_text: bool
    waiting: dict[str, tuple[RelationRow, dict[str, _Cells], str]] = field(default_factory=dict)
    """Relations of which the other end has not come yet, by their ids, with the end that has, and
    whose they are."""

    def cells(self, article: ArticleRow) -> dict[str, _Cells]:
        """What is written of each span of an article, by its id."""
        offsets = Offsets(article.said, self.unit)
        return {
            span.id: (
                article.id,
                span.id,
                str(offsets.units(span.start)),
                str(offsets.units(span.end)),
                span.label,
                span.text if self.has_text else "",
            )
            for span in article.spans
        }

    def relations(self, article: ArticleRow, here: dict[str, _Cells]) -> Iterator[_Cells]:
        """The relations of an article of which both ends have come."""
        for relation in article.relations:
            ends = {id_: here[id_] for id_ in (relation.head, relation.tail) if id_ in here}
            if len(ends) < len({relation.head, relation.tail}):
                known = self.waiting.pop(relation.id, None)
                ends |= known[1] if known is not None else {}
            if len(ends) == len({relation.head, relation.tail}):
                yield _relation(relation, ends, article.meta.annotator)
            else:
                self.waiting[relation.id] = relation, ends, article.meta.annotator

    def rest(self) -> Iterator[_Cells]:
        """The relations whose other end is in no article that was written: its id stands alone."""
        for waiting in self.waiting.values():
            yield _relation(*waiting)


def _relation(relation: RelationRow, ends: dict[str, _Cells], annotator: str) -> _Cells:
    head, tail = (ends.get(e) or ("", e, "", "", "", "") for e in (relation.head, relation.tail))
    about = (relation.id, relation.type, relation.role, "", "")
    return (RELATION, *about, *head, *tail, "", *_said_of(relation, annotator))


def _members(cluster: ClusterRow, here: dict[str, _Cells], annotator: str) -> Iterator[_Cells]:
    about = (cluster.id, cluster.relation or SAME, "", cluster.name, cluster.label)
    said = (" ".join(cluster.refs), *_said_of(cluster, annotator))
    for member in cluster.members:
        yield (MEMBER, *about, *here[member], *[""] * len(TIE_END), *said)


def _said_of(link: RelationRow | ClusterRow, annotator: str) -> _Cells:
    """The last columns."""
    attributes = json_text(link.attributes) if link.attributes else ""
    return link.note, link.origin or "", link.created, link.updated, annotator, attributes


def _rows_of(article: ArticleRow, ends: _Ends) -> Iterator[_Cells]:
    here = ends.cells(article)
    yield from ends.relations(article, here)
    for cluster in article.clusters:
        yield from _members(cluster, here, article.meta.annotator)


def _untied(article: ArticleRow) -> list[SpanRow]:
    ends = {end for each in article.relations for end in (each.head, each.tail)}
    ends.update(member for cluster in article.clusters for member in cluster.members)
    return [span for span in article.spans if span.id not in ends]


def _write(rows: Iterator[ArticleRow], target: Output, *, is_csv: bool) -> None:
    unit = target.options.unit or Unit.CODEPOINT
    ends = _Ends(unit, target.options.has_text)
    is_named = unit is not Unit.CODEPOINT

    def encoded(cells: Iterable[_Cells]) -> bytes:
        more = (unit.value,) if is_named else ()
        return encode_rows((tuple(map(neutral, (*row, *more))) for row in cells), is_csv=is_csv)

    with target.stream() as stream:
        head = (*TIE_COLUMNS, UNIT_COLUMN) if is_named else TIE_COLUMNS
        stream.write(encode_rows([head], is_csv=is_csv))
        for row in rows:
            for span in _untied(row):
                target.losses.lose(UNTIED, example_of(row, span))
            stream.write(encoded(_rows_of(row, ends)))
        stream.write(encoded(ends.rest()))


def tie_table(spans: Format) -> Format:
    """The table of ties, in the format of a table of spans."""
    lost = {Feature.NOTES, Feature.ATTRIBUTES}
    held = {Feature.RELATIONS, Feature.CROSSING, Feature.LINK_ATTRIBUTES}
    writes = partial(_write, is_csv=spans.name == "csv")
    return replace(spans, holds=(spans.holds - lost) | held, writes=writes)
