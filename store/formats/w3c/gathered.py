"""An article while its web annotations are brought together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotations.model import ArticleState
from store.formats.rows import Meta

if TYPE_CHECKING:
    from store.formats.fields import Fields
    from store.formats.rows import ClusterRow, RelationRow, SpanRow, StanceRow
    from store.formats.w3c.model import WebAnnotation


@dataclass(slots=True)
class Aimed:
    """An annotation with targets in one article."""

    annotation: WebAnnotation
    targets: list[Fields]
    is_one: bool
    """Whether the targets are parts of one span."""


@dataclass(slots=True)
class Gathered:
    """An article as its annotations are brought together."""

    id: str
    text: str | None = None
    sha256: str = ""
    meta: Meta = field(default_factory=Meta)
    sources: dict[str, str] = field(default_factory=dict)
    """What it is called in the file, by what those names have in common."""
    aimed: list[Aimed] = field(default_factory=list)
    spans: list[SpanRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    clusters: dict[str, ClusterRow] = field(default_factory=dict)
    stances: list[StanceRow] = field(default_factory=list)
    state: ArticleState = ArticleState.OPEN
    note: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    byline: dict[str, str] = field(default_factory=dict)
    updated: str = ""
    """When state, note, labels or byline were last changed."""
