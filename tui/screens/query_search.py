"""A query that is searched for: what it finds is walked as the matches of a text are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations.edits import assessed, touched
from store.query.parsing import asks_by_field
from store.text.span import Span
from tui.actions import searching
from tui.screens.answer_watch import AnswerWatch
from tui.screens.list_choice import ListChoice
from tui.screens.typing_pause import TypingPause
from tui.search import Advanced, Search
from tui.sliced_work import NOT_LOOKED_THROUGH, Pace, SlicedWork, reason

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.search import Query
    from store.story.workspace import Change
    from tui.screens.editor import EditorScreen
    from tui.widgets.search_bar import SearchBar

_PACE: Final = Pace(0.004, 0.001)
"""How articles are looked at: between the keys of what is typed."""


class QuerySearch:
    """Finds annotations for the main screen."""

    def __init__(self, editor: EditorScreen) -> None:
        self._editor = editor
        self._choice: ListChoice | None = None
        """The annotations as they are listed, once a query was typed."""
        self._is_read = False
        """Whether all of the story has been looked at."""
        self._work = SlicedWork(
            editor,
            lambda seconds: self._choice is None or not self._choice.look_on(seconds),
            pace=lambda: _PACE,
            shows=self._find_at_last,
            failed=lambda error: editor.complain(NOT_LOOKED_THROUGH.format(reason(error))),
        )
        self._changed: set[str] = set()
        """The articles that have changed since they were looked at."""
        self._is_behind = False
        """Whether anything has changed since."""
        self._bar: SearchBar | None = None
        self._pause = TypingPause(editor)

    @property
    def is_looking(self) -> bool:
        """Whether an expression of a query is still looked for."""
        return self._choice is not None and self._choice.is_looking

    def stop(self) -> None:
        """Look no more for an expression, nor for what waits for a pause."""
        self._pause.stop()
        if self._choice is not None:
            self._choice.query.stop()

    def look_for(self, query: Query | None, bar: SearchBar | None = None) -> None:
        """Search for what is typed: for annotations if it asks by a field, else for a text.

        Args:
            query: What is searched for, if anything.
            bar: Where it is typed; nowhere if it was typed in another session.
        """
        labels = self._editor.workspace.labels.names
        if query is None or query.is_regex or not asks_by_field(query.pattern, labels):
            self.stop()
            self._bar = None
            if bar is not None:
                bar.show_help(None)
            searching.look_for(self._editor, query)
            return
        self._bar = bar
        if self._choice is None:
            self._choice = ListChoice(self._editor.workspace, self._editor.suggesting.known)
            self._editor.workspace.subscribe(self._take_change)
            self._editor.workspace.now.subscribe(self._take_article)
        before = self._editor.session.search
        if before is not None and before.query == query and before.annotations is not None:
            self._show_help(before)
            return
        search = Search(query, len(self._editor.workspace.story.articles))
        search.annotations, search.refresh = {}, lambda: self._refresh(search)
        searching.show(self._editor, search)
        self._editor.end_search_thread()
        if self._is_read:
            self._pause.do(partial(self._find, search, self._choice))
        elif not self._work.is_going_on:
            self._work.begin()

    def catch_up(self, query: Query | None, bar: SearchBar) -> None:
        """Search for what is typed by now, waiting for no pause: its offer is about to be taken."""
        self.look_for(query, bar)
        self._pause.catch_up()

    def _find_at_last(self) -> None:
        """All has been looked at: find what is asked for."""
        self._is_read = True
        search = self._editor.session.search
        if search is not None and search.annotations is not None and self._choice is not None:
            self._find(search, self._choice)

    def _take_change(self, change: Change) -> None:
        self._changed |= touched(change.edit) | assessed(change.edit)
        self._is_behind = True
        search = self._editor.session.search
        if search is not None and search.annotations is not None:
            # What is lit says how many there are: of what an edit took from them none is left over.
            self._pause.do(partial(self._refresh, search))

    def _take_article(self, article_id: str) -> None:
        self._changed.add(article_id)
        self._is_behind = True

    def _refresh(self, search: Search) -> None:
        if self._is_behind and self._is_read and self._choice is not None:
            self._find(search, self._choice)

    def _find(self, search: Search, choice: ListChoice) -> None:
        """Find what is asked for, and have it shown, if it is still searched for."""
        if self._editor.session.search is not search:
            return
        if self._is_behind:
            choice.look_again(self._changed)
            self._changed, self._is_behind = set(), False
        choice.want(search.query.pattern)
        if choice.is_looking:
            self._editor.post_message(Advanced(search))
            self._show_help(search)
            AnswerWatch(self._editor, choice, partial(self._find, search, choice)).wait()
            return
        found: dict[str, dict[Span, Annotation]] = {}
        for row in choice.rows if not choice.fault else ():
            if row.annotation is not None and row.line:
                found.setdefault(row.article, {}).setdefault(
                    Span(row.start, row.end), row.annotation
                )
        search.annotations = found
        search.results = {article: sorted(here) for article, here in found.items()}
        search.error = choice.fault
        search.read = {ref.id for ref in self._editor.workspace.story.articles}
        self._editor.post_message(Advanced(search))
        self._show_help(search)

    def _show_help(self, search: Search) -> None:
        """Say how the query can go on, or what is wrong with it."""
        if self._bar is not None and self._bar.is_attached and self._choice is not None:
            self._bar.show_help(self._choice.query.help(search.query.pattern, self._bar.caret))
