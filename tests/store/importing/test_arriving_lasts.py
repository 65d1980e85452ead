"""Articles that an import adds are on the disk before the edit that needs them is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from store.files import Files
from store.importing.arriving import story_to_import_into
from store.story.workspace import Workspace
from tests.imported import bring_in, dataset, row
from tests.stories import ANA

if TYPE_CHECKING:
    from pathlib import Path


class Synced(Files):
    """Remembers what had reached the disk when the first edit was written."""

    def __init__(self, story: Path) -> None:
        self._story = story
        self._synced: set[int] = set()
        """The inodes of files that were waited for; a link keeps its file's."""
        self._named: set[str] = set()
        """The articles that the story's folder had when it was last waited for."""
        self.at_edit: list[tuple[str, bool, bool]] = []
        """Each article, whether its text was on the disk, and whether its name was."""

    def sync(self, descriptor: int) -> None:
        self._synced.add(os.fstat(descriptor).st_ino)
        super().sync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        if folder == self._story:
            self._named = {path.name for path in folder.glob("*.txt")}
        super().sync_folder(folder)

    def write_some(self, descriptor: int, data: memoryview) -> int:
        if all(each in bytes(data) for each in (b'{"seq":', b"Tehran")) and not self.at_edit:
            self.at_edit = [
                (path.name, path.stat().st_ino in self._synced, path.name in self._named)
                for path in sorted(self._story.glob("*.txt"))
            ]
        return super().write_some(descriptor, data)


def test_texts_and_names_are_on_the_disk_before_the_edit(tmp_path: Path) -> None:
    """With a journal that is open: the first edit of a session waits for the folder as well."""
    story = (tmp_path / "story").resolve()
    for each in ("1", "2"):
        (tmp_path / each).mkdir()
    first = dataset(tmp_path / "1", row("Damascus denies it.", "actor:Damascus", article="a"))
    second = dataset(tmp_path / "2", row("So does Tehran.", "actor:Tehran", article="b"))
    files = Synced(story)
    with Workspace.open(story_to_import_into(story), ANA, files=files) as workspace:
        bring_in(workspace, first, files=files)
        bring_in(workspace, second, files=files)
    assert files.at_edit == [("a.txt", True, True), ("b.txt", True, True)]
