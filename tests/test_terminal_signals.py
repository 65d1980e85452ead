"""Signals, Ctrl+Z and a terminal that goes away, in the real command on a real terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from signal import SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP

from tests.stories import open_story, said
from tests.terminal import ENTERING, PATIENCE, modes_left_on, terminal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path
    from signal import Signals

    from tests.terminal import Terminal

TITLE: Final = "Iran Plotted With Russia for Months"
SHELL: Final = (sys.executable, "-m", "tests.shell_like")
LEAVING: Final = b"\x1b[?1016l"
"""The first that is written when the screen is left."""
TAGGED: Final = ["actor:Iran", "actor:Plotted"]
ENDINGS: Final = [SIGTERM, SIGHUP, SIGINT]

STATES: Final = {
    "reading": ("", TITLE),
    "half of a chord": ("g", TITLE),
    "help": ("?", "Keys and labels"),
    "picking an article": ("p", "Enter in this pane"),
    "exporting": ("E", "type to find a format"),
    "the palette": ("\x10", "─ Commands ─"),
    "searching": ("/Syria", "25 matches in 2 articles"),
    "resizing": ("r", "other end"),
    "extending a selection": ("vw", TITLE),
}
"""What was pressed with two annotations there, and what the screen shows then."""


def opened(
    seeds: Path, *, under: tuple[str, ...] = (), ignoring: tuple[Signals, ...] = ()
) -> AbstractContextManager[Terminal]:
    return terminal(
        "open",
        seeds,
        "--annotator",
        "ana",
        home=seeds.parent,
        under=under,
        ignoring=ignoring,
    )


def tag_two(screen: Terminal) -> None:
    screen.until_shown(TITLE)
    screen.until_status("0 spans")
    screen.press("a w a")
    screen.until_status("2 spans")


def kept(seeds: Path) -> list[str]:
    """What is kept, as `label:text`; fails if somebody still holds the lock."""
    with open_story(seeds) as workspace:
        assert workspace.status.read_only == ""
        articles = said(workspace).annotations.values()
    return [f"{each.label}:{each.text}" for each in sorted(sum(articles, ()), key=lambda a: a.id)]


def in_checkpoint(seeds: Path) -> int:
    """How many annotations are in the TinyDB files."""
    state = json.loads((seeds / "annotations" / "ana" / "state.json").read_bytes())
    return sum(state["counts"].values())


# Signals that end the program ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "state"),
    [(SIGTERM, state) for state in STATES] + [(SIGHUP, "reading"), (SIGINT, "reading")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_signal_ends_the_program_in_order(seeds: Path, number: Signals, state: str) -> None:
    keys, shown = STATES[state]
    with opened(seeds) as screen:
        tag_two(screen)
        screen.type(keys)
        screen.until_shown(shown)
        screen.send(number)
        assert screen.until_left() == 128 + number
        screen.assert_restored()
        assert screen.last_words == f"sidelight: ended by {number.name}\r\n"
        assert in_checkpoint(seeds) == 2
        assert kept(seeds) == TAGGED


@pytest.mark.parametrize("number", ENDINGS, ids=lambda number: number.name)
def test_a_note_that_is_being_written_is_kept(seeds: Path, number: Signals) -> None:
    with opened(seeds) as screen:
        tag_two(screen)
        screen.type("iwho says")
        screen.until_shown("who says")
        screen.send(number)
        assert screen.until_left() == 128 + number
        screen.assert_restored()
    with open_story(seeds) as workspace:
        notes = [a.note for each in said(workspace).annotations.values() for a in each]
        assert sorted(notes) == ["", "who says"]
        workspace.undo()
        notes = [a.note for each in said(workspace).annotations.values() for a in each]
        assert notes == ["", ""]
    assert kept(seeds) == TAGGED


def test_a_signal_while_the_story_is_being_opened(seeds: Path) -> None:
    lock = seeds / "annotations" / "ana" / "lock.info"
    with opened(seeds) as screen:
        screen.until(lock.exists, "the story has been opened")
        screen.send(SIGTERM)
        assert screen.until_left() == 128 + SIGTERM
        screen.assert_restored()
        assert screen.output.endswith(b"sidelight: ended by SIGTERM\r\n")
    assert kept(seeds) == []


def test_a_signal_at_the_first_byte_of_the_screen(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.until(lambda: screen.output, "the screen has been begun")
        screen.send(SIGTERM)
        assert screen.until_left() == 128 + SIGTERM
        screen.assert_restored()
    assert kept(seeds) == []


def test_many_signals_are_one(seeds: Path) -> None:
    with opened(seeds) as screen:
        tag_two(screen)
        for number in (SIGHUP, SIGTERM, SIGHUP, SIGTERM):
            screen.send(number)
        assert screen.until_left() in (128 + SIGHUP, 128 + SIGTERM)
        screen.assert_restored()
    assert in_checkpoint(seeds) == 2


def test_a_signal_that_is_ignored_from_the_start_still_is(seeds: Path) -> None:
    with opened(seeds, ignoring=(SIGHUP,)) as screen:
        tag_two(screen)
        screen.send(SIGHUP)
        screen.press("w a")
        screen.until_status("3 spans")
        screen.press("q")
        assert screen.until_left() == 0


def test_a_terminal_that_takes_nothing_any_more_does_not_keep_the_program(seeds: Path) -> None:
    """As when the line is stalled: the program waits for the terminal, and a signal ends it."""
    with opened(seeds) as screen:
        tag_two(screen)
        screen.type("Ggg" * 400)  # far more than the terminal takes if nobody reads it
        screen.send(SIGTERM)
        assert screen.wait_without_reading() == 128 + SIGTERM
        assert screen.settings_now() == screen.settings
    assert kept(seeds) == TAGGED


# The terminal goes away ----------------------------------------------------------------------


@pytest.mark.parametrize("ignoring", [(), (SIGHUP,)], ids=["with SIGHUP", "without SIGHUP"])
@pytest.mark.parametrize("keys", ["", "iwho says", "?"], ids=["reading", "note", "help"])
def test_a_terminal_that_is_closed_ends_the_program(
    seeds: Path, ignoring: tuple[Signals, ...], keys: str
) -> None:
    with opened(seeds, ignoring=ignoring) as screen:
        tag_two(screen)
        screen.type(keys)
        screen.until_shown({"": TITLE, "iwho says": "who says", "?": "Keys and labels"}[keys])
        screen.hang_up()
        assert screen.until_left() == 128 + SIGHUP
    assert in_checkpoint(seeds) == 2
    assert kept(seeds) == TAGGED


def test_a_terminal_that_is_closed_while_the_story_is_being_opened(seeds: Path) -> None:
    lock = seeds / "annotations" / "ana" / "lock.info"
    with opened(seeds, ignoring=(SIGHUP,)) as screen:
        screen.until(lock.exists, "the story has been opened")
        screen.hang_up()
        assert screen.until_left() == 128 + SIGHUP
    assert kept(seeds) == []


# Going away and coming back ------------------------------------------------------------------


def stop(screen: Terminal) -> None:
    """Press Ctrl+Z, and make sure that the shell can be used."""
    screen.type("\x1a")
    screen.until_shown("job stopped")
    assert modes_left_on(screen.output) == set()
    screen.type("hello\r")
    screen.until_shown("you said hello")


def until_drawn_again(screen: Terminal) -> None:
    """Wait until all that is shown has been drawn since the screen was left.

    What stood there before and was not drawn again would be missing; what is suggested meanwhile,
    which may come at any moment, is in both.
    """

    def is_drawn() -> bool:
        left, _, _ = screen.output.rpartition(LEAVING)
        anew = screen.text_of(screen.output[len(left) :].partition(ENTERING)[2])
        return "Iran Plotted" in anew and without_the_status(anew) == without_the_status(
            screen.text()
        )

    screen.until(is_drawn, "the screen is as it was, whole")


def without_the_status(text: str) -> str:
    """The screen but for its first line, which tells the time."""
    return text.partition("\n")[2]


def come_back(screen: Terminal) -> None:
    screen.type("fg\r")
    until_drawn_again(screen)


@pytest.mark.parametrize(
    ("state", "only_then"),
    [
        ("reading", ""),
        ("picking an article", "Enter in this pane"),
        ("searching", "Find:"),
        ("resizing", "resizing ·"),
    ],
)
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(
    seeds: Path, state: str, only_then: str
) -> None:
    keys, shown = STATES[state]
    with opened(seeds, under=SHELL) as screen:
        tag_two(screen)
        screen.type(keys)
        screen.until_shown(shown)
        for _ in range(2):
            stop(screen)
            come_back(screen)
        if only_then:
            assert only_then in screen.text()
            screen.press("escape")
            screen.until(lambda: only_then not in screen.text(), f"{state} has been left")
        screen.press("w a")
        screen.until_status("3 spans")
        screen.press("q")
        screen.until_shown("job ended, settings as before")
        assert screen.until_left() == 0
        screen.assert_restored()
    assert kept(seeds) == [*TAGGED, "actor:With"]


def test_the_shell_finds_the_terminal_as_it_was(seeds: Path) -> None:
    with opened(seeds, under=SHELL) as screen:
        tag_two(screen)
        screen.type("\x1a")
        screen.until_shown("job stopped, settings as before")
        assert modes_left_on(screen.output) == set()
        assert in_checkpoint_or_journal(seeds) == 2


def in_checkpoint_or_journal(seeds: Path) -> int:
    """How many annotations another process finds while the program is stopped."""
    with open_story(seeds, read_only=True) as workspace:
        return sum(said(workspace).counts.values())


def test_bg_stops_it_again(seeds: Path) -> None:
    with opened(seeds, under=SHELL) as screen:
        tag_two(screen)
        stop(screen)
        screen.type("bg\r")
        screen.until(lambda: screen.output.count(b"job stopped") == 2, "it has stopped again")
        come_back(screen)


@pytest.mark.parametrize("number", ENDINGS, ids=lambda number: number.name)
def test_a_signal_ends_it_while_it_is_stopped(seeds: Path, number: Signals) -> None:
    with opened(seeds, under=SHELL) as screen:
        tag_two(screen)
        stop(screen)
        screen.forget()
        screen.type(f"kill {number.name}\r")
        screen.until_shown("job ended, settings as before")
        assert screen.until_left() == 128 + number
        assert b"\x1b" not in screen.output
        assert f"sidelight: ended by {number.name}\r\n".encode() in screen.output
    assert in_checkpoint(seeds) == 2
    assert kept(seeds) == TAGGED


def test_sigtstp_from_outside_is_ctrl_z(seeds: Path) -> None:
    with opened(seeds, under=SHELL) as screen:
        tag_two(screen)
        screen.type("iwho says")
        screen.until_shown("who says")
        screen.send_job(SIGTSTP)
        screen.until_shown("job stopped, settings as before")
        assert modes_left_on(screen.output) == set()
        come_back(screen)


def test_without_a_shell_ctrl_z_says_so_and_goes_on(seeds: Path) -> None:
    with opened(seeds) as screen:
        tag_two(screen)
        screen.type("\x1a")
        screen.until_shown("There is no shell to go back to")
        screen.press("w a")
        screen.until_status("3 spans")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()


def test_after_sigstop_the_screen_is_drawn_again(seeds: Path) -> None:
    with opened(seeds) as screen:
        tag_two(screen)
        screen.send(SIGSTOP)
        screen.until(screen.is_stopped, "the program has stopped")
        screen.send(SIGCONT)
        screen.until(lambda: LEAVING in screen.output, "the screen is begun anew")
        until_drawn_again(screen)
        screen.press("w a")
        screen.until_status("3 spans")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    assert kept(seeds) == [*TAGGED, "actor:With"]


def test_bytes_that_are_no_text_are_no_end(seeds: Path) -> None:
    with opened(seeds) as screen:
        tag_two(screen)
        screen.type_bytes(b"\xff\xc3\xfe")
        screen.press("w a")
        screen.until_status("3 spans")
        screen.press("q")
        assert screen.until_left() == 0


def test_there_is_time_to_end() -> None:
    """The tests wait longer than the program takes at most."""
    from tui.signals import PATIENCE as AT_MOST

    assert AT_MOST < PATIENCE
