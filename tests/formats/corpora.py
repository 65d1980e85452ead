"""Where the third-party files are that are read in place, and never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def corpus(name: str) -> Path:
    """A folder of the corpora; skips the test where it is absent."""
    named = os.environ.get("SIDELIGHT_CORPORA")
    folder = (Path(named) if named else REPOSITORY.parent / "shared") / "corpora" / name
    if not folder.is_dir():
        how = "SIDELIGHT_CORPORA" if named else "the folder ../shared (or set SIDELIGHT_CORPORA)"
        pytest.skip(f"corpora/{name} is not in {how}")
    return folder
