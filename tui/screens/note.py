"""Write a note on an annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.text.inert import inert
from tui.screens.dialog import Dialog
from tui.widgets.inert_input import InertTextArea

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class _NoteText(InertTextArea):
    """Enter keeps the note; a line end is put in with Ctrl+J, which every terminal can send."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "ctrl+j"):
            # The handlers of the classes above are called after this one unless they are kept off.
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                await self.screen.run_action("keep")
            else:
                self.insert("\n")


class NoteScreen(Dialog[str]):
    """Its result is the new note."""

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
            yield _NoteText(self._shown, id="note-text", soft_wrap=True)
            yield Static(
                "Enter keeps the note · Ctrl+J new line · Esc leaves it as it was",
                markup=False,
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin at the end of the note."""
        text = self.query_one(_NoteText)
        text.move_cursor(text.document.end)
        text.focus()

    def action_keep(self) -> None:
        """Close with what has been written."""
        text = self.query_one(_NoteText).text
        self.dismiss(self._note if text == self._shown else text.strip())
