"""The first day with a story: an empty folder, a report, what others have done, and a dataset."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.seeds import GOLD, copied_seeds
from tests.smoke.support import PROGRAM, TITLE, exported, said, spans_of
from tests.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal import Terminal


def spans(screen: Terminal, count: int) -> None:
    """Wait until the first line counts so many annotations."""
    screen.until(lambda: f" {count} span" in screen.status, f"{count} spans are counted")


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
def test_from_an_empty_folder_to_a_dataset(tmp_path: Path, columns: int, rows: int) -> None:
    source = copied_seeds(tmp_path)
    said(tmp_path, "import", source, "--annotator", "bob", GOLD)
    dataset = tmp_path / "of bob.jsonl"
    said(tmp_path, "export", source, "--annotator", "bob", "-o", dataset)
    story = tmp_path / "story"
    story.mkdir()
    with terminal(
        story, home=tmp_path, columns=columns, rows=rows, command=PROGRAM, cwd=tmp_path
    ) as screen:
        screen.until_shown("opens another folder")
        first, second = sorted(source.glob("*.txt"))
        (story / first.name).write_bytes(first.read_bytes())
        screen.until_shown(TITLE)
        screen.press("ctrl+e")
        screen.until_shown("Import into story")
        screen.type("of\t\r")
        screen.until_shown("225 new")
        screen.until_shown(f"1 new ({second.stem})")
        assert not (story / second.name).exists()
        screen.press("enter")
        spans(screen, 225)
        screen.press("u")
        spans(screen, 0)
        screen.press("U")
        spans(screen, 225)
        screen.press("E")
        screen.until_shown("Export 225 spans, 2 articles")
        screen.until_shown("! conll")
        screen.until_shown("36 ties, 74 clusters")
        screen.type("conll\r")
        screen.until_shown("Exported 2 articles, 225 spans to story.conll; left out: 36 ties")
        screen.press("E")
        screen.until_shown("Enter replaces it")
        screen.type("jsonl\r")
        screen.until_shown("to story.jsonl")
        screen.press("q")
        assert screen.until_left() == 0
        screen.assert_restored()
    found = exported(tmp_path, story)
    assert len(found) == 225
    lines = (tmp_path / "story.jsonl").read_text(encoding="utf-8").splitlines()
    assert spans_of(lines) == found
    assert (tmp_path / "story.conll").stat().st_size
