"""What is tagged around a span, as signs: a cue stands beside its source, an actor in a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.model import Annotation
    from store.text.span import Span


_NEAR: Final = 2
"""Code points between a span and what stands beside it, at most."""


class Surroundings:
    """What is tagged in a stretch of text."""

    def __init__(self, annotations: Iterable[Annotation], within: Span) -> None:
        """Take in what is tagged.

        Args:
            annotations: All that share a code point with the stretch, or touch it.
            within: In code points.
        """
        self._first = within.start
        self._inside: list[str] = [""] * (len(within) + 1)
        """Of each code point, the label of the innermost annotation there."""
        self._starts: dict[int, str] = {}
        self._ends: dict[int, str] = {}
        self._near = bytearray(len(within) + 2 * _NEAR + 2)
        """Of each code point, from `_NEAR` before the first on, whether anything is tagged near."""
        self._covered: dict[str, bytearray] = {}
        """By label, of each code point whether an annotation with it is there."""
        for each in sorted(annotations, key=lambda a: a.start - a.end):
            low = min(max(0, each.start - within.start), len(self._inside))
            high = min(max(low, each.end - within.start), len(self._inside))
            self._inside[low:high] = [each.label] * (high - low)
            if each.label not in self._covered:
                self._covered[each.label] = bytearray(len(self._inside))
            self._covered[each.label][low:high] = b"\1" * (high - low)
            self._near[low : high + 2 * _NEAR + 1] = b"\1" * (high - low + 2 * _NEAR + 1)
            self._starts[each.start] = self._ends[each.end] = each.label

    def signs(self, start: int, end: int, own: str) -> tuple[str, ...]:
        """What is tagged around a span, and in it, beside what has a label of its own."""
        starts, ends, near = self._starts, self._ends, self._near
        first = _NEAR - self._first
        if not (near[first + start] or near[min(first + end, len(near) - 1)]):
            return ()
        found = []
        inside = self._inside[start - self._first]
        if inside:
            found.append("in its own" if inside == own else f"in {inside}")
        before = ends.get(start) or ends.get(start - 1) or ends.get(start - 2)
        if before:
            found.append(f"after {before}")
        behind = starts.get(end) or starts.get(end + 1) or starts.get(end + 2)
        if behind:
            found.append(f"ahead of {behind}")
        same_start, same_end = starts.get(start), ends.get(end)
        if same_start:
            found.append(f"from where {same_start} begins")
        if same_end:
            found.append(f"to where {same_end} ends")
        return tuple(found)

    def crosses(self, start: int, end: int, own: str) -> bool:
        """Whether a span has anything in common with one that is tagged with its own label."""
        covered = self._covered.get(own)
        return covered is not None and covered.find(1, start - self._first, end - self._first) >= 0
