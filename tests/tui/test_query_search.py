"""A query that is typed after `/` finds annotations, and walks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import PAPER, WIRE, open_story, tag, write_story
from tests.tui.searching import find, found, type_search
from tests.tui.support import reading
from tui.screens import typing_pause

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = write_story(tmp_path / "story")
    with open_story(folder) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "an official", "source")
        tag(workspace, "Latakia", "location")
        tag(workspace, "Moscow", "location", PAPER)
    return folder


def meant(ana: Reader) -> str:
    """The annotation that keys are for."""
    annotation = ana.main.target.annotation
    return annotation.text if annotation is not None else ""


async def test_what_is_found_is_walked_and_becomes_what_keys_are_for(story: Path) -> None:
    async with reading(story) as ana:
        await find(ana, "location -text:troops")
        assert ana.says().startswith("“location -text:troops” 1 of 2")
        assert (ana.article_id, meant(ana)) == (WIRE, "Latakia")
        await ana.press("n")
        assert (ana.article_id, meant(ana)) == (PAPER, "Moscow")
        await ana.press("n")
        assert (ana.article_id, meant(ana)) == (WIRE, "Latakia")
        await ana.press("N")
        assert ana.article_id == PAPER
        await ana.press("escape escape")
        assert ana.main.session.search is None


async def test_what_has_changed_is_looked_up_when_one_goes_on(story: Path) -> None:
    async with reading(story) as ana:
        await find(ana, "label:location")
        await ana.press("a")  # Latakia is an actor now
        await ana.press("n")
        assert ana.article_id == PAPER
        assert ana.says().startswith("“label:location” 1 of 1")


async def test_how_many_there_are_is_said_as_it_is_after_an_edit(story: Path) -> None:
    async with reading(story) as ana:
        await find(ana, "label:location")
        assert ana.says().startswith("“label:location” 1 of 2")
        await ana.press("a")  # Latakia is an actor now
        assert ana.says().startswith("“label:location”: 1 annotation in 1 article")
        await ana.press("u")
        assert found_now(ana) == 2


def found_now(ana: Reader) -> int:
    search = ana.main.session.search
    return search.count if search is not None else 0


async def test_a_query_that_was_lit_is_one_again_when_the_story_is_opened(story: Path) -> None:
    async with reading(story) as ana:
        await find(ana, "label:location")
    async with reading(story) as ana:
        await ana.until(lambda: found_now(ana) == 2, "its annotations are found")
        await ana.press("n")
        assert meant(ana) in ("Latakia", "Moscow")


async def test_what_can_follow_is_offered_and_taken_by_tab(story: Path) -> None:
    async with reading(story) as ana:
        await type_search(ana, "label:so")
        await ana.until_screen("Tab  source")
        await ana.press("tab")
        assert await found(ana, "label:source") == 1
        await ana.until_screen("1 annotation in 1 article")


async def test_what_is_offered_is_taken_for_all_that_is_typed_however_fast(story: Path) -> None:
    async with reading(story) as ana:
        await type_search(ana, "label:s")
        await ana.until_screen("Tab  source")
        ana.burst("o", "u", "tab")
        await found(ana, "label:source")


async def test_what_is_wrong_is_said_below_the_line_and_mended_by_tab(story: Path) -> None:
    async with reading(story) as ana:
        await type_search(ana, "label:locatoin")
        await ana.until_screen("No label is called “locatoin” here; did you mean “location”?  Tab")
        await ana.press("enter")  # nothing to go to
        assert ana.main.search_bar is not None
        await ana.press("tab")
        assert await found(ana, "label:location") == 2


@pytest.mark.parametrize("typed", ["location", "official said", "no: this", "10:30"])
async def test_without_a_field_the_text_is_searched(story: Path, typed: str) -> None:
    async with reading(story) as ana:
        await type_search(ana, typed)
        await found(ana, typed)
        assert ana.main.session.search is not None
        assert ana.main.session.search.annotations is None


async def test_a_misspelt_field_is_no_query_but_told(story: Path) -> None:
    async with reading(story) as ana:
        await type_search(ana, "lable:actor")
        await ana.until_screen("no match; did you mean “label:actor”?")


async def test_an_expression_is_no_query(story: Path) -> None:
    async with reading(story) as ana:
        await type_search(ana, "label:actor")
        assert await found(ana, "label:actor") == 1
        await ana.press("ctrl+r")
        await ana.until_screen("no match")


async def test_what_takes_long_to_find_waits_for_a_pause(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typing_pause, "_SHORT", 0.0)  # every query takes longer than that
    async with reading(story) as ana:
        await find(ana, "location -text:troops")
        assert ana.says().startswith("“location -text:troops” 1 of 2")
        await type_search(ana, "source in:*")
        await ana.press("enter")  # at once what is typed counts
        await ana.until(lambda: meant(ana) == "an official", "it is gone to")


async def test_an_expression_is_found_without_holding_a_key_up(story: Path) -> None:
    write_story(story, {"009_long.txt": "a" * 60 + "d\n"})
    with open_story(story) as workspace:
        tag(workspace, "a" * 60 + "d", "claim", "009_long")
    async with reading(story) as ana:
        await find(ana, "text:/^l.t/")
        assert meant(ana) == "Latakia"
        await ana.press("escape")
        await type_search(ana, "text:/(a|aa)+$/")
        await ana.until_screen("Still looking for the expression; leaving ends that")
        await ana.until_screen("still looking")
        looking = ana.main.queries
        await ana.press("escape")
        assert ana.main.session.search is None
        await ana.until(lambda: not looking.is_looking, "it is ended")
