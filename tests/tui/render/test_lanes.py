"""Bars beside the text that overlap have lanes of their own."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from store.text.span import Span
from tests.tui.render.support import annotated
from tui.render.drawn import lowest_free, sharing_margin

if TYPE_CHECKING:
    from store.annotations.collection import Annotations


BARRED: Final = frozenset(("claim", "passage"))


def lanes_over(annotations: Annotations, span: Span) -> dict[str, int]:
    here = [each for each in annotations.overlapping(span) if each.label in BARRED]
    if not here:
        return {}
    found, is_all = sharing_margin(annotations, BARRED, here)
    assert is_all
    return lowest_free(found)


@given(annotated(), st.data())
def test_bars_that_overlap_never_share_a_lane(
    story: tuple[str, Annotations, list[int]], data: st.DataObject
) -> None:
    _, annotations, edges = story
    start, end = sorted(data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges))))
    lane_of = lanes_over(annotations, Span(start, end))
    shown = [a for a in annotations if a.id in lane_of]
    for one, other in combinations(shown, 2):
        assert not one.span.overlaps(other.span) or lane_of[one.id] != lane_of[other.id]
    for each in annotations.overlapping(Span(start, end)):
        assert (each.id in lane_of) == (each.label in BARRED)
    # A bar is in the same lane in every row that it crosses.
    for each in shown:
        assert lanes_over(annotations, Span(each.start, each.start + 1)).items() >= {
            (each.id, lane_of[each.id])
        }
        assert lanes_over(annotations, Span(each.end - 1, each.end))[each.id] == lane_of[each.id]
