"""Write a note on an annotation or an article, or where an article is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.widgets.hint_line import HintLine
from tui.widgets.inert_text_area import InertTextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult


class NoteScreen(Dialog[str]):
    """Its result is the new note."""

    MODE = Mode.NOTE

    def __init__(
        self, title: str, quote: str, note: str, begun: str = "", *, is_one_line: bool = False
    ) -> None:
        """Write on something.

        Args:
            title: What is written, and on what: "Note on actor".
            quote: What the article says there.
            note: What the note says so far.
            begun: What stands behind that before anything is typed; alone it is not kept.
            is_one_line: Whether it has no use for line ends, so that it names no key for them.
        """
        super().__init__()
        self._title, self._quote, self._note = title, quote, note
        self._is_one_line = is_one_line
        # The editor gets text that is safe to show; a note that is left alone stays as it was.
        self._shown = "\n".join(inert(line) for line in f"{note}{begun}".splitlines())
        self._is_asked = False
        """Whether it was asked if what was written is to be kept."""

    def compose(self) -> ComposeResult:
        """The annotation, the note, and the keys."""
        box = Vertical(classes="dialog")
        one_line = " ".join(self._quote.split())
        box.border_title = escape(inert(self._title))
        with box:
            yield Static(f"“{inert(one_line[:200])}”", markup=False, classes="hint")
            kind = "one-line" if self._is_one_line else None
            yield InertTextArea(self._shown, id="note-text", classes=kind, soft_wrap=True)
            yield HintLine(self._hint())

    def _hint(self) -> str:
        if self._is_asked:
            return f"Keep what you wrote? {self.key('note.keep')} yes · {self.key(LEAVE)} no"
        does = self.hint("note.keep", *(() if self._is_one_line else ("note.new-line",)))
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
        line = self.query_one(HintLine)
        line.set_class(is_asked, "fault")
        line.hint = self._hint()

    def keep(self) -> None:
        """Close with what has been written."""
        text = self.query_one(InertTextArea).text
        self.dismiss(self._note if text == self._shown else text.strip())
