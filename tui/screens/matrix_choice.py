"""Which rows of the matrix are shown, in what order, and which cell the keys are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from store.across.row_choice import CLAIMS, HAS, RowFilter, RowOrder, ordered_rows, row_labels
from store.annotations.edits import EditOfStance, of_links
from store.annotations.model import Mention
from store.errors import SidelightError
from store.formats.matrix.telling import told_matrix, told_row
from store.formats.matrix.told import short_id
from store.query.queried import QueriedStory
from store.text.inert import inert_line
from tui.render.concordance import top_with
from tui.render.matrix_sheet import ArticleColumn, MatrixColumns, ShownMatrix
from tui.screens.queried_list import QueriedList
from tui.screens.worked_matrix import WorkedMatrix, is_same_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.across.matrix_values import MatrixCell, MatrixRow
    from store.across.story_ties import StoryTies
    from store.annotations.edits import Edit
    from store.annotations.model import Stance
    from store.formats.matrix.told import ToldMatrix, ToldRow
    from store.story.workspace import Workspace


class MatrixChoice(QueriedList):
    """The matrix of a story; it stays as it was left until it is opened again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(lambda: QueriedStory(workspace, ties=self.ties))
        self._workspace = workspace
        self._kinds = row_labels(workspace.labels)
        self.kind = next(iter(self._kinds), "")
        """What the rows are, as a person says it."""
        self.order = RowOrder.DISPUTE
        self.filters: set[RowFilter] = set()
        """What is asked for: rows that have one of these."""
        self.column = 0
        """The number of the article that the keys are for."""
        self.marked: MatrixRow | None = None
        """The row of which it is to be said what contradicts it."""
        self.rows: list[MatrixRow] = []  # those that are shown
        self.gone_to: Mention | None = None  # what somebody went from here to read
        self.worked = WorkedMatrix(workspace, self._kinds.get(self.kind, ""))
        self._words = _InWords()
        self._left = 0
        self._longest = 0
        self._height = 1

    # Looking through the story -----------------------------------------------------------------

    @property
    def ties(self) -> StoryTies | None:
        """What the rows are made of; none before it has been read."""
        return self.worked.ties

    def begin(self) -> None:
        """Read of the story what has changed since it was read."""
        self.worked.look_again()

    def look_on(self, seconds: float) -> bool:
        """Work it out for so long; whether there is more still."""
        if self.worked.looked_at is None:
            return False
        try:
            if self.worked.go_on(seconds):
                return True
        except SidelightError as error:
            self.fault = str(error)
            return False
        self.query.forget()
        self.relist()
        return False

    def update(self, edit: Edit) -> None:
        """Take over an edit: what is in view at once, all else in the steps to come."""
        self.worked.update(edit, self.rows[self.top : self.top + self._height])
        self.query.forget()
        self.relist()

    def choose_edited(self, edit: Edit) -> None:
        """Go to the cell that an edit has set, if it is shown."""
        articles = self.worked.matrix.articles
        for stance in _stances_said(edit):
            ids = [row.cluster.id if row.cluster is not None else "" for row in self.rows]
            if stance.cluster in ids and stance.article in articles:
                self.at = ids.index(stance.cluster)
                self.column = articles.index(stance.article)

    # What is shown -----------------------------------------------------------------------------

    def relist(self) -> None:
        """Show what is wanted, in its order; what is chosen stays so if it is still there."""
        if self.ties is None:
            return
        here, rows = self.row, self.worked.matrix.rows
        if self.filters:
            rows = tuple(row for row in rows if any(HAS[each](row) for each in self.filters))
        wanted = self.answered(lambda asked: asked.rows(rows))
        self.rows = ordered_rows(self.ties, wanted, self.order)
        self._longest = max((len(row.name) for row in self.rows), default=0)
        if (marked := self.marked) is not None:
            same_row = (r for r in self.worked.matrix.rows if is_same_row(r, marked))
            self.marked = next(same_row, None)
        same = (n for n, r in enumerate(self.rows) if here is not None and is_same_row(r, here))
        self.at = max(0, min(next(same, self.at), self.count - 1))
        self.column = max(0, min(self.column, len(self.worked.matrix.articles) - 1))

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self.rows)

    @property
    def row(self) -> MatrixRow | None:
        """The row that the keys are for."""
        return self.rows[self.at] if self.at < len(self.rows) else None

    @property
    def article(self) -> str:
        """The id of the article that the keys are for; empty if there is none."""
        articles = self.worked.matrix.articles
        return articles[self.column] if self.column < len(articles) else ""

    @property
    def cell(self) -> MatrixCell | None:
        """The cell that the keys are for."""
        return self.row.cells[self.column] if self.row is not None and self.article else None

    def claim_of(self, row: MatrixRow) -> Mention:
        """A member of a row: in this article if it has one here, else its first."""
        here = (member for member in row.members if member.article == self.article)
        return next(here, row.members[0])

    def place(self) -> Mention | None:
        """What the cell is about, to be read there, or the claim that is most like the row's; with
        an empty id the article alone."""
        cell = self.cell
        if cell is not None and cell.claims:
            return cell.claims[0]
        return self.likeliest() or (Mention(self.article, "") if self.article else None)

    def likeliest(self) -> Mention | None:
        """The claim of this article that is worded most like the row's, where it has none yet."""
        row, cell = self.row, self.cell
        if row is None or cell is None or cell.claims:
            return None
        return self.worked.likeliest(row, self.article)

    @property
    def is_of_claims(self) -> bool:
        """Whether the rows are what articles assert or contradict, and not what they name."""
        return self.kind == CLAIMS or any(row.relation for row in self.worked.matrix.rows[:1])

    # Choosing ----------------------------------------------------------------------------------

    def go_across(self, by: int) -> bool:
        """Go so many articles on or back; whether that is anywhere else."""
        last = max(0, len(self.worked.matrix.articles) - 1)
        before, self.column = self.column, max(0, min(last, self.column + by))
        return before != self.column

    @property
    def is_open(self) -> bool:
        """Whether something may still be said of the cell."""
        return self.row is not None and self.column in self.row.open_cells

    def go_on(self, *, was_open: bool) -> None:
        """Go to the next open cell of the row; after the last, if the one before was open too,
        to the next of the rows below."""
        row = self.row
        if row is None:
            return
        open_here = row.open_cells
        following = [n for n in open_here if n > self.column] or open_here
        if following:
            self.column = following[0]
        elif was_open:
            for number in range(self.at + 1, self.count):
                if found := self.rows[number].open_cells:
                    self.at, self.column = number, found[0]
                    return

    def mark(self) -> None:
        """Mark the row, or take its mark away."""
        row, marked = self.row, self.marked
        is_marked = row is not None and marked is not None and is_same_row(row, marked)
        self.marked = None if is_marked else row

    # What is wanted ----------------------------------------------------------------------------

    def toggle(self, wanted: RowFilter) -> None:
        """Ask for rows that have something, or no longer."""
        self.filters ^= {wanted}
        self.relist()

    def next_order(self) -> None:
        """Put the rows in the next order."""
        orders = list(RowOrder)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.relist()

    def next_kind(self) -> None:
        """Have something else as rows."""
        kinds = list(self._kinds)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self.at, self.marked = 0, None
        self.worked.label = self._kinds[self.kind]
        self.worked.begin()

    def leave_innermost(self) -> bool:
        """Take the mark away, else show all rows again; whether either was to be done."""
        if self.marked is not None:
            self.marked = None
        elif self.typed or self.filters:
            self.filters = set()
            self.want("")
        else:
            return False
        return True

    # As it is drawn ----------------------------------------------------------------------------

    def shown(self, height: int, width: int) -> ShownMatrix:
        """What is shown in so many rows and cells, with the chosen cell in view."""
        self._height = height
        view = self.view(height)
        rows, articles = self.rows[view], self.worked.matrix.articles
        room = MatrixColumns.room(width, has_origins=any(row.origins for row in rows))
        self._left = top_with(self._left, self.column, room, len(articles))
        marked = self.marked
        return ShownMatrix(
            kind=self.kind,
            is_of_claims=self.is_of_claims,
            total=len(self.worked.matrix.rows),
            open_cells=self.worked.matrix.open_count,
            listed=len(self.rows),
            order=_order_shown(self.order, is_of_claims=self.is_of_claims).value,
            wanted=" or ".join(each.value for each in RowFilter if each in self.filters),
            typed=self.typed,
            looked_at=self.worked.looked_at,
            articles=self.heads,
            rows=self._words.of(self.ties, articles).told(rows),
            brackets=tuple(_brackets(self.rows, view)),
            marks=frozenset(
                n for n, row in enumerate(rows) if marked is not None and is_same_row(row, marked)
            ),
            chosen=self.at - self.top,
            column=self.column,
            first_column=self._left,
            longest_name=self._longest,
        )

    @property
    def heads(self) -> tuple[ArticleColumn, ...]:
        """The articles, as their columns are headed."""
        return self._words.of(self.ties, self.worked.matrix.articles).heads

    def told(self) -> ToldMatrix | None:
        """What is shown, in words; none before anything is known."""
        if self.ties is None:
            return None
        shown = self.worked.matrix
        if len(self.rows) < len(shown.rows):
            shown = shown.of_rows(self.rows)
        shown = replace(shown, rows=tuple(self.rows))
        return told_matrix(self._workspace.story.name, self.ties, shown)


