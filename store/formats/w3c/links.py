"""Web annotations that link others: relations and clusters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.formats.rows import ClusterRow, Meta, RelationRow, SpanRow
from store.formats.w3c.model import items_of
from store.formats.w3c.names import id_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.formats.losses import Losses
    from store.formats.w3c.model import WebAnnotation


@dataclass(slots=True)
class Gathered:
    """An article as its annotations are brought together."""

    id: str
    text: str | None = None
    sha256: str = ""
    meta: Meta = field(default_factory=Meta)
    sources: dict[str, str] = field(default_factory=dict)
    """What it is called in the file, by what those names have in common."""
    spans: list[SpanRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    clusters: dict[str, ClusterRow] = field(default_factory=dict)


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
        for article, span in known:
            clusters = articles[article].clusters
            cluster = clusters.setdefault(
                link.id, ClusterRow(id_in(link.id), tag, name, [], relation)
            )
            cluster.members.append(span)
    elif len(ends) == 2 and len(known) == 2:
        (here, head), (there, tail) = known
        role = str(values.get("sidelight:role") or "")
        row = RelationRow(tag or "linking", head, tail, id_in(link.id), role)
        for article in dict.fromkeys((here, there)):
            articles[article].relations.append(row)
    elif known and any(end.startswith("urn:sidelight:") for end in ends):
        missing = next(e for e, o in zip(ends, owned, strict=True) if o is None)
        raise link.fields.fault("target", f"no annotation has the id {missing!r}")
    else:
        losses.lose("links to what is no span of the file", 1, link.id)


def _id_of(body: object) -> str:
    """The IRI that a body is; empty where it is something else."""
    if isinstance(body, dict):
        body = body.get("id")
    return body if isinstance(body, str) else ""


def _value_of(body: object) -> str:
    value = body.get("value") if isinstance(body, dict) else ""
    return value if isinstance(value, str) else ""
