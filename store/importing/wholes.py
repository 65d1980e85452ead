"""Which discontinuous span a part belongs to, so that what two spans share stays a part of each.

A whole is told by the places of all of its parts, in a file and in a story alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import Mention
from store.labels import CONTINUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from store.annotations.links import Links
    from store.formats.rows import ArticleRow
    from store.importing.spanning import Checked
    from store.story.open_article import OpenArticle


def wholes_of(row: ArticleRow, spans: Iterable[Checked]) -> dict[str, str]:
    """The wholes of the spans of a row that are parts, by their ids."""
    beside: dict[str, list[str]] = {}
    for relation in row.relations:
        if relation.type == CONTINUES:
            beside.setdefault(relation.head, []).append(relation.tail)
            beside.setdefault(relation.tail, []).append(relation.head)
    if not beside:
        return {}
    places = {span.id: extent[:2] for span, extent in spans}
    found: dict[str, str] = {}
    for first in beside:
        if first not in found:
            parts = _reached(first, lambda part: beside.get(part, ()))
            found |= dict.fromkeys(parts, _told(places, parts))
    return found


def whole_of(annotation_id: str, opened: OpenArticle, links: Links) -> str:
    """The whole of an annotation of a story; empty if it is no part."""

    def beside(part: str) -> list[str]:
        ends = (
            (relation.head, relation.tail)
            for relation in links.relations_of(Mention(opened.id, part))
            if relation.type == CONTINUES
        )
        return [end.id for pair in ends for end in pair if end.article == opened.id]

    parts = _reached(annotation_id, beside)
    if len(parts) == 1:
        return ""
    here = opened.annotations.with_ids(set(parts))
    return _told({part.id: (part.start, part.end) for part in here}, parts)


def _reached(first: str, beside: Callable[[str], Sequence[str]]) -> list[str]:
    """All parts that are linked with one, over others too, it among them."""
    found = {first: None}
    waiting = [first]
    while waiting:
        new = [part for part in beside(waiting.pop()) if part not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


def _told(places: Mapping[str, tuple[int, int]], parts: Iterable[str]) -> str:
    return " ".join(f"{a}-{b}" for a, b in sorted(places[part] for part in parts if part in places))
