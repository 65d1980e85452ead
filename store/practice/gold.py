"""The two articles that are practised on, and what an adjudicated annotation of them holds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from store.annotations.model import Annotation

GOLD_FILE: Final = "seeds.gold.jsonl"
"""In this package: a line for each article, with its text."""


class GoldSpan(Frozen, order=True):
    """A span that the gold has, or one to compare with it."""

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

    @classmethod
    def of(cls, article_id: str, annotation: Annotation) -> GoldSpan:
        """An annotation as the gold would have it."""
        return cls(article_id, annotation.start, annotation.end, annotation.label)


@dataclass(frozen=True, slots=True)
class Score:
    """How much of the gold has been tagged: spans by label."""

    right: Counter[str]
    """Tagged as the gold has them."""
    of: Counter[str]
    """In the gold."""
    other: Counter[str]
    """Tagged and not in the gold."""

    @property
    def is_complete(self) -> bool:
        """Whether all of the gold is tagged; there may be more."""
        return self.right == self.of


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

    def score(self, tagged: Set[GoldSpan]) -> Score:
        """Compare what is tagged with the gold."""
        sets = (tagged & self.spans, self.spans, tagged - self.spans)
        return Score(*(Counter(span.label for span in spans) for spans in sets))


def load_gold() -> Gold:
    """The gold that ships with Sidelight."""
    data = (resources.files(__package__) / GOLD_FILE).read_bytes()
    rows = [json.loads(line) for line in data.splitlines()]
    spans = (
        GoldSpan(row["id"], span["start"], span["end"], span["label"])
        for row in rows
        for span in row["spans"]
    )
    return Gold({row["id"]: row["text"] for row in rows}, frozenset(spans))
