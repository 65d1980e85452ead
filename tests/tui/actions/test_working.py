"""Long work: it says how far it is, Esc stops it, keys wait, and what is made is one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.stories import home, write_story
from tests.tui.support import reading
from tui.actions import working
from tui.sliced_work import Pace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader

TIMES: Final = 3_000
"""How often the word stands in the story besides where it is tagged first."""


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step in each slice, and nothing at once, so that all of them are seen."""
    monkeypatch.setattr(working, "_AT_ONCE", 0)
    monkeypatch.setattr(working, "_PACE", Pace(0.001, 0.005, shows_every=0.0))


def story(folder: Path, times: int = TIMES) -> Path:
    lines = "\n".join("Moscow said that nothing had changed." for _ in range(times // 2))
    return write_story(folder, {"a.txt": f"Moscow.\n{lines}\n", "b.txt": lines})


def lines_of(folder: Path) -> int:
    return len((home(folder) / "journal.jsonl").read_bytes().splitlines())


async def proposed(ana: Reader) -> int:
    """Moscow is tagged and proposed wherever else it stands, and those in sight are accepted.

    Returns:
        How many are left, which the same key accepts.
    """
    ana.go("Moscow")
    await ana.press("L")
    assert f"{TIMES} more are proposed" in ana.says()
    ana.burst("Y")
    await ana.until_screen(" again; u takes it back")
    return TIMES + 1 - sum(len(ana.annotations(name)) for name in ("a", "b"))


async def test_thousands_are_accepted_as_one_edit_that_undo_takes_back(tmp_path: Path) -> None:
    folder = story(tmp_path)
    async with reading(folder, size=(160, 24)) as ana:
        left = await proposed(ana)
        before = [ana.annotations(name) for name in ("a", "b")]
        assert lines_of(folder) == 2
        ana.burst("Y")
        await ana.until(lambda: ana.main.session.work is None, "the work is done")
        await ana.until_screen(f"Accepted {left:,} as location in 2 articles")
        after = [ana.annotations(name) for name in ("a", "b")]
        assert sum(map(len, after)) == TIMES + 1
        assert lines_of(folder) == 3
        await ana.press("u")
        await ana.until_screen(f"Undone: accept {left} annotations")
        assert [ana.annotations(name) for name in ("a", "b")] == before
        await ana.press("U")
        await ana.until_screen("Done again")
        assert [ana.annotations(name) for name in ("a", "b")] == after


async def test_it_says_how_far_it_is_and_esc_stops_it_and_leaves_nothing(tmp_path: Path) -> None:
    folder = story(tmp_path)
    async with reading(folder, size=(160, 24)) as ana:
        left = await proposed(ana)
        ana.burst("Y")
        await ana.until_screen("Accepting location “Moscow”: ")
        assert f"of {left:,}; Esc stops it" in ana.says()
        ana.burst("d", "escape")
        await ana.until_screen("Stopped; nothing was changed")
        assert ana.main.session.work is None
        assert lines_of(folder) == 2
        assert sum(len(ana.annotations(name)) for name in ("a", "b")) == TIMES + 1 - left


async def test_keys_wait_for_the_end_of_the_work(tmp_path: Path) -> None:
    async with reading(story(tmp_path), size=(160, 24)) as ana:
        await proposed(ana)
        ana.burst("Y", "u", "u", "u", "w")
        await ana.until(lambda: not ana.annotations("a"), "all edits have been taken back")
        await ana.until(lambda: ana.shown().startswith("Moscow.\n|"), "then the caret has moved")
        assert ana.main.session.work is None


async def test_a_number_before_undo_stops_where_nothing_is_left_or_at_esc(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    async with reading(write_story(tmp_path, {"a.txt": words}), size=(160, 24)) as ana:
        for _ in range(30):
            await ana.press("a w")
        assert len(ana.annotations()) == 30
        await ana.press("9 9 9 9 u")
        await ana.until_screen("Undone 30 edits, the last: add actor “word0”")
        assert not ana.annotations()
        await ana.press("9 9 9 9 U")
        await ana.until_screen("Done again 30 edits, the last: add actor “word29”")
        ana.burst("9", "9", "u", "escape")
        await ana.until_screen("Undone")
        assert ana.main.session.work is None
        left = len(ana.annotations())
        assert f"word{left}”" in ana.says()
        assert left > 0
        await ana.press("U")
        assert len(ana.annotations()) == left + 1


async def test_a_number_before_accept_can_be_stopped(tmp_path: Path) -> None:
    async with reading(story(tmp_path), size=(160, 24)) as ana:
        await proposed(ana)
        await ana.press("y")  # to the first
        ana.burst("9", "9", "9", "y", "escape")
        await ana.until_screen("accepted, each an edit of its own")
        assert ana.main.session.work is None
        assert len(ana.annotations()) < 999
