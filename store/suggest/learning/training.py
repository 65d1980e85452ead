"""Trains a `LearnedModel`: which spans are examples of what, and how sure to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.suggest.learning.learned_model import (
    LabelModel,
    LearnedModel,
    add_rules,
    features_of,
    remembered,
)
from store.suggest.learning.regression import regression
from store.suggest.learning.scoring import shift_of_rules
from store.suggest.learning.text_view import read
from store.suggest.learning.word_counts import KnownPhrases, WordCounts, count
from store.suggest.tagged.tag_counts import COVERS
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.labels import LabelSet
    from store.suggest.learning.examples import TaggedText
    from store.suggest.learning.learned_model import Rules
    from store.suggest.learning.text_view import TextView

PARTS: Final = 8
"""How many parts the only article of a story is taken in, so that there is something that was
tagged before."""
LEAST_TAGGED: Final = 4
"""Spans of a label from which on something is learned of what they are like."""
MOST_ALIKE: Final = 3
"""Examples of the same words with the same outcome; more would make them the rule."""
REJECTED_TIMES: Final = 3
"""How often an example counts that a person has rejected: unlike others it was looked at."""
NESTS: Final = 0.2
"""Share of what stands within tagged spans of a label that must be tagged as that label too, for
more of that to be suggested."""
LEAST_WITHIN: Final = 5
"""Spans within tagged ones from which on that share says something."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of an article that was read."""

    view: TextView
    rules: Rules
    within: Span
    story: int
    tagged: Mapping[Span, frozenset[str]]
    rejected: Mapping[Span, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _TrainingRow:
    """A likely span, and what was known of its story when it was new."""

    part: _Part
    span: Span
    story: WordCounts
    corpus: WordCounts


def train(
    labels: LabelSet, story: Sequence[TaggedText], others: Sequence[Sequence[TaggedText]] = ()
) -> LearnedModel:
    """Learn from the examples of this story and of other stories by the same annotator."""
    model = LearnedModel(labels)
    groups = [list(story), *(list(other) for other in others)]
    read_groups = [[(example, read(example.text)) for example in group] for group in groups]
    every = [one for group in read_groups for one in group]
    known = {label.name for label in labels}
    tagged_keys = [
        (label, keys)
        for example, view in every
        for start, end, label in example.spans
        if label in known and (keys := view.keys(Span(start, end)))
    ]
    model.phrases = KnownPhrases(keys for _, keys in tagged_keys)
    model.heads = frozenset(keys[-1] for _, keys in tagged_keys if len(keys) < 6)
    model.alike = _alike(every)
    parts = [
        part
        for number, group in enumerate(read_groups)
        for part in _parts(model, number, group, known)
    ]
    counted = [count(p.view, p.tagged, p.rejected, model.phrases, p.within) for p in parts]
    for part, counts in zip(parts, counted, strict=True):
        (model.corpus if part.story else model.story).add(counts)
    rows = list(_rows(parts, counted, len(groups)))
    for label in labels:
        learned = _train_label(model, label.name, rows, nests=_nests(parts, label.name))
        if learned is not None:
            model.by_label[label.name] = learned
    return model


def _alike(every: Sequence[tuple[TaggedText, TextView]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Some tagged texts by label and last word, those of this story first."""
    alike: dict[tuple[str, str], tuple[str, ...]] = {}
    for example, view in every:
        for start, end, label in example.spans:
            keys = view.keys(Span(start, end))
            known = alike.get((label, keys[-1]), ()) if keys else ()
            if keys and len(known) < MOST_ALIKE and example.text[start:end] not in known:
                alike[label, keys[-1]] = (*known, example.text[start:end])
    return alike


def _parts(
    model: LearnedModel, story: int, group: Sequence[tuple[TaggedText, TextView]], known: set[str]
) -> Iterator[_Part]:
    for example, view in group:
        rules = add_rules(view, model.labels)
        model.complete(view)
        tagged = _by_span(example.spans, known)
        rejected = _by_span(example.rejected, known)
        pieces = max(1, PARTS // len(group)) if len(group) == 1 else 1
        size = len(view.text) // pieces + 1
        for start in range(0, len(view.text), size):
            yield _Part(view, rules, Span(start, start + size), story, tagged, rejected)


def _by_span(spans: Sequence[tuple[int, int, str]], known: set[str]) -> dict[Span, frozenset[str]]:
    found: dict[Span, frozenset[str]] = {}
    for start, end, label in spans:
        if label in known:
            found[Span(start, end)] = found.get(Span(start, end), frozenset()) | {label}
    return found


def _rows(
    parts: Sequence[_Part], counted: Sequence[WordCounts], stories: int
) -> Iterator[_TrainingRow]:
    """The likely spans, each with what is counted without the part that it stands in.

    Of the only article of a story, and in other stories, only what comes before counts, as if they
    were annotated now: what is to come are other articles, with more that is new. Of every other
    article of other stories nothing at all counts, as in a story that has just been begun.
    """
    has_more = len({id(part.view) for part in parts if part.story == 0}) > 1
    totals = [WordCounts() for _ in range(stories)]
    everything = WordCounts()
    for part, counts in zip(parts, counted, strict=True):
        totals[part.story].add(counts)
        everything.add(counts)
    before: dict[int, WordCounts] = {}
    for number, (part, counts) in enumerate(zip(parts, counted, strict=True)):
        story, corpus = WordCounts(), WordCounts()
        corpus.add(everything)
        corpus.subtract(totals[part.story])
        if part.story == 0 and has_more:
            story.add(totals[0])
            story.subtract(counts)
        else:
            earlier = before.setdefault(part.story, WordCounts())
            if number % 2 or not part.story:
                story.add(earlier)
            earlier.add(counts)
        for span in part.view.spans:
            if span.start in part.within:
                yield _TrainingRow(part, span, story, corpus)


def _nests(parts: Sequence[_Part], label: str) -> bool:
    """Whether what stands within tagged spans of a label is itself tagged so, often enough."""
    inside = tagged = 0
    for part in parts:
        mine = [
            s for s, labels in part.tagged.items() if label in labels and s.start in part.within
        ]
        for holder in mine:
            found = part.view.range_of(holder)
            if found is None or holder.start not in part.within or len(holder) > COVERS:
                continue
            for span, kind in part.view.spans.items():
                within = holder.start <= span.start and span.end <= holder.end
                if kind == "name" and span != holder and within:
                    inside += 1
                    tagged += label in part.tagged.get(span, ())
    return inside >= LEAST_WITHIN and tagged / inside >= NESTS


# One label -----------------------------------------------------------------------------------


def _train_label(
    model: LearnedModel, label: str, rows: Sequence[_TrainingRow], *, nests: bool
) -> LabelModel | None:
    """Train a regression on all there is.

    Of a label that was hardly tagged only that is seen: how often its rules are wrong.
    """
    chosen = list(_chosen(rows, label))
    tagged = sum(_is_tagged(row, label) for row in chosen)
    if tagged >= LEAST_TAGGED:
        return LabelModel(regression(_weighed(model, label, chosen)), tagged, nests)
    suggested = [row for row in rows if (row.span, label) in row.part.rules]
    if not suggested:
        return None
    scores = [row.part.rules[row.span, label][1] for row in suggested]
    shift = shift_of_rules(scores, sum(_is_tagged(row, label) for row in suggested))
    return LabelModel({}, 0, nests, shift)


def _weighed(
    model: LearnedModel, label: str, rows: Iterable[_TrainingRow]
) -> Iterator[tuple[dict[str, float], bool, int]]:
    """The features of each row, what came out, and how often it counts."""
    for row in rows:
        view = row.part.view
        features = features_of(view, row.part.rules, row.span, label)
        keys = view.keys(row.span)
        features |= remembered(model.labels, row.story, row.corpus, label, keys)
        outcome = _is_tagged(row, label)
        is_rejected = not outcome and label in row.part.rejected.get(row.span, ())
        yield features, outcome, REJECTED_TIMES if is_rejected else 1


def _chosen(rows: Sequence[_TrainingRow], label: str) -> Iterator[_TrainingRow]:
    """Of many examples of the same words with the same outcome only the first few."""
    seen: Counter[tuple[tuple[str, ...], bool]] = Counter()
    for row in rows:
        keys = row.part.view.keys(row.span)
        if keys:
            alike = (keys, _is_tagged(row, label))
            seen[alike] += 1
            if seen[alike] > MOST_ALIKE:
                continue
        yield row


def _is_tagged(row: _TrainingRow, label: str) -> bool:
    return label in row.part.tagged.get(row.span, ())
