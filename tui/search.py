"""A search of the story and what it has found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from store.search import Query
    from store.search_process import RegexProcess
    from store.text.span import Span


@dataclass(slots=True)
class Search:
    """A search and what it has found so far."""

    query: Query
    total: int
    """Articles to look through."""
    results: dict[str, list[Span]] = field(default_factory=dict)
    """By article, for those that have been looked through and hold a match."""
    looked: int = 0
    """Articles that have been looked through."""
    error: str = ""
    """Why it stopped, as a sentence."""
    wanted: int = 0
    """How many matches on the person wanted to go before one was found."""
    process: RegexProcess | None = None
    """What finds a regular expression, and can be stopped; none for plain text."""

    def matches(self, text: str) -> list[Span]:
        """Where it stands in a text, in order.

        Raises:
            InputError: It is no regular expression, or takes too much time or memory.
            StoppedError: It was stopped.
        """
        if self.process is None:
            return self.query.matches(text)
        return self.process.find(self.query, text)

    def stop(self) -> None:
        """Look no further."""
        if self.process is not None:
            self.process.stop()

    @property
    def is_done(self) -> bool:
        """Whether every article has been looked through."""
        return self.looked >= self.total or bool(self.error)

    @property
    def count(self) -> int:
        """Matches found so far."""
        return sum(len(spans) for spans in self.results.values())

    def summary(self) -> str:
        """What was found, in a few words."""
        if self.error:
            return self.error
        if not self.is_done:
            return f"{self.count:,} matches so far; {self.looked:,} of {self.total:,} articles read"
        matches = "1 match" if self.count == 1 else f"{self.count:,} matches"
        articles = "1 article" if len(self.results) == 1 else f"{len(self.results):,} articles"
        return f"{matches} in {articles}" if self.count else "no match"


class Advanced(Message):
    """More articles have been looked through. Posting it is safe from a thread, also at the end."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search
