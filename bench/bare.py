"""The floor: the least that a Textual app can do for a key.

Run as a module: `python -m bench.bare static` repaints one short line for each key,
`python -m bench.bare lines` two rows of a pane on the Line API, and `python -m bench.bare screen`
shows a new screen with one line, and takes it away again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

READY: Final = "Bare and ready"
"""What is on the screen when the app has started."""


class BareStatic(App[None]):
    """One Static that says how many keys were pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed = 0

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def on_key(self, event: events.Key) -> None:
        self._pressed += 1
        self.query_one(Static).update(answer(self._pressed))


class Lines(ScrollView, can_focus=True):
    """A pane of plain rows; each key moves a mark from one row to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._marked = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(self.size.width, 100)

    def on_key(self, event: events.Key) -> None:
        before, self._marked = self._marked, (self._marked + 1) % 40
        self.refresh_line(before)
        self.refresh_line(self._marked)

    def render_line(self, y: int) -> Strip:
        mark = "> " if y == self._marked else "  "
        text = READY if y == 0 else f"row {y}: as much text as a caret might stand in"
        return Strip([Segment(mark + text, self.rich_style)]).extend_cell_length(self.size.width)


class BareLines(App[None]):
    """One pane on the Line API and nothing else."""

    def compose(self) -> ComposeResult:
        yield Lines()

    def on_mount(self) -> None:
        self.query_one(Lines).focus()


class OneLine(ModalScreen[None]):
    """A dialog of one Static; a key takes it away."""

    def compose(self) -> ComposeResult:
        yield Static("one line")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss()


class BareScreen(App[None]):
    """One Static, over which a key shows a dialog."""

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def on_key(self) -> None:
        self.push_screen(OneLine())


def answer(pressed: int) -> str:
    """What `BareStatic` says after so many keys."""
    return f"{pressed} pressed"


def main(variant: str) -> None:
    """Run one of the apps."""
    apps: dict[str, type[App[None]]] = {"lines": BareLines, "screen": BareScreen}
    apps.get(variant, BareStatic)().run()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "static")
