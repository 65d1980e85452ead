from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.labels import DEFAULT_LABELS, Drawing, Label
from store.suggest.candidates.finding import analyses
from store.suggest.candidates.likelihood import likelihood
from store.text.boundaries import ceil_grapheme
from store.text.span import Span

if TYPE_CHECKING:
    from store.suggest.candidates.candidate import Candidate

LABELS = {label.name: label for label in DEFAULT_LABELS}


OFFERED = 0.02
"""What is less likely is not offered (`tui.actions.offering`)."""


def label(name: str, drawing: Drawing = Drawing.FILL) -> Label:
    return LABELS.get(name) or Label(name, "x", "blue", drawing)


def candidates(text: str, within: Span) -> tuple[Candidate, ...]:
    """The candidates that begin or end in a stretch of text, in its order."""
    found: list[Candidate] = []
    for at, passage in analyses(text, within):
        first = ceil_grapheme(text, at)  # a space can have an accent
        for candidate in passage.candidates:
            start, end = at + candidate.start, at + candidate.end
            if start >= first and (
                within.start <= start < within.end or within.start < end <= within.end
            ):
                found.append(replace(candidate, start=start, end=end))
    return tuple(found)


def found(text: str) -> tuple[Candidate, ...]:
    return candidates(text, Span(0, len(text)))


def offered(text: str, name: str, drawing: Drawing = Drawing.FILL) -> list[str]:
    """What is offered for a label, the likeliest first."""
    likely = [(likelihood(c, label(name, drawing)), c.span.of(text)) for c in found(text)]
    ordered = sorted(likely, key=lambda pair: -pair[0])
    return [piece for chance, piece in ordered if chance >= OFFERED]
