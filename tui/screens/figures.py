"""What the work on a story has cost and come to, as far as the journal says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.widgets import Static

from store.files import Files
from store.story.progress import progress_of
from store.story.working_time import DEEDS, read_working_time
from store.text.inert import inert
from store.wording import counted
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from textual.app import ComposeResult

    from store.story.working_time import WorkDone, WorkingTime
    from store.story.workspace import Workspace

_DAYS: Final = 5
"""The last days of work that are shown."""
_TITLE: Final = 26
"""Columns for a title."""
_ARTICLES: Final = 12
"""Articles that are shown, those with most work first."""


class FiguresScreen(Dialog[None]):
    """Shows them until it is left."""

    MODE = Mode.FIGURES

    def __init__(self, workspace: Workspace, ended: Container[str]) -> None:
        """Show the work on a story; `ended` are the articles that were read to their last row."""
        super().__init__()
        self._workspace, self._ended = workspace, ended

    def compose(self) -> ComposeResult:
        """The days, the articles, and the keys."""
        box = Vertical(classes="dialog")
        box.border_title = "Your work on this story"
        with box:
            yield Static("\n".join(self._lines()), markup=False)
            yield Static(f"{self.hint(LEAVE)}s", markup=False, classes="hint")

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids: it can only be left."""
        return {}

    def _lines(self) -> list[str]:
        try:
            done = read_working_time(self._workspace.folder, Files())
        except OSError:
            done = None
        if done is None or not done.by_day:
            return ["Nothing has been edited yet"]
        days = list(done.by_day.items())[-_DAYS:]
        lines = [f"{day}   {_in_words(work)}" for day, work in reversed(days)]
        return [*lines, "", *self._articles(done)]

    def _articles(self, done: WorkingTime) -> list[str]:
        now = self._workspace.now
        numbers = {ref.id: n for n, ref in enumerate(now.story.articles, 1)}
        worked = sorted(done.by_article.items(), key=lambda each: -each[1].ms)
        lines = []
        for article_id, work in [each for each in worked if each[0] in numbers][:_ARTICLES]:
            opened = now.peek(article_id)
            number = f"{numbers[article_id]}/{len(numbers)}"
            state = progress_of(now, opened, self._ended)
            title = cut(inert(opened.article.title), _TITLE)
            spans = counted(len(opened.annotations), "span")
            told = f"{state} · {work.minutes} min · {spans}"
            lines.append(f"{number:>5}  {title:<{_TITLE}}  {told}")
        return lines


def _in_words(work: WorkDone) -> str:
    """What was done, as in `64 min at work · by hand 61 · taken 96`."""
    deeds = [f"{deed} {work.deeds[deed]}" for deed in DEEDS if work.deeds[deed]]
    return " · ".join((f"{work.minutes} min at work", *deeds))
