"""The files are written in a pause, and no key waits for it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from store.files import Files
from store.ledger.checkpoints import STATE, Checkpoints
from store.ledger.journal import JOURNAL
from tests.stories import home, write_story
from tests.tui.support import reading
from tui import pause

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class SlowBeside(Files):
    """A disk that is as slow as it can be to whoever is not the main thread."""

    def __init__(self) -> None:
        self.waits = threading.Event()
        self.goes_on = threading.Event()
        self.synced = 0

    def fsync(self, descriptor: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.waits.set()
            assert self.goes_on.wait(60)
            self.synced += 1
        super().fsync(descriptor)


async def test_a_key_is_durable_and_painted_while_a_checkpoint_waits_for_its_first_fsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pause, "_IDLE", 0.01)
    story, files = write_story(tmp_path), SlowBeside()
    async with reading(story, files=files, columns=1) as ana:
        await ana.press("a")
        await ana.until(files.waits.is_set, "a checkpoint waits for the disk")
        await ana.press("w a")
        assert "2 spans" in ana.line("status")
        assert (home(story) / JOURNAL).read_bytes().count(b"\n") == 2
        assert files.synced == 0
        assert not (home(story) / STATE).exists()
        files.goes_on.set()
        written = Checkpoints(home(story), Files())
        await ana.until(lambda: written.read_state().seq == 2, "both are in the files")


async def test_to_the_next_article_nobody_waits_for_the_files_of_the_last(
    tmp_path: Path,
) -> None:
    story, files = write_story(tmp_path), SlowBeside()
    async with reading(story, files=files, columns=1) as ana:
        before = ana.article_id
        await ana.press("a ]")
        assert ana.article_id != before
        await ana.until(files.waits.is_set, "the files of the first are being written")
        assert files.synced == 0
        files.goes_on.set()
