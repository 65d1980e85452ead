"""Two people's work decided on by keys, left, gone on with, undone, and exported."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.people import quoted_spans, write_work
from tests.smoke.support import PROGRAM, said
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = "The mayor said the curfew would stay in force until noon, officers said.\n"
PEOPLE: Final = {
    "ana": "actor The mayor + claim the curfew would stay in force + source officers",
    "ben": "actor The mayor + claim the curfew would stay in force until noon",
}


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
@pytest.mark.parametrize("settings", [{}, {"NO_COLOR": "1"}], ids=["colours", "none"])
def test_from_the_first_question_to_the_gold(
    tmp_path: Path, columns: int, rows: int, settings: dict[str, str]
) -> None:
    story = tmp_path / "story"
    story.mkdir()
    (story / "curfew.txt").write_text(TEXT, encoding="utf-8")
    for who, quotes in PEOPLE.items():
        write_work(story, who, {"curfew": quoted_spans(TEXT, quotes, who)})
    opened = partial(
        terminal,
        story,
        home=tmp_path,
        columns=columns,
        rows=rows,
        command=(*PROGRAM, "adjudicate", "--as", "gold"),
        cwd=tmp_path,
        settings=settings,
    )
    with opened() as screen:
        screen.until_shown("0 of 2 decided")
        screen.until_shown("1 of 2 · boundary")
        screen.press("Y")
        screen.until_shown("1 agreed, taken")
        screen.press("2")
        screen.until_shown("2 of 2 · missing")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    with opened() as screen:
        screen.until_shown("1 of 2 decided")
        screen.press("1")
        screen.until_shown("2 of 2 decided")
        screen.press("u")
        screen.until_shown("1 of 2 decided")
        screen.press("d")
        screen.until_shown("2 of 2 decided")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    line = json.loads(said(tmp_path, "export", story, "--annotator", "gold", "--provenance"))
    told = [(span["text"], span["attributes"]["gold_had"]) for span in line["spans"]]
    assert told == [
        ("The mayor", "ana, ben"),
        ("the curfew would stay in force until noon", "ben"),
    ]
