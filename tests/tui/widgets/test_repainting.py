"""How little is painted: rows rendered, rows drawn anew, cells written.

Where that is counted nothing is suggested before a key asks for it: one tag changes what is
suggested in every row that says the same. That it is painted too is looked at as a whole below.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.tui.support import reading, reading_text
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


async def painted_by(ana: Reader, painted: Painted, keys: str) -> None:
    """Press keys, and wait until all that they change has been painted."""
    await still(ana)
    painted.clear()
    await ana.press(keys)
    await ana.until(lambda: painted.rendered, "something is painted")
    await still(ana)


async def still(ana: Reader) -> None:
    # What a new mark proposes is found after the key, and its count is written in the top line.
    await ana.until(lambda: not ana.main.suggesting.is_busy, "all articles have been looked at")
    await ana.settle()
    await ana.until(
        lambda: not ana.main._dirty_widgets and not ana.main._compositor._dirty_regions,
        "all is painted",
    )


@pytest.mark.parametrize(
    ("before", "keys", "rows"),
    [
        ("The 0", "right", [1]),
        ("row says", "w", [1]),
        ("The 0", "down", [1, 2]),
        ("The 3", "up", [3, 4]),
        ("The 0", "5 down", [1, 6]),
        ("The 0", "shift+right", [1]),
        ("The 0", "shift+down", [1, 2]),
        ("The 2", "}", None),
        ("Iran", "a", [1]),
        ("Iran", "v w w w w w w w w", None),
    ],
)
async def test_only_rows_that_change_are_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, keys: str, rows: list[int] | None
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        ana.go(before)
        with watching(monkeypatch) as painted:
            await painted_by(ana, painted, keys)
            if rows is not None:
                assert painted.rows(ana) == rows
                assert len(painted.drawn) <= 2 * len(rows)
            else:
                assert painted.rows(ana)


async def test_only_the_cells_that_change_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        assert type(ana.main._compositor) is CroppingCompositor
        ana.go("Iran")
        await ana.press("a left")  # from here on the line below the panes says the same
        await still(ana)
        column, row = ana.cell_of("says")
        ana.go("says")
        ana.main.show_state()
        with watching(monkeypatch) as painted:
            await painted_by(ana, painted, "right")
            assert painted.places(ana) == [(column, row)]
            assert len(painted.written(ana).encode()) < 150
            await painted_by(ana, painted, "down")
            assert (column + 1, row) in painted.places(ana)
            assert (column + 1, row + 1) in painted.places(ana)
            assert len(painted.written(ana).encode()) < 600


async def test_a_row_on_writes_neither_the_whole_rule_nor_the_whole_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was 700 bytes in a wide pane, most of them for a rule of which one cell had changed."""
    async with reading_text(tmp_path, f"|{TEXT}", size=(160, 50)) as ana:
        with watching(monkeypatch) as painted:
            for _ in range(8):
                await painted_by(ana, painted, "down")
                assert len(painted.written(ana).encode()) < 450


async def test_of_jump_labels_only_what_changes_is_painted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}", size=(80, 30)) as ana:
        await ana.press("F a")
        jump = ana.main.session.jump
        assert jump is not None
        single = next(t for t, code in jump.codes.items() if len(code) == 1)
        with watching(monkeypatch) as painted:
            await painted_by(ana, painted, jump.codes[single])
            row = ana.pane.wrapped.row_of(single.start) - ana.pane.view.top + 1
            # The row of the span, that of the caret, and those in which letters changed.
            assert row in painted.rows(ana)
            assert len(painted.rows(ana)) <= 12
            assert len(painted.written(ana).encode()) < 3_000
            await painted_by(ana, painted, "z")
            first = len(painted.written(ana).encode())
            await painted_by(ana, painted, "backspace")
            assert first < len(TEXT)
            drawn = [row for row in painted.drawn if row not in ana.pane.viewport.visible_rows]
            assert drawn == []


async def test_the_other_pane_is_left_alone(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(story, size=(120, 24)) as ana:
        with watching(monkeypatch) as painted:
            for keys in ("w", "e", "v w", "escape", "a", "u", "down"):
                await painted_by(ana, painted, keys)
                assert {pane for pane, _ in painted.rendered} == {1}
            await painted_by(ana, painted, "tab")
            assert {y for pane, y in painted.rendered if pane == 1} <= {0, 1, 2, 19, 20}


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


@pytest.mark.suggests
@pytest.mark.parametrize("size", [(60, 20), (120, 30)])
async def test_the_terminal_shows_what_a_whole_repaint_would(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Feed the partial updates to a terminal, and compare it with the screen as it should be."""
    import pyte

    async with reading(seeds, size=size) as ana:
        await ana.until_suggested()
        await still(ana)
        terminal = pyte.Screen(*size)
        stream = pyte.Stream(terminal)
        for y, line in enumerate(ana.rows()):
            stream.feed(f"\x1b[{y + 1};1H{line}")
        with watching(monkeypatch) as painted:
            steps = "w a v e l tab ) v ) c tab } a j k r w enter d u 5 w s down down escape u u U"
            steps += " F z backspace a d f D j pagedown u tab space g escape escape escape f right"
            for step in steps.split():
                painted.clear()
                await ana.press(step)
                await still(ana)
                stream.feed(painted.written(ana))
                # The status line counts seconds on its own.
                assert terminal.display[1:] == ana.rows()[1:], step
