"""What opening large articles and large folders costs over opening `seeds/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.budgets import MORE_TO_OPEN_MS
from bench.figures import Budget, Table, spread, verdict
from bench.programs import clean_environment, sidelight
from bench.prose import MARKER
from bench.startup import DOWN, SECOND_ROW, Start, start, start_seeds
from bench.stories import ANNOTATOR, MB, make_corpus, make_many, make_story
from store.corpus.summary_index import index_path
from store.corpus.survey import Survey
from store.corpus.work_place import WorkPlace

if TYPE_CHECKING:
    from bench.figures import Spread
    from bench.programs import Scratch
    from bench.stories import Made

_FIRST_STORY: Final = "story 00001"


def _index(scratch: Scratch, made: Made) -> None:
    """Have all stories of a corpus looked at, as by somebody who has waited for that once."""
    place = WorkPlace(made.path.resolve(), ANNOTATOR, made.data)
    survey = Survey(place, index_path(place, clean_environment(scratch.home)))
    while survey.look_on(1.0):
        pass
    survey.keep()


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure openings in turns with `seeds/`."""
    runs = 2 if quick else 7
    folder = scratch.folder / "opening"
    cases: dict[str, Made] = {
        "1 MB article": make_story(folder, MB, 0, articles=1),
        "1 MB, 10,000 annotations": make_story(folder, MB, 10_000, articles=1),
        "10,000 articles": make_many(folder, 10_000),
        "10,000 stories, no index": make_corpus(folder, 10_000),
        "10,000 stories, index": make_corpus(folder / "indexed", 10_000),
    }
    _index(scratch, cases["10,000 stories, index"])
    if not quick:
        cases["10 MB article"] = make_story(folder, 10 * MB, 0, articles=1)
        cases["10 MB, 10,000 annotations"] = make_story(folder, 10 * MB, 10_000, articles=1)
        cases["four of 1 MB side by side"] = make_story(folder, MB, 0, articles=4)
    times: dict[str, list[Start]] = {name: [] for name in ("seeds/", *cases)}
    for number in range(runs + 1):
        seeds = start_seeds(scratch)
        if number:
            times["seeds/"].append(seeds)
        for name, made in cases.items():
            command = sidelight(made.path, made.data)
            marker = _FIRST_STORY if "stories" in name else MARKER
            opened = start(scratch, command, marker, DOWN, SECOND_ROW)
            if number:
                times[name].append(opened)
    table = Table(
        "Opening",
        ("what", "seeds/ ms", "ours ms", "least-most", "more ms", "more cpu", "budget", ""),
        notes=[
            f"From the command to usable, medians of {runs} runs in turns after one not counted.",
            "Floor: seeds/, opened in the same run. Without annotations unless it says so.",
            "cpu: milliseconds of processor time until the text was there, more than seeds/; it",
            "says the same on a busy machine.",
        ],
    )
    floor, floor_cpu = _spreads(times["seeds/"])
    for name in cases:
        found, cpu = _spreads(times[name])
        more = found.median - floor.median
        most = MORE_TO_OPEN_MS.get(name)
        table.rows.append(
            (
                name,
                f"{floor.median:.0f}",
                f"{found.median:.0f}",
                f"{found.least:.0f}-{found.most:.0f}",
                f"{more:+.0f}",
                f"{cpu.median - floor_cpu.median:+.0f}",
                f"+{most:.0f}" if most else "-",
                verdict(Budget("difference", more, most, " ms")) if most else "",
            )
        )
        table.data.append(
            {
                "what": name,
                "seeds_ms": floor,
                "ours_ms": found,
                "seeds_cpu_ms": floor_cpu,
                "ours_cpu_ms": cpu,
            }
        )
    return table


def _spreads(starts: list[Start]) -> tuple[Spread, Spread]:
    """Of how long it took until it could be used, and of the processor time."""
    return spread(each.usable for each in starts), spread(each.cpu for each in starts)
