"""Pick an article by a part of its title or its file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.dialog import ListDialog
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from textual.app import ComposeResult

    from store.story.workspace import Workspace

_MOST: Final = 100
"""Articles listed at once; typing narrows them down."""
_TITLES: Final = 500
"""Articles whose titles are read; in a larger story only the names are looked at."""


class PickerScreen(ListDialog[str]):
    """Its result is the id of an article."""

    MODE = Mode.PICK

    def __init__(self, workspace: Workspace, shown: Collection[str]) -> None:
        super().__init__()
        self._shown = frozenset(shown)
        refs = workspace.story.articles
        self._ids = [ref.id for ref in refs]
        if len(refs) <= _TITLES:
            opened = [workspace.article(ref.id) for ref in refs]
            self._names = [
                f"{o.article.title}  {o.id}" if o.article.title != o.id else o.id for o in opened
            ]
            self._counts = [len(o.annotations) for o in opened]
        else:
            self._names, self._counts = list(self._ids), [0] * len(refs)

    def compose(self) -> ComposeResult:
        """What is typed, and the articles it fits."""
        box = Vertical(classes="dialog")
        box.border_title = f"Articles ({len(self._ids):,})"
        with box:
            yield InertInput(placeholder="a part of the title or the name")
            yield OptionList(id="picker-list", markup=False)
            yield Static(self._hint(), markup=False, classes="hint")

    def on_mount(self) -> None:
        """List every article at first."""
        self.options.can_focus = False
        self.query_one(Input).focus()
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the articles that fit."""
        event.stop()
        self._list(event.value)

    def _list(self, typed: str) -> None:
        options = self.options
        options.clear_options()
        found = best_matches(typed, self._names, _MOST)
        room = max(20, min(100, self.app.size.width * 8 // 10) - 8)
        for index, places in found:
            marks = [f"{self._counts[index]} spans"] if self._counts[index] else []
            marks += ["on screen"] if self._ids[index] in self._shown else []
            suffix = "  " + " · ".join(marks) if marks else ""
            name = cut(self._names[index], room - len(suffix))
            text = Text(name)
            for place in places:
                if place < len(name) - 1:
                    text.stylize("bold underline", place, place + 1)
            text.append(suffix, style="dim")
            options.add_option(Option(text, id=str(index)))
        if found:
            options.highlighted = 0
        else:
            options.add_option(Option(Text("No article fits that", style="dim"), disabled=True))

    def _hint(self) -> str:
        keys = f"{self.key('list.up')} {self.key('list.down')} choose"
        return f"{keys} · {self.key('list.choose')} shows it in this pane · {self.hint(LEAVE)}s"

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "list.choose": self._choose,
        }

    def _choose(self) -> None:
        """Close with the highlighted article."""
        options = self.options
        if options.highlighted is not None:
            self._close(options.get_option_at_index(options.highlighted))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the article that was clicked."""
        self._close(event.option)

    def _close(self, option: Option) -> None:
        if option.id is not None:
            self.dismiss(self._ids[int(option.id)])
