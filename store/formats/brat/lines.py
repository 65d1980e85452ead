"""The lines of an .ann file, each with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input

_KINDS: Final = "T, E, R, A, M, N, # or *"
TEXTBOUND: Final = regex.compile(
    r"(?P<id>T[\w.-]*)\t(?P<label>\S+) "
    r"(?P<places>[0-9]{1,15} [0-9]{1,15}(?:;[0-9]{1,15} [0-9]{1,15})*)(?:\t(?P<said>.*))?",
    regex.DOTALL,
)
"""A line about a span."""


@dataclass(frozen=True, slots=True)
class AnnLine:
    """A line with its parts."""

    number: int
    """Counted from 1."""
    id: str
    content: str
    """What stands between the first tab and the second."""
    tail: str | None
    """What stands after the second tab; none if there is none."""


def lines_by_kind(ann: str, text: str, source: Input) -> dict[str, list[AnnLine]]:
    """The lines of a file by the sign that they begin with; what is none of brat is a fault."""
    lines: dict[str, list[AnnLine]] = {kind: [] for kind in "TERAMN#*"}
    seen: set[str] = set()
    for number, line in _lines_of(ann, text):
        if not line.strip():
            continue
        if line.startswith(";"):
            source.losses.lose("lines of comment", line[:40])
            continue
        id_, *rest = line.split("\t", 2)
        if line[0] not in lines or not rest or not rest[0].strip():
            source.fault(
                f"this line is none of brat: it should be {_KINDS}, then a tab", line=number
            )
        elif id_ in seen and id_ not in ("*", "#"):
            source.fault(f"there are two lines with the id {id_!r}", line=number)
        else:
            seen.add(id_)
            tail = rest[1] if len(rest) > 1 else None
            lines[line[0]].append(AnnLine(number, id_, rest[0], tail))
    return lines


def _lines_of(ann: str, text: str) -> Iterator[tuple[int, str]]:
    """The lines of an .ann file, which end with LF or CRLF, with their numbers from 1.

    brat cuts spans at line ends, but other programs write what a span says as it is; such a line
    goes on where the text does.
    """
    at, number = 0, 1
    while at < len(ann):
        end = ann.find("\n", at)
        end = len(ann) if end < 0 else end
        match = TEXTBOUND.fullmatch(ann, at, end)
        if match is not None and match["said"] is not None:
            said = " ".join(text[a:b] for a, b in places_of(match["places"]))
            if "\n" in said and ann.startswith(said, match.start("said")):
                end = match.start("said") + len(said)
                after = ann.find("\n", end)
                end = len(ann) if after < 0 else after
        yield number, ann[at:end].removesuffix("\r")
        number += 1 + ann.count("\n", at, end)
        at = end + 1


def places_of(places: str) -> list[tuple[int, int]]:
    """The ranges that offsets such as `0 5;12 17` name."""
    pairs = (place.split(" ") for place in places.split(";"))
    return [(int(start), int(end)) for start, end in pairs]
