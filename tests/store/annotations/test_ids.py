"""Ids are ULIDs: they sort by the time at which they were made, and none comes twice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.annotations.model import DIGITS, id_of, is_id, new_id


def number_of(id_: str) -> int:
    number = 0
    for digit in id_:
        number = number * 32 + DIGITS.index(digit)
    return number


def test_each_is_a_ulid_and_sorts_behind_the_one_before() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert all(map(is_id, ids))
    assert ids == sorted(set(ids))


def test_it_begins_with_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = number_of(new_id()) >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_threads_never_get_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = [*pool.map(lambda _: new_id(), range(2_000))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("number", [0, 1, 31, 32, 2**80, 2**128 - 1])
def test_an_id_stands_for_its_number(number: int) -> None:
    assert is_id(id_of(number))
    assert number_of(id_of(number)) == number


def test_it_is_written_as_others_write_it() -> None:
    assert id_of(1_469_918_176_385 << 80)[:10] == "01ARYZ6S41"  # an example of the specification


@pytest.mark.parametrize(
    "text", ["", "a1", "01J0000000000000000000000", "8" + "0" * 25, "I" + "0" * 25]
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_id(text)
