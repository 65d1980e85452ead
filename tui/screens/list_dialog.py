"""What the dialogs share that have a list of Textual's: keys that go through it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.geometry import Offset

from tui.screens.dialog import Dialog, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.widgets import OptionList


class ListDialog(Dialog[Result]):
    """A dialog with a list, in which keys go up and down whatever has the focus."""

    @property
    def options(self) -> OptionList:
        """The list."""
        from textual.widgets import OptionList  # read only where there is a list

        return self.query_one(OptionList)

    @property
    def caret_cell(self) -> Offset:
        """The highlighted line."""
        options = self.options
        return options.region.offset + Offset(
            0, (options.highlighted or 0) - round(options.scroll_y)
        )

    def spoken(self) -> list[str]:
        """The highlighted line."""
        return [self.row_spoken()]

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        steps = {"down": 1, "up": -1, "page-down": 10, "page-up": -10}
        going = {f"list.{name}": partial(self.go, by) for name, by in steps.items()}
        return {**going, **super().handlers()}

    def go(self, by: int) -> None:
        """Highlight another line."""
        options = self.options
        if options.highlighted is not None:
            last = options.option_count - 1
            options.highlighted = max(0, min(last, options.highlighted + by))
