"""Annotations and cells to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.labels import DEFAULT_LABELS, Drawing, Label, LabelSet
from tests.tui.texts import TEXTS, graphemes
from tui.render.drawn import row_context
from tui.render.rows import draw_row

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from tui.render.drawn import Drawn


LABELS: Final = LabelSet((*DEFAULT_LABELS, Label("passage", "z", "teal", drawing=Drawing.BAR)))


NAMES: Final = (*LABELS.names, "unknown to the label set")


def annotation(number: int, label: str, start: int, end: int) -> Annotation:
    return Annotation(f"01J{number:023}", start, end, label, "")


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, Annotations, list[int]]:
    """A text, annotations of it, and where its graphemes begin."""
    text = draw(TEXTS)
    edges = graphemes(text)
    made = []
    if len(edges) > 1:
        for number in range(draw(st.integers(0, 8))):
            start, end = sorted(
                draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True))
            )
            made.append(annotation(number, draw(st.sampled_from(NAMES)), start, end))
    return text, Annotations.of(made), edges


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """Each cell of a strip with its style, as the terminal holds it."""
    found: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        for character in text:
            width = cell_len(character)
            if width == 0:
                found[-1] = (found[-1][0] + character, found[-1][1])
            else:
                found += [(character, style), *[("", style)] * (width - 1)]
    return found


def drawn_row(drawn: Drawn, number: int) -> Strip:
    """A row as it is drawn."""
    return draw_row(drawn, row_context(drawn, number))
