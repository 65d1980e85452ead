"""What a report of losses says is held to what is there, counted by code that knows no writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.model import Origin
from store.formats.features import Feature
from store.formats.reading import ReadOptions
from store.formats.registry import every_format, format_named
from store.formats.rows import ArticleRow, Meta, SpanRow, join_parts, text_sha256
from store.formats.writing import ExportOptions
from tests.examples import scaled
from tests.formats.generated import full_rows, read_back, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.losses import Losses
    from store.formats.rows import ClusterRow, RelationRow

_TO_BE_READ: Final = {"text", "markdown", "html"}
"""Formats that are for people: what is written there is not read back."""
_OF_WORDS: Final = ("bio",)
"""Formats that have no text, only its words."""
NAMES: Final = [
    each.name
    for each in every_format()
    if each.writes and each.reads and each.name not in _TO_BE_READ
]
KINDS: Final[dict[str, set[Feature | str]]] = {
    "spans": {Feature.OVERLAPS, Feature.SUBTOKEN, Feature.DISCONTINUOUS, Feature.OFFSETS},
    "notes": {Feature.NOTES},
    "attributes": {Feature.ATTRIBUTES},
    "relations": {Feature.RELATIONS, Feature.CROSSING},
    "members": {Feature.CLUSTERS},
    "said of links": {Feature.LINK_ATTRIBUTES},
    "refs": {Feature.REFS},
    "stances": {Feature.STANCES},
    "documents": {Feature.DOCUMENTS},
}
"""The losses that a missing piece of each kind may be told as."""


def pieces_of(rows: Sequence[ArticleRow]) -> Iterator[tuple[str, object]]:
    """Everything that rows say, piece by piece, with spans by where they are.

    What crosses articles stands on the row of each, and is the same piece there.
    """
    for number, whole in enumerate(rows):
        row = join_parts(whole)
        places = [(number, *map(tuple, span.extents), span.label) for span in row.spans]
        by_id = dict(zip((span.id for span in row.spans), places, strict=True))
        for span, place in zip(row.spans, places, strict=True):
            yield "spans", place
            if span.note:
                yield "notes", (place, span.note)
            yield from (("attributes", (place, pair)) for pair in span.attributes.items())
        for relation in row.relations:
            ends = by_id.get(relation.head), by_id.get(relation.tail)
            which = (relation.type, "crossing" if None in ends else ends)
            yield "relations", (which, relation.role)
            yield from (("said of links", (which, each)) for each in said_of(relation))
        for cluster in row.clusters:
            members = [by_id[member] for member in cluster.members if member in by_id]
            yield from (("members", (cluster.label, cluster.name, m)) for m in members)
            yield from (("said of links", (cluster.id, each)) for each in said_of(cluster))
            yield from (("refs", (cluster.id, each)) for each in cluster.refs)
        for stance in row.stances:
            yield "stances", (number, stance.value, stance.note)
        for each in (row.state, row.note, *row.labels.items(), *row.byline.items()):
            if each:
                yield "documents", (number, each)


def said_of(link: RelationRow | ClusterRow) -> Iterator[object]:
    yield from ([link.note] if link.note else [])
    yield from link.attributes.items()


def told(losses: Losses, kind: str) -> int:
    """How many pieces of a kind a report speaks of."""
    everything = [*losses.found.values(), *losses.changed.values()]
    return sum(loss.count for loss in everything if loss.feature in KINDS[kind])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=scaled(20), phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_what_is_missing_is_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    rows = data.draw(full_rows())
    path, report = written(name, rows, tmp_path_factory.mktemp(name), ExportOptions())
    again, _ = read_back(name, path)
    missing = set(pieces_of(rows)) - set(pieces_of(again))
    if format_named(name).needs_text and name not in _OF_WORDS:
        assert [row.said for row in again] == [row.said for row in rows]
    for kind in KINDS:
        count = len([piece for piece in missing if piece[0] == kind])
        most = told(report.losses, kind)
        if kind == "members":  # of one cluster, which is told
            assert bool(count) == bool(most), (kind, missing, str(report.losses))
        elif kind == "spans":  # one that is moved to tokens, and overlaps there, is told as both
            if name in _OF_WORDS:  # so that places are others
                count = sum(len(row.spans) for row in rows) - sum(len(r.spans) for r in again)
            assert count <= most, (kind, missing, str(report.losses))
        else:
            assert count == most, (kind, missing, str(report.losses))


TOGETHER: Final = [name for name in NAMES if format_named(name).says_whose]


@pytest.mark.parametrize("name", TOGETHER)
@settings(max_examples=scaled(20), phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_of_two_people_all_is_there_or_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    people: dict[str, list[ArticleRow]] = {
        who: [replace(row, meta=Meta(annotator=who)) for row in data.draw(full_rows())]
        for who in ("ana", "ben")
    }
    texts = [row.text for row in people["ana"]]
    people["ben"] = [
        replace(row, text=text, text_sha256=text_sha256(text or ""))
        for row, text in zip(bare(people["ben"]), texts, strict=True)
    ]
    rows = [row for both in zip(*people.values(), strict=True) for row in both]
    path, _ = written(name, rows, tmp_path_factory.mktemp(name), ExportOptions())
    for who, theirs in people.items():
        again, losses = read_back(name, path, ReadOptions(annotator=who))
        own = [row for row in again if row.meta.annotator == who]
        assert set(pieces_of(theirs)) == set(pieces_of(own))
        assert not list(pieces_of([row for row in again if row not in own]))  # mere texts
        others = [row for one, each in people.items() if one != who for row in each]
        counts = {sum(len(row.spans) for row in rows) for rows in (others, map(join_parts, others))}
        left_out = [loss for loss in losses.found.values() if "annotations by" in str(loss.feature)]
        assert sum(loss.count for loss in left_out) in counts  # of spans in parts as one, or each


def bare(rows: Sequence[ArticleRow]) -> Iterator[ArticleRow]:
    """Articles with a span on the first character, and nothing else: they fit any text."""
    for row in rows:
        span = SpanRow(0, 1, "actor", f"{row.id}-b", note="mine", origin=Origin.MANUAL)
        yield ArticleRow(row.id, [span], row.text, meta=row.meta, note="read")
