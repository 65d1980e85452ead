"""Articles as one AnnotationPage: an annotation for each span, relation and cluster."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, Final

from store.annotations.model import Origin
from store.formats.fields import as_value
from store.formats.json_files import NAMES
from store.formats.native import encode_fields
from store.formats.offsets import Offsets, Unit
from store.formats.w3c.model import CONTEXT, GROUPS, HANDLED, KEPT, OWN, SIMPLE_BODY
from store.formats.w3c.names import ARTICLE, LINK, STANCE, annotation_iri, article_iri
from store.formats.w3c.places import POSITION, QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow, StanceRow
    from store.formats.writing import Output

_AROUND: Final = 32
"""Code points before and after a quote that are written with it."""
_NAMESPACE: Final = "urn:sidelight:ns:"
_OF_PARTS: Final = ("tag", "comment", "bodies", "selectors", "target", "source", "untagged")
"""Attributes that go into a part of the annotation, by the names that reading gives them."""


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the page: its annotations as the rows come, then what it says of the articles."""
    page = _AnnotationPage(target)
    with tempfile.TemporaryFile(dir=target.folder) as articles, target.stream() as stream:
        head: dict[str, object] = {
            "@context": [CONTEXT, {"sidelight": _NAMESPACE}],
            "id": "urn:sidelight:page",
            "type": "AnnotationPage",
            "sidelight:offset_unit": page.unit.value,
            "items": [],
        }
        stream.write(encode_fields(head).removesuffix(b"]}\n"))
        items = _List(stream)
        known = _List(articles)
        for row in rows:
            known.add(page.article(row))
            for annotation in page.annotations(row):
                items.add(annotation)
        for annotation in page.links():
            items.add(annotation)
        items.end()
        stream.write(b',\n"sidelight:articles": [')
        known.end()
        articles.seek(0)
        shutil.copyfileobj(articles, stream)
        stream.write(b"}\n")


