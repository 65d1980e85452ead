"""Open somebody's annotations to read: without a lock, without a label set, without a write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.errors import InputError
from store.files import Files
from store.ledger.ledger import Ledger
from store.library.places import folder_of
from store.story.open_story import OpenStory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.articles import Story


class StoryToRead(OpenStory):
    """Somebody's work, as of a line of their journal."""

    @property
    def head(self) -> tuple[int, str]:
        """The number and the chain of the last line of the journal."""
        return self._ledger.head


@contextmanager
def open_to_read(
    story: Story, annotator: str, *, data: Path | None = None, files: Files | None = None
) -> Iterator[StoryToRead]:
    """A story with an annotator's work, to read; it may be open for writing elsewhere meanwhile.

    Args:
        story: What to open.
        annotator: Whose work.
        data: Where annotations lie, if not beside the articles.
        files: The file system, for tests.

    Raises:
        InputError: Nobody of that name has annotated anything here, or it cannot be read.
    """
    folder = folder_of(story, annotator, data)
    if not folder.is_dir():
        raise InputError(f"{annotator} has annotated nothing here", path=folder)
    with Ledger.to_read(folder, files or Files()) as ledger:
        yield StoryToRead(story, ledger)
