"""`sidelight report`: one page, to a file or to standard output, never over a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.support import tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_the_page_is_the_same_wherever_it_goes(run: Run, seeds: Path, tmp_path: Path) -> None:
    shown = run("report", "seeds")
    ran = run("report", "seeds", "-o", str(tmp_path / "report.html"))
    assert (shown.code, ran.code) == (0, 0)
    assert ran.err.endswith("report.html\n")
    assert (tmp_path / "report.html").read_bytes() == shown.out
    assert shown.out.startswith(b"<!DOCTYPE html>")


def test_nothing_is_written_over_a_story(run: Run, seeds: Path) -> None:
    before = tree(seeds)
    ran = run("report", "seeds", "-o", "seeds/000_dbd621557e353835.txt")
    assert ran.code == 1
    assert tree(seeds) == before


def test_a_folder_of_stories_has_no_report(run: Run, seeds: Path) -> None:
    ran = run("report", ".")
    assert ran.code == 1
