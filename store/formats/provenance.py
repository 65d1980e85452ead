"""Rows of an adjudicator's work that say where everything in it comes from, as attributes.

So it is written by every format that has a place for attributes, and told as a loss by the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from store.adjudication.provenance import provenance_of
from store.formats.rows import ClusterRow, RelationRow, SpanRow

if TYPE_CHECKING:
    from store.annotations.links import Links
    from store.formats.rows import ArticleRow

_Row = TypeVar("_Row", SpanRow, RelationRow, ClusterRow)


def with_provenance(row: ArticleRow, links: Links) -> ArticleRow:
    """A row whose spans, relations and clusters say who had them, who decided, and why.

    Args:
        row: An article of an adjudicator's work.
        links: All that the adjudicator says of the story as a whole; where nothing was decided in
            it, it is no adjudication, and the row stays as it is.
    """
    if not len(links.decisions):
        return row

    def told(value: _Row) -> _Row:
        found = provenance_of(links, value.id, value.updated).attributes
        return msgspec.structs.replace(value, attributes={**value.attributes, **found})

    return msgspec.structs.replace(
        row,
        spans=[told(each) for each in row.spans],
        relations=[told(each) for each in row.relations],
        clusters=[told(each) for each in row.clusters],
    )
