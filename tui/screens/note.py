"""Write a note on an annotation or an article, or where an article is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.frozen import Frozen
from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.screens.kept_dialogs import kept_dialog
from tui.widgets.hint_lines import HintLines
from tui.widgets.inert_text_area import InertTextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from textual import events
    from textual.app import App, ComposeResult


class Writing(Frozen):
    """What is to be written, and on what."""

    title: str
    """Such as "Note on actor"."""
    quote: str
    """What the article says there."""
    note: str = ""
    """What is written so far."""
    begun: str = ""
    """What stands behind that before anything is typed; alone it is not kept."""
    draft: str | None = None
    """What was written of it and could not be kept; none if nothing was."""
    is_one_line: bool = False
    """Whether it has no use for line ends, so that no key is named for them."""


def note_dialog(app: App[Any], writing: Writing) -> NoteScreen:
    """The dialog in which something is written; it is kept, as no two are open at once."""
    dialog = kept_dialog(app, NoteScreen, lambda _: NoteScreen())
    dialog.begin(writing)
    return dialog


_SHORT: Final = 20
"""Rows of a screen below which the note begins with few lines."""


class NoteScreen(Dialog[str]):
    """Its result is the new note."""

    MODE = Mode.NOTE

    def __init__(self) -> None:
        super().__init__()
        self._writing, self._shown = Writing("", ""), ""
        self._is_asked = False
        """Whether it was asked if what was written is to be kept."""

    def begin(self, writing: Writing) -> None:
        """Have something written once it is opened."""
        self._writing = writing
        # The editor gets text that is safe to show; a note that is left alone stays as it was.
        lines = f"{writing.note}{writing.begun}".splitlines()
        self._shown = "\n".join(map(inert, lines))

    def compose(self) -> ComposeResult:
        """What it is on, the note, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(id="note-quote", markup=False, classes="quote")
            yield InertTextArea(id="note-text", soft_wrap=True)
            yield HintLines()

    def opened(self) -> None:
        """Show what is written so far, and begin at its end."""
        self._is_asked = False
        self.query_one(".dialog").border_title = escape(inert(self._writing.title))
        one_line = " ".join(self._writing.quote.split())
        self.query_one("#note-quote", Static).update(f"“{inert(one_line[:200])}”")
        text, draft = self.query_one(InertTextArea), self._writing.draft
        with self.prevent(InertTextArea.Changed):
            text.load_text(self._shown if draft is None else draft)
        text.set_class(self._writing.is_one_line, "one-line")
        text.set_class(self.app.size.height < _SHORT, "short")
        if self._writing.is_one_line:
            text.select_all()  # what is typed takes its place
        else:
            text.move_cursor(text.document.end)
        self._show_hint()
        text.focus()
        if self.size == self.app.size:  # it was laid out before, for another note
            self.lay_out()

    def _hint(self) -> str:
        if self._is_asked:
            return f"Keep what you wrote? {self.key('note.keep')} yes · {self.key(LEAVE)} no"
        does = self.hint("note.keep", *(() if self._writing.is_one_line else ("note.new-line",)))
        return f"{does} · {self.key(LEAVE)} leaves it as it was"

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
        self._show_hint()

    def _show_hint(self) -> None:
        hint = self.query_one(HintLines)
        hint.set_class(self._is_asked, "fault")
        hint.show(self._hint())

    def keep(self) -> None:
        """Close with what has been written."""
        text = self.query_one(InertTextArea).text
        self.dismiss(self._writing.note if text == self._shown else text.strip())
