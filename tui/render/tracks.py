"""Lines under a row of text that show how far each of several readings goes there.

`1╌╌╌╌╌╌╌╌╌╌`
`2╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌`
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from store.frozen import Frozen
from store.text.inert import inert
from tui.render.lines import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.text.span import Span
    from tui.render.palette import Palette
    from tui.render.wrap import Layout

_DASH: Final = "╌"
_MOST_SIGN: Final = 9
"""The last reading that has a number of one cell."""


class TrackPiece(Frozen):
    """A stretch of a row that a reading has."""

    first: int
    """The cell of the text at which it begins."""
    last: int
    """The one behind its last."""
    labels: tuple[str, ...]
    """More than one where annotations lie on the same words."""


class Track(Frozen):
    """How far a reading goes, wherever that is in an article."""

    number: int
    """Of the reading, from 1."""
    spans: tuple[tuple[Span, str], ...]
    """Where each of its annotations is, and its label."""


class TrackLine(Frozen):
    """How far a reading goes in one row."""

    number: int
    pieces: tuple[TrackPiece, ...]
    """As the row reads; one at least."""
    is_named: bool
    """Whether the label is said, as it is not the same in all readings."""


def track_lines(
    layout: Layout, tracks: Sequence[Track], most: int
) -> Mapping[int, tuple[TrackLine, ...]]:
    """The lines under each row in which readings are not alike, by the number of the row.

    Where all go through the whole row there is nothing to see, and below writing from right to
    left, which a terminal may turn about, nothing stands where it should.

    Args:
        layout: The article in rows.
        tracks: Of all readings that have anything.
        most: How many lines there may be in all.
    """
    spans = [span for track in tracks for span, _ in track.spans]
    if len(tracks) < 2 or not spans:
        return {}
    is_named = len({label for track in tracks for _, label in track.spans}) > 1
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    found: dict[int, tuple[TrackLine, ...]] = {}
    for row in range(layout.row_of(first), layout.row_of(max(first, last - 1)) + 1):
        pieces = {track.number: tuple(_pieces(layout, row, track)) for track in tracks}
        if len(set(pieces.values())) < 2 or RIGHT_TO_LEFT.search(layout.row(row).of(layout.text)):
            continue
        lines = tuple(TrackLine(n, those, is_named) for n, those in pieces.items() if those)
        most -= len(lines)
        if most < 0:
            break
        found[row] = lines
    return found


def _pieces(layout: Layout, row: int, track: Track) -> Iterator[TrackPiece]:
    extent, cells = layout.row(row), layout.cells(row)
    end_of_text = extent.start + len(extent.of(layout.text).rstrip())
    labels: dict[tuple[int, int], list[str]] = defaultdict(list)
    for span, label in track.spans:
        start, end = max(span.start, extent.start), min(span.end, end_of_text)
        if start < end:
            labels[start, end].append(label)
    for place, those in sorted(labels.items()):
        first, last = (cells.column(at - extent.start) for at in place)
        yield TrackPiece(first, last, tuple(those))


def draw_tracks(line: TrackLine, left: int, width: int, palette: Palette) -> Strip:
    """Draw a line. The number is where the reading begins.

    Args:
        line: The line.
        left: Cells before the text of its row.
        width: Cells of the whole line.
        palette: The styles.
    """
    segments = [Segment(" " * left, palette.text)]
    at, room = 0, width - left
    sign = str(line.number) if line.number <= _MOST_SIGN else "+"
    for piece, following in zip(line.pieces, (*line.pieces[1:], None), strict=True):
        begin = max(at, piece.first)
        if piece.last <= begin:
            continue
        style = palette.label(piece.labels[0]).mark
        segments += [
            Segment(" " * (begin - at), palette.text),
            Segment(sign, palette.key),
            Segment(_DASH * (piece.last - begin - 1), style),
        ]
        at = piece.last
        name = inert(f" {' + '.join(piece.labels)} ")
        limit = following.first if following is not None else room
        if line.is_named and cell_len(name) <= limit - at:
            segments.append(Segment(name, style))
            at += cell_len(name)
    segments.append(Segment(" " * (room - at), palette.text))
    return Strip([each for each in segments if each.text], width)
