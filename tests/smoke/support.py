"""A story of one's own, the installed program, and what its commands say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.terminal import PATIENCE, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM: Final = (str(Path(sys.executable).parent / "sidelight"),)
"""What is installed, not the module that the other tests start."""
TITLE: Final = "Iran Plotted With Russia for Months"
IS_FULL: Final = "SIDELIGHT_SMOKE" in os.environ
"""Whether all is run, also what takes minutes, as by `make smoke`."""


def said(home: Path, *arguments: str | Path) -> str:
    """What a command prints that must go well; its words go to standard error."""
    run = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, (arguments, run.stderr)
    assert "Traceback" not in run.stderr, run.stderr
    return run.stdout


def exported(home: Path, story: Path) -> list[str]:
    """What is exported, as `label:text`; fails if an offset is wrong."""
    return spans_of(said(home, "export", story).splitlines())


def spans_of(lines: Sequence[str]) -> list[str]:
    """The spans of an exported dataset, as `label:text`; fails if an offset is wrong."""
    articles = [json.loads(line) for line in lines]
    assert len(articles) == 2
    for article in articles:
        for span in article["spans"]:
            assert article["text"][span["start"] : span["end"]] == span["text"]
    return [f"{span['label']}:{span['text']}" for article in articles for span in article["spans"]]
