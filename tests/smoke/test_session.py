"""One session from the start to the export, as a person has it."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import GOLD, copied_seeds
from tests.smoke.support import PROGRAM, TITLE, exported, said, spans_of
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal import Terminal

DIALOGS: Final = (
    ("?", "Keys and labels"),
    ("ctrl+p", "─ Commands ─"),
    ("E", "type to find a format"),
    ("ctrl+e", "Import into"),
    ("p", "Articles ("),
    ("i", "Note on"),
    ("O", "all articles"),
    ("m", "claims by article"),
    ("W", "Who is who"),
    ("V", "places to settle"),
    ("/", "Find:"),
)
"""Keys that open something, and what stands in it and nowhere else."""


def until_spans(screen: Terminal, count: int) -> None:
    """Wait until the first line counts so many annotations, and says that they are saved."""
    pattern = re.compile(rf"\b{count} spans?\b")
    screen.until(lambda: pattern.search(screen.status), f"{count} spans are counted")
    screen.until_status("saved")


def spans(screen: Terminal) -> int:
    found = re.search(r"(\d+) spans?\b", screen.status)
    assert found is not None, screen.status
    return int(found[1])


def answer(screen: Terminal) -> None:
    """Tag a name, go to where it is suggested too, accept it, and reject the next."""
    screen.press("a")
    until_spans(screen, 1)
    screen.until(lambda: re.search(r"\d\+? suggested", screen.status), "something is suggested")
    # The other article may have been looked at first; and none is, while keys are pressed.
    screen.until(lambda: has_marks(screen), "there is some in this article")
    screen.press("y")
    screen.until_shown("y takes")
    screen.press("y")
    until_spans(screen, 2)
    screen.until_shown("y takes")
    before = screen.inspector
    screen.press("n")
    screen.until(lambda: screen.inspector != before, "the next suggestion is there")
    assert spans(screen) == 2


def has_marks(screen: Terminal) -> bool:
    """Whether the title of the first pane says that something is left to be answered."""
    return re.search(r"\d left", screen.text().splitlines()[1][:80]) is not None


def jump(screen: Terminal) -> None:
    """Have letters shown at likely actors, and tag by what stands at one of them."""
    before = screen.text().splitlines()
    count = spans(screen)
    screen.press("F a")
    screen.until(lambda: "tag actor" in screen.keys and letters(before, screen), "letters")
    row, column = letters(before, screen)[0]
    screen.press(screen.text().splitlines()[row][column])
    until_spans(screen, count + 1)
    screen.press("escape")
    screen.until_shown("tag many")
    screen.press("escape")
    screen.until_shown("q leave")


def tie(screen: Terminal) -> None:
    """Put what was tagged last into a cluster with another, see its sign, and take it back."""
    screen.press("t")
    screen.until_shown(" tie actor ")
    screen.press("1")
    screen.until_shown("u takes it back")
    screen.press("u")
    screen.until_shown("Undone: tie actor")


def letters(before: list[str], screen: Terminal) -> list[tuple[int, int]]:
    """Rows and columns of letters that stand alone where something else stood before."""
    now = screen.text().splitlines()
    found = []
    for row, (old, new) in enumerate(zip(before, now, strict=True)):
        if 2 <= row < len(now) - 4:
            changed = "".join(n if n != o else " " for o, n in zip(old, new, strict=True))
            alone = re.finditer(r"(?<![^ ])[a-z](?![^ ])", changed)
            found += [(row, match.start()) for match in alone]
    return found


def match_of_moscow(screen: Terminal) -> str:
    """Which of the matches is selected; nothing if none is."""
    found = re.search(r"“Moscow” (\d) of 5", screen.text())
    return found[1] if found is not None else ""


def open_and_close(screen: Terminal) -> None:
    for key, shown in DIALOGS:
        assert shown not in screen.text()
        screen.press(key)
        screen.until_shown(shown)
        screen.press("escape")
        screen.until_gone(shown)
    screen.press("R")
    screen.until_shown("there is nothing to review")


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
def test_a_session(tmp_path: Path, columns: int, rows: int) -> None:
    story = copied_seeds(tmp_path)
    with terminal(story, home=tmp_path, columns=columns, rows=rows, command=PROGRAM) as screen:
        screen.until_shown(TITLE)
        screen.until_status(" 0 spans ")
        answer(screen)
        screen.type("/mastermind\r")  # a word that nobody would suggest
        screen.until_shown("“mastermind” 1 of")
        screen.press("s")
        until_spans(screen, 3)
        screen.until_shown("source  “mastermind”")
        open_and_close(screen)
        jump(screen)
        tie(screen)
        screen.type("/Moscow\r")
        screen.until(lambda: match_of_moscow(screen), "a match is selected")
        before = match_of_moscow(screen)
        screen.press(">")
        screen.until(lambda: match_of_moscow(screen) not in (before, ""), "the next is")
        screen.press("u")
        until_spans(screen, 3)
        screen.press("U")
        until_spans(screen, 4)
        screen.press("E")
        screen.until_shown("type to find a format")
        screen.press("enter")
        screen.until_gone("type to find a format")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
        assert screen.first_words == ""
        assert screen.last_words == ""
    found = exported(tmp_path, story)
    assert len(found) == 4
    assert "source:mastermind" in found
    assert "reject" in said(tmp_path, "log", story)
    (file,) = tmp_path.glob("*.jsonl")
    assert spans_of(file.read_text(encoding="utf-8").splitlines()) == found


def test_what_differs_is_shown_made_a_contradiction_and_read(tmp_path: Path) -> None:
    story = tmp_path / "story"
    story.mkdir()
    reports = {"1_wire": "At least 40 people died.", "2_paper": "Fewer than 30 people died."}
    rows = []
    for name, text in reports.items():
        (story / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
        span = {"id": f"c{name}", "start": 0, "end": len(text) - 1, "label": "claim",
                "text": text[:-1]}  # fmt: skip
        cluster = {"id": "died", "label": "claim", "relation": "supports", "name": "Who died",
                   "members": [span["id"]]}  # fmt: skip
        rows.append({"id": name, "text": f"{text}\n", "spans": [span], "relations": [],
                     "clusters": [cluster]})  # fmt: skip
    dataset = tmp_path / "tied.jsonl"
    dataset.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    said(tmp_path, "import", story, dataset)
    with terminal(story, home=tmp_path, columns=80, rows=24, command=PROGRAM) as screen:
        screen.until_shown("At least 40")
        screen.press("D")
        screen.until_shown("1 thing told differently")
        screen.press("!")
        screen.until_shown("0 things told differently")
        screen.press("u")
        screen.until_shown("1 thing told differently")
        screen.press("! enter")
        screen.until_gone("told differently")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    assert "!" in said(tmp_path, "matrix", story)


def test_a_cell_of_the_matrix_is_set_read_and_told(tmp_path: Path) -> None:
    story = copied_seeds(tmp_path)
    said(tmp_path, "import", story, GOLD)
    with terminal(story, home=tmp_path, columns=80, rows=24, command=PROGRAM) as screen:
        screen.until_shown(TITLE)
        screen.press("m")
        screen.until_shown("8 rows")
        screen.press("G right -")
        screen.until_shown("[-    ]")
        screen.press("u")
        screen.until_shown("[.    ]")
        screen.press("o")
        screen.until_shown("omits it, as you set it")
        screen.press("J")
        screen.until_shown("3 quotations")
        screen.press("enter")
        screen.until_gone("3 quotations")
        screen.press("m")
        screen.until_shown("[-    ]")
        screen.press("m")
        screen.until_gone("claims by article")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    told = said(tmp_path, "matrix", story, "--format", "csv").splitlines()
    assert any("003_74a61ec87d41618b,omits,person" in line for line in told)


def test_a_query_is_typed_with_tab_walked_and_written(tmp_path: Path) -> None:
    story = copied_seeds(tmp_path)
    said(tmp_path, "import", story, GOLD)
    with terminal(story, home=tmp_path, columns=80, rows=24, command=PROGRAM) as screen:
        screen.until_shown(TITLE)
        screen.press("/")
        screen.type("claim said-by:reu")
        screen.until_shown("Tab  Reuters")
        screen.press("tab")
        screen.until_shown("2 annotations in 2 articles")
        screen.press("enter")
        screen.until_shown("1 of 2")
        screen.press("n")
        screen.until_shown("2 of 2")
        screen.press("escape")
        screen.until_gone("2 of 2")
        screen.press("O")
        screen.until_shown("all articles")
        screen.press("/")
        screen.type("lable:claim")
        screen.until_shown("did you mean “label”?")
        screen.press("tab")
        screen.until_shown("47 of 225")
        screen.press("enter escape")
        screen.until_gone("47 of 225")
        screen.press("escape")
        screen.until_gone("all articles")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    found = said(tmp_path, "find", story, "claim -said-by:*", "--format", "csv").splitlines()
    assert len(found) == 20
