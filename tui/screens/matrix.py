"""Which article says what: rows of claims, or of whatever is tagged, and a column an article."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.across.row_choice import CLAIMS, RowFilter
from store.annotations.model import Mention, StanceValue
from store.errors import SidelightError
from store.text.inert import inert_line
from store.wording import unmarked
from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.matrix_sheet import MatrixColumns, MatrixSheet, matrix_keys
from tui.render.matrix_words import DOES
from tui.screens.list_screen import ListScreen
from tui.screens.matrix_choice import open_at
from tui.screens.matrix_edits import MatrixEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tui.render.matrix_sheet import ShownMatrix
    from tui.render.palette import Palette
    from tui.screens.matrix_choice import MatrixChoice

_FILTERS: Final = {
    "one-origin": RowFilter.ONE_ORIGIN,
    "disputed": RowFilter.DISPUTED,
    "anonymous": RowFilter.ANONYMOUS,
    "unread": RowFilter.UNREAD,
    "stale": RowFilter.STALE,
}
"""What the commands ask for, by the ends of their ids."""
_FILTER_HELP: Final = "words, or a query such as origins:1 articles:>2"


class MatrixScreen(ListScreen[Mention]):
    """Its result is what is to be read in its article; without an id, the article."""

    MODE = Mode.MATRIX

    def __init__(self, workspace: Workspace, choice: MatrixChoice, palette: Palette) -> None:
        """Show the matrix as it was left, or the row of what somebody comes from.

        Args:
            workspace: The story.
            choice: What is shown of it.
            palette: The styles.
        """
        super().__init__(workspace, choice, palette)
        self._choice = choice
        self._here: Sequence[Mention] = ()
        self._edits = MatrixEdits(workspace, choice, self.say)
        self._typing = ""
        """What is said of the line in which something other than a filter is typed."""
        self._replaced = ""
        """The file of which the person knows that it is there."""

    def come_from(self, here: Sequence[Mention]) -> None:
        """Somebody comes from some annotations, the innermost first: show the row of one."""
        self._here = here

    def take_change(self, change: Change) -> None:
        """Take over what an edit has changed."""
        self._choice.update(change.edit)
        if change.did != "edit":
            self._choice.choose_edited(change.edit)
        self.look()

    def show_found(self) -> None:
        """Show what is known by now, in the end the row of what somebody comes from."""
        if self._here and not self._work.is_going_on:
            open_at(self._choice, self._here)
            self._here = ()
        super().show_found()

    # Keys --------------------------------------------------------------------------------------

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        choice = self._choice
        return {
            "matrix": partial(self.dismiss, None),
            "matrix.left": partial(self._go_across, -1),
            "matrix.right": partial(self._go_across, 1),
            "matrix.rename": self._rename,
            "matrix.rows": self._next_kind,
            "matrix.order": choice.next_order,
            "matrix.quotes": self._show_quotes,
            "list.choose": self.choose,
            "export": self._export,
            **self._edits.handlers(),
            **{f"matrix.{name}": partial(choice.toggle, each) for name, each in _FILTERS.items()},
        }

    def choose(self) -> None:
        """Read there."""
        place = self._choice.place()
        if place is not None:
            self._choice.gone_to = place
            self.dismiss(place)

    def _go_across(self, by: int) -> None:
        if not self._choice.go_across(by):
            self.say(f"This is the {'last' if by > 0 else 'first'} article")

    def _next_kind(self) -> None:
        self._choice.next_kind()
        self.look()

    # What is typed -----------------------------------------------------------------------------

    def _rename(self) -> None:
        """Have the name of the row typed."""
        row = self._choice.row

        def rename(typed: str | None) -> None:
            self._typing = ""
            if typed is not None:
                self._edits.rename(typed)

        if row is not None:
            self._typing = "the name of the row"
            self.open_line("name", row.name, rename)

    def _export(self) -> None:
        """Have the name of a file typed, to write what is shown."""
        self._replaced = ""
        self._ask_where(f"{self._workspace.story.name}-{self._choice.kind}.csv")

    def _ask_where(self, name: str) -> None:
        from store.formats.matrix.writing import MATRIX_FORMATS  # few write it

        def write(typed: str | None) -> None:
            self._typing = ""
            if typed is not None:
                self._write(typed)

        endings = " ".join(f".{each}" for each in MATRIX_FORMATS)
        self._typing = f"writes what is shown, as the name ends: {endings}"
        self.open_line("file", name, write)

    def _write(self, typed: str) -> None:
        from store.formats.exporting import place_of  # as above
        from store.formats.matrix.writing import matrix_as_text, matrix_format_of, write_matrix

        path, told = Path(typed.strip()), self._choice.told()
        if told is None:
            return
        try:
            format_ = matrix_format_of(path)
            place = place_of(self._workspace, path, is_folder=False)
            if path.exists() and self._replaced != typed:
                self._replaced = typed
                self._ask_where(typed)
                name = unmarked(path)
                self.say(f"{name} is there already; {{key:rows.keep-filter}} again replaces it")
                return
            write_matrix(matrix_as_text(told, format_), place)
        except SidelightError as error:
            self._ask_where(typed)
            self.say(str(error), is_bad=True)
            return
        self.say(f"Written to {unmarked(path)}")

    # Drawing -----------------------------------------------------------------------------------

    @property
    def head(self) -> int:
        """Lines above the rows."""
        return self._sheet().head

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self._sheet().rows_in_view

    def _sheet(self) -> MatrixSheet:
        size = self.size
        typing = (self._typing or _FILTER_HELP) if self.is_typing else ""
        is_of_claims = self._choice.is_of_claims
        draw = partial(
            matrix_keys, self.keymap, self._palette, size, typing, is_of_claims=is_of_claims
        )
        keys = self.drawn.keys((size, typing, is_of_claims), draw)
        articles = len(self._workspace.story.articles)
        return MatrixSheet(size.width, size.height, self._palette, keys, articles, self.drawn)

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The rows in view, and the chosen one in full."""
        status, sheet = self._workspace.status, self._sheet()
        shown = self._choice.shown(sheet.rows_in_view, sheet.width)
        columns = MatrixColumns.of(shown, sheet.width)
        trouble = fill(status.trouble, self.key)
        return [
            *sheet.top_lines(shown, trouble, is_read_only=bool(status.read_only)),
            *sheet.headings(shown, columns),
            *sheet.rows(shown, columns, self._empty(shown)),
            *sheet.foot(shown, self._about_cell(), said),
            *sheet.keys,
        ]

    def _empty(self, shown: ShownMatrix) -> str:
        """Why there are no rows, and what to do."""
        if shown.looked_at is not None:
            return "Looking through the story."
        if shown.typed or shown.wanted:
            return fill("No row has that; {key:dialog.leave} shows all.", self.key)
        return fill(self._instead(), self.key)

    def _instead(self) -> str:
        if self._choice.kind != CLAIMS:
            return (
                f"There are no {self._choice.kind} yet: tag some in the text, and those of one "
                "text stand together here. {key:dialog.leave} goes back."
            )
        return (
            "No claims are tied yet. {key:tie} on a claim in the text ties it to one that says "
            "the same, or the contrary; then it has a row here. {key:matrix.rows} shows actors, "
            "locations and sources: their mentions of one text stand together already."
        )

    def _about_cell(self) -> str:
        """What to do about a cell in which nothing is."""
        choice, cell = self._choice, self._choice.cell
        if cell is None or cell.claims or cell.stance is not None:
            return ""
        like = choice.likeliest()
        if like is not None and choice.ties is not None:
            text = inert_line(choice.ties.annotations[like].text)
            return fill(
                f"{{key:list.choose}} reads what is worded most like it: “{text}”", self.key
            )
        if cell.value is StanceValue.UNREAD:
            return fill("{key:matrix.read} says that the article was read, {key:list.choose} "
                        "reads there", self.key)  # fmt: skip
        keys = ("asserts", "hedges", "contradicts", "omits") if choice.is_of_claims else ("omits",)
        told = (f"{{key:matrix.{each}}} {DOES[StanceValue(each)]}" for each in keys)
        return fill("; ".join(told), self.key)

    def _show_quotes(self) -> None:
        """Show what the articles say of the row."""
        from tui.screens.quotes import QuotesScreen

        if self._choice.row is None:
            self.say(self._instead())
            return

        def chosen(place: Mention | None) -> None:
            if place is not None:
                self._choice.gone_to = place
                self.dismiss(place)

        self.app.push_screen(QuotesScreen(self._workspace, self._choice, self._palette), chosen)
