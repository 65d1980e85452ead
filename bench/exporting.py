"""What an export costs, beside writing the same bytes, and each format beside plain JSON."""

from __future__ import annotations

import json
import os
import resource
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from bench.figures import Table, spread
from bench.stories import KB, MB, make_story, opened
from store.formats.collecting import story_rows
from store.formats.exporting import export_to_file, write_dataset
from store.formats.extras import is_installed
from store.formats.registry import every_format
from store.formats.rows import ClusterRow, RelationRow
from store.labels import DEFAULT_LABELS
from tui import gc_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.programs import Scratch
    from store.formats.format import Format
    from store.formats.rows import ArticleRow


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


def run_formats(scratch: Scratch, *, quick: bool) -> Table:
    """Measure one article with many spans in every format, and with twice as many."""
    gc_policy.go_on()  # as every command does
    sizes = (2_000, 4_000) if quick else (50_000, 100_000)
    few, *rows = [_tied_row(scratch, count) for count in (100, *sizes)]
    with TemporaryDirectory(dir=scratch.folder) as folder:
        plain = min(_cost(partial(_plain, rows[-1], Path(folder))) for _ in range(3))
        table = Table(
            "Formats",
            ("format", f"{sizes[0]:,} ms", f"{sizes[1]:,} ms", "growth", "ratio to JSON", "MB"),
            notes=[
                "One article: 50 characters for each span, a relation for every fourth, a cluster",
                "for every eighth, from rows to files; processor time, the lesser of two runs, in",
                "a process of its own. Growth is that of the time for twice as many spans: 2 is",
                "linear. MB is what the memory grew by at the most. Budget: 10 times plain JSON.",
                f"Plain JSON of the same, written by json.dumps: {plain.seconds * 1000:.0f} ms, "
                f"{plain.megabytes:.0f} MB.",
            ],
        )
        for format_ in every_format():
            if format_.writes is None or not is_installed(format_.extra):
                continue
            _export(few, format_, Path(folder))  # libraries are imported before it is measured
            took = [
                min(_cost(partial(_export, row, format_, Path(folder))) for _ in range(2))
                for row in rows
            ]
            growth = took[1].seconds / took[0].seconds
            ratio = took[1].seconds / plain.seconds
            table.rows.append(
                (
                    format_.name,
                    *(f"{each.seconds * 1000:.0f}" for each in took),
                    f"{growth:.1f}",
                    f"{ratio:.1f}",
                    f"{took[1].megabytes:.0f}",
                )
            )
            table.data.append({"format": format_.name, "costs": took, "ratio": ratio})
    return table


def _tied_row(scratch: Scratch, spans: int) -> ArticleRow:
    """An article with so many spans, and what ties them."""
    with opened(make_story(scratch.folder / "formats", 50 * spans, spans, articles=1)) as workspace:
        (row,) = story_rows(workspace)
    ids = [span.id for span in row.spans]
    relations = [
        RelationRow("attribution", head, tail, f"r-{head}")
        for head, tail in zip(ids[::4], ids[1::4], strict=False)
    ]
    clusters = [
        ClusterRow(f"c-{first}", row.spans[first].label, f"{first}", ids[first : first + 4])
        for first in range(0, len(ids), 8)
    ]
    return msgspec.structs.replace(row, relations=relations, clusters=clusters)


def _export(row: ArticleRow, format_: Format, folder: Path) -> None:
    write_dataset(iter([row]), format_, Path(mkdtemp(dir=folder)), "dataset", DEFAULT_LABELS)


def _plain(row: ArticleRow, folder: Path) -> None:
    (folder / "plain.json").write_text(json.dumps(msgspec.to_builtins(row)), encoding="utf-8")


class Cost(NamedTuple):
    """What something took."""

    seconds: float
    """Of processor time."""
    megabytes: float
    """By which the memory grew at the most."""


def _cost(act: Callable[[], object]) -> Cost:
    """What something costs in a process of its own, into which nothing comes but what is there."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = _resident()
        started = time.process_time()
        act()
        took = time.process_time() - started
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(writing, json.dumps((took, most - before)).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(said))


def _resident() -> float:
    """The megabytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
