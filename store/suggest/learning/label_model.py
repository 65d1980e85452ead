"""What was learned of labels, and how likely that makes a span."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.candidates.cues import Cue
from store.suggest.candidates.likelihood import likelihood
from store.suggest.learning.regression import log_odds, probability_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.labels import Label
    from store.suggest.learning.phrase_memory import BothMemories, Remembered
    from store.suggest.learning.read_text import LikelySpan
    from store.suggest.learning.regression import Regression
    from store.text.span import Span

Scored: TypeAlias = "tuple[float, LikelySpan, bool]"
"""How likely a span is, the span, and whether its words were tagged before."""
BREAK_EVEN: Final = 0.45
"""How sure a suggestion has to be to save keys. An answer costs a key, a span without a suggestion
some 2.2 (1.5 in NewsWCL50, 2 in ECB+, 3.5 in PolNeAR by `bench/keystrokes.py`): one that is right
saves 1.2 and one that is wrong costs 1, so that they come out even at 1 / 2.2."""
RULES: Final = 0.5
"""What the log-odds of the rules count."""
_WORDS: Final = 0.5
"""What the log-odds of how often the very words were tagged count beside all else."""
_WORTH: Final = 20
"""Tagged spans up to which they count the more, the fewer there are."""
_UNRULED: Final = -2.0
"""Log-odds of what is only looked at because the same words were tagged."""
_MOST_TOLD: Final = 2


@dataclass(frozen=True, slots=True)
class LabelModel:
    """What was learned of one label."""

    label: Label
    learned: Regression
    tagged: int
    """Spans that it was learned from."""
    is_proved: bool
    """Whether spans whose words were never tagged are mostly right."""

    def score(self, span: LikelySpan, memory: BothMemories) -> float:
        """How likely a span is to get the label, from 0 to 1."""
        known = memory.remembered(self.label.name, span.words)
        features = features_of(self.label, span, known, memory.ends_so(self.label.name, span))
        learned = self.learned.log_odds(features, offset_of(self.label, span))
        if known.tagged <= 0:
            return probability_of(learned)
        words = max(_WORDS, 1 - self.tagged / _WORTH)
        return probability_of((1 - words) * learned + words * log_odds(known.share))

    def told(self, span: LikelySpan) -> str:
        """What speaks most for a span, as a person reads it."""
        weights = self.learned.weights
        said = sorted((-weights.get(one, 0.0), one) for one in span.features if _told(one))
        best = [_told(one) for weight, one in said if weight < 0][:_MOST_TOLD]
        return ", ".join(best)


@dataclass(slots=True)
class LearnedModel:
    """What was learned of all labels."""

    memory: BothMemories
    by_label: dict[str, LabelModel] = field(default_factory=dict)


def features_of(
    label: Label, span: LikelySpan, known: Remembered, ends_so: float
) -> tuple[str, ...]:
    """What is known of a span for a label."""
    rule = () if span.candidate is None else (f"rule={likelihood(span.candidate, label):.1f}",)
    return (*span.features, *rule, *_of_words(known), *_of_end(ends_so))


def offset_of(label: Label, span: LikelySpan) -> float:
    """What the rules say of a span."""
    if span.candidate is None:
        return RULES * _UNRULED
    return RULES * log_odds(likelihood(span.candidate, label))


def _of_words(known: Remembered) -> tuple[str, ...]:
    left = "never" if known.left <= 0 else "less" if known.left <= known.tagged else "more"
    if known.tagged <= 0:
        return (f"new, left {left}",)
    if known.left > 3 * known.tagged:
        left = "mostly"
    times = min(3, round(known.tagged))
    return ("tagged", f"tagged {times}", f"tagged {times}, left {left}")


def _of_end(share: float) -> tuple[str, ...]:
    return ("end", f"end {int(4 * share)}") if share > 0 else ("end new",)


def _told(feature: str) -> str:
    name, is_word, word = feature.partition("=")
    if not is_word:
        return feature if feature in _CUES else ""
    if not word.isalpha():
        return ""
    return {"before": f"after “{word}”", "after": f"before “{word}”"}.get(name, "")


_CUES: Final = frozenset(map(str, Cue))


def _rank(one: Scored) -> tuple[bool, int, float, Span]:
    score, likely, is_known = one
    return (not is_known, -len(likely.span) if is_known else 0, -score, likely.span)


def survivors(scored: Iterable[Scored]) -> list[Scored]:
    """The spans of one label in a text of which none overlaps a better one.

    What was tagged before goes before what is new, and the longer of it before the shorter: nothing
    that is guessed takes its place. Of what is new the likeliest goes first.
    """
    chosen: list[Scored] = []
    starts: list[Span] = []
    for one in sorted(scored, key=_rank):
        span = one[1].span
        at = bisect(starts, span)
        beside = starts[max(0, at - 1) : at + 1]
        if not any(other.start < span.end and span.start < other.end for other in beside):
            starts.insert(at, span)
            chosen.append(one)
    return chosen
