"""A disk that takes seconds says so, keeps keys, and shows nothing as done before it is."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import pytest

from tests.stories import home, write_story
from tests.terminal import terminal
from tui import slow_disk
from tui.slow_disk import DiskWatch

if TYPE_CHECKING:
    from pathlib import Path

SLOW: Final = """
import os, sys, time
from pathlib import Path

fsync = os.fsync

def slowly(descriptor):
    while Path("slow").exists():
        time.sleep(0.02)
    fsync(descriptor)

os.fsync = slowly
sys.argv[0] = "sidelight"
from tui.cli.__main__ import main
sys.exit(main())
"""
"""The program on a disk that takes as long as there is a file of that name."""


@pytest.mark.parametrize(("columns", "seconds"), [(160, 2), (80, 1)])
def test_the_terminal_says_that_it_waits_and_keys_are_kept(
    tmp_path: Path, columns: int, seconds: int
) -> None:
    story = write_story(tmp_path / "story")
    journal = home(story) / "journal.jsonl"
    command = [sys.executable, "-c", SLOW]
    with terminal(
        story, "--annotator", "ana", home=tmp_path, columns=columns, rows=24, command=command
    ) as shown:
        shown.until_shown("word “Moscow”")
        shown.until_past(0.3)
        (tmp_path / "slow").touch()
        shown.press("a")
        shown.until_shown("WAITING FOR THE DISK")
        shown.press("w")  # kept: the caret goes on once the edit is on the disk
        assert "actor 1" not in shown.text()
        assert "1 span" not in shown.text()
        shown.until_shown(f"WAITING FOR THE DISK: {seconds} s; keys are kept")
        assert "1 span" not in shown.text()
        (tmp_path / "slow").unlink()
        shown.until_shown("actor 1")
        assert journal.read_bytes().count(b"\n") == 1
        shown.until_shown("“sent”")
        shown.until_gone("WAITING FOR THE DISK")
        shown.until_status("1 span")
        shown.press("q")
        assert shown.until_left() == 0
        shown.assert_restored()


class Said:
    """What a watch has said."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.has_come = threading.Event()
        self.ended = 0
        self.watch = DiskWatch(self._say, self._has_ended)

    def _say(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.has_come.set()

    def _has_ended(self) -> None:
        self.ended += 1


def test_what_takes_long_is_said_and_its_end_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_disk, "_AFTER", 0.0)
    monkeypatch.setattr(slow_disk, "_LOOK_EVERY", 0.001)
    said = Said()
    for time in range(1, 4):  # also after it has slept
        said.has_come.clear()
        with said.watch:
            assert said.has_come.wait(60)
        assert said.ended == time
    assert said.seconds == sorted(said.seconds)  # one after another they are one wait
    said.watch.close()


def test_what_is_quick_is_not_said() -> None:
    said = Said()
    for _ in range(1_000):
        with said.watch:
            pass
    said.watch.close()
    assert (said.seconds, said.ended) == ([], 0)


def test_edits_that_follow_each_other_are_no_long_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(slow_disk, "time", SimpleNamespace(monotonic=lambda: now))
    said = Said()
    for _ in range(100):
        with said.watch:
            now += 0.006
        now += 0.01  # the folders of the journal
        with said.watch:
            now += 0.004
            assert said.watch.waited == pytest.approx(0.01)
        now += 0.09
    said.watch.close()
    assert said.ended == 0


def test_another_thread_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_disk, "_AFTER", 0.0)
    said = Said()

    def wait() -> None:
        with said.watch:
            said.has_come.wait(0.1)

    other = threading.Thread(target=wait)
    other.start()
    other.join()
    assert (said.seconds, said.ended) == ([], 0)
