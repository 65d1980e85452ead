"""A taste: how likely each span is for one label of one annotator, learned as they tag.

What the weights say of a span is where it begins. To that comes a logistic regression over its
signs, learned online: up for what is tagged, down for what was passed. And what is remembered of
its text and its last word. Whatever was learned from one annotation can be taken back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import exp, log
from typing import TYPE_CHECKING, Final

from store.labels import Meaning
from store.suggest.candidates.likelihood import log_odds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.suggest.jumping.jumpable import Jumpable

RATE: Final = 2.5
"""By how much all the signs of a span together are moved by a surprise, in log odds."""
_PASSED: Final = 0.5
"""How much that something was passed says, beside its having been tagged."""
_PHRASE, _LAST = 1.6, 0.5
"""How much it says that a text, or a last word, was tagged and not passed, in log odds of that."""
_SMOOTH: Final = 0.5
"""Added to how often something was tagged and passed."""
_SHORT_OF_LONG, _LONG_OF_SHORT = -4.0, -4.0
"""Of a span of which the weights say nothing, where the label is for the other sort."""
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
    lasts: tuple[str, ...]
    """The words at which something ended that was passed, each as often as it stood there."""


@dataclass(slots=True)
class Taste:
    """How likely each span is for one label."""

    meaning: Meaning
    weights: dict[str, float] = field(default_factory=dict)
    """What each sign speaks for the label."""
    phrases: Counter[str] = field(default_factory=Counter)
    """How often each text was tagged."""
    phrases_passed: Counter[str] = field(default_factory=Counter)
    lasts: Counter[str] = field(default_factory=Counter)
    """The same of last words."""
    lasts_passed: Counter[str] = field(default_factory=Counter)
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

    def log_odds(self, one: Jumpable, around: Sequence[str] = ()) -> float:
        """How likely a span is to be tagged, in log odds.

        Args:
            one: The span.
            around: What is tagged around it, as signs.
        """
        if one.cues is not None:
            odds = one.doubt + log_odds(one.cues, self.meaning)
        elif one.is_long:
            odds = one.doubt if self.meaning in _LONG_MEANINGS else one.doubt + _LONG_OF_SHORT
        else:
            odds = one.doubt + _SHORT_OF_LONG if self.meaning in _LONG_MEANINGS else one.doubt
        weights = self.weights
        if weights:
            get = weights.get
            for sign in one.signs:
                odds += get(sign, 0.0)
            for sign in around:
                odds += get(sign, 0.0)
        tagged, passed = self.phrases[one.phrase], self.phrases_passed[one.phrase]
        if tagged or passed:
            odds += _PHRASE * log((tagged + _SMOOTH) / (passed + _SMOOTH))
        tagged, passed = self.lasts[one.last], self.lasts_passed[one.last]
        if tagged or passed:
            odds += _LAST * log((tagged + _SMOOTH) / (passed + _SMOOTH))
        return odds

    def learn(
        self,
        tagged: Jumpable,
        around: Sequence[str],
        passed: Sequence[tuple[Jumpable, Sequence[str]]],
    ) -> Lesson:
        """Learn from what was tagged, and from what was passed before it."""
        moved: dict[str, float] = {}
        self._move(tagged, around, 1.0, 1.0, moved)
        for one, its_around in passed:
            self._move(one, its_around, 0.0, _PASSED, moved)
        lasts = {one.end: one.last for one, _ in passed}
        phrases = tuple(one.phrase for one, _ in passed)
        lesson = Lesson(moved, tagged, phrases, tuple(lasts.values()))
        self._remember(lesson, 1)
        return lesson

    def forget(self, lesson: Lesson) -> None:
        """Take back what was learned from an annotation."""
        for sign, by in lesson.weights.items():
            self.weights[sign] = self.weights.get(sign, 0.0) - by
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
            weights[sign] = weights.get(sign, 0.0) + by
            moved[sign] = moved.get(sign, 0.0) + by

    def _remember(self, lesson: Lesson, by: int) -> None:
        tagged = lesson.tagged
        self.version += 1
        self.tagged += by
        self.long += by * tagged.is_long
        _count(self.phrases, tagged.phrase, by)
        _count(self.lasts, tagged.last, by)
        for phrase in lesson.phrases:
            _count(self.phrases_passed, phrase, by)
        for last in lesson.lasts:
            _count(self.lasts_passed, last, by)


def chance_of(odds: float) -> float:
    """How likely something is, of its log odds."""
    return 1 / (1 + exp(-odds)) if odds > -30 else 0.0


def _count(counter: Counter[str], key: str, by: int) -> None:
    """Count, and keep nothing that was counted down to zero."""
    counter[key] += by
    if not counter[key]:
        del counter[key]
