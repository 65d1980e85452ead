"""What a report of losses says is held to what is there, counted without the code that writes it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.formats.features import Feature
from store.formats.registry import every_format, format_named
from store.formats.rows import join_parts
from store.formats.writing import ExportOptions
from tests.formats.generated import read_back, story_rows, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow

NAMES: Final = [each.name for each in every_format() if each.writes and each.reads]
KINDS: Final = {
    "spans": {Feature.OVERLAPS, Feature.SUBTOKEN, Feature.DISCONTINUOUS, Feature.OFFSETS},
    "notes": {Feature.NOTES},
    "attributes": {Feature.ATTRIBUTES},
    "relations": {Feature.RELATIONS, Feature.CROSSING, "roles of relations"},
    "members": {Feature.CLUSTERS},
    "said of links": {Feature.LINK_ATTRIBUTES},
    "refs": {Feature.REFS},
    "stances": {Feature.STANCES},
    "documents": {Feature.DOCUMENTS},
}
"""The losses that a missing piece of each kind may be told as."""


def pieces_of(row: ArticleRow) -> Iterator[tuple[str, object]]:
    """Everything that a row says, piece by piece, with spans by where they are."""
    row = join_parts(row)
    place = {s.id: (*map(tuple, s.extents), s.label) for s in row.spans}
    for span in row.spans:
        yield "spans", place[span.id]
        if span.note:
            yield "notes", (place[span.id], span.note)
        for pair in span.attributes.items():
            yield "attributes", (place[span.id], pair)
    for relation in row.relations:
        ends = place.get(relation.head), place.get(relation.tail)
        yield "relations", (relation.type, relation.role, ends)
        yield from (("said of links", (relation.type, ends, each)) for each in said_of(relation))
    for cluster in row.clusters:
        members = [place[member] for member in cluster.members if member in place]
        yield from (("members", (cluster.label, cluster.name, m)) for m in members)
        yield from (("said of links", (cluster.name, each)) for each in said_of(cluster))
        yield from (("refs", (cluster.name, each)) for each in cluster.refs)
    yield from (("stances", (stance.value, stance.note)) for stance in row.stances)
    for each in (row.state, row.note, *row.labels.items()):
        if each:
            yield "documents", each


def said_of(link: object) -> Iterator[object]:
    note, attributes = getattr(link, "note", ""), getattr(link, "attributes", {})
    yield from ([note] if note else [])
    yield from attributes.items()


def told(losses: Losses, kind: str) -> int:
    """How many pieces of a kind a report speaks of."""
    everything = [*losses.found.values(), *losses.changed.values()]
    return sum(loss.count for loss in everything if loss.feature in KINDS[kind])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_missing_is_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    rows = data.draw(story_rows())
    path, report = written(name, rows, tmp_path_factory.mktemp(name), ExportOptions())
    again, _ = read_back(name, path)
    there = Counter(piece for row in again for piece in pieces_of(row))
    missing = Counter(piece for row in rows for piece in pieces_of(row)) - there
    if format_named(name).needs_text and name != "conll":
        assert [row.said for row in again] == [row.said for row in rows]
    for kind in KINDS:
        lost = [piece for piece in missing if piece[0] == kind]
        # What crosses articles stands on two rows, and is told once.
        count = len({str(piece) for piece in lost})
        if count:
            assert told(report.losses, kind), (kind, lost, str(report.losses))
