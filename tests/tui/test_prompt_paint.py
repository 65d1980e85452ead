"""A key is painted when it is done, not when its turn comes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from tests.stories import write_story
from tests.tui.painting import still, watching
from tests.tui.support import reading
from tui import forwarding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.tui.support import Reader

TEXT = "Iran left Syria\n\nThe rebels won the war\n"


@contextmanager
def _without_frames(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No turn comes at which Textual paints."""
    with monkeypatch.context() as patch:
        patch.setattr(Timer, "resume", lambda _: None)
        yield


async def _press_at(ana: Reader, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press `w` at a time."""
    with monkeypatch.context() as patch:
        patch.setattr(forwarding, "monotonic", lambda: seconds)
        await ana.app.on_event(events.Key("w", "w"))


async def test_a_key_waits_for_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT}), size=(100, 24)) as ana:
        with watching(monkeypatch) as painted:
            await still(ana)
            painted.clear()
            with _without_frames(monkeypatch):
                await _press_at(ana, 1_000.0, monkeypatch)
                await ana.until(lambda: painted.updates, "it is painted")
            assert "left" in painted.written(ana)
            await still(ana)
            assert len(painted.updates) == 1, "and once"


async def test_keys_that_come_too_fast_are_painted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT}), size=(100, 24)) as ana:
        with watching(monkeypatch) as painted:
            await still(ana)
            painted.clear()
            with _without_frames(monkeypatch):
                await _press_at(ana, 1_000.0, monkeypatch)
                await ana.until(lambda: painted.updates, "the first is painted")
                await _press_at(ana, 1_000.001, monkeypatch)
                await _press_at(ana, 1_000.002, monkeypatch)
                await ana.settle()
            assert len(painted.updates) == 1
            await _press_at(ana, 1_001.0, monkeypatch)
            await still(ana)
            assert len(painted.updates) == 2
