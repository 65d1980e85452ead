"""The objects of a JSON file of another tool, however the file is laid out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.fields import Fields, kind_of
from store.formats.rows import Placed
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

_BLANK: Final = " \t\r\n"


def read_records(
    source: Input, read_article: Callable[[Input, Fields, int], ArticleRow | None]
) -> Iterator[Placed]:
    """The articles of a file that has an object for each.

    Args:
        source: The file.
        read_article: Makes an article of an object and its number from 1; none if it is left out.
    """
    for number, record in enumerate(records(source), start=1):
        try:
            row = read_article(source, record, number)
        except InputError as error:
            source.take(error)
            continue
        if row is not None:
            yield Placed(row, source.path, record.line)


def records(source: Input) -> Iterator[Fields]:
    """The objects of a file: JSON lines, or one JSON list, or objects that follow each other.

    The latter two are read as a whole. What is no object is a fault.
    """
    lines = source.lines()
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        return
    start = first[1].strip()
    if start.startswith(b"[") or (start.startswith(b"{") and not _is_whole(start)):
        del lines  # closes the file
        yield from _of_list(source) if start.startswith(b"[") else _of_sequence(source)
        return
    for number, value in source.json_lines():
        if not isinstance(value, dict):
            source.fault(f"it must be an object, not {kind_of(value)}", line=number)
            continue
        yield Fields(value, source.path, number)


def _is_whole(line: bytes) -> bool:
    """Whether a line is JSON, or begins a file whose lines are meant to be."""
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return line.endswith(b"}")
    return True


def _of_list(source: Input) -> Iterator[Fields]:
    for number, each in enumerate(parts_of(source)):
        try:
            value: object = msgspec.json.decode(each)
        except (msgspec.DecodeError, RecursionError) as error:
            source.fault(f"this is not JSON: {uncapitalised(error)}", field=f"[{number}]")
            continue
        if not isinstance(value, dict):
            source.fault(f"it must be an object, not {kind_of(value)}", field=f"[{number}]")
            continue
        yield Fields(value, source.path, place=f"[{number}]")


def parts_of(source: Input) -> list[bytes]:
    """What a file that is one JSON list holds, each undecoded, but known to be JSON.

    Raises:
        InputError: It is not.
    """
    data = source.data()
    try:
        data.decode("utf-8")
        return [bytes(raw) for raw in msgspec.json.decode(data, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"this is not JSON: {uncapitalised(error)}", path=source.path) from error


def _of_sequence(source: Input) -> Iterator[Fields]:
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
        if not isinstance(value, dict):
            source.fault(f"it must be an object, not {kind_of(value)}", line=line)
        else:
            yield Fields(value, source.path, line)
        at = end
