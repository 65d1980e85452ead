"""What keys can mean: the modes, and what a command is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from store.frozen import Frozen


class Mode(StrEnum):
    """What the keys mean at the moment."""

    READING = "reading"
    RESIZING = "resizing"
    JUMPING = "jumping"
    """Jump labels are shown: letters are codes, all else means what it means while reading."""
    LEAVING = "leaving"
    """`:q` was typed, and `:` has shortened something: it is asked what was meant."""
    PRACTICE = "practice"
    """A teacher looks on; what begins nothing here means what it does while reading."""
    SEARCH = "search"
    """The line in which a search is typed."""
    PALETTE = "palette"
    """The list of commands."""
    NOTE = "note"
    EXPORT = "export"
    CARD = "card"
    """What is said of an article as a whole."""
    FIGURES = "figures"
    """What the work has cost and come to."""
    PICK = "pick"
    """The list of articles."""
    HELP = "help"
    REVIEW = "review"
    """Annotations whose place is not certain are settled."""
    CHECK = "check"
    """Texts that are not tagged alike are settled."""
    LIST = "list"
    """All annotations are listed."""
    FILTER = "filter"
    """The line in which it is typed which of them are."""
    CLUSTERS = "clusters"
    """What is one thing is put together."""


MAIN_MODES: Final = frozenset({Mode.READING, Mode.RESIZING, Mode.JUMPING, Mode.LEAVING})
"""The modes of the main screen; digits count in them."""
WRITING_MODES: Final = frozenset(
    {Mode.SEARCH, Mode.PALETTE, Mode.HELP, Mode.NOTE, Mode.EXPORT, Mode.PICK, Mode.FILTER}
)
"""The modes in which text is written, so that no plain character can be a key."""
LEAVE: Final = "dialog.leave"
"""Leaves any dialog; it has its key at once, before what was typed ahead of it is taken."""


class Command(Frozen):
    """Something a key can do."""

    id: str
    """Stable: what a keymap file names it by."""
    help: str
    """One sentence, without a full stop."""
    keys: tuple[str, ...]
    """Default keys. A chord is several keys parted by spaces."""
    group: str
    """The heading it stands under in the help."""
    modes: frozenset[Mode] = frozenset({Mode.READING})
    hint: str = ""
    """A word or two for the key bar; commands without are not in it."""
    synonyms: str = ""
    """Other words by which it is found, parted by blanks."""
