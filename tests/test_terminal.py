"""Sidelight as it is used: the real command, a real terminal, real keys, and kill -9."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.terminal import PATIENCE, environment, terminal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.terminal import Terminal

TITLE: Final = "Iran Plotted With Russia for Months"
WIDTH: Final = 240


def opened(seeds: Path) -> AbstractContextManager[Terminal]:
    # So wide that the notice of a story that may only be read hides no sentence below it.
    return terminal("open", seeds, "--annotator", "t", home=seeds.parent, columns=WIDTH)


def exported(seeds: Path) -> list[str]:
    """What `sidelight export` gives, as `label:text`."""
    run = subprocess.run(
        [sys.executable, "-m", "tui.cli", "export", str(seeds), "--annotator", "t"],
        env=environment(seeds.parent),
        cwd=seeds.parent,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    for row in rows:
        assert all(row["text"][s["start"] : s["end"]] == s["text"] for s in row["spans"])
    return [f"{span['label']}:{span['text']}" for row in rows for span in row["spans"]]


def test_what_is_tagged_outlives_kill_9_and_is_exported(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.until_shown(TITLE)
        screen.until_status(" 0 spans ")
        screen.press("a w w w l")
        screen.until_status("2 spans")
        screen.type("/mastermind\r")  # what is selected is tagged, whatever is suggested there
        screen.until_shown("1 of 2 ·")
        screen.press("s")
        screen.until(lambda: "saved" in screen.status and "3 spans" in screen.status, "three saved")
        screen.kill()
    with opened(seeds) as screen:
        screen.until_shown(TITLE)
        screen.until_status("3 spans")
        screen.until_shown("actor 1   l  location 1   c  claim 0   s  source 1")
        screen.press("j")
        screen.until_shown("actor  “Iran”")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    assert exported(seeds) == ["actor:Iran", "location:Russia", "source:mastermind"]


def test_what_is_on_the_screen_is_on_the_disk(seeds: Path) -> None:
    """Kill -9 at once after a tag is shown, five times: none that was seen is lost."""
    for number in range(5):
        with opened(seeds) as screen:
            screen.until_shown(TITLE)
            screen.until_status(f"{number} span")
            screen.press("w " * number + "a")
            screen.until_shown(f"actor {number + 1} ")
            screen.kill()
        assert exported(seeds) == [f"actor:{word}" for word in TITLE.split()[: number + 1]]


def test_a_second_process_may_only_read(seeds: Path) -> None:
    with opened(seeds) as first, opened(seeds) as second_at_once:
        both = (first, second_at_once)
        for each in both:
            each.until_status("0 spans")
        assert ["READ ONLY" in each.status for each in both].count(True) == 1
        with opened(seeds) as second:
            second.until_shown("READ ONLY")
            second.press("a")
            second.until_shown("nothing was changed")
            second.press("q")
            assert second.until_left() == 0
        writer = first if "READ ONLY" not in first.status else second_at_once
        writer.press("a")
        writer.until_status("1 span")
    assert exported(seeds) == ["actor:Iran"]


def test_keys_that_come_all_at_once_are_taken_in_turn(seeds: Path) -> None:
    """As over a slow line: what is typed after / is searched for, and is no command."""
    with opened(seeds) as screen:
        screen.until_shown(TITLE)
        screen.type("/Latakia\r")
        screen.until_shown("“Latakia” 1 of 3")
        screen.press("l")
        screen.until_status("1 span")
        screen.type("iwhere is it? a l c s\r")
        screen.until_shown("note: where is it? a l c s")
        assert "1 span" in screen.status
        screen.press("q")
        assert screen.until_left() == 0
    assert exported(seeds) == ["location:Latakia"]


def test_what_is_typed_before_the_first_paint_is_for_what_that_shows(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.press("F a")  # before the program has even begun
        screen.until_shown("tag actor")
        assert "Nothing in sight" not in screen.text()
        screen.press("escape escape q")
        assert screen.until_left() == 0


def test_a_key_that_comes_with_a_click_means_what_was_clicked(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.until_shown(TITLE)
        screen.until_shown("q leave")
        lines = screen.text().split("\n")
        row = next(y for y, line in enumerate(lines, 1) if "Putin and" in line)
        first, second = (lines[row - 1].index(word) + 2 for word in ("Vladimir", "Putin"))
        for column, label in ((first, "a"), (second, "l"), (first, "c"), (second, "s")):
            screen.type(f"\x1b[<0;20;{row - 1}M\x1b[<0;20;{row - 1}m")  # where nothing stands
            screen.until_shown("nothing here to tag")
            screen.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m{label}")
            name = {"a": "actor", "l": "location", "c": "claim", "s": "source"}[label]
            screen.until_shown(f"{name}  “{'Vladimir' if column == first else 'Putin'}”")
        screen.press("q")
        assert screen.until_left() == 0


def test_ctrl_c_loses_nothing_and_does_not_leave(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.until_shown(TITLE)
        screen.type("\x03")
        screen.until_shown("Everything is saved already; q leaves")
        screen.press("q")
        assert screen.until_left() == 0


def test_without_a_terminal_it_says_so(seeds: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tui.cli", "open", str(seeds), "--annotator", "t"],
        env=environment(seeds.parent),
        cwd=seeds.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.decode().startswith("sidelight: the screen needs a terminal")
    assert run.stdout == b""
