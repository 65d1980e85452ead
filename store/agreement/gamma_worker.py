"""Computes gamma in a process of its own: `python -m store.agreement.gamma_worker`.

A line of JSON comes in for each article, with the units of everybody, and a line goes out with its
gamma. What the library and its solver print goes nowhere.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Any, BinaryIO, Final

PACKAGE: Final = "pygamma_agreement"
SEED: Final = 1
SAMPLES: Final = 30
"""How often chance is drawn for an article, as the library does by itself."""


def gamma_of(people: dict[str, list[tuple[int, int, str]]]) -> float:
    """The gamma of an article.

    Args:
        people: The start, end and label of each unit of everybody; of each person one at least.
    """
    library: Any = import_module(PACKAGE)
    segment = import_module("pyannote.core").Segment
    continuum = library.Continuum()
    for name, units in sorted(people.items()):
        for start, end, label in sorted(units):
            continuum.add(name, segment(start, end), label)
    import_module("numpy").random.seed(SEED)  # the library draws from there
    found = continuum.compute_gamma(library.CombinedCategoricalDissimilarity(), n_samples=SAMPLES)
    return float(found.gamma)


def serve(questions: BinaryIO, answers: int) -> None:
    """Answer until there are no more questions.

    Args:
        questions: Lines of JSON.
        answers: The number of the file that they are written to.
    """
    for line in questions:
        os.write(answers, json.dumps(gamma_of(json.loads(line))).encode() + b"\n")


if __name__ == "__main__":
    real = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    serve(sys.stdin.buffer, real)
