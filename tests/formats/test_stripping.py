"""What a format has no place for is taken out, and every piece of it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.model import Origin
from store.formats.features import EVERYTHING, Feature
from store.formats.format import Format
from store.formats.losses import Losses
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from store.formats.stripping import rename_labels, strip_unsupported
from tests.formats.generated import article_rows

if TYPE_CHECKING:
    from collections.abc import Set

ROW: Final = ArticleRow(
    "one",
    [
        SpanRow(0, 3, "actor", "a", "Ana", Origin.MANUAL, note="who?", attributes={"x": "1"}),
        SpanRow(8, 10, "source", "b", "Bo", attributes={"y": "2", "z": "3"}),
    ],
    "Ana and Bo left.",
    meta=Meta(labels=["actor", "source"]),
    relations=[RelationRow("knows", "a", "b", "r"), RelationRow("knows", "a", "elsewhere", "s")],
    clusters=[ClusterRow("c", "actor", "they", ["a", "b"])],
)


def stripped(row: ArticleRow, lacks: Set[Feature]) -> tuple[ArticleRow, Losses]:
    losses = Losses()
    format_ = Format("test", "Test", holds=EVERYTHING - lacks)
    (found,) = strip_unsupported([row], format_, losses)
    return found, losses


@pytest.mark.parametrize(
    ("lacks", "count", "example"),
    [
        (Feature.NOTES, 1, "that on actor “Ana” at 0-3 of one"),
        (Feature.ATTRIBUTES, 3, "x of actor “Ana” at 0-3 of one"),
        (Feature.CLUSTERS, 1, "“they”"),
        (Feature.RELATIONS, 2, "knows"),
        (Feature.CROSSING, 1, "knows"),
        (Feature.IDS, 2, ""),
        (Feature.ORIGINS, 1, ""),
    ],
)
def test_each_feature_is_counted(lacks: Feature, count: int, example: str) -> None:
    row, losses = stripped(ROW, {lacks})
    loss = losses.found[lacks]
    assert (loss.count, loss.example) == (count, example)
    assert losses.found.keys() == {lacks}
    assert [(s.start, s.end, s.label) for s in row.spans] == [(0, 3, "actor"), (8, 10, "source")]


def test_a_format_with_a_place_for_all_changes_nothing() -> None:
    row, losses = stripped(ROW, set())
    assert (row, losses) == (ROW, Losses())


def test_what_crosses_articles_is_counted_once() -> None:
    losses = Losses()
    format_ = Format("test", "Test", holds=EVERYTHING - {Feature.CROSSING, Feature.CLUSTERS})
    list(strip_unsupported([ROW, ROW], format_, losses))
    assert [loss.count for loss in losses.found.values()] == [1, 1]


@given(article_rows(), st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_nothing_goes_that_is_not_counted(row: ArticleRow, lacks: set[Feature]) -> None:
    found, losses = stripped(row, lacks)
    gone = {feature: loss.count for feature, loss in losses.found.items()}
    notes = sum(bool(span.note) for span in row.spans)
    assert sum(bool(span.note) for span in found.spans) == notes - gone.get(Feature.NOTES, 0)
    assert len(found.clusters) == len(row.clusters) - gone.get(Feature.CLUSTERS, 0)
    links = gone.get(Feature.RELATIONS, 0) + gone.get(Feature.CROSSING, 0)
    assert len(found.relations) == len(row.relations) - links
    assert len(found.spans) == len(row.spans)


def test_other_names_for_labels() -> None:
    (row,) = rename_labels([ROW], {"actor": "PER", "source": ""})
    assert [(s.label, s.id) for s in row.spans] == [("PER", "a")]
    assert [(r.head, r.tail) for r in row.relations] == [("a", "elsewhere")]
    assert [(c.label, c.members) for c in row.clusters] == [("PER", ["a"])]
    assert row.meta.labels == ["PER"]
