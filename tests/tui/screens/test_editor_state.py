"""What cannot be kept is said loudly, and nothing is shown that is not on the disk."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from tests.faults import FaultyFiles
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path


async def test_an_edit_on_a_full_disk_is_not_made_and_says_so(seeds: Path) -> None:
    files = FaultyFiles()
    async with reading(seeds, size=(160, 40), files=files) as ana:
        await ana.press("a")
        assert ana.tags() == ["actor[0:4]Iran"]
        files.arm("write_some")
        await ana.press("w w w a")
        assert ana.tags() == ["actor[0:4]Iran"]
        assert "NOT SAVED: no space left on device" in ana.screen().splitlines()[0]
        files.disarm()
        await ana.press("a")
        assert len(ana.tags()) == 2
        first_line = ana.screen().splitlines()[0]
        assert "saved" in first_line
        assert "NOT SAVED" not in first_line


async def test_an_unconfirmed_edit_makes_the_story_read_only(seeds: Path) -> None:
    files = FaultyFiles()
    async with reading(seeds, size=(160, 40), files=files) as ana:
        await ana.press("a")
        files.arm("sync", error=OSError(errno.EIO, "Input/output error"))
        await ana.press("w a")
        files.disarm()
        assert "LAST EDIT UNCONFIRMED" in ana.screen().splitlines()[0]
        await ana.press("w a")
        assert ana.tags() == ["actor[0:4]Iran"]


async def test_a_checkpoint_that_fails_warns_and_the_edit_is_kept(seeds: Path) -> None:
    files = FaultyFiles()
    async with reading(seeds, size=(160, 40), files=files) as ana:
        files.arm("rename")
        await ana.press("a")
        await ana.until_screen("every edit is safe in the journal")
        assert ana.tags() == ["actor[0:4]Iran"]
        files.disarm()
    async with reading(seeds) as ana:
        assert ana.tags() == ["actor[0:4]Iran"]
