"""How the programs that are measured are started."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from bench.prose import MARKER
from bench.stories import ANNOTATOR, Made
from bench.terminal import Size, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
SEEDS: Final = ROOT / "seeds"
TWO_PANES: Final = Size(160, 50)
FOUR_PANES: Final = Size(200, 60)
CALM_MS: Final = 300
"""A program has settled when it has written nothing for so long."""


def clean_environment(home: Path) -> dict[str, str]:
    """The variables a program is started with, so that each run finds the same ones.

    Nothing that makes Python slower to start or Textual chattier is handed down.
    """
    return {
        "COLORTERM": "truecolor",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "TERM": "xterm-256color",
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
    }


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A temporary folder for work in this process, whose habits are kept in another one.

    Without that the habits of whoever runs the bench would be read, and written over.
    """
    prefix = "sidelight-bench-"
    with TemporaryDirectory(prefix=prefix) as folder, TemporaryDirectory(prefix=prefix) as home:
        kept = clean_environment(Path(home))
        with patch.dict(os.environ, {k: kept[k] for k in kept if k.startswith("XDG_")}):
            yield Path(folder)


@dataclass(frozen=True, slots=True)
class Scratch:
    """A temporary folder that the bench may fill."""

    folder: Path

    @property
    def home(self) -> Path:
        """An empty home folder for the programs, so that no one's settings are measured."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return home

    def start(self, command: list[str], size: Size) -> Terminal:
        """Start a program on a terminal."""
        return Terminal(command, size, clean_environment(self.home), ROOT)


def bare(variant: str = "static") -> list[str]:
    """The command that starts a bare app."""
    return [sys.executable, "-m", "bench.bare", variant]


def sidelight(path: Path, data: Path) -> list[str]:
    """The command that opens a story."""
    command = [sys.executable, "-m", "tui.cli", "open", str(path)]
    return [*command, "--annotator", ANNOTATOR, "--data", str(data)]


def settled(scratch: Scratch, command: list[str], size: Size, marker: bytes) -> Terminal:
    """A program that has started, shows what it should, and has come to rest."""
    terminal = scratch.start(command, size)
    terminal.wait_for(marker, timeout=60)
    terminal.read_until_quiet(CALM_MS)
    return terminal


def open_story(scratch: Scratch, made: Made, size: Size) -> Terminal:
    """Sidelight at rest with a story."""
    return settled(scratch, sidelight(made.path, made.data), size, MARKER.encode())


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program needed that has ended."""

    processor: float
    """Seconds, its own and the system's for it."""
    peak_mb: float
    output: str


def run_program(scratch: Scratch, command: list[str]) -> Ran:
    """Run a program to its end, which must be a good one."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=clean_environment(scratch.home),
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:5])} ended with {process.returncode}: {output}")
    # Linux counts kilobytes, macOS bytes.
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Ran(usage.ru_utime + usage.ru_stime, peak, output)
