"""What another tool's JSON has no place for: under one name in the metadata that it keeps.

It stands there in the shape of our own lines. Spans are named by their ids; where a tool makes ids
anew, those that are named stand there too, and are known again by where they are and their label.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import ArticleState
from store.formats.rows import ClusterRow, RelationRow, SpanRow, StanceRow, with_ids
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.fields import Fields
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow

OWN: Final = "sidelight"
"""The field of the metadata in which it stands."""


class OwnMetadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of an article, its spans and what ties them."""

    spans: list[SpanRow] = []
    """In code points, without their texts."""
    relations: list[RelationRow] = []
    """Of those that the tool has as well, what it has no place for."""
    crossing: list[RelationRow] = []
    """Those to spans of other articles."""
    clusters: list[ClusterRow] = []
    stances: list[StanceRow] = []
    state: ArticleState = ArticleState.OPEN
    note: str = ""
    labels: dict[str, str] = {}
    updated: str = ""
    offset_unit: str = ""
    """What the tool's own offsets count, where its files do not say it and it matters."""


def own_metadata(row: ArticleRow, *, with_spans: bool = False) -> dict[str, object]:
    """What a row says besides its spans and relations; empty where that is nothing.

    Args:
        row: An article.
        with_spans: Whether spans are in it of which more is said than the tool has a place for.
    """
    here = row.ids
    own = OwnMetadata(
        relations=[r for r in row.relations if r != RelationRow(r.type, r.head, r.tail)],
        clusters=row.clusters,
        stances=row.stances,
        state=row.state,
        note=row.note,
        labels=row.labels,
        updated=row.updated,
    )
    crossing = [r for r in row.relations if r.head not in here or r.tail not in here]
    within = [r for r in own.relations if r not in crossing]
    own = msgspec.structs.replace(own, relations=within, crossing=crossing)
    if with_spans:
        named = {end for r in (*within, *crossing) for end in (r.head, r.tail)}
        named.update(member for cluster in row.clusters for member in cluster.members)
        spans = [
            msgspec.structs.replace(span, text="")
            for span in row.spans
            if span.note or span.attributes or span.id in named
        ]
        own = msgspec.structs.replace(own, spans=spans)
    found: dict[str, object] = msgspec.to_builtins(own)
    return found


def relations_within(row: ArticleRow) -> list[RelationRow]:
    """The relations between spans of the row itself: those that other tools have a place for."""
    here = row.ids
    return [r for r in row.relations if r.head in here and r.tail in here]


def with_own_metadata(row: ArticleRow, metadata: Fields, losses: Losses) -> ArticleRow:
    """A row as the tool has it now, with what stands under our name beside it.

    What the tool has a place for is as the tool says: what was taken out there does not come back.

    Args:
        row: With the spans and relations of the tool, by the ids that these have there.
        metadata: Where `own_metadata` may stand.
        losses: Where is counted what was said of spans that are gone.

    Raises:
        InputError: It stands there, and is not what we write.
    """
    if not metadata.has(OWN):
        return row
    try:
        own = msgspec.convert(metadata.values[OWN], OwnMetadata)
    except msgspec.ValidationError as error:
        raise metadata.fault(OWN, uncapitalised(error)) from error
    row = _with_spans(row, own.spans)
    said: defaultdict[tuple[str, str, str], list[RelationRow]] = defaultdict(list)
    for relation in own.relations:
        said[relation.type, relation.head, relation.tail].append(relation)
    relations = [
        same.pop(0) if (same := said[r.type, r.head, r.tail]) else r for r in row.relations
    ]
    here = row.ids
    crossing = [r for r in own.crossing if r.head in here or r.tail in here]
    losses.lose("relations whose spans are gone", count=len(own.crossing) - len(crossing))
    return msgspec.structs.replace(
        row,
        relations=[*relations, *crossing],
        clusters=list(_clusters(own, row, losses)),
        stances=own.stances,
        state=own.state,
        note=own.note,
        labels=own.labels,
        updated=own.updated,
    )


def _clusters(own: OwnMetadata, row: ArticleRow, losses: Losses) -> Iterator[ClusterRow]:
    here = row.ids
    for cluster in own.clusters:
        members = [member for member in cluster.members if member in here]
        gone = len(cluster.members) - len(members)
        losses.lose("members of clusters whose spans are gone", f"“{cluster.name}”", gone)
        if members:
            yield msgspec.structs.replace(cluster, members=members)


def _with_spans(row: ArticleRow, own: list[SpanRow]) -> ArticleRow:
    """A row whose spans have their ids again, and what was said of them."""
    said = {(span.start, span.end, span.label): span for span in own}
    spans, ids = [], {}
    for span in row.spans:
        same = said.pop((span.start, span.end, span.label), None)
        if same is not None:
            ids[span.id] = same.id
            attributes = span.attributes | same.attributes
            span = msgspec.structs.replace(same, text=span.text, attributes=attributes)
        spans.append(span)
    row = with_ids(row, lambda id_: ids.get(id_, id_) if id_ else "")
    return msgspec.structs.replace(row, spans=spans)
