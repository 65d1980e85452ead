"""Write a note on an annotation, or on an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.widgets.inert_text_area import InertTextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult


class NoteScreen(Dialog[str]):
    """Its result is the new note."""

    MODE = Mode.NOTE

    def __init__(
        self, label: str, quote: str, note: str, begun: str = "", draft: str | None = None
    ) -> None:
        """Write on a span.

        Args:
            label: What it is tagged as.
            quote: What the article says there.
            note: What the note says so far.
            begun: What stands behind that before anything is typed; alone it is not kept.
            draft: What was written of it that could not be kept; none if nothing was.
        """
        super().__init__()
        self._label, self._quote, self._note = label, quote, note
        # The editor gets text that is safe to show; a note that is left alone stays as it was.
        self._shown = "\n".join(inert(line) for line in f"{note}{begun}".splitlines())
        self._draft = self._shown if draft is None else draft
        """What stands there when it is opened."""
        self._is_asked = False
        """Whether it was asked if what was written is to be kept."""

    def compose(self) -> ComposeResult:
        """The annotation, the note, and the keys."""
        box = Vertical(classes="dialog")
        one_line = " ".join(self._quote.split())
        box.border_title = escape(inert(f"Note on {self._label}"))
        with box:
            yield Static(f"“{inert(one_line[:200])}”", markup=False, classes="hint")
            yield InertTextArea(self._draft, id="note-text", soft_wrap=True)
            yield Static(self._hint(), markup=False, classes="hint", id="note-hint")

    def _hint(self) -> str:
        if self._is_asked:
            return f"Keep what you wrote? {self.key('note.keep')} yes · {self.key(LEAVE)} no"
        does = self.hint("note.keep", "note.new-line")
        return f"{does} · {self.key(LEAVE)} leaves it as it was"

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

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come; one that leaves waits too."""
        return self.keep_early(event) or super().take_key(event)

    def command(self, command_id: str) -> None:
        """Do what a command does; leaving too waits for what was typed, lest it be lost unasked."""
        self.command_after_typing(command_id)

    def on_text_area_changed(self) -> None:
        """Somebody writes on: nothing is asked any more."""
        self._ask(is_asked=False)

    def leave(self) -> None:
        """Leave it as it was; but ask once whether what has been written is to be kept."""
        if self._is_asked or self.query_one(InertTextArea).text == self._shown:
            self.dismiss(None)
        else:
            self._ask(is_asked=True)

    def _ask(self, *, is_asked: bool) -> None:
        self._is_asked = is_asked
        hint = self.query_one("#note-hint", Static)
        hint.set_class(is_asked, "fault")
        hint.update(self._hint())

    def keep(self) -> None:
        """Close with what has been written."""
        text = self.query_one(InertTextArea).text
        self.dismiss(self._note if text == self._shown else text.strip())
