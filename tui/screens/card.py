"""The card of an article: what is said of it as a whole, and what it says of itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from store.annotations.assessing import set_article_note, set_document_label
from store.story.progress import progress_of
from store.text.inert import inert
from store.wording import counted
from tui.actions.making import OwnEdits
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.screens.note import NoteScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from textual.app import ComposeResult

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import ArticleRecord
    from store.labels import DocumentLabel
    from store.story.open_article import OpenArticle
    from store.story.workspace import Workspace

_NAMES: Final = 10
"""Columns for the names of the lines."""


class CardScreen(Dialog[None]):
    """Shows what is said of an article, and changes it key by key."""

    MODE = Mode.CARD

    def __init__(self, workspace: Workspace, opened: OpenArticle, ended: Container[str]) -> None:
        """Show an article's; `ended` are the ids of those that were read to their last row."""
        super().__init__()
        self._workspace, self._opened, self._ended = workspace, opened, ended
        self._edits = OwnEdits(workspace, self.say, self.say)
        self._labels = workspace.labels.document_labels
        self._chosen: DocumentLabel | None = None
        """That of which a value was last chosen."""
        self._guided: DocumentLabel | None = None
        """That whose guideline is shown."""

    def compose(self) -> ComposeResult:
        """The lines of the card, and the keys."""
        box = Vertical(classes="dialog")
        box.border_title = escape(inert(self._opened.article.title[:80]))
        with box:
            yield Static(id="card-lines", markup=False)
            yield Static(id="card-guideline", markup=False)
            yield Static(self._hint(), markup=False, classes="hint")

    def on_mount(self) -> None:
        """Show how it stands."""
        self._show()

    @property
    def _record(self) -> ArticleRecord:
        return self._workspace.now.links().record_of(self._opened.id)

    def _show(self) -> None:
        record, article = self._record, self._opened.article
        given = dict(record.labels)
        spans = counted(len(self._opened.annotations), "span")
        lines = [
            ("state", f"{progress_of(self._workspace.now, self._opened, self._ended)} · {spans}"),
            ("note", record.note or "–"),
            *((f"{self.key(f'document.{each.name}')} {each.name}",
               _choices(each.values, given.pop(each.name, ""))) for each in self._labels),
            *((name, f"[{value}], which is not in the label set") for name, value in given.items()),
            ("outlet", article.byline.outlet),
            ("date", article.byline.date),
            ("author", article.byline.author),
            ("file", article.name),
        ]  # fmt: skip
        guideline = self.query_one("#card-guideline", Static)
        guideline.display = self._guided is not None
        if self._guided is not None:
            said = self._guided.guideline or "There is no guideline for this label"
            guideline.update(inert(f"{self._guided.name}: {' '.join(said.split())}"))
        room = max(_NAMES, *(len(name) + 1 for name, _ in lines))
        self.query_one("#card-lines", Static).update(
            "\n".join(f"{name:<{room}}{_in_rows(value, room)}" for name, value in lines if value)
        )

    def _hint(self) -> str:
        keys = " ".join(self.key(f"document.{each.name}") for each in self._labels)
        chosen = f"{keys} choose · " if keys else ""
        guided = ("guideline",) if keys else ()
        return f"{chosen}{self.hint(*guided, 'card.note', 'undo')} · {self.hint(LEAVE)}s"

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "guideline": self._show_guideline,
            "card.note": self._write_note,
            "undo": lambda: self._take_back(is_undo=True),
            "redo": lambda: self._take_back(is_undo=False),
            **{f"document.{each.name}": partial(self._go_on, each) for each in self._labels},
        }

    def _show_guideline(self) -> None:
        """Show the guideline of the label that was chosen last; again, of the next one."""
        if not self._labels:
            self.say("No label is of whole articles: no guideline")
            return
        after = self._labels.index(self._guided) + 1 if self._guided is not None else 0
        next_one = self._labels[after % len(self._labels)]
        self._guided = next_one if self._guided else self._chosen or next_one
        self._show()

    def leave(self) -> None:
        """Close the guideline, and without one the card."""
        if self._guided is None:
            super().leave()
        else:
            self._guided = None
            self._show()

    def _go_on(self, label: DocumentLabel) -> None:
        """Give a label of the article its next value; a guideline that is shown follows."""
        self._chosen = label
        self._guided = self._guided and label
        links = self._workspace.now.links()
        value = label.after(dict(self._record.labels).get(label.name, ""))
        self._make(set_document_label(links, self._opened.article, label.name, value))

    def _write_note(self, draft: str | None = None) -> None:
        """Have a note written; where it cannot be kept, what was written stands there again."""

        def keep(note: str | None) -> None:
            if note is not None:
                links = self._workspace.now.links()
                is_kept = self._make(set_article_note(links, self._opened.article, note))
                if not is_kept and note != self._record.note:
                    self._write_note(note)

        title = self._opened.article.title
        dialog = NoteScreen("the article", title, self._record.note, draft=draft)
        self.app.push_screen(dialog, keep)

    def _make(self, edit: Edit | Refusal) -> bool:
        """Make an edit, or say why not; whether it is made."""
        change = self._edits.make(lambda: edit)
        self._show()
        return change is not None

    def _take_back(self, *, is_undo: bool) -> None:
        self._edits.take_back(is_undo=is_undo)
        self._show()


def _choices(values: tuple[str, ...], chosen: str) -> str:
    """Values that can be chosen, with the one that is, be it one of an older label set."""
    shown = values if chosen in ("", *values) else (*values, chosen)
    return " ".join(f"[{value}]" if value == chosen else value for value in shown)


def _in_rows(value: str, room: int) -> str:
    """A text that may have several lines, below each other behind the names."""
    return ("\n" + " " * room).join(inert(line) for line in value.splitlines())
