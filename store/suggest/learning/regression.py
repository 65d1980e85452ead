"""A logistic regression over features that are words, trained in small steps.

Every example is looked at a few times in the same order, so what comes out depends on the examples
alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

ROUNDS: Final = 5
_STEP: Final = 0.2
"""How far an example moves the weights the first time; the next times less and less."""
_PENALTY: Final = 0.01
_AT_ONCE: Final = 60
"""Examples between two yields."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something that came out one way or the other."""

    features: tuple[str, ...]
    offset: float
    """Log-odds that are known beforehand."""
    outcome: bool
    weight: float
    """How much it counts, up to 1."""


@dataclass(slots=True)
class Regression:
    """What each feature speaks for the outcome."""

    weights: dict[str, float] = field(default_factory=dict)
    bias: float = 0.0

    def log_odds(self, features: Iterable[str], offset: float) -> float:
        """The log-odds of the outcome."""
        weights = self.weights
        return offset + self.bias + sum(weights.get(name, 0.0) for name in features)


def regression(examples: Sequence[Example]) -> Generator[None, None, Regression]:
    """Train on examples, some a step."""
    made = Regression()
    weights = made.weights
    for number in range(ROUNDS):
        rate = _STEP / (1 + number)
        for at, one in enumerate(examples):
            share = probability_of(made.log_odds(one.features, one.offset))
            error = (one.outcome - share) * one.weight
            made.bias += rate * error
            for name in one.features:
                weight = weights.get(name, 0.0)
                weights[name] = weight + rate * (error - _PENALTY * weight)
            if at % _AT_ONCE == _AT_ONCE - 1:
                yield
    return made


def log_odds(probability: float) -> float:
    """The log-odds of a probability, which is first made neither 0 nor 1."""
    inside = min(0.999, max(0.001, probability))
    return log(inside / (1 - inside))


def probability_of(score: float) -> float:
    """The probability of a log-odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
