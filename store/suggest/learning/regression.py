"""A logistic regression over features that are words, trained by the library that trains CRFs.

A conditional random field over sequences of length one is a logistic regression. The library is
small, fast and deterministic, and takes features by name.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import pycrfsuite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Weights: TypeAlias = dict[str, float]
Weighed: TypeAlias = "tuple[Mapping[str, float], bool, int]"
"""An example: its features, what came out, and how often it counts."""

PENALTY: Final = 1.0
"""Of the squares of the weights; the library's own."""
ITERATIONS: Final = 30
"""Twice as many gave the same figures in `bench/suggest.py`."""
_YES, _NO = "yes", "no"


def regression(examples: Iterable[Weighed]) -> Weights:
    """What each feature speaks for the outcome, from examples with their outcomes."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(
        {"c1": 0.0, "c2": PENALTY, "max_iterations": ITERATIONS, "period": 5, "delta": 1e-3}
    )
    for features, outcome, times in examples:
        item = pycrfsuite.ItemSequence([features])
        for _ in range(times):
            trainer.append(item, [_YES if outcome else _NO])
    with tempfile.TemporaryDirectory(prefix="sidelight-") as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        weights: Weights = {}
        for (name, outcome), weight in tagger.info().state_features.items():
            weights[name] = weights.get(name, 0.0) + (weight if outcome == _YES else -weight)
        tagger.close()
    return weights
