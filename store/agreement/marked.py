"""What a person has marked in an article, as counting needs it: units, words, stretches of text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from store.frozen import Frozen
from store.text.tokens import counted_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.agreement.units import ComparedUnit

Stretches = list[tuple[int, int]]
"""Starts and ends in code points, half-open, in order and without overlap."""


class CountedText(Frozen):
    """A text as far as it is counted."""

    length: int
    """In code points."""
    starts: list[int]
    """Of its words and marks."""
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> CountedText:
        """What is counted of a text."""
        places = counted_places(text)
        return cls(len(text), [start for start, _ in places], [end for _, end in places])

    @property
    def tokens(self) -> int:
        """How many words and marks it has."""
        return len(self.starts)

    def mask(self, stretches: Iterable[tuple[int, int]]) -> int:
        """The words and marks that share text with stretches, as the bits of a number."""
        found = 0
        for start, end in stretches:
            first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
            if last > first:
                found |= ((1 << (last - first)) - 1) << first
        return found


class LabelMarks(Frozen):
    """What a person has marked with a label in an article."""

    units: list[ComparedUnit]
    """Each once, sorted."""
    tokens: int
    """The words and marks, as `CountedText.mask` gives them."""
    stretches: Stretches
    """Annotations that share text are joined; those that only touch stay two."""
    length: int
    """Code points of these."""
    within: int
    """The squares of the lengths of these."""


class ArticleMarks(Frozen):
    """What a person has marked in an article."""

    labels: Mapping[str, LabelMarks]
    values: Mapping[str, int]
    """The words and marks with exactly these labels, by the labels, several in one text."""


def marks_of(text: CountedText, units: Iterable[ComparedUnit]) -> ArticleMarks:
    """What a person has marked; of two equal annotations one counts."""
    by_label: dict[str, list[ComparedUnit]] = defaultdict(list)
    for unit in set(units):
        by_label[unit.label].append(unit)
    labels = {label: _of_label(text, sorted(those)) for label, those in sorted(by_label.items())}
    return ArticleMarks(labels, _values({label: each.tokens for label, each in labels.items()}))


def _of_label(text: CountedText, units: list[ComparedUnit]) -> LabelMarks:
    stretches: Stretches = []
    for start, end in sorted({piece for unit in units for piece in unit.covered}):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    lengths = [end - start for start, end in stretches]
    within = sum(length * length for length in lengths)
    return LabelMarks(units, text.mask(stretches), stretches, sum(lengths), within)


def _values(masks: Mapping[str, int]) -> dict[str, int]:
    """The tokens of each set of labels, none of which is in two of them."""
    found: dict[str, int] = {}
    for label, mask in masks.items():  # in the order of labels, so that sets are named alike
        left = mask
        for value, those in list(found.items()):
            both = those & mask
            if both:
                left &= ~both
                found[value] = those & ~both
                found[f"{value}\n{label}"] = both
        if left:
            found[label] = left
    return {value: those for value, those in found.items() if those}


def shared_length(first: Stretches, second: Stretches) -> int:
    """How many code points two lists of stretches share."""
    shared = here = 0
    for start, end in first:
        while here < len(second) and second[here][1] <= start:
            here += 1
        at = here
        while at < len(second) and second[at][0] < end:
            shared += min(end, second[at][1]) - max(start, second[at][0])
            at += 1
    return shared
