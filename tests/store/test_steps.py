"""Work in steps: how far it goes in the time it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator


def counting(steps: int) -> Generator[None, None, str]:
    for _ in range(steps):
        yield
    return "all"


@pytest.mark.parametrize(
    ("steps", "total", "slices"),
    [
        (1, 1, 1),  # one step is never long work, however long it takes
        (3, 3, 3),
        (3, 5, 4),  # it had fewer than it might have had
        (3, 0, 4),  # nobody knows how many there are
        (0, 0, 1),
    ],
)
def test_the_last_step_finishes_the_work(steps: int, total: int, slices: int) -> None:
    work = Steps(counting(steps), total)
    finished = [work.work(0) for _ in range(slices)]
    assert finished == [False] * (slices - 1) + [True]
    assert (work.done, work.result) == (steps, "all")
