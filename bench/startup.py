"""From the command to a screen that can be used, and the commands that open none."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bench.bare import READY, answer
from bench.budgets import COMMAND_MS, START
from bench.figures import Budget, Table, spread, verdict
from bench.programs import ROOT, SEEDS, TWO_PANES, bare, clean_environment, sidelight
from bench.screens import first_seen
from bench.terminal import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Spread
    from bench.programs import Scratch

SEEDS_MARKER: Final = "Quds"
"""A word in the first article of `seeds/`, on its first screen and not in its title."""
DOWN: Final = b"\x1b[B"
SECOND_ROW: Final = re.compile(r"row 2/|line (?:[2-9]|\d\d+|1/\d+ · [1-9])")
"""What a story, or the library, says when the caret has gone down from the first row."""
_ANSWERED: Final = re.compile(re.escape(answer(1)))
_PRESSES: Final = 5


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a program, in milliseconds since its command."""

    text: float
    """When its text was on the terminal."""
    usable: float
    """When a key pressed then had been answered."""
    cpu: float
    """The processor time that it had taken when its text was there."""
    presses: int
    """How often the key had to be pressed; 1 unless keys are lost at the start."""


def start(
    scratch: Scratch, command: list[str], marker: str, key: bytes, answered: re.Pattern[str]
) -> Start:
    """Start a program, press a key as soon as its text is there, and see when it is answered."""
    with scratch.start(command, TWO_PANES) as terminal:
        text = terminal.wait_for(marker.encode(), timeout=60)
        cpu = terminal.cpu_ms()
        for presses in range(1, _PRESSES + 1):
            terminal.send(key)
            for patience_ms in (300, 2_000):  # a program that is silent may still be at work
                terminal.read_until_quiet(patience_ms)
                usable = first_seen(terminal, TWO_PANES, answered, after_ms=text)
                if usable is not None:
                    return Start(text, usable, cpu, presses)
    raise NoAnswerError(f"{' '.join(command)} answered none of {_PRESSES} keys")


def start_bare(scratch: Scratch) -> Start:
    """Start the bare app."""
    return start(scratch, bare(), READY, b"x", _ANSWERED)


def start_seeds(scratch: Scratch) -> Start:
    """Start Sidelight on `seeds/` with no annotations."""
    command = sidelight(SEEDS, scratch.folder / "seeds-data")
    return start(scratch, command, SEEDS_MARKER, DOWN, SECOND_ROW)


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure starts in turns, and the commands that open no screen beside an idle Python."""
    runs = 3 if quick else 9
    table = Table(
        "Start",
        ("what", "floor ms", "least-most", "ours ms", "least-most", "ratio", ""),
        notes=[
            f"Medians of {runs} runs in turns, after one run that is not counted. Usable: the text",
            "is on the terminal and a key pressed then is answered. Floor: a bare Textual app with",
            f"one Static at the same {TWO_PANES}; for commands without a screen `python -c pass`.",
            "Processor: what the program's threads took until the text was there; it says the same",
            "on a busy machine.",
            f"Budgets: usable {START} times the floor; such commands {COMMAND_MS} ms.",
        ],
    )
    _screens(table, scratch, runs)
    _commands(table, scratch, runs)
    return table


def _screens(table: Table, scratch: Scratch, runs: int) -> None:
    start_bare(scratch)
    start_seeds(scratch)
    floors: list[Start] = []
    ours: list[Start] = []
    for _ in range(runs):
        floors.append(start_bare(scratch))
        ours.append(start_seeds(scratch))
    text_floor, text = spread(s.text for s in floors), spread(s.text for s in ours)
    usable_floor, usable = spread(s.usable for s in floors), spread(s.usable for s in ours)
    ratio = usable.median / usable_floor.median
    said = verdict(Budget("usable", ratio, START, " x"))
    _add(table, "seeds/: text on the screen", text_floor, text, "")
    _add(table, "seeds/: usable", usable_floor, usable, said)
    cpu_floor, cpu = spread(s.cpu for s in floors), spread(s.cpu for s in ours)
    _add(table, "seeds/: processor", cpu_floor, cpu, "")
    lost = sum(s.presses - 1 for s in ours)
    if lost:
        table.notes.append(f"Keys pressed at once but lost: {lost} in {runs} starts.")


def _commands(table: Table, scratch: Scratch, runs: int) -> None:
    environment = clean_environment(scratch.home)
    commands = {
        "--version": [sys.executable, "-m", "tui.cli", "--version"],
        "--help": [sys.executable, "-m", "tui.cli", "--help"],
    }
    idle = [sys.executable, "-c", "pass"]
    times: dict[str, list[float]] = {name: [] for name in ("idle", *commands)}
    for number in range(runs + 1):
        for name, command in (("idle", idle), *commands.items()):
            took = _timed(command, environment)
            if number:
                times[name].append(took)
    floor = spread(times["idle"])
    for name in commands:
        found = spread(times[name])
        said = verdict(Budget("time", found.median, COMMAND_MS, " ms"))
        _add(table, f"sidelight {name}", floor, found, said)


def _add(table: Table, what: str, floor: Spread, ours: Spread, said: str) -> None:
    table.rows.append(
        (
            what,
            f"{floor.median:.0f}",
            f"{floor.least:.0f}-{floor.most:.0f}",
            f"{ours.median:.0f}",
            f"{ours.least:.0f}-{ours.most:.0f}",
            f"{ours.median / floor.median:.2f}",
            said,
        )
    )
    table.data.append({"what": what, "floor_ms": floor, "ours_ms": ours})


def _timed(command: Sequence[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return (time.perf_counter() - started) * 1000
