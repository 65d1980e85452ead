"""What an export costs, beside writing the same bytes."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from bench.figures import Table, spread
from bench.stories import KB, MB, make_story, opened
from store.formats.exporting import export_to_file

if TYPE_CHECKING:
    from pathlib import Path

    from bench.programs import Scratch


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure exports of growing stories, in turns with a plain write."""
    cases = [(4 * KB, 10), (100 * KB, 1_000), (MB, 1_000), (MB, 10_000)]
    if not quick:
        cases.append((10 * MB, 10_000))
    repeats = 3 if quick else 7
    table = Table(
        "Export",
        ("what", "write ms", "ours ms", "ours least-most", "ratio", "MB"),
        notes=[
            "A story of two articles to native JSONL, opened for each run: reading, checking each",
            "annotation against its text, encoding, one atomic write. In turns with one write and",
            f"fsync of the same bytes; medians of {repeats} runs. No budget.",
        ],
    )
    for size, count in cases:
        made = make_story(scratch.folder / "export", size, count, articles=2)
        target = scratch.folder / "export.jsonl"
        ours: list[float] = []
        floor: list[float] = []
        for number in range(repeats + 1):
            started = time.perf_counter()
            with opened(made) as workspace:
                export_to_file(workspace, target)
            took = (time.perf_counter() - started) * 1000
            data = target.read_bytes()
            low = _write(scratch.folder / "plain", data)
            if number:
                ours.append(took)
                floor.append(low)
        found, least = spread(ours), spread(floor)
        table.rows.append(
            (
                str(made),
                f"{least.median:.1f}",
                f"{found.median:.1f}",
                f"{found.least:.0f}-{found.most:.0f}",
                f"{found.median / least.median:.1f}",
                f"{len(data) / 1e6:.1f}",
            )
        )
        table.data.append({"what": str(made), "ours_ms": found, "write_ms": least})
    return table


def _write(path: Path, data: bytes) -> float:
    started = time.perf_counter()
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return (time.perf_counter() - started) * 1000
