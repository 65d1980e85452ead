"""Searching for regular expressions on the screen: wrong ones, endless ones, and stopping them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from store.search import Query
from tests.stories import write_story
from tests.tui.support import reading
from tui.actions import searching
from tui.screens.editor import EditorScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.search_process import RegexProcess
    from tests.tui.support import Reader

ENDLESS = "(a+)+b"


def story(folder: Path) -> Path:
    return write_story(folder, {"a.txt": f"{'a' * 5_000}\n\nMoscow said so.\n", "b.txt": "Moscow."})


async def type_expression(ana: Reader, pattern: str) -> None:
    """Open the line and have a regular expression in it all at once."""
    await ana.press("/")
    await ana.until(lambda: ana.main.focused, "the search can be typed")
    await ana.press("ctrl+r")
    set_line(ana, pattern)
    await ana.settle()


def set_line(ana: Reader, text: str) -> None:
    """Have a text in the line at once, as from the clipboard."""
    assert ana.main.search_bar is not None
    ana.main.search_bar.query_one(Input).value = text


def at_work(ana: Reader) -> RegexProcess:
    search = ana.main.session.search
    assert search is not None
    assert search.process is not None
    return search.process


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a{9999999}", "repeats more than 1,000 times"),
        ("Moscow(", "is no regular expression: missing )"),
        (ENDLESS, "takes too long; make the expression simpler"),
    ],
)
async def test_what_cannot_be_searched_for_is_said(tmp_path: Path, pattern: str, said: str) -> None:
    async with reading(story(tmp_path), size=(120, 24)) as ana:
        await type_expression(ana, pattern)
        await ana.until_screen(said)
        await ana.press("enter")
        await ana.until_screen(said)
        assert ana.main.search_bar is not None


async def test_enter_before_an_endless_search_has_ended(tmp_path: Path) -> None:
    async with reading(story(tmp_path), size=(120, 24)) as ana:
        await type_expression(ana, ENDLESS)
        await ana.press("enter")
        await ana.until_screen("takes too long; make the expression simpler")


async def test_keys_work_while_an_endless_search_is_at_work_and_esc_stops_it(
    tmp_path: Path,
) -> None:
    async with reading(story(tmp_path), size=(120, 24)) as ana:
        await type_expression(ana, ENDLESS)
        process = at_work(ana)
        await ana.until(lambda: not process.is_free, "it is at work")
        await ana.press("escape")
        await ana.until_main()
        assert ana.main.session.search is None
        await ana.until(lambda: not process.is_there, "its process has ended")


async def test_another_search_stops_an_endless_one(tmp_path: Path) -> None:
    async with reading(story(tmp_path), size=(120, 24)) as ana:
        await type_expression(ana, ENDLESS)
        first = at_work(ana)
        await ana.until(lambda: not first.is_free, "it is at work")
        set_line(ana, "mos.ow")
        await ana.until_screen("2 matches in 2 articles")
        await ana.until(lambda: not first.is_there, "its process has ended")
        second = at_work(ana)
        set_line(ana, "mos.?ow")
        await ana.until(
            lambda: ana.main.session.search and ana.main.session.search.query.pattern == "mos.?ow",
            "it is searched for",
        )
        assert at_work(ana) is second


async def test_leaving_ends_a_search(tmp_path: Path) -> None:
    async with reading(story(tmp_path), size=(120, 24)) as ana:
        await type_expression(ana, ENDLESS)
        process = at_work(ana)
        await ana.until(lambda: not process.is_free, "it is at work")
    await asyncio.to_thread(ended, process)


def ended(process: RegexProcess) -> None:
    """Wait until a process has been taken away."""
    deadline = time.monotonic() + 20
    while process.is_there:
        assert time.monotonic() < deadline


# Keys that are faster than the search ---------------------------------------------------------


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """The threads that would search, none of which begins by itself."""
    threads: list[Callable[[], None]] = []
    monkeypatch.setattr(EditorScreen, "search_in_thread", lambda _, look: threads.append(look))
    return threads


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("keys", "there"),
    [
        ("/ M o s enter", "[[Mos|]]cow said. Moscow heard."),
        ("/ M o s enter n", "Moscow said. [[Mos|]]cow heard."),
        ("w / M o s enter n ctrl+o", "Moscow |said. Moscow heard."),
    ],
)
async def test_a_match_of_this_article_is_there_for_the_next_key(
    tmp_path: Path, keys: str, there: str
) -> None:
    folder = write_story(tmp_path, {"a.txt": "Moscow said. Moscow heard.", "b.txt": "Moscow."})
    async with reading(folder, columns=1) as ana:
        await ana.press(keys)
        assert ana.shown() == there


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        ("n n", "b: a Moscow, [[Moscow|]], a Moscow."),
        ("n w", "a: A |town."),
    ],
)
async def test_a_match_found_late_moves_nothing_once_another_key_has_been_pressed(
    tmp_path: Path, held: list[Callable[[], None]], keys: str, there: str
) -> None:
    texts = {"a.txt": "A town.", "b.txt": "a Moscow, Moscow, a Moscow."}
    async with reading(write_story(tmp_path, texts), columns=1) as ana:
        searching.start(ana.main, Query("Moscow"))
        await ana.press(keys)
        EditorScreen.run_worker(ana.main, held[-1], thread=True)
        search = ana.main.session.search
        await ana.until(lambda: search and search.is_done, "all has been searched")
        await ana.settle()
        assert f"{ana.article_id}: {ana.shown()}" == there
