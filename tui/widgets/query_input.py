"""A line in which a query is typed, and the line under it: how it can go on, or what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from store.text.inert import inert
from tui.render.lines import cut
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from store.query.help import QueryHelp
    from store.text.span import Span

_BETWEEN: Final = "   "


class QueryInput(InertInput):
    """Underlines what is wrong with what is typed; it has the keys as long as it is seen."""

    DEFAULT_CSS = "QueryInput { background-tint: $foreground 5%; }"  # as with the keys
    fault: Span | None = None
    """Where that is, in code points."""

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001  # as Textual calls it
        """Look as before: Textual would style it anew."""

    def mark(self, fault: Span | None) -> None:
        """Underline a place, or nothing."""
        if fault != self.fault:
            self.fault = fault
            self.refresh()

    @property
    def _value(self) -> Text:
        text = super()._value
        if self.fault is not None:
            text.stylize("underline bold", self.fault.start, self.fault.end)
        return text

    def take(self, shown: QueryHelp) -> None:
        """Put what is offered first in its place."""
        with self.telling_after():
            self.value, self.cursor_position = shown.taken(self.value)


class QueryHelpLine(Static):
    """Shows what is offered or wrong; not there while that is nothing."""

    DEFAULT_CSS = "QueryHelpLine { height: 1; width: 100%; background: $panel; color: $text; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def tell(self, shown: QueryHelp | None, key: str, width: int) -> None:
        """Show what is said of a query.

        Args:
            shown: What that is, if anything.
            key: The key that takes what is offered first.
            width: Cells there are.
        """
        text = Text() if shown is None else help_text(shown, key, width)
        self.display = bool(text.plain)
        self.update(text)


def help_text(shown: QueryHelp, key: str, width: int) -> Text:
    """What is said of a query, in one line of a width in cells; empty if that is nothing."""
    text = Text(no_wrap=True)
    if shown.offers:
        first, *others = shown.offers
        text.append(f" {key} ", "bold reverse")
        text.append(f" {cut(inert(first.text), width // 2)}", "bold")
        if first.says:
            text.append(f" {cut(inert(first.says), max(1, width // 2 - 8))}", "italic")
        for each in others:
            more = f"{_BETWEEN}{inert(each.text)}"
            if cell_len(text.plain) + cell_len(more) > width - 1:
                break
            text.append(more)
    elif shown.fault is not None:
        taken = f"  {key} takes it" if shown.fault.repair else ""
        said = cut(inert(shown.fault.said), max(1, width - cell_len(taken) - 2))
        text.append(f" {said}{taken}")
    return text
