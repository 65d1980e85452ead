"""The sheet of a list that fills the screen: its head, the line of its filter, its foot."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, Final

from tui.keys.commands import LEAVE
from tui.render.concordance import hint_lines
from tui.render.lines import key_parts, line_strip

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from textual.strip import Strip

    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette

TYPING_KEYS: Final = (("rows.keep-filter", "keeps it"), (LEAVE, "ends it"))
"""Commands while a filter is typed, and what the last lines say of them."""
LAST: Final = (("help", "keys"), (LEAVE, "leaves"))
"""What they say at their end else, whatever else there is no room for."""
HEAD: Final = 3
"""Lines above the rows: of the list, of the filter, of the columns."""
SHORT: Final = 18
"""Rows of a screen below which there is no passage, and one line of keys."""


def key_hints(
    named: Iterable[tuple[str, str]], keymap: Keymap, palette: Palette
) -> list[list[Part]]:
    """What keys do, from ids of commands and what is said of each; without a key it is left out."""
    return [parts for name, does in named if (parts := key_parts(keymap, name, does, palette))]


def sheet_keys(
    hints: Sequence[Sequence[Part]],
    palette: Palette,
    size: tuple[int, int],
    most: int,
    last: Sequence[Sequence[Part]] = (),
) -> list[Strip]:
    """The keys in the lines at the bottom of a screen.

    Args:
        hints: What is said, as much as fits.
        palette: The styles.
        size: Of the screen, in columns and rows.
        most: In how many lines; one where the screen is short.
        last: What is said at the end, whatever else there is no room for.
    """
    ending = [part for hint in last for part in hint]
    return hint_lines(hints, palette, size[0], 1 if size[1] < SHORT else most, ending)


_MOST_DRAWN: Final = 300
"""Rows that are kept, some screens full: who takes a letter back, or groups no more, sees the same
again."""


class DrawnRows:
    """What was drawn lately of a list with one palette: most is as it was at the next key."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[int, Hashable], tuple[object, Strip]] = {}
        """By which it is and how it is shown; each holds on to what it is of, so that nothing else
        has its identity."""
        self._keys: tuple[Hashable, list[Strip]] = (None, [])
        """The keys in the last lines, and how they are shown."""

    def keys(self, looks: Hashable, draw: Callable[[], list[Strip]]) -> list[Strip]:
        """The keys in the last lines, as they were drawn when they looked so, or drawn now."""
        if self._keys[0] != looks:
            self._keys = looks, draw()
        return self._keys[1]

    def row(self, of: object, looks: Hashable, draw: Callable[[], Strip]) -> Strip:
        """The row of something, as it was drawn when it looked so, or drawn now.

        Args:
            of: What it is of, which never changes: what is otherwise is something else.
            looks: How it is shown.
            draw: Draws it.
        """
        key = id(of), looks
        if key not in self._drawn:
            if len(self._drawn) >= _MOST_DRAWN:
                self._drawn.clear()
            self._drawn[key] = of, draw()
        return self._drawn[key][1]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet of a size, in cells, with the keys in its last lines."""

    FOOT: ClassVar[int]
    """Lines between the rows and the keys."""

    width: int
    height: int
    palette: Palette
    keys: Sequence[Strip]

    @property
    def _foot(self) -> int:
        return self.FOOT if self.height >= SHORT else 1

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return max(1, self.height - HEAD - self._foot - len(self.keys))

    def line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        """A line of the sheet."""
        return line_strip(left, right, self.width, self.palette.text)

    def title(self, name: str, said: str, right: str, trouble: str, *, is_read_only: bool) -> Strip:
        """The line at the top: what is listed, or what is wrong with keeping it."""
        palette = self.palette
        if trouble:
            return line_strip([(f" {trouble}", palette.error)], [], self.width, palette.error)
        left: list[Part] = [(f" {name} ", palette.bar_strong), (f" {said}", palette.bar)]
        rights: list[Part] = [(" READ ONLY ", palette.warning)] if is_read_only else []
        rights.append((f" {right} ", palette.bar))
        return line_strip(left, rights, self.width, palette.bar)

    def filter_line(self, typed: str, only: str, counts: Sequence[str]) -> Strip:
        """What is typed to filter, what alone is listed, and how much that is."""
        palette = self.palette
        left: list[Part] = [(f" / {typed}", palette.text)] if typed else []
        if only:
            left.append((f" only “{only}”", palette.faint))
        return self.line(left, [(f" {' · '.join(counts)} ", palette.faint)])

    def body(self, strips: list[Strip], instead: str) -> list[Strip]:
        """The lines of the filter, of the columns and of the rows, as many as there is room for.

        Args:
            strips: Those there are.
            instead: What is said where there is no row.
        """
        if len(strips) < HEAD:
            lines = wrap(instead, max(10, self.width - 4), break_on_hyphens=False)
            strips = [*strips, *(self.line([(f"  {line}", self.palette.text)]) for line in lines)]
        return [*strips, *[self.line([])] * (HEAD - 1 + self.rows_in_view - len(strips))]

    def foot(self, lines: Sequence[Strip], said: Sequence[Strip]) -> list[Strip]:
        """What is known of the row, below a rule, and over its end what is said."""
        every = [self.line([("─" * self.width, self.palette.faint)]), *lines]
        every += [self.line([])] * (self._foot - len(every))
        return [*every[: max(0, self._foot - len(said))], *said[: self._foot]]
