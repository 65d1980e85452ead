"""Work between keys: it ends where it is left, and what goes wrong is told and costs no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.errors import InputError
from store.steps import Steps
from store.suggest.consistency.story_survey import StorySurvey
from tests.stories import write_story
from tests.tui.support import STEP_BY_STEP, reading
from tui import reading_across
from tui.actions import working
from tui.screens import consistency, list_screen
from tui.screens.annotations import AnnotationsScreen
from tui.screens.export_choice import ExportChoice
from tui.screens.import_choice import ImportChoice
from tui.screens.listed_story import ListedStory
from tui.screens.worked_matrix import WorkedMatrix

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SIZE: Final = (120, 40)
BROKEN: Final = "(RuntimeError: it is broken)"


def broken(_: object, seconds: float = 0.0) -> bool:
    if seconds == consistency._AT_ONCE:  # noqa: SLF001  # what is done within the key, and holds
        return True
    raise RuntimeError("it is broken")


@pytest.mark.parametrize(
    ("keys", "where", "what", "said"),
    [
        ("O", ListedStory, "look_on", "The story is not looked through"),
        ("W", ListedStory, "look_on", "The story is not looked through"),
        ("m", WorkedMatrix, "go_on", "The story is not looked through"),
        ("V", StorySurvey, "work", "The story is not looked through"),
        ("E", ExportChoice, "work_out", "What is lost is not known"),
        ("ctrl+e d enter", ImportChoice, "work", "It cannot be looked at"),
        ("/ l a b e l : a enter", ListedStory, "look_on", "The story is not looked through"),
        ("=", reading_across, "index_steps", "The articles are not compared"),
        ("B", reading_across, "story_passages_in_steps", "The articles are not compared"),
    ],
)
async def test_it_is_told_and_keys_go_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys: str,
    where: object,
    what: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").write_text("[]\n")
    async with reading(write_story(tmp_path / "story"), size=SIZE, fails=True) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        with monkeypatch.context() as patch:
            patch.setattr(where, what, broken)
            await ana.press(keys)
            await ana.until_screen(said)
            assert BROKEN in ana.screen()
        await ana.press("escape escape")
        assert ana.app.screen is ana.main
        await ana.press("a")
        assert len(ana.annotations()) == 1


async def test_a_list_that_is_left_is_looked_through_no_further_and_anew_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
    looked = list[None]()
    look_at = ListedStory._look_at  # noqa: SLF001  # to count it

    def count(self: ListedStory, article_id: str) -> None:
        looked.append(None)
        look_at(self, article_id)

    monkeypatch.setattr(ListedStory, "_look_at", count)
    texts = {f"{number:02}.txt": "Moscow said so.\n" for number in range(60)}
    async with reading(write_story(tmp_path, texts), size=SIZE) as ana:
        ana.burst("O", "escape")
        await ana.settle()
        assert ana.app.screen is ana.main
        assert 20 <= len(looked) < 60
        (shown,) = (
            each for each in ana.app.kept_dialogs.values() if type(each) is AnnotationsScreen
        )
        assert not shown._work.is_going_on  # noqa: SLF001  # nobody else knows
        looked.clear()
        await ana.press("O")
        await ana.until(lambda: not shown._work.is_going_on, "all has been looked at")  # noqa: SLF001  # as above
        assert len(looked) == 60


async def test_a_story_of_few_articles_is_listed_whole_within_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
    texts = {f"{number:02}.txt": "Moscow said so.\n" for number in range(20)}
    async with reading(write_story(tmp_path, texts), size=SIZE) as ana:
        ana.go("Moscow")
        await ana.press("a O")
        assert "Annotations  1" in ana.rows()[0]


async def test_who_asks_again_has_it_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(write_story(tmp_path), size=SIZE, fails=True) as ana:
        index = ana.main.across.index
        with monkeypatch.context() as patch:
            patch.setattr(reading_across, "index_steps", broken)
            index.begin()
            await ana.until_screen(f"The articles are not compared {BROKEN}")
        index.begin()
        await ana.until(lambda: index.made, "the passages are indexed")


@pytest.mark.parametrize(
    ("error", "said"),
    [(InputError("it is damaged"), "it is damaged"), (RuntimeError("no"), "RuntimeError: no")],
)
async def test_a_long_command_that_fails_says_so_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    monkeypatch.setattr(working, "_AT_ONCE", 0)

    def fail() -> Generator[None, None, None]:
        yield
        raise error

    async with reading(write_story(tmp_path), size=SIZE, fails=True) as ana:
        working.run(ana.main, Steps(fail(), 2), "Doing", lambda _: None)
        await ana.until_screen(said)
        assert ana.main.session.work is None
        await ana.press("a")
        assert len(ana.annotations()) == 1
