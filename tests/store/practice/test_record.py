"""What is remembered from one practice to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import InputError
from store.practice.record import (
    RECORD_FILE,
    Cost,
    PracticeRecord,
    Sitting,
    load_record,
    save_record,
)

if TYPE_CHECKING:
    from pathlib import Path

COSTS = st.builds(Cost, st.integers(0, 300), st.floats(0, 1e6), st.floats(0, 1e6))
SITTINGS = st.builds(
    Sitting, st.text(max_size=30), st.dictionaries(st.text(max_size=8), COSTS, max_size=4)
)


@given(
    step=st.integers(0, 20),
    sittings=st.lists(SITTINGS, max_size=4).map(tuple),
    used=st.lists(st.text(max_size=20), max_size=5).map(tuple),
)
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    step: int,
    sittings: tuple[Sitting, ...],
    used: tuple[str, ...],
) -> None:
    folder = tmp_path_factory.mktemp("record")
    record = PracticeRecord(step, sittings, used)
    save_record(folder, record)
    assert load_record(folder) == record
    assert [path.name for path in folder.iterdir()] == [RECORD_FILE]


def test_nothing_is_remembered_at_first(tmp_path: Path) -> None:
    record = load_record(tmp_path)
    assert record == PracticeRecord()


def test_the_last_hundred_sittings_are_kept(tmp_path: Path) -> None:
    sittings = tuple(Sitting(str(number), {}) for number in range(103))
    save_record(tmp_path, PracticeRecord(sittings=sittings))
    assert load_record(tmp_path).sittings == sittings[3:]


def test_what_all_labels_took() -> None:
    sitting = Sitting("now", {"actor": Cost(2, 3.0, 4.5), "claim": Cost(1, 2.5, 10.0)})
    assert sitting.cost_of("actor", "claim", "other") == Cost(3, 5.5, 14.5)
    assert sitting.cost_of("actor", "claim").per_span == (5.5 / 3, 14.5 / 3)
    assert sitting.cost_of("other") == Cost(0, 0, 0)
    assert Cost(0, 5, 5).per_span == (None, None)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"step": "two"}', b'{"sittings": [1]}',
                                  b"\xff"])  # fmt: skip
def test_a_damaged_record_says_how_to_go_on(tmp_path: Path, data: bytes) -> None:
    (tmp_path / RECORD_FILE).write_bytes(data)
    with pytest.raises(
        InputError, match=r"practice\.json: .* damaged; .* begin afresh with \{option:again\}"
    ):
        load_record(tmp_path)


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    (tmp_path / RECORD_FILE).mkdir()
    with pytest.raises(InputError, match="cannot be read: is a directory"):
        load_record(tmp_path)
    with pytest.raises(InputError, match="your practice cannot be remembered: "):
        save_record(tmp_path, PracticeRecord(1))
