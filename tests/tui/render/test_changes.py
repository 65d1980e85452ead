"""The cells in which two strips differ are found, and no more."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.render.support import cells
from tui.render.changes import changed_runs, joined

STYLES: Final = (Style(), Style(bold=True), Style(color="red"))


SEGMENTS: Final = st.lists(
    st.tuples(st.sampled_from(("a", "b", "cd", " ", "京", "e\u0301")), st.sampled_from(STYLES)),
    max_size=8,
).map(lambda pairs: [Segment(text, style) for text, style in pairs])


@given(SEGMENTS, SEGMENTS)
def test_every_cell_that_differs_is_found(before: list[Segment], after: list[Segment]) -> None:
    width = 20
    old = Strip(before).adjust_cell_length(width)
    new = Strip(after).adjust_cell_length(width)
    runs = changed_runs(old, new, gap=width)
    differing = [i for i, (a, b) in enumerate(zip(cells(old), cells(new), strict=True)) if a != b]
    assert bool(differing) <= bool(runs)
    if not runs:
        return
    ((first, last),) = runs
    assert all(first <= cell < last for cell in differing)
    plain = all(text.isascii() for strip in (old, new) for text, _, _ in strip)
    if plain:
        # Of characters of one cell, nothing more is written than has to be.
        assert (first, last) == (differing[0], differing[-1] + 1)


@given(SEGMENTS)
def test_joining_parts_changes_no_cell(segments: list[Segment]) -> None:
    result = joined((text, style) for text, style, _ in segments)
    assert cells(Strip(result)) == cells(Strip(segments))
    assert all(a.style != b.style for a, b in pairwise(result))


def marked(text: str) -> Strip:
    """A strip in which what stands between asterisks is bold."""
    parts = text.split("*")
    return Strip([Segment(part, Style(bold=n % 2 == 1)) for n, part in enumerate(parts)])


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("abcdefghij", "abcdefghij", []),
        ("abcdefghij", "aXcdefghij", [(1, 2)]),
        ("abcdefghij", "aXcdefgXij", [(1, 2), (7, 8)]),
        ("abcdefghij", "aXcXefghij", [(1, 4)]),
        ("abcdefghij", "a*b*cdefgh*i*j", [(1, 2), (8, 9)]),
        ("abcdefghij", "京cdefghij", [(0, 10)]),
    ],
)
def test_stretches_that_differ(old: str, new: str, runs: list[tuple[int, int]]) -> None:
    assert changed_runs(marked(old), marked(new), gap=2) == runs


@given(st.text("ab", min_size=1, max_size=40), st.data())
def test_what_is_outside_the_stretches_is_the_same(old: str, data: st.DataObject) -> None:
    new = data.draw(st.text("ab", min_size=len(old), max_size=len(old)))
    runs = changed_runs(marked(old), marked(new), gap=3)
    inside = {column for first, last in runs for column in range(first, last)}
    assert all(a == b for column, (a, b) in enumerate(zip(old, new, strict=True))
               if column not in inside)  # fmt: skip
    assert all(old[first] != new[first] and old[last - 1] != new[last - 1] for first, last in runs)
