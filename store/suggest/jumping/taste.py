"""A taste: how likely each span is for one label of one annotator, learned as they tag.

What the weights say of a span is where it begins. To that comes a logistic regression over its
signs, learned online: up for what is tagged, down for what was passed. And what is remembered of
its text. Whatever was learned from one annotation can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log
from typing import TYPE_CHECKING, Final

from store.labels import Meaning
from store.suggest.candidates.likelihood import log_odds
from store.suggest.jumping.ends import EndTaste

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.suggest.jumping.ends import End
    from store.suggest.jumping.jumpable import Jumpable

RATE: Final = 4.0
"""By how much all the signs of a span together are moved by a surprise, in log odds."""
END_RATE: Final = 0.2
"""By how much each sign of an end is moved by one."""
_PASSED: Final = 0.2
"""How much that something was passed says, beside its having been tagged."""
_PHRASE: Final = 1.2
"""How much it says that a text was tagged and not passed, in log odds of that."""
_SMOOTH: Final = 0.5
"""Added to how often something was tagged and passed."""
_OTHER_SORT: Final = -4.0
"""Added to a span of which the weights say nothing, where the label is for the other sort."""
_NEW: Final = 5
"""Spans with the label before which only what is quite likely is offered."""
LEAST_AT_FIRST, LEAST = 0.01, 0.002
_LONG_MEANINGS: Final = frozenset((Meaning.CLAIM, Meaning.LONG, Meaning.QUOTATION))


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned from one annotation, by which it can be taken back."""

    weights: dict[str, float]
    tagged: Jumpable
    phrases: tuple[str, ...]
    """The texts that were passed."""
    ends: dict[str, float]
    """By how much what signs of ends speak was moved."""


class _Weights(dict[str, float]):
    """What each sign speaks for a label: nothing, as long as nothing has been learned of it."""

    def __missing__(self, sign: str) -> float:
        self[sign] = 0.0  # so that it is there the next time, which costs less
        return 0.0


@dataclass(slots=True)
class _Remembered:
    """How often texts were tagged and passed, and what that says of each."""

    tagged: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    odds: dict[str, float] = field(default_factory=dict)
    """What it says, of those of which it says anything."""

    def count(self, counts: dict[str, int], text: str, by: int) -> None:
        """Count one of `tagged` or `passed`; nothing is kept that is counted down to zero."""
        counts[text] = counts.get(text, 0) + by
        if not counts[text]:
            del counts[text]
        tagged, passed = self.tagged.get(text, 0), self.passed.get(text, 0)
        if tagged or passed:
            self.odds[text] = _PHRASE * log((tagged + _SMOOTH) / (passed + _SMOOTH))
        else:
            self.odds.pop(text, None)


@dataclass(slots=True)
class Taste:
    """How likely each span is for one label."""

    meaning: Meaning
    weights: _Weights = field(default_factory=_Weights)
    """What each sign speaks for the label."""
    ends: EndTaste = field(default_factory=EndTaste)
    """Where spans end that begin somewhere."""
    phrases: _Remembered = field(default_factory=_Remembered)
    long: int = 0
    """How many of the tagged ones are a clause or more."""
    tagged: int = 0
    version: int = 0
    """Another whenever anything has been learned or taken back."""

    @property
    def least(self) -> float:
        """How likely a span is at least that is offered."""
        return LEAST_AT_FIRST if self.tagged < _NEW else LEAST

    @property
    def wants_long(self) -> bool:
        """Whether it is mostly for clauses and more."""
        if self.tagged < _NEW:
            return self.meaning in _LONG_MEANINGS
        return 2 * self.long > self.tagged

    def prior(self, one: Jumpable) -> float:
        """How likely a span is as long as nothing has been learned, in log odds."""
        if one.cues is not None:
            return one.doubt + log_odds(one.cues, self.meaning)
        is_for_long = self.meaning in _LONG_MEANINGS
        return one.doubt if one.is_long == is_for_long else one.doubt + _OTHER_SORT

    def learned(self, one: Jumpable, around: Sequence[str] = ()) -> float:
        """What was learned says of a span, in log odds, to be added to `prior`.

        Args:
            one: The span.
            around: What is tagged around it, as signs.
        """
        weight = self.weights.__getitem__
        odds = sum(map(weight, one.signs))
        if around:
            odds += sum(map(weight, around))
        return odds + self.phrases.odds.get(one.phrase, 0.0)

    def log_odds(self, one: Jumpable, around: Sequence[str] = ()) -> float:
        """How likely a span is to be tagged, in log odds."""
        return self.prior(one) + self.learned(one, around)

    def end_chances(self, ends: Sequence[End]) -> list[float]:
        """How likely each end is of what begins somewhere, if it is to be tagged."""
        return self.ends.chances(ends, self.phrases.odds)

    def learn(
        self,
        tagged: Jumpable,
        around: Sequence[str],
        passed: Sequence[tuple[Jumpable, Sequence[str]]],
        ends: Sequence[End] = (),
    ) -> Lesson:
        """Learn from what was tagged, from what was passed before it, and where it does not end."""
        moved: dict[str, float] = {}
        self._move(tagged, around, 1.0, 1.0, moved)
        for one, its_around in passed:
            self._move(one, its_around, 0.0, _PASSED, moved)
        ends_moved = self.ends.learn(ends, tagged.end, self.phrases.odds, END_RATE)
        lesson = Lesson(moved, tagged, tuple(one.phrase for one, _ in passed), ends_moved)
        self._remember(lesson, 1)
        return lesson

    def forget(self, lesson: Lesson) -> None:
        """Take back what was learned from an annotation."""
        for sign, by in lesson.weights.items():
            self.weights[sign] -= by
        self.ends.move(lesson.ends, -1)
        self._remember(lesson, -1)

    def _move(
        self,
        one: Jumpable,
        around: Sequence[str],
        outcome: float,
        share: float,
        moved: dict[str, float],
    ) -> None:
        """Move the weights of a span's signs towards what came of it."""
        chance = chance_of(self.log_odds(one, around))
        signs = (*one.signs, *around)
        if not signs:
            return
        by = RATE * share * (outcome - chance) / len(signs)
        if abs(by) < 1e-5:
            return
        weights = self.weights
        for sign in signs:
            weights[sign] += by
            moved[sign] = moved.get(sign, 0.0) + by

    def _remember(self, lesson: Lesson, by: int) -> None:
        tagged = lesson.tagged
        self.version += 1
        self.tagged += by
        self.long += by * tagged.is_long
        self.phrases.count(self.phrases.tagged, tagged.phrase, by)
        for phrase in lesson.phrases:
            self.phrases.count(self.phrases.passed, phrase, by)


def chance_of(odds: float) -> float:
    """How likely something is, of its log odds."""
    return 1 / (1 + exp(-odds)) if odds > -30 else 0.0


def log_odds_of(chance: float) -> float:
    """The log odds of how likely something is, which is more than 0 and less than 1."""
    return log(chance / (1 - chance))
