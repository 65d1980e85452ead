"""Rows made fit for a format: what it has no place for is taken out, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.model import ArticleState
from store.formats.features import GONE, UNPLACED, Feature
from store.formats.rows import (
    ClusterRow,
    RelationRow,
    example_of,
    join_parts,
    without,
)
from store.labels import CONTINUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.formats.format import Format
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, SpanRow


def strip_unsupported(
    rows: Iterable[ArticleRow], format_: Format, losses: Losses
) -> Iterator[ArticleRow]:
    """The rows without what a format cannot hold; what is taken out is noted.

    What depends on tokens, and spans that overlap, are left to the writer.
    """
    seen: set[str] = set()
    for row in rows:
        for example in row.unplaced:
            losses.lose(UNPLACED, example)
        for example in row.gone:
            losses.lose(GONE, example)
        if row.unplaced or row.gone:
            row = msgspec.structs.replace(row, unplaced=[], gone=[])
        yield _strip(row, format_.holds, losses, seen)


def _strip(
    row: ArticleRow, holds: frozenset[Feature], losses: Losses, seen: set[str]
) -> ArticleRow:
    if Feature.DISCONTINUOUS in holds:
        row = join_parts(row)
    row = _without_what_is_said_besides(row, holds, losses, seen)
    relations = list(_relations(row, holds, losses, seen))
    clusters = row.clusters
    if Feature.CLUSTERS not in holds:
        for cluster in clusters:
            if cluster.id not in seen:
                seen.add(cluster.id)
                losses.lose(Feature.CLUSTERS, f"“{cluster.name}”" if cluster.name else "")
        clusters = []
    spans = row.spans
    if Feature.NOTES not in holds and any(span.note for span in spans):
        spans = [_without_note(row, span, losses) for span in spans]
    if Feature.ATTRIBUTES not in holds and any(span.attributes for span in spans):
        spans = [_without_attributes(row, span, losses) for span in spans]
    if Feature.IDS not in holds:
        losses.lose(Feature.IDS, count=sum(bool(span.id) for span in spans))
    if Feature.ORIGINS not in holds:
        losses.lose(Feature.ORIGINS, count=sum(bool(span.origin or span.created) for span in spans))
    return msgspec.structs.replace(row, spans=spans, relations=relations, clusters=clusters)


def _without_what_is_said_besides(
    row: ArticleRow, holds: frozenset[Feature], losses: Losses, seen: set[str]
) -> ArticleRow:
    """A row without what the format cannot hold of links and of the article as a whole."""
    replace = msgspec.structs.replace
    if Feature.LINK_ATTRIBUTES not in holds:
        links: list[RelationRow | ClusterRow] = [*row.relations, *row.clusters]
        for link in links:
            count = bool(link.note) + len(link.attributes)
            if count and not (link.id and f"note {link.id}" in seen):
                seen.add(f"note {link.id}")
                example = link.name if isinstance(link, ClusterRow) else link.type
                losses.lose(Feature.LINK_ATTRIBUTES, example, count)
        relations = [RelationRow(r.type, r.head, r.tail, r.id, r.role) for r in row.relations]
        clusters = [
            ClusterRow(c.id, c.label, c.name, c.members, c.relation, c.refs) for c in row.clusters
        ]
        row = replace(row, relations=relations, clusters=clusters)
    if Feature.REFS not in holds:
        for cluster in row.clusters:
            if cluster.refs and f"ref {cluster.id}" not in seen:
                seen.add(f"ref {cluster.id}")
                losses.lose(Feature.REFS, f"“{cluster.name}”", len(cluster.refs))
        row = replace(row, clusters=[replace(c, refs=[]) for c in row.clusters])
    return lose_of_article(row, losses, holds)


def lose_of_article(
    row: ArticleRow, losses: Losses, holds: frozenset[Feature] = frozenset()
) -> ArticleRow:
    """A row without what is said of the article as a whole, as far as there is no place for it."""
    replace = msgspec.structs.replace
    if Feature.STANCES not in holds:
        losses.lose(Feature.STANCES, f"that of {row.id}", len(row.stances))
        row = replace(row, stances=[])
    if Feature.DOCUMENTS not in holds:
        count = bool(row.state) + bool(row.note) + len(row.labels) + len(row.byline)
        losses.lose(Feature.DOCUMENTS, f"that of {row.id}", count)
        row = replace(row, state=ArticleState.OPEN, note="", labels={}, byline={}, updated="")
    return row


def _without_note(row: ArticleRow, span: SpanRow, losses: Losses) -> SpanRow:
    if not span.note:
        return span
    losses.lose(Feature.NOTES, f"that on {example_of(row, span)}")
    return msgspec.structs.replace(span, note="")


def _without_attributes(row: ArticleRow, span: SpanRow, losses: Losses) -> SpanRow:
    if not span.attributes:
        return span
    example = f"{next(iter(span.attributes))} of {example_of(row, span)}"
    losses.lose(Feature.ATTRIBUTES, example, len(span.attributes))
    return msgspec.structs.replace(span, attributes={})


def _relations(
    row: ArticleRow, holds: frozenset[Feature], losses: Losses, seen: set[str]
) -> Iterator[RelationRow]:
    if holds >= {Feature.RELATIONS, Feature.CROSSING}:
        yield from row.relations
        return
    here = row.ids
    for relation in row.relations:
        crosses = relation.head not in here or relation.tail not in here
        if relation.type == CONTINUES and Feature.RELATIONS not in holds:
            feature = Feature.DISCONTINUOUS
        elif crosses and Feature.CROSSING not in holds:
            feature = Feature.CROSSING if Feature.RELATIONS in holds else Feature.RELATIONS
        elif Feature.RELATIONS not in holds:
            feature = Feature.RELATIONS
        else:
            yield relation
            continue
        if not relation.id or relation.id not in seen:
            seen.add(relation.id)
            losses.lose(feature, f"{relation.type} {relation.role}".strip())


def rename_labels(rows: Iterable[ArticleRow], names: Mapping[str, str]) -> Iterator[ArticleRow]:
    """The rows with other names for labels; an empty one leaves the label's spans out."""
    replace = msgspec.structs.replace
    for row in rows:
        if not names:
            yield row
            continue
        row = without(row, [span for span in row.spans if names.get(span.label) == ""])
        yield replace(
            row,
            spans=[replace(s, label=names.get(s.label, s.label)) for s in row.spans],
            clusters=[replace(c, label=names.get(c.label, c.label)) for c in row.clusters],
            meta=replace(
                row.meta,
                labels=[new for name in row.meta.labels if (new := names.get(name, name)) != ""],
            ),
        )
