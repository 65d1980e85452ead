"""Web annotations (W3C Web Annotation Data Model, 2017), as of Recogito and Hypothes.is.

Places are counted in code points, as the recommendation says, and checked against the quotes;
some tools count UTF-16 units, which is found by the same quotes. A file need not hold the text.
Ours are an AnnotationPage: what the recommendation has no words for stands in fields that begin
with `sidelight:`, which other readers pass over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.formats.features import EVERYTHING
from store.formats.format import Format
from store.formats.json_files import records
from store.formats.offsets import Unit
from store.formats.w3c.model import (
    CONTEXT,
    check_context,
    decode_annotation,
    from_hypothesis,
    iri,
    types_of,
)
from store.formats.w3c.reading import Collected
from store.formats.w3c.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.fields import Fields
    from store.formats.reading import Input
    from store.formats.rows import Placed

_PAGES: Final = ("AnnotationPage", "AnnotationCollection")
_SERVICE_LISTS: Final = ("rows", "annotations")
"""What the lists of Hypothes.is are called: of its service, and of its exports."""


def read(source: Input) -> Iterator[Placed]:
    """The articles that annotations are about, in the order in which the file names them."""
    collected = Collected(source)
    for record in records(source):
        with source.passing_over():
            _take(record, collected)
    yield from collected.articles()


def _take(record: Fields, collected: Collected) -> None:
    """Take what one JSON object of a file is: an annotation, or many."""
    for name in _SERVICE_LISTS:
        if isinstance(record.values.get(name), list) and "type" not in record.values:
            for row in record.each(name):
                _add(row, collected, is_strict=False)
            return
    types = types_of(record)
    if set(types) & set(_PAGES):
        check_context(record)
        _take_pages(record, collected)
    elif _is_of_service(record):
        _add(record, collected, is_strict=False)
    else:
        check_context(record)
        _add(record, collected, is_strict=True)


def _take_pages(first: Fields, collected: Collected) -> None:
    """Take a page or a collection, and the pages that are in it."""
    left = [first]
    while left:
        page = left.pop()
        for article in page.each("sidelight:articles"):
            collected.add_article(article)
        collected.count_in(page)
        for item in page.each("items"):
            _add(item, collected, is_strict=True)
        for name in ("first", "next"):
            value = page.values.get(name)
            if isinstance(value, dict):
                left.append(page.inner(name))
            elif value is not None:
                collected.source.losses.lose("pages that are not in the file", iri(page, name))


def _add(fields: Fields, collected: Collected, *, is_strict: bool) -> None:
    with collected.source.passing_over():
        whole = fields if is_strict else from_hypothesis(fields)
        collected.add(decode_annotation(whole, is_strict=is_strict))


def _is_of_service(record: Fields) -> bool:
    """Whether an annotation is in the form of Hypothes.is."""
    values = record.values
    return "@context" not in values and "type" not in values and "uri" in values


def _looks_like(head: bytes, _name: str) -> float:
    """By the language that it names, or by selectors."""
    if not head.lstrip().startswith((b"{", b"[")):
        return 0.0
    if CONTEXT.split(":", 1)[1].encode() in head:
        return 0.98
    selectors = b"TextQuoteSelector" in head or b"TextPositionSelector" in head
    return 0.9 if selectors and b'"selector"' in head else 0.0


FORMAT: Final = Format(
    name="w3c",
    title="Web Annotation JSON-LD (W3C), of Recogito and Hypothes.is",
    holds=EVERYTHING,
    reads=read,
    writes=write,
    endings=(".jsonld", ".json"),
    units=frozenset(Unit),
    needs_text=False,
    looks_like=_looks_like,
)
