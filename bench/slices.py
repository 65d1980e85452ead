"""How long the steps of suggesting are in a large story: `python -m bench.slices [--seconds N]`.

A key that comes while a step is being made waits for it, so that a step is to take 5 ms or less.
Counted is the time of the processor, by level, in an article of 1 MB with 1,000 annotations; the
garbage collector, which the program keeps out of the way (`tui/gc_policy.py`), is off.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/slices.py`

from bench.figures import Table, spread
from bench.stories import MB, make_story, opened
from store.suggest.level import Level
from store.suggest.suggester import Suggester

ANNOTATIONS: Final = 1_000


def main() -> int:
    """Print the spread of the steps, in milliseconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.slices", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, metavar="N", help="at most, a level")
    options = parser.parse_args()
    table = Table(
        "Steps of suggesting, ms", ("level", "steps", "p50", "p95", "longest", "suggested")
    )
    gc.disable()
    with tempfile.TemporaryDirectory(prefix="sidelight-") as folder:
        made = make_story(Path(folder), MB, ANNOTATIONS, articles=2)
        for level in (Level.QUIET, Level.ALL):
            with opened(made) as workspace:
                suggester = Suggester(workspace)
                suggester.level = level
                suggester.proposals(workspace.story.articles[0].id)
                steps = _steps(suggester, options.seconds)
                of = spread(steps)
                figures = (f"{ms:.1f}" for ms in (of.median, of.p95, of.most))
                table.rows.append((level, f"{of.count:,}", *figures, f"{suggester.count:,}"))
                suggester.close()
    print(table)
    return 0


def _steps(suggester: Suggester, seconds: float) -> list[float]:
    """Work for a while, step by step: what each took of the processor, in milliseconds."""
    steps: list[float] = []
    end = time.monotonic() + seconds
    has_more = True
    while has_more and time.monotonic() < end:
        before = time.thread_time()
        has_more = suggester.work(0.0)
        steps.append(1_000 * (time.thread_time() - before))
    return steps


if __name__ == "__main__":
    sys.exit(main())
