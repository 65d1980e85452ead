"""The story that a dataset is imported into, which may not be there yet."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from store.articles.model import Story
from store.articles.story import ANNOTATIONS_FOLDER, find_story
from store.errors import InputError, system_reason
from store.labels import LABELS_FILE
from store.ledger.lock import LOCK, LOCK_INFO

if TYPE_CHECKING:
    from pathlib import Path

_OF_THE_LOCK: Final = frozenset((LOCK, LOCK_INFO))


def story_to_import_into(path: Path) -> Story:
    """The story that a path names, or one without articles where there is nothing yet.

    Raises:
        InputError: There is something else.
    """
    if not os.path.lexists(path):
        if not path.parent.is_dir():
            reason = "there is no folder in which the story could be made"
            raise InputError(reason, path=path.parent)
    elif not _is_bare(path):
        return find_story([path])
    root = path.resolve()
    return Story(root, root.name or str(root), ())


def _is_bare(path: Path) -> bool:
    """Whether a path is a folder with nothing in it but what a story has besides its articles."""
    own = (LABELS_FILE, ANNOTATIONS_FOLDER)
    try:
        return path.is_dir() and all(
            name in own or name.startswith(".") for name in os.listdir(path)
        )
    except OSError as error:
        reason = f"the folder cannot be read: {system_reason(error)}"
        raise InputError(reason, path=path) from error


def take_away(story: Story, annotator: str) -> None:
    """Remove the folders of a story that was not made after all, as far as nothing is in them.

    Only for a story whose folder was not there before: nobody else can have its lock.
    """
    home = story.root / ANNOTATIONS_FOLDER / annotator
    with suppress(OSError):
        names = set(os.listdir(home))
        for name in names if names <= _OF_THE_LOCK else ():
            (home / name).unlink()
    for folder in (home, home.parent, story.root):
        with suppress(OSError):
            folder.rmdir()
