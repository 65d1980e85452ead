"""A person at the keyboard of Sidelight: presses keys, and says what is on the screen."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from msgspec.structs import replace
from textual import events
from textual.geometry import Region
from textual.keys import _character_to_key

from store.articles import find_story
from store.errors import SidelightError
from store.story.workspace import Workspace
from tests.notation import parse, show
from tests.stories import ANA, write_story
from tui import suggesting
from tui.app import DARK, SidelightApp
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.screens.main import MainScreen
from tui.selection import Selection
from tui.sliced_work import WAITED_FOR, SlicedWork
from tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot
    from textual.strip import Strip

    from store.annotations.model import Annotation
    from store.files import Files

PATIENCE: Final = 60.0
"""Seconds after which something that has not happened never will."""
STEP_BY_STEP: Final = replace(WAITED_FOR, slice=0.0)
"""A pace at which a list is looked through so slowly that keys come meanwhile."""
_CHARACTERS: Final = {"enter": "\r", "tab": "\t", "escape": "\x1b", "space": " "}


async def wait_for(pilot: Pilot[None], predicate: Callable[[], object], description: str) -> None:
    """Let the app run until something is so; fail with its description if it never is."""
    end = time.monotonic() + PATIENCE
    while not predicate():
        if time.monotonic() > end:
            raise AssertionError(f"this did not happen within {PATIENCE:.0f} s: {description}")
        if pilot.app._exception is not None:  # noqa: SLF001  # Textual keeps it here
            raise pilot.app._exception  # noqa: SLF001  # as above
        await asyncio.sleep(0.002)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads a story in a running app."""

    app: SidelightApp
    pilot: Pilot[None]

    # What there is -------------------------------------------------------------------------

    @property
    def main(self) -> MainScreen:
        main = self.app.screen_stack[0]
        assert isinstance(main, MainScreen)
        return main

    @property
    def workspace(self) -> Workspace:
        return self.app.workspace

    @property
    def pane(self) -> ArticlePane:
        """The pane that has the keys."""
        return self.main.pane

    @property
    def article_id(self) -> str:
        assert self.pane.opened is not None
        return self.pane.opened.id

    @property
    def text(self) -> str:
        """The article in the active pane."""
        return self.pane.wrapped.text

    def shown(self) -> str:
        """The text of the active pane with its selection, in the notation."""
        return show(self.text, self.pane.selection.anchor, self.pane.selection.head)

    def around(self, reach: int = 12) -> str:
        """What stands near the selection, in the notation."""
        selection = self.pane.selection
        low = max(0, selection.span.start - reach)
        piece = self.text[low : selection.span.end + reach]
        return show(piece, selection.anchor - low, selection.head - low)

    def annotations(self, article_id: str = "") -> list[Annotation]:
        """The annotations of the active pane's article, or of another."""
        return list(self.workspace.article(article_id or self.article_id).annotations)

    def tags(self, article_id: str = "") -> list[str]:
        """The annotations, as `label[start:end]text`."""
        return [written(annotation) for annotation in self.annotations(article_id)]

    @property
    def current(self) -> str:
        """The current annotation; empty if there is none."""
        annotation = self.pane.view.current
        return written(annotation) if annotation else ""

    def rows(self) -> list[str]:
        """The lines of the screen."""
        return [strip.text for strip in self.strips()]

    def strips(self) -> list[Strip]:
        """The lines of the screen, with their styles."""
        return self.app.screen._compositor.render_strips()  # noqa: SLF001  # what is painted

    def screen(self) -> str:
        """All that the screen shows."""
        return "\n".join(self.rows())

    def line(self, widget_id: str, number: int = 0) -> str:
        """A line of the main screen around the panes: `status`, `inspector` or `keys`."""
        return self.main.query_one(f"#{widget_id}").render_line(number).text.strip()

    def picker(self) -> str:
        """What the open dialog shows, without the screen behind it."""
        region = next((box.region for box in self.app.screen.query(".dialog")), Region())
        rows = self.rows()[region.y : region.bottom]
        return "\n".join(row[region.x : region.right] for row in rows)

    def means(self) -> str:
        """What a key means: the first line below the panes."""
        return self.line("inspector")

    def says(self) -> str:
        """What has just happened, or what is around: the second line below the panes, and what of
        it stands in the line of keys."""
        bars = self.main.bars
        rest = f" {self.line('keys')}" if bars.rest else ""
        return self.line("inspector", 1) + rest

    # What one does -------------------------------------------------------------------------

    async def press(self, keys: str) -> None:
        """Press keys, parted by spaces, each after what the one before did has been done."""
        for key in keys.split():
            await self.send(_key(key))

    async def write(self, text: str) -> None:
        """Type a text."""
        for character in text:
            await self.send(_key(character))

    def burst(self, *keys: str) -> None:
        """Press keys so fast that none is waited for, as over a slow line."""
        for key in keys:
            self.app.post_message(_key(key))

    async def send(self, event: events.Event) -> None:
        """Give the app an event, as its driver does, and see it through."""
        self.app.post_message(event)
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was sent has been handled, and what came of that.

        An event goes from the app to the widget with the focus and up to the screen, and so do
        the messages that it gives rise to.
        """
        for _ in range(2):
            await _passed(self.app)
            for pane in self.app.query(ArticlePane):
                await _passed(pane)
            if not self.app.screen_stack:
                return
            node: MessagePump | None = self.app.screen.focused or self.app.screen
            while node is not None and node is not self.app:
                await _passed(node)
                node = node._parent  # noqa: SLF001  # `parent` is no pump to mypy

    async def until(self, predicate: Callable[[], object], description: str) -> None:
        """Wait until something is so."""
        await wait_for(self.pilot, predicate, description)

    async def until_screen(self, text: str) -> None:
        """Wait until a text is on the screen."""
        try:
            await self.until(lambda: text in self.screen(), f"{text!r} is on the screen")
        except AssertionError as error:
            raise AssertionError(f"{error}; it shows\n{self.screen()}") from None

    async def until_main(self) -> None:
        """Wait until no dialog is open and no line is being typed into."""
        await self.until(
            lambda: self.app.screen is self.main and self.main.focused is None,
            "the main screen has the keys",
        )

    async def until_suggested(self) -> None:
        """Wait until suggesting has begun by itself and all that it can look at has been.

        Where the test has no mark `suggests` this waits for what a key has begun.
        """
        suggesting = self.main.suggesting
        await self.until(lambda: suggesting.has_begun, "suggesting has begun")
        await self.until(lambda: not suggesting.is_busy, "all articles have been looked at")
        await self.settle()

    async def click(self, column: int, row: int, times: int = 1, held: str = "") -> None:
        """Click on a cell of the screen, with a key held."""
        for _ in range(times):
            await self.send(_mouse(events.MouseDown, column, row, held=held))
            await self.send(_mouse(events.MouseUp, column, row, held=held))
        await self.settle()

    async def drag(self, start: tuple[int, int], end: tuple[int, int], held: str = "") -> None:
        """Press the mouse button on a cell and let it go on another, with a key held."""
        await self.send(_mouse(events.MouseDown, *start, held=held))
        await self.send(_mouse(events.MouseMove, *end, held=held))
        await self.send(_mouse(events.MouseUp, *end, held=held))
        await self.settle()

    async def wheel(self, column: int, row: int, *, down: bool) -> None:
        """Turn the wheel by one notch over a cell."""
        kind = events.MouseScrollDown if down else events.MouseScrollUp
        await self.send(_mouse(kind, column, row, button=0))

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.until(
            lambda: (
                self.main.size == (width, height) and (self.main.has_class("-small") or self.fits())
            ),
            f"the screen is laid out for {width}x{height}",
        )

    def fits(self) -> bool:
        """Whether each pane has been wrapped to the width it has."""
        panes = self.main.panes.panes
        return (
            bool(panes)
            and all(pane.size.width == pane.viewport.frame.total for pane in panes)
            and sum(pane.size.width for pane in panes) + len(panes) - 1 == self.main.size.width
        )

    def select(self, anchor: int, head: int) -> None:
        """Have something selected to begin with."""
        self.pane.select(Selection(anchor, head))

    def go(self, phrase: str, pane: int | None = None) -> None:
        """Have the caret at the first place where an article says something."""
        if pane is not None:
            self.main.panes.activate(pane)
        start = self.text.index(phrase)
        self.select(start, start)

    def cell_of(self, phrase: str, pane: ArticlePane | None = None) -> tuple[int, int]:
        """Where on the screen, in columns and rows, the first such phrase of a pane begins."""
        pane = pane or self.pane
        row, column = pane.wrapped.place(pane.wrapped.text.index(phrase))
        region = pane.region
        return (
            region.x + pane.viewport.frame.text_start + column,
            region.y + 1 + row - pane.view.top,
        )


def rows(ana: Reader) -> list[str]:
    """The rows of a list, the one that the keys are for with its mark."""
    shown = (" ".join(row.split()) for row in ana.rows()[3:])
    return [row for row in takewhile(lambda row: not row.startswith("───"), shown) if row]


def written(annotation: Annotation) -> str:
    """An annotation as `label[start:end]text`."""
    return f"{annotation.label}[{annotation.start}:{annotation.end}]{annotation.text}"


def _key(key: str) -> events.Key:
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, _CHARACTERS.get(key))


def _mouse(
    kind: type[events.MouseEvent], column: int, row: int, button: int = 1, held: str = ""
) -> events.MouseEvent:
    return kind(
        None, column, row, 0, 0, button,
        shift=held == "shift", meta=held == "alt", ctrl=held == "ctrl", screen_x=column,
        screen_y=row,
    )  # fmt: skip


async def _passed(pump: MessagePump) -> None:
    """Wait until all that was in the queue of one part of the app has been handled."""
    handled = asyncio.Event()
    if pump.call_later(handled.set):
        await asyncio.wait_for(handled.wait(), PATIENCE)


@contextmanager
def short_rests() -> Iterator[None]:
    """Have suggesting go on nearly as soon as no key is pressed: most of a test would be rests."""
    names = "_WORKING", "_LISTENING"
    paces = {name: replace(getattr(suggesting, name), rest=0.01) for name in names}
    with patch.multiple(suggesting, **paces):
        yield


@contextmanager
def _seen_failures() -> Iterator[list[Exception]]:
    """What goes wrong between keys, which is told and would else be no fault of a test."""
    init, failures = SlicedWork.__init__, list[Exception]()

    def noting(
        self: SlicedWork, *args: Any, failed: Callable[[Exception], None], **how: Any
    ) -> None:
        def note(error: Exception) -> None:
            if not isinstance(error, SidelightError):
                failures.append(error)
            failed(error)

        init(self, *args, failed=note, **how)

    with patch.object(SlicedWork, "__init__", noting):
        yield failures


@asynccontextmanager
async def reading(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = DARK.name,
    columns: int | None = None,
    read_only: bool = False,
    files: Files | None = None,
    fails: bool = False,
    own_keys: Path | None = None,
) -> AsyncIterator[Reader]:
    """Open a story as Ana and leave it at the end; what goes on beside keys may fail only where
    that is meant."""
    story = find_story([folder])
    with (
        _seen_failures() as failures,
        Workspace.open(story, ANA, read_only=read_only, files=files) as workspace,
    ):
        keymap = keymap_for(all_commands(workspace.labels), own_keys)
        app = SidelightApp(workspace, keymap, theme=theme, columns=columns)
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)
            await reader.until(
                lambda: reader.main.has_class("-small") or reader.fits(), "the panes are laid out"
            )
            await reader.settle()
            yield reader
            assert fails or not reader.main.suggesting.has_stopped, list(workspace.status.notices)
            assert fails or not failures, failures


@asynccontextmanager
async def reading_text(
    folder: Path, marked: str, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Reader]:
    """Open a story of one article, given in the notation, with that selected."""
    text, anchor, head = parse(marked)
    async with reading(write_story(folder, {"article.txt": text}), size=size) as reader:
        reader.select(anchor, head)
        yield reader
