"""What two machines say differently is said, listed and settled by key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.files import Files
from store.ledger.taking_in import take_in
from tests.stories import WIRE, edit_of, home, open_story, tag, texts, write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path


def relabelled(story: Path, label: str, note: str) -> None:
    """The first annotation gets a label, and the second a note."""
    with open_story(story) as workspace:
        opened = workspace.article(WIRE)
        first, second = opened.annotations
        workspace.apply(edit_of(actions.relabel(opened.article, opened.annotations, first, label)))
        noted = actions.set_note(opened.article, second, note)
        assert not isinstance(noted, actions.Refusal)
        workspace.apply(noted)


@pytest.fixture
def parted(tmp_path: Path) -> Path:
    """A story in which the laptop's two edits stand, and the desk's say otherwise."""
    desk = write_story(tmp_path / "desk")
    with open_story(desk) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "troops")
    laptop = shutil.copytree(desk, tmp_path / "laptop")
    relabelled(desk, "location", "of the desk")
    relabelled(laptop, "source", "of the laptop")
    taken = take_in(home(desk), (home(laptop) / "journal.jsonl").read_bytes(), Files())
    assert taken.conflicts == 2
    return desk


STANDS = ["source:Moscow", "actor:troops"]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_what_waits_is_said_listed_and_settled(parted: Path, size: tuple[int, int]) -> None:
    async with reading(parted, size=size) as ana:
        assert "2 conflicts: R" in ana.screen().splitlines()[0]
        assert "said differently by two machines" in ana.screen()
        await ana.press("escape R")
        assert "Two machines: 2 conflicts to settle" in ana.picker()
        assert "both have changed its label" in ana.picker()
        assert "source “Moscow”" in ana.picker()
        assert "location “Moscow”" in ana.picker()
        await ana.press("2")
        assert texts(ana.workspace) == ["location:Moscow", "actor:troops"]
        assert "Two machines: 1 conflict to settle" in ana.picker()
        assert "note: of the laptop" in ana.picker()
        assert "note: of the desk" in ana.picker()
        await ana.press("1")
        assert "Nothing is said differently any more" in ana.picker()
        await ana.press("escape")
        assert "conflict" not in ana.screen().splitlines()[0]
    with open_story(parted) as workspace:
        assert workspace.status.conflicts == 0
        assert [a.note for a in workspace.article(WIRE).annotations] == ["", "of the laptop"]


async def test_a_decision_is_taken_back(parted: Path) -> None:
    async with reading(parted) as ana:
        await ana.press("escape R 1")
        assert "Two machines: 1 conflict" in ana.picker()
        await ana.press("2")
        assert "Nothing is said differently any more" in ana.picker()
        await ana.press("u")
        assert "Two machines: 1 conflict" in ana.picker()
        await ana.press("u")
        assert "Two machines: 2 conflicts" in ana.picker()
        assert texts(ana.workspace) == STANDS
        await ana.press("u")
        assert "Nothing was decided here yet" in ana.picker()


async def test_undo_in_the_text_opens_it_again(parted: Path) -> None:
    async with reading(parted) as ana:
        await ana.press("escape R 2 escape")
        assert "1 conflict: R" in ana.screen().splitlines()[0]
        await ana.press("u")
        await ana.until(lambda: "2 conflicts: R" in ana.screen(), "it waits again")


async def test_enter_goes_to_the_place(parted: Path) -> None:
    async with reading(parted) as ana:
        await ana.press("escape R j enter")
        assert ana.pane.selection.span.start == 12


async def test_what_can_only_be_read_is_not_settled(parted: Path) -> None:
    async with reading(parted, read_only=True) as ana:
        await ana.press("escape R 1")
        assert "nothing was changed" in ana.picker()
        assert "2 conflicts" in ana.picker()


async def test_where_nothing_waits_R_is_for_places(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story")
    async with reading(story) as ana:
        await ana.press("R")
        assert "there is nothing to review" in ana.screen()
        await ana.press("g R")
        assert "there is nothing to settle" in ana.screen()
