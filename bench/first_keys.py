"""The first key of its kind in a session, beside the first screen that a bare app shows."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bench.bare import READY
from bench.busy import annotated_seeds
from bench.programs import bare, settled, sidelight
from bench.startup import SEEDS_MARKER
from bench.terminal import NoAnswerError

if TYPE_CHECKING:
    from bench.programs import Scratch
    from bench.terminal import Sample, Size, Terminal

FIRST: Final = {
    "F, letters": b"F",
    "O, the list": b"O",
    "?, the help": b"?",
    "Ctrl+P, the palette": b"\x10",
    "p, the picker": b"p",
    "E, the export": b"E",
    "V, consistency": b"V",
    "/, the search": b"/",
    "t, a tie": b"t",
    "W, who is who": b"W",
    "m, the matrix": b"m",
}
"""What takes the most the first time, and its key."""
AT_ONCE: Final = "0.5 s after the text stood"
_AT_ONCE_MS: Final = 500.0
IN_PAUSE: Final = "after 4 s without a key"
_PAUSE_MS: Final = 4_000.0
"""Longer than it takes until all is read and made that is read and made in a pause."""
_LOOK_MS: Final = 5.0
_CALM_MS: Final = 30.0
"""How long nothing may come before a key is pressed."""


@dataclass(slots=True)
class FirstKeys:
    """The samples of first keys, each of a program of its own."""

    floor: list[Sample] = field(default_factory=list)
    """The first screen of a bare app, with one Static."""
    ours: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)
    """By what is opened, and when."""


def measure_first(scratch: Scratch, size: Size, samples: int, quiet_ms: float) -> FirstKeys:
    """Press each key in programs that were started for it, in the seeds with their gold."""
    found = FirstKeys()
    for _ in range(samples):
        with settled(scratch, bare("screen"), size, READY.encode()) as terminal:
            found.floor.append(terminal.measure(b"x", quiet_ms))
        for what in FIRST:
            _press(scratch, size, [what], found, AT_ONCE, _AT_ONCE_MS, quiet_ms)
        _press(scratch, size, list(FIRST), found, IN_PAUSE, _PAUSE_MS, quiet_ms)
    return found


def _press(  # noqa: PLR0913  # how it is measured
    scratch: Scratch,
    size: Size,
    keys: list[str],
    found: FirstKeys,
    when: str,
    wait_ms: float,
    quiet_ms: float,
) -> None:
    """Start a program for each key, have them stand side by side, and press the keys in turn."""
    seeds, data = annotated_seeds(scratch.folder)
    with TemporaryDirectory(dir=scratch.folder) as folder, ExitStack() as running:
        terminals: dict[str, Terminal] = {}
        for number, what in enumerate(keys):
            own = Path(shutil.copytree(data, Path(folder) / str(number)))
            terminal = running.enter_context(scratch.start(sidelight(seeds, own), size))
            terminal.wait_for(SEEDS_MARKER.encode(), timeout=60)
            terminals[what] = terminal
        until = terminal.since_start_ms() + wait_ms
        while terminal.since_start_ms() < until:  # what is not read would be waited with
            for each in terminals.values():
                each.read_until_quiet(_LOOK_MS)
        for what, each in terminals.items():
            each.read_until_quiet(_CALM_MS)
            with suppress(NoAnswerError):
                found.ours.setdefault((what, when), []).append(each.measure(FIRST[what], quiet_ms))
