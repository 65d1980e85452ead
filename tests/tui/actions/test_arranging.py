"""Panes and articles come, go, and are refused where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading, reading_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader


async def test_panes_and_articles(tmp_path: Path) -> None:
    names = [f"{number}_{name}" for number, name in enumerate(("one", "two", "three", "four"))]
    story = write_story(tmp_path, {f"{name}.txt": f"Report {name}\n" for name in names})
    one, two, three, four = names
    async with reading(story, size=(120, 24)) as ana:

        def shown() -> list[str]:
            return ana.main.panes.shown_ids

        assert (shown(), ana.article_id) == ([one, two], one)
        await ana.press("tab")
        assert ana.article_id == two
        await ana.press("tab")
        assert ana.article_id == one
        await ana.press("shift+tab")
        assert ana.article_id == two
        await ana.press("]")
        assert (shown(), ana.article_id) == ([one, three], three)
        await ana.press("]")
        assert shown() == [one, four]
        await ana.press("[ [")
        assert shown() == [one, two]
        await ana.press("2 ]")
        assert shown() == [one, four]
        await ana.press("2 0 0 0 3 ]")  # 6,667 times round the three that are not in the other pane
        assert shown() == [one, three]
        await ana.press("[")
        assert shown() == [one, two]
        await ana.press("+")
        await ana.until_screen("Report 2_three")
        assert (shown(), ana.article_id) == ([one, two, three], two)
        await ana.press("+ +")
        assert shown() == [one, two, three, four]
        assert ana.says() == "Every article is on screen already"
        await ana.press("- - -")
        assert (shown(), ana.article_id) == ([two], two)
        await ana.press("-")
        assert ana.says() == "There is only one pane left"
        await ana.press("tab")
        assert ana.article_id == three
        await ana.press("g 0")
        await ana.until(lambda: len(ana.main.panes.panes) == 2, "there are two panes again")
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("fo")
        await ana.until(
            lambda: "3_four" in ana.screen() and "0_one" not in ana.picker(), "narrowed"
        )
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == four


async def test_a_pane_that_there_is_no_room_for_is_refused(tmp_path: Path) -> None:
    story = write_story(tmp_path, {f"{number}.txt": "text" for number in range(9)})
    async with reading(story) as ana:
        await ana.press("+ +")
        await ana.until(lambda: len(ana.main.panes.panes) == 3, "there are three panes")
        await ana.press("+")
        assert ana.says() == "There is no room for one more pane"


async def test_the_only_article_has_no_neighbour(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran") as ana:
        for key in ("]", "[", "tab"):
            await ana.press(key)
            assert ana.says() == "This is the only article"


# Keys that hands know from elsewhere ---------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("ctrl+s", "There is nothing to save yet: each edit is on the disk before you see it"),
        ("a ctrl+s", "Everything is saved, 0."),
        ("%", "x, pressed again and again, selects up to the whole article"),
        ("ctrl+a", "x selects more and more; O lists all annotations"),
        ("ctrl+v", "Nothing can be pasted into an article; after / it is searched for"),
        ("ctrl+b", "PgUp goes a page up, Ctrl+U half of one"),
        ("ctrl+k", "'Ctrl+K' does nothing here; ? shows every key"),
        ("\\", "'\\' does nothing here; ? shows every key"),
        ("g w", "'g w' does nothing here; ? shows every key"),
    ],
)
async def test_what_to_press_instead_is_said(tmp_path: Path, keys: str, said: str) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await ana.press(keys)
        assert ana.says().startswith(said)


@pytest.mark.parametrize("keys", ["q", "Z Z", "Z Q", "ctrl+q"])
async def test_what_leaves(tmp_path: Path, keys: str) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        ana.burst(*keys.split())
        await ana.until(lambda: not ana.app.is_running, "the app has ended")


async def test_what_cannot_be_saved_is_said_when_it_is_asked(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": "Iran left"}), read_only=True) as ana:
        await ana.press("ctrl+s")
        assert "read" in ana.says()


# The guideline -------------------------------------------------------------------------------


def strip(ana: Reader) -> list[str]:
    """The lines of the strip with a guideline; none if there is none."""
    widget = ana.main.bars.guideline
    return [widget.render_line(y).text.strip() for y in range(widget.size.height)]


async def test_a_guideline_follows_what_is_meant_until_it_is_closed(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left for Moscow") as ana:
        await ana.press("ctrl+g")
        await ana.until(lambda: strip(ana), "the guideline is shown")
        assert strip(ana)[0] == "actor" + " " * 49 + "Ctrl+G next  Esc closes"
        assert strip(ana)[1].startswith("A person, armed force, government")
        await ana.press("ctrl+g")
        assert strip(ana)[0].startswith("location ")
        await ana.press("c")
        await ana.until(lambda: strip(ana)[0].startswith("claim "), "it is that of the new label")
        await ana.press("w")
        assert strip(ana)[0].startswith("claim ")  # which was last given
        await ana.press("v e escape")
        await ana.until(lambda: not strip(ana), "Esc closes it first")
        assert not ana.pane.selection.is_empty


async def test_a_guideline_takes_six_rows_at_most(tmp_path: Path) -> None:
    label = '[[label]]\nname = "long"\nkey = "x"\nguideline = "' + "so it goes " * 99 + '"\n'
    story = write_story(tmp_path, {"a.txt": "Iran left", "labels.toml": label})
    for size, rows in (((80, 24), 6), ((160, 50), 6), ((80, 12), 3)):
        async with reading(story, size=size) as ana:
            await ana.press("ctrl+g")
            await ana.until(lambda: strip(ana), "the guideline is shown")
            assert len(strip(ana)) == rows
            assert strip(ana)[-1].endswith("… ? has all of it")


# The end of an article -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("articles", "keys", "said"),
    [
        (1, "space", "End of 1/1. g d: done"),
        (3, "space", "End of 1/3. g d: done, next"),
        (3, "] ] ctrl+d", "End of 3/3. g d: done, next"),
        (3, "v pagedown", "Iran left"),
    ],
)
async def test_the_end_of_an_article_is_said(
    tmp_path: Path, articles: int, keys: str, said: str
) -> None:
    story = write_story(tmp_path, {f"{n}.txt": "Iran left\n" for n in range(articles)})
    async with reading(story) as ana:
        await ana.press(keys)
        assert said in (ana.says() if "v" not in keys else ana.means())
