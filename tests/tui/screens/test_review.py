"""Articles that change: annotations that wait are settled by key, also while the story is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.stories import WIRE, open_story, tag, write_story
from tests.tui.support import reading, wait_for

if TYPE_CHECKING:
    from pathlib import Path

BEFORE: Final = {
    "1_wire.txt": (
        "Moscow sent troops, an official said.\n\n"
        "The troops arrived in Latakia on Monday, residents of the city told reporters.\n\n"
        "The airfield south of the port, which had been closed for years, was lit at night. "
        "Damascus has not said how long they will stay in the country, and the ministry there did "
        "not answer questions.\n"
    )
}
AFTER: Final = (
    "Moscow sent soldiers, an official said.\n\n"
    "Soldiers have arrived in the port of Latakia, residents of the city told reporters.\n\n"
    "The airfield south of the port, which had been closed for years, was lit at night. "
    "Damascus has not said how long they will stay in the country, and the ministry there did "
    "not answer questions.\n"
)


def changed_story(tmp_path: Path, after: str = AFTER) -> Path:
    """A story whose article was changed after it was annotated."""
    story = write_story(tmp_path / "story", BEFORE)
    with open_story(story) as workspace:
        tag(workspace, "troops")
        tag(workspace, "Latakia", "location")
        tag(workspace, "Damascus")
    (story / "1_wire.txt").write_text(after, encoding="utf-8")
    return story


async def test_what_waits_is_said_listed_accepted_and_taken_back(tmp_path: Path) -> None:
    async with reading(changed_story(tmp_path), size=(120, 36)) as ana:
        assert "2 annotations wait for you to settle the place" in ana.screen()
        start = AFTER.index("Damascus")
        assert ana.tags() == [f"actor[{start}:{start + 8}]Damascus"]
        await ana.press("escape R")
        assert "Review: 2 annotations to settle" in ana.picker()
        assert "…Moscow sent troops, an official" in ana.picker()
        await ana.press("down")
        assert "port of Latakia, residents" in ana.picker()
        await ana.press("enter")
        assert "Review: 1 annotation to settle" in ana.picker()
        assert any(tag.startswith("location") and tag.endswith("Latakia") for tag in ana.tags())
        await ana.press("u")
        assert "Review: 2 annotations to settle" in ana.picker()
        assert len(ana.tags()) == 1
        await ana.press("u")
        assert "Nothing was decided here yet" in ana.picker()


async def test_where_many_wait_the_places_the_reason_and_the_keys_are_there_too(
    tmp_path: Path,
) -> None:
    said = "The troops arrived in town {} on Monday, residents of the city told reporters.\n\n"
    before = "".join(said.format(number) for number in range(10, 24))
    story = write_story(tmp_path / "story", {"1_wire.txt": before})
    with open_story(story) as workspace:
        for number in range(10, 24):
            tag(workspace, f"The troops arrived in town {number}", "claim")
    after = before.replace("The troops", "Two hundred soldiers").replace("residents", "people")
    (story / "1_wire.txt").write_text(after, encoding="utf-8")
    async with reading(story, size=(80, 24)) as ana:
        await ana.press("escape R")
        shown = ana.picker()
        for each in ("It stood here", "Proposed", "Why you decide", "d drop", "Esc leaves"):
            assert each in shown
        named = [row.index("1/1 ") for row in shown.splitlines() if "1/1 " in row]
        assert len(named) > 3
        assert len({*named}) == 1  # one below the other


async def test_one_is_dropped_and_the_list_ends_with_a_sentence(tmp_path: Path) -> None:
    async with reading(changed_story(tmp_path), size=(120, 36)) as ana:
        await ana.press("R d")
        assert "Review: 1 annotation to settle" in ana.picker()
        await ana.press("y")
        assert "Every annotation has its place" in ana.picker()
        await ana.press("escape")
        assert [tag.partition("[")[0] for tag in ana.tags()] == ["location", "actor"]
        await ana.press("R")
        assert "there is nothing to review" in ana.says()
        await ana.press("u u R")
        assert "Review: 2 annotations to settle" in ana.picker()


async def test_a_place_is_chosen_in_the_article(tmp_path: Path) -> None:
    async with reading(changed_story(tmp_path), size=(120, 36)) as ana:
        await ana.press("R m")
        assert "Select where the actor belongs" in ana.says()
        await ana.press("escape")
        assert len(ana.workspace.article(WIRE).orphaned) == 2
        await ana.press("R m")
        start = ana.text.index("Soldiers have")
        while ana.pane.selection.head != start + len("Soldiers"):
            await ana.press("right" if ana.pane.selection.head < start + 8 else "left")
        await ana.press("o")
        while ana.pane.selection.head != start:
            await ana.press("right" if ana.pane.selection.head < start else "left")
        await ana.press("enter")
        assert f"actor[{start}:{start + 8}]Soldiers" in ana.tags()
        assert "1 more waits in this article" in ana.says()
        await ana.press("u")
        assert len(ana.workspace.article(WIRE).orphaned) == 2


async def test_an_article_that_changes_while_it_is_read_is_shown_anew(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", BEFORE)
    async with reading(story, size=(120, 36)) as ana:
        await ana.press("a")
        (story / "1_wire.txt").write_text(AFTER, encoding="utf-8")
        ana.main.look_again()
        await wait_for(ana.pilot, lambda: "sent soldiers" in ana.screen(), "the new text is shown")
        assert ana.text == AFTER
        await ana.press("w w a")
        assert "actor[12:20]soldiers" in ana.tags()


async def test_an_edit_that_meets_a_changed_article_shows_it_and_can_be_repeated(
    tmp_path: Path,
) -> None:
    story = write_story(tmp_path / "story", BEFORE)
    async with reading(story, size=(120, 36)) as ana:
        (story / "1_wire.txt").write_text("Today " + BEFORE["1_wire.txt"], encoding="utf-8")
        await ana.press("a")
        assert "has just changed on the disk and was read again" in ana.says()
        assert ana.tags() == []
        await ana.press("a")
        assert ana.tags() == ["actor[0:5]Today"]


async def test_who_may_only_read_can_look_at_what_waits(tmp_path: Path) -> None:
    story = changed_story(tmp_path)
    with open_story(story):
        async with reading(story, size=(120, 36)) as ana:
            await ana.press("escape escape R enter")
            assert "nothing was changed" in ana.picker()
            assert "Review: 2 annotations to settle" in ana.picker()
