"""The two seed articles, and the gold: what was tagged and tied in them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SEEDS: Final = ROOT / "seeds"
GOLD: Final = ROOT / "tests" / "gold" / "seeds.gold.jsonl"


def copied_seeds(folder: Path) -> Path:
    """The articles in a folder of their own within another, as nobody has opened them yet."""
    ignored = shutil.ignore_patterns("annotations")
    return Path(shutil.copytree(SEEDS, folder / "seeds", ignore=ignored))
