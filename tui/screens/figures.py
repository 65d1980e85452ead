"""What the work on a story has cost and come to, as far as the journal says, and what is left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.widgets import Static

from store.across.tie_counts import tie_counts
from store.files import Files
from store.story.progress import ArticleProgress, progress_of
from store.story.working_time import DEEDS, read_working_time
from store.text.inert import inert
from store.wording import counted
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.dialog import Dialog
from tui.widgets.hint_lines import HintLines

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from textual.app import ComposeResult

    from store.story.working_time import WorkDone
    from store.story.workspace import Workspace

_DAYS: Final = 5
"""The last days of work that are shown."""
_TITLE: Final = 26
"""Columns for a title."""
_ARTICLES: Final = 12
"""Articles that are shown; where there are more, those first that are not done."""
_READ: Final = 500
"""Articles that are looked at; of a larger story only those that were worked on."""


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
            yield HintLines(f"{self.key(LEAVE)} leaves")

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids: it can only be left."""
        return {}

    def _lines(self) -> list[str]:
        try:
            done = read_working_time(self._workspace.folder, Files())
        except OSError:
            done = None
        worked = {} if done is None else done.by_article
        days = [] if done is None else list(done.by_day.items())[-_DAYS:]
        lines = [f"{day}   {_in_words(work)}" for day, work in reversed(days)]
        lines = lines or ["Nothing has been edited yet"]
        return [*lines, "", *self._articles(worked), *self._claims()]

    def _claims(self) -> list[str]:
        """How far the claims are tied, where there are any."""
        now = self._workspace.now
        tied = tie_counts(now.readable_links(), self._workspace.labels, now.counts)
        if not tied.claims:
            return []
        facts = [f"{tied.unsourced:,} without a source"]
        facts += [f"{tied.repeated:,} said twice or more"] if tied.repeated else []
        facts += [counted(tied.contradictions, "contradiction")] if tied.contradictions else []
        return [f"{counted(tied.claims, 'claim')}: {' · '.join(facts)}"]

    def _articles(self, worked: Mapping[str, WorkDone]) -> list[str]:
        """How far one is with all, and with each of the first that are not done."""
        now = self._workspace.now
        refs = now.story.articles
        ids = [ref.id for ref in refs if len(refs) <= _READ or ref.id in worked]
        states = {each: progress_of(now, now.peek(each), self._ended) for each in ids}
        counts = Counter(states.values())
        counts[ArticleProgress.NEW] += len(refs) - len(ids)
        said = " · ".join(f"{counts[state]} {state}" for state in ArticleProgress if counts[state])
        lines = [f"{counted(len(refs), 'article')}: {said}"]
        undone_first = sorted(ids, key=lambda each: states[each] is ArticleProgress.DONE)
        shown = set(undone_first[:_ARTICLES])
        for number, ref in enumerate(refs, 1):
            if ref.id in shown:
                lines.append(self._article(f"{number}/{len(refs)}", ref.id, states, worked))
        if len(refs) > len(shown):
            key = self.key("article.pick")
            lines.append(f"{'':7}{len(refs) - len(shown):,} more; {key} lists every article")
        return lines

    def _article(
        self,
        number: str,
        article_id: str,
        states: Mapping[str, ArticleProgress],
        worked: Mapping[str, WorkDone],
    ) -> str:
        opened = self._workspace.now.peek(article_id)
        title = cut(inert(opened.article.title), _TITLE)
        spans = len(opened.annotations)
        told = [str(states[article_id])]
        told += [f"{worked[article_id].minutes} min"] if article_id in worked else []
        told += [counted(spans, "span")] if spans else []
        return f"{number:>5}  {title:<{_TITLE}}  {' · '.join(told)}"


def _in_words(work: WorkDone) -> str:
    """What was done, as in `64 min at work · by hand 61 · taken 96`."""
    deeds = [f"{deed} {work.deeds[deed]}" for deed in DEEDS if work.deeds[deed]]
    return " · ".join((f"{work.minutes} min at work", *deeds))
