"""A newcomer's five tasks: every key that is pressed stands on the screen, or in what it opens.

Tag ten spans with what is suggested, correct one, find a note by its words, export the articles
that are done, leave and be where one was.
"""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import copied_seeds
from tests.smoke.support import PROGRAM, TITLE, said
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal import Terminal

NOTE = "is this the country or its government?"


def press_shown(screen: Terminal, key: str, says: str) -> None:
    """Press a key once the screen says what it does."""
    screen.until_shown(says)
    screen.press(key)


def choose(screen: Terminal, words: str) -> None:
    """Do what the palette finds first by some words."""
    screen.press("ctrl+p")
    screen.until_shown("─ Commands ─")
    screen.type(words)
    screen.until(lambda: re.search(rf"│ {re.escape(words)}", screen.text()), f"{words!r} is typed")
    screen.press("enter")
    screen.until_gone("─ Commands ─")


def spans(screen: Terminal) -> int:
    found = re.search(r"(\d+) spans?\b", screen.status)
    assert found is not None, screen.status
    return int(found[1])


def until_spans(screen: Terminal, count: int) -> None:
    screen.until(lambda: spans(screen) == count, f"{count} spans are counted")


def tag_ten(screen: Terminal) -> None:
    """Tag one word, and take what is suggested because of it until there are ten."""
    press_shown(screen, "a", "a actor  l location")
    until_spans(screen, 1)
    screen.until(lambda: re.search(r"\d\+? suggested", screen.status), "something is suggested")
    screen.press("y")
    for count in range(2, 11):
        # What was taken may be the last that is known, until what follows from it is worked out.
        screen.until(lambda: re.search(r"y takes|All suggested is answered", screen.text()), "more")
        if "y takes" not in screen.text():
            screen.until(lambda: re.search(r"\d\+? suggested", screen.status), "more is suggested")
            screen.press("j")
        press_shown(screen, "y", "y takes")
        until_spans(screen, count)


def correct_one(screen: Terminal) -> None:
    """What was taken last was a place: go back to it, and press the key of the right label."""
    choose(screen, "last edit")
    press_shown(screen, "l", " actor  “Iran”")
    screen.until_shown("location  “Iran”")
    until_spans(screen, 10)


def find_a_note(screen: Terminal) -> None:
    """Write a note, go elsewhere, and find it by a word in it."""
    choose(screen, "comment")
    screen.until_shown("Note on")
    screen.type(NOTE)
    screen.until_shown(NOTE)
    screen.press("enter")
    screen.until_shown(f"note: {NOTE}")
    choose(screen, "start of the article")
    screen.until_gone(f"note: {NOTE}")
    screen.press("O")
    press_shown(screen, "/", "/ filter")
    screen.type("government")
    screen.until_shown("1 of 10")
    screen.press("enter")
    press_shown(screen, "enter", "Enter go there")
    screen.until_shown(f"note: {NOTE}")


def export_the_done(screen: Terminal) -> None:
    """Say that this article is done, and write those that are."""
    choose(screen, "finish")
    screen.until_shown("1 of 2 done")
    choose(screen, "save as")
    screen.until_shown("what  all")
    screen.press("right")
    screen.until(lambda: re.search(r"Export \d spans, 1 article ", screen.text()), "one is chosen")
    screen.press("enter")
    screen.until_shown("Exported 1 article, ")


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
def test_a_newcomers_five_tasks(tmp_path: Path, columns: int, rows: int) -> None:
    story = copied_seeds(tmp_path)
    start = partial(
        terminal, story, home=tmp_path, columns=columns, rows=rows, command=PROGRAM, cwd=tmp_path
    )
    with start() as screen:
        screen.until_shown(TITLE)
        tag_ten(screen)
        correct_one(screen)
        find_a_note(screen)
        export_the_done(screen)
        press_shown(screen, "q", "q leave")
        assert screen.until_left() == 0
    (file,) = tmp_path.glob("*.jsonl")
    (article,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert [(s["label"], s["note"]) for s in article["spans"] if s.get("note")] == [
        ("location", NOTE)
    ]
    assert "relabel" in said(tmp_path, "log", story)
    with start() as screen:
        screen.until_shown("Here you were today")
        until_spans(screen, 10)
