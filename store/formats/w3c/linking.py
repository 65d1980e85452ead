"""Web annotations that link others, as relations, clusters and stances of their articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from store.annotations.model import Origin, StanceValue
from store.formats.rows import ClusterRow, RelationRow, StanceRow
from store.formats.w3c.model import items_of
from store.formats.w3c.names import id_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.formats.losses import Losses
    from store.formats.w3c.gathered import Gathered
    from store.formats.w3c.model import WebAnnotation

_Link = TypeVar("_Link", RelationRow, ClusterRow, StanceRow)


def tie(
    link: WebAnnotation,
    owners: Mapping[str, tuple[str, str]],
    articles: Mapping[str, Gathered],
    losses: Losses,
) -> None:
    """Make an annotation that links others a relation or a cluster of their articles.

    Args:
        link: The annotation.
        owners: The article and the span of each annotation, by what the file calls it.
        articles: By their ids.
        losses: Where it is noted if it links something else.

    Raises:
        InputError: One of ours links what is not there.
    """
    targets = [str(item.values.get("id", "")) for t in link.targets for item in items_of(t)]
    bodies = [_id_of(body) for body in link.bodies]
    ends = [*targets, *(id_ for id_ in bodies if id_)]
    owned = [owners.get(end) for end in ends]
    values = link.fields.values
    tag = link.tag.value if link.tag else ""
    known = [each for each in owned if each]
    if values.get("sidelight:kind") == "cluster" and len(known) == len(ends):
        name = next((_value_of(body) for body in link.bodies if _value_of(body)), "")
        relation = str(values.get("sidelight:relation") or "")
        refs = list(filter(None, map(_source_of_body, link.bodies)))
        for article, span in known:
            clusters = articles[article].clusters
            if link.id not in clusters:
                row = ClusterRow(id_in(link.id), tag, name, [], relation, refs)
                clusters[link.id] = _with_the_rest(row, link)
            clusters[link.id].members.append(span)
    elif len(ends) == 2 and len(known) == 2:
        (here, head), (there, tail) = known
        role = str(values.get("sidelight:role") or "")
        tie = _with_the_rest(RelationRow(tag or "linking", head, tail, id_in(link.id), role), link)
        for article in dict.fromkeys((here, there)):
            articles[article].relations.append(tie)
    elif known and any(end.startswith("urn:sidelight:") for end in ends):
        missing = next(e for e, o in zip(ends, owned, strict=True) if o is None)
        raise link.fields.fault("target", f"no annotation has the id {missing!r}")
    else:
        losses.lose("links to what is no span of the file", link.id)


def stance_of(annotation: WebAnnotation) -> StanceRow:
    """What an article does with a cluster.

    Raises:
        InputError: It is not said what, or with which cluster.
    """
    fields, said = annotation.fields, [_value_of(body) for body in annotation.bodies]
    value = next((each for each in said if each in list(StanceValue)), None)
    cluster = next(filter(None, map(_source_of_body, annotation.bodies)), None)
    if value is None or cluster is None:
        reason = f"a stance is one of {', '.join(StanceValue)}, and names a cluster"
        raise fields.fault("body", reason)
    return _with_the_rest(
        StanceRow(id_in(cluster), StanceValue(value), id_in(annotation.id)), annotation
    )


def _with_the_rest(row: _Link, link: WebAnnotation) -> _Link:
    """A link with what is said of it besides what it ties, and how it came to be."""
    values = link.fields.values
    said: dict[str, object] = {
        "origin": origin_of(link),
        "created": str(values.get("created") or ""),
        "updated": str(values.get("modified") or ""),
        "note": link.comment.value if link.comment else "",
    }
    if not isinstance(row, StanceRow):
        pairs = link.fields.each("sidelight:attributes")
        said["attributes"] = {each.text("name"): each.text("value") for each in pairs}
    return msgspec.structs.replace(row, **said)


def origin_of(annotation: WebAnnotation) -> Origin | None:
    """How an annotation of ours came to be; none of another program's."""
    given = annotation.fields.values.get("sidelight:origin")
    return Origin(given) if isinstance(given, str) and given in list(Origin) else None


def _source_of_body(body: object) -> str:
    """The IRI of the resource that a body is about; empty where it is something else."""
    source = body.get("source") if isinstance(body, dict) else ""
    return source if isinstance(source, str) else ""


def _id_of(body: object) -> str:
    """The IRI that a body is; empty where it is something else."""
    if isinstance(body, dict):
        body = body.get("id")
    return body if isinstance(body, str) else ""


def _value_of(body: object) -> str:
    value = body.get("value") if isinstance(body, dict) else ""
    return value if isinstance(value, str) else ""
