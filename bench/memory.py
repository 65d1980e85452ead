"""What Sidelight holds in memory at rest, beside a bare app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.bare import READY
from bench.budgets import MEMORY
from bench.figures import Budget, Spread, Table, spread, verdict
from bench.programs import SEEDS, TWO_PANES, bare, settled, sidelight
from bench.prose import MARKER
from bench.startup import SEEDS_MARKER
from bench.stories import MB, make_story

if TYPE_CHECKING:
    from bench.programs import Scratch


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure memory after the start, in turns."""
    runs = 2 if quick else 5
    folder = scratch.folder / "memory"
    seeds = sidelight(SEEDS, folder / "seeds-data")
    cases: dict[str, tuple[list[str], str]] = {"bare": (bare(), READY)}
    cases["seeds/"] = (seeds, SEEDS_MARKER)
    for megabytes in (1,) if quick else (1, 10):
        made = make_story(folder, megabytes * MB, 10_000, articles=2)
        name = f"two of {megabytes} MB, 10,000 annotations"
        cases[name] = (sidelight(made.path, made.data), MARKER)
    rss: dict[str, list[float]] = {name: [] for name in cases}
    pss: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, (command, marker) in cases.items():
            with settled(scratch, command, TWO_PANES, marker.encode()) as terminal:
                memory = terminal.memory()
                rss[name].append(memory.rss)
                pss[name].append(memory.pss)
    table = Table(
        "Memory",
        ("what", "RSS MB", "ratio", "PSS MB", "ratio", ""),
        notes=[
            f"At rest after the start at {TWO_PANES}, medians of {runs} runs in turns. Budget for",
            f"seeds/: {MEMORY} times the RSS of a bare Textual app with one Static.",
        ],
    )
    floor = (spread(rss["bare"]), spread(pss["bare"]))
    for name in cases:
        found = (spread(rss[name]), spread(pss[name]))
        ratios = [_ratio(value, low) for value, low in zip(found, floor, strict=True)]
        said = verdict(Budget("RSS", ratios[0], MEMORY, " x")) if name == "seeds/" else ""
        table.rows.append(
            (
                name,
                f"{found[0].median:.1f}",
                f"{ratios[0]:.2f}",
                f"{found[1].median:.1f}",
                f"{ratios[1]:.2f}",
                said,
            )
        )
        table.data.append({"what": name, "rss_mb": found[0], "pss_mb": found[1]})
    return table


def _ratio(value: Spread, floor: Spread) -> float:
    return value.median / floor.median
