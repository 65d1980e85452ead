"""What differs: its tables, what its keys say of them, and that undo takes it back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.across.story_ties import read_ties_in_steps
from store.annotations.edits import EditOfCluster
from store.annotations.linking import gather
from store.annotations.links import CONTRADICTS
from store.annotations.model import Mention
from tests.stories import open_story, tag, write_story
from tests.tui.support import STEP_BY_STEP, reading, rows
from tui.screens import list_screen
from tui.screens.discrepancies import DiscrepanciesScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator
    from pathlib import Path

    from store.across.story_ties import StoryTies
    from store.story.open_story import OpenStory
    from tests.tui.support import Reader

ARTICLES: Final = {
    "1_wire.txt": "Ferry sinks\nMay 14, 2020\n\nAt least 40 people died on Tuesday.\n",
    "2_paper.txt": "Ferry goes down\n\n43 sailors were killed. The ship had 12 boats.\n",
    "3_post.txt": "The harbour\n\nFewer than 30 people died, it said. It had 10 boats.\n",
}
CLAIMS: Final = (
    ("1_wire", "At least 40 people died on Tuesday"),
    ("2_paper", "43 sailors were killed"),
    ("3_post", "Fewer than 30 people died"),
)


def story_in(folder: Path, *, is_tied: bool = True) -> Path:
    """A row of three claims of which one cannot hold beside the two others."""
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        said = [Mention(a, tag(workspace, text, "claim", a).id) for a, text in CLAIMS]
        if is_tied:
            edit = gather("How many died", "claim", said, "supports")
            assert isinstance(edit, EditOfCluster)
            workspace.apply(edit)
    return story


@asynccontextmanager
async def differing(
    story: Path, size: tuple[int, int] = (80, 24), *, read_only: bool = False
) -> AsyncIterator[Reader]:
    async with reading(story, size=size, read_only=read_only) as ana:
        await ana.press("D")
        await ana.until(lambda: isinstance(ana.app.screen, DiscrepanciesScreen), "it is open")
        choice = ana.main.left_dialogs.differing
        assert choice is not None
        await ana.until(lambda: not choice.shown(9).is_looking, "all has been looked at")
        await ana.settle()
        yield ana


def contradictions(ana: Reader) -> list[set[str]]:
    """Pairs of articles whose claims contradict each other."""
    clusters = ana.workspace.now.links().clusters.values()
    return [{m.article for m in c.members} for c in clusters if c.relation == CONTRADICTS]


async def test_what_differs_stands_in_order_with_its_words(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path)) as ana:
        assert rows(ana) == [
            "How many died · how many one claim, 3 articles",
            "▸ under 30 3 “Fewer than 30 people died” 3",
            "40+ 1 “At least 40 people died on Tuesday” 4",
            "43 2 “43 sailors were killed” 3",
        ]
        assert "1 thing told differently" in ana.rows()[0]
        assert "cannot both hold with 40+ in 1 and 1 other" in ana.screen()


@pytest.mark.parametrize(
    ("keys", "pairs"),
    [
        ("", []),
        ("!", [{"3_post", "1_wire"}]),
        ("! !", [{"3_post", "1_wire"}, {"3_post", "2_paper"}]),
        ("! ! !", [{"3_post", "1_wire"}, {"3_post", "2_paper"}]),
        ("! u", []),
        ("! u U", [{"3_post", "1_wire"}]),
        ("j !", [{"3_post", "1_wire"}]),
        ("G !", [{"3_post", "2_paper"}]),
    ],
)
async def test_a_key_makes_the_contradiction(
    tmp_path: Path, keys: str, pairs: list[set[str]]
) -> None:
    async with differing(story_in(tmp_path)) as ana:
        await ana.press(keys)
        assert contradictions(ana) == pairs


async def test_what_contradicts_is_marked_and_stays(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path)) as ana:
        await ana.press("! !")
        await ana.until(
            lambda: [row.endswith(("! 3", "! 4")) for row in rows(ana)[1:]] == [True] * 3,
            "each is marked",
        )
        assert "0 things told differently" in ana.rows()[0]


async def test_not_the_same_thing_is_remembered(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    async with differing(story) as ana:
        await ana.press("n")
        await ana.until_screen("No figure, date or place differs")
    async with differing(story) as ana:
        await ana.until_screen("No figure, date or place differs")
        await ana.press("a")
        assert [row.split()[0] for row in rows(ana)[:3]] == ["How", "▸", "43"]


async def test_undo_brings_it_back(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path)) as ana:
        await ana.press("n")
        await ana.until_screen("No figure, date or place differs")
        await ana.press("u")
        await ana.until(lambda: len(rows(ana)) == 4, "it is there again")


async def test_enter_reads_there(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path)) as ana:
        await ana.press("j j enter")
        await ana.until(lambda: not isinstance(ana.app.screen, DiscrepanciesScreen), "it is left")
        opened = ana.pane.opened
        assert opened is not None
        assert opened.id == "2_paper"
        selection = ana.pane.selection
        assert opened.article.text[selection.anchor : selection.head] == "43 sailors"


async def test_without_ties_it_says_what_to_do_and_shows_nouns_on_demand(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path, is_tied=False)) as ana:
        assert "In the text t ties a claim" in " ".join(ana.screen().split())
        await ana.press("a")
        assert rows(ana)[:3] == [
            "killed · how many one noun, nothing is tied, 3 articles",
            "▸ under 30 3 “Fewer than 30 people died, it said.” 3",
            "40+ 1 “At least 40 people died on Tuesday.” 4",
        ]
        await ana.press("/ b o a t enter")
        assert rows(ana)[0] == "boat · how many one noun, nothing is tied, 2 articles"
        await ana.press("!")
        assert "their sentences now a claim" in " ".join(ana.screen().split())
        assert contradictions(ana) == [{"2_paper", "3_post"}]
        assert ana.workspace.now.counts["claim"] == len(CLAIMS) + 2
        await ana.press("u")
        assert contradictions(ana) == []
        assert ana.workspace.now.counts["claim"] == len(CLAIMS)


async def test_a_key_without_a_value_says_so(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path, is_tied=False)) as ana:
        for key in ("!", "n", "enter"):
            await ana.press(key)
            await ana.until_screen("no value here")
            await ana.press("down")


async def test_a_story_that_is_only_read_is_not_changed(tmp_path: Path) -> None:
    async with differing(story_in(tmp_path), read_only=True) as ana:
        await ana.press("!")
        assert contradictions(ana) == []
        assert "READ ONLY" in ana.rows()[0]


async def test_no_key_is_for_what_is_not_there_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with differing(story_in(tmp_path)) as ana:
        choice = ana.main.left_dialogs.differing
        assert choice is not None
        await ana.press("escape")
        ana.go("At least")
        await ana.press("enter d")
        with monkeypatch.context() as slow:
            slow.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
            ana.burst("D", "!")
            await ana.until_screen("is being looked through; press it again then")
        await ana.until(lambda: not choice.is_behind, "it has been looked through")
        await ana.press("!")
        assert contradictions(ana) == [{"2_paper", "3_post"}]


async def test_a_story_is_looked_through_again_only_where_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def seen(now: OpenStory) -> Generator[None, None, StoryTies]:
        read.append(now)
        return read_ties_in_steps(now)

    monkeypatch.setattr("tui.screens.discrepancy_choice.read_ties_in_steps", seen)
    async with differing(story_in(tmp_path)) as ana:
        before = rows(ana)
        await ana.press("escape")
        await ana.press("D")
        await ana.until(lambda: isinstance(ana.app.screen, DiscrepanciesScreen), "it is open")
        assert rows(ana) == before
        assert len(read) == 1
        await ana.press("escape")
        ana.go("At least")
        await ana.press("enter d")
        await ana.press("D")
        await ana.until(lambda: rows(ana) != before, "what is gone is listed no more")
        assert len(read) == 2
