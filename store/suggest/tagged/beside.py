"""What stands beside a span: a word that reports what somebody says, or what is tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.text.lexicon import SAYING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.model import Annotation

_BEFORE: Final = regex.compile(
    r"(?ri)(?<!\w)(according[ \u00a0]to|\w+)[ \u00a0](?:(?:the|an?)[ \u00a0])?\G"
)
_BEHIND: Final = regex.compile(r"\G(?:[ \u00a0]?(:)|[ \u00a0](\w+))")


def is_beside_saying(text: str, start: int, end: int) -> bool:
    """Whether a word that reports stands directly beside something, or a colon behind it."""
    behind = _BEHIND.match(text, end)
    if behind is not None and (behind[1] or behind[2].lower() in SAYING):
        return True
    before = _BEFORE.match(text, endpos=start)
    return before is not None and (" " in before[1] or before[1].lower() in SAYING)


class Beside:
    """What is tagged in a stretch of text, and what reports there."""

    def __init__(self, text: str, near: Iterable[Annotation]) -> None:
        """Take in what is tagged, in any order."""
        self._text = text
        self._edges: dict[tuple[int, bool], set[str]] = {}
        """By offset, and whether they end there, the labels of annotations."""
        for one in near:
            self._edges.setdefault((one.start, False), set()).add(one.label)
            self._edges.setdefault((one.end, True), set()).add(one.label)

    def is_said(self, start: int, end: int, label: str) -> bool:
        """Whether beside a span with a label something is said: a word that reports tells so, or
        what is tagged there with another label, as a cue or a claim is."""
        beside = (start, True), (start - 1, True), (end, False), (end + 1, False)
        if any(self._edges.get(edge, set()) - {label} for edge in beside):
            return True
        return is_beside_saying(self._text, start, end)
