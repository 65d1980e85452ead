"""What keys can mean: the modes, what a command is, and the commands that each label has."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.labels import LabelSet


class Mode(StrEnum):
    """What the keys mean at the moment."""

    READING = "reading"
    RESIZING = "resizing"
    JUMPING = "jumping"
    """Jump labels are shown: letters are codes, all else means what it means while reading."""
    TYING = "tying"
    """Letters stand at what an annotation may be tied to."""
    LEAVING = "leaving"
    """`:q` was typed, and `:` has shortened something: it is asked what was meant."""
    PRACTICE = "practice"
    """A teacher looks on; what begins nothing here means what it does while reading."""
    ADJUDICATING = "adjudicating"
    """It is decided what of several people's work holds; what begins nothing here means what it
    does while reading."""
    SEARCH = "search"
    """The line in which a search is typed."""
    PALETTE = "palette"
    """The list of commands."""
    NOTE = "note"
    EXPORT = "export"
    IMPORT = "import"
    WELCOME = "welcome"
    """There is no article in the folder yet."""
    CARD = "card"
    """What is said of an article as a whole."""
    RECORD = "record"
    """What is said of a claim."""
    FIGURES = "figures"
    """What the work has cost and come to."""
    PICK = "pick"
    """The list of articles."""
    HELP = "help"
    REVIEW = "review"
    """Annotations whose place is not certain are settled."""
    CONFLICTS = "conflicts"
    """What two machines say differently is settled."""
    CHECK = "check"
    """Texts that are not tagged alike are settled."""
    LIST = "list"
    """All annotations are listed."""
    FILTER = "filter"
    """The line in which it is typed which of them are, or what something is called."""
    MATRIX = "matrix"
    """Which article says what."""
    QUOTES = "quotes"
    """What the articles say of one row of the matrix."""
    DIFFERING = "differing"
    """Values of one thing that differ."""
    LIBRARY = "library"
    """The stories of a folder are listed."""
    CLUSTERS = "clusters"
    """What is one thing is put together."""


MAIN_MODES: Final = frozenset({Mode.READING, Mode.RESIZING, Mode.JUMPING, Mode.TYING, Mode.LEAVING})
"""The modes of the main screen; digits count in them."""
WRITING_MODES: Final = frozenset(
    {Mode.SEARCH, Mode.PALETTE, Mode.HELP, Mode.NOTE, Mode.EXPORT, Mode.IMPORT, Mode.PICK,
     Mode.FILTER}
)  # fmt: skip
"""The modes in which text is written, so that no plain character can be a key."""
LEAVE: Final = "dialog.leave"
"""Leaves any dialog; it has its key at once, before what was typed ahead of it is taken."""


_EDITING: Final = frozenset({Mode.READING, Mode.RESIZING})


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


def tag_commands(labels: LabelSet) -> Iterator[Command]:
    """A command for each label: tag with it, or relabel the current annotation."""
    for label in labels:
        yield Command(
            f"tag.{label.name}",
            f"Tag or relabel what is meant as {label.name}",
            (label.key,),
            "Tag",
            _EDITING | {Mode.LIST, Mode.CHECK, Mode.ADJUDICATING},
            synonyms="change label rename recode code mark highlight",
        )


def add_commands(labels: LabelSet) -> Iterator[Command]:
    """A command for each label: tag a second time what is tagged already."""
    for label in labels:
        yield Command(
            f"add.{label.name}",
            f"Tag it as {label.name} as well; the label that it has stays",
            (f"& {label.key}",),
            "Tag",
            _EDITING,
            f"also {label.name}",
        )


def document_commands(labels: LabelSet) -> Iterator[Command]:
    """A command for each label of whole articles: go through what it can be."""
    for label in labels.document_labels:
        yield Command(
            f"document.{label.name}",
            f"{label.name}: {', '.join(label.values)}, or none again",
            (label.key,),
            "On the card",
            frozenset({Mode.CARD}),
        )


def propose_commands(labels: LabelSet) -> Iterator[Command]:
    """A command for each label whose key has a capital: tag with it, and propose the same."""
    for label in labels:
        capital = label.key.upper()
        if capital != label.key and len(capital) == 1:
            yield Command(
                f"propose.{label.name}",
                f"Tag as {label.name}, and propose the same text wherever else it stands",
                (capital,),
                "Tag",
            )


def is_of_label(command_id: str) -> bool:
    """Whether a command is there for one label: to tag with its letter, or to propose it."""
    return command_id.startswith(("tag.", "propose."))
