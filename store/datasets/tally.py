"""What is in a dataset, counted while it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.formats.rows import ArticleRow


@dataclass(slots=True)
class Tally:
    """Counts of articles and spans; grows as articles are seen."""

    articles: int = 0
    characters: int = 0
    """Code points of all texts."""
    stories: Counter[str] = field(default_factory=Counter)
    """Articles of each story."""
    labels: Counter[str] = field(default_factory=Counter)
    """Spans of each label."""
    origins: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Spans of each label and origin."""
    outlets: Counter[str] = field(default_factory=Counter)
    """Articles of each outlet; "" where none is known."""
    dates: Counter[str] = field(default_factory=Counter)
    """Articles of each date, as the articles write it; "" where there is none."""
    annotators: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> int:
        """All spans."""
        return self.labels.total()

    def see(self, row: ArticleRow) -> None:
        """Count an article."""
        self.articles += 1
        self.characters += len(row.said)
        self.stories[row.meta.story] += 1
        self.outlets[row.meta.outlet] += 1
        self.dates[row.meta.date] += 1
        self.annotators[row.meta.annotator] += 1
        found = Counter((span.label, span.origin or "") for span in row.spans)
        self.origins.update(found)
        for (label, _), count in found.items():
            self.labels[label] += count

    def add(self, other: Tally) -> None:
        """Count what was counted elsewhere as well."""
        self.articles += other.articles
        self.characters += other.characters
        for name in ("stories", "labels", "origins", "outlets", "dates", "annotators"):
            getattr(self, name).update(getattr(other, name))
