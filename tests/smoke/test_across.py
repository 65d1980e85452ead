"""What stands in other reports, a key away: passages that are alike, and what articles share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import copied_seeds
from tests.smoke.support import PROGRAM, TITLE
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

_QUDS = "commander of the powerful Quds force"


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
@pytest.mark.parametrize("settings", [{}, {"NO_COLOR": "1"}], ids=["colours", "none"])
def test_reading_side_by_side(
    tmp_path: Path, columns: int, rows: int, settings: dict[str, str]
) -> None:
    has_panes = columns > 100
    with terminal(
        copied_seeds(tmp_path),
        home=tmp_path,
        columns=columns,
        rows=rows,
        command=PROGRAM,
        cwd=tmp_path,
        settings=settings,
    ) as screen:
        screen.until_shown(TITLE)
        screen.press("/")
        screen.until_shown("Find:")
        screen.type("elite extra\r")
        screen.until_shown("“elite extra”  selected")
        screen.press("escape")
        screen.press("escape")
        screen.press("=")
        screen.until_shown("2/2 alike")
        if has_panes:
            screen.until_shown("> Corps (IRGC)")
            screen.press("escape")
            screen.until_shown("as they were")
            screen.press("M")
            screen.until_shown("the others follow")
            screen.press("escape")
            screen.until_shown("as they were")
        else:
            screen.press("enter")
            screen.until_shown(_QUDS)
            screen.type("\x0f")
            screen.until_shown("elite extra")
        screen.press("B")
        screen.until_shown("1 shared passage")
        screen.press(">")
        screen.until_shown("or chance")
        screen.press("enter")
        screen.until_shown("in 2 articles")
        screen.press("B")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
