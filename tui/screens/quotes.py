"""What the articles say of a row of the matrix, in their words, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import Mention
from store.formats.matrix.telling import told_row
from tui.keys.commands import Mode
from tui.render.quotes_sheet import QuotedPlace, QuotesSheet, quotes_keys
from tui.screens.list_screen import ListScreen
from tui.screens.queried_list import QueriedList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.matrix_choice import MatrixChoice


class QuoteList(QueriedList):
    """The claims, or mentions, of the row that is chosen in the matrix."""

    def __init__(self, choice: MatrixChoice) -> None:
        super().__init__(lambda: choice.query.story)
        self._choice = choice
        self.name = ""
        """Of the row."""
        self.quotes: list[QuotedPlace] = []
        self.mentions: list[Mention] = []
        """Where each of them stands."""
        self.begin()
        here = (n for n, m in enumerate(self.mentions) if m.article == choice.article)
        self.at = next(here, 0)

    def begin(self) -> None:
        """Read the row anew."""
        row, ties = self._choice.row, self._choice.ties
        if row is None or ties is None:
            return
        told = told_row(ties, row)
        heads = self._choice.heads
        self.name = told.name
        self.quotes, self.mentions = [], []
        for cell, told_cell, head in zip(row.cells, told.cells, heads, strict=True):
            self.mentions += (*cell.claims, *cell.contrary)
            own = "in its own voice" if row.relation else ""
            self.quotes += [QuotedPlace(head, told_cell, claim, own) for claim in told_cell.claims]
        self.at = max(0, min(self.at, self.count - 1))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.quotes)

    def look_on(self, seconds: float) -> bool:
        """There is nothing more to be looked at."""
        return False

    def want(self, typed: str) -> None:
        """They are all shown."""


class QuotesScreen(ListScreen[Mention]):
    """Its result is the claim that is to be read in its article."""

    MODE = Mode.QUOTES

    def __init__(self, workspace: Workspace, choice: MatrixChoice, palette: Palette) -> None:
        self._quotes = QuoteList(choice)
        super().__init__(workspace, self._quotes, palette)

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        return {"list.choose": self.choose, "matrix.quotes": self.leave}

    def take_change(self, change: Change) -> None:
        """Nothing is edited here."""

    def choose(self) -> None:
        """Read there."""
        if self._quotes.mentions:
            self.dismiss(self._quotes.mentions[self._quotes.at])

    @property
    def rows_in_view(self) -> int:
        """How many lines there is room for."""
        return self._sheet().rows_in_view

    def _sheet(self) -> QuotesSheet:
        size = self.size
        return QuotesSheet(size.width, size.height, self._palette, quotes_keys(
            self.keymap, self._palette, size.width))  # fmt: skip

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The claims, with the chosen one in view."""
        quotes = self._quotes
        lines = self._sheet().lines(quotes.name, quotes.quotes, quotes.at)
        return [*lines[: -1 - len(said)], *said, lines[-1]]

    def line_at(self, y: int) -> int | None:
        """The number of the quotation that is drawn in a row of the screen."""
        return self._sheet().quote_at(y, self._quotes.quotes, self._quotes.at)
