"""Which annotations are listed, in what order, which are marked, and which row the keys are for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from store.annotations.edits import assessed, touched
from store.errors import InputError
from store.story.annotation_filter import FilterFacts, ListFilter, parse
from store.story.annotation_list import (
    ListedAnnotation,
    ListedKind,
    ListOrder,
    TextGroup,
    by_text,
    in_order,
    rows_of,
    suggested_rows,
)
from tui.render.annotation_sheet import ShownList
from tui.screens.list_cursor import MarkedList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion

    RowKey = tuple[str, str]
    """An article's id and an annotation's, or else what tells it from others."""
    Suggested = Callable[[str], Iterable[Suggestion]]


class ListScope(StrEnum):
    """What kinds of rows are listed."""

    ANNOTATIONS = "annotations"
    SUGGESTED = "annotations and suggestions"
    REJECTED = "rejected suggestions"
    ORPHANS = "annotations whose place is not certain"


_KINDS = {
    ListScope.ANNOTATIONS: (ListedKind.ANNOTATION, ListedKind.ARTICLE),
    ListScope.SUGGESTED: (ListedKind.ANNOTATION, ListedKind.ARTICLE, ListedKind.SUGGESTION),
    ListScope.REJECTED: (ListedKind.REJECTED,),
    ListScope.ORPHANS: (ListedKind.ORPHAN,),
}


class ListedStory:
    """The rows of all articles of a story, which are looked at a few at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._numbers = {ref.id: number for number, ref in enumerate(workspace.story.articles, 1)}
        self._waiting = list(reversed(self._numbers))
        self._rows: dict[str, list[ListedAnnotation]] = {}

    @property
    def progress(self) -> float:
        """Which share of the articles has been looked at, from 0 to 1."""
        return 1 - len(self._waiting) / max(1, len(self._numbers))

    def look_on(self, articles: int) -> bool:
        """Look at so many articles more; whether there are others still."""
        for _ in range(min(articles, len(self._waiting))):
            self._look_at(self._waiting.pop())
        return bool(self._waiting)

    def update(self, articles: Iterable[str]) -> None:
        """Look again at articles that have been looked at."""
        for article_id in articles:
            if article_id in self._rows:
                self._look_at(article_id)

    def _look_at(self, article_id: str) -> None:
        opened = self._workspace.now.peek(article_id)
        record = self._workspace.now.readable_links().record_of(article_id)
        self._rows[article_id] = list(rows_of(opened, self._numbers[article_id], record))

    def rows(self, suggested: Suggested | None = None) -> Iterator[ListedAnnotation]:
        """The rows of what has been looked at, and of what is suggested there."""
        for article_id, rows in self._rows.items():
            yield from rows
            if suggested is not None:
                opened = self._workspace.now.peek(article_id)
                yield from suggested_rows(opened, self._numbers[article_id], suggested(article_id))


def filter_of(workspace: Workspace, typed: str) -> ListFilter:
    """The filter that somebody has typed.

    Raises:
        InputError: It is none.
    """
    now, refs = workspace.now, workspace.story.articles
    is_named = "in:" in typed
    names = [f"{ref.id} {now.peek(ref.id).article.title}" for ref in refs] if is_named else []
    today = datetime.now().astimezone().date()
    return parse(typed, FilterFacts(names, workspace.annotator, today, now.links))


