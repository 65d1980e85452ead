"""Which annotations are listed, in what order, which are marked, and which row the keys are for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from store.annotations.edits import assessed, touched
from store.query.queried import QueriedStory
from store.story.annotation_list import (
    ListedAnnotation,
    ListedKind,
    ListOrder,
    TextGroup,
    by_text,
    in_order,
)
from tui.render.annotation_sheet import ShownList
from tui.render.annotation_table import shapes_of
from tui.screens.listed_story import ListedStory
from tui.screens.queried_list import MarkedList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.story.last_view import LeftList
    from store.story.workspace import Workspace
    from tui.screens.listed_story import Suggested

    RowKey = tuple[str, str]
    """An article's id and an annotation's, or else what tells it from others."""

Choice = TypeVar("Choice")


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


class _Grouped:
    """Groups rows by what they say; the same ones as the last time are grouped already."""

    def __init__(self) -> None:
        self._rows: list[ListedAnnotation] = []
        self._groups: list[TextGroup] = []

    def of(self, rows: list[ListedAnnotation], labels: LabelSet) -> list[TextGroup]:
        """The groups of rows that stay as they are."""
        if rows is not self._rows:
            layers = {label.name: label.layer for label in labels}
            self._rows, self._groups = rows, by_text(rows, layers)
        return self._groups


class ListChoice(MarkedList["RowKey"]):
    """The list of a story; it stays as it was left until it is opened again."""

    def __init__(self, workspace: Workspace, suggested: Suggested) -> None:
        """List all annotations.

        Args:
            workspace: The story.
            suggested: Gives what is suggested in an article, as far as that is known.
        """
        super().__init__(lambda: QueriedStory(workspace, list(self._listed.rows())))
        self._workspace = workspace
        self._suggested = suggested
        self._listed, self._is_listed = ListedStory(workspace), False  # whether its rows are
        self._ordered: dict[frozenset[ListedKind], list[ListedAnnotation]] = {}
        """What there is of some kinds, in its order, since the last change."""
        self.order = ListOrder.PLACE
        self.scope = ListScope.ANNOTATIONS
        self.article = ""
        """The only article whose rows are listed; all if empty."""
        self.is_grouped = False
        self.group = ""
        """The words of the group that is open; none if empty."""
        self.rows: list[ListedAnnotation] = []
        """What is listed."""
        self._shapes, self._grouped = shapes_of(()), _Grouped()
        self.groups: list[TextGroup] = []
        """The same, grouped by what it says; only while the groups are shown."""
        self.total = 0
        """How many rows there are of the kind that is listed."""

    # Looking through the story -------------------------------------------------------------

    def begin(self) -> None:
        """Have everything looked at anew, unless nothing has changed since it was."""
        if not self._listed.is_right:
            self._listed.begin()
            self._is_listed = False
            self.query.forget()

    @property
    def progress(self) -> float:
        """Which share of the articles has been looked at, from 0 to 1."""
        return self._listed.progress

    def look_on(self, seconds: float) -> bool:
        """Look at articles for so long; whether there are others still."""
        if self._listed.look_on(seconds):
            return True
        if not self._is_listed or self.scope is ListScope.SUGGESTED:
            self._relist_anew()
        return False

    def update(self, edit: Edit) -> None:
        """Take what an edit has changed; what is chosen stays so if it is still there."""
        self.look_again(touched(edit) | assessed(edit))

    def look_again(self, articles: Iterable[str]) -> None:
        """Take what has changed in articles, or in what ties annotations."""
        self._listed.update(articles)
        self._relist_anew()

    def _relist_anew(self) -> None:
        self._is_listed = True
        self.query.forget()
        self._ordered = {}
        self.relist()

    # What is listed ------------------------------------------------------------------------

    def relist(self) -> None:
        """List what is wanted, in its order."""
        here, number = self.row, self.at
        every = self._of_kinds(self.query.kinds.union(_KINDS[self.scope]))
        wanted = every
        if self.query.asks:
            wanted = self.answered(lambda asked: asked.annotations(every))
            if self.is_looking:  # what is marked and chosen stays so for what is found
                self.rows, self.groups = [], []
                return
        if self.group:
            wanted = [row for row in wanted if row.words == self.group]
            if not wanted:
                self.group = ""
                self.relist()
                return
        is_counted = self.order is ListOrder.TIMES
        self.rows = in_order(wanted, self.order) if is_counted else list(wanted)
        labels = self._workspace.labels
        self.groups = self._grouped.of(wanted, labels) if self.shows_groups else []
        if not self.shows_groups:
            if self.marked:
                self.marked &= {_key(row) for row in self.rows}
            if here is not None:
                number = next(_places_of(here, self.rows), number)
        self.at = max(0, min(number, self.count - 1))

    def _of_kinds(self, kinds: frozenset[ListedKind]) -> list[ListedAnnotation]:
        """All that may be listed of some kinds, in its order."""
        has_suggestions = ListedKind.SUGGESTION in kinds  # which come and go without an edit
        if has_suggestions or kinds not in self._ordered:
            suggested = self._suggested if has_suggestions else None
            rows = [row for row in self._listed.rows(suggested) if row.kind in kinds]
            self.total = len(rows)
            here = (row for row in rows if not self.article or row.article == self.article)
            self._ordered = {kinds: in_order(here, self.order)}
            self._shapes = shapes_of(self._ordered[kinds])
        return self._ordered[kinds]

    def want(self, typed: str) -> None:
        """List what a filter keeps; an open group is closed."""
        self.group = ""
        super().want(typed)

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
        if self.row is not None:
            self.marked ^= {_key(self.row)}
            self.go(1)

    def mark_all(self) -> None:
        """Mark all that is listed; if all is, nothing."""
        everything = {_key(row) for row in self.rows}
        self.marked = set() if self.marked >= everything else everything

    def mark_to_here(self) -> None:
        """Mark all rows from the nearest marked one above, or the first, down to this one."""
        if self.row is None:
            return
        first = max((n for n in range(self.at) if _key(self.rows[n]) in self.marked), default=0)
        self.marked |= {_key(row) for row in self.rows[first : self.at + 1]}

    def resume(self, left: LeftList) -> None:
        """List as it was listed when somebody left, as far as there is all of that."""
        self.order = next((each for each in ListOrder if each.value == left.order), self.order)
        self.scope = next((each for each in ListScope if each.value == left.scope), self.scope)
        self.article = left.article if self._workspace.story.ref(left.article) else ""
        self.is_grouped = left.is_grouped
        self.want(left.typed)

    # What is wanted ------------------------------------------------------------------------

    def next_order(self) -> None:
        """Put the rows in the next order; whoever stands at the top sees what comes first in it."""
        self.order, is_at_top = following(list(ListOrder), self.order), self.at == 0
        self._relist_anew()
        self.at = 0 if is_at_top else self.at

    def next_scope(self) -> None:
        """List the next kind of rows that there is."""
        self.scope = following(list(ListScope), self.scope)
        self.marked, self.group = set(), ""
        self._relist_anew()

    def only(self, article: str) -> None:
        """List only an article's rows, or with an empty id those of all."""
        self.article = article
        self._relist_anew()

    def group_by_text(self) -> None:
        """Group by what is said, those of most rows first; close a group; or group no more."""
        row, is_at_top = self.row, self.at == 0 and not self.is_grouped
        here = self.group or (row.words if row is not None else "")
        self.is_grouped, self.group = not self.is_grouped or bool(self.group), ""
        self.relist()
        same = (n for n, g in enumerate(self.groups) if g.rows[0].words == here)
        places = same if self.groups or row is None else _places_of(row, self.rows)
        self.at = 0 if is_at_top else next(places, 0)

    def open_group(self) -> None:
        """List the rows of the group that the keys are for."""
        if self.shows_groups and self.row is not None:
            self.group, self.at = self.row.words, 0
            self.relist()
            self.at = 0

    def close(self) -> bool:
        """Close the open group; whether one was."""
        if was_open := bool(self.group):
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
            shapes=self._shapes,
            progress=self.progress,
            lines=lines,
            chosen=self.at - self.top,
            marked=0 if self.shows_groups else len(self.marked),
            marks=frozenset(
                number
                for number, line in enumerate(lines)
                if isinstance(line, ListedAnnotation) and _key(line) in self.marked
            ),
        )


def following(choices: Sequence[Choice], chosen: Choice, by: int = 1) -> Choice:
    """The choice that comes after one, round and round."""
    return choices[(choices.index(chosen) + by) % len(choices)]


def _places_of(here: ListedAnnotation, rows: Iterable[ListedAnnotation]) -> Iterator[int]:
    """The numbers of the rows that are the same as one was."""
    key = _key(here)
    return (number for number, row in enumerate(rows) if _key(row) == key)


def _key(row: ListedAnnotation) -> RowKey:
    if row.annotation is not None:
        return row.article, row.annotation.id
    return row.article, f"{row.start} {row.end} {row.label}"
