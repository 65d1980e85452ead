"""The bar on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.cli.progress import ProgressSteps, progress_bar

if TYPE_CHECKING:
    import pytest


def test_a_bar_goes_with_the_bytes_where_there_is_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "in\x1b[31m[bold].jsonl"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    moved: list[int] = []
    with progress_bar(name, 5_000, in_bytes=True) as step:
        for _ in range(50):
            step(100)
        assert isinstance(step, ProgressSteps)
        moved.append(step.waiting)
    assert moved == [0]
    shown = capsys.readouterr().err
    assert "in␛[31m[bold].jsonl" in shown
    assert "\x1b[31m[bold]" not in shown


def test_no_bar_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("in.jsonl", 5_000) as step:
        step(5_000)
    assert capsys.readouterr().err == ""
