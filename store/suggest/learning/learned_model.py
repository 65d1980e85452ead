"""What to tag, learned from what an annotator has tagged, left untagged and rejected.

For each label the likely spans of a text are classified one by one, so that spans may nest and
overlap as annotations do. Training is in `store.suggest.learning.training`.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.candidates.roles import roles_of
from store.suggest.candidates.rules import suggest_by_rules
from store.suggest.learning.features import features_of_span
from store.suggest.learning.scoring import (
    UNRULED,
    clipped,
    familiarity_of,
    mixed,
    probability_of,
    survivors,
    untrained,
)
from store.suggest.learning.text_view import add_by_heads, read
from store.suggest.learning.word_counts import KnownPhrases, WordCounts
from store.text.span import Span

if TYPE_CHECKING:
    from store.labels import LabelSet
    from store.suggest.learning.scoring import Scored
    from store.suggest.learning.text_view import TextView
    from store.suggest.learning.word_counts import Keys

Rules: TypeAlias = dict[tuple[Span, str], tuple[str, float]]
"""By span and label, the feature that a rule makes and its score."""

LEAST: Final = 0.05
"""Probability below which a span is not worth a word."""
_BIAS: Final = 5.0
"""The value of the feature that all spans have, so that it is hardly penalised."""
_MOST_TOLD: Final = 12
"""Features that are kept to tell why."""


@dataclass(frozen=True, slots=True)
class LikelySpan:
    """A span that is likely to get a label."""

    span: Span
    label: str
    score: float
    """A probability."""
    told: tuple[str, ...]
    """The features that spoke most for it, the weightiest first."""


@dataclass(frozen=True, slots=True)
class LabelModel:
    """What was learned of one label."""

    weights: dict[str, float]
    """By what a span is, what it stands beside, and how often its words were tagged."""
    tagged: int
    """Spans it was learned from; none where only its rules are known."""
    nests: bool = False
    """Spans of this label stand in other spans of it."""
    shift: float = 0.0
    """Is added to the log-odds of its rules, where only these are known to be right or wrong."""


@dataclass(slots=True)
class LearnedModel:
    """All that was learned."""

    labels: LabelSet
    story: WordCounts = field(default_factory=WordCounts)
    corpus: WordCounts = field(default_factory=WordCounts)
    phrases: KnownPhrases = field(default_factory=KnownPhrases)
    heads: frozenset[str] = frozenset()
    """Words in which tagged spans ended."""
    alike: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """By label and last word, some texts that were tagged."""
    by_label: dict[str, LabelModel] = field(default_factory=dict)

    def complete(self, view: TextView) -> None:
        """Take in the spans that only memory finds."""
        add_by_heads(view, self.heads)
        for number, keys in self.phrases.found(view):
            last = view.tokens[number + len(keys) - 1]
            view.spans.setdefault(Span(view.tokens[number].start, last.end), "remembered")

    def read(self, text: str) -> tuple[TextView, Rules]:
        """Read a text, with what the rules suggest in it and what only memory finds in it."""
        view = read(text)
        rules = add_rules(view, self.labels)
        self.complete(view)
        return view, rules

    def suggest(self, view: TextView, rules: Rules) -> list[LikelySpan]:
        """What is likely to be tagged in what `read` gave, each span once for each label.

        Of spans of one label that cross or, where that is not usual, nest, only the likeliest.
        """
        found: list[LikelySpan] = []
        for label, learned in self.by_label.items():
            scored = [
                one
                for span in view.spans
                if (one := self._scored(view, rules, span, label))[0] >= LEAST
            ]
            for score, span, features in survivors(scored, nests=learned.nests):
                found.append(LikelySpan(span, label, score, _told(features, learned.weights)))
        return sorted(found, key=lambda one: (one.span.start, -one.span.end, one.label))

    def _scored(self, view: TextView, rules: Rules, span: Span, label: str) -> Scored:
        learned, keys = self.by_label[label], view.keys(span)
        features = features_of(view, rules, span, label)
        features |= remembered(self.labels, self.story, self.corpus, label, keys)
        second = sum(value * learned.weights.get(name, 0.0) for name, value in features.items())
        share = ruled(self.labels, rules, span, label, second)
        first = untrained(share, self.story, self.corpus, label, keys)
        if learned.tagged:
            known = familiarity_of(self.story, self.corpus, label, keys)
            score = mixed(first, second, learned.tagged, known)
        else:
            score = probability_of(learned.shift + clipped(first))
        return score, span, features


def _told(features: dict[str, float], weights: dict[str, float]) -> tuple[str, ...]:
    """The features that speak most for a span, the weightiest first."""
    speaking = (name for name in features if weights.get(name, 0.0) > 0)
    return tuple(sorted(speaking, key=lambda name: -features[name] * weights[name])[:_MOST_TOLD])


# Features of a label -----------------------------------------------------------------------------


def add_rules(view: TextView, labels: LabelSet) -> Rules:
    """What the rules suggest in a text; its spans are likely ones too."""
    rules: Rules = {}
    for found in suggest_by_rules(view.text, labels):
        name = f"rule={found.suggester} {found.score:.1f}"
        rules[found.span, found.label] = (name, found.score)
        if view.range_of(found.span) is not None:
            view.spans.setdefault(found.span, "rule")
    return rules


def ruled(labels: LabelSet, rules: Rules, span: Span, label: str, learned: float) -> float:
    """How likely a span is to get a label by the rules.

    Of a label that means nothing to them that is what was learned, given as log-odds.
    """
    if (span, label) in rules:
        return rules[span, label][1]
    return UNRULED if label in labels_of_rules(labels) else probability_of(clipped(learned))


@lru_cache(maxsize=8)
def labels_of_rules(labels: LabelSet) -> frozenset[str]:
    """The labels that mean something to the rules."""
    return frozenset(astuple(roles_of(labels))) - {""}


def features_of(view: TextView, rules: Rules, span: Span, label: str) -> dict[str, float]:
    """What is known of a span for a label, without what is remembered."""
    rule = rules[span, label][0] if (span, label) in rules else "rule=no"
    return {**features_of_span(view, span), "any": _BIAS, rule: 1.0}


def remembered(
    labels: LabelSet, story: WordCounts, corpus: WordCounts, label: str, keys: Keys
) -> dict[str, float]:
    """How often the words of a span were tagged, in this story and in others."""
    features: dict[str, float] = {}
    if keys:
        if story.words:
            _remember(features, labels, "story", story, label, keys)
        _remember(features, labels, "corpus", corpus, label, keys)
    return features


def _remember(
    features: dict[str, float],
    labels: LabelSet,
    where: str,
    counts: WordCounts,
    label: str,
    keys: Keys,
) -> None:
    times = counts.tagged[label, keys]
    stands = counts.stands[keys]
    if stands <= 0 and times <= 0:
        features[f"{where}: new"] = 1.0
    else:
        missed = max(0, stands - times)
        features[f"{where}: tagged {min(times, 3)}, left {min(missed, 3)}"] = 1.0
        features[f"{where}: share"] = math.log((times + 0.3) / (missed + 0.3)) / 2
        if any(counts.tagged[other.name, keys] > 0 for other in labels if other.name != label):
            features[f"{where}: tagged otherwise"] = 1.0
    if counts.rejected[label, keys] > 0:
        features[f"{where}: rejected"] = 1.0
    head = counts.heads[label, keys[-1]]
    if head > 0:
        share = head / max(1, counts.words[keys[-1]])
        features[f"{where}: head {min(4, int(share * 5))}"] = 1.0
        features[f"{where}: head tagged"] = math.log1p(head) / 2
    if all(counts.parts[label, key] > 0 for key in keys):
        features[f"{where}: part of a tagged name"] = 1.0
