"""Count the annotations of a story by article and label, and by how they came to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotations.model import Origin

if TYPE_CHECKING:
    from store.story.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """What one article holds."""

    id: str
    title: str
    characters: int
    """Code points of its text."""
    labels: dict[str, int]
    """Annotations of each label of the label set, and of any other that occurs."""
    origins: dict[str, int]
    """Annotations by how they came to be: by hand, or from a suggestion that was accepted, …"""
    displaced: int
    """Annotations that do not fit the text any more."""
    problem: str
    """Why it could not be read, as a sentence; empty if it could."""


def count_story(workspace: Workspace) -> list[ArticleCount]:
    """The counts of each article, in the order of the story."""
    counts = []
    for opened in workspace.now.every_article():
        here = (*opened.annotations, *opened.orphaned)
        labels = Counter(dict.fromkeys(workspace.labels.names, 0))
        labels.update(a.label for a in here)
        origins = Counter(dict.fromkeys(map(str, Origin), 0))
        origins.update(str(a.origin) for a in here)
        counts.append(
            ArticleCount(
                opened.id,
                opened.article.title,
                len(opened.article.text),
                dict(labels),
                dict(origins),
                len(opened.orphaned),
                opened.problem,
            )
        )
    return counts
