"""A screen that those who search and suggest beside it tell what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, cast

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.geometry import Region

    from store.story.workspace import Workspace
    from store.suggest.proposals import Proposals
    from tui.widgets.pane_row import PaneRow


class _WithKeys(Protocol):
    """What an app has that shows such a screen."""

    read_at: float
    key_at: float


class CalmScreen(Widget):
    """A screen of which a layout paints what it moves, and nothing else."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Has the keys. Whatever that changes is styled and painted by itself; Textual paints all."""

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have it painted, or laid out, for which Textual would paint all too."""
        repaint = repaint and not layout
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class InformedScreen(CalmScreen, Screen[None]):
    """What those who search and suggest beside an editor tell it."""

    workspace: Workspace
    panes: PaneRow
    _has_waited = False  # whether something was worked out while a dialog was in front

    def key(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""
        raise NotImplementedError

    def _compositor_refresh(self) -> None:
        """Paint, unless what is in front fills the screen: all is painted when that is left."""
        if not getattr(self.app.screen, "fills_the_screen", False):
            super()._compositor_refresh()

    def prepare(self) -> Iterator[bool]:
        """Prepare in a pause what a first key would have to wait for; see `preparing.prepare`."""
        return iter(())

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        raise NotImplementedError

    def show_status(self) -> None:
        """Bring the line at the top up to date."""
        raise NotImplementedError

    def search_in_thread(self, look: Callable[[], None]) -> None:
        """Look for something in a thread of its own, in place of what was looked for there."""
        self.run_worker(look, thread=True, exclusive=True, group="search")

    def end_search_thread(self) -> None:
        """Have the thread that looks for something end."""
        self.workers.cancel_group(self, "search")

    @property
    def read_at(self) -> float:
        """When something was last read from the terminal, though nobody has taken it yet."""
        return cast("_WithKeys", self.app).read_at

    @property
    def key_at(self) -> float:
        """When a key was last read or taken."""
        return cast("_WithKeys", self.app).key_at

    def propose_by(self, proposed: Callable[[str], Proposals]) -> None:
        """From now on show what is suggested, which a function gives by an article's id."""
        self.panes.propose_by(proposed)

    def proposals_changed(self, article_id: str) -> None:
        """Something else is suggested in an article now."""
        if not self._is_behind():
            for pane in self.panes.panes_with(article_id):
                pane.proposals_changed()

    def progress_changed(self, *, has_notices: bool) -> None:
        """It stands otherwise with suggestions now, or there are notices to be read."""
        if not self._is_behind():
            (self.show_state if has_notices else self.show_status)()

    def _is_behind(self) -> bool:
        """Whether a dialog is in front: what changes behind it would have it written anew."""
        self._has_waited |= self.app.screen is not self
        return self._has_waited

    def on_screen_resume(self) -> None:
        """A dialog was left: show what was worked out meanwhile."""
        if self._has_waited:
            self._has_waited = False
            for pane in self.panes.panes:
                pane.proposals_changed()
            self.show_state()

    def suggesting_stopped(self, why: str) -> None:
        """Nothing is suggested any more, as something went wrong: say so."""
        key = self.key("suggestions.toggle")
        self.workspace.status.notices.add(f"Suggesting has stopped ({why}); {key} begins again")
        self._has_waited = True
        self.on_screen_resume()
