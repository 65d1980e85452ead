"""Characters that a format cannot hold: an article that has one is left out, or they are replaced.

XML has no place for most control characters, such as the form feeds that pdftotext writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.articles.model import BYLINE_FACTS
from store.formats.markup import FORBIDDEN
from store.formats.rows import ArticleRow, text_sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.losses import Losses

REPLACEMENT: Final = "\ufffd"
"""What stands in the place of one: one character for one, so that offsets hold."""


def fit_for_xml(
    rows: Iterable[ArticleRow], losses: Losses, *, replaces: bool
) -> Iterator[ArticleRow]:
    """The rows that XML can hold; the others are left out, or have U+FFFD in its place, and noted.

    Args:
        rows: The articles.
        losses: Where it is noted.
        replaces: Whether such characters are replaced.
    """
    for row in rows:
        match = FORBIDDEN.search("\n".join(_strings(row)))
        if match is None:
            yield row
            continue
        example = f"U+{ord(match[0]):04X} in {row.id}"
        if replaces:
            count = sum(len(FORBIDDEN.findall(each)) for each in _strings(row))
            losses.change("characters that XML cannot hold, now U+FFFD", example, count)
            yield _replaced(row)
        else:
            what = (
                "articles with a character that XML cannot hold, in the place of which "
                "{option:replace-characters} writes U+FFFD"
            )
            losses.lose(what, example)


def _strings(row: ArticleRow) -> Iterator[str]:
    yield row.said
    for each in (*row.spans, *row.relations, *row.clusters, *row.stances):
        for name in ("label", "type", "role", "name", "note"):
            yield getattr(each, name, "")
        for name, value in getattr(each, "attributes", {}).items():
            yield from (name, value)
    yield row.note
    for name, value in (*row.labels.items(), *row.byline.items()):
        yield from (name, value)
    yield from (getattr(row.meta, name) for name in ("title", *BYLINE_FACTS))


def _replaced(row: ArticleRow) -> ArticleRow:
    made = msgspec.convert(_walk(msgspec.to_builtins(row)), ArticleRow)
    if made.text is not None and made.text != row.text:
        made = msgspec.structs.replace(made, text_sha256=text_sha256(made.text))
    return made


def _walk(value: object) -> object:
    if isinstance(value, str):
        return FORBIDDEN.sub(REPLACEMENT, value)
    if isinstance(value, list | tuple):
        return [_walk(each) for each in value]
    if isinstance(value, dict):
        return {_walk(name): _walk(each) for name, each in value.items()}
    return value
