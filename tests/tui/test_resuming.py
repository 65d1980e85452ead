"""Reopening a story is going on where one was."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.stories import ANA, home, tag, write_story
from tests.tui.support import reading
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader

LINES = "".join(f"Line {number} of the report.\n" for number in range(1, 200))
ARTICLES = {"1_wire.txt": LINES, "2_paper.txt": LINES, "3_blog.txt": LINES}


def first_rows(ana: Reader) -> list[str]:
    return [row.rstrip() for row in ana.rows()[2:6]]


async def test_the_articles_the_caret_and_the_rows_are_as_they_were(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        await ana.press("] pagedown pagedown down w w [ pagedown")
        await ana.press("]")
        shown, caret, article = first_rows(ana), ana.pane.selection.head, ana.article_id
        assert not any("Line 1 of" in row for row in shown)
    async with reading(story) as ana:
        assert first_rows(ana) == shown
        assert (ana.article_id, ana.pane.selection.head) == (article, caret)
        assert "Here you were today at" in ana.screen()
        await ana.press("[")  # where they were in the other one
        assert ana.pane.selection.head > 0
        await ana.press("g g")
        assert "Here you were" not in ana.screen()


async def test_in_a_changed_article_it_is_the_same_line(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        await ana.press("pagedown pagedown w w")
        under = ana.pane.page.text[ana.pane.selection.head :][:20]
    (story / "1_wire.txt").write_text(f"A new head.\n{LINES}")
    async with reading(story) as ana:
        assert ana.pane.page.text[ana.pane.selection.head :][:20] == under


async def test_who_only_reads_goes_on_but_keeps_nothing(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        await ana.press("pagedown")
        caret = ana.pane.selection.head
    before = (home(story) / "view.json").read_bytes()
    async with reading(story, read_only=True) as ana:
        assert ana.pane.selection.head == caret
        await ana.press("pagedown")
    assert (home(story) / "view.json").read_bytes() == before


async def test_an_article_that_is_gone_is_not_missed(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line", article_id="3_blog")
        await ana.press("[ pagedown")
        assert ana.article_id == "3_blog"
    (story / "3_blog.txt").unlink()
    async with reading(story) as ana:
        assert ana.article_id == "1_wire"
        assert "Here you were" not in ana.screen()
    shutil.rmtree(story / "annotations" / ANA)


async def test_how_much_is_suggested_is_as_the_last_time(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        assert ana.main.suggesting.level == "quiet"
        await ana.press("_")
        assert "Suggested is all" in ana.says()
    async with reading(story) as ana:
        assert ana.main.suggesting.level == "all"


async def test_the_first_keys_are_shown_until_three_spans_are_tagged(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"a.txt": "Iran left Syria and Iraq then\n"})
    async with reading(story) as ana:
        assert ana.means().split("   ")[:2] == [
            "word “Iran”",
            "a actor  l location  c claim  s source",
        ]
        assert ana.means().endswith("x more")
        assert ana.says().startswith("f: letters to leap, F a: to tag many · y: what is suggested")
        await ana.press("l")  # and how to correct what was tagged
        assert ana.says() == (
            "d removes · h H ; : move its ends · a l c s relabel · y: what is suggested"
        )
        await ana.press("w w l w")
        assert "F a: to tag many" in ana.says()
        await ana.press("w l b")
        assert ana.means() == "word “and”"
        assert "to leap" not in ana.says()
        await ana.press("u u u")
    async with reading(story) as ana:
        assert ana.tags() == []
        assert ana.means() == "word “Iran”"


async def test_the_first_keys_are_not_shown_while_they_are_letters(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path / "story", {"a.txt": "Iran left Syria\n"})) as ana:
        assert "to leap" in ana.says()
        await ana.press("F a")
        await ana.until(lambda: ana.main.mode is Mode.JUMPING, "letters are shown")
        assert ana.means() == "word “Iran”"
        assert "to leap" not in ana.says()
        await ana.press("escape escape")
        assert "to leap" in ana.says()


async def test_another_story_begins_as_the_last_was_left(tmp_path: Path) -> None:
    one, two = (write_story(tmp_path / name, {"a.txt": "Iran left\n"}) for name in ("one", "two"))
    async with reading(one) as ana:
        await ana.press("a w l b & s")
        await ana.press("_")
    async with reading(two) as ana:
        assert ana.main.suggesting.level == "all"
        assert ana.means() == "word “Iran”"
        assert "to leap" not in ana.says()
        assert "Here you were" not in ana.screen()


async def test_what_was_searched_for_is_lit_again(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        await ana.press("/")
        await ana.write("Line 7 ")
        await ana.press("enter")
        await ana.until(lambda: ana.main.session.searched, "a match was gone to")
    async with reading(story) as ana:
        await ana.until(lambda: ana.main.session.search, "it is searched for again")
        assert [each.pattern for each in ana.main.session.searched] == ["Line 7 "]


async def test_an_article_that_was_read_to_its_last_row_is_begun(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with reading(story) as ana:
        tag(ana.workspace, "Line")
        await ana.press("] G up")
        assert ana.main.places.ended == {"2_paper"}
    async with reading(story) as ana:
        await ana.press("p")
        await ana.until_screen("Articles (3)")
        assert ana.picker().count("begun") == 2


@pytest.mark.suggests
async def test_what_is_left_is_counted_alike_in_the_top_line_the_titles_and_the_picker(
    tmp_path: Path,
) -> None:
    """What stands under the caret of who comes back is not drawn before a key: it would change
    what that key means."""
    story = write_story(tmp_path / "alone" / "story", {"1.txt": "Bonn. Bonn. Bonn. Bonn.\n"})
    async with reading(story, size=(100, 24)) as ana:
        await ana.press("L y")
        await ana.until_suggested()
        assert ana.means().startswith("location?  “Bonn”")
    async with reading(story, size=(100, 24)) as ana:
        await ana.until_suggested()
        await ana.until(lambda: "1 span · 3 left" in ana.rows()[1], "the title tells it")
        assert "3 suggested · 1 span" in ana.line("status")
        await ana.press("p")
        await ana.until_screen("Articles (1)")
        assert "3 left" in ana.picker()
        await ana.press("escape right")
        await ana.until_main()
        assert "1 span · 3 left" in ana.rows()[1]
        assert "3 suggested · 1 span" in ana.line("status")
