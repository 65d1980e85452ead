"""How sure to be that a span gets a label: from what the rules, the memory and a regression say.

Two log-odds are mixed. One is what is known without any training: the score of the rule that found
the span, corrected by how often the same words were tagged before. The other is what a regression
has learned. How much each counts, and by what both are shifted, is fitted to text that the
regression was not trained on; without such text, the more was tagged the more the second counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.suggest.learning.memory import Keys, WordCounts
    from store.text.span import Span

Scored: TypeAlias = tuple[float, "Span", dict[str, float]]
"""A probability, the span that has it, and the features that made it."""
Mixes: TypeAlias = tuple["Mix", "Mix", "Mix"]
"""By `Familiarity`."""

UNRULED: Final = 0.03
"""How likely a span is to be tagged that no rule suggests: a guess, which the shift corrects."""
RULES_WORTH: Final = 50
"""How many tagged spans of a label the rules and the memory are worth beside the regression.
Chosen on the five stories of NewsWCL50: 30 to 50 did alike, 15 and 80 worse."""
RULES_WORTH_ELSEWHERE: Final = 2 * RULES_WORTH
"""The same in a story of which nothing is known: there the rules hold as well, and the words of
other stories less."""
BY_HEAD: Final = 0.5
"""How likely a span is to be tagged that ends in a word in which, wherever it stands, a tagged span
ends: a guess, as it may be right with fewer words or more."""
CORPUS_PRIOR: Final = (2.0, 6.0)
STORY_PRIOR: Final = (1.0, 20.0)
"""Of words tagged in other stories and in this one: how many times of standing there the rules are
worth, and how many times count at most."""
SHIFT_FIRMNESS: Final = 4.0
"""How much it takes to move a shift away from nothing, beside the outcomes (the precision of its
prior)."""
SHARES: Final = (0.1, 0.3, 0.5, 0.7)
"""What the rules may count when that is fitted."""
SHARE_FIRMNESS: Final = 10.0
"""How much better a share must fit (in natural logarithms of probability) to move by 1."""
ARTICLES_WORTH: Final = 2
"""Articles that what is expected is worth beside what is fitted: they differ more than by chance,
so that one of them, however long, tells little of how densely the next is tagged."""
SUREST: Final = 9.0
"""Log-odds that nothing exceeds: about one in ten thousand."""


class Familiarity(IntEnum):
    """What is known of a span's words."""

    NEW = 0
    """The story is known, and they were never tagged in it."""
    TAGGED = 1
    """They were tagged before, in this story or another."""
    ELSEWHERE = 2
    """Nothing is known of the story yet."""


def standing(story: WordCounts, corpus: WordCounts, label: str, keys: Keys) -> Familiarity:
    """What is known of words for a label."""
    if not story.words:
        return Familiarity.ELSEWHERE
    was_tagged = story.tagged[label, keys] > 0 or corpus.tagged[label, keys] > 0
    return Familiarity.TAGGED if keys and was_tagged else Familiarity.NEW


@dataclass(frozen=True, slots=True)
class Mix:
    """How what is known without training and what was learned are put together."""

    share: float
    """What the first counts, from 0 to 1; the rest is the second's."""
    shift: float = 0.0
    """Is added to the log-odds."""

    def log_odds(self, untrained: float, learned: float) -> float:
        """The two log-odds put together."""
        return self.shift + self.share * clipped(untrained) + (1 - self.share) * clipped(learned)

    def probability(self, untrained: float, learned: float) -> float:
        """The probability that the two log-odds give."""
        return probability_of(self.log_odds(untrained, learned))


def untrained(share: float, story: WordCounts, corpus: WordCounts, label: str, keys: Keys) -> float:
    """The log-odds by a rule's score and by how often the words were tagged before.

    Args:
        share: The rule's score, from 0 to 1.
        story: What was counted in this story.
        corpus: What was counted in others.
        label: The label in question.
        keys: The words; empty where they are not counted.
    """
    if keys:
        share = max(
            share, *(BY_HEAD * counts.head_share(label, keys) for counts in (story, corpus))
        )
        share = corpus.share(label, keys, share, *CORPUS_PRIOR)
        share = story.share(label, keys, share, *STORY_PRIOR)
    return log_odds(share)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, which is first made neither 0 nor 1."""
    inside = max(1e-4, min(1 - 1e-4, probability))
    return math.log(inside / (1 - inside))


def clipped(score: float) -> float:
    """A log-odds that is not surer than `SUREST`."""
    return max(-SUREST, min(SUREST, score))


def fitted(
    outcomes: Sequence[tuple[float, float, bool]], articles: int, tagged: int, stands: Familiarity
) -> Mix:
    """The mix whose probabilities fit best what came out.

    Args:
        outcomes: Two log-odds, as `Mix.probability` takes them, and what came out.
        articles: That they are from.
        tagged: Spans of the label that the regression was trained on.
        stands: Of these spans.
    """
    worth = RULES_WORTH_ELSEWHERE if stands is Familiarity.ELSEWHERE else RULES_WORTH
    expected = worth / (worth + tagged)
    best, least = Mix(expected), math.inf
    for share in (expected, *SHARES):
        mix = Mix(share)
        scores = [(mix.log_odds(one, other), outcome) for one, other, outcome in outcomes]
        shift = _shift(scores)
        loss = SHARE_FIRMNESS * (share - expected) ** 2 + sum(
            _surprise(score + shift, outcome=outcome) for score, outcome in scores
        )
        if loss < least:
            best, least = Mix(share, shift), loss
    belief = articles / (articles + ARTICLES_WORTH)
    return Mix(expected + belief * (best.share - expected), belief * best.shift)


def _shift(scores: Sequence[tuple[float, bool]]) -> float:
    """What to add to log-odds so that, on the whole, as many are right as they say.

    A logistic regression of a constant, by Newton's method.
    """
    shift = 0.0
    for _ in range(12):
        slope, curve = SHIFT_FIRMNESS * shift, SHIFT_FIRMNESS
        for score, outcome in scores:
            probability = probability_of(score + shift)
            slope += probability - outcome
            curve += probability * (1 - probability)
        step = slope / curve
        shift -= step
        if abs(step) < 1e-4:
            break
    return shift


def _surprise(score: float, *, outcome: bool) -> float:
    return math.log1p(math.exp(-score if outcome else score))


def survivors(scored: Iterable[Scored], *, nests: bool) -> list[Scored]:
    """The likeliest first, without those that overlap a likelier one.

    Args:
        scored: Spans of one label.
        nests: Whether one may lie within another.
    """
    chosen: list[Scored] = []
    for one in sorted(scored, key=lambda item: (-item[0], item[1])):
        if not any(_excludes(other, one[1], nests=nests) for _, other, _ in chosen):
            chosen.append(one)
    return chosen


def _excludes(one: Span, other: Span, *, nests: bool) -> bool:
    if one.start >= other.end or other.start >= one.end:
        return False
    return not (nests and (one.covers(other) or other.covers(one)))


def probability_of(score: float) -> float:
    """The probability of a log-odds."""
    return 1 / (1 + math.exp(-score))
