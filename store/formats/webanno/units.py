"""The body of a WebAnno TSV file: its text, and the tokens and parts of tokens with their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.formats.fields import other_words
from store.formats.offsets import NoRangeError, Offsets, Text, Unit
from store.formats.webanno.layers import HEAD, TEXT, Layer, LayerKind, layer_of, unescape_text

if TYPE_CHECKING:
    from store.formats.reading import Input

_ID: Final = regex.compile(r"[0-9]+-[0-9]+(?:\.[0-9]+)?")
_PLACE: Final = regex.compile(r"([0-9]{1,15})-([0-9]{1,15})")
_COLUMNS: Final = 3
"""Before those of the layers: the id, the offsets, and what the token says."""


@dataclass(frozen=True, slots=True)
class Row:
    """A token, or a part of one."""

    id: str
    start: int
    """In code points, when the text is whole; in UTF-16 units before that."""
    end: int
    said: str
    cells: tuple[str, ...]
    line: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class Body:
    """All that a file holds, before anything is made of it."""

    text: str
    layers: tuple[Layer, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class BodyReader:
    """Reads one file."""

    source: Input
    _version: int = 0

    def body(self) -> Body | None:
        """The body; none if the file is at fault, and the source keeps going.

        Raises:
            InputError: It is at fault.
        """
        lines = [line.removesuffix("\r") for line in self.source.text_of_lines().split("\n")]
        first = next((n for n, line in enumerate(lines, start=1) if line.strip()), 1)
        head = lines[first - 1]
        version = head.removeprefix(HEAD)
        if not head.startswith(HEAD) or not version.isdigit():
            reason = f"this is no WebAnno TSV 3: its first line does not begin with {HEAD}"
            self.source.fault(reason, line=first)
            return None
        self._version = int(version)
        layers: list[Layer] = []
        for number, line in enumerate(lines[first:], start=first + 1):
            kind = next((kind for kind in LayerKind if line.startswith(f"{kind}=")), None)
            if kind is None:
                break
            layer = layer_of(kind, line.partition("=")[2])
            if layer is None:
                self.source.fault(
                    "this declares no layer, such as webanno.custom.Span|value", line=number
                )
                return None
            layers.append(layer)
        found = self._content(lines, first + len(layers), sum(len(each.columns) for each in layers))
        if found is None:
            return None
        text = Text.of(found[0], Unit.UTF16)
        placed = [row for each in found[1] if (row := self._in_codepoints(each, text)) is not None]
        return Body(text.said, tuple(layers), tuple(placed))

    def _content(self, lines: list[str], first: int, columns: int) -> tuple[str, list[Row]] | None:
        """The text, and the rows with offsets as they stand."""
        text: list[str] = []
        length = 0
        """Of the text so far, in UTF-16 units."""
        sentence: list[str] = []
        rows: list[Row] = []
        for number, line in enumerate(lines[first:], start=first + 1):
            if not line:
                continue
            if line.startswith("#"):
                if line.startswith(TEXT):
                    said = line.removeprefix(TEXT)
                    sentence.append(unescape_text(said, self._version))
                else:
                    what = "what is said of sentences"
                    self.source.losses.lose(what, f"{line[1:61]} of {self.source.path.name}")
                continue
            row = self._row(number, line, columns)
            if row is None:
                continue
            if sentence:
                gap = row.start - length
                if gap < 0:
                    reason = "the sentence begins before the end of the one before it"
                    self.source.fault(f"{reason}, which is {length}", line=number)
                    return None
                # What stands between sentences is not in the file: a line end, as they mostly
                # have one, and spaces to fill up.
                between = "\n" + " " * (gap - 1) if gap and text else " " * gap
                whole = between + "\n".join(sentence)
                text.append(whole)
                length += Offsets(whole, Unit.UTF16).length
                sentence.clear()
            elif not text:
                self.source.fault(f"there is no line {TEXT} before this token", line=number)
                return None
            rows.append(row)
        if sentence and (text or sentence != [""]):
            self.source.fault(
                "the last sentence has no tokens, so its place is not known", line=len(lines)
            )
        return "".join(text), rows

    def _row(self, number: int, line: str, columns: int) -> Row | None:
        fields = line.split("\t")
        place = _PLACE.fullmatch(fields[1]) if len(fields) > 1 else None
        if place is None or not _ID.fullmatch(fields[0]):
            self.source.fault(
                "a line begins with a token’s number and offsets, such as 1-2, 5-7", line=number
            )
            return None
        if len(fields) < columns + _COLUMNS:
            wanted = f"the header declares {columns + _COLUMNS}"
            self.source.fault(f"this line has {len(fields)} columns, but {wanted}", line=number)
            return None
        cells = tuple(fields[_COLUMNS : _COLUMNS + columns])
        return Row(fields[0], int(place[1]), int(place[2]), fields[2], cells, number)

    def _in_codepoints(self, row: Row, text: Text) -> Row | None:
        try:
            start, end = text.range(row.start, row.end)
        except NoRangeError as error:
            self.source.fault(str(error), line=row.line)
            return None
        said = text.said[start:end]
        if row.said != said and unescape_text(row.said, self._version) != said:
            self.source.fault(other_words(row.said, said), line=row.line)
            return None
        return Row(row.id, start, end, said, row.cells, row.line)
