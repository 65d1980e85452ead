"""The lines of one .ann file of brat's standoff format, before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.formats.brat.names import BREAKS

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def lines_of(ann: str, text: str) -> Iterator[tuple[int, str]]:
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


def without_cuts(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a span without the cuts that brat makes at line ends."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and BREAKS.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
