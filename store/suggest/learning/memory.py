"""What was tagged and what was left untagged, by its words: counted in what has been read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.suggest.learning.text_view import TextView
    from store.text.span import Span

    Tagged: TypeAlias = Mapping[Span, frozenset[str]]

Keys: TypeAlias = tuple[str, ...]
"""Words as they are compared."""
LONGEST_HOLDER: Final = 8
"""Words in the longest tagged span whose parts are not counted as left untagged: in "Foreign
Minister Ana Boe", tagged as a whole, nobody left "Boe" out; in a whole claim somebody did."""
LEFT: Final = 0.5
"""What being left untagged counts: it may have been overlooked."""
REJECTIONS: Final = 2.0
"""What being rejected counts more."""


@dataclass(slots=True)
class WordCounts:
    """Of a part of an article, or of several added up."""

    tagged: Counter[tuple[str, Keys]] = field(default_factory=Counter)
    """By label and words, how often a span was tagged."""
    stands: Counter[Keys] = field(default_factory=Counter)
    """How often words stand there, tagged or not; kept for what is tagged anywhere."""
    rejected: Counter[tuple[str, Keys]] = field(default_factory=Counter)
    heads: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label and last word, how many spans were tagged."""
    words: Counter[str] = field(default_factory=Counter)
    """How often each word stands there."""
    parts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label and a word with a capital, how many tagged spans of several words hold it."""

    def add(self, other: WordCounts) -> None:
        """Add what another counted."""
        self.tagged.update(other.tagged)
        self.stands.update(other.stands)
        self.rejected.update(other.rejected)
        self.heads.update(other.heads)
        self.words.update(other.words)
        self.parts.update(other.parts)

    def take(self, other: WordCounts) -> None:
        """Take away what another counted, which has been added before."""
        self.tagged.subtract(other.tagged)
        self.stands.subtract(other.stands)
        self.rejected.subtract(other.rejected)
        self.heads.subtract(other.heads)
        self.words.subtract(other.words)
        self.parts.subtract(other.parts)

    def head_share(self, label: str, keys: Keys) -> float:
        """How often, of all the times that the last of some words stands there, it ends a tagged
        span; once that it did not is taken for granted."""
        head = self.heads[label, keys[-1]]
        return head / (max(head, self.words[keys[-1]]) + 1) if head > 0 else 0.0

    def share(self, label: str, keys: Keys, prior: float, weight: float, most: float) -> float:
        """How likely words are to be tagged once more, from how often they were.

        Args:
            label: The label in question.
            keys: The words.
            prior: The probability where nothing has been counted.
            weight: How many times of standing there the prior is worth (a beta distribution).
            most: How many times of standing there count at most: what is tagged a hundred times
                is not that certain to be tagged again.
        """
        tagged = self.tagged[label, keys]
        left = max(0, self.stands[keys] - tagged)
        stands = tagged + LEFT * left + REJECTIONS * self.rejected[label, keys]
        if stands <= 0:
            return prior
        scale = min(1.0, most / stands)
        return (tagged * scale + weight * prior) / (stands * scale + weight)


class KnownPhrases:
    """Finds known sequences of words in texts."""

    def __init__(self, sequences: Iterable[Keys] = ()) -> None:
        self._by_first: dict[str, list[Keys]] = defaultdict(list)
        for keys in sorted(set(sequences)):
            if keys:
                self._by_first[keys[0]].append(keys)

    def found(self, view: TextView) -> Iterator[tuple[int, Keys]]:
        """Where each stands: the number of its first token."""
        words = [token.key for token in view.tokens]
        for number, word in enumerate(words):
            for keys in self._by_first.get(word, ()):
                if tuple(words[number : number + len(keys)]) == keys:
                    yield number, keys


def count(
    view: TextView, tagged: Tagged, rejected: Tagged, phrases: KnownPhrases, within: Span
) -> WordCounts:
    """Count in a part of an article what is tagged, and how often phrases stand there."""
    counts = WordCounts()
    counts.words.update(t.key for t in view.tokens if within.start <= t.start < within.end)
    ranges = {found for span in tagged if (found := view.range_of(span)) is not None}
    holders: dict[int, int] = {}
    for first, end in ranges:
        if end - first <= LONGEST_HOLDER:
            for number in range(first, end):
                holders[number] = max(end, holders.get(number, 0))
    for number, keys in phrases.found(view):
        if within.start <= view.tokens[number].start < within.end:
            end = number + len(keys)
            if (number, end) in ranges or holders.get(number, 0) < end:
                counts.stands[keys] += 1
    for span, labels in rejected.items():
        if span.start in within and (keys := view.keys(span)):
            counts.rejected.update((label, keys) for label in labels)
    for span, labels in tagged.items():
        if span.start in within and (keys := view.keys(span)):
            capitals = _capitals(view, span) if len(keys) > 1 else []
            for label in labels:
                counts.tagged[label, keys] += 1
                counts.heads[label, keys[-1]] += 1
                counts.parts.update((label, word) for word in capitals)
    return counts


def _capitals(view: TextView, span: Span) -> list[str]:
    found = view.range_of(span)
    tokens = view.tokens[found[0] : found[1]] if found is not None else []
    return [token.key for token in tokens if token.text[0].isupper()]
