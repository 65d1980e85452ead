"""The two articles that are practised on, and what an adjudicated annotation of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GOLD_FILE: Final = "seeds.gold.jsonl"
"""In this package: a line for each article, with its text."""


@dataclass(frozen=True, slots=True, order=True)
class GoldSpan:
    """A span that the gold has."""

    article: str
    """The article's id."""
    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    label: str

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Gold:
    """The articles and their gold."""

    texts: Mapping[str, str]
    """The text of each article, by its id."""
    spans: frozenset[GoldSpan]

    def text_of(self, span: GoldSpan) -> str:
        """What the article says there."""
        return span.span.of(self.texts[span.article])

    def of_article(self, article_id: str) -> Iterator[GoldSpan]:
        """What the gold has in one article, as the text reads; the longer of two first."""
        here = (span for span in self.spans if span.article == article_id)
        return iter(sorted(here, key=lambda span: (span.start, -span.end, span.label)))


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str


class _Row(msgspec.Struct):
    id: str
    text: str
    spans: list[_Span]


def load_gold() -> Gold:
    """The gold that ships with Sidelight."""
    data = (resources.files(__package__) / GOLD_FILE).read_bytes()
    rows = [msgspec.json.decode(line, type=_Row) for line in data.splitlines()]
    return Gold(
        {row.id: row.text for row in rows},
        frozenset(
            GoldSpan(row.id, span.start, span.end, span.label) for row in rows for span in row.spans
        ),
    )