class _InWords:
    """The matrix in words, as long as what ties a story is the same."""

    def __init__(self) -> None:
        self._ties: StoryTies | None = None
        self.heads: tuple[ArticleColumn, ...] = ()
        """The articles, as their columns are headed."""
        self._told: dict[int, tuple[MatrixRow, ToldRow]] = {}
        """The rows that were told last, by identity."""

    def of(self, ties: StoryTies | None, articles: Sequence[str]) -> Self:
        """The same for some ties; begun anew where they are others."""
        if ties is not self._ties:
            self._ties, self._told = ties, {}
            self.heads = () if ties is None else tuple(_head(ties, each) for each in articles)
        return self

    def told(self, rows: Sequence[MatrixRow]) -> tuple[ToldRow, ...]:
        """Some rows; each that was told last is the same again."""
        ties, before = self._ties, self._told
        if ties is None:
            return ()
        self._told = {id(row): before.get(id(row)) or (row, told_row(ties, row)) for row in rows}
        return tuple(told for _, told in self._told.values())


def _stances_said(edit: Edit) -> Iterator[Stance]:
    """The stances that are said or taken back, not those that are said again with a new name."""
    for each in of_links(edit):
        if isinstance(each, EditOfStance):
            before, after = each.before, each.after
            is_again = before is not None and after is not None and before.value == after.value
            stance = after or before
            if stance is not None and not is_again:
                yield stance


