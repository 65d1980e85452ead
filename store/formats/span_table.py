"""Tables of other people in which a row is a text with one span of it, told by their columns.

    text,start,end,label
    Ana left Rome.,0,3,actor

Each of the four is known by its usual names. What a column may mean otherwise is not guessed: then
the file is told what was looked for.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import TYPE_CHECKING, Final

from store.formats.beginning import LONGEST_LINE
from store.formats.counting import Spanned, text_as_counted
from store.formats.features import Feature
from store.formats.fields import WITHOUT_WIDTH, other_words
from store.formats.format import Format
from store.formats.offsets import NoRangeError, Unit
from store.formats.rows import ArticleRow, Placed, SpanRow
from store.formats.spreadsheet import COLUMNS, TIE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.reading import Input

_NAMES: Final = {
    "text": ("text", "sentence", "content", "document", "body"),
    "start": ("start", "begin", "start_offset", "begin_offset", "start_char", "char_start",
              "start_index", "start_pos", "begin_char"),
    "end": ("end", "stop", "end_offset", "end_char", "char_end", "end_index", "end_pos"),
    "label": ("label", "tag", "type", "entity_type", "category", "class", "entity"),
    "id": ("id", "doc_id", "document_id", "docid", "article", "article_id", "file"),
    "quote": ("quote", "span", "span_text", "mention", "surface", "value", "entity_text"),
}  # fmt: skip
"""What the columns are called, the plainest name first."""
_NEEDED: Final = ("text", "start", "end", "label")
_WHOLE: Final = re.compile(r"([0-9]{1,15})(?:\.0*)?")
"""A whole number, also as a spreadsheet writes it where a cell of the column is empty: 3.0."""
_SIGNS: Final = (",", "\t", ";", "|")
_SAYS_SIGN: Final = re.compile(r"\A\ufeff?\"?sep=[,;|\t]\"?\r?\n")
"""A first line of Excel's, which says what parts cells."""


def roles_of(names: Sequence[str]) -> dict[str, int]:
    """Which column has what, where that is clear: one has the plainest name, or one alone any."""
    plain = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in names]
    found: dict[str, int] = {}
    for role, known in _NAMES.items():
        fit = [number for number, name in enumerate(plain) if name in known]
        exact = [number for number in fit if plain[number] == known[0]]
        if len(fit) == 1 or len(exact) == 1:
            found[role] = (exact or fit)[0]
    return found


def names_in(head: bytes) -> list[str]:
    """The cells of the first line, parted by the sign that parts most of them; none if it is no
    line of a table."""
    said = _SAYS_SIGN.sub("", head.decode("utf-8-sig", "replace"))
    line = said.split("\n", 1)[0].rstrip("\r")
    sign = max(_SIGNS, key=line.count)
    return [cell.strip(' "') for cell in line.split(sign)] if sign in line else []


def lacking_columns(head: bytes) -> str:
    """What a table lacks to be read, as a sentence; empty if it has all."""
    roles = roles_of(names_in(head))
    lacks = [f"{role} (or {', '.join(_NAMES[role][1:])})" for role in _NEEDED if role not in roles]
    if not lacks:
        return ""
    return (
        f"this is a table, and of the columns text, start, end and label of its spans it is not "
        f"clear which is {'; '.join(lacks)}; call one so"
    )


def read(source: Input) -> Iterator[Placed]:
    """The texts of a table with their spans; rows of one text that follow each other are one."""
    said = source.text()
    says_sign = _SAYS_SIGN.match(said)
    if says_sign:
        said = said[says_sign.end() :]
    header = re.split("[\r\n]", said.lstrip(), maxsplit=1)[0]
    names = names_in(header.encode())
    roles = roles_of(names)
    if lack := lacking_columns(header.encode()):
        raise source.error(lack, 1)
    rows = _rows(source, said, max(_SIGNS, key=header.count), 1 if says_sign else 0)
    next(rows)  # the header

    def which(row: tuple[list[str], int]) -> tuple[str, str]:
        return _cell(row[0], roles, "id"), _cell(row[0], roles, "text")

    for number, ((id_, text), group) in enumerate(itertools.groupby(rows, which), start=1):
        some = list(group)
        with source.passing_over():
            long = next((line for row, line in some if len(row) > len(names)), None)
            if long is not None:
                reason = f"this row has more cells than the header, which has {len(names)}"
                raise source.error(f"{reason}; put quotation marks around a text", long)
            spans = _spans(source, text, some, roles)
            is_numbered = not id_ or id_.isdecimal()
            row = ArticleRow(id_ or str(number), spans[1], spans[0], is_numbered=is_numbered)
            yield Placed(row, source.path, some[0][1])
    for number, name in enumerate(names):
        if number not in roles.values():
            source.losses.lose(f"the column “{name}”", source.path.name)


