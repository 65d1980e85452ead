"""What no export can be asked for, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.exporting import check_options
from store.formats.offsets import Unit
from store.formats.registry import NAMES, format_named
from store.formats.writing import ExportOptions
from tests.formats.generated import written
from tests.formats.samples import ROW

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", [name for name in NAMES if format_named(name).writes is not None])
def test_texts_are_left_out_only_where_a_format_makes_sense_without(
    name: str, tmp_path: Path
) -> None:
    options = ExportOptions(has_text=False)
    if name in ("jsonl", "w3c", "csv"):
        path, _ = written(name, [ROW], tmp_path, options)
        assert b"Paris" not in path.read_bytes()
        return
    with pytest.raises(InputError, match=f"{name} makes no sense without the texts; .* jsonl, w3c"):
        written(name, [ROW], tmp_path, options)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", NAMES)
def test_offsets_count_something_else_only_where_there_is_room_to_say_it(name: str) -> None:
    options = ExportOptions(unit=Unit.UTF16)
    if name in ("jsonl", "w3c", "csv"):
        check_options(format_named(name), options)
        return
    with pytest.raises(InputError, match=f"{name} has no room to say what offsets count"):
        check_options(format_named(name), options)
