"""Keys while suggestions are worked out, beside the same keys with nothing suggested."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.bare import READY
from bench.figures import Budget, Table, spread, verdict
from bench.programs import ROOT, SEEDS, TWO_PANES, bare, settled, sidelight
from bench.startup import SEEDS_MARKER
from bench.stories import ANNOTATOR
from bench.terminal import NoAnswerError
from store.articles import find_story
from store.formats.reading import Input
from store.formats.registry import format_named
from store.importing.dataset import import_dataset
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from bench.figures import Spread
    from bench.programs import Scratch
    from bench.terminal import Sample, Terminal

GOLD: Final = ROOT / "tests" / "gold" / "seeds.gold.jsonl"
_RIGHT: Final = b"\x1b[C"
_BARE_QUIET_MS: Final = 20
_EVERY: Final = 6
"""Tags between two pauses."""
_PAUSE_MS: Final = 500
_PROC: Final = Path("/proc")
_TICK_MS: Final = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Answers:
    """The samples of one way to open the story."""

    moves: list[Sample] = field(default_factory=list)
    tags: list[Sample] = field(default_factory=list)
    during: list[Sample] = field(default_factory=list)
    """Those of both while a process that it has started was at work."""


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Tag and move while what is tagged is looked for elsewhere."""
    samples = 20 if quick else 80
    story = Path(shutil.copytree(SEEDS, scratch.folder / "seeds"))
    data = scratch.folder / "data"
    with Workspace.open(find_story([story]), ANNOTATOR, data=data) as workspace:
        import_dataset(workspace, format_named("jsonl"), Input(GOLD))
    floor: list[Sample] = []
    made: dict[str, Answers] = {}
    ways: tuple[tuple[str, list[str]], ...] = (
        ("suggesting", []),
        ("nothing suggested", ["--no-suggestions"]),
    )
    with settled(scratch, bare(), TWO_PANES, READY.encode()) as static:
        for name, more in ways:
            own = Path(shutil.copytree(data, scratch.folder / f"data of {name}"))
            command = [*sidelight(story, own), *more]
            with settled(scratch, command, TWO_PANES, SEEDS_MARKER.encode()) as program:
                made[name] = _press(program, static, floor, samples)
    table = Table(
        "Training",
        ("what", "key", "samples", "p50 ms", "p95 ms", "x floor p50", "x floor p95", ""),
        notes=[
            "The two seeds with their 225 gold annotations; each tag adds one that is looked for",
            "elsewhere. During: samples in which a process of its used the processor.",
            "Floor: a bare Textual app that repaints one Static, a sample before each of ours.",
        ],
        words=2,
    )
    beside = _times(floor)
    table.rows.append(("bare", "any", str(beside.count), *_cells(beside, beside), ""))
    for name, answers in made.items():
        for what, found, most in (
            ("→", answers.moves, (1.5, 3.0)),
            ("a", answers.tags, (3.0, None)),
            ("either, during", answers.during, (None, None)),
        ):
            if not found:
                continue
            times = _times(found)
            budgets = [
                Budget(label, value / floor_value, limit, " x")
                for label, value, floor_value, limit in (
                    ("p50", times.median, beside.median, most[0]),
                    ("p95", times.p95, beside.p95, most[1]),
                )
                if limit is not None
            ]
            said = verdict(*budgets)
            table.rows.append((name, what, str(times.count), *_cells(times, beside), said))
            table.data.append({"what": name, "key": what, "ours_ms": times, "floor_ms": beside})
    return table


def _press(ours: Terminal, static: Terminal, floor: list[Sample], samples: int) -> Answers:
    answers = Answers()
    for key in (b"g", b"g"):
        ours.send(key)
        ours.read_until_quiet(40)
    for number in range(samples):
        if number % _EVERY == 0:
            ours.read_until_quiet(_PAUSE_MS)  # what can wait begins
        floor.append(static.measure(b"x", _BARE_QUIET_MS))
        for key, found in ((_RIGHT, answers.moves), (b"a", answers.tags)):
            before = _worked_ms(ours.pid)
            try:
                sample = ours.measure(key, timeout=1)
            except NoAnswerError:
                continue  # a word that was tagged already
            found.append(sample)
            if _worked_ms(ours.pid) > before:
                answers.during.append(sample)
        ours.send(b"w")
        ours.read_until_quiet(40)
    return answers


def _worked_ms(parent: int) -> float:
    """How long the processes that a process has started have used the processor."""
    total = 0.0
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == parent:
            total += (int(fields[11]) + int(fields[12])) * _TICK_MS
    return total


def _times(samples: list[Sample]) -> Spread:
    return spread(sample.last_byte_ms for sample in samples)


def _cells(ours: Spread, floor: Spread) -> tuple[str, ...]:
    return (
        f"{ours.median:.2f}",
        f"{ours.p95:.2f}",
        f"{ours.median / floor.median:.2f}",
        f"{ours.p95 / floor.p95:.2f}",
    )
