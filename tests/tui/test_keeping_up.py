"""A second window on a story shows what the first one saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import home, open_story, tag
from tests.tui.support import reading
from tui import keeping_up

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits a second for the next look."""
    monkeypatch.setattr(keeping_up, "LOOK_EVERY", 0.01)


async def test_a_second_window_shows_what_the_first_one_saves(story: Path) -> None:
    with open_story(story) as writer:
        async with reading(story, size=(120, 24)) as bo:
            assert "what is saved there is shown here" in bo.screen()
            await bo.press("escape")
            tag(writer, "Moscow")
            await bo.until(lambda: bo.tags("1_wire") == ["actor[0:6]Moscow"], "it is shown")
            await bo.until_screen("Shown now: 1 edit made elsewhere")
            assert "1 span" in bo.line("status")
            assert "READ ONLY" in bo.line("status")
            tag(writer, "troops")
            writer.undo()
            writer.checkpoint()
            await bo.until(lambda: bo.tags("1_wire") == ["actor[0:6]Moscow"], "it is undone")


async def test_what_comes_while_a_dialog_is_open_is_there_when_it_is_left(story: Path) -> None:
    with open_story(story) as writer:
        async with reading(story, size=(120, 24)) as bo:
            await bo.press("?")
            assert bo.app.screen is not bo.main
            tag(writer, "Moscow")
            await bo.until(lambda: bo.tags("1_wire") == ["actor[0:6]Moscow"], "it is known")
            await bo.press("escape")
            await bo.until_main()
            assert "1 span" in bo.line("status")


@pytest.mark.parametrize("keys", ["", "O", "? escape O"])
async def test_an_article_that_comes_is_shown(story: Path, keys: str) -> None:
    with open_story(story) as writer:
        async with reading(story, size=(120, 24)) as bo:
            await bo.press(keys)
            (story / "3_new.txt").write_text("Iran left.\n", "utf-8")
            with open_story(story, read_only=True) as other:
                writer.grow(story=other.story)
            tag(writer, "Iran", article_id="3_new")
            await bo.until(lambda: len(bo.workspace.story.articles) == 3, "it is there")
            await bo.until_screen("Shown now: 1 edit made elsewhere")
            tag(writer, "left", article_id="3_new")
            await bo.until(lambda: len(bo.tags("3_new")) == 2, "the new screen goes on")
            await bo.press("O")
            await bo.until_screen("left")
            assert bo.app.screen in bo.app.kept_dialogs.values()


async def test_a_journal_that_is_another_is_told(story: Path) -> None:
    with open_story(story) as writer:
        tag(writer, "Moscow")
    async with reading(story, read_only=True, size=(160, 24)) as bo:
        (home(story) / "journal.jsonl").unlink()
        await bo.until_screen("The journal is not the one that was opened")
