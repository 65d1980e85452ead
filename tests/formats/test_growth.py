"""Twice the spans are twice the work, in every format: calls are counted, not time."""

from __future__ import annotations

import sys
import tracemalloc
from typing import TYPE_CHECKING, Final

import msgspec
import pytest

from store.formats.extras import is_installed
from store.formats.registry import every_format
from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow
from tests.formats.generated import written

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

_WORDS: Final = "Ana Berg of Paris said on Tuesday that 1,200 people left; nobody saw them. "
_SIZES: Final = (50, 100, 200)
_WRITTEN: Final = [f.name for f in every_format() if f.writes and is_installed(f.extra)]


def _row(spans: int) -> ArticleRow:
    """An article with so many spans, ties for every second, and clusters of four."""
    length = len(_WORDS)
    places = [(n * length, n * length + 8, "actor") for n in range(spans // 2)]
    places += [(n * length + 12, n * length + 17, "location") for n in range(spans // 2)]
    text = _WORDS * (spans // 2)
    made = [SpanRow(a, b, label, f"s{a}", text[a:b]) for a, b, label in sorted(places)]
    ids = [span.id for span in made]
    relations = [
        RelationRow("located-in", head, tail, f"r{head}")
        for head, tail in zip(ids[::2], ids[1::2], strict=True)
    ]
    clusters = [
        ClusterRow(f"c{at}", "actor", f"{at}", ids[at : at + 8 : 2]) for at in range(0, spans, 8)
    ]
    return ArticleRow("one", made, text, relations=relations, clusters=clusters)


def _calls(name: str, spans: int, folder: Path) -> int:
    """The calls, of Python's functions and of others, that an export makes."""
    row = _row(spans)
    folder.mkdir()
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        written(name, [row], folder)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", _WRITTEN)
def test_twice_the_spans_are_twice_the_work(name: str, tmp_path: Path) -> None:
    _calls(name, _SIZES[0], tmp_path / "first")  # what is imported and compiled once
    few, more, most = (_calls(name, size, tmp_path / f"{size}") for size in _SIZES)
    # What each export costs, whatever is in it, cancels out. Quadratic would be 4.
    assert (most - more) / (more - few) < 2.3, (few, more, most)


def test_the_tokens_of_a_long_text_are_not_all_in_memory_as_json(tmp_path: Path) -> None:
    row = _row(8)
    row = msgspec.structs.replace(row, text=row.said + _WORDS * 5_000)
    written("prodigy", [row], tmp_path)
    tracemalloc.start()
    try:
        made, _ = written("prodigy", [row], tmp_path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < made.stat().st_size
