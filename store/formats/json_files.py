"""The objects of a JSON file of another tool, however it is laid out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from store.annotations.model import timestamp
from store.articles.model import BYLINE_FACTS
from store.errors import InputError
from store.formats import long_json
from store.formats.beginning import LONGEST_OF_OTHERS
from store.formats.features import Feature
from store.formats.fields import Fields, kind_of
from store.formats.rows import Meta, Placed
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from store.formats.losses import Losses
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

NAMES: Final = ("title", *BYLINE_FACTS, "story", "file", "annotator")
"""The fields of `Meta` that are texts: what they are called in such files as well."""
_BLANK: Final = " \t\r\n"
_HELD: Final = 64 * 1024 * 1024
"""Bytes of the largest list that is held as a whole; of a larger one some is read at a time."""
_ROWS: Final = "data"
"""The list of rows of a file that is one object, as `load_dataset(field="data")` reads it."""
FoundValue: TypeAlias = "tuple[object, int | None, str]"
"""A value, its line from 1 and its place in that; no line where the file is one JSON value."""


def read_records(
    source: Input, read_article: Callable[[Input, Fields, int], ArticleRow | None]
) -> Iterator[Placed]:
    """The articles of a file that has an object for each.

    Args:
        source: The file.
        read_article: Makes an article of an object and its number from 1; none if it is left out.
    """
    for number, record in enumerate(records(source), start=1):
        with source.passing_over():
            row = read_article(source, record, number)
            if row is not None:
                yield Placed(row, source.path, record.line)


def records(source: Input) -> Iterator[Fields]:
    """The objects of a file: JSON lines, or one JSON list, or objects that follow each other.

    The latter two are read as a whole. What is no object is a fault.
    """
    for value, line, place in values_in(source):
        if isinstance(value, dict):
            yield Fields(value, source.path, line, place)
        else:
            reason = f"it must be an object, not {kind_of(value)}"
            source.fault(reason, line=line, field=place or None)


def values_in(source: Input) -> Iterator[FoundValue]:
    """The values of a file, objects or not; a line is one value where it is a list that begins
    with a text."""
    start = source.start()
    if not start:
        return
    for value, line, place in _values(source, start):
        rows = value.get(_ROWS) if isinstance(value, dict) else None
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
            yield from ((row, line, f"{_ROWS}[{n}]") for n, row in enumerate(rows))
        else:
            yield value, line, place


def _values(source: Input, start: bytes) -> Iterator[FoundValue]:
    if start.startswith(b"[") and not start[1:].lstrip().startswith(b'"'):
        yield from _of_list(source)
    elif start.startswith(b"{") and not _is_whole(_first_line(source)):
        yield from _of_sequence(source)
    else:
        yield from ((value, number, "") for number, value in source.json_lines())


def listed(value: object) -> list[object]:
    """What is in a list; nothing if a value is none."""
    return value if isinstance(value, list) else []


def _first_line(source: Input) -> bytes:
    """The first line that says something, without white space around it."""
    lines = source.lines(LONGEST_OF_OTHERS)
    return next(line.strip() for _, line in lines if line.strip())


def _is_whole(line: bytes) -> bool:
    """Whether a line is JSON, or begins a file whose lines are meant to be."""
    try:
        msgspec.json.decode(line, type=msgspec.Raw)  # which makes nothing of it
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return line.endswith(b"}")
    return True


def _of_list(source: Input) -> Iterator[tuple[object, None, str]]:
    if source.path.stat().st_size > _HELD:
        yield from ((v, None, f"[{n}]") for n, v in enumerate(long_json.elements(source)))
        return
    for number, each in enumerate(parts_of(source)):
        try:
            yield msgspec.json.decode(each), None, f"[{number}]"
        except (msgspec.DecodeError, RecursionError) as error:
            source.fault(f"this is not JSON: {uncapitalised(error)}", field=f"[{number}]")


def parts_of(source: Input) -> list[bytes]:
    """What a file that is one JSON list holds, each undecoded, but known to be JSON.

    Raises:
        InputError: It is not.
    """
    return list(map(bytes, source.as_json(source.data(), list[msgspec.Raw])))


def _of_sequence(source: Input) -> Iterator[tuple[object, int, str]]:
    text = source.text()
    decoder = json.JSONDecoder()
    at, line, counted = 0, 1, 0
    while at < len(text):
        if text[at] in _BLANK:
            at += 1
            continue
        line += text.count("\n", counted, at)
        counted = at
        try:
            _, end = decoder.raw_decode(text, at)
            value: object = msgspec.json.decode(text[at:end].encode())
        except json.JSONDecodeError as error:
            reason = f"this is not JSON: {uncapitalised(error.msg)}"
            raise InputError(reason, path=source.path, line=error.lineno) from error
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            reason = f"this is not JSON: {uncapitalised(error)}"
            raise InputError(reason, path=source.path, line=line) from error
        yield value, line, ""
        at = end


# What they say of an article beside its text -----------------------------------------------


def article_id_of(*said: tuple[Fields, str], number: int) -> tuple[str, bool]:
    """The id of an article, and whether it is a mere number (`ArticleRow.is_numbered`).

    Args:
        said: The fields that may be its id, what is most likely one first. A text is a name that
            somebody gave it; a number is its place in a file or a project.
        number: Its place in this file.

    Raises:
        InputError: One of them is neither.
    """
    ids = [(fields.name(name, ""), fields.values.get(name)) for fields, name in said]
    named = next((id_ for id_, value in ids if id_ and isinstance(value, str)), "")
    return named or next((id_ for id_, _ in ids if id_), str(number)), not named


def meta_of(
    values: Mapping[str, object],
    losses: Losses,
    *,
    without: Collection[str] = (),
    called: str = "“{}” of articles",
    example: str = "",
    annotator: str = "",
) -> Meta:
    """What there is a place for; the rest is counted, field by field.

    Args:
        values: The fields.
        losses: Where the rest is counted.
        without: Fields that mean something else.
        called: How a field that is left out is called.
        example: Which article it is.
        annotator: Who did it, where the fields do not say.
    """
    found = {}
    for name, value in values.items():
        if name in without or value in (None, "", [], {}):
            continue
        if name in NAMES and isinstance(value, str):
            found[name] = value
        else:
            losses.lose(called.format(name), example)
    return msgspec.convert({"annotator": annotator} | found, Meta)


def said_of(meta: Meta) -> dict[str, str]:
    """The fields of `Meta` that say something, as they are written."""
    return {name: value for name in NAMES if (value := getattr(meta, name))}


def moment(value: object, losses: Losses) -> str:
    """A time as annotations carry it; empty, and counted, where it is none.

    Args:
        value: Seconds since 1970, or ISO 8601; where it has no zone it is UTC.
        losses: Where a time that cannot be read is counted.
    """
    from datetime import UTC, datetime

    if value in (None, ""):
        return ""
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return timestamp(read if read.tzinfo else read.replace(tzinfo=UTC))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return timestamp(datetime.fromtimestamp(value, UTC))
    except (ValueError, OverflowError, OSError):
        pass  # counted below, as is every other value that is no time
    losses.lose(Feature.ORIGINS, f"the time {value!r}")
    return ""
