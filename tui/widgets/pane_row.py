"""The panes side by side: how many, which article stands in each, and which has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.containers import Horizontal
from textual.geometry import Size
from textual.reactive import Reactive

from store.story.last_view import LastView, offset_in, place_at
from store.story.progress import state_of
from store.text.boundaries import words
from tui.filling import fill
from tui.render.edges import PaneHeading
from tui.render.viewport import SMALLEST_WIDTH
from tui.selection import Selection
from tui.view import View, clamp
from tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from store.across.tie_ends import TieSigns
    from store.story.last_view import ReadPlace
    from store.story.workspace import Workspace
    from store.suggest.proposals import Proposals
    from store.text.span import Span
    from tui.render.palette import Palette

_STEPS: Final = ((100, 1), (161, 2), (200, 3))
"""Below so many columns, so many panes; four from the last on."""
MOST_PANES: Final = 6
_NEAR: Final = 40
"""Code points from the start of an article in which its first word is looked for."""


def panes_for(width: int) -> int:
    """How many panes are comfortable in a number of columns."""
    return next((count for limit, count in _STEPS if width < limit), 4)


class PaneRow(Horizontal):
    """The articles on screen."""

    virtual_size = Reactive(Size(0, 0), repaint=False)
    """As of a `FramelessWidget`."""

    def __init__(
        self,
        workspace: Workspace,
        columns: int | None,
        palette: Callable[[], Palette],
        found: Callable[[str], Sequence[Span]],
        key_of: Callable[[str], str],
    ) -> None:
        super().__init__(id="panes")
        self._workspace = workspace
        self.columns = columns
        """How many panes the person asked for; none to go by the width."""
        self._palette = palette
        self._found = found
        self._key_of = key_of
        self._refs = workspace.story.articles
        self._shown: list[int] = []
        """The place in the story of the article in each pane."""
        self._views: dict[str, View] = {}
        self._places: dict[str, ReadPlace] = {}
        """Where somebody was the last time, in articles that have not been shown since."""
        self._wanted: list[int] = []
        """Articles that are to be shown first, by their place in the story."""
        self._proposed: Callable[[str], Proposals] | None = None
        self._ties_in: Callable[[str], TieSigns] | None = None
        self.panes: list[ArticlePane] = []
        self.active_index = 0

    @property
    def active(self) -> ArticlePane:
        """The pane that keys go to."""
        return self.panes[self.active_index]

    @property
    def shown_ids(self) -> list[str]:
        """The articles on screen, from the left."""
        return [self._refs[index].id for index in self._shown]

    def compose(self) -> ComposeResult:
        """The panes that there are when the row is first shown."""
        yield from self.panes

    def propose_by(self, proposed: Callable[[str], Proposals]) -> None:
        """From now on draw what is suggested, which a function gives by an article's id."""
        self._proposed = proposed
        for pane in self.panes:
            pane.propose_by(proposed)

    def tie_by(self, ties_in: Callable[[str], TieSigns]) -> None:
        """From now on draw what is tied, which a function gives by an article's id; whoever says so
        has the rows repainted."""
        self._ties_in = ties_in
        for pane, article_id in zip(self.panes, self.shown_ids, strict=True):
            pane.show_ties(ties_in(article_id))

    # The next time -------------------------------------------------------------------------

    def resume(self, left: LastView) -> bool:
        """Before anything is shown: go on where somebody was; whether that is not at the top."""
        number = {ref.id: n for n, ref in enumerate(self._refs)}
        self._wanted = [number[p.article] for p in left.places if p.article in number]
        self._places = {place.article: place for place in (*left.others, *left.places)}
        self.active_index = left.active
        return any(p.offset for p in left.places if p.article in number)

    @property
    def left_at(self) -> LastView:
        """Where somebody is, to go on there the next time."""
        return LastView(
            tuple(
                place_at(
                    pane.opened.id,
                    pane.opened.article.text,
                    pane.selection.head,
                    pane.viewport.visible_text.start,
                )
                for pane in self.panes
                if pane.opened is not None
            ),
            self.active_index,
            tuple(
                place_at(
                    article_id,
                    self._workspace.article(article_id).article.text,
                    view.selection.head,
                    view.selection.head,
                )
                for article_id, view in self._views.items()
            )
            + tuple(p for p in self._places.values() if p.article not in self._views),
        )

    # How many ------------------------------------------------------------------------------

    def fit(self, width: int) -> None:
        """Have as many panes as the width or the person asks for, and articles in them."""
        count = self.columns or panes_for(width)
        room = max(1, width // SMALLEST_WIDTH)
        count = max(1, min(count, room, MOST_PANES, len(self._refs)))
        while len(self.panes) > count:
            if self.active_index == len(self.panes) - 1:
                # The pane being read stays; the article next to it makes room.
                self._swap_out(len(self.panes) - 2)
            else:
                self._remember(len(self.panes) - 1)
            self._shown.pop()
            self.panes.pop().remove()
        while len(self.panes) < count:
            pane = ArticlePane(len(self.panes) + 1, self._workspace.labels, self._palette)
            if self.panes:
                pane.add_class("-later")
            if self._proposed is not None:
                pane.propose_by(self._proposed)
            self.panes.append(pane)
            self._shown.append(self._first_hidden())
            if self.is_attached:
                self.mount(pane)
            self._fill(len(self.panes) - 1)
        self.activate(min(self.active_index, count - 1))

    def _swap_out(self, index: int) -> None:
        self._remember(index)
        last = len(self.panes) - 1
        self._remember(last)
        self._shown[index], self._shown[last] = self._shown[last], self._shown[index]
        self._fill(index)
        self.activate(index)

    def _first_hidden(self) -> int:
        while self._wanted:
            if (wanted := self._wanted.pop(0)) not in self._shown:
                return wanted
        start = self._shown[-1] + 1 if self._shown else 0
        order = (*range(start, len(self._refs)), *range(start))
        return next((index for index in order if index not in self._shown), 0)

    # Which articles ------------------------------------------------------------------------

    def _fill(self, pane_index: int) -> None:
        index = self._shown[pane_index]
        article_id = self._refs[index].id
        opened = self._workspace.article(article_id)
        text = opened.article.text
        view = self._views.pop(article_id, None) or self._view_left(article_id, text)
        view = clamp(view, text)
        pane = self.panes[pane_index]
        pane.show_ties(self._ties_in(article_id) if self._ties_in is not None else None)
        pane.show(opened, view, self._heading(index))
        pane.set_found(self._found(article_id))

    def _heading(self, index: int) -> PaneHeading:
        """What stands over the article of a place in the story."""
        opened = self._workspace.article(self._refs[index].id)
        state = state_of(self._workspace.now, opened)
        position = f"{index + 1}/{len(self._refs)}"
        return PaneHeading(position, fill(opened.problem, self._key_of), state)

    def repaint(self) -> None:
        """Draw every pane anew, as in other colours."""
        for pane in self.panes:
            pane.repaint()

    def renew_headings(self) -> None:
        """Something else is said of articles now."""
        for pane, index in zip(self.panes, self._shown, strict=True):
            pane.heading = self._heading(index)
            pane.refresh_edges()

    def _view_left(self, article_id: str, text: str) -> View:
        """Where somebody was in an article the last time; at its first word if they were not."""
        place = self._places.pop(article_id, None)
        if place is None:
            first = next(words(text, 0, _NEAR), None)
            return View(selection=Selection.caret(first.start if first is not None else 0))
        offset = offset_in(place, text)
        top = min(max(0, place.top + offset - place.offset), len(text))
        return View(selection=Selection.caret(offset), top_at=top)

    def reload(self, article_id: str) -> None:
        """Show an article anew whose text has changed, in the panes in which it stands."""
        for pane_index, index in enumerate(self._shown):
            if self._refs[index].id == article_id:
                self._remember(pane_index)
                self._views[article_id] = self._views[article_id].stripped()
                self._fill(pane_index)

    def _remember(self, pane_index: int) -> None:
        view = self.panes[pane_index].view
        self._views[self._refs[self._shown[pane_index]].id] = replace(view, resizing=None)

    def show(self, article_id: str) -> ArticlePane:
        """Bring an article on screen, in the active pane if it is in none, and go there."""
        index = next(i for i, ref in enumerate(self._refs) if ref.id == article_id)
        if index in self._shown:
            self.activate(self._shown.index(index))
        else:
            self._remember(self.active_index)
            self._shown[self.active_index] = index
            self._fill(self.active_index)
        return self.active

    def step(self, by: int) -> bool:
        """Show the article that is so many further on in the active pane, or back, round the story.

        Those that other panes show are passed over.

        Returns:
            Whether there is any other.
        """
        here = self._shown[self.active_index]
        ring = [i for i in range(len(self._refs)) if i == here or i not in self._shown]
        if len(ring) == 1:
            return False
        self.show(self._refs[ring[(ring.index(here) + by) % len(ring)]].id)
        return True

    # Which has the keys --------------------------------------------------------------------

    def activate(self, index: int) -> None:
        """Give a pane the keys."""
        self.active_index = index
        for number, pane in enumerate(self.panes):
            pane.set_active(active=number == index)

    def activate_next(self, by: int) -> None:
        """Give the next or previous pane the keys."""
        self.activate((self.active_index + by) % len(self.panes))

    def panes_with(self, article_id: str) -> list[ArticlePane]:
        """The panes in which an article stands."""
        return [pane for pane in self.panes if pane.opened and pane.opened.id == article_id]
