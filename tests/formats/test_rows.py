"""Rows: discontinuous spans in parts, and in one piece again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    RelationRow,
    SpanRow,
    example_of,
    join_parts,
    span_row_at,
    split_parts,
)
from store.labels import CONTINUES

TEXT: Final = "Ana and Bo and Cy left."
CHAIN: Final = ArticleRow(
    "one",
    [
        SpanRow(0, 14, "actor", "a", "Ana … Cy", parts=[(0, 3), (8, 10)]),
        SpanRow(15, 17, "actor", "b", "Cy"),
    ],
    TEXT,
    relations=[RelationRow("with", "a", "b", "r")],
    clusters=[ClusterRow("c", "actor", "they", ["a", "b"])],
)


def test_each_part_is_a_span_linked_to_the_next() -> None:
    row = split_parts(CHAIN)
    assert [(s.id, s.start, s.end, s.text) for s in row.spans] == [
        ("a", 0, 3, "Ana"), ("a-2", 8, 10, "Bo"), ("b", 15, 17, "Cy"),
    ]  # fmt: skip
    assert [(r.type, r.head, r.tail) for r in row.relations] == [
        ("with", "a", "b"), (CONTINUES, "a", "a-2"),
    ]  # fmt: skip
    assert row.clusters == CHAIN.clusters


def test_a_row_without_parts_is_the_same_row() -> None:
    row = msgspec.structs.replace(CHAIN, spans=CHAIN.spans[1:])
    assert split_parts(row) is row


def test_what_refers_to_a_later_part_refers_to_the_whole() -> None:
    row = split_parts(CHAIN)
    relations = [*row.relations, RelationRow("with", "b", "a-2", "s")]
    clusters = [ClusterRow("c", "actor", "they", ["a-2", "a", "b"])]
    row = join_parts(msgspec.structs.replace(row, relations=relations, clusters=clusters))
    assert [(r.type, r.head, r.tail) for r in row.relations] == [
        ("with", "a", "b"), ("with", "b", "a"),
    ]  # fmt: skip
    assert row.clusters[0].members == ["a", "b"]


@dataclass(frozen=True)
class Ring:
    """Links that come back to where they began are no chain of parts."""

    ids: tuple[str, ...]


@pytest.mark.parametrize("ring", [Ring(("a",)), Ring(("a", "b")), Ring(("a", "b", "c"))])
def test_a_ring_of_links_is_left_alone(ring: Ring) -> None:
    spans = [SpanRow(n, n + 1, "actor", id_) for n, id_ in enumerate(ring.ids)]
    links = [
        RelationRow(CONTINUES, id_, ring.ids[(n + 1) % len(ring.ids)])
        for n, id_ in enumerate(ring.ids)
    ]
    row = ArticleRow("one", spans, TEXT, relations=links)
    assert join_parts(row) == row


PARTS: Final = st.lists(st.integers(0, len(TEXT)), min_size=4, max_size=8, unique=True).map(
    lambda ends: list(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(parts=st.lists(PARTS, max_size=4))
def test_what_is_split_is_joined_again(parts: list[list[tuple[int, int]]]) -> None:
    spans = [
        SpanRow(each[0][0], each[-1][1], "actor", f"s{n}",
                " ".join(TEXT[a:b] for a, b in each), parts=each)
        for n, each in enumerate(parts)
    ]  # fmt: skip
    row = ArticleRow("one", spans, TEXT)
    assert join_parts(split_parts(row)) == row


def test_an_example_can_be_found_by_a_person() -> None:
    assert example_of(CHAIN, CHAIN.spans[0]) == "actor “Ana … Bo” at 0-14 of one"
    long = ArticleRow("one", [SpanRow(0, 60, "claim")], "word\n" * 12)
    said = example_of(long, long.spans[0])
    assert said == f"claim “{'word ' * 7}word…” at 0-60 of one"


def test_two_spans_that_share_their_first_part_are_two_again() -> None:
    text = "Ana and Bo Lee"
    spans = [span_row_at(text, [at], "actor", id_) for id_, at in
             (("a", (0, 3)), ("b", (8, 10)), ("c", (11, 14)))]  # fmt: skip
    relations = [
        RelationRow(CONTINUES, "a", "b"), RelationRow(CONTINUES, "a", "c"),
        RelationRow("knows", "c", "a"),
    ]  # fmt: skip
    row = join_parts(ArticleRow("one", spans, text, relations=relations))
    assert [(span.id, span.parts, span.text) for span in row.spans] == [
        ("a", [(0, 3), (8, 10)], "Ana Bo"),
        ("c", [(0, 3), (11, 14)], "Ana Lee"),
    ]
    assert row.relations == [RelationRow("knows", "c", "a")]
