"""The stories of a folder on the screen: listed, filtered, ordered, opened by a key."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from store.annotations.actions import Refusal
from store.annotations.assessing import mark
from store.annotations.model import ArticleState
from store.articles import find_story
from store.articles.story import story_of
from store.corpus.survey import Survey
from store.corpus.work_place import WorkPlace
from store.labels import DEFAULT_LABELS
from store.story.workspace import Workspace
from tests.stories import ANA, ARTICLES, PAPER, WIRE, open_story, tag, write_story
from tests.tui.support import Reader, reading
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.library_app import LibraryApp
from tui.screens.library_choice import LibraryChoice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    with open_story(write_story(folder / "Strike on convoy", ARTICLES)) as workspace:
        tag(workspace, "Moscow")
    write_story(folder / "Bridge collapse", ARTICLES)
    (folder / "Nothing yet").mkdir()
    return folder


@asynccontextmanager
async def listed(
    corpus: Path, opened: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[LibraryApp, Reader]]:
    """Somebody who looks at a folder of stories."""
    choice = LibraryChoice(Survey(WorkPlace(corpus, ANA), None), opened)
    keymap = keymap_for(all_commands(DEFAULT_LABELS))
    with Workspace.open(story_of(corpus), ANA, read_only=True) as workspace:
        app = LibraryApp(workspace, keymap, choice)
        async with app.run_test(size=size) as pilot:
            ana = Reader(app, pilot)
            await ana.until_screen("/3 ")
            await ana.until(lambda: choice.survey.looked_at == 3, "all has been looked at")
            await ana.until_screen("today")
            yield app, ana


def names(ana: Reader) -> list[str]:
    """The stories that are listed, in order."""
    rows = [row.strip(" ▸") for row in ana.rows()[3:]]
    known = ("Strike on convoy", "Bridge collapse", "Nothing yet")
    found = [name for row in rows for name in known if row.startswith(name) and " by " not in row]
    return list(dict.fromkeys(found))


async def test_what_is_shown(corpus: Path) -> None:
    async with listed(corpus) as (_, ana):
        screen = ana.screen()
        assert "3 stories · 4 articles" in screen
        assert names(ana) == ["Strike on convoy", "Bridge collapse", "Nothing yet"]
        assert "no article" in screen
        assert f"by {ANA} · last edit" in screen


async def test_what_is_known_is_shown_before_it_is_looked_at_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    survey = Survey(WorkPlace(corpus, ANA), index)
    while survey.look_on(1.0):
        pass
    survey.keep()
    choice = LibraryChoice(Survey(WorkPlace(corpus, ANA), index))
    look_on, before = choice.look_on, []
    with Workspace.open(story_of(corpus), ANA, read_only=True) as workspace:
        app = LibraryApp(workspace, keymap_for(all_commands(DEFAULT_LABELS)), choice)

        def look(articles: int) -> bool:
            lines = app.screen.query_one("#list")
            before.append("".join(strip.text for strip in lines.render_lines(lines.size.region)))
            return look_on(articles)

        monkeypatch.setattr(choice, "look_on", look)
        async with app.run_test(size=(80, 24)) as pilot:
            ana = Reader(app, pilot)
            await ana.until(lambda: choice.survey.looked_at == 3, "all has been looked at")
            await ana.until_screen("Strike on convoy")
    assert "3 stories · 4 articles" in before[0]
    assert "Strike on convoy" in before[0]


async def test_a_wide_screen_says_who(corpus: Path) -> None:
    async with listed(corpus, size=(160, 50)) as (_, ana):
        heading = ana.rows()[2].split()
        assert heading == ["story", "arts", "read", "done", "actor", "matrix", "last", "suggested",
                           "F1", "who"]  # fmt: skip


def work(story: Path, who: str, phrase: str, done: tuple[str, ...]) -> None:
    with Workspace.open(find_story([story]), who) as workspace:
        tag(workspace, phrase)
        for article in done:
            opened = workspace.article(article)
            edit = mark(workspace.now.links(), opened.article, ArticleState.DONE)
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_who_is_done_and_how_far_two_agree(corpus: Path, size: tuple[int, int]) -> None:
    work(corpus / "Strike on convoy", "ben", "Moscow", (WIRE,))
    work(corpus / "Strike on convoy", ANA, "troops", (WIRE, PAPER))
    async with listed(corpus, size=size) as (_, ana):
        assert "by ana ●, ben ◐" in ana.screen()
        assert "ana 2/2 done · ben 1/2 done · F1 0.67 in 1 article" in ana.screen()
        assert ("0.67  ana ●, ben ◐" in ana.screen()) is (size[0] > 110)


async def test_filter_order_and_open(corpus: Path) -> None:
    async with listed(corpus) as (app, ana):
        await ana.press("o")
        assert names(ana) == ["Bridge collapse", "Nothing yet", "Strike on convoy"]
        await ana.press("/")
        await ana.until(lambda: ana.app.focused, "the line has the keys")
        await ana.write("is:empty")
        await ana.until(lambda: names(ana) == ["Nothing yet"], "it is filtered")
        await ana.press("escape")
        await ana.press("escape")
        assert "q leaves" in ana.screen()
        await ana.press("j j enter")
        await ana.until(lambda: app.chosen, "a story is chosen")
        assert app.chosen == "Strike on convoy"


async def test_a_wrong_filter_says_what_there_is(corpus: Path) -> None:
    async with listed(corpus) as (_, ana):
        await ana.press("/")
        await ana.until(lambda: ana.app.focused, "the line has the keys")
        await ana.write("is:x")
        await ana.until_screen("Nothing is “x”; a story can be new")


async def test_one_comes_back_to_the_story_one_comes_from(corpus: Path) -> None:
    async with listed(corpus, opened="Bridge collapse") as (app, ana):
        assert any(row.startswith("▸ Bridge collapse") for row in ana.rows())
        await ana.press("P")
        await ana.until(lambda: app.chosen, "a story is chosen")
        assert app.chosen == "Bridge collapse"


async def test_without_a_story_there_is_no_way_back(corpus: Path) -> None:
    async with listed(corpus) as (app, ana):
        await ana.press("P")
        assert "No story was open before" in ana.screen()
        await ana.press("q")
        await ana.until(lambda: app.return_code is not None, "it is left")
        assert app.chosen == ""


async def test_a_story_is_left_for_the_library(corpus: Path) -> None:
    async with reading(corpus / "Bridge collapse") as ana:
        await ana.press("P")
        assert "no other stories here" in ana.screen()
        ana.app.has_library = True
        await ana.press("P")
        await ana.until(lambda: ana.app.wants_library, "the library is wanted")
