"""A folder without articles waits for one, on the screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from store.articles.story import story_of
from store.labels import DEFAULT_LABELS
from store.story.workspace import Workspace
from tests.stories import ANA, ARTICLES, open_story, write_story
from tests.tui.screens.test_importing import PAGE
from tests.tui.support import Reader, wait_for
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.welcome_app import WelcomeApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_story(tmp_path / "story", {})


@asynccontextmanager
async def waiting(folder: Path) -> AsyncIterator[tuple[WelcomeApp, Pilot[None]]]:
    """The screen of a folder without articles."""
    story = story_of(folder)
    with Workspace.open(story, ANA, read_only=True) as workspace:
        keymap = keymap_for(all_commands(DEFAULT_LABELS))
        app = WelcomeApp(workspace, keymap, folder, lambda: Workspace.open(story_of(folder), ANA))
        async with app.run_test(size=(100, 30)) as pilot:
            await until(app, pilot, "makes articles of pages")
            yield app, pilot


async def until(app: WelcomeApp, pilot: Pilot[None], text: str) -> None:
    """Wait until a text is on the screen."""

    def is_shown() -> bool:
        shown = Reader(app, pilot).screen().replace("│", " ")
        return text in " ".join(shown.split())

    await wait_for(pilot, is_shown, f"{text!r} is on the screen")


async def until_left(app: WelcomeApp, pilot: Pilot[None]) -> None:
    await wait_for(pilot, lambda: app.return_code is not None, "the screen is left")


async def test_it_opens_when_a_report_is_there(folder: Path) -> None:
    async with waiting(folder) as (app, pilot):
        await until(app, pilot, f"{folder} is empty")
        assert list(folder.iterdir()) == []
        (folder / "1.txt").write_text("")  # somebody begins to write it
        await until(app, pilot, "holds no article yet")
        assert app.return_code is None
        (folder / "1.txt").write_text("Moscow sent troops.")
        await until_left(app, pilot)
        assert app.chosen == folder


async def test_pages_are_named_and_made_articles(folder: Path) -> None:
    pytest.importorskip("trafilatura")
    (folder / "1_page.html").write_text(PAGE)
    async with waiting(folder) as (app, pilot):
        await until(app, pilot, "1 file was left out: 1_page.html; i makes an article of it")
        await pilot.press("i")
        await until(app, pilot, "1 new (1_page)")
        assert not (folder / "1_page.txt").exists()
        await pilot.press("enter")
        await until_left(app, pilot)
        assert app.chosen == folder
    with open_story(folder) as workspace:
        assert [ref.id for ref in workspace.story.articles] == ["1_page"]
        assert "would stay in the north" in workspace.article("1_page").article.text


async def test_files_that_are_no_articles_are_named(folder: Path) -> None:
    labels = '[[label]]\nname = "person"\nkey = "p"\n'
    write_story(folder, {"labels.toml": labels, "b.rtf": "x"})
    async with waiting(folder) as (app, pilot):
        await until(app, pilot, "No article, as its name ends otherwise: b.rtf.")
        (folder / "a.odt").write_text("x")
        await until(app, pilot, "No article, as their names end otherwise: a.odt b.rtf.")
        (folder / "b.pdf").write_text("")
        await until(app, pilot, "1 file was left out: b.pdf; i makes an article of it.")
        await pilot.press("i")
        await until(app, pilot, "b.pdf: the file is empty")


async def test_nothing_is_left_of_an_import_that_was_left(folder: Path) -> None:
    async with waiting(folder) as (app, pilot):
        await pilot.press("i")
        await until(app, pilot, "Import into story")
        await pilot.press("escape")
        await wait_for(pilot, lambda: list(folder.iterdir()) == [], "the folder is empty again")
        await pilot.press("q")
        await until_left(app, pilot)
        assert app.chosen is None


async def test_another_folder_can_be_opened(folder: Path) -> None:
    write_story(folder.parent / "a story", ARTICLES)
    write_story(folder / "below", ARTICLES)
    async with waiting(folder) as (app, pilot):
        await until(app, pilot, "opens another folder (2 other folders): below ../a story")
        await pilot.press("down", "enter")
        await until_left(app, pilot)
        assert app.chosen == folder.parent / "a story"


async def test_practice(folder: Path) -> None:
    async with waiting(folder) as (app, pilot):
        await pilot.press("p")
        await until_left(app, pilot)
        assert app.practises


async def test_a_library_that_is_missing_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.welcome.is_installed", lambda extra: extra == "docx")
    for name in ("a.htm", "b.pdf", "c.docx", "d.html"):
        (folder / name).write_text("x")
    async with waiting(folder) as (app, pilot):
        await until(app, pilot, "First: pip install 'sidelight[html,pdf]'")
