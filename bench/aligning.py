"""From `=` to painted in five articles of 100 KB."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bench.bare import READY
from bench.figures import Budget, Table, spread, verdict
from bench.programs import FOUR_PANES, TWO_PANES, bare, open_story, settled
from bench.stories import KB, make_story

if TYPE_CHECKING:
    from bench.programs import Scratch
    from bench.terminal import Terminal

_ARTICLES: Final = 5
_ANNOTATIONS: Final = 1_000
_MOST_P95: Final = 20.0
"""Milliseconds from the key to its last painted byte."""
_READ_BY: Final = 8.0
"""Seconds after which all articles have been read, for certain."""
_QUIET_MS: Final = 40


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure what the keys of aligned reading take once the articles are read."""
    table = Table(
        "Aligned reading",
        ("where", "key", "floor p50", "p50", "p95", "", "processor p50", "p95"),
        notes=[
            f"{_ARTICLES} articles of 100 KB, {_ANNOTATIONS:,} annotations in the first.",
            "Milliseconds from writing the key to the last byte of the repaint, which is all",
            "rows of every other pane; the floor is a bare Textual app that repaints one Static.",
            "Beside it the time of the processor, as others may use that meanwhile.",
        ],
        words=2,
    )
    samples = 12 if quick else 60
    for size in (TWO_PANES, FOUR_PANES):
        folder = scratch.folder / f"aligning-{size}"
        made = make_story(folder, 100 * KB, _ANNOTATIONS, articles=_ARTICLES)
        with (
            settled(scratch, bare(), size, READY.encode()) as floor,
            open_story(scratch, made, size) as ours,
        ):
            times = [floor.measure(b"x", _QUIET_MS) for _ in range(samples)]
            median = spread(each.last_byte_ms for each in times).median
            time.sleep(_READ_BY)  # articles are read in pauses, which no screen tells
            ours.read_until_quiet(_QUIET_MS)
            for what, before in (("= on another sentence", b")"), ("= for the next best", b"")):
                cells = _cells(ours, before, samples)
                table.rows.append((str(size), what, f"{median:.1f}", *cells))
    return table


def _cells(terminal: Terminal, before: bytes, samples: int) -> tuple[str, ...]:
    painted, processor = [], []
    for _ in range(samples):
        terminal.send(before)
        terminal.read_until_quiet(_QUIET_MS)
        began = terminal.cpu_ms()
        painted.append(terminal.measure(b"=", _QUIET_MS).last_byte_ms)
        processor.append(terminal.cpu_ms() - began)
    took, busy = spread(painted), spread(processor)
    said = verdict(Budget("p95", took.p95, _MOST_P95, " ms"))
    return (
        *(f"{ms:.1f}" for ms in (took.median, took.p95)),
        said,
        *(f"{ms:.1f}" for ms in (busy.median, busy.p95)),
    )
