"""How far a person has come in an article: what a pane remembers of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.text.boundaries import floor_grapheme
from tui.selection import Selection

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion


@dataclass(slots=True)
class View:
    """One article in one pane."""

    selection: Selection = field(default_factory=lambda: Selection(0, 0))
    goal: int | None = None
    """The cell that vertical motions aim for."""
    top: int = 0
    """The first visible row."""
    grown: tuple[tuple[Selection, Selection], ...] = ()
    """What was selected before and after each step of growing, so that it can be taken back."""
    extending: bool = False
    """Whether every motion extends the selection."""
    current: Annotation | None = None
    """The annotation that was reached by key: label keys relabel it."""
    made: Annotation | None = None
    """The annotation that was just made, until the caret moves: keys that change or remove one mean
    it, also where a shorter one lies under the caret."""
    proposal: Suggestion | None = None
    """The suggestion that was reached by key: it is what keys accept, reject or correct."""
    resizing: Annotation | None = None
    """The annotation whose ends are being moved."""


def clamped(view: View, text: str) -> View:
    """The view with its selection inside a text and on grapheme boundaries."""
    anchor, head = view.selection.anchor, view.selection.head
    view.selection = Selection(
        floor_grapheme(text, min(anchor, len(text))), floor_grapheme(text, min(head, len(text)))
    )
    return view
