"""The faults by name, each run in a process of its own, and all of them together."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from tests.torture import (
    clocks,
    cutting,
    damaging,
    doubting,
    failing,
    filling,
    fuzzing,
    jobs,
    keeping,
    killing,
    misplacing,
    parting,
    reading,
    replacing,
    sharing,
    watching,
)
from tests.torture.subjects import SUBJECTS
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.torture.subjects import Subject

ROOT: Final = Path(__file__).resolve().parents[2]
QUICK: Final = 0.1
"""Share of the full campaign that `--quick` runs."""


class Fault(Protocol):
    """Something that is done on purpose."""

    def __call__(self, subject: Subject, seed: int, share: float = 1) -> Tally:
        """Do it to a subject.

        Args:
            subject: What keeps the annotations.
            seed: Of all that is left to chance.
            share: Of the full number of runs.
        """


FAULTS: Final[dict[str, Fault]] = {
    "kill": killing.run,
    "power": cutting.run,
    "killpower": cutting.run_after_kill,
    "fsync": doubting.run,
    "calls": failing.run,
    "beside": keeping.run,
    "reads": reading.run,
    "full": filling.run,
    "both": sharing.run,
    "handover": sharing.run_handover,
    "watch": watching.run,
    "clock": clocks.run,
    "damage": damaging.run,
    "blind": damaging.run_blind,
    "replaced": replacing.run,
    "strange": misplacing.run_strange,
    "over": misplacing.run_over,
    "fuzz": fuzzing.run,
    "parted": parting.run,
    **{name: partial(jobs.run, job, fault=said) for name, (said, job) in jobs.JOBS.items()},
}
"""By the name that `--only` takes."""
PARTS: Final = {"parted": 2}
"""In how many processes a fault is run that takes long, each with a seed of its own."""
BY_CHANCE: Final = frozenset({"kill", "full", "both", "handover", "watch", "clock"})
"""Faults with a time or a clock in them. The others do the same again with the same seed, as
they work by a clock that always goes the same way."""
CONTROLS: Final[dict[str, Fault]] = {
    name: partial(cutting.run, without=without, fault=f"power cut, no {name}")
    for name, without in cutting.CONTROLS.items()
}
"""Power cuts with one call left out that makes things last: they must lose something."""
MENDS: Final[dict[str, Fault]] = {
    "replaced, no look": replacing.run_unlooking,
    "strange, no check": misplacing.run_hasty,
    "over, no refusal": misplacing.run_over_unprotected,
    "parted, no putting back": parting.run_without_taking_up,
    **{
        f"{name}, no {left_out}": partial(
            jobs.run, job, without=without, fault=f"{said}, no {left_out}"
        )
        for name, (said, job) in jobs.JOBS.items()
        for left_out, without in jobs.CONTROLS[name].items()
    },
}
"""Faults with what stands against them taken out: they must do harm."""


def fresh_seed() -> int:
    """Where `$CI` is set always the same, so that a change alone decides; else another."""
    return 20_260_101 if os.environ.get("CI") else random.SystemRandom().randrange(1_000_000)


def run_here(fault: str, subject: str, seed: int, share: float) -> Tally:
    """Run a fault in this process, and take the time."""
    started = time.perf_counter()
    with nullcontext() if fault in BY_CHANCE else clocks.steady():
        tally = {**FAULTS, **CONTROLS, **MENDS}[fault](SUBJECTS[subject], seed, share)
    tally.seconds = time.perf_counter() - started
    return tally


def apart(fault: str, subject: str, seed: int, share: float = 1) -> Tally:
    """Run a fault in a fresh process with one thread, from which others can be forked.

    Raises:
        RuntimeError: The harness itself failed; the message has what it said.
    """
    job = [fault, subject, str(seed), str(share)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--job", *job],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(job)}: {done.stderr}")
    return Tally.of(json.loads(done.stdout))


def as_json(tally: Tally) -> str:
    """A tally as `apart` reads it."""
    return json.dumps(asdict(tally))


def campaign(
    faults: Sequence[str],
    seed: int,
    share: float,
    processes: int,
    said: Callable[[Tally], None],
) -> list[Tally]:
    """Run faults over both subjects, some at the same time.

    Args:
        faults: By name; the negative controls go with theirs.
        seed: Of all that is left to chance.
        share: Of the full number of runs.
        processes: How many at the same time.
        said: Is told of each as it ends.

    Returns:
        A tally for each fault and subject, in order.
    """
    jobs = [
        (fault, subject, seed + part, share / PARTS.get(fault, 1))
        for fault in faults
        for subject in SUBJECTS
        for part in range(PARTS.get(fault, 1))
    ]
    if "power" in faults:
        jobs += [(control, "sidelight", seed, share / 20) for control in CONTROLS]
    mends = [mend for mend in MENDS if mend.partition(",")[0] in faults]
    jobs += [(mend, "sidelight", seed, share / 10) for mend in mends]

    def job(each: tuple[str, str, int, float]) -> Tally:
        tally = apart(*each)
        said(tally)
        return tally

    with ThreadPoolExecutor(processes) as pool:
        return list(pool.map(job, jobs))
