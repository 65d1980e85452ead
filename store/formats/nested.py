"""Articles as nested records, for tables whose cells hold lists: Parquet and Arrow.

The names are those of our own lines. Attributes are a list of names and values, as few readers of
such tables know what a map is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.formats.foreign_meta import NAMES
from store.formats.offsets import Offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.formats.offsets import Unit
    from store.formats.rows import ArticleRow, SpanRow


def fields(pa: Any) -> list[Any]:
    """The columns, as Arrow has them.

    Args:
        pa: The module `pyarrow`.
    """
    text, number = pa.string(), pa.int64()

    def struct(**types: Any) -> Any:
        return pa.struct(list(types.items()))

    span = struct(
        id=text,
        start=number,
        end=number,
        label=text,
        text=text,
        origin=text,
        created=text,
        updated=text,
        note=text,
        attributes=pa.list_(struct(name=text, value=text)),
        parts=pa.list_(struct(start=number, end=number)),
    )
    relation = struct(id=text, type=text, role=text, head=text, tail=text)
    cluster = struct(id=text, label=text, relation=text, name=text, members=pa.list_(text))
    meta = struct(**dict.fromkeys(NAMES, text), labels=pa.list_(text))
    return [
        pa.field("id", text),
        pa.field("text", text),
        pa.field("text_sha256", text),
        pa.field("offset_unit", text),
        pa.field("meta", meta),
        pa.field("spans", pa.list_(span)),
        pa.field("relations", pa.list_(relation)),
        pa.field("clusters", pa.list_(cluster)),
    ]


def record(row: ArticleRow, unit: Unit, *, has_text: bool = True) -> dict[str, Any]:
    """An article as a record of these columns.

    Args:
        row: The article.
        unit: What offsets count.
        has_text: Whether what the article and its spans say is in it.
    """
    offsets = Offsets(row.said, unit)
    meta: dict[str, Any] = {name: getattr(row.meta, name) for name in NAMES}
    if not has_text:
        meta["title"] = ""
    return {
        "id": row.id,
        "text": row.text if has_text else None,
        "text_sha256": row.text_sha256,
        "offset_unit": unit.value,
        "meta": {**meta, "labels": row.meta.labels},
        "spans": [_span(span, offsets, has_text=has_text) for span in row.spans],
        "relations": [
            {"id": r.id, "type": r.type, "role": r.role, "head": r.head, "tail": r.tail}
            for r in row.relations
        ],
        "clusters": [
            {
                "id": c.id,
                "label": c.label,
                "relation": c.relation,
                "name": c.name,
                "members": c.members,
            }
            for c in row.clusters
        ],
    }


def _span(span: SpanRow, offsets: Offsets, *, has_text: bool) -> dict[str, Any]:
    def place(at: Sequence[int]) -> dict[str, int]:
        return {"start": offsets.units(at[0]), "end": offsets.units(at[1])}

    return {
        "id": span.id,
        **place((span.start, span.end)),
        "label": span.label,
        "text": span.text if has_text else None,
        "origin": span.origin.value if span.origin else "",
        "created": span.created,
        "updated": span.updated,
        "note": span.note,
        "attributes": [{"name": n, "value": value} for n, value in span.attributes.items()],
        "parts": [place(part) for part in span.parts],
    }
