"""What is said of a query, or another filter, while it is typed: ways to go on, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from store.query.tree import QueryFault


class Completion(Frozen):
    """One way to go on."""

    text: str
    says: str = ""
    """What it means; empty where the text says it."""


class QueryHelp(Frozen):
    """What is said of a query while it is typed."""

    offers: tuple[Completion, ...] = ()
    """The ways to go on, the likeliest first."""
    span: Span = Span(0, 0)
    """What is typed of it by now."""
    fault: QueryFault | None = None
    """What is wrong, where nothing is offered."""

    def taken(self, typed: str) -> tuple[str, int]:
        """What is typed with the first offer, or the repair, in its place, and the caret there."""
        if self.offers:
            span, text = self.span, self.offers[0].text
        elif self.fault is not None and self.fault.repair:
            span, text = self.fault.span, self.fault.repair
        else:
            return typed, len(typed)
        return typed[: span.start] + text + typed[span.end :], span.start + len(text)
