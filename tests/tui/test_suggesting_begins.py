"""Suggesting begins by itself, ends when it is left, and what goes wrong in it is said."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from store.suggest.level import Level
from store.suggest.suggester import Suggester
from tests.stories import write_story
from tests.tui.support import reading
from tui import reading_ahead, suggesting
from tui.reading_ahead import DIALOGS, SUGGESTING, TIES, ReadingAhead
from tui.screens import tie_watch
from tui.suggesting import Suggesting

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.suggests

TEXT: Final = "Angela Merkel met Vladimir Putin in Moscow. Angela Merkel left.\n"
SAID: Final = "Suggesting has stopped (RuntimeError: it is broken); z begins again"


def broken(*_: object) -> bool:
    raise RuntimeError("it is broken")


async def test_it_begins_without_a_key(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path / "alone" / "story", {"one.txt": TEXT})) as ana:
        await ana.until_suggested()
        assert "suggested" not in ana.line("status")  # nothing is tagged yet
        await ana.press("_")
        await ana.until_suggested()
        assert "suggested (all)" in ana.line("status")
        await ana.press("y")  # to the first, which is not drawn under the caret by itself
        await ana.press("y")
        assert len(ana.tags()) == 1


@pytest.mark.parametrize(
    ("where", "what"),
    [(suggesting, "look_something_up"), (Suggesting, "_new_suggester"), (Suggester, "work")],
    ids=["importing", "beginning", "working"],
)
async def test_what_goes_wrong_is_said_and_costs_no_more_than_suggestions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, what: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, what, broken)
        async with reading(
            write_story(tmp_path, {"one.txt": TEXT}), size=(100, 24), fails=True
        ) as ana:
            await ana.until_screen(SAID)
            assert "suggestions have stopped" in ana.line("status")
            assert not ana.main.suggesting.is_busy
            await ana.press("w w w a")
            assert ana.tags() == ["actor[18:26]Vladimir"]
            patch.undo()
            await ana.press("z _")
            await ana.until_suggested()
            assert "suggested (all)" in ana.line("status")


async def test_why_ties_are_not_shown_is_said_and_costs_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tie_watch, "TieWatch", broken)
    async with reading(write_story(tmp_path, {"one.txt": TEXT}), size=(100, 24)) as ana:
        await ana.until_screen("Ties are not shown (RuntimeError: it is broken)")
        await ana.press("a")
        assert ana.tags() == ["actor[0:6]Angela"]


async def test_what_has_stopped_can_stop_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Suggesting, "_new_suggester", broken)
    async with reading(write_story(tmp_path, {"one.txt": TEXT}), size=(100, 24), fails=True) as ana:
        await ana.until_screen(SAID)
        await ana.press("z")
        assert list(ana.workspace.status.notices).count(SAID) == 2
        assert ana.main.suggesting.has_stopped


@pytest.mark.parametrize("after", range(3))
def test_whoever_leaves_waits_for_one_step_of_what_is_read(after: int) -> None:
    ahead = ReadingAhead((), lambda: 0.0, 0.2)
    done: list[int] = []

    def step(number: int) -> None:
        done.append(number)
        if number == after:
            ahead.stop()

    ahead.steps = [partial(step, number) for number in range(5)]
    assert not ahead.read()
    assert done == list(range(after + 1))


@pytest.mark.parametrize("names", ["TIES", "SUGGESTING", "DIALOGS"])
def test_no_step_of_what_is_read_is_a_long_one(names: str) -> None:
    """Counted in modules, as time says more of the machine."""
    script = (
        "import sys, tui.app, store.story.workspace, tui.screens.main\n"
        f"from tui.reading_ahead import {names}, ReadingAhead\n"
        f"for step in ReadingAhead({names}, lambda: 0.0, 0).steps:\n"
        "    before = set(sys.modules); step()\n"
        "    new = {name for name in sys.modules if name not in before}\n"
        "    print(len(new), step, sorted(new))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    counts = [(int(line.split()[0]), line) for line in run.stdout.splitlines()]
    assert sum(count for count, _ in counts) > 9
    assert max(counts)[0] <= 15, max(counts)[1]


@pytest.mark.parametrize("modules", [TIES, SUGGESTING, DIALOGS])
def test_what_is_read_ahead_is_there(modules: tuple[str, ...]) -> None:
    assert ReadingAhead(modules, lambda: 0.0, 0).read()


def test_what_is_read_ahead_is_read_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 11.0, 12.5, *[99.0] * 100])
    waits: list[float] = []
    monkeypatch.setattr(reading_ahead, "monotonic", lambda: next(clock))
    ahead = ReadingAhead(DIALOGS, lambda: 10.0, 2.0)

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    monkeypatch.setattr(ahead._is_unwanted, "wait", wait)  # noqa: SLF001  # what it waits with
    assert ahead.read()
    assert waits == [2.0, 1.0], "until two seconds are over without a key"


def test_who_leaves_while_it_is_waited_for_a_pause_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_ahead, "monotonic", lambda: 0.0)
    ahead = ReadingAhead(DIALOGS, lambda: 1e9, 2.0)
    ahead.stop()
    assert not ahead.read()


async def test_the_screen_paints_while_it_is_read_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is awaited by a timer of a screen keeps it from painting."""
    is_reading, may_end = threading.Event(), threading.Event()

    def read(_: object) -> None:
        is_reading.set()
        may_end.wait(60)

    monkeypatch.setattr(suggesting, "look_something_up", read)
    async with reading(write_story(tmp_path, {"one.txt": TEXT})) as ana:
        await ana.until(is_reading.is_set, "it is read ahead")
        heard = asyncio.Event()
        ana.main.call_later(heard.set)
        try:
            await asyncio.wait_for(heard.wait(), 30)
        finally:
            may_end.set()


async def test_what_is_found_behind_a_dialog_is_shown_once_that_is_left(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.until_suggested()
        before = ana.line("status")
        await ana.press("?")
        await ana.until_screen("Keys and labels")
        ana.main.suggesting.suggester.level = Level.ALL
        ana.main.suggesting.look_on()
        await ana.until(lambda: ana.main.suggesting.suggester.count > 9, "something is suggested")
        await ana.until_suggested()
        assert ana.line("status") == before
        await ana.press("escape")
        await ana.until(lambda: "suggested (all)" in ana.line("status"), "it is shown")
