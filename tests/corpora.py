"""Where the third-party files are that are read in place, and never copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.golds import CORPORA

if TYPE_CHECKING:
    from pathlib import Path


def corpus(name: str) -> Path:
    """A folder of the corpora; skips the test where it is absent."""
    folder = CORPORA / name
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}; SIDELIGHT_CORPORA names the folder that has corpora/")
    return folder
