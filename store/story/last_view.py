"""Where somebody was in a story when they left it, so that they go on there.

Kept in `view.json` in the annotator's folder. It is no part of the work: without it, or where it
cannot be read, one begins at the top. What of it is about the person, not the story, is kept beside
for the next story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from store.files import programs_folder
from store.search import Query

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files

VIEW: Final = "view.json"
_BEFORE: Final = 32
"""Code points before a place by which it is found again in a changed text."""
_MOST: Final = 1 << 20
"""Bytes that are read of such a file."""


_Count = Annotated[int, msgspec.Meta(ge=0)]


class ReadPlace(msgspec.Struct, frozen=True):
    """A place in an article."""

    article: str
    """The article's id."""
    offset: _Count
    """Of the caret, in code points."""
    before: str
    """The text just before it."""
    top: _Count
    """Where the first visible row begins, in code points."""


class LeftList(msgspec.Struct, frozen=True):
    """How the annotations were listed last."""

    typed: str = ""
    """The filter."""
    order: str = ""
    scope: str = ""
    """What kinds of rows were listed."""
    article: str = ""
    """The only one whose rows were; all if empty."""
    is_grouped: bool = False


class LastView(msgspec.Struct, frozen=True):
    """What stood in each pane, from the left, and which had the keys."""

    places: tuple[ReadPlace, ...]
    active: _Count
    others: tuple[ReadPlace, ...] = ()
    """Where they were in articles that no pane showed any more."""
    level: str = ""
    """How much was suggested; empty if nobody has said so."""
    knows_keys: bool = False
    """Whether they have tagged enough to do without the first hints."""
    suggested: _Count | None = None
    """How many suggestions were left; none if not all articles had been looked at."""
    searched: tuple[Query, ...] = ()
    """What was searched for, the last one last."""
    is_lit: bool = False
    """Whether the last one was still lit."""
    listed: LeftList | None = None
    """How the annotations were listed; none if they never were."""
    ended: tuple[str, ...] = ()
    """The articles that were read to their last row."""


def place_at(article: str, text: str, offset: int, top: int) -> ReadPlace:
    """The place of a caret in a text, with the start of the first visible row."""
    return ReadPlace(article, offset, text[max(0, offset - _BEFORE) : offset], top)


def offset_in(place: ReadPlace, text: str) -> int:
    """Where a place is in a text that may have changed since, in code points.

    It is where the same text stands before it, the nearest to where it was; else as far from the
    start as it was.
    """
    size = len(place.before)
    offset = max(0, min(place.offset, len(text)))
    if text[max(0, offset - size) : offset] == place.before:
        return offset
    ahead = text.find(place.before, max(0, offset - size))
    behind = text.rfind(place.before, 0, offset)
    found = [at + size for at in (ahead, behind) if at >= 0]
    return min(found, key=lambda at: abs(at - offset), default=offset)


def read_last_view(folder: Path, files: Files) -> LastView | None:
    """Where somebody was; none if nobody knows.

    Args:
        folder: The annotator's.
        files: The file system.
    """
    path = folder / VIEW
    try:
        if not files.is_regular(path) or files.size(path) > _MOST:
            return None
        return msgspec.json.decode(files.read(path), type=LastView)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None  # losing it loses nothing


def habits_folder(annotator: str) -> Path:
    """The folder in which it is kept how somebody works, whatever the story."""
    return programs_folder() / "annotators" / annotator


def write_habits(annotator: str, view: LastView, files: Files) -> None:
    """Keep how much is suggested, and whether hints are needed, for the next story."""
    folder = habits_folder(annotator)
    try:
        files.make_folder(folder)
    except OSError:
        return  # losing it loses nothing
    habits = LastView((), 0, level=view.level, knows_keys=view.knows_keys)
    if read_last_view(folder, files) != habits:
        write_last_view(folder, habits, files)


def write_last_view(folder: Path, view: LastView, files: Files) -> None:
    """Keep where somebody is, if they have a folder; where it cannot be kept, it is not.

    Args:
        folder: The annotator's.
        view: Where they are.
        files: The file system.
    """
    try:
        if files.exists(folder):
            # Losing it loses nothing, so that no key waits until it is on the disk.
            data = msgspec.json.format(msgspec.json.encode(view))
            files.replace(folder / VIEW, data, lasts=False)
    except OSError:
        return  # a full or read-only disk is said where an edit is to be kept
