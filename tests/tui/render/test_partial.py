"""How little is painted: rows rendered, rows drawn anew, cells written.

Where that is counted nothing is suggested before a key asks for it: one tag changes what is
suggested in every row that says the same. That it is painted too is looked at as a whole below.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from tests.stories import open_story, tag, write_story
from tests.tui.painting import is_cropping, painted_by, still, watching
from tests.tui.support import reading, reading_text, short_rests
from tui.render.partial import CroppedUpdate, _without
from tui.widgets.line import LineWidget
from tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("timeless")


TEXT = "".join(f"The {number}th row says that Iran left Syria.\n" for number in range(60))


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
        assert is_cropping(ana)
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
        single = next(iter(jump.codes))
        with watching(monkeypatch) as painted:
            await painted_by(ana, painted, jump.codes[single])
            row = ana.pane.wrapped.row_of(single.start) - ana.pane.view.top + 1
            # The row of the span, that of the caret, and those in which letters changed.
            assert row in painted.rows(ana)
            assert len(painted.rows(ana)) <= 12
            assert len(painted.written(ana).encode()) < 3_000
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


@pytest.mark.suggests
@pytest.mark.parametrize("size", [(60, 20), (120, 30)])
async def test_the_terminal_shows_what_a_whole_repaint_would(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Feed the partial updates to a terminal, and compare it with the screen as it should be."""
    import pyte

    # After each key all that it leads to is waited for: most of the test would be pauses.
    with short_rests():
        async with reading(seeds, size=size) as ana:
            await ana.until_suggested()
            await still(ana)
            terminal = pyte.Screen(*size)
            stream = pyte.Stream(terminal)
            for y, line in enumerate(ana.rows()):
                stream.feed(f"\x1b[{y + 1};1H{line}")
            with watching(monkeypatch) as painted:
                steps = (
                    "w a v e l tab ) v ) c tab } a j k r w enter d u 5 w s down down escape u u U"
                )
                steps += (
                    " F z backspace a d f D j pagedown u tab space g escape escape escape f right"
                )
                for step in steps.split():
                    painted.clear()
                    await ana.press(step)
                    await still(ana)
                    stream.feed(painted.written(ana))
                    # The status line counts seconds on its own.
                    assert terminal.display[1:] == ana.rows()[1:], step


@pytest.mark.parametrize("opens", ["O", "?"])
async def test_a_line_on_in_a_dialog_writes_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: str
) -> None:
    """In the help it was 17 KB, as its frame counted the lines and was written whole."""
    async with reading_text(tmp_path, f"|{TEXT}", size=(160, 50)) as ana:
        await ana.press("a w w a w w w a g g escape escape")
        await still(ana)
        await ana.press(opens)
        await ana.until(lambda: ana.app.screen is not ana.main, "it is open")
        await ana.press("down")
        await ana.until(lambda: "2 of " in ana.screen() or opens == "O", "it is drawn")
        await still(ana)
        written = []
        with watching(monkeypatch) as painted:
            for key in ("down", "up") * 4:
                painted.clear()
                await ana.press(key)
                await still(ana)
                if painted.updates:  # none where all is painted, as a second has passed just then
                    written.append(len(painted.written(ana).encode()))
        assert len(written) >= 2
        assert 0 < min(written) <= max(written) < 1_000


@pytest.mark.parametrize("opens", ["O", "?"])
async def test_lines_that_go_up_or_down_are_moved_by_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: str
) -> None:
    """What it shows then is what a whole repaint would show, and little was written for it."""
    import pyte

    story = write_story(tmp_path / "story", {"a.txt": TEXT})
    with open_story(story) as workspace:
        for number in range(40):
            tag(workspace, f"The {number}th", "claim", "a")
    terminal = pyte.Screen(160, 24)
    stream = pyte.Stream(terminal)
    with watching(monkeypatch) as painted:
        async with reading(story, size=(160, 24)) as ana:
            await ana.press(opens)
            await ana.until(lambda: ana.app.screen is not ana.main, "it is open")
            sheet = ana.app.screen.query(LineWidget).last()
            await ana.until(lambda: sheet.is_painted, "it is painted")
            await still(ana)
            moved = ""
            for step in ["pagedown", *["down"] * 4, "pageup", "up", "up", "pagedown", "down"]:
                await ana.press(step)
                await ana.until(lambda: sheet.is_painted, "it is painted")
                await still(ana)
                written = painted.written(ana)
                is_cropped_alone = all(isinstance(u, CroppedUpdate) for u in painted.updates)
                painted.clear()
                stream.feed(written)
                assert terminal.display == ana.rows(), step
                if step in ("up", "down") and is_cropped_alone:
                    assert len(written.encode()) < 800, step
                moved += written
    assert "\x1bD" in moved
    assert "\x1bM" in moved


async def test_leaving_a_dialog_paints_the_screen_below_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        await ana.press("a O")
        await still(ana)
        with watching(monkeypatch) as painted:
            await ana.press("escape")
            await ana.until_main()
            await still(ana)
        assert len(painted.whole) == 1


_REGIONS = st.builds(Region, *[st.integers(0, 6)] * 2, *[st.integers(0, 6)] * 2)


@given(_REGIONS, _REGIONS)
def test_around_a_part_of_a_region_its_other_cells_are_left(part: Region, other: Region) -> None:
    hole = part.intersection(other)
    left = [cell for each in _without(part, hole) for cell in cells_of(each)]
    assert len(left) == len(set(left))
    assert set(left) == set(cells_of(part)) - set(cells_of(hole))


def cells_of(region: Region) -> list[tuple[int, int]]:
    return list(product(range(region.x, region.right), range(region.y, region.bottom)))


async def test_what_is_taken_away_covers_nothing_before_the_next_layout(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT}), size=(60, 12)) as ana:
        compositor = ana.main._compositor  # noqa: SLF001  # Textual keeps it here
        await ana.press("/")
        await ana.until(
            lambda: set(ana.main.query(SearchBar)) & compositor.visible_widgets.keys(),
            "the line is laid out",
        )
        bar = ana.main.query_one(SearchBar)
        with ana.app.batch_update():  # nothing is laid out
            await bar.remove()
            assert bar in compositor.visible_widgets
            update = compositor.render_full_update()
            assert all(strip is not None for line in update.strips for strip in line)
            assert update.render_segments(ana.app.console)
