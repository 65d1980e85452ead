"""The story is searched while it is read."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from store.articles import load_article
from tests.tui.searching import find, found, type_search
from tests.tui.support import PATIENCE, reading, written

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from store.articles import Article, ArticleRef


LEFT, RIGHT = "000_dbd621557e353835", "003_74a61ec87d41618b"


async def test_a_search_goes_round_the_story(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Soleimani")
        assert ana.says().startswith("“Soleimani” 1 of 11 · n N  a l c s tag it")
        assert ana.around(7) == "Qassem [[Soleimani|]], met w"
        places = {(ana.article_id, ana.pane.selection)}
        for number in range(2, 12):
            await ana.press(">")
            assert ana.says().startswith(f"“Soleimani” {number} of 11")
            assert "[[Soleimani|]]" in ana.around()
            places.add((ana.article_id, ana.pane.selection))
        assert len(places) == 11
        assert ana.article_id == RIGHT
        await ana.press(">")
        assert (ana.article_id, ana.says()[:18]) == (LEFT, "“Soleimani” 1 of 1")
        await ana.press("<")
        assert (ana.article_id, ana.says()[:19]) == (RIGHT, "“Soleimani” 11 of 1")
        await ana.press("3 <")
        assert ana.says().startswith("“Soleimani” 8 of 11")
        await ana.press("escape escape")
        assert ana.main.session.search is None
        await ana.press(">")
        assert ana.says() == "Nothing has been searched for; / searches"


async def test_a_match_can_be_tagged_and_the_next_found(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Latakia")
        await ana.press("l > l > l")
        found = [written(a) for i in (LEFT, RIGHT) for a in ana.annotations(i)]
        assert [tag.partition("]")[2] for tag in found] == ["Latakia"] * 3


async def test_a_regular_expression(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, r"\bS\w+ani\b")
        await ana.until_screen("no match")
        await ana.press("ctrl+r")
        await ana.until_screen("11 matches in 2 articles")
        await ana.until_screen("Find regex:")
        await ana.press("enter")
        await ana.until_main()
        assert "[[Soleimani|]]" in ana.around()


async def test_a_wrong_expression_is_said_and_can_be_mended(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, "Assad(")
        await ana.press("ctrl+r")
        await ana.until_screen("“Assad(” is no regular expression")
        await ana.press("backspace")
        await ana.until_screen("matches in 2 articles")
        await ana.press("escape")
        await ana.until_main()
        assert ana.main.session.search is None


async def test_a_search_ignores_case_unless_it_has_a_capital(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, "isis")
        assert await found(ana, "isis") == 6
        await ana.press("escape")
        await ana.until_main()
        await type_search(ana, "Isis")
        assert await found(ana, "Isis") == 0
        await ana.until_screen("no match")


async def test_a_search_that_finds_nothing_says_so(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Napoleon")
        assert ana.says().startswith("“Napoleon”: no match")
        assert ana.around(4) == "|Iran"


async def test_what_is_typed_right_after_the_slash_is_searched_for(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.burst("/", *"Assad", "enter")
        await ana.until(lambda: "[[Assad|]]" in ana.around(), "the first match is selected")
        await ana.until_main()
        assert not ana.tags(LEFT)
        ana.burst("/", *"Putin")
        await ana.until_screen("Find: Putin")
        await ana.press("enter")
        await ana.until(lambda: "[[Putin|]]" in ana.around(), "the first match is selected")


async def test_enter_goes_to_a_match_that_is_found_only_later(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def load_late(ref: ArticleRef) -> Article:
        may_read.wait(PATIENCE)
        return load_article(ref)

    monkeypatch.setattr("tui.actions.searching.load_article", load_late)
    async with reading(seeds) as ana:
        await type_search(ana, "Assad")
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("“Assad”: 0 matches so far; 0 of 2 articles read")
        may_read.set()
        await ana.until(lambda: "[[Assad|]]" in ana.around(), "the first match is selected")
        await ana.until(lambda: ana.says().startswith("“Assad” 1 of"), "that is said")
