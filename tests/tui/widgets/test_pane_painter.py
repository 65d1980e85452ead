"""Rows are drawn anew only where something in them is different."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.tui.support import reading_text
from tui.render.bars import status_line
from tui.render.partial import CroppedUpdate, CroppingCompositor
from tui.render.rows import draw_row
from tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual._compositor import ChopsUpdate
    from textual.strip import Strip

    from tests.tui.support import Reader
    from tui.render.bars import Status
    from tui.render.palette import Palette
    from tui.render.rows import Drawn


TEXT = "".join(f"The {number}th row says that Iran left Syria.\n" for number in range(60))


_MOVE_TO = re.compile(r"\x1b\[(\d+);(\d+)H")


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long ago the last edit was saved is never said anew: that is no key's doing.

    The top line says it each second, which on a busy machine falls between a key and the look at
    what the key has painted.
    """

    def status(status: Status, palette: Palette, width: int) -> Strip:
        return status_line(replace(status, saved=None), palette, width)

    monkeypatch.setattr("tui.status_bars.status_line", status)


@dataclass
class Painted:
    """What has been painted since the last `clear`."""

    rendered: list[tuple[int, int]] = field(default_factory=list)
    """The pane and the line of each call of `render_line`."""
    drawn: list[int] = field(default_factory=list)
    """The row of each call of `draw_row`."""
    updates: list[CroppedUpdate] = field(default_factory=list)

    def clear(self) -> None:
        self.rendered.clear()
        self.drawn.clear()
        self.updates.clear()

    def rows(self, ana: Reader) -> list[int]:
        """The lines of the active pane that hold text, as far as they were rendered."""
        last = ana.pane.size.height - 1
        number = ana.pane.number
        return sorted({y for pane, y in self.rendered if pane == number and 0 < y < last})

    def written(self, ana: Reader) -> str:
        """What went to the terminal."""
        return "".join(update.render_segments(ana.app.console) for update in self.updates)

    def places(self, ana: Reader) -> list[tuple[int, int]]:
        """The columns and rows at which something was written."""
        found = _MOVE_TO.findall(self.written(ana))
        return [(int(column) - 1, int(row) - 1) for row, column in found]


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    painted = Painted()
    render_line = ArticlePane.render_line
    render_partial = CroppingCompositor.render_partial_update

    def counted_line(pane: ArticlePane, y: int) -> Strip:
        painted.rendered.append((pane.number, y))
        return render_line(pane, y)

    def counted_row(drawn: Drawn, number: int) -> Strip:
        painted.drawn.append(number)
        return draw_row(drawn, number)

    def kept_update(compositor: CroppingCompositor) -> ChopsUpdate | None:
        update = render_partial(compositor)
        if update is not None:
            assert isinstance(update, CroppedUpdate)
            painted.updates.append(update)
        return update

    with monkeypatch.context() as patch:
        patch.setattr(ArticlePane, "render_line", counted_line)
        patch.setattr("tui.widgets.pane_painter.draw_row", counted_row)
        patch.setattr(CroppingCompositor, "render_partial_update", kept_update)
        yield painted


async def still(ana: Reader) -> None:
    # What a new mark proposes is found after the key, and its count is written in the top line.
    await ana.until(lambda: not ana.main.suggesting.is_busy, "all articles have been looked at")
    await ana.settle()
    await ana.until(
        lambda: not ana.main._dirty_widgets and not ana.main._compositor._dirty_regions,
        "all is painted",
    )


async def test_rows_that_did_not_change_come_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        await still(ana)
        with watching(monkeypatch) as painted:
            ana.pane.refresh()
            await ana.until(lambda: painted.rendered, "the pane is painted")
            await still(ana)
            assert len(painted.rows(ana)) == ana.pane.viewport.text_height
            assert painted.drawn == []


async def test_what_changes_the_look_of_a_row_is_never_taken_from_the_cache(
    tmp_path: Path,
) -> None:
    """After each step, what the pane shows is what it would draw if it had no cache."""
    async with reading_text(tmp_path, f"|{TEXT}", size=(60, 20)) as ana:
        steps = (
            "w", "a", "w v e", "l", "shift+down", "c", "j", "j", "k", "escape", "d", "u", "U",
            "r w", "enter", "s", "G", "g g", "pagedown", "( v }", "c", "T", "u u", "T",
            "F", "z", "backspace", "a", "D", "escape", "d", "f", "pagedown", "u", "T", "space",
            "escape escape escape", "f", "left",
        )  # fmt: skip
        for step in steps:
            await ana.press(step)
            await still(ana)
            if step == "T":
                # A new theme is there at once, the panes that are drawn in it a moment later.
                await ana.until(lambda: stale_rows(ana) == [], "all is drawn in the new theme")
            assert (step, stale_rows(ana)) == (step, [])


def stale_rows(ana: Reader) -> list[int]:
    """The rows in the cache that are not as they would be drawn now."""
    painter, shown = ana.pane._painter, ana.pane.shown
    painter.forget_marks()
    rows = painter._rows.items()
    return [row for row, strip in rows if list(strip) != list(painter._row(shown, row))]
