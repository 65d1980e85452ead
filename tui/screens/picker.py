"""Pick an article by its number, or by a part of its title, its file's name or how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.story.progress import progress_of
from store.wording import counted
from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.dialog import ListDialog
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Mapping

    from textual.app import ComposeResult

    from store.story.workspace import Workspace

_MOST: Final = 100
"""Articles listed at once; typing narrows them down."""
_TITLES: Final = 500
"""Articles whose titles are read; in a larger story only the names are looked at."""


@dataclass(frozen=True, slots=True)
class PickedArticle:
    """What was picked."""

    id: str
    is_for_other_pane: bool
    """Whether it is shown in the next pane, not in the one that has the keys."""


class PickerScreen(ListDialog[PickedArticle]):
    """Its result is an article."""

    MODE = Mode.PICK

    def __init__(self, workspace: Workspace, shown: Collection[str], ended: Container[str]) -> None:
        """Offer the articles of a story.

        Args:
            workspace: The story.
            shown: The ids of those on the screen.
            ended: The ids of those that were read to their last row.
        """
        super().__init__()
        self._shown = frozenset(shown)
        refs = workspace.story.articles
        self._ids = [ref.id for ref in refs]
        self._states, self._counts = [""] * len(refs), [0] * len(refs)
        self._names = list(self._ids)
        if len(refs) <= _TITLES:
            opened = [workspace.now.peek(ref.id) for ref in refs]
            self._names = [
                f"{o.article.title}  {o.id}" if o.article.title != o.id else o.id for o in opened
            ]
            self._states = [progress_of(workspace.now, each, ended).value for each in opened]
            self._counts = [len(each.annotations) for each in opened]
        self._texts = [f"{n}  {state}" for n, state in zip(self._names, self._states, strict=True)]
        """What is looked for in each."""

    def compose(self) -> ComposeResult:
        """What is typed, and the articles it fits."""
        box = Vertical(classes="dialog", id="picker-dialog")
        box.border_title = f"Articles ({len(self._ids):,})"
        with box:
            yield InertInput(placeholder="its number, or a part of the title, the name, new, done")
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

    def on_resize(self) -> None:
        """The lines are as long as there is room."""
        self.call_after_refresh(self._list_again)

    def _list_again(self) -> None:
        chosen = self.options.highlighted
        self._list(self.query_one(Input).value)
        self.options.highlighted = chosen

    def _list(self, typed: str) -> None:
        """List what fits: a number that of the article first."""
        options = self.options
        options.clear_options()
        found = best_matches(typed, self._texts, _MOST)
        wanted = typed.strip()
        number = int(wanted) - 1 if wanted.isascii() and wanted.isdigit() else -1
        if 0 <= number < len(self._ids):
            found = [(number, ()), *(each for each in found if each[0] != number)]
        room = max(20, options.scrollable_content_region.width - 2)
        for index, places in found:
            options.add_option(Option(self._line(index, places, room), id=str(index)))
        if found:
            options.highlighted = 0
        else:
            options.add_option(Option(Text("No article fits that", style="dim"), disabled=True))

    def _line(self, index: int, places: Collection[int], room: int) -> Text:
        """An article: its number, what of its name fits, how far it is, how many spans it has."""
        total = len(self._ids)
        before = f"{index + 1:>{len(str(total))}}/{total} "
        marks = [counted(self._counts[index], "span")] if self._counts[index] else []
        marks += [self._states[index]] if self._states[index] else []
        marks += ["on screen"] if self._ids[index] in self._shown else []
        after = "  " + " · ".join(marks) if marks else ""
        width = max(1, room - len(before) - len(after))
        name = cut(self._names[index], width)
        text = Text(before, style="dim", no_wrap=True)
        text.append(name, "not dim")
        for place in places:
            if place < len(name) - 1:
                text.stylize("bold underline", len(before) + place, len(before) + place + 1)
        text.append(" " * (width - cell_len(name)) + after)
        return text

    def _hint(self) -> str:
        keys = f"{self.key('list.up')} {self.key('list.down')} choose"
        other = self.hint("pick.other-pane")
        return f"{keys} · {self.key('list.choose')} in this pane · {other} · {self.hint(LEAVE)}s"

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "list.choose": partial(self._choose, in_other=False),
            "pick.other-pane": partial(self._choose, in_other=True),
        }

    def _choose(self, *, in_other: bool) -> None:
        """Close with the highlighted article."""
        options = self.options
        if options.highlighted is not None:
            self._close(options.get_option_at_index(options.highlighted), in_other=in_other)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the article that was clicked."""
        self._close(event.option, in_other=False)

    def _close(self, option: Option, *, in_other: bool) -> None:
        if option.id is not None:
            self.dismiss(PickedArticle(self._ids[int(option.id)], in_other))
