"""A logistic regression over features that are words, trained by the library that trains CRFs.

A conditional random field over sequences of length one is a logistic regression. The library is
small, fast and deterministic, and takes features by name.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import pycrfsuite

from store.suggest.learning.scoring import log_odds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

Weights: TypeAlias = dict[str, float]

PENALTY: Final = 1.0
"""Of the squares of the weights; the library's own."""
ITERATIONS: Final = 30
"""Twice as many gave the same figures in `bench/suggest.py`."""
_YES, _NO = "yes", "no"


class Regression:
    """Examples in folds, and what is learned of them; a context, as it needs a file."""

    def __init__(self) -> None:
        self._trainer = pycrfsuite.Trainer(verbose=False)
        self._trainer.select("lbfgs")
        self._trainer.set_params(
            {"c1": 0.0, "c2": PENALTY, "max_iterations": ITERATIONS, "period": 5, "delta": 1e-3}
        )
        self._folder = tempfile.TemporaryDirectory(prefix="sidelight-")
        self._path = str(Path(self._folder.name) / "model")
        self._folds: dict[int, list[pycrfsuite.ItemSequence]] = {}

    def __enter__(self) -> Regression:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def add(self, features: Mapping[str, float], *, outcome: bool, fold: int, times: int) -> None:
        """Add an example, which counts so many times."""
        item = pycrfsuite.ItemSequence([features])
        self._folds.setdefault(fold, []).append(item)
        for _ in range(times):
            self._trainer.append(item, [_YES if outcome else _NO], fold)

    def unseen(self, fold: int) -> list[float]:
        """The log-odds of the examples of a fold, in their order, as trained without them."""
        tagger = self._trained(fold)
        scores = []
        for item in self._folds.get(fold, ()):
            tagger.set(item)
            scores.append(log_odds(tagger.marginal(_YES, 0)))
        tagger.close()
        return scores

    def weights(self) -> Weights:
        """What each feature speaks for the outcome, as trained on all examples."""
        tagger = self._trained(-1)
        weights: Weights = {}
        for (name, outcome), weight in tagger.info().state_features.items():
            weights[name] = weights.get(name, 0.0) + (weight if outcome == _YES else -weight)
        tagger.close()
        return weights

    def _trained(self, holdout: int) -> pycrfsuite.Tagger:
        self._trainer.train(self._path, holdout)
        tagger = pycrfsuite.Tagger()
        tagger.open(self._path)
        return tagger


def log_odds_of(features: Mapping[str, float], weights: Weights) -> float:
    """What the regression says of features."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())
