"""Keys that come while suggestions are worked out, beside the same keys with nothing suggested.

What suggests works in slices once no key has been pressed for a while, so that only the key which
ends a pause can meet it at work. So each key comes after a pause, at another moment of a slice each
time, for as long as there is work; how much the program worked in the pause is asked of the system.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.bare import READY
from bench.budgets import CARET_MEDIAN, CARET_P95, TAG_MEDIAN
from bench.figures import Budget, Table, spread, verdict
from bench.programs import ROOT, SEEDS, TWO_PANES, bare, settled, sidelight
from bench.prose import MARKER
from bench.startup import SEEDS_MARKER
from bench.stories import ANNOTATOR, MB, make_story
from bench.terminal import NoAnswerError
from store.articles import find_story
from store.formats.reading import Input
from store.formats.registry import format_named
from store.importing.dataset import import_dataset
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from bench.programs import Scratch
    from bench.terminal import Sample, Terminal

GOLD: Final = ROOT / "tests" / "gold" / "seeds.gold.jsonl"
_ANNOTATIONS: Final = 1_000
_WAYS: Final = {
    "quiet": [],
    "all": ["--suggestions", "all"],
    "nothing suggested": ["--no-suggestions"],
}
_RIGHT, _WORD, _TAG = b"\x1b[C", b"w", b"a"
_BARE_QUIET_MS: Final = 20
_PAUSE_MS: Final = 300
"""Longer than it takes until suggesting goes on."""
_PHASES: Final = 13
"""Milliseconds over which the moments are spread at which a pause ends: a slice and what is between
two."""
_AT_WORK_MS: Final = 20
"""Time of the processor in a pause from which on the program was at work in it."""


@dataclass(slots=True)
class _Answers:
    """The samples of one way to open one story."""

    moves: list[tuple[Sample, float]] = field(default_factory=list)
    """Each with the milliseconds of the processor."""
    tags: list[tuple[Sample, float]] = field(default_factory=list)
    at_work: int = 0
    """Pauses in which the program was at work."""


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Move and tag in the seeds and in an article of 1 MB."""
    samples = 16 if quick else 60
    table = Table(
        "Keys while suggestions are worked out",
        (
            "story",
            "suggested",
            "at work",
            "key",
            "samples",
            "p50 ms",
            "p95 ms",
            "x floor p50",
            "x floor p95",
            "processor p95",
            "most",
            "",
        ),
        notes=[
            "The seeds with their 225 gold annotations; two articles of 1 MB, of which one has",
            f"{_ANNOTATIONS:,}. Each key after a pause of {_PAUSE_MS} ms, in which suggesting goes",
            "on; at work: pauses in which it did. Every third key tags. Processor: milliseconds",
            "that the program used for a key, with the slice that it came in. Floor: a bare",
            "Textual app that repaints one Static, a sample before each of ours.",
        ],
        words=4,
    )
    seeds, data = annotated_seeds(scratch.folder)
    large = make_story(scratch.folder, MB, _ANNOTATIONS, articles=2)
    for name, path, place, marker in (
        ("seeds", seeds, data, SEEDS_MARKER),
        ("1 MB", large.path, large.data, MARKER),
    ):
        for way, more in _WAYS.items():
            own = Path(shutil.copytree(place, scratch.folder / f"data of {name} {way}"))
            floor: list[Sample] = []
            with (
                settled(scratch, bare(), TWO_PANES, READY.encode()) as static,
                scratch.start([*sidelight(path, own), *more], TWO_PANES) as program,
            ):
                program.wait_for(marker.encode(), timeout=60)
                found = _press(program, static, floor, samples)
            _rows(name, way, found, floor, table)
    return table


def annotated_seeds(folder: Path) -> tuple[Path, Path]:
    """A copy of the seeds, and the folder in which their gold annotations are."""
    seeds, data = folder / "seeds", folder / "data"
    if not seeds.exists():
        shutil.copytree(SEEDS, seeds)
        with Workspace.open(find_story([seeds]), ANNOTATOR, data=data) as workspace:
            import_dataset(workspace, format_named("jsonl"), Input(GOLD))
    return seeds, data


def _press(ours: Terminal, static: Terminal, floor: list[Sample], samples: int) -> _Answers:
    answers = _Answers()
    for number in range(samples):
        floor.append(static.measure(b"x", _BARE_QUIET_MS))
        before = ours.cpu_ms()
        ours.read_for(_PAUSE_MS + number % _PHASES)
        pressed = ours.cpu_ms()
        answers.at_work += pressed - before > _AT_WORK_MS
        is_tag = number % 3 == 2
        try:
            sample = ours.measure(_TAG if is_tag else _RIGHT, timeout=1)
        except NoAnswerError:
            continue  # a word that was tagged already
        (answers.tags if is_tag else answers.moves).append((sample, ours.cpu_ms() - pressed))
        if is_tag:
            ours.send(_WORD)
            ours.read_until_quiet(40)
    return answers


def _rows(story: str, way: str, found: _Answers, floor: list[Sample], table: Table) -> None:
    beside = spread(sample.last_byte_ms for sample in floor)
    budgets_of = ((CARET_MEDIAN, CARET_P95), (TAG_MEDIAN, None))
    for what, samples, most in zip("→a", (found.moves, found.tags), budgets_of, strict=True):
        if not samples:
            continue
        times = spread(sample.last_byte_ms for sample, _ in samples)
        used = spread(milliseconds for _, milliseconds in samples)
        ratios = times.median / beside.median, times.p95 / beside.p95
        budgets = [
            Budget(name, ratio, limit, " x")
            for name, ratio, limit in zip(("p50", "p95"), ratios, most, strict=True)
            if limit is not None
        ]
        figures = (times.median, times.p95, *ratios, used.p95, used.most)
        cells = (way, str(found.at_work), what, str(times.count), *(f"{n:.2f}" for n in figures))
        table.rows.append((story, *cells, verdict(*budgets)))
        of = {"ours_ms": times, "floor_ms": beside, "processor_ms": used}
        table.data.append({"story": story, "way": way, "key": what, **of})