def open_at(choice: MatrixChoice, here: Sequence[Mention]) -> None:
    """Go to the cell of the first of some mentions that has one, unless somebody comes back from
    there: then all is as it was left."""
    cells = {
        mention: (number, column)
        for number, row in enumerate(choice.rows)
        for column, cell in enumerate(row.cells)
        for mention in cell.claims
    }
    found = next((cells[each] for each in here if each in cells), None)
    if found is not None and choice.gone_to not in here:
        choice.at, choice.column = found


def _order_shown(order: RowOrder, *, is_of_claims: bool) -> RowOrder:
    """An order as it comes out: what is named is not disputed."""
    is_by_articles = order is RowOrder.DISPUTE and not is_of_claims
    return RowOrder.ARTICLES if is_by_articles else order


def _head(ties: StoryTies, article: str) -> ArticleColumn:
    """An article as its column is headed."""
    title = inert_line(ties.articles[article].title or article)
    return ArticleColumn(short_id(article), title, ties.is_read(article))


def _brackets(rows: list[MatrixRow], view: slice) -> list[str]:
    """Lines beside the rows in view that dispute each other and stand together."""
    found: list[str] = []
    for number in range(view.start, min(view.stop, len(rows))):
        here = rows[number].dispute
        above = number > 0 and rows[number - 1].dispute == here
        below = number + 1 < len(rows) and rows[number + 1].dispute == here
        signs = {(False, True): "┌ ", (True, True): "│ ", (True, False): "└ "}
        found.append(signs.get((above, below), "! ") if here else "  ")
    return found
