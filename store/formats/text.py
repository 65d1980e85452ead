"""Texts without annotations, read as articles: plain text, JSON lines, Word documents, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.articles.loading import load_text
from store.articles.model import BYLINE_FACTS
from store.formats.documents import docx_row, pdf_row
from store.formats.features import Feature
from store.formats.fields import Fields, kind_of
from store.formats.format import Format
from store.formats.json_files import article_id_of, listed
from store.formats.rows import ArticleRow, Meta, Placed, text_row, text_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input

_ANNOTATED: Final = (
    "spans", "label", "labels", "entities", "annotations", "tokens", "relations", "answer",
    "predictions", "ner_tags", "suggestions", "cats",
)  # fmt: skip
"""Fields by which a line of JSON is more than a text."""
_META: Final = ("title", *BYLINE_FACTS)
_JSON_ENDINGS: Final = (".jsonl", ".ndjson")
_TEXT_ENDINGS: Final = (".txt", ".text")
_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"


def read(source: Input) -> Iterator[Placed]:
    """The article that a file is, or each text of a file of JSON lines."""
    ending = source.path.suffix.lower()
    if ending in _JSON_ENDINGS:
        yield from _texts(source)
    elif ending == ".docx":
        yield Placed(docx_row(source), source.path)
    elif ending == ".pdf":
        yield Placed(pdf_row(source), source.path)
    else:
        yield article_of(source)


def article_of(source: Input) -> Placed:
    """A file of plain text as an article, decoded as the articles of a story are.

    Raises:
        InputError: It is no text.
    """
    path = source.path
    text, encoding = load_text(path, source.data())
    if encoding != "utf-8":
        source.losses.change("text that is not UTF-8", f"{path.name}, read as {encoding}")
    return Placed(text_row(path, text), path)


def _texts(source: Input) -> Iterator[Placed]:
    seen: dict[str, int] = {}
    for number, (line, value) in enumerate(source.json_lines(), start=1):
        with source.passing_over():
            if not isinstance(value, dict):
                raise source.error(f"it must be an object with a text, not {kind_of(value)}", line)
            row = _row(source, Fields(value, source.path, line), number)
            if row.id in seen:
                raise source.error(f"line {seen[row.id]} has the id {row.id!r} too", line, "id")
            seen[row.id] = line
            yield Placed(row, source.path, line)


def _row(source: Input, fields: Fields, number: int) -> ArticleRow:
    text = fields.text("text")
    about = fields.inner("meta") if isinstance(fields.values.get("meta"), dict) else None
    inner = dict(about.values) if about else {}
    ids = [(fields, "id"), *([(about, "id")] if about else [])]
    id_, is_numbered = article_id_of(*ids, number=number)
    if is_numbered and not any(each.has(name) for each, name in ids):
        id_ = f"{source.path.stem}-{number}"
    known = {
        name: value
        for name in _META
        if isinstance(value := fields.values.get(name) or inner.get(name), str)
    }
    left = [
        *(n for n in fields.values if n not in ("id", "text", "meta") and n not in known),
        *(f"meta.{n}" for n in inner if n != "id" and n not in known),
        *(["meta"] if fields.has("meta") and about is None else []),
    ]
    for name in left:
        kind = "annotations beside a text" if name in _ANNOTATED else "fields beside a text"
        source.losses.lose(kind, f"{name} of {id_}")
    meta = msgspec.convert({**known, "file": source.path.name}, Meta)
    return ArticleRow(id_, [], text, text_sha256(text), meta=meta, is_numbered=is_numbered)


def _looks_like(head: bytes, name: str) -> float:
    """By the first bytes, and the name where they can be anything."""
    lower = name.lower()
    if head.startswith(_PDF):
        return 0.99
    if head.startswith(_ZIP):
        return 0.9 if lower.endswith(".docx") else 0.0
    if lower.endswith(_JSON_ENDINGS):
        return 0.6 if _is_bare_text(head) else 0.0
    if lower.endswith(_TEXT_ENDINGS) and b"\0" not in head:
        return 0.0 if _is_table(head) else 0.5
    return 0.0


def _is_bare_text(head: bytes) -> bool:
    """Whether the first line of JSON is an object with a text and nothing said of it."""
    first = head.lstrip().partition(b"\n")[0]
    try:
        value: object = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return False
    return not any(
        name in _ANNOTATED or _has_places(each) for name, each in value.items() if name != "meta"
    )


def _has_places(value: object) -> bool:
    """Whether a field, whatever it is called, is a list of things with numbers: so spans are."""
    inner = (each.values() if isinstance(each, dict) else listed(each) for each in listed(value))
    return any(isinstance(number, int | float) for each in inner for number in each)


def _is_table(head: bytes) -> bool:
    """Whether most lines are tokens in columns: a token, and what is said of it."""
    lines = [line for line in head.split(b"\n")[:200] if line.strip()]
    columns = [line for line in lines if 1 < len(line.split()) <= 12 and line.split()[-1] in _TAGS]
    tagged = sum(line.split()[-1][:2] in _PREFIXES for line in lines if line.split())
    return len(columns) + tagged > len(lines) / 2 or head.startswith((b"#FORMAT=", b"T1\t"))


_TAGS: Final = (b"O", b"_")
_PREFIXES: Final = (b"B-", b"I-", b"E-", b"S-", b"L-", b"U-")

FORMAT: Final = Format(
    name="text",
    title="Texts without annotations: .txt, .docx, .pdf, and JSON lines with a text each",
    holds=frozenset({Feature.TEXT}),
    reads=read,
    endings=(".txt", ".jsonl", ".docx", ".pdf"),
    looks_like=_looks_like,
)
