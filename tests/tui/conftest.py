from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tui.screens import desk

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS: Final = Path(__file__).parents[2] / "seeds"


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Colours, time zone and terminal as they are nowhere changed by whoever runs the tests."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is suggested before a test begins to: what a screen shows hangs on no clock."""
    monkeypatch.setattr(desk, "BEGIN_AFTER", 3_600.0)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The two seed articles, to write beside."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
