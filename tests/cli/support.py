"""The command line, run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.stories import ANA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Content = str | bytes | None
"""What is in a file; nothing stands for a folder."""
MODULE: Final = (sys.executable, "-m", "tui.cli")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def sentences(self) -> list[str]:
        """What was said, without the program's name before each sentence."""
        lines = self.err.splitlines()
        assert all(line.startswith("sidelight: ") for line in lines), self.err
        return [line.removeprefix("sidelight: ") for line in lines]


@dataclass(frozen=True)
class Fault:
    """Something that is wrong, and what must be said of it."""

    args: tuple[str, ...]
    sentence: str
    files: Mapping[str, Content] = field(default_factory=dict)
    code: int = 1


def lay_out(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files and folders below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir()
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, but for the lock, which is no part of the data."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("lock", "lock.info")
    }


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that works for Ana."""
    usual = {"SIDELIGHT_ANNOTATOR": ANA, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": ""}
    return os.environ | usual | more


def sidelight(*args: str | bytes, **more: str) -> Ran:
    """Run the command line in a process of its own, without a terminal."""
    run = subprocess.run(
        [*MODULE, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(**more),
    )
    return Ran(run.returncode, run.stdout, run.stderr.decode(errors="backslashreplace"))
