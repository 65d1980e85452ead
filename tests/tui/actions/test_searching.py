"""Searching for regular expressions on the screen: wrong ones, endless ones, and stopping them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
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
