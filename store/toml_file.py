"""A TOML file that a person writes: what it says, and the line of what is wrong in it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

import regex

from store.articles.loading import read_bytes
from store.errors import InputError
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT: Final = regex.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_QUOTES: Final = regex.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#')
"""What begins a text of several lines, a text of one, or a comment."""
_OF_SEVERAL_LINES: Final = ('"""', "'''")
_HEADER: Final = regex.compile(r"\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?")
"""The line that begins a table."""
_HINTS: Final = {
    "invalid value": "a text stands in quotes",
    "illegal character '\\n'": "a quote is not closed in this line",
    'expected "\'"': "a quote above is not closed",
    "cannot overwrite a value": "this stands there twice",
    "unterminated string": "the text that begins here is not closed",
}
"""What is meant by some of what the parser says."""


class TomlFile:
    """The tables of a file, and where they stand in it."""

    def __init__(self, path: Path, what: str) -> None:
        """Read a file.

        Args:
            path: Where it lies.
            what: What it is to the person, to begin a sentence with.

        Raises:
            InputError: It cannot be read, or is not TOML.
        """
        data, _ = read_bytes(path, what)
        self.path = path
        try:
            self._text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            reason = f"{what} cannot be read: it is not UTF-8 text"
            raise InputError(reason, path=path) from error
        try:
            self.document: dict[str, Any] = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise self._not_toml(str(error)) from error
        except RecursionError as error:
            raise InputError("this is not TOML: it is nested too deeply", path=path) from error

    def _not_toml(self, said: str) -> InputError:
        place = _AT.search(said)
        reason = uncapitalised(_AT.sub("", said))
        hint = next((f"; {h}" for begin, h in _HINTS.items() if reason.startswith(begin)), "")
        line = int(place[1]) if place is not None and place[1] else self._open_since()
        return InputError(f"this is not TOML: {reason}{hint}", path=self.path, line=line)

    def _open_since(self) -> int:
        """The line in which a text begins that is never closed; or else the last one."""
        return [number for number, _ in self._lines()][-1]

    def line_of(self, field: str, kind: str = "", number: int = 1) -> int | None:
        """The line of a field of a table, or of the table where it has none of that name.

        Args:
            field: Its name; that of a table where no kind is given.
            kind: That of the table, such as "label"; none for what stands outside of all tables.
            number: Which of the tables of its kind it is, from 1.
        """
        seen, header = 0, None
        is_inside = not kind
        for line_number, line in self._lines():
            if found := _HEADER.fullmatch(line):
                if not kind and found[1].partition(".")[0] == field:
                    return line_number
                is_own = found[1] == kind
                seen += is_own
                is_inside = is_own and seen == number
                header = line_number if is_inside else header
            elif is_inside and line.partition("=")[0].strip().strip("\"'") == field:
                return line_number
        return header

    def _lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, but those that begin within a text of several lines."""
        inside = ""
        for number, line in enumerate(self._text.split("\n"), start=1):
            if not inside:
                yield number, line.strip()
            rest = line
            while rest:
                if inside:
                    _, closed, rest = rest.partition(inside)
                    inside = "" if closed else inside
                    continue
                found = _QUOTES.search(rest)
                if found is None or found[0] == "#":
                    break
                inside = found[0] if found[0] in _OF_SEVERAL_LINES else ""
                rest = rest[found.end() :]
