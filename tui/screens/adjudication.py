"""The screen of adjudication: the main screen, with what is to be decided below the text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.containers import Horizontal

from store.annotations.model import Annotation, Cluster, DecisionKind
from store.text.span import Span
from tui.aligned import BROUGHT_SIGN, AcrossMarks, SharedMark
from tui.keys.commands import Mode
from tui.render.adjudication_sheet import (
    LEAST_ROWS,
    SheetStyle,
    ShownQuestion,
    guidelines,
    list_lines,
    meaning_line,
    sheet_lines,
    status_words,
)
from tui.render.told_readings import StoryWords, mentions_of, told_short, what
from tui.render.tracks import Track
from tui.screens.adjudication_keys import AdjudicationKeys
from tui.screens.main import MainScreen
from tui.screens.tie_keys import TieKeys
from tui.status_bars import StatusBars
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.strip import Strip

    from store.adjudication.adjudication import Adjudication
    from store.adjudication.questions import DocketEntry, Question
    from store.annotations.model import Mention
    from store.labels import Label
    from store.story.workspace import Change
    from tui.render.bars import Status
    from tui.render.inspector import Inspected
    from tui.render.palette import Palette
    from tui.screens.editor import EditorScreen
    from tui.screens.editor_state import EditorSetup

_LIST_FROM: Final = 120
"""Columns from which on the questions are listed beside the text."""
_LIST: Final = 52
_HINTS: Final = (
    "help", "quit", "adjudicate.next", "adjudicate.previous", "adjudicate.agreed",
    "adjudicate.next-any", "adjudicate.article", "undo", "adjudicate.who", "article.done",
)  # fmt: skip


class AdjudicationBars(StatusBars):
    """The lines around the panes; the first below them says what keys mean for the question."""

    screen: AdjudicationScreen
    """Whose lines they are."""

    def meaning_line(
        self, inspected: Inspected, palette: Palette, width: int, labels: Iterable[Label] = ()
    ) -> Strip:
        """What a key means."""
        own = self.screen.meaning_line(width)
        return own or super().meaning_line(inspected, palette, width, labels)

    def show_status(self, status: Status, palette: Palette, width: int) -> None:
        """Bring the top line up to date, which says how far the article is decided."""
        shown = replace(status, work=self.screen.work, suggested="")
        super().show_status(shown, palette, width)


class AdjudicationTies(TieKeys):
    """Ties, and the question at hand, which is marked as what is brought from elsewhere is."""

    def __init__(self, screen: EditorScreen, adjudication: Adjudication) -> None:
        super().__init__(screen)
        self._adjudication = adjudication

    def show(self) -> None:
        """Light what is tied; who has said what was taken is another question, and not offered."""
        if self.watch is not None and self._screen.panes.panes:
            self.watch.light()
            self._show_across()

    def marks_in(self, article_id: str) -> tuple[AcrossMarks | None, str]:
        """The question at hand, unless something of other articles is marked."""
        marks, said = super().marks_in(article_id)
        entry = self._adjudication.entry
        if (marks is not None and (marks.brought or marks.shared)) or entry is None:
            return marks, said
        question = entry.question
        tied = tuple(SharedMark(each, BROUGHT_SIGN) for each in self._tied_in(question, article_id))
        if question.article != article_id:
            return (AcrossMarks(shared=tied), "") if tied else (None, "")
        return AcrossMarks(Span(question.start, question.end), tied), what(question)

    def _tied_in(self, question: Question, article: str) -> Iterator[Span]:
        """Where in an article that stands which is tied by what a question is about."""
        for mention in mentions_of(question, self._screen.workspace.now.links().clusters):
            annotation = self._screen.workspace.now.annotation(mention)
            if mention.article == article and annotation is not None:
                yield annotation.span


class AdjudicationScreen(MainScreen):
    """The main screen, with the question at hand below the text and the list of all beside it."""

    BARS = AdjudicationBars

    def __init__(
        self, setup: EditorSetup, adjudication: Adjudication, *, has_next: bool = False
    ) -> None:
        super().__init__(setup)
        self.base_modes = (Mode.ADJUDICATING, Mode.READING)
        self.adjudication = adjudication
        assert isinstance(self.bars, AdjudicationBars)
        self.bars.screen = self
        self.bars.hints = {**self.bars.hints, Mode.READING: _HINTS}
        self.places.knows_keys = True  # the first keys are not those of a question
        self._sheet = LineWidget("question")
        self._list = LineWidget("questions")
        self.ties = AdjudicationTies(self, adjudication)
        self.handlers.update(self.ties.handlers)
        self.adjudicating = AdjudicationKeys(self, adjudication, self.words, self.look)
        self.adjudicating.has_next = has_next
        self.handlers.update(self.adjudicating.handlers)

    # Putting together ----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The lines of the main screen, the list beside the text and the question below it."""
        self._sheet.styles.height = LEAST_ROWS
        if (shown := self._shown()) is not None:  # so that it is in the first frame, in its place
            self._show_question(shown, self.app.size)
        self._list.styles.width = _LIST
        self._list.styles.height = "1fr"
        for widget in super().compose():
            if widget is self.panes:
                yield Horizontal(widget, self._list)
                yield self._sheet
            else:
                yield widget
        self.look()

    def on_mount(self) -> None:
        """Notice what is undone. What the main screen does when it is mounted is done as well."""
        self.workspace.subscribe(self._see)

    def _see(self, change: Change) -> None:
        if change.did in ("undo", "redo") and self.adjudication.follow(change.edit):
            self.call_next(self._look_again)

    def _look_again(self) -> None:
        self.look()
        self.show_state()

    # Showing -------------------------------------------------------------------------------

    def look(self) -> None:
        """Bring the question at hand on screen: its article, with the caret where it begins, or on
        what was made of it."""
        entry = self.adjudication.entry
        if entry is None:
            return
        if not self.panes.panes:
            self.panes.fit(self.app.size.width)
        pane = self.panes.show(entry.question.article)
        pane.set_tracks(self._tracks(entry.question.article))
        made = self.adjudication.made(entry)
        if made and entry.question.kind is DecisionKind.SPANS:
            pane.show_view(pane.view.reaching(made[0]))
        else:
            question = entry.question
            pane.scroll_rows_to(pane.viewport.top_showing(max(question.start, question.end - 1)))
            pane.show_view(pane.view.caret_at(question.start))

    def show_state(self) -> None:
        """Bring the lines around the panes up to date, and the question."""
        is_shown = not self.has_class("-small")
        width, height = self.size
        self._list.display = is_shown and width >= _LIST_FROM
        self._sheet.display = is_shown
        for pane in self.panes.panes:
            if pane.opened is not None:
                pane.set_across(*self.ties.marks_in(pane.opened.id))
                pane.set_tracks(self._tracks(pane.opened.id))
        super().show_state()
        shown = self._shown()
        if not is_shown or shown is None:
            return
        taken = self._show_question(shown, self.size)
        if self._list.display:
            style = SheetStyle(self.keymap, self.palette, _LIST)
            rows = height - taken - 4
            singles = self.adjudication.singles
            said = guidelines(self._labels_of(shown.entry), style, max(0, rows - len(singles) - 1))
            listed = list_lines(singles, shown.entry, self.words, style, rows - len(said))
            self._list.set_strips([*listed, *said])

    def _show_question(self, shown: ShownQuestion, size: Size) -> int:
        """Show the question at hand in a screen of some size; how many rows that takes."""
        style = SheetStyle(self.keymap, self.palette, size.width)
        lines = sheet_lines(shown, style, max(LEAST_ROWS, size.height // 2 - 2))
        if self._sheet.size.height != len(lines):
            self._sheet.styles.height = len(lines)
        self._sheet.set_strips(lines)
        return len(lines)

    def _shown(self) -> ShownQuestion | None:
        adjudication, entry = self.adjudication, self.adjudication.entry
        if entry is None:
            return None
        singles = adjudication.singles
        keys = [each.question.key for each in singles]
        key = entry.question.key
        number = keys.index(key) + 1 if key in keys else 0
        later = singles[number:] if number else singles
        following = next((each for each in later if each.is_open), None)
        return ShownQuestion(
            entry,
            number,
            adjudication.tally,
            adjudication.why,
            list(adjudication.notes()),
            adjudication.name,
            shows_people=self.adjudicating.shows_people,
            words=self.words,
            following=self._said_of(following) if following is not None else "",
        )

    def _labels_of(self, entry: DocketEntry) -> list[Label]:
        """The labels in the readings of a question, those of most people first."""
        values = (value for reading in entry.question.readings for value in reading.values)
        names = dict.fromkeys(v.label for v in values if isinstance(v, Annotation | Cluster))
        known = (self.workspace.labels.named(name) for name in names)
        return [label for label in known if label is not None]

    def _said_of(self, entry: DocketEntry) -> str:
        return f"{what(entry.question)} “{told_short(entry.question, self.words, 40)}”"

    @cached_property
    def words(self) -> StoryWords:
        """What is looked up of the story, to say what is tied in it."""
        now = self.workspace.now

        def text_of(mention: Mention) -> str:
            annotation = now.annotation(mention)
            return annotation.text if annotation is not None else ""

        def number_of(article: str) -> int:
            ids = [each.id for each in now.story.articles]
            return ids.index(article) + 1 if len(ids) > 1 and article in ids else 0

        return StoryWords(text_of, number_of, lambda each: now.links().clusters.get(each))

    def _tracks(self, article: str) -> tuple[Track, ...]:
        """How far the readings of the question at hand go in an article."""
        entry = self.adjudication.entry
        if entry is None or entry.question.article != article:
            return ()
        found = []
        for number, reading in enumerate(entry.question.readings, start=1):
            spans = [each for each in reading.values if isinstance(each, Annotation)]
            if spans:
                found.append(Track(number, tuple((each.span, each.label) for each in spans)))
        return tuple(found)

    @property
    def work(self) -> str:
        """How far the article is decided, for the top line."""
        return status_words(self.adjudication.tally, self.key("adjudicate.agreed"))

    def meaning_line(self, width: int) -> Strip | None:
        """What keys mean for the question; none where something is selected, which they mean
        then, or there is none."""
        shown = self._shown()
        if shown is None or not self.pane.selection.is_empty or self.pane.view.resizing:
            return None
        return meaning_line(shown, SheetStyle(self.keymap, self.palette, width))