class ListChoice(MarkedList["RowKey"]):
    """The list of a story; it stays as it was left until it is opened again."""

    def __init__(self, workspace: Workspace, suggested: Suggested) -> None:
        """List all annotations.

        Args:
            workspace: The story.
            suggested: Gives what is suggested in an article, as far as that is known.
        """
        super().__init__()
        self._workspace = workspace
        self._suggested = suggested
        self._listed = ListedStory(workspace)
        self._filter = ListFilter()
        self.order = ListOrder.PLACE
        self.scope = ListScope.ANNOTATIONS
        self.article = ""
        """The only article whose rows are listed; all if empty."""
        self.is_grouped = False
        self.group = ""
        """The words of the group that is open; none if empty."""
        self.rows: list[ListedAnnotation] = []
        """What is listed."""
        self.groups: list[TextGroup] = []
        """The same, grouped by what it says; only while the groups are shown."""
        self.total = 0
        """How many rows there are of the kind that is listed."""

    # Looking through the story -------------------------------------------------------------

    def begin(self) -> None:
        """Have everything looked at anew."""
        self._listed = ListedStory(self._workspace)

    @property
    def progress(self) -> float:
        """Which share of the articles has been looked at, from 0 to 1."""
        return self._listed.progress

    def look_on(self, articles: int) -> bool:
        """Look at so many articles more; whether there are others still."""
        if self._listed.look_on(articles):
            return True
        self.relist()
        return False

    def update(self, edit: Edit) -> None:
        """Take what an edit has changed; what is chosen stays so if it is still there."""
        self._listed.update(touched(edit) | assessed(edit))
        self.relist()

    # What is listed ------------------------------------------------------------------------

    def relist(self) -> None:
        """List what is wanted, in its order."""
        here, number = self.row, self.at
        kinds = _KINDS[self.scope]
        suggested = self._suggested if ListedKind.SUGGESTION in kinds else None
        all_rows = [row for row in self._listed.rows(suggested) if row.kind in kinds]
        self.total = len(all_rows)
        if self.article:
            all_rows = [row for row in all_rows if row.article == self.article]
        wanted = self._filter.of(all_rows)
        if self.group:
            wanted = [row for row in wanted if row.words == self.group]
            if not wanted:
                self.group = ""
                self.relist()
                return
        self.rows = in_order(wanted, self.order)
        self.groups = by_text(wanted) if self.shows_groups else []
        if not self.shows_groups:
            present = {_key(row) for row in self.rows}
            self.marked &= present
            keys = [_key(row) for row in self.rows]
            if here is not None and _key(here) in present:
                number = keys.index(_key(here))
        self.at = max(0, min(number, self.count - 1))

    @property
    def shows_groups(self) -> bool:
        """Whether groups stand in the list, and none of them is open."""
        return self.is_grouped and not self.group

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.groups if self.shows_groups else self.rows)

    @property
    def row(self) -> ListedAnnotation | None:
        """The row that the keys are for; of a group the first."""
        if self.shows_groups:
            return self.groups[self.at].rows[0] if self.at < len(self.groups) else None
        return self.rows[self.at] if self.at < len(self.rows) else None

    @property
    def chosen(self) -> list[tuple[str, Annotation]]:
        """What a key changes: what is marked, else the row, or all of its group."""
        return [
            (row.article, row.annotation)
            for row in self.chosen_rows()
            if row.annotation is not None
        ]

    def chosen_rows(self) -> Iterable[ListedAnnotation]:
        """The rows of what a key changes."""
        if self.shows_groups:
            return self.groups[self.at].rows if self.at < len(self.groups) else ()
        if self.marked:
            return (row for row in self.rows if _key(row) in self.marked)
        return () if self.row is None else (self.row,)

    # Choosing ------------------------------------------------------------------------------

    def choose_place(self, article: str, start: int) -> None:
        """Go to the first row of a place, if it is listed."""
        for number, row in enumerate(self.rows if not self.shows_groups else ()):
            if (row.article, row.start) == (article, start):
                self.at = number
                return

    def mark(self) -> None:
        """Mark the row, or take its mark away, and go on."""
        if self.row is not None and not self.shows_groups:
            self.marked ^= {_key(self.row)}
            self.go(1)

    def mark_all(self) -> None:
        """Mark all that is listed; if all is, nothing."""
        if not self.shows_groups:
            everything = {_key(row) for row in self.rows}
            self.marked = set() if self.marked >= everything else everything

    def mark_to_here(self) -> None:
        """Mark all rows from the nearest marked one above, or the first, down to this one."""
        if self.shows_groups or self.row is None:
            return
        above = [n for n in range(self.at) if _key(self.rows[n]) in self.marked]
        first = above[-1] if above else 0
        self.marked |= {_key(row) for row in self.rows[first : self.at + 1]}

    # What is wanted ------------------------------------------------------------------------

    def want(self, typed: str) -> None:
        """List what a filter keeps; where it is none, all stays and `fault` says why."""
        self.typed, self.fault = typed, ""
        try:
            self._filter = filter_of(self._workspace, typed)
        except InputError as error:
            self.fault = str(error)
            return
        self.group = ""
        self.relist()

    def next_order(self) -> None:
        """Put the rows in the next order."""
        orders = list(ListOrder)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.relist()

    def next_scope(self) -> None:
        """List the next kind of rows that there is."""
        scopes = list(ListScope)
        self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)]
        self.marked, self.group = set(), ""
        self.relist()

    def only(self, article: str) -> None:
        """List only an article's rows, or with an empty id those of all."""
        self.article = article
        self.relist()

    def group_by_text(self) -> None:
        """Group what is listed by what it says; close the open group; or group no more."""
        here = self.group or (self.row.words if self.row is not None else "")
        self.is_grouped, self.group = not self.is_grouped or bool(self.group), ""
        self.relist()
        if self.shows_groups:
            self.at = next((n for n, g in enumerate(self.groups) if g.rows[0].words == here), 0)

    def open_group(self) -> None:
        """List the rows of the group that the keys are for."""
        if self.shows_groups and self.row is not None:
            self.group, self.at = self.row.words, 0
            self.relist()
            self.at = 0

    def close(self) -> bool:
        """Close the open group; whether one was."""
        was_open = bool(self.group)
        if was_open:
            self.group_by_text()
        return was_open

    # What is shown -------------------------------------------------------------------------

    def shown(self, height: int) -> ShownList:
        """What is shown in so many lines, scrolled so that the one the keys are for is in view."""
        view = self.view(height)
        lines = (*self.groups[view],) if self.shows_groups else (*self.rows[view],)
        return ShownList(
            kinds=self.scope.value,
            total=self.total,
            listed=len(self.rows),
            order="grouped by text" if self.is_grouped else f"by {self.order.value}",
            typed=self.typed,
            group=self.group,
            is_of_one_article=bool(self.article),
            progress=self.progress,
            lines=lines,
            chosen=self.at - self.top,
            marked=len(self.marked),
            marks=frozenset(
                number
                for number, line in enumerate(lines)
                if isinstance(line, ListedAnnotation) and _key(line) in self.marked
            ),
        )


def _key(row: ListedAnnotation) -> RowKey:
    if row.annotation is not None:
        return row.article, row.annotation.id
    return row.article, f"{row.start} {row.end} {row.label}"
