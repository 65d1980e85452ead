"""The last line of a dialog: keys and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Size

_PARTS: Final = " · "
"""What stands between one key with what it does and the next."""


class HintLine(Static):
    """Keys and what they do, parted by points: where it has no room in one row it ends at a point.

    i note · u undo · Esc leaves     becomes     i note · u undo
                                                 Esc leaves
    """

    def __init__(self, hint: str = "", *, id: str | None = None) -> None:  # noqa: A002  # as Textual calls it
        """Say it, and something else once `hint` is set."""
        super().__init__(markup=False, classes="hint", id=id)
        self._hint = hint

    @property
    def hint(self) -> str:
        """What it says, in one line."""
        return self._hint

    @hint.setter
    def hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows that it takes in so many cells, with those of a part that is longer."""
        return sum(max(1, -(-cell_len(row) // max(1, width))) for row in _rows(self._hint, width))

    def render(self) -> str:
        """The rows, one below the other."""
        return "\n".join(_rows(self._hint, self.content_size.width))


def _rows(hint: str, width: int) -> Iterator[str]:
    """As many parts in a row as have room."""
    row = ""
    for part in hint.split(_PARTS):
        longer = f"{row}{_PARTS}{part}" if row else part
        if row and cell_len(longer) > width:
            yield row
            longer = part
        row = longer
    yield row
