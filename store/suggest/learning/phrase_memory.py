"""What was tagged and what was left untagged, by its words: counted in what has been read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.suggest.learning.read_text import by_first_word
from store.suggest.tagged.tag_counts import COVERS, is_left_out, share_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from store.suggest.learning.examples import TaggedText
    from store.suggest.learning.read_text import LikelySpan, ReadText, Words

_AT_ONCE: Final = 100
"""Places that are looked at between two yields."""
MOST_ELSEWHERE: Final = 2
"""How many times of standing there other stories count at most: what is so there need not be so
here, and a few times here say more."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """How often some words were tagged with a label, left and rejected."""

    tagged: float
    left: float
    rejected: float

    @property
    def share(self) -> float:
        """How likely they are to be tagged once more."""
        return share_of(self.tagged, self.left, self.rejected)


@dataclass(slots=True)
class PhraseMemory:
    """The counts of some articles."""

    tagged: Counter[tuple[str, Words]] = field(default_factory=Counter)
    left: Counter[tuple[str, Words]] = field(default_factory=Counter)
    rejected: Counter[tuple[str, Words]] = field(default_factory=Counter)
    heads: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label and last word, how many spans were tagged."""
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By label, how often each word stands in what has been read for it."""

    def tag(self, example: TaggedText, view: ReadText) -> None:
        """Count what is tagged and rejected in an article."""
        for span, label, is_tagged in _settled(example):
            known = view.likely(span)
            if known is None:
                continue
            if is_tagged:
                self.heads[label, known.last] += 1
                self.tagged[label, known.words] += bool(known.words)
            else:
                self.rejected[label, known.words] += bool(known.words)

    def leave(
        self, example: TaggedText, view: ReadText, known: Iterable[LikelySpan]
    ) -> Generator[None, None, None]:
        """Count what is left in an article of what is tagged anywhere, in steps.

        Args:
            example: The article.
            view: What was read of it.
            known: Where what is tagged anywhere stands in it.
        """
        begin, ends = example.begin, example.read_up_to()
        tagged = {(Span(start, end), label) for start, end, label in example.spans}
        holders = sorted({span for span, _ in tagged if len(span) <= COVERS})
        for label, end in ends.items():
            self.words.update(
                (label, t.lower) for t in view.tokens if begin <= t.start and t.end <= end
            )
            yield
        for number, one in enumerate(known):
            if number % _AT_ONCE == 0:
                yield
            near = holders[
                bisect_left(holders, Span(one.span.start - COVERS, 0)) : bisect_left(
                    holders, Span(one.span.start + 1, 0)
                )
            ]
            if one.span.start >= begin and is_left_out(one.span, near):
                for label, end in ends.items():
                    if self.tagged[label, one.words] and one.span.end <= end:
                        self.left[label, one.words] += (one.span, label) not in tagged

    def remembered(self, label: str, words: Words) -> Remembered:
        """How often words were tagged, left and rejected."""
        key = (label, words)
        return Remembered(self.tagged[key], self.left[key], self.rejected[key])

    def without(self, label: str, one: LikelySpan, *, is_tagged: bool) -> Remembered:
        """The same without one place where they stand, as if it were new."""
        known = self.remembered(label, one.words)
        if is_tagged:
            return Remembered(known.tagged - 1, known.left, known.rejected)
        if not known.tagged:
            return Remembered(0, 0, 0)
        return Remembered(known.tagged, max(0, known.left - 1), known.rejected)

    def ends_so(self, label: str, one: LikelySpan) -> float:
        """Of all the times that a span's last word stands there, in what share it ends one that is
        tagged; without the very words, so that it says something of spans that are new."""
        known = self.remembered(label, one.words)
        heads = self.heads[label, one.last] - known.tagged
        words = self.words[label, one.last] - known.tagged - known.left
        return heads / max(heads, words) if heads > 0 else 0.0


@dataclass(frozen=True, slots=True)
class BothMemories:
    """What is remembered of this story, and of others by the same annotator."""

    here: PhraseMemory
    elsewhere: PhraseMemory

    def of(self, *, is_here: bool) -> PhraseMemory:
        """That of this story, or that of others."""
        return self.here if is_here else self.elsewhere

    def remembered(self, label: str, words: Words) -> Remembered:
        """How often words were tagged, left and rejected; of other stories only a little counts."""
        here = self.here.remembered(label, words)
        return _with(here, self.elsewhere.remembered(label, words))

    def without(self, label: str, one: LikelySpan, *, is_tagged: bool, is_here: bool) -> Remembered:
        """The same without one place where they stand."""
        if is_here:
            here = self.here.without(label, one, is_tagged=is_tagged)
            return _with(here, self.elsewhere.remembered(label, one.words))
        elsewhere = self.elsewhere.without(label, one, is_tagged=is_tagged)
        return _with(Remembered(0, 0, 0), elsewhere)

    def ends_so(self, label: str, one: LikelySpan) -> float:
        """As `PhraseMemory.ends_so`, where it is more."""
        return max(self.here.ends_so(label, one), self.elsewhere.ends_so(label, one))

    def sought(self) -> dict[str, list[Words]]:
        """All words that were tagged, as `ReadText.places` takes them."""
        return by_first_word(w for m in (self.here, self.elsewhere) for _, w in m.tagged)


def _with(here: Remembered, there: Remembered) -> Remembered:
    scale = min(1.0, MOST_ELSEWHERE / max(1.0, there.tagged + there.left))
    return Remembered(
        here.tagged + scale * there.tagged, here.left + scale * there.left, here.rejected
    )


def _settled(example: TaggedText) -> Iterator[tuple[Span, str, bool]]:
    """What was tagged, and what was rejected."""
    kinds: Iterable[tuple[tuple[tuple[int, int, str], ...], bool]] = (
        (example.spans, True),
        (example.rejected, False),
    )
    for spans, is_tagged in kinds:
        for start, end, label in spans:
            yield Span(start, end), label, is_tagged
