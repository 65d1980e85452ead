"""Learns from examples which spans get a label, and whether that holds for words that are new.

For each label the likely spans of a text are judged one by one, so that spans may nest as
annotations do: a regression weighs cues, the words at the ends and beside, and how often the same
words were tagged or left, counted without the place that is judged. Where half of the articles
foretell in the other half what has words that were never tagged, and are mostly right, such spans
are suggested; else they are not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from store.suggest.learning.label_model import (
    BREAK_EVEN,
    LabelModel,
    LearnedModel,
    features_of,
    offset_of,
    survivors,
)
from store.suggest.learning.phrase_memory import BothMemories, PhraseMemory
from store.suggest.learning.regression import Example, regression

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from store.labels import Label, LabelSet
    from store.suggest.learning.examples import TaggedText
    from store.suggest.learning.label_model import Scored
    from store.suggest.learning.read_text import LikelySpan, ReadText, Words
    from store.suggest.learning.regression import Regression

LEAST_TAGGED: Final = 4
"""Spans of a label from which on something is learned of what they are like."""
MOST_ALIKE: Final = 6.0
"""Examples of the same words that count at most; more would make them the rule."""
ELSEWHERE: Final = 0.5
"""What an example of another story counts beside one of this."""
LEAST_PROVED: Final = 8
"""Foretold spans that were right from which on their share says something."""
PROVED: Final = 0.55
"""What share of them has to be right."""
_AT_ONCE: Final = 100
"""Spans that are looked at between two yields."""
REFUSED: Final = 3
"""How many foretold spans that were wrong a refused suggestion is worth: it was looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was annotated and read."""

    example: TaggedText
    view: ReadText
    is_here: bool
    """Whether it is of this story."""


@dataclass(slots=True)
class TrainingSet:
    """Articles, what is remembered of them, and where that stands in them."""

    known: Sequence[Known]
    memory: BothMemories
    places: list[list[LikelySpan]]
    """For each article, where words stand that are tagged anywhere."""

    def tagged(self, label: str) -> int:
        """How many spans have a label."""
        every = (name for one in self.known for *_, name in one.example.spans)
        return sum(name == label for name in every)

    def judged(self, label: str) -> Iterator[tuple[Known, LikelySpan, bool]]:
        """The likely spans for a label, as far as it was read, and whether each was tagged."""
        for one, places in zip(self.known, self.places, strict=True):
            begin, end = one.example.begin, one.example.read_up_to().get(label, 0)
            tagged = {(first, last) for first, last, name in one.example.spans if name == label}
            for span in likely_for(label, one.view, places, self.memory):
                start, stop = span.span.start, span.span.end
                if begin <= start and stop <= end:
                    yield one, span, (start, stop) in tagged


def likely_for(
    label: str, view: ReadText, places: Iterable[LikelySpan], memory: BothMemories
) -> Iterator[LikelySpan]:
    """The likely spans of a text for a label: candidates, and what has words that were tagged so.

    Args:
        label: The label.
        view: The text.
        places: Where words stand in it that are tagged anywhere.
        memory: What was tagged.
    """
    yield from view.spans.values()
    for one in places:
        if one.candidate is None and memory.remembered(label, one.words).tagged > 0:
            yield one


def train(labels: LabelSet, known: Sequence[Known]) -> Generator[None, None, LearnedModel]:
    """Learn from articles, in steps."""
    lesson = yield from _lesson(known)
    halves = []
    for half in _halves(known):
        halves.append((yield from _lesson(half)))
    made = LearnedModel(lesson.memory)
    for label in labels:
        learned = yield from _learn(label, lesson)
        if learned is not None:
            is_proved = yield from _is_proved(label, halves, known)
            tagged = lesson.tagged(label.name)
            made.by_label[label.name] = LabelModel(label, learned, tagged, is_proved=is_proved)
    return made


def _lesson(known: Sequence[Known]) -> Generator[None, None, TrainingSet]:
    memory = BothMemories(PhraseMemory(), PhraseMemory())
    for one in known:
        memory.of(is_here=one.is_here).tag(one.example, one.view)
        yield
    sought, places = memory.sought(), []
    for one in known:
        places.append((yield from one.view.places(sought)))
        yield from memory.of(is_here=one.is_here).leave(one.example, one.view, places[-1])
    return TrainingSet(known, memory, places)


def _learn(label: Label, lesson: TrainingSet) -> Generator[None, None, Regression | None]:
    """What a label's spans are like; nothing where too few were tagged."""
    if lesson.tagged(label.name) < LEAST_TAGGED:
        return None
    rows: list[tuple[Known, LikelySpan, bool]] = []
    alike: Counter[Words] = Counter()
    for one, span, is_tagged in lesson.judged(label.name):
        alike[span.words] += 1
        rows.append((one, span, is_tagged))
        if len(rows) % _AT_ONCE == 0:
            yield
    examples = []
    for one, span, is_tagged in rows:
        known = lesson.memory.without(label.name, span, is_tagged=is_tagged, is_here=one.is_here)
        features = features_of(label, span, known, lesson.memory.ends_so(label.name, span))
        weight = min(1.0, MOST_ALIKE / alike[span.words]) if span.words else 1.0
        weight *= 1.0 if one.is_here else ELSEWHERE
        examples.append(Example(features, offset_of(label, span), is_tagged, weight))
        if len(examples) % _AT_ONCE == 0:
            yield
    learned = yield from regression(examples)
    return learned


# Whether it holds ----------------------------------------------------------------------------


def _halves(known: Sequence[Known]) -> tuple[Sequence[Known], Sequence[Known]]:
    """The articles in two halves; an only one is cut."""
    if len(known) != 1:
        return known[::2], known[1::2]
    first, second = known[0].example.halves()
    return [replace(known[0], example=first)], [replace(known[0], example=second)]


def _is_proved(
    label: Label, halves: Sequence[TrainingSet], known: Sequence[Known]
) -> Generator[None, None, bool]:
    """Whether each half foretells what is new in the other, mostly rightly."""
    right = of = 0
    for half, other in (halves, halves[::-1]):
        learned = yield from _learn(label, half)
        if learned is None:
            continue
        model = LabelModel(label, learned, half.tagged(label.name), is_proved=True)
        scored: dict[int, list[Scored]] = {}
        right_ones = set()
        for number, (one, span, is_tagged) in enumerate(other.judged(label.name)):
            score = model.score(span, half.memory)
            if score >= BREAK_EVEN:
                is_known = half.memory.remembered(label.name, span.words).tagged > 0
                scored.setdefault(id(one), []).append((score, span, is_known))
                right_ones |= {id(span)} if is_tagged else set()
            if number % _AT_ONCE == 0:
                yield
        for of_article in scored.values():
            for _, span, is_known in survivors(of_article):
                if not is_known:
                    of += 1
                    right += id(span) in right_ones
    refused = sum(
        name == label.name for one in known if one.is_here for *_, name in one.example.rejected
    )
    return right >= LEAST_PROVED and right >= PROVED * (of + REFUSED * refused)
