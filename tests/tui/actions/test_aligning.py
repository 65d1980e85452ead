"""Aligned reading: what is most like a passage is brought beside it, and said how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading
from tests.tui.tying import tying

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader
    from tui.widgets.article_pane import ArticlePane

FILLING = "\n\n".join(f"Nothing of note was seen on day {n} of that year." for n in range(40))
ONE = (
    "A harbour burns\n\nThe harbour burned on Monday.\n\nAna Boe led the crews.\n\n"
    f"Dogs sleep.\n\n{FILLING}"
)
TWO = (
    f"A fire\n\n{FILLING}\n\nCrews under Boe fought the blaze.\n\nThe harbour is shut.\n\n"
    f"Boe slept, crews say.\n\n{FILLING}"
)


def files() -> dict[str, str]:
    return {"one.txt": ONE, "two.txt": TWO}


async def indexed(ana: Reader) -> None:
    ana.main.across.index.begin()
    await ana.until(lambda: ana.main.across.index.made, "the passages are indexed")
    await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")


def top(pane: ArticlePane) -> str:
    """The first line of a pane that is not blank."""
    return pane.viewport.visible_text.of(pane.wrapped.text).strip().split("\n")[0]


def brought(pane: ArticlePane) -> str:
    """What is marked in a pane as brought there."""
    marks = pane.across
    return marks.brought.of(pane.wrapped.text) if marks is not None and marks.brought else ""


async def test_what_is_most_like_it_is_brought_to_the_row_of_the_caret(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        ana.go("Ana Boe")
        await ana.press("=")
        one, two = ana.main.panes.panes
        assert brought(two) == "Crews under Boe fought the blaze."
        rows = [ana.cell_of(words, pane)[1] for words, pane in (("Ana", one), ("Crews", two))]
        assert rows[0] == rows[1]
        assert "2/2 alike: Boe · Crews" in ana.says()
        assert "alike · 1 of" in ana.rows()[1]
        assert two.selection.head == 0


async def test_again_brings_the_next_best_and_at_last_the_first(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        ana.go("Ana Boe")
        await ana.press("= =")
        two = ana.main.panes.panes[1]
        assert brought(two) == "Boe slept, crews say."
        await ana.press("=")
        assert brought(two) == "Crews under Boe fought the blaze."


async def test_where_nothing_is_like_it_the_pane_stays_and_says_so(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        ana.go("Dogs")
        await ana.press("=")
        assert top(ana.main.panes.panes[1]) == "A fire"
        assert "nothing like it here" in ana.rows()[1]
        assert "Nothing like it in the other article" in ana.says()


async def test_escape_puts_the_panes_back(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        two = ana.main.panes.panes[1]
        ana.go("Ana Boe")
        await ana.press("= = escape")
        assert (top(two), brought(two)) == ("A fire", "")
        assert ana.main.session.aligned is None


async def test_who_reads_on_leaves_the_panes_where_they_are(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        two = ana.main.panes.panes[1]
        ana.go("Ana Boe")
        await ana.press("=")
        there = top(two)
        await ana.press("} }")
        assert (top(two), brought(two), ana.main.session.aligned) == (there, "", None)


async def test_panes_move_together_while_one_reads_on(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        two = ana.main.panes.panes[1]
        ana.go("The harbour burned")
        await ana.press("M")
        assert brought(two) == "The harbour is shut."
        await ana.press("}")
        await ana.until(lambda: brought(two).startswith("Crews"), "the other pane follows")
        assert "the others follow" in ana.rows()[1]
        await ana.press("escape")
        assert (top(two), brought(two)) == ("A fire", "")


async def test_nothing_moves_while_something_is_selected(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        two = ana.main.panes.panes[1]
        two.select(two.selection.with_head(6, extend=True))
        ana.go("Ana Boe", pane=0)
        await ana.press("=")
        assert top(two) == "A fire"


async def test_the_next_pane_is_entered_at_what_was_brought_there(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        await indexed(ana)
        ana.go("Ana Boe")
        await ana.press("= tab")
        assert "|Crews" in ana.around()
        await ana.press("ctrl+o")
        assert ana.pane.selection.head == 0


async def test_a_tied_claim_beats_any_score(tmp_path: Path) -> None:
    async with tying(tmp_path, "1:Iraq fled") as ana:
        await indexed(ana)
        await ana.press("t")
        tying_value = ana.main.session.tying
        assert tying_value is not None
        letter = next(k for k, t in tying_value.lettered if t.other.annotation.text == "Iran won")
        await ana.press(f"{letter} =")
        assert brought(ana.main.panes.panes[1]) == "Iran won."
        assert "2/2 tied" in ana.says()


async def test_with_one_pane_it_is_quoted_and_gone_to(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(80, 24)) as ana:
        await indexed(ana)
        ana.go("Ana Boe")
        await ana.press("=")
        assert "2/2 alike “Crews under Boe … the blaze.”: Boe" in ana.says()
        await ana.press("enter")
        assert (ana.article_id, "|Crews under" in ana.around()) == ("two", True)
        await ana.press("ctrl+o")
        assert ana.article_id == "one"


async def test_whoever_asks_early_is_told_once_it_is_there(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, files()), size=(161, 24)) as ana:
        ana.go("Ana Boe")
        await ana.press("=")
        ana.main.across.index.begin()  # as a moment after the first paint
        two = ana.main.panes.panes[1]
        await ana.until(lambda: brought(two).startswith("Crews"), "it comes by itself")


@pytest.mark.parametrize(
    ("keys", "said"),
    [("=", "no other article"), ("M", "only one pane"), ("B", "no other article")],
)
async def test_with_one_article_that_is_said(tmp_path: Path, keys: str, said: str) -> None:
    async with reading(write_story(tmp_path, {"one.txt": ONE}), size=(161, 24)) as ana:
        await ana.press(keys)
        assert said in ana.says()
