"""Write a note on an annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.widgets.inert_input import InertTextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult


class NoteScreen(Dialog[str]):
    """Its result is the new note."""

    MODE = Mode.NOTE

    def __init__(self, label: str, quote: str, note: str) -> None:
        """Write on a span.

        Args:
            label: What it is tagged as.
            quote: What the article says there.
            note: What the note says so far.
        """
        super().__init__()
        self._label, self._quote, self._note = label, quote, note
        # The editor gets text that is safe to show; a note that is left alone stays as it was.
        self._shown = "\n".join(inert(line) for line in note.splitlines())

    def compose(self) -> ComposeResult:
        """The annotation, the note, and the keys."""
        box = Vertical(classes="dialog")
        one_line = " ".join(self._quote.split())
        box.border_title = escape(inert(f"Note on {self._label}"))
        with box:
            yield Static(f"“{inert(one_line[:200])}”", markup=False, classes="hint")
            yield InertTextArea(self._shown, id="note-text", soft_wrap=True)
            does = self.hint("note.keep", "note.new-line")
            leaves = f"{self.key(LEAVE)} leaves it as it was"
            yield Static(f"{does} · {leaves}", markup=False, classes="hint")

    def on_mount(self) -> None:
        """Begin at the end of the note."""
        text = self.query_one(InertTextArea)
        text.move_cursor(text.document.end)
        text.focus()

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "note.keep": self.keep,
            "note.new-line": lambda: self.query_one(InertTextArea).insert("\n"),
        }

    def keep(self) -> None:
        """Close with what has been written."""
        text = self.query_one(InertTextArea).text
        self.dismiss(self._note if text == self._shown else text.strip())
