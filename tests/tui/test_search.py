"""The story is searched while it is read."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from store.articles import load_article
from store.suggest.model import MATCHES
from tests.stories import write_story
from tests.tui.searching import find, found, type_search
from tests.tui.support import PATIENCE, reading, reading_text, written

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.articles import Article, ArticleRef
    from tests.tui.support import Reader


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


async def test_what_is_meant_is_said_again_once_nothing_is_searched_for(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, "ISIS")
        await ana.until(lambda: "ISIS" in ana.means(), "the first match is shown")
        await ana.press("ctrl+u")
        await ana.until(lambda: ana.means().startswith("word “Iran”"), "it is where it was")


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


async def test_what_comes_behind_enter_is_no_more_of_what_is_searched_for(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.burst("/", *"Assad", "enter", "s")
        await ana.until(lambda: ana.tags(LEFT), "it is tagged")
        assert [tag.partition("]")[2] for tag in ana.tags(LEFT)] == ["Assad"]


async def test_enter_goes_to_a_match_that_is_found_only_later(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def load_late(ref: ArticleRef) -> Article:
        may_read.wait(PATIENCE)
        return load_article(ref)

    monkeypatch.setattr("tui.actions.searching.load_article", load_late)
    async with reading(seeds) as ana:
        await type_search(ana, "Idlib")
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("“Idlib”: 0 matches so far; 1 of 2 articles read")
        may_read.set()
        await ana.until(lambda: "[[Idlib|]]" in ana.around(), "the first match is selected")
        await ana.until(lambda: ana.says().startswith("“Idlib” 1 of"), "that is said")


# While it is typed ---------------------------------------------------------------------------


async def test_the_first_match_behind_the_caret_is_shown_while_one_types(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.go("Senior regional")
        await type_search(ana, "soleimani")
        await ana.until(lambda: "[[Soleimani|]]" in ana.around(), "the match is shown")
        assert ana.pane.selection.anchor > ana.text.index("Senior regional")
        await ana.until(
            lambda: "Enter keep  Esc leave  Ctrl+R regex  ↑ earlier" in ana.line("keys"), "keys"
        )
        await ana.write("xyz")
        await ana.until(lambda: ana.around(0) == "|", "nothing is shown where there is nothing")
        assert ana.around(6).endswith("|Senior")


async def test_escape_goes_back_to_where_one_was(tmp_path: Path) -> None:
    lines = "".join(f"line {number}\n" for number in range(200))
    async with reading_text(tmp_path, f"|{lines}the end, line 7 again\n") as ana:
        await ana.press("1 0 down a j")
        view, before = ana.pane.view, ana.rows()[1:18]
        assert view.current is not None
        await type_search(ana, "the end")
        await ana.until(lambda: "[[the end|]]" in ana.around(), "the match is shown")
        assert ana.pane.view.top > 0
        await ana.press("escape")
        await ana.until_main()
        assert ana.pane.view == view
        await ana.until(lambda: ana.rows()[1:18] == before, "the same rows are shown")


# Where nothing stands in the text ------------------------------------------------------------


@asynccontextmanager
async def noted(folder: Path) -> AsyncIterator[Reader]:
    """A story with two notes."""
    async with reading(write_story(folder, {"a.txt": "Iran left.\n", "b.txt": "Syria."})) as ana:
        for note in ("who says so?", "who is that?"):
            await ana.press("a i")
            await ana.until(lambda: ana.app.screen.focused, "a note can be written")
            await ana.write(note)
            await ana.press("enter")
            await ana.until_main()
            await ana.press("]")
        yield ana


@pytest.mark.parametrize(
    ("typed", "said", "listed"),
    [
        ("who", "nowhere in the text; 2 notes: Enter lists them", '/ note:"who"'),
        ("WHO IS", "nowhere in the text; 1 note: Enter lists it", '/ note:"WHO IS"'),
    ],
)
async def test_what_stands_only_in_notes_is_listed(
    tmp_path: Path, typed: str, said: str, listed: str
) -> None:
    async with noted(tmp_path) as ana:
        await type_search(ana, typed)
        await ana.until_screen(said)
        await ana.press("enter")
        await ana.until_screen(listed)
        assert ana.main.session.search is None


async def test_what_stands_in_the_text_is_not_looked_for_in_notes(tmp_path: Path) -> None:
    async with noted(tmp_path) as ana:
        await type_search(ana, "left")
        await ana.until_screen("1 match in 1 article")


# What is meant, elsewhere --------------------------------------------------------------------


def is_looked_through(ana: Reader) -> bool:
    search = ana.main.session.search
    return search is None or search.is_done


TWICE = {"a.txt": "Iran left. Syria saw Iran.\n", "b.txt": "Then Iran came, not Syria.\n"}


@pytest.mark.parametrize(
    ("keys", "article", "around", "said"),
    [
        ("*", "a", "Syria saw [[Iran|]].\n", "“Iran” 2 of 3"),
        ("* n", "b", "Then [[Iran|]] came, not", "“Iran” 3 of 3"),
        ("* f3 f3", "a", "[[Iran|]] left. Syr", "“Iran” 1 of 3"),
        ("* shift+f3", "a", "[[Iran|]] left. Syr", "“Iran” 1 of 3"),
        ("2 *", "b", "Then [[Iran|]] came, not", "“Iran” 3 of 3"),
        ("a *", "a", "Syria saw [[Iran|]].\n", "“Iran” 2 of 3"),
        ("w w *", "b", "came, not [[Syria|]].\n", "“Syria” 2 of 2"),
        ("x x *", "a", "[[Iran left|]]. Syria s", "“Iran left” 1 of 1"),
    ],
)
async def test_what_is_meant_is_gone_to_where_it_stands_next(
    tmp_path: Path, keys: str, article: str, around: str, said: str
) -> None:
    async with reading(write_story(tmp_path, TWICE)) as ana:
        for key in keys.split():
            await ana.press(key)
            await ana.until(lambda: is_looked_through(ana), "all is looked through")
            await ana.settle()
        assert ana.article_id == article
        assert around in ana.around(10)
        assert ana.says().startswith(said)


async def test_where_nothing_is_meant_nothing_is_searched_for(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|... ") as ana:
        await ana.press("*")
        assert ana.says().startswith("There is nothing here to search for")


# All matches at once -------------------------------------------------------------------------


def all_tags(ana: Reader) -> list[tuple[str, str]]:
    """What is tagged, and how it came to be, of all articles."""
    ids = [ref.id for ref in ana.workspace.story.articles]
    return [(a.text, str(a.origin)) for each in ids for a in ana.annotations(each)]


@pytest.mark.parametrize(
    ("pattern", "is_regex", "texts"),
    [
        ("iran", False, ["Iran", "Iran", "Iran"]),
        (r"\b[IS]\w+", True, ["Iran", "Syria", "Iran", "Iran", "Syria"]),
        (r"Iran \w+", True, ["Iran left", "Iran came"]),
    ],
)
async def test_a_capital_proposes_all_other_matches(
    tmp_path: Path, pattern: str, is_regex: bool, texts: list[str]
) -> None:
    async with reading(write_story(tmp_path, TWICE)) as ana:
        await type_search(ana, pattern)
        if is_regex:
            await ana.press("ctrl+r")
        assert await found(ana, pattern) or is_regex
        await ana.until(lambda: (s := ana.main.session.search) and s.count, "it is found")
        await ana.press("enter")
        await ana.until_main()
        await ana.press("A")
        count = len(texts) - 1
        more = "1 more match is" if count == 1 else f"{count} more matches are"
        assert ana.says() == f"{more} proposed as actor: Y takes all, y one by one"
        assert ana.main.session.search is not None
        await ana.press("Y")
        assert all_tags(ana) == [
            (texts[0], "manual"),
            *((each, "propagated") for each in texts[1:]),
        ]
        await ana.press("u")
        assert [text for text, _ in all_tags(ana)] == texts[:1]
        await ana.press("u")
        await ana.until_suggested()
        assert all(s.suggester != MATCHES for s in ana.main.suggesting.proposals("b"))


async def test_y_ends_the_search_and_goes_through_them(
    tmp_path: Path,
) -> None:
    async with reading(write_story(tmp_path, TWICE)) as ana:
        await find(ana, "iran")
        await ana.press("A y")
        assert ana.main.session.search is None
        assert ana.means().startswith("actor?  “Iran”  you asked")
        assert "because you searched for it, and tagged another match as actor" in ana.says()
        await ana.press("n")
        assert ana.article_id == "b"
        await ana.press("y")
        assert all_tags(ana) == [("Iran", "manual"), ("Iran", "propagated")]


async def test_a_small_letter_tags_one_and_stays_lit(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, TWICE)) as ana:
        await find(ana, "iran")
        await ana.press("a n a")
        assert len(all_tags(ana)) == 2
        assert ana.says().startswith("“iran” 2 of 3")


async def test_a_match_that_is_the_last_to_tag_proposes_nothing(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await find(ana, "left")
        await ana.press("L")
        assert ana.says() == "No other match is left to tag as location"


async def test_what_was_searched_for_is_found_again_by_arrows(seeds: Path) -> None:
    async with reading(seeds) as ana:
        for pattern in ("Soleimani", "Iran", "Soleimani"):
            await find(ana, pattern)
            await ana.press("escape escape")
        await type_search(ana, "Mos")
        assert "↑ earlier" in ana.line("keys")
        for key, shown in (
            ("up", "Soleimani"), ("up", "Iran"), ("up", "Iran"), ("down", "Soleimani"),
            ("down", "Mos"), ("down", "Mos"), ("up", "Soleimani"), ("up", "Iran"),
        ):  # fmt: skip
            await ana.press(key)
            await ana.until_screen(f"Find: {shown}")
        await found(ana, "Iran")
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("“Iran” 6 of 28 ")