class _List:
    """A JSON list that is written item by item, a line each."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._before = b"\n"

    def add(self, item: dict[str, object]) -> None:
        self._stream.write(self._before + encode_fields(item).removesuffix(b"\n"))
        self._before = b",\n"

    def end(self) -> None:
        self._stream.write(b"]" if self._before == b"\n" else b"\n]")


class _AnnotationPage:
    """What is written, row by row; links between articles wait for the end."""

    def __init__(self, target: Output) -> None:
        self._has_text = target.options.has_text
        self._losses = target.losses
        self.unit = target.options.unit or Unit.CODEPOINT
        self._names: dict[str, str] = {}
        """By the ids of spans, which are the same in two articles only if nothing refers to them
        from elsewhere."""
        self._crossing: dict[tuple[str, ...], RelationRow] = {}
        self._relations = 0
        self._stances = 0
        self._clusters: dict[str, tuple[ClusterRow, list[str]]] = {}

    def article(self, row: ArticleRow) -> dict[str, object]:
        names = [name for name in NAMES if self._has_text or name != "title"]
        return _full(
            {
                "id": article_iri(row.id),
                "type": "Text",
                "sidelight:text_sha256": row.text_sha256,
                **{f"{OWN}{name}": getattr(row.meta, name) for name in names},
                "sidelight:labels": row.meta.labels,
                "sidelight:state": row.state,
                "sidelight:note": row.note,
                "sidelight:article_labels": row.labels,
                "sidelight:byline": row.byline,
                "sidelight:updated": row.updated,
            }
        ) | ({"value": row.text} if self._has_text and row.text is not None else {})

    def annotations(self, row: ArticleRow) -> Iterator[dict[str, object]]:
        here: dict[str, str] = {}
        offsets = Offsets(row.said, self.unit)
        for number, span in enumerate(row.spans):
            name = annotation_iri(span.id or f"span-{number}", article_iri(row.id))
            if span.id:
                here[span.id] = name
                self._names.setdefault(span.id, name)
            yield self._annotation(row, span, name, offsets)
        for relation in row.relations:
            if relation.head in here and relation.tail in here:
                yield self._relation(relation, here)
            else:
                key = (relation.id, relation.head, relation.tail, relation.type, relation.role)
                self._crossing[key] = relation
        for cluster in row.clusters:
            _, members = self._clusters.setdefault(cluster.id, (cluster, []))
            members += [here[member] for member in cluster.members if member in here]
        for stance in row.stances:
            yield self._stance(row, stance)

    def _annotation(
        self, row: ArticleRow, span: SpanRow, name: str, offsets: Offsets
    ) -> dict[str, object]:
        kept = {
            attribute.removeprefix(KEPT): as_value(value)
            for attribute, value in span.attributes.items()
            if _is_kept(attribute)
        }
        others = {n: value for n, value in span.attributes.items() if not _is_kept(n)}
        creator = row.meta.annotator if span.origin is not Origin.IMPORTED else ""
        return _full(
            {
                "id": name,
                "type": "Annotation",
                "motivation": kept.pop("motivation", "tagging"),
                "created": span.created,
                "modified": span.updated,
                "creator": {"type": "Person", "name": creator} if creator else None,
                "body": list(_bodies(span, kept)),
                "target": self._target(row, span, kept, offsets),
                "sidelight:origin": span.origin,
                "sidelight:attributes": _attributes(others),
            }
        ) | {n: v for n, v in kept.items() if n not in _OF_PARTS}

    def _target(
        self, row: ArticleRow, span: SpanRow, kept: Mapping[str, object], offsets: Offsets
    ) -> dict[str, object]:
        source = kept.get("source")
        rest = kept.get("target")
        more = kept.get("selectors")
        where: dict[str, object] = {"type": "SpecificResource", "source": article_iri(row.id)}
        if isinstance(source, str) and not source.startswith(ARTICLE):
            where |= {"source": source, "sidelight:article": row.id}
        if isinstance(rest, dict):
            where = {**rest, **where}
        made = []
        for start, end in span.extents:
            selectors = list(self._selectors(row.said, start, end, offsets, span))
            selectors += more if isinstance(more, list) and self._has_text else []
            made.append({**where, "selector": selectors[0] if len(selectors) == 1 else selectors})
        return made[0] if len(made) == 1 else {"type": GROUPS[0], "items": made}

    def _selectors(
        self, text: str, start: int, end: int, offsets: Offsets, span: SpanRow
    ) -> Iterator[dict[str, object]]:
        yield {"type": POSITION, "start": offsets.units(start), "end": offsets.units(end)}
        if not self._has_text:
            return
        exact = text[start:end] or ("" if span.parts else span.text)
        around = {
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        }
        if exact:
            yield {"type": QUOTE, "exact": exact, **_full(around)}

    # Links ---------------------------------------------------------------------------------

    def _relation(self, relation: RelationRow, names: Mapping[str, str]) -> dict[str, object]:
        self._relations += 1
        return _full(
            {
                "id": annotation_iri(relation.id or f"relation-{self._relations}", LINK),
                "type": "Annotation",
                "motivation": "linking",
                "body": [
                    {"id": names[relation.tail]},
                    _textual("tagging", relation.type),
                    *_comment(relation),
                ],
                "target": names[relation.head],
                "sidelight:kind": "relation",
                "sidelight:role": relation.role,
                **_said_besides(relation),
                "sidelight:attributes": _attributes(relation.attributes),
            }
        )

    def _stance(self, row: ArticleRow, stance: StanceRow) -> dict[str, object]:
        self._stances += 1
        cluster = annotation_iri(stance.cluster, LINK)
        return _full(
            {
                "id": annotation_iri(stance.id or f"stance-{self._stances}", LINK),
                "type": "Annotation",
                "motivation": "assessing",
                "body": [
                    _textual("assessing", stance.value),
                    {"type": "SpecificResource", "purpose": "linking", "source": cluster},
                    *_comment(stance),
                ],
                "target": article_iri(row.id),
                "sidelight:kind": STANCE,
                **_said_besides(stance),
            }
        )

    def links(self) -> Iterator[dict[str, object]]:
        for relation in self._crossing.values():
            if relation.head in self._names and relation.tail in self._names:
                yield self._relation(relation, self._names)
            else:
                what = "relations with an end that is not in the dataset"
                self._losses.lose(what, f"{relation.type} {relation.role}".strip())
        for cluster, members in self._clusters.values():
            if not members:
                what = "clusters whose members are not in the dataset"
                self._losses.lose(what, f"“{cluster.name}”")
                continue
            yield _full(
                {
                    "id": annotation_iri(cluster.id, LINK),
                    "type": "Annotation",
                    "motivation": "linking",
                    "body": [
                        _textual("tagging", cluster.label),
                        *([_textual("identifying", cluster.name)] if cluster.name else []),
                        *map(_reference, cluster.refs),
                        *_comment(cluster),
                    ],
                    "target": members,
                    "sidelight:kind": "cluster",
                    "sidelight:relation": cluster.relation,
                    **_said_besides(cluster),
                    "sidelight:attributes": _attributes(cluster.attributes),
                }
            )


def _is_kept(attribute: str) -> bool:
    """Whether an attribute is a field of the annotation, or goes into one."""
    name = attribute.removeprefix(KEPT)
    return attribute.startswith(KEPT) and name not in HANDLED and not name.startswith(OWN)


def _bodies(span: SpanRow, kept: Mapping[str, object]) -> Iterator[object]:
    if kept.get("untagged") != span.label:
        yield _textual("tagging", span.label, kept.get("tag"))
    if span.note:
        yield _textual("commenting", span.note, kept.get("comment"))
    others = kept.get("bodies")
    if isinstance(others, list):
        yield from others


def _reference(ref: str) -> dict[str, object]:
    """A body that says what a cluster is called elsewhere."""
    return {"type": "SpecificResource", "purpose": "identifying", "source": ref}


def _comment(link: RelationRow | ClusterRow | StanceRow) -> list[dict[str, object]]:
    return [_textual("commenting", link.note)] if link.note else []


def _said_besides(link: RelationRow | ClusterRow | StanceRow) -> dict[str, object]:
    """How a link came to be."""
    return {"created": link.created, "modified": link.updated, "sidelight:origin": link.origin}


def _attributes(attributes: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"name": name, "value": value} for name, value in attributes.items()]


def _textual(purpose: str, value: str, rest: object = None) -> dict[str, object]:
    more = rest if isinstance(rest, dict) else {}
    body = {"type": SIMPLE_BODY, "purpose": purpose, "value": value, **more}
    return {name: each for name, each in body.items() if each is not None}


def _full(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}
