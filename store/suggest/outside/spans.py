"""Spans that another tool has found in an article, checked and made into suggestions."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from store.suggest.model import Suggestion
from store.text.boundaries import floor_grapheme
from store.text.span import Span
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.suggest.outside.mapping import LabelMap

    _Places: TypeAlias = Callable[[int], int | None]

UNSCORED: Final = 0.7
"""The score of what a tool found without saying how sure it is."""
_LONGEST_REASON: Final = 200
"""Code points of a tool's own words that are shown."""
_MOST_SAID: Final = 3
"""Faults that are said one by one; the others are only counted."""

OffsetUnit = Literal["codepoint", "utf16", "utf8"]
"""What offsets count: code points, or code units of the text in an encoding."""


class FoundSpan(msgspec.Struct, frozen=True):
    """A span as other tools write it; the field names are those that Prodigy and spaCy use."""

    start: int
    end: int
    label: str
    text: str = ""
    """What the article says there, to be compared with it."""
    score: float | None = None
    """How sure the tool is, from 0 to 1."""
    reason: str = ""


class SpanFault(Exception):
    """A span that does not fit its text."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class Unmapped:
    """Counts the labels that a label set has nothing for."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._is_said = False

    def sentence(self, who: str) -> str:
        """What to say of them, once; empty if there is nothing to say, or it was said."""
        if self._is_said or not self.counts:
            return ""
        self._is_said = True
        named = ", ".join(f"{n:,} {label}" for label, n in self.counts.most_common(4))
        more = ", …" if len(self.counts) > 4 else ""
        some = next(iter(self.counts))
        return (
            f"{who}: {named}{more} left out, as the label set has nothing by that name; "
            f"{{option:suggest-label}} {some}=LABEL takes them for LABEL, {some}= leaves them out "
            "silently"
        )


class ToolNotices:
    """Sentences for the person: the first few faults, and how many more there were."""

    def __init__(self, who: str) -> None:
        self._who = who
        self._waiting: list[str] = []
        self.faults = 0

    def say(self, sentence: str) -> None:
        """Say something that is no fault."""
        if sentence:
            self._waiting.append(sentence)

    def fault(self, sentence: str) -> None:
        """Say what is wrong with one line, unless enough of them were."""
        self.faults += 1
        if self.faults <= _MOST_SAID:
            self._waiting.append(sentence)

    def sum_up(self) -> None:
        """Say how many faults were not said."""
        if self.faults > _MOST_SAID:
            more = counted(self.faults - _MOST_SAID, "more line")
            self._waiting.append(f"{self._who}: {more} refused")
            self.faults = 0

    def take(self) -> list[str]:
        """What has not been taken yet."""
        taken, self._waiting = self._waiting, []
        return taken


@dataclass(frozen=True, slots=True)
class Tool:
    """Who has found spans."""

    name: str
    """What `Suggestion.suggester` is to say."""
    who: str
    """What a reason begins with."""
    mapping: LabelMap
    """What its labels mean."""
    unscored: float = UNSCORED
    """The score of a span without one."""
    unmapped: Unmapped = field(default_factory=Unmapped)
    """Counts the labels that mean nothing here."""


def suggestions_from(
    text: str, spans: Sequence[FoundSpan], tool: Tool, unit: OffsetUnit = "codepoint"
) -> list[Suggestion]:
    """Make suggestions of spans, in the order of the text; of equal ones the surest.

    Args:
        text: The article.
        spans: What was found in it.
        tool: What has found them.
        unit: What their offsets count.

    Raises:
        SpanFault: A span does not fit the text; then none is taken.
    """
    place = _places(text, unit)
    best: dict[tuple[int, int, str], Suggestion] = {}
    for number, found in enumerate(spans):
        span = _checked(text, found, f"spans[{number}]", place)
        label = tool.mapping(found.label)
        if label is None:
            tool.unmapped.counts[found.label] += 1
        span = span.trimmed(text)
        if not label or not len(span):
            continue
        score = tool.unscored if found.score is None else found.score
        key = (span.start, span.end, label)
        if key in best and best[key].score >= score:
            continue
        reason = (
            " ".join(found.reason[:_LONGEST_REASON].split()) or f"{tool.who} says {found.label}"
        )
        best[key] = Suggestion(
            span.start,
            span.end,
            label,
            span.of(text),
            reason=reason,
            score=score,
            suggester=tool.name,
        )
    return sorted(best.values(), key=lambda suggestion: suggestion.order)


def _checked(text: str, found: FoundSpan, where: str, place: _Places) -> Span:
    """Where a span is in code points."""
    start, end = place(found.start), place(found.end)
    if start is None:
        raise SpanFault(f"{where}.start", f"{found.start} is no offset in this article")
    if end is None:
        raise SpanFault(f"{where}.end", f"{found.end} is no offset in this article")
    if start >= end:
        raise SpanFault(f"{where}.end", f"{found.end} does not come after {found.start}")
    said = text[start:end]
    if found.text and found.text != said:
        reason = f"it is “{found.text[:60]}”, but the article says “{said[:60]}” there"
        raise SpanFault(f"{where}.text", reason)
    for name, given, offset in (("start", found.start, start), ("end", found.end, end)):
        if floor_grapheme(text, offset) != offset:
            raise SpanFault(f"{where}.{name}", f"{given} lies inside a character")
    if found.score is not None and not 0 <= found.score <= 1:
        raise SpanFault(f"{where}.score", f"{found.score} is not from 0 to 1")
    return Span(start, end)


def _places(text: str, unit: OffsetUnit) -> _Places:
    """What turns an offset in a unit into code points, or into nothing if it is no place."""
    longest = "\uffff" if unit == "utf16" else "\x7f"
    if unit == "codepoint" or max(text, default="") <= longest:
        return lambda offset: offset if 0 <= offset <= len(text) else None
    widths = (1 + (c > "\uffff") for c in text) if unit == "utf16" else map(_utf8_width, text)
    ends = itertools.accumulate(widths, initial=0)
    return {units: offset for offset, units in enumerate(ends)}.get


def _utf8_width(character: str) -> int:
    return 1 + (character > "\x7f") + (character > "\u07ff") + (character > "\uffff")
