"""Leaving at any moment of the start: while it imports, suggests, or has long since been read."""

from __future__ import annotations

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import copied_seeds
from tests.smoke.support import IS_FULL, PROGRAM
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

QUITS: Final = 60 if IS_FULL else 12
LATEST: Final = 6.0
"""Seconds after the start up to which one quits: by then all has been looked at."""


def fault(folder: Path, after: float) -> str:
    """What is wrong with a session that is left after some seconds; nothing, mostly."""
    folder.mkdir()
    story, errors = copied_seeds(folder), folder / "errors"
    # Standard error is a file in one half of them, so that the screen goes to standard output.
    to_file = errors if round(after * 1000) % 2 else None
    with terminal(story, home=folder, command=PROGRAM, errors=to_file) as screen:
        screen.until_past(after)
        screen.press("q")
        code = screen.until_left()
        try:
            screen.assert_restored()
        except AssertionError as error:
            return f"left after {after:.3f} s: {error}"
    written = errors.read_text(encoding="utf-8", errors="replace") if to_file else ""
    if code or written or screen.last_words:
        return f"left after {after:.3f} s: {code}, {written!r}, {screen.last_words!r}"
    return ""


def test_quits_at_random_moments_are_all_clean(tmp_path: Path) -> None:
    """The moments are other ones in each run; they are spread, so that no part is left out."""
    chance = random.Random(0 if "CI" in os.environ else None)
    share = LATEST / QUITS
    moments = [(number + chance.random()) * share for number in range(QUITS)]
    with ThreadPoolExecutor(6) as several:
        folders = [tmp_path / str(number) for number in range(QUITS)]
        found = list(several.map(fault, folders, moments))
    assert [each for each in found if each] == []
