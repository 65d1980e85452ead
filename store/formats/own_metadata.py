"""What another tool has no place for: under one name where it keeps what it does not know.

It stands there in the shape of our own lines. Spans are named by their ids; where a tool makes ids
anew, those that are named stand there too, and are known again by where they are and their label.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import filterfalse
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import ArticleState
from store.formats.features import Feature
from store.formats.native import json_text
from store.formats.rows import ClusterRow, RelationRow, SpanRow, StanceRow, free_id, with_ids
from store.json_faults import field_at_fault
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.fields import Fields
    from store.formats.losses import Losses
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

OWN: Final = "sidelight"
"""The field of the metadata in which it stands."""
REST: Final = frozenset(
    {Feature.CROSSING, Feature.LINK_ATTRIBUTES, Feature.REFS, Feature.STANCES, Feature.DOCUMENTS}
)
"""What `rest_text` holds for a format that has spans, relations and clusters of its own."""


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
    byline: dict[str, str] = {}
    updated: str = ""
    offset_unit: str = ""
    """What the tool's own offsets count, where its files do not say it and it matters."""


def own_metadata(row: ArticleRow, *, with_spans: bool = False) -> dict[str, object]:
    """What a row says besides its spans and relations; empty where that is nothing.

    Args:
        row: An article.
        with_spans: Whether spans are in it of which more is said than the tool has a place for.
    """
    own = _own(row, [r for r in row.relations if r != RelationRow(r.type, r.head, r.tail)])
    own = msgspec.structs.replace(own, clusters=row.clusters)
    if with_spans:
        named = _named(own) | {span.id for span in row.spans if span.note or span.attributes}
        spans = [msgspec.structs.replace(span, text="") for span in _with_equals(row, named)]
        own = msgspec.structs.replace(own, spans=spans)
    found: dict[str, object] = msgspec.to_builtins(own)
    return found


def rest_text(row: ArticleRow) -> str:
    """What a row says besides spans, relations and clusters, as JSON; empty where that is nothing.

    Of relations and clusters it is what is said of them besides what they are.

    Args:
        row: An article, for a format that holds these itself.
    """
    own = _own(row, [r for r in row.relations if r.note or r.attributes])
    clusters = [
        msgspec.structs.replace(c, members=[])
        for c in row.clusters
        if c.refs or c.note or c.attributes
    ]
    named = _named(own)
    spans = [
        SpanRow(span.start, span.end, span.label, span.id, parts=span.parts)
        for span in _with_equals(row, named)
    ]
    found = msgspec.to_builtins(msgspec.structs.replace(own, clusters=clusters, spans=spans))
    return json_text(found) if found else ""


def _own(row: ArticleRow, relations: list[RelationRow]) -> OwnMetadata:
    """What no tool has a place for, and some relations, those to other articles in any case."""
    here = row.ids

    def is_within(relation: RelationRow) -> bool:
        return relation.head in here and relation.tail in here

    return OwnMetadata(
        relations=sorted(filter(is_within, relations), key=lambda r: r.id),
        crossing=list(filterfalse(is_within, row.relations)),
        stances=row.stances,
        state=row.state,
        note=row.note,
        labels=row.labels,
        byline=row.byline,
        updated=row.updated,
    )


def _named(own: OwnMetadata) -> set[str]:
    """The ids of the spans to which something refers."""
    named = {end for r in (*own.relations, *own.crossing) for end in (r.head, r.tail)}
    return named.union(*(cluster.members for cluster in own.clusters))


def _place(span: SpanRow) -> tuple[object, ...]:
    """Where a span is, and its label."""
    return (*map(tuple, span.extents), span.label)


def _with_equals(row: ArticleRow, named: set[str]) -> list[SpanRow]:
    """The spans of these ids, and those that are equal to one, so that each is known again."""
    places = {_place(span) for span in row.spans if span.id in named}
    return [span for span in row.spans if _place(span) in places]


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
    return _with_own(row, own, losses)


def with_rest_text(
    row: ArticleRow, text: str, source: Input, line: int | None = None
) -> ArticleRow:
    """A row as the tool has it now, with what `rest_text` has written beside it.

    Args:
        row: With what the tool has a place for.
        text: Where it may stand; empty where it does not.
        source: The file.
        line: Of the text in the file, where that is known.

    Raises:
        InputError: It is not what we write.
    """
    if not text:
        return row
    try:
        try:
            own = msgspec.json.decode(text, type=OwnMetadata)
        except msgspec.ValidationError as error:
            reason, field = field_at_fault(text, error)
            where = f"{OWN}.{field}" if field else OWN
            raise source.error(reason, line, where) from error
    except msgspec.DecodeError as error:
        raise source.error(uncapitalised(error), line, OWN) from error
    return _with_own(row, own, source.losses)


def _with_own(row: ArticleRow, own: OwnMetadata, losses: Losses) -> ArticleRow:
    row = _with_spans(row, own.spans)
    said: defaultdict[tuple[str, str, str], list[RelationRow]] = defaultdict(list)
    for relation in own.relations:
        said[relation.type, relation.head, relation.tail].append(relation)
    relations = [
        msgspec.structs.replace(same.pop(0), **({"role": r.role} if r.role else {}))
        if (same := said[r.type, r.head, r.tail])
        else r
        for r in row.relations
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
        byline=own.byline,
        updated=own.updated,
    )


def _clusters(own: OwnMetadata, row: ArticleRow, losses: Losses) -> Iterator[ClusterRow]:
    """The clusters of the tool with what else is said of them, and those it has no place for."""
    said = {cluster.id: cluster for cluster in own.clusters}
    for cluster in row.clusters:
        more = said.pop(cluster.id, cluster)
        yield msgspec.structs.replace(
            more,
            label=cluster.label,
            name=cluster.name,
            members=cluster.members,
            relation=cluster.relation,
        )
    here = row.ids
    for cluster in said.values():
        members = [member for member in cluster.members if member in here]
        gone = len(cluster.members) - len(members)
        losses.lose("members of clusters whose spans are gone", f"“{cluster.name}”", gone)
        if members:
            yield msgspec.structs.replace(cluster, members=members)


def _with_spans(row: ArticleRow, own: list[SpanRow]) -> ArticleRow:
    """A row whose spans have their ids again, and what was said of them."""
    said: defaultdict[tuple[object, ...], list[SpanRow]] = defaultdict(list)
    for span in own:
        said[_place(span)].append(span)
    spans, ids = [], {}
    taken = {span.id for span in own}
    kept = {(_place(span), span.id) for span in row.spans}
    for span in row.spans:
        equal = said[_place(span)]
        same = next((each for each in equal if each.id == span.id), None) or next(
            (each for each in equal if (_place(each), each.id) not in kept), None
        )
        if same is not None:
            equal.remove(same)
            ids[span.id] = same.id
            note, attributes = same.note or span.note, span.attributes | same.attributes
            span = msgspec.structs.replace(same, text=span.text, note=note, attributes=attributes)
        elif span.id in taken:  # which is another's, as the tool has numbered them anew
            ids[span.id] = free_id(span.id, taken)
            span = msgspec.structs.replace(span, id=ids[span.id])
        spans.append(span)
    if not own:
        return row
    row = with_ids(row, lambda id_: ids.get(id_, id_) if id_ else "")
    return msgspec.structs.replace(row, spans=spans)
