"""A search of the story and what it has found so far."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from textual.message import Message

from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.annotations.model import Annotation
    from store.search import Query
    from store.search_process import RegexProcess
    from store.text.span import Span


class Search:
    """A search and what it has found so far.

    Args:
        query: What is searched for.
        total: Articles to look through.
    """

    def __init__(self, query: Query, total: int) -> None:
        self.query = query
        self.total = total
        self.results: dict[str, list[Span]] = {}
        """By article, for those that have been looked through and hold a match."""
        self.read: set[str] = set()
        """The articles that have been looked through, by id."""
        self.error = ""
        """Why it stopped, as a sentence."""
        self.wanted = 0
        """How many matches on the person wanted to go before one was found."""
        self.annotations: dict[str, dict[Span, Annotation]] | None = None
        """What was found of a query, by article and place; none of a search of the text."""
        self.refresh: Callable[[], None] | None = None
        """Brings what a query has found up to date, where annotations may have changed."""
        self.process: RegexProcess | None = None
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

    def take(self, article_id: str, spans: list[Span]) -> None:
        """Keep what an article that has been looked through holds; safe from a thread."""
        if spans:
            self.results[article_id] = spans
        self.read.add(article_id)

    def stop(self) -> None:
        """Look no further."""
        if self.process is not None:
            self.process.stop()

    @property
    def is_done(self) -> bool:
        """Whether every article has been looked through."""
        return len(self.read) >= self.total or bool(self.error)

    @property
    def count(self) -> int:
        """Matches found so far."""
        return sum(map(len, list(self.results.values())))  # a thread adds to them

    def number_of(self, article_id: str, span: Span) -> int | None:
        """Which of the matches in an article a span is, from 0; none if it is none."""
        spans = self.results.get(article_id, [])
        place = bisect_left(spans, span)
        return place if place < len(spans) and spans[place] == span else None

    def description(self, article_ids: Sequence[str], article_id: str, span: Span) -> str:
        """What is searched for, and which match is meant, if one is; else what was found.

        Args:
            article_ids: Of the story, in order.
            article_id: The article that is read.
            span: What is meant in it.
        """
        number = self.number_of(article_id, span)
        if number is None or not self.is_done:
            return f"{self.query.shown}: {self.summary()}"
        before = article_ids[: article_ids.index(article_id)]
        earlier = sum(len(self.results.get(each, ())) for each in before)
        return f"{self.query.shown} {earlier + number + 1:,} of {self.count:,}"

    def summary(self) -> str:
        """What was found, in a few words."""
        if self.error:
            return self.error
        if not self.is_done and self.annotations is not None:
            return "still looking"
        if not self.is_done:
            return (
                f"{self.count:,} matches so far; {len(self.read):,} of {self.total:,} articles read"
            )
        matches = "1 match" if self.count == 1 else f"{self.count:,} matches"
        if self.annotations is not None:
            matches = counted(self.count, "annotation")
        articles = "1 article" if len(self.results) == 1 else f"{len(self.results):,} articles"
        nothing = "no match" if self.annotations is None else "no such annotation"
        return f"{matches} in {articles}" if self.count else nothing


class Advanced(Message):
    """More articles have been looked through. Posting it is safe from a thread, also at the end."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search
