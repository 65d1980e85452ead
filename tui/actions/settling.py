"""Opens what settles texts that are not tagged alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.selection import Selection

if TYPE_CHECKING:
    from store.suggest.consistency import Place
    from tui.handlers import Handlers
    from tui.screens.desk import Desk


def handlers(desk: Desk) -> Handlers:
    """The commands that settle what is not tagged alike."""
    return {"consistency": lambda _: _open(desk)}


def _open(desk: Desk) -> None:
    from tui.screens.consistency import ConsistencyScreen

    def done(place: Place | None) -> None:
        if place is not None:
            desk.go_to(place.article, place.span)
            if place.tags:
                desk.pane.show_view(desk.pane.view.reaching(place.tags[0]))
            else:
                desk.pane.select(Selection(place.start, place.end))
        desk.show_state()

    desk.app.push_screen(ConsistencyScreen(desk.workspace, desk.palette), done)
