"""A folder of stories: listed, one opened by a key, the list again, filtered, and left."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import copied_seeds
from tests.smoke.support import PROGRAM, TITLE
from tests.stories import ARTICLES, write_story
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
@pytest.mark.parametrize("settings", [{}, {"NO_COLOR": "1"}], ids=["colours", "none"])
def test_from_the_list_to_a_story_and_back(
    tmp_path: Path, columns: int, rows: int, settings: dict[str, str]
) -> None:
    corpus = tmp_path / "corpus"
    write_story(corpus / "bridge", ARTICLES)
    copied_seeds(corpus)
    with terminal(
        corpus,
        home=tmp_path,
        columns=columns,
        rows=rows,
        command=PROGRAM,
        cwd=tmp_path,
        settings=settings,
    ) as screen:
        screen.until_shown("2 stories · 4 articles")
        screen.press("/")
        screen.until_shown("is:begun")
        screen.type("seed\r")
        screen.until_shown("1 listed")
        screen.press("enter")
        screen.until_shown(TITLE)
        screen.press("P")
        screen.until_shown("2 stories · 4 articles")
        screen.until_shown("back to the story")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
