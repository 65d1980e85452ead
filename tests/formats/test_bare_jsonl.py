"""Our own format: what is written is what is read, in every unit of offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.offsets import Offsets, Unit
from store.formats.writing import ExportOptions
from tests.formats.generated import article_rows, meaning, read_back, texts, written

if TYPE_CHECKING:
    from pathlib import Path

    from store.formats.rows import ArticleRow

WIDTHS = {Unit.CODEPOINT: "utf-32-le", Unit.UTF16: "utf-16-le", Unit.UTF8: "utf-8"}
BYTES = {Unit.CODEPOINT: 4, Unit.UTF16: 2, Unit.UTF8: 1}


@pytest.mark.parametrize("unit", list(Unit))
@given(row=article_rows())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, unit: Unit, row: ArticleRow) -> None:
    folder: Path = tmp_path_factory.mktemp("jsonl")
    path, report = written("jsonl", [row], folder, ExportOptions(unit=unit))
    (again,), losses = read_back("jsonl", path)
    assert meaning(again) == meaning(row)
    assert not report.losses.content
    assert not losses.content


@pytest.mark.parametrize("unit", list(Unit))
@given(text=texts(), at=st.integers(0, 60))
def test_units_are_those_of_the_encodings(unit: Unit, text: str, at: int) -> None:
    at = min(at, len(text))
    offsets = Offsets(text, unit)
    before = len(text[:at].encode(WIDTHS[unit])) // BYTES[unit]
    assert offsets.units(at) == before
    assert offsets.codepoint(before) == at
    whole = {len(text[:i].encode(WIDTHS[unit])) // BYTES[unit] for i in range(len(text) + 1)}
    for units in range(offsets.length + 1):
        assert (offsets.codepoint(units) is None) == (units not in whole)
