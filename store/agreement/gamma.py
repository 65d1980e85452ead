"""Gamma (Mathet, Widlöcher, Métivier 2015) by pygamma-agreement, if that is there.

It is no part of ours: it brings hundreds of megabytes, takes seconds to minutes, draws chance at
random, and prints. So it works in a process of its own, which is ended when its time is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from importlib.util import find_spec
from math import fsum, isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import store
from store.agreement.coefficients import NOTHING_SHARED, Figure
from store.agreement.gamma_worker import PACKAGE
from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.agreement.counts import Place
    from store.agreement.tallying import Group
    from store.agreement.units import ComparedUnit

    Question = Mapping[str, list[tuple[int, int, str]]]


def check_installed() -> None:
    """Make sure that the library is there.

    Raises:
        InputError: It is not.
    """
    if find_spec(PACKAGE) is None:
        raise InputError(
            "gamma needs pygamma-agreement, which is not installed; install it with "
            "pip install 'sidelight[gamma]' (some 800 MB)"
        )


class GammaArticles:
    """The articles whose gamma is wanted."""

    def __init__(self) -> None:
        """There are none yet."""
        self._articles: dict[Place, dict[str, list[tuple[int, int, str]]]] = {}

    def add(self, place: Place, units: Mapping[str, Iterable[ComparedUnit]]) -> None:
        """Take an article; what is in pieces counts from its first letter to its last."""
        self._articles[place] = {
            who: sorted({(unit.start, unit.end, unit.label) for unit in own})
            for who, own in units.items()
        }

    def gammas(self, groups: Sequence[Group], seconds: float) -> dict[Group, Figure]:
        """The mean over articles of each group: of those in which all of it marked something.

        Args:
            groups: Whose.
            seconds: How long all may take; a group that is not done by then has no value.

        Raises:
            InputError: The process has ended by itself.
        """
        questions = [
            (group, {who: people[who] for who in group})
            for group in groups
            for _, people in sorted(self._articles.items())
            if all(people.get(who) for who in group)
        ]
        values: dict[Group, list[float]] = defaultdict(list)
        answers = _asked([question for _, question in questions], seconds)
        for (group, _), value in zip(questions, answers, strict=False):
            values[group].append(value)
        found: dict[Group, Figure] = {}
        for group in groups:
            wanted = sum(each == group for each, _ in questions)
            own = values[group]
            if not wanted:
                found[group] = Figure(None, NOTHING_SHARED)
            elif len(own) < wanted:
                found[group] = Figure(None, f"not done in {seconds:g} s")
            elif not all(map(isfinite, own)):
                found[group] = Figure(None, "the library gives no number")
            else:
                ends = (min(own), max(own)) if len(own) > 1 else (None, None)
                found[group] = Figure(fsum(own) / len(own), "", *ends)
        return found


def _asked(questions: Sequence[Question], seconds: float) -> list[float]:
    """The answers of the process, as many as there are in the time.

    Raises:
        InputError: It has ended by itself.
    """
    if not questions:
        return []
    # `-P` and this: what the story's folder holds is never taken for a module.
    root = str(Path(store.__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(each for each in (root, known) if each)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "store.agreement.gamma_worker"],
            input=b"".join(json.dumps(each).encode() + b"\n" for each in questions),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired as error:
        said = error.output or b""
    else:
        said = done.stdout
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise InputError(f"gamma could not be computed: {last or 'its process has ended'}")
    return [float(line) for line in said.rpartition(b"\n")[0].splitlines()]
