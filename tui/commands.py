"""Every command, declared once: its id, what it does, its default keys, where it applies.

Key bindings, the key bar, the help and the palette are derived from this table. Keys that are not
in it but in `RESERVED` belong to commands to come; a label set cannot take them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.labels import LabelSet


class Mode(StrEnum):
    """What the keys mean at the moment."""

    READING = "reading"
    RESIZING = "resizing"


@dataclass(frozen=True, slots=True)
class Command:
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


RESERVED: Final = frozenset("fx.yntmXYN=")
"""Plain keys kept for jump labels, text objects, repeating, suggestions, ties and the matrix."""

_BOTH: Final = frozenset(Mode)
_RESIZING: Final = frozenset({Mode.RESIZING})

_MOTIONS: Final = (
    ("left", "Go one character left", ("left",)),
    ("right", "Go one character right", ("right",)),
    ("up", "Go one row up", ("up",)),
    ("down", "Go one row down", ("down",)),
    ("row-start", "Go to the start of the row", ("home",)),
    ("row-end", "Go to the end of the row", ("end",)),
    ("page-up", "Go one page up", ("pageup",)),
    ("page-down", "Go one page down", ("pagedown",)),
    ("article-start", "Go to the start of the article", ("g g", "ctrl+home")),
    ("article-end", "Go to the end of the article", ("G", "ctrl+end")),
    ("next-word", "Go to the next word", ("w", "ctrl+right")),
    ("previous-word", "Go to the previous word", ("b", "ctrl+left")),
    ("word-end", "Go to the end of the word", ("e",)),
    ("next-sentence", "Go to the next sentence", (")",)),
    ("previous-sentence", "Go to the previous sentence", ("(",)),
    ("next-paragraph", "Go to the next paragraph", ("}",)),
    ("previous-paragraph", "Go to the previous paragraph", ("{",)),
)
_SHIFTED: Final = (
    ("left", "shift+left", "one character left"),
    ("right", "shift+right", "one character right"),
    ("up", "shift+up", "one row up"),
    ("down", "shift+down", "one row down"),
    ("row-start", "shift+home", "to the start of the row"),
    ("row-end", "shift+end", "to the end of the row"),
    ("next-word", "ctrl+shift+right", "to the next word"),
    ("previous-word", "ctrl+shift+left", "to the previous word"),
)

COMMANDS: Final[tuple[Command, ...]] = (
    *(Command(f"go.{name}", text, keys, "Move", _BOTH) for name, text, keys in _MOTIONS),
    *(
        Command(f"select.{name}", f"Extend the selection {text}", (key,), "Select", _BOTH)
        for name, key, text in _SHIFTED
    ),
    Command("select.toggle", "Make every motion extend the selection; again ends that", ("v",),
            "Select", hint="select"),
    Command("select.flip", "Go to the other end of the selection", ("o",), "Select"),
    Command("cancel", "End the selection, leave the current annotation, clear the search",
            ("escape",), "Select"),
    Command("annotation.next", "Go to the next annotation and make it current", ("j",),
            "Annotations", hint="next"),
    Command("annotation.previous", "Go to the previous annotation and make it current", ("k",),
            "Annotations", hint="previous"),
    Command("annotation.enter", "Make the annotation under the caret current; again, the next out",
            ("enter",), "Annotations"),
    Command("annotation.remove", "Remove the current annotation, or the innermost under the caret",
            ("d",), "Annotations", hint="remove"),
    Command("annotation.resize", "Move the ends of the annotation; it keeps its id and its note",
            ("r",), "Annotations", hint="resize"),
    Command("annotation.note", "Write a note on the annotation", ("i",), "Annotations",
            hint="note"),
    Command("undo", "Undo, also edits of earlier sessions", ("u",), "Annotations", hint="undo"),
    Command("redo", "Redo what was undone", ("U", "ctrl+r"), "Annotations"),
    Command("resize.flip", "Move the other end", ("o",), "While resizing", _RESIZING, "other end"),
    Command("resize.keep", "Keep the new extent", ("enter",), "While resizing", _RESIZING, "keep"),
    Command("resize.leave", "Leave the annotation as it was", ("escape",), "While resizing",
            _RESIZING, "leave"),
    Command("search", "Search all articles of the story", ("/",), "Search", hint="find"),
    Command("search.next", "Go to the next match and select it", (">",), "Search"),
    Command("search.previous", "Go to the previous match and select it", ("<",), "Search"),
    Command("pane.next", "Go to the next pane; with one pane, to the next article", ("tab",),
            "Panes", hint="pane"),
    Command("pane.previous", "Go to the previous pane", ("shift+tab",), "Panes"),
    Command("article.next", "Show the next article in this pane", ("]",), "Panes", hint="article"),
    Command("article.previous", "Show the previous article in this pane", ("[",), "Panes"),
    Command("article.pick", "Pick an article by a part of its title or name", ("p",), "Panes"),
    Command("panes.more", "Show one pane more", ("+",), "Panes"),
    Command("panes.fewer", "Show one pane less", ("-",), "Panes"),
    Command("panes.auto", "Show as many panes as the width allows", ("0",), "Panes"),
    Command("review", "Settle where annotations belong whose article has changed", ("R",), "Story"),
    Command("export", "Export the story as JSONL, CSV or TSV", ("E",), "Story", hint="export"),
    Command("theme.toggle", "Change between dark and light", ("T",), "Story"),
    Command("help", "Show every key and the label guidelines", ("?", "f1"), "Story", _BOTH, "help"),
    Command("palette", "Find a command by its name", ("ctrl+p",), "Story", hint="commands"),
    Command("suspend", "Go back to the shell; fg there brings the screen back", ("ctrl+z",),
            "Story", _BOTH),
    Command("quit", "Leave; everything is saved already", ("q",), "Story", hint="leave"),
)  # fmt: skip
"""The commands that do not depend on the label set."""


def tag_commands(labels: LabelSet) -> Iterator[Command]:
    """A command for each label: tag with it, or relabel the current annotation."""
    for label in labels:
        yield Command(
            f"tag.{label.name}",
            f"Tag the selection, or the word under the caret, as {label.name}",
            (label.key,),
            "Tag",
        )


def all_commands(labels: LabelSet) -> tuple[Command, ...]:
    """Every command there is with a label set, the labels' first."""
    return (*tag_commands(labels), *COMMANDS)
