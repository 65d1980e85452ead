"""Paths as they are typed and dropped: how a path goes on, and which file a paste names."""

from __future__ import annotations

import os
import shlex
from os.path import commonprefix
from pathlib import Path
from urllib.parse import unquote, urlsplit

from store.destination import is_confined_out


def completed(typed: str) -> tuple[str, list[str]]:
    """A path as far as there is one way to go on, and the names that it can go on with.

    Folders end with a slash. What begins with a point is named only where a point was typed.
    """
    head, last = os.path.split(typed)
    folder = Path(head or ".").expanduser()
    if is_confined_out(folder):
        return typed, []
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return typed, []
    names = [name for name in names if name.startswith(last) and (last or name[0] != ".")]
    shown = [f"{name}/" if (folder / name).is_dir() else name for name in names]
    if not shown:
        return typed, []
    return os.path.join(head, commonprefix(shown)), shown  # noqa: RUF071  # letter by letter


def dropped_path(pasted: str) -> Path | None:
    """The file or folder that was dropped on the terminal, which types its path; none if it is not.

    Terminals give it as it is, in quotation marks, with backslashes before blanks, or as a URL.
    """
    line = pasted.strip()
    if not line or "\n" in line or ("/" not in line and "\\" not in line):
        return None
    if line.startswith("file://"):
        line = unquote(urlsplit(line).path)
    try:
        found = [Path(line), *(Path(word) for word in shlex.split(line)[:1])]
        return next((path for path in found if _is_there(path)), None)
    except (ValueError, OSError):  # no end of a quotation, or no name that can be one
        return None


def _is_there(path: Path) -> bool:
    return path.is_absolute() and not is_confined_out(path) and path.exists()
