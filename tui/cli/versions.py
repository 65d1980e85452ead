"""What a report of a bug should say of where the program runs."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDED: Final = (
    "textual", "rich", "tinydb", "msgspec", "regex", "sentencex", "click", "charset-normalizer",
)  # fmt: skip
_OPTIONAL: Final = (
    "aiohttp", "datasets", "dkpro-cassis", "gliner", "pyarrow", "pypdf", "python-docx", "spacy",
    "trafilatura",
)  # fmt: skip
_SETTINGS: Final = ("TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG")
"""The variables that decide how a screen looks."""


def version_lines() -> Iterator[str]:
    """The program's version, and then what it stands on, a line each."""
    yield f"sidelight {version('sidelight')}"
    machine = " ".join(filter(None, (platform.system(), platform.release(), platform.machine())))
    yield f"Python {platform.python_version()} on {machine}"
    yield "with " + ", ".join(_versions(_NEEDED))
    yield "extras: " + (", ".join(_versions(_OPTIONAL)) or "none")
    settings = [f"{name}={os.environ[name]}" for name in _SETTINGS if name in os.environ]
    encoding = getattr(sys.stdout, "encoding", None) or "no encoding"
    yield "terminal: " + ", ".join((*settings, encoding))
    yield f"in {Path(__file__).parents[2]}"


def _versions(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
