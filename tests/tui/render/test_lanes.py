"""Bars beside the text that overlap have lanes of their own."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.labels import DEFAULT_LABELS, Drawing, Label, LabelSet
from store.text.span import Span
from tests.tui.texts import TEXTS, graphemes
from tui.render.lanes import lanes

LABELS: Final = LabelSet((*DEFAULT_LABELS, Label("passage", "z", "teal", drawing=Drawing.BAR)))


NAMES: Final = (*LABELS.names, "unknown to the label set")


def annotation(number: int, label: str, start: int, end: int) -> Annotation:
    return Annotation(f"01J{number:023}", start, end, label, "")


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, Annotations, list[int]]:
    """A text, annotations of it, and where its graphemes begin."""
    text = draw(TEXTS)
    edges = graphemes(text)
    made = []
    if len(edges) > 1:
        for number in range(draw(st.integers(0, 8))):
            start, end = sorted(
                draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True))
            )
            made.append(annotation(number, draw(st.sampled_from(NAMES)), start, end))
    return text, Annotations.of(made), edges


@given(annotated(), st.data())
def test_bars_that_overlap_never_share_a_lane(
    story: tuple[str, Annotations, list[int]], data: st.DataObject
) -> None:
    _, annotations, edges = story
    barred = frozenset(("claim", "passage"))
    start, end = sorted(data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges))))
    lane_of = lanes(annotations, barred, Span(start, end))
    shown = [a for a in annotations if a.id in lane_of]
    for one, other in combinations(shown, 2):
        assert not one.span.overlaps(other.span) or lane_of[one.id] != lane_of[other.id]
    for each in annotations.overlapping(Span(start, end)):
        assert (each.id in lane_of) == (each.label in barred)
    # A bar is in the same lane in every row that it crosses.
    for each in shown:
        assert lanes(annotations, barred, Span(each.start, each.start + 1)).items() >= {
            (each.id, lane_of[each.id])
        }
        assert lanes(annotations, barred, Span(each.end - 1, each.end))[each.id] == lane_of[each.id]
