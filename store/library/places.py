"""Where an annotator's work lies, and what tells a folder of work from any other."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from store.articles.story import ANNOTATIONS_FOLDER
from store.errors import InputError
from store.ledger.checkpoints import ARTICLES, BACKUPS, STATE
from store.ledger.journal import JOURNAL
from store.ledger.lock import LOCK

if TYPE_CHECKING:
    from pathlib import Path

    from store.articles import Story

_FORBIDDEN_IN_NAMES: Final = '<>:"/\\|?*'
_LONGEST_NAME: Final = 100
"""Bytes of an annotator's name, which is a folder's name."""


def home_of(root: Path, data: Path | None = None) -> Path:
    """The folder with a folder for each annotator of a story.

    Args:
        root: The story's own folder.
        data: Where annotations lie, if not beside the articles.
    """
    return data or root / ANNOTATIONS_FOLDER


def folder_of(story: Story, annotator: str, data: Path | None = None) -> Path:
    """Where an annotator's work on a story lies.

    Raises:
        InputError: The name cannot be an annotator's.
    """
    check_name(annotator)
    return home_of(story.root, data) / annotator


def check_name(annotator: str) -> None:
    """Refuse a name that cannot be a folder's.

    Raises:
        InputError: It cannot.
    """
    if not is_name(annotator):
        raise InputError(
            f"the annotator's name {annotator!r} cannot name a folder; "
            "choose another with {option:annotator}"
        )


def check_distinct(folder: Path) -> None:
    """Refuse an annotator's folder, not there yet, that on another machine would be that of
    somebody who is.

    Raises:
        InputError: There is one whose name differs only in capitals, or in how letters are written.
    """
    if folder.exists() or not folder.parent.is_dir():
        return
    for other in folder.parent.iterdir():
        if folded(other.name) == folded(folder.name) and has_work(other):
            raise InputError(
                f"{folder.name!a} and {other.name!a}, whose work is here, are one name on some "
                "machines; use the second, or another, with {option:annotator}",
                path=folder.parent,
            )


def folded(annotator: str) -> str:
    """An annotator's name as machines that see the fewest differences have it."""
    return unicodedata.normalize("NFKC", annotator).casefold()


def is_name(annotator: str) -> bool:
    """Whether an annotator can have that name, so that a folder of it may be ours."""
    bad = not annotator or annotator.strip(" .") != annotator or not annotator.isprintable()
    too_long = len(annotator.encode("utf-8", "surrogatepass")) > _LONGEST_NAME
    return not (bad or too_long or any(each in _FORBIDDEN_IN_NAMES for each in annotator))


def has_work(folder: Path) -> bool:
    """Whether anything of an annotator's work is in a folder."""
    return any((folder / name).exists() for name in (JOURNAL, ARTICLES, STATE, BACKUPS))


def is_work(folder: Path) -> bool:
    """Whether a folder is an annotator's own; a file of one name alone does not make it that."""
    others = (STATE, ARTICLES, LOCK, BACKUPS)
    return (folder / JOURNAL).is_file() and any((folder / name).exists() for name in others)
