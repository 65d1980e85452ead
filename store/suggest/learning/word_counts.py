"""What was tagged and what was left untagged, by its words: counted in what has been read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.tagged.tag_counts import COVERS, TagCounts, is_left_out, share
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.suggest.learning.text_view import TextView

    Tagged: TypeAlias = Mapping[Span, frozenset[str]]

Keys: TypeAlias = tuple[str, ...]
"""Words as they are compared."""
LEFT: Final = 0.5
"""What being left untagged counts: it may have been overlooked."""
REJECTIONS: Final = 2.0
"""What being rejected counts more."""


@dataclass(slots=True)
class WordCounts(TagCounts[tuple[str, Keys], Keys]):
    """What was tagged, by label and words, and what its words are."""

    heads: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label and last word, how many spans were tagged."""
    words: Counter[str] = field(default_factory=Counter)
    """How often each word stands there."""
    parts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label and a word with a capital, how many tagged spans of several words hold it."""

    def head_share(self, label: str, keys: Keys) -> float:
        """How often, of all the times that the last of some words stands there, it ends a tagged
        span; once that it did not is taken for granted."""
        head = self.heads[label, keys[-1]]
        return head / (max(head, self.words[keys[-1]]) + 1) if head > 0 else 0.0

    def share(self, label: str, keys: Keys, expected: float, prior: tuple[float, float]) -> float:
        """How likely words are to be tagged once more, from how often they were.

        Args:
            label: The label in question.
            keys: The words.
            expected: The probability where nothing has been counted.
            prior: How many times of standing there that is worth, and how many count at most: what
                is tagged a hundred times is not that certain to be tagged again.
        """
        worth, most = prior
        tagged = self.tagged[label, keys]
        left = max(0, self.stands[keys] - tagged)
        stands = tagged + LEFT * left + REJECTIONS * self.rejected[label, keys]
        if stands <= 0:
            return expected
        scale = min(1.0, most / stands)
        return share(tagged * scale, stands * scale, expected, worth)


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
    holders = sorted(span for span in tagged if len(span) <= COVERS)
    starts = [holder.start for holder in holders]
    for number, keys in phrases.found(view):
        start, end = view.tokens[number].start, view.tokens[number + len(keys) - 1].end
        if within.start <= start < within.end:
            first = bisect_left(starts, start - COVERS)
            near = holders[first : bisect_right(starts, start)]
            counts.stands[keys] += is_left_out(Span(start, end), near)
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
