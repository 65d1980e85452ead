"""Runs the campaign: `python -m tests.torture [--quick] [--seed N] [--only FAULT]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.campaign import (
    CONTROLS,
    FAULTS,
    MENDS,
    QUICK,
    as_json,
    campaign,
    fresh_seed,
    run_here,
)
from tests.torture.parting import KILLED_AT
from tests.torture.subjects import SUBJECTS
from tests.torture.tally import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.torture.tally import Tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each fault did; 1 if Sidelight lost or misread anything, or a control did not."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs")
    parser.add_argument("--seed", type=int, help="repeat a campaign")
    parser.add_argument(
        "--only", action="append", choices=list(FAULTS), metavar="FAULT", help=", ".join(FAULTS)
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the counts here as well")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="at the same time")
    parser.add_argument("--job", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.job:
        fault, subject, seed, share = options.job
        print(as_json(run_here(fault, subject, int(seed), float(share))))
        return 0
    seed = fresh_seed() if options.seed is None else options.seed
    started = time.perf_counter()
    faults = options.only or list(FAULTS)
    share = QUICK if options.quick else 1
    tallies = campaign(faults, seed, share, options.processes, _progress)
    print(_report(tallies, seed, time.perf_counter() - started))
    if options.json:
        found = {"seed": seed, "share": share, "tallies": [asdict(each) for each in tallies]}
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(any(is_bad(each) for each in tallies))


def _is_control(tally: Tally) -> bool:
    left_out = (*CONTROLS, *(name.partition(", no ")[2] for name in MENDS))
    return any(tally.fault.endswith(f", no {name}") for name in left_out)


def is_bad(tally: Tally) -> bool:
    """Whether a tally makes the campaign fail."""
    if _is_control(tally):
        return tally.sound  # then the harness would not have noticed either
    return tally.subject == SUBJECTS["sidelight"].name and not tally.sound


def _progress(tally: Tally) -> None:
    word = tally.cannot or ("sound" if tally.sound else "NOT SOUND")
    print(f"{tally.fault}, {tally.subject}: {word} ({tally.seconds:.0f} s)", file=sys.stderr)


def _report(tallies: Sequence[Tally], seed: int, seconds: float) -> str:
    faults = [tally for tally in tallies if not _is_control(tally)]
    parts = [table(faults)]
    controls = [tally for tally in tallies if _is_control(tally)]
    if controls:
        parts.append(
            "With one call or look left out; here something must be harmed:\n" + table(controls)
        )
    for tally in faults:
        if tally.marks.get("not noticed"):
            parts.append(
                f"Known blind spot: of {tally.runs:,} journals cut between two records, "
                f"{tally.marks['not noticed']:,} looked like a shorter journal and nothing was "
                "said; what was shown had been so at an earlier moment."
            )
    for tally in faults:
        at = {n: count for n, count in sorted(tally.marks.items()) if n.startswith(KILLED_AT)}
        if at:
            lines = "\n".join(f"{count:>10,}  {name}" for name, count in at.items())
            parts.append(f"{tally.fault}, by place:\n{lines}")
    for tally in tallies:
        if is_bad(tally):
            parts.append(tally.report())
    parts.append(f"seed {seed}, {seconds:.0f} seconds")
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
