"""How sure to be that a span gets a label: from what the rules, the memory and a regression say.

Two log-odds are mixed. One is what is known without any training: the score of the rule that found
the span, corrected by how often the same words were tagged before. The other is what a regression
has learned; the more was tagged, the more it counts.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.tagged.tag_counts import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.suggest.learning.word_counts import Keys, WordCounts
    from store.text.span import Span

Scored: TypeAlias = tuple[float, "Span", dict[str, float]]
"""A probability, the span that has it, and the features that made it."""
UNRULED: Final = 0.03
"""How likely a span is to be tagged that no rule suggests: a guess."""
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
FIRMNESS: Final = 20.0
"""How many suggestions of rules their scores are worth, for a label that is hardly ever tagged."""
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


def familiarity_of(story: WordCounts, corpus: WordCounts, label: str, keys: Keys) -> Familiarity:
    """What is known of words for a label."""
    if not story.words:
        return Familiarity.ELSEWHERE
    was_tagged = story.tagged[label, keys] > 0 or corpus.tagged[label, keys] > 0
    return Familiarity.TAGGED if keys and was_tagged else Familiarity.NEW


def mixed(untrained: float, learned: float, tagged: int, familiarity: Familiarity) -> float:
    """The probability that two log-odds give together.

    Args:
        untrained: By the rules and the memory.
        learned: By a regression.
        tagged: Spans of the label that the regression was trained on: the more, the more it counts.
        familiarity: What is known of the words.
    """
    elsewhere = familiarity is Familiarity.ELSEWHERE
    worth = RULES_WORTH_ELSEWHERE if elsewhere else RULES_WORTH
    first = worth / (worth + tagged)
    return probability_of(first * clipped(untrained) + (1 - first) * clipped(learned))


def shift_of_rules(scores: Sequence[float], right: int) -> float:
    """What to add to the log-odds of rules of which so many were right."""
    if not scores:
        return 0.0
    mean = sum(scores) / len(scores)
    return log_odds(share(right, len(scores), mean, FIRMNESS)) - log_odds(mean)


def untrained(
    expected: float, story: WordCounts, corpus: WordCounts, label: str, keys: Keys
) -> float:
    """The log-odds by a rule's score and by how often the words were tagged before.

    Args:
        expected: The rule's score, from 0 to 1.
        story: What was counted in this story.
        corpus: What was counted in others.
        label: The label in question.
        keys: The words; empty where they are not counted.
    """
    if keys:
        heads = (BY_HEAD * counts.head_share(label, keys) for counts in (story, corpus))
        expected = max(expected, *heads)
        expected = corpus.share(label, keys, expected, CORPUS_PRIOR)
        expected = story.share(label, keys, expected, STORY_PRIOR)
    return log_odds(expected)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, which is first made neither 0 nor 1."""
    inside = max(1e-4, min(1 - 1e-4, probability))
    return math.log(inside / (1 - inside))


def clipped(score: float) -> float:
    """A log-odds that is not surer than `SUREST`."""
    return max(-SUREST, min(SUREST, score))


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
