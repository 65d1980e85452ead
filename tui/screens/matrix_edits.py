"""What the keys of the matrix say of its cells, rows and articles: each makes one edit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from store.across.cell_edits import clear_cell, dispute, rename_row, set_cell
from store.annotations.actions import Refusal
from store.annotations.assessing import mark
from store.annotations.model import ArticleState, StanceValue
from tui.actions.making import OwnEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.edits import Edit
    from store.story.workspace import Change, Workspace
    from tui.screens.matrix_choice import MatrixChoice

    Handled = Mapping[str, Callable[[], object]]


class _SayInMatrix(Protocol):
    """Says something until the next key."""

    def __call__(self, sentence: str, *, is_bad: bool = False) -> None: ...


_SET: Final = (
    StanceValue.ASSERTS,
    StanceValue.HEDGES,
    StanceValue.CONTRADICTS,
    StanceValue.BOTH,
    StanceValue.OMITS,
)
"""What a person can say, by commands whose ids end with the value."""


class MatrixEdits:
    """The edits that are made in the matrix; those and no others are taken back there."""

    def __init__(self, workspace: Workspace, choice: MatrixChoice, say: _SayInMatrix) -> None:
        self._workspace = workspace
        self._choice = choice
        self._say = say
        self._edits = OwnEdits(
            workspace, say, partial(say, is_bad=True), lambda: choice.worked.is_behind
        )

    def handlers(self) -> Handled:
        """What the commands that change something do, by their ids."""
        return {
            "matrix.clear": self._clear,
            "matrix.read": self._mark_read,
            "matrix.mark": self._mark,
            "matrix.dispute": self._dispute,
            "undo": partial(self._edits.take_back, is_undo=True),
            "redo": partial(self._edits.take_back, is_undo=False),
            **{f"matrix.{value}": partial(self._set, value) for value in _SET},
        }

    def _set(self, value: StanceValue) -> None:
        choice, row, links = self._choice, self._choice.row, self._workspace.now.links
        if row is None:
            return
        if not row.relation and value is not StanceValue.OMITS:
            self._say(
                "Only claims are asserted or contradicted; {key:matrix.omits} says that the "
                "article omits this"
            )
            return
        was_open = choice.is_open
        if self._make(lambda: set_cell(links(), row, choice.article, value)):
            choice.go_on(was_open=was_open)

    def rename(self, name: str) -> None:
        """Call the row something else."""
        row, links = self._choice.row, self._workspace.now.links
        if row is not None:
            self._make(lambda: rename_row(links(), row, name))

    def _make(self, build: Callable[[], Edit | Refusal]) -> Change | None:
        return self._edits.make_and_tell(build)

    def _clear(self) -> None:
        row, links = self._choice.row, self._workspace.now.links
        if row is not None:
            self._make(lambda: clear_cell(links(), row, self._choice.article))

    def _mark_read(self) -> None:
        """Say that the article of the column was read, or that it was not."""
        article_id = self._choice.article
        if not article_id:
            return
        now = self._workspace.now
        article = now.peek(article_id).article

        def build() -> Edit | Refusal:
            links = now.links()
            state = links.record_of(article_id).state_in(article.sha256)
            if state is ArticleState.DONE:
                return Refusal(
                    f"{article.name} is done, and so read; {{key:article.done}} in the text "
                    "takes that back"
                )
            return mark(links, article, ArticleState.OPEN if state else ArticleState.READ)

        self._make(build)

    def _mark(self) -> None:
        row = self._choice.row
        if row is not None and not row.relation:
            self._say("Only claims contradict each other; {key:matrix.rows} shows them")
            return
        self._choice.mark()
        if self._choice.marked is not None:
            self._say("Marked; {key:matrix.dispute} on another row says that the two contradict "
                     "each other")  # fmt: skip

    def _dispute(self) -> None:
        choice = self._choice
        row, marked, ties = choice.row, choice.marked, choice.ties
        if row is None or ties is None:
            return
        if marked is None or marked is row:
            self._say("{key:matrix.mark} marks a row, and this key says which other contradicts it")
        else:
            one, other = choice.claim_of(marked), choice.claim_of(row)
            choice.marked = None
            self._make(lambda: dispute(ties, one, other))
