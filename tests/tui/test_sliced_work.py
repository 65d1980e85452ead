"""Work in slices between keys, by a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from store.errors import InputError
from tui.sliced_work import BESIDE_TEXT, WAITED_FOR, Pace, SlicedWork, reason

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

SLICE, GAP, REST = 4, 8, 200
"""In milliseconds, as is all here."""


@dataclass
class Call:
    """What is to be called, and when."""

    at: float
    do: Callable[[], None]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class Clock:
    """What an event loop has of time; and somebody who has something done, and presses keys."""

    now: float = 1_000.0
    key_at: float = 0.0
    is_attached: bool = True
    calls: list[Call] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, do: Callable[[], None]) -> Call:
        self.calls.append(Call(self.now + seconds, do))
        return self.calls[-1]

    def until(self, end: float) -> None:
        """Let the time pass, and what is to be called be called."""
        while due := [each for each in self.calls if each.at <= end and not each.is_cancelled]:
            call = min(due, key=lambda each: each.at)
            self.calls.remove(call)
            self.now = max(self.now, call.at)
            call.do()
        self.now = max(self.now, end)

    def key(self) -> None:
        self.key_at = self.now


class Job:
    """Has so many slices, and writes down when what was done of it."""

    def __init__(self, slices: int = 1_000, pace: Pace | None = None) -> None:
        self.clock = Clock()
        self.left = slices
        self.pace = pace or Pace(SLICE, GAP, REST)
        self.began: list[float] = []
        self.shown: list[tuple[float, bool]] = []
        self.failed: list[Exception] = []
        self.within: Callable[[], None] = lambda: None
        """What happens within a slice."""
        self.when_shown: Callable[[], None] = lambda: None
        self.work = SlicedWork(
            self.clock,
            self._work,
            pace=lambda: self.pace,
            shows=self._show,
            failed=self.failed.append,
            loop=lambda: cast("asyncio.AbstractEventLoop", cast("Any", self.clock)),
        )

    def _work(self, seconds: float) -> bool:
        self.began.append(self.clock.now - 1_000)
        self.clock.now += seconds
        self.left -= 1
        self.within()
        return self.left <= 0

    def _show(self) -> None:
        self.shown.append((self.clock.now - 1_000, not self.work.is_going_on))
        self.when_shown()

    def goes_on(self) -> bool:
        return self.work.is_going_on

    def until(self, end: float) -> None:
        self.clock.until(1_000 + end)


def test_slices_begin_after_a_rest_with_gaps_between_them_until_all_is_done() -> None:
    job = Job(3)
    job.work.wake()
    assert job.goes_on()
    job.until(1_000)
    assert job.began == [200, 212, 224]
    assert job.shown == [(228, True)]
    assert not job.goes_on()
    assert not job.clock.calls


def test_a_key_puts_the_next_slice_off_until_the_rest_is_over() -> None:
    job = Job()
    job.work.wake()
    job.until(100)
    job.clock.key()
    job.until(310)
    job.clock.key()
    job.until(520)
    assert job.began == [300, 510]


def test_a_slice_can_see_that_a_key_has_come_meanwhile() -> None:
    job, seen = Job(), list[bool]()

    def press() -> None:
        seen.append(job.work.is_resting)
        job.clock.key()
        seen.append(job.work.is_resting)

    job.within = press
    job.work.wake()
    job.until(200)
    assert seen == [False, True]


def test_no_slice_is_longer_than_the_pace_says_where_it_is_asked_anew() -> None:
    """A dialog is left, and what goes on has a text in front of it."""
    job = Job(pace=Pace(20, 4, REST))
    job.work.wake()
    job.until(230)
    job.pace = Pace(SLICE, GAP, REST)
    job.until(260)
    assert job.began == [200, 224, 248, 260]


def test_where_it_is_waited_for_the_first_slice_is_done_at_once_and_keys_come_between() -> None:
    job = Job(pace=Pace(20, 1))
    job.work.begin()
    assert job.began == [0]
    job.clock.key()
    job.until(50)
    assert job.began == [0, 21, 42]
    job.work.begin(100)
    assert job.began == [0, 21, 42, 62], "anew, and in place of the one that was to come"
    job.until(170)
    assert job.began == [0, 21, 42, 62, 163]


def test_what_takes_no_time_is_done_within_the_key() -> None:
    job = Job(1)
    job.work.begin()
    assert job.shown == [(SLICE, True)]
    assert not job.goes_on()
    assert not job.clock.calls


def test_it_is_shown_how_far_it_is_now_and_then_and_at_the_end() -> None:
    job = Job(9, Pace(20, 0, shows_every=50))
    job.work.begin()
    job.until(1_000)
    assert job.shown == [(20, False), (80, False), (140, False), (180, True)]


def test_what_was_shown_otherwise_is_not_shown_again_so_soon() -> None:
    job = Job(9, Pace(20, 0, shows_every=50))
    job.within = job.work.was_shown
    job.work.wake()
    job.until(1_000)
    assert job.shown == [(180, True)]


def test_by_default_only_the_end_is_shown() -> None:
    job = Job(2)
    job.work.begin()
    assert job.shown == []


def test_who_wakes_it_within_the_last_slice_has_it_look_again_after_a_rest() -> None:
    job = Job(1)

    def wake() -> None:
        job.within = lambda: None
        job.work.wake()

    job.within = wake
    job.work.wake()
    job.until(1_000)
    assert job.began == [200, 404]
    assert job.shown == [(408, True)]


def test_who_wakes_it_between_slices_changes_nothing() -> None:
    job = Job(2)
    job.work.wake()
    job.until(208)
    job.work.wake()
    job.until(1_000)
    assert job.began == [200, 212]


def test_it_can_be_begun_anew_by_whoever_is_shown_the_end() -> None:
    job = Job(1)

    def again() -> None:
        job.when_shown = lambda: None
        job.work.wake()

    job.when_shown = again
    job.work.wake()
    job.until(1_000)
    assert job.began == [200, 404]
    assert not job.goes_on()


@pytest.mark.parametrize("is_woken_again", [False, True])
def test_what_is_stopped_within_a_slice_is_not_gone_on_with(*, is_woken_again: bool) -> None:
    job = Job()

    def stop() -> None:
        job.within = lambda: None
        job.work.stop()
        if is_woken_again:
            job.work.wake()

    job.within = stop
    job.work.wake()
    job.until(420)
    assert job.began == ([200, 404, 416] if is_woken_again else [200])
    assert job.shown == []
    assert job.goes_on() == is_woken_again
    assert len(job.clock.calls) == is_woken_again


def test_what_is_stopped_between_slices_is_not_gone_on_with() -> None:
    job = Job()
    job.work.wake()
    job.until(205)
    job.work.stop()
    job.until(1_000)
    assert job.began == [200]
    assert not job.goes_on()


def test_nothing_is_done_for_who_has_left() -> None:
    job = Job()
    job.work.wake()
    job.until(205)
    job.clock.is_attached = False
    job.until(1_000)
    assert job.began == [200]
    assert not job.goes_on()
    assert not job.clock.calls


@pytest.mark.parametrize("where", ["within", "when_shown"])
def test_what_goes_wrong_ends_it_and_is_told_and_it_can_be_asked_for_again(where: str) -> None:
    job, error = Job(2, Pace(SLICE, GAP, REST, shows_every=0)), ValueError("no")

    def fail() -> None:
        setattr(job, where, lambda: None)
        raise error

    setattr(job, where, fail)
    job.work.wake()
    job.until(1_000)
    assert job.failed == [error]
    assert job.began == [200]
    assert not job.goes_on()
    assert not job.clock.calls
    job.work.wake()
    job.until(2_000)
    assert job.began == [200, 1_200]
    assert job.shown[-1] == (1_204, True)


def test_why_it_failed_is_a_sentence_and_no_control_character() -> None:
    assert reason(InputError("it is damaged")) == "it is damaged"
    assert reason(ValueError("not so")) == "ValueError: not so"
    assert "\x1b" not in reason(ValueError("a\x1bb"))
    assert reason(KeyError()) == "KeyError"


def test_no_key_waits_longer_than_4_ms_in_front_of_a_text_nor_20_in_a_dialog() -> None:
    assert BESIDE_TEXT.slice <= 0.004
    assert BESIDE_TEXT.rest > 0
    assert WAITED_FOR.slice <= 0.02
