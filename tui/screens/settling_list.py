"""A list of what waits for a decision, with what there is to know of the highlighted one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import OptionList, Static

from store.text.inert import inert
from tui.filling import fill
from tui.keys.commands import LEAVE
from tui.screens.dialog import Result
from tui.screens.list_dialog import ListDialog
from tui.widgets.hint_lines import HintLines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text
    from textual.app import ComposeResult


class SettlingList(ListDialog[Result]):
    """A dialog in which one decision after another is made by key."""

    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """The list, and what there is to know of the highlighted one."""
        box = Vertical(classes="dialog", id="review-dialog")
        with box:
            yield OptionList(id="review-list", markup=False, compact=True)
            yield Static(id="review-detail", markup=False)
            yield Static(id="review-fault", markup=False, classes="fault")
            yield HintLines(self._hint())

    def on_mount(self) -> None:
        """Begin with the first."""
        self.options.can_focus = False
        self.show_list(0)

    def show_list(self, highlighted: int) -> None:
        """List what waits, with one of it highlighted."""
        raise NotImplementedError

    def details(self) -> Text:
        """What there is to know of the highlighted one, or that nothing waits."""
        raise NotImplementedError

    def hints(self) -> str:
        """What keys do here besides going up and down and leaving."""
        raise NotImplementedError

    def _hint(self) -> str:
        moves = f"{self.key('list.up')} {self.key('list.down')}"
        return f"{self.hints()} · {moves} · {self.key(LEAVE)} leaves"

    def list_lines(self, title: str, lines: Iterable[Text], highlighted: int) -> None:
        """Show lines under a title."""
        from textual.widgets.option_list import Option

        self.query_one("#review-dialog").border_title = title
        options = self.options
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        if options.option_count:
            options.highlighted = min(highlighted, options.option_count - 1)
        self.on_option_list_option_highlighted()

    @property
    def room(self) -> int:
        """Cells in which a line of the list is shown."""
        return max(20, min(130, self.app.size.width * 9 // 10) - 6)

    def on_option_list_option_highlighted(self) -> None:
        """Another one is looked at."""
        self.query_one("#review-detail", Static).update(self.details())

    def say(self, sentence: str) -> None:
        """Show a sentence below the list."""
        self.query_one("#review-fault", Static).update(inert(fill(sentence, self.key)))

    def go(self, by: int) -> None:
        """Highlight another one."""
        self.say("")
        super().go(by)
