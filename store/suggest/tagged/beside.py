"""What stands beside a span: a word that reports what somebody says, or what is tagged."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import regex

from store.text.lexicon import ARTICLES, SAYING
from store.text.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.model import Annotation
    from store.text.span import Span

_WORD: Final = regex.compile(r"\w+|:")
_FARTHEST: Final = 40
"""Code points of the longest that reports and stands before what begins in a stretch of text."""


class Beside:
    """What is tagged in a stretch of text, and what reports there."""

    def __init__(self, text: str, within: Span, near: Iterable[Annotation]) -> None:
        """Take in what is tagged and what reports.

        Args:
            text: Of the article.
            within: The stretch, in code points.
            near: All that is tagged there, in any order.
        """
        self._text = text
        self._within = within
        self._edges: dict[tuple[int, bool], set[str]] = {}
        """By offset, and whether they end there, the labels of annotations."""
        for one in near:
            self._edges.setdefault((one.start, False), set()).add(one.label)
            self._edges.setdefault((one.end, True), set()).add(one.label)

    @cached_property
    def _reporting(self) -> tuple[set[int], set[int]]:
        """Where something ends that reports, with an article behind it or without, and where
        something begins that does."""
        before: set[int] = set()
        behind: set[int] = set()
        first = max(0, self._within.start - _FARTHEST)
        last, did_report = "", False
        for match in _WORD.finditer(folded(self._text[first : self._within.end + _FARTHEST])):
            word, start, end = match[0], first + match.start(), first + match.end()
            reports = word in SAYING or (word == "to" and last == "according")
            if word == ":":
                behind |= {start, start + 1}  # with a blank before it, or without
            elif reports:
                behind.add(start)
            if reports or (did_report and word in ARTICLES):
                before.add(end)
            last, did_report = word, reports
        return before, behind

    def is_reported(self, start: int, end: int) -> bool:
        """Whether a word that reports stands directly beside a span, or a colon behind it."""
        before, behind = self._reporting
        return start - 1 in before or end + 1 in behind

    def is_said(self, start: int, end: int, label: str) -> bool:
        """Whether beside a span with a label something is said: a word that reports tells so, or
        what is tagged there with another label, as a cue or a claim is."""
        if self.is_reported(start, end):
            return True
        for edge in ((start, True), (start - 1, True), (end, False), (end + 1, False)):
            if edge in self._edges and self._edges[edge] - {label}:
                return True
        return False
