"""The card of an article: what is said of it as a whole, and what it says of itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.markup import escape
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from store.annotations.assessing import (
    set_article_note,
    set_byline_fact,
    set_document_label,
)
from store.articles.model import BYLINE_FACTS
from store.frozen import Frozen
from store.story.progress import progress_of
from store.text.inert import inert
from store.wording import counted
from tui.actions.making import OwnEdits
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.screens.note import Writing, note_dialog
from tui.widgets.hint_lines import HintLines

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from textual import events
    from textual.app import ComposeResult

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.links import Links
    from store.annotations.model import ArticleRecord
    from store.labels import DocumentLabel
    from store.story.open_article import OpenArticle
    from store.story.workspace import Workspace

_NAMES: Final = 10
"""Columns for the names of the lines."""
_NOTHING: Final = "–"
"""Stands where nothing is said."""
_CHOSEN, _OTHER = "> ", "  "


class _CardLine(Frozen):
    """A line of the card."""

    name: str
    value: str
    change: Callable[[], None] | None = None
    """Has it changed by whoever reads it; none of what cannot be changed here."""


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
        self._at = 1
        """The number of the chosen line: at first the note's."""

    def compose(self) -> ComposeResult:
        """The lines of the card, and the keys."""
        box = Vertical(classes="dialog")
        box.border_title = escape(inert(self._opened.article.title[:80]))
        with box:
            for number in range(len(self._lines)):
                with Horizontal(id=f"card-line-{number}", classes="card-line"):
                    yield Static(markup=False)
                    yield Static(markup=False)
            yield Static(id="card-guideline", markup=False)
            yield HintLines(self._hint())

    def on_mount(self) -> None:
        """Show how it stands."""
        self._show()

    @property
    def _links(self) -> Links:
        return self._workspace.now.links()

    @property
    def _record(self) -> ArticleRecord:
        return self._links.record_of(self._opened.id)

    @property
    def _title(self) -> str:
        return self._opened.article.title

    @property
    def _lines(self) -> list[_CardLine]:
        """What the card says, in the order in which it does."""
        record, opened = self._record, self._opened
        given, byline = dict(record.labels), self._links.byline_of(opened.article)
        progress = progress_of(self._workspace.now, opened, self._ended)
        spans = counted(len(opened.annotations), "span")
        return [
            _CardLine("state", f"{progress} · {spans}"),
            _CardLine("note", record.note or _NOTHING, self._write_note),
            *(
                _CardLine(
                    f"{self.key(f'document.{each.name}')} {each.name}",
                    _choices(each.values, given.pop(each.name, "")),
                    partial(self._go_on, each),
                )
                for each in self._labels
            ),
            *(
                _CardLine(name, f"[{value}], which is not in the label set")
                for name, value in given.items()
            ),
            *(
                _CardLine(each, getattr(byline, each) or _NOTHING, partial(self._write_fact, each))
                for each in BYLINE_FACTS
            ),
            _CardLine("file", opened.article.name),
        ]

    def _show(self) -> None:
        guideline = self.query_one("#card-guideline", Static)
        guideline.display = self._guided is not None
        if self._guided is not None:
            said = self._guided.guideline or "There is no guideline for this label"
            guideline.update(inert(f"{self._guided.name}: {' '.join(said.split())}"))
        lines = self._lines
        room = max(_NAMES, *(len(each.name) + 1 for each in lines))
        for number, each in enumerate(lines):
            name, value = self.query_one(f"#card-line-{number}").query_children(Static)
            name.styles.width = len(_OTHER) + room
            name.update(f"{_CHOSEN if number == self._at else _OTHER}{each.name}")
            value.update("\n".join(map(inert, each.value.splitlines())))

    def _hint(self) -> str:
        keys = " ".join(self.key(f"document.{each.name}") for each in self._labels)
        chosen = f"{keys} choose · " if keys else ""
        guided = ("guideline",) if keys else ()
        moves = f"{self.key('list.up')} {self.key('list.down')} {self.key('card.edit')}"
        does = self.hint(*guided, "card.note", "undo")
        return f"{chosen}{moves} edits · {does} · {self.hint(LEAVE)}s"

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "guideline": self._show_guideline,
            "card.note": self._write_note,
            "card.edit": self._edit,
            "list.down": partial(self._move, 1),
            "list.up": partial(self._move, -1),
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

    def _move(self, step: int) -> None:
        """Choose the next line that can be changed, if there is one that way."""
        self._choose(self._at + step)

    @property
    def called(self) -> str:
        """What it is called, to who hears it: the title of the article, and how far that is."""
        state = self._lines[0]
        return f"{super().called}. {state.name} {state.value}"

    def spoken(self) -> list[str]:
        """The chosen line, and what is said of it."""
        line, box = self._lines[self._at], self.query_one(".dialog")
        return [f"{line.name} {line.value}", str(box.border_subtitle or "")]

    def _edit(self) -> None:
        """Have the chosen line changed."""
        change = self._lines[self._at].change
        if change is not None:
            change()

    def _choose(self, number: int) -> bool:
        """Choose a line; whether it can be changed."""
        if self._lines[number].change is None:
            return False
        self._at = number
        self._show()
        return True

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked, and have it changed."""
        around = event.widget.ancestors_with_self if event.widget else ()
        number = next((a.id for a in around if a.has_class("card-line")), None)
        if number and self._choose(int(number.rpartition("-")[2])):
            self._edit()

    def _go_on(self, label: DocumentLabel) -> None:
        """Give a label of the article its next value; a guideline that is shown follows."""
        self._chosen = label
        self._guided = self._guided and label
        value = label.after(dict(self._record.labels).get(label.name, ""))
        self._make(set_document_label(self._links, self._opened.article, label.name, value))

    def _write_note(self, draft: str | None = None) -> None:
        """Have a note written; where it cannot be kept, what was written stands there again."""

        def keep(note: str | None) -> None:
            if note is not None:
                is_kept = self._make(set_article_note(self._links, self._opened.article, note))
                if not is_kept and note != self._record.note:
                    self._write_note(note)

        writing = Writing("Note on the article", self._title, self._record.note, draft=draft)
        note_dialog(self.app, writing).push(self.app, keep)

    def _write_fact(self, name: str, draft: str | None = None) -> None:
        """Write where the article is from, where its text does not say it, or wrongly."""
        known = getattr(self._links.byline_of(self._opened.article), name)

        def keep(said: str | None) -> None:
            if said is not None:
                value = " ".join(said.split())
                edit = set_byline_fact(self._links, self._opened.article, name, value)
                if not self._make(edit) and value != known:
                    self._write_fact(name, value)

        heading = f"{name.capitalize()} of the article"
        writing = Writing(heading, self._title, known, draft=draft, is_one_line=True)
        note_dialog(self.app, writing).push(self.app, keep)

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
