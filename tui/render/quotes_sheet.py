"""The sheet of the quotations of a row of the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.wording import counted
from tui.keys.commands import LEAVE
from tui.render.annotation_table import wrapped_parts
from tui.render.concordance import MARKER, hint_lines, top_with
from tui.render.lines import key_parts, line_strip
from tui.render.matrix_words import does

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from store.formats.matrix.told import ToldCell, ToldClaim
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.matrix_sheet import ArticleColumn
    from tui.render.palette import Palette

_HEAD = 2


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """A claim, or a mention, in its article."""

    article: ArticleColumn
    cell: ToldCell
    claim: ToldClaim
    own_voice: str
    """What is said where nobody is named: of claims that the article says it itself."""


@dataclass(frozen=True, slots=True)
class QuotesSheet:
    """A sheet of a size, in cells, with the keys in its last line."""

    width: int
    height: int
    palette: Palette
    keys: Sequence[Strip]

    @property
    def head(self) -> int:
        """Lines above the quotations."""
        return _HEAD

    @property
    def rows_in_view(self) -> int:
        """Lines there is room for."""
        return max(1, self.height - _HEAD - len(self.keys))

    def lines(self, name: str, quotes: Sequence[QuotedPlace], chosen: int) -> list[Strip]:
        """The row's name and its quotations, with the chosen one in view.

        Args:
            name: Of the row.
            quotes: In the order of the story.
            chosen: Which of them the keys are for.
        """
        palette = self.palette
        count: list[Part] = [(f" {counted(len(quotes), 'quotation')} ", palette.bar)]
        top = line_strip([(f" {name}", palette.bar_strong)], count, self.width, palette.bar)
        shown = [strip for _, strip in self._in_view(quotes, chosen)]
        blank = [self._line([])] * (self.rows_in_view - len(shown))
        return [top, self._line([]), *shown, *blank, *self.keys]

    def quote_at(self, y: int, quotes: Sequence[QuotedPlace], chosen: int) -> int | None:
        """The number of the quotation that is drawn in a row of the screen."""
        shown = self._in_view(quotes, chosen)
        row = y - _HEAD
        return shown[row][0] if 0 <= row < len(shown) else None

    def _in_view(
        self, quotes: Sequence[QuotedPlace], chosen: int
    ) -> list[tuple[int | None, Strip]]:
        """The lines in view, each with the number of its quotation; headings have none."""
        body: list[tuple[int | None, Strip]] = []
        before: ArticleColumn | None = None
        for number, each in enumerate(quotes):
            if each.article != before:
                body += [(None, strip) for strip in self._heading(each, is_first=before is None)]
                before = each.article
            strips = self._quote(each, is_chosen=number == chosen)
            body += [(number, strip) for strip in strips]
        own = [place for place, (number, _) in enumerate(body) if number == chosen] or [0]
        room = self.rows_in_view
        top = top_with(max(0, own[-1] - room + 1), own[0], room, len(body))
        return body[top : top + room]

    def _line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        return line_strip(left, right, self.width, self.palette.text)

    def _heading(self, quoted: QuotedPlace, *, is_first: bool) -> list[Strip]:
        """The article, and what it does with the row."""
        cell, palette = quoted.cell, self.palette
        head = f" {quoted.article.short} {quoted.article.title}"
        right = f"{does(cell)} "
        line = self._line([(head, palette.bright)], [(f"  {right}", palette.faint)])
        return [line] if is_first else [self._line([]), line]

    def _quote(self, quoted: QuotedPlace, *, is_chosen: bool) -> list[Strip]:
        """A claim in its words, and who said it."""
        palette, claim = self.palette, quoted.claim
        base, faint = (palette.bar, palette.bar_faint) if is_chosen else (
            palette.text, palette.faint)  # fmt: skip
        against = " (against)" if claim.is_contrary and quoted.cell.stance != "contradicts" else ""
        by = f"said by {' via '.join(claim.sources)}" if claim.sources else quoted.own_voice
        parts: list[Part] = [(f"“{claim.quote}”", base), (f" {by}{against}".rstrip(), faint)]
        lines = wrapped_parts(parts, max(10, self.width - 6))
        marks = [MARKER if is_chosen else "  "] + ["  "] * (len(lines) - 1)
        return [
            line_strip([(f" {mark}", base), *line], [], self.width, base)
            for mark, line in zip(marks, lines, strict=True)
        ]


def quotes_keys(keymap: Keymap, palette: Palette, width: int) -> list[Strip]:
    """The keys that matter, in the last line."""
    hinted = {
        "list.choose": "read there",
        "list.down": "next",
        "list.up": "before",
        "matrix.quotes": "back to the cell",
    }
    hints = [parts for each in hinted.items() if (parts := key_parts(keymap, *each, palette))]
    return hint_lines(hints, palette, width, 1, key_parts(keymap, LEAVE, "back", palette))
