"""Sidelight's own dataset: JSON lines, one article each, read back without loss.

Offsets are code points into `text`. A relation or cluster that crosses articles stands on each
line that has a part of it; a cluster lists on each line only the members in that article.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.annotations.model import Annotation, Cluster, Origin, Relation
from store.articles.loading import read_bytes
from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.articles import Article
    from store.workspace import OpenArticle, Workspace

OFFSET_UNIT: Final = "codepoint"
"""The unit of all offsets, named in every line."""


class SpanRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One annotation; the field names are those that Prodigy and spaCy use."""

    start: int
    end: int
    label: str
    id: str = ""
    text: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""


class RelationRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One relation; `head` and `tail` are span ids."""

    type: str
    head: str
    tail: str
    id: str = ""
    role: str = ""


class ClusterRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cluster's members in this line's article; they are span ids."""

    id: str
    label: str
    name: str
    members: list[str]
    relation: str = ""


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the line comes from."""

    title: str = ""
    outlet: str = ""
    date: str = ""
    author: str = ""
    story: str = ""
    file: str = ""
    annotator: str = ""
    labels: list[str] = []


class ArticleRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line."""

    id: str
    spans: list[SpanRow]
    text: str | None = None
    text_sha256: str = ""
    offset_unit: str = OFFSET_UNIT
    meta: Meta = Meta()
    relations: list[RelationRow] = []
    clusters: list[ClusterRow] = []


# Writing -----------------------------------------------------------------------------------

# The order of the fields in a line, which the structs above cannot all give: JSON has none, but
# the bytes of an export are a contract.
_SPAN_FIELDS: Final = (
    "id",
    "start",
    "end",
    "label",
    "text",
    "origin",
    "created",
    "updated",
    "note",
)
_ESCAPED: Final = regex.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Characters that JSON allows but that act on a terminal, or that some readers take for the end of
a line. They are written as escapes, which every reader of JSON reads as the characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an export, and what it holds."""

    data: bytes
    """With its newline."""
    spans: int
    relations: frozenset[str]
    """The ids of the relations that have an end in the article."""
    clusters: frozenset[str]
    """The ids of the clusters that have a member in it."""


def jsonl_lines(workspace: Workspace) -> Iterator[Line]:
    """The lines of a story's export, in the order of the articles.

    The same annotations give the same bytes.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    relations, clusters = workspace.relations, workspace.clusters
    for opened in workspace.every_article():
        if opened.problem and (
            len(opened.annotations) or opened.displaced or not _is_empty(opened)
        ):
            raise InputError(f"the export was stopped: {opened.problem}")
        here = [r for r in relations if opened.id in (r.head.article, r.tail.article)]
        groups = [c for c in clusters if any(m.article == opened.id for m in c.members)]
        yield Line(
            _line(_row(workspace, opened, here, groups)),
            len(opened.annotations),
            frozenset(relation.id for relation in here),
            frozenset(cluster.id for cluster in groups),
        )


def _is_empty(opened: OpenArticle) -> bool:
    """Whether an article has a problem only in that there is no text in it."""
    return bool(opened.article.sha256) and not opened.article.text


def _row(
    workspace: Workspace,
    opened: OpenArticle,
    relations: Iterable[Relation],
    clusters: Iterable[Cluster],
) -> dict[str, object]:
    article = opened.article
    for annotation in (*opened.displaced, *opened.annotations):
        check_fit(article, annotation)
    byline = article.byline
    meta: dict[str, object] = {
        "title": byline.title,
        "outlet": byline.outlet,
        "date": byline.date,
        "author": byline.author,
        "story": workspace.story.name,
        "file": article.path.name,
        "annotator": workspace.annotator,
        "labels": list(workspace.labels.names),
    }
    row: dict[str, object] = {
        "id": article.id,
        "text": article.text,
        "text_sha256": text_sha256(article.text),
        "offset_unit": OFFSET_UNIT,
        "meta": _filled(meta),
        "spans": [_span(annotation) for annotation in opened.annotations],
    }
    here = [
        _filled({"id": r.id, "type": r.type, "role": r.role, "head": r.head.id, "tail": r.tail.id})
        for r in relations
    ]
    groups = [
        _filled(
            {"id": c.id, "label": c.label, "relation": c.relation, "name": c.name,
             "members": [m.id for m in c.members if m.article == article.id]}
        )
        for c in clusters
    ]  # fmt: skip
    return row | _filled({"relations": here, "clusters": groups})


def _span(annotation: Annotation) -> dict[str, object]:
    return _filled({name: getattr(annotation, name) for name in _SPAN_FIELDS})


def _filled(fields: dict[str, object]) -> dict[str, object]:
    """The fields without those that say nothing."""
    return {name: value for name, value in fields.items() if value not in ("", [])}


def _line(row: dict[str, object]) -> bytes:
    text = msgspec.json.encode(row).decode()
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode() + b"\n"


def text_sha256(text: str) -> str:
    """The SHA-256, in hexadecimal, of a text as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_fit(article: Article, annotation: Annotation) -> None:
    """Make sure that an annotation's place is settled and that its text stands there.

    Raises:
        InputError: It is not.
    """
    if annotation.adrift:
        raise InputError(
            f"the export was stopped: the article has changed, and the {annotation.label} "
            f"“{annotation.text[:60]}” (id {annotation.id}) waits for its place to be settled; "
            "open the story and press R, or put the annotated version of the file back",
            path=article.path,
        )
    said = annotation.span.of(article.text)
    if said != annotation.text:
        raise InputError(
            f"the export was stopped: the {annotation.label} “{annotation.text[:60]}” at "
            f"{annotation.start}-{annotation.end} (id {annotation.id}) does not fit the text, "
            f"which says “{said[:60]}” there; put the annotated version of the file back",
            path=article.path,
        )


# Reading -----------------------------------------------------------------------------------

_DECODER: Final = msgspec.json.Decoder(ArticleRow)


def read_jsonl(path: Path) -> list[tuple[int, ArticleRow]]:
    """Read a file of our own format.

    Returns:
        The lines that hold something, each with its number from 1.

    Raises:
        InputError: The file cannot be read, or a line is not an article with its spans.
    """
    data, _ = read_bytes(path)
    rows = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            rows.append((number, _decode(path, number, line)))
    if not rows:
        raise InputError("the file is empty; there is nothing to import", path=path)
    return rows


def _decode(path: Path, number: int, line: bytes) -> ArticleRow:
    if line.strip() in (b"{", b"["):
        reason = "this line is not JSON by itself; put each article on one line, as jq -c . does"
        raise InputError(reason, path=path, line=number)
    try:
        row = _DECODER.decode(line)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        field = place.strip("`").removeprefix("$").removeprefix(".") or None
        raise InputError(_lower(reason), path=path, line=number, field=field) from error
    except RecursionError as error:
        reason = "this line is not an article: it is nested too deeply"
        raise InputError(reason, path=path, line=number) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"this line is not JSON: {_lower(str(error))}", path=path, line=number
        ) from error
    if row.offset_unit != OFFSET_UNIT:
        reason = f"offsets in {row.offset_unit!r} cannot be read; only {OFFSET_UNIT!r}"
        raise InputError(reason, path=path, line=number, field="offset_unit")
    return row


def _lower(sentence: str) -> str:
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