def _rows(source: Input, said: str, sign: str, before: int) -> Iterator[tuple[list[str], int]]:
    """The rows that say something, with the lines in which they begin.

    Args:
        source: The file.
        said: All of it, from the header on.
        sign: What parts cells.
        before: How many lines stand before the header.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    # Between tabs many programs write quotation marks as they are.
    is_plain = sign == "\t" and not _is_quoted(said, sign)
    stream = io.StringIO(said, newline="")
    reader = (
        csv.reader(stream, delimiter=sign, quoting=csv.QUOTE_NONE)
        if is_plain
        else csv.reader(stream, delimiter=sign, strict=True)
    )
    line = before + 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield row, line
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise source.error(f"this is no table from here on: {error}", line) from error


def _is_quoted(said: str, sign: str) -> bool:
    """Whether quotation marks stand around whole cells, if they do at all."""
    try:
        for _ in csv.reader(io.StringIO(said, newline=""), delimiter=sign, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _cell(row: Sequence[str], roles: dict[str, int], role: str) -> str:
    number = roles.get(role, -1)
    return row[number] if 0 <= number < len(row) else ""


def _spans(
    source: Input, said: str, rows: Sequence[tuple[list[str], int]], roles: dict[str, int]
) -> tuple[str, list[SpanRow]]:
    """A text and its spans; a row without a start has none."""
    found: list[tuple[int, int, str, str, int]] = []
    for row, line in rows:
        start, end, label, quote = (
            _cell(row, roles, r) for r in ("start", "end", "label", "quote")
        )
        if not start and not end:
            continue
        places = [_WHOLE.fullmatch(each.strip()) for each in (start, end)]
        if places[0] is None or places[1] is None:
            raise source.error(f"{start!r} and {end!r} are no start and end of a span", line)
        found.append((int(places[0][1]), int(places[1][1]), label, quote, line))
        if found[-1][0] and found[-1][1] - found[-1][0] == len(said):
            reason = "the text is only what the span says; that of the whole article is needed"
            raise source.error(reason, line)
    quoted = ((start, end, quote or None) for start, end, _, quote, _ in found)
    text = text_as_counted(source, Spanned("the text", said, quoted), Unit.CODEPOINT)
    spans = []
    for first, last, label, quote, line in found:
        try:
            place = text.range(first, last)
        except NoRangeError as error:
            raise source.error(str(error), line) from error
        there = text.said[slice(*place)]
        if quote and quote.split() != there.split():
            raise source.error(other_words(quote, there), line, "quote")
        if first == last:
            source.losses.lose(WITHOUT_WIDTH, f"{label} in line {line}")
            continue
        spans.append(SpanRow(*place, label, text=there))
    return text.said, spans


def _looks_like(head: bytes, name: str) -> float:
    """By the names of the columns, which must not be those of our own tables."""
    names = names_in(head)
    ours = (list(COLUMNS), list(TIE_COLUMNS))
    if not set(_NEEDED) <= roles_of(names).keys() or any(names[: len(o)] == o for o in ours):
        return 0.0
    return 0.9 if name.endswith(FORMAT.endings) else 0.6


FORMAT: Final = Format(
    name="span-table",
    title="A table (CSV, TSV) of anybody’s with the columns text, start, end and label",
    holds=frozenset({Feature.TEXT, Feature.OVERLAPS, Feature.SUBTOKEN, Feature.OFFSETS}),
    reads=read,
    endings=(".csv", ".tsv"),
    looks_like=_looks_like,
)
