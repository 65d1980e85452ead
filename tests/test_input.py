"""What a terminal sends to the real program: nothing but keys gives commands."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.terminal import ROOT, terminal
from tests.tui.input.replies import REPLIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.terminal import Terminal

TITLE: Final = "Iran Plotted With Russia for Months"
ESC: Final = "\x1b"
PARAGRAPH: Final = "a quick claim, a source; y accepts it.\rq\r" * 3
REFUSED: Final = "A paste is not taken as keys; after / it is searched for"


@contextmanager
def opened(seeds: Path, settings: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    # Without suggestions, so that the status line has the number of spans at its end.
    with terminal(
        "open", seeds, "--no-suggestions", "--annotator", "t", home=seeds.parent, settings=settings
    ) as screen:
        screen.until_shown(TITLE)
        screen.until_status("0 spans")
        yield screen


def leave(screen: Terminal) -> None:
    screen.type("q")
    assert screen.until_left() == 0
    assert b"Traceback" not in screen.output


def wait_out(screen: Terminal, seconds: float) -> None:
    """Let a time pass that the program measures; what it makes of it is waited for after that."""
    end = time.monotonic() + seconds
    screen.until(lambda: time.monotonic() >= end, "the time has passed")


def test_replies_tag_nothing_wherever_they_are_cut(seeds: Path) -> None:
    with opened(seeds) as screen:
        for reply in REPLIES.values():
            data = reply.encode()
            for cut in range(1, len(data)):
                screen.type_bytes(data[:cut])
                screen.type_bytes(data[cut:])
        for reply in (">1;4000;19c", "C", "<0;12;10M"):
            for pause in (0.15, 0.45):
                screen.type(ESC)
                wait_out(screen, pause)
                screen.type(f"[{reply}")
                screen.type(f"{ESC}[")
                wait_out(screen, pause)
                screen.type(reply)
        screen.type("p")
        screen.until_shown("Articles (")
        assert "0 spans" in screen.status
        screen.type(f"{ESC}q")  # in one packet: it leaves the picker, and then the program
        assert screen.until_left() == 0


@pytest.mark.parametrize(
    ("opens", "shown"), [("?", "Keys and labels"), ("p", "Articles ("), ("/", "Find:")]
)
def test_esc_and_a_key_in_one_packet_leave_and_do_what_the_key_does(
    seeds: Path, opens: str, shown: str
) -> None:
    with opened(seeds) as screen:
        screen.type(opens)
        screen.until_shown(shown)
        screen.type(f"{ESC}a")
        screen.until_status("1 span")
        screen.until(lambda: shown not in screen.text(), "it is closed")
        screen.type("\x10")
        screen.until_shown("─ Commands ─")
        screen.type(f"{ESC}u")
        screen.until_status("0 spans")
        leave(screen)


def test_esc_and_a_key_leave_a_note_as_it_was(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.type("a")
        screen.until_status("1 span")
        screen.type("i")
        screen.until_shown("Note on")
        screen.type("unsure")
        screen.until_shown("unsure")
        screen.type(f"{ESC}\x7f")  # Alt+Backspace takes a word back, as in any field
        screen.until(lambda: "unsure" not in screen.text(), "the word is gone")
        assert "Note on" in screen.text()
        screen.type(f"{ESC}u")
        screen.until_status("0 spans")
        leave(screen)


def test_alt_by_the_kitty_protocol_stays_alt(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.type("?")
        screen.until_shown("Keys and labels")
        screen.type(f"{ESC}[97;3u")  # means nothing, and so leaves nothing
        screen.type(f"{ESC}[27;129u")  # Esc, with NumLock, does
        screen.until(lambda: "Keys and labels" not in screen.text(), "the help is closed")
        assert "0 spans" in screen.status
        leave(screen)


@pytest.mark.parametrize("paste", [PARAGRAPH, f"{ESC}[200~a q y\r{ESC}[201~"])
def test_a_paste_does_nothing_but_say_so(seeds: Path, paste: str) -> None:
    with opened(seeds) as screen:
        screen.type(paste)
        screen.until_shown(REFUSED)
        assert "0 spans" in screen.status
        leave(screen)


def test_a_paste_without_marks_is_searched_for(seeds: Path) -> None:
    with opened(seeds) as screen:
        screen.type("/")
        screen.until_shown("Find:")
        screen.type("quiet acts quoth, quite by the way, quitters\r")
        screen.until_shown("Find: quiet acts quoth, quite by the way, quitters")
        screen.type(f"{ESC}a")
        screen.until_status("1 span")
        leave(screen)


@pytest.mark.parametrize("value", ["", "1", "anything"])
def test_no_color_has_one_meaning_whatever_its_value(seeds: Path, value: str) -> None:
    with opened(seeds, {"NO_COLOR": value}) as screen:
        screen.type("T")
        screen.until_shown("NO_COLOR is set")
        screen.type("?")
        screen.until_shown("Keys and labels")
        screen.type(f"{ESC}a")
        screen.until_status("1 span")
        assert b"\x1b[38;2;" not in screen.output
        leave(screen)


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_YY.ISO-8859-1"])
def test_a_locale_that_says_nothing_is_utf_8(seeds: Path, locale: str) -> None:
    with opened(seeds, {"LC_ALL": locale, "LANG": locale}) as screen:
        screen.until_shown("───")
        leave(screen)


def latin_1(home: Path) -> dict[str, str]:
    """A locale of ISO-8859-1, made where it can be, else what has the same effect on Python."""
    made = home / "locales" / "en_US.ISO-8859-1"
    made.parent.mkdir()
    localedef = shutil.which("localedef")
    if localedef:
        subprocess.run([localedef, "-i", "en_US", "-f", "ISO-8859-1", made], check=False)
    if made.exists():
        return {"LOCPATH": str(made.parent), "LC_ALL": made.name}
    return {"PYTHONIOENCODING": "iso8859-1"}


@pytest.mark.parametrize("command", ["open", "practice"])
def test_a_locale_of_another_encoding_is_refused_in_a_sentence(
    seeds: Path, tmp_path: Path, command: str
) -> None:
    arguments = [seeds] if command == "open" else ["--data", tmp_path / "practice"]
    with terminal(
        command, *arguments, home=tmp_path, columns=200, settings=latin_1(tmp_path)
    ) as screen:
        assert screen.until_left() == 1
        (said,) = screen.text().split("\n")[:1]
        assert said.rstrip() == (
            "sidelight: the screen needs UTF-8, but the locale says that this terminal shows "
            "iso8859-1; if it does show UTF-8, put LC_ALL=C.UTF-8 before the command"
        )
        assert not (seeds / "annotations").exists()


@pytest.mark.parametrize("alt_w", [f"{ESC}w", f"{ESC}[119;3u"], ids=["as Esc and w", "by kitty"])
def test_alt_and_a_letter_do_what_the_letter_did_that_a_label_has(
    tmp_path: Path, alt_w: str
) -> None:
    story = Path(shutil.copytree(ROOT / "tests" / "cases" / "17" / "STORY", tmp_path / "STORY"))
    with terminal(story, "--no-suggestions", "--annotator", "t", home=tmp_path) as screen:
        screen.until_status("0 spans")
        screen.type("w")
        screen.until_status("1 span")
        screen.until(lambda: "“Ana”" in screen.inspector, "it is of the first word")
        screen.type(alt_w)
        screen.until(lambda: "“left”" in screen.inspector, "the next word is meant")
        screen.type("w")
        screen.until_status("2 spans")
        leave(screen)
