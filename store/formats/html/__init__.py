"""Web pages: read as articles, by their main text; written as one page that shows the spans.

The text of a page is made once, when it is read. What the page has around its article, such as
menus and comments, is left out, as trafilatura finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError
from store.formats.extras import extra_module
from store.formats.features import Feature
from store.formats.format import Format
from store.formats.html.document import GENERATOR
from store.formats.html.encoding import decode
from store.formats.html.page import write
from store.formats.marking import SHOWN
from store.formats.rows import Meta, Placed, text_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.reading import Input

EXTRA: Final = "html"
"""The optional extra that brings trafilatura, which finds the article in a page."""
_AROUND: Final = "page's pictures, links and whatever else is around the article"
_BLOCK: Final = regex.compile(r"(?:- |\||\d+[.)] )")
"""How a line begins that belongs to a list or a table."""
_OURS: Final = regex.compile(rf'<meta\s+name="generator"\s+content="{GENERATOR}"')
_MARKUP: Final = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_TAG: Final = regex.compile(r"</?([a-zA-Z][\w-]*+)[^<>]*+>?")
_NESTED: Final = frozenset(
    {"div", "span", "section", "ul", "table", "blockquote", "b", "i", "em", "font"}
)
"""Elements that always have an end, so that they tell how deep a page is."""
_MOST_TAGS: Final = 100_000
_MOST_ATTRIBUTES: Final = 2_000
"""Of one tag, which may have a long value with as many signs of equality."""
_DEEPEST: Final = 2_000
_ANY_TAG: Final = regex.compile(rb"<(?:html|head|body|p|div|article)\b", regex.IGNORECASE)


def read(source: Input) -> Iterator[Placed]:
    """The article of a page."""
    path = source.path
    page, encoding, replaced = decode(path, source.data())
    if replaced:
        example = f"{path.name}, read as {encoding}"
        source.losses.change("characters that the page's encoding has not", example, replaced)
    if _OURS.search(page[:4096]):
        reason = (
            "this page is a report that Sidelight wrote, no article; import the dataset instead"
        )
        raise InputError(reason, path=path)
    _check_size(path, page)
    try:
        text, meta = article_in(page)
    except RecursionError as error:
        raise InputError("this page is nested too deeply", path=path) from error
    if not text.strip():
        raise InputError("there is no text of an article in this page", path=path)
    source.losses.lose(_AROUND, path.name)
    yield Placed(text_row(path, text, meta), path)


def _check_size(path: Path, page: str) -> None:
    """Refuse a page that takes what finds its article minutes.

    Raises:
        InputError: It has too many elements, or one with too many attributes.
    """
    number = depth = deepest = 0
    for match in _TAG.finditer(page):
        number += 1
        if len(match[0]) > _MOST_ATTRIBUTES and match[0].count("=") > _MOST_ATTRIBUTES:
            reason = f"one of its tags has more than {_MOST_ATTRIBUTES:,} attributes"
            raise InputError(reason, path=path)
        depth += -1 if match[0].startswith("</") else match[1].lower() in _NESTED
        deepest = max(deepest, depth)
    if number > _MOST_TAGS or deepest > _DEEPEST:
        reason = f"it has {number:,} tags, {deepest:,} deep, more than a page with an article has"
        raise InputError(reason, path=path)


def article_in(page: str) -> tuple[str, Meta]:
    """The text of a page's article, its title first, and what the page says of it.

    Raises:
        InputError: What finds it is not installed.
    """
    trafilatura = extra_module("trafilatura", EXTRA)
    found = trafilatura.bare_extraction(
        page,
        favor_precision=True,  # what is around an article would be annotated as if it were of it
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None:
        return "", Meta()
    values = found if isinstance(found, dict) else found.as_dict()
    title, outlet, date, author, url, body = (
        str(values.get(name) or "")
        for name in ("title", "sitename", "date", "author", "url", "text")
    )
    paragraphs = _in_paragraphs(body)
    if title and not _same_words(paragraphs[: 2 * len(title)]).startswith(_same_words(title)):
        paragraphs = f"{title}\n\n{paragraphs}"
    link = url if url.startswith(("https://", "http://")) else ""
    return paragraphs, Meta(title, outlet, date, author, link)


def _in_paragraphs(body: str) -> str:
    """The lines of a text with a blank line between paragraphs, but none within a list."""
    written: list[str] = []
    was_item = False
    for line in body.split("\n"):
        if not line.strip():
            continue
        is_item = _BLOCK.match(line) is not None
        if written:
            written.append("\n" if is_item and was_item else "\n\n")
        written.append(line)
        was_item = is_item
    return "".join(written)


def _same_words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _looks_like(head: bytes, name: str) -> float:
    """By how it begins."""
    is_named = name.lower().endswith((".html", ".htm", ".xhtml"))
    if _MARKUP.match(head):
        return 0.95 if is_named else 0.8
    return 0.7 if is_named and _ANY_TAG.search(head) else 0.0


FORMAT: Final = Format(
    name="html",
    title="Web page: read as an article; written as one page that shows the spans",
    holds=SHOWN | {Feature.IDS},
    reads=read,
    writes=write,
    endings=(".html", ".htm"),
    extra=EXTRA,
    writes_without_extra=True,
    looks_like=_looks_like,
)
