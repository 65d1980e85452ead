"""Where jump letters stand, what they cover, and what becomes of the text around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.labels import DEFAULT_LABELS
from store.text.boundaries import words
from store.text.span import Span
from store.text.tokens import is_spaceless
from tests.tui.render.support import drawn_row
from tests.tui.texts import TEXTS
from tui.render.drawn import Drawn, Marks
from tui.render.few_colours import plain_palette
from tui.render.palette import palette
from tui.render.rows import LIT_BAR
from tui.render.signs import JumpExtent, JumpSign, Side, Spot, changed_rows, overlay_of, spot_of
from tui.render.viewport import LEFT, Frame
from tui.render.wrap import HANG, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from tui.render.signs import Overlay
    from tui.render.wrap import Layout

PALETTE: Final = plain_palette(DEFAULT_LABELS)
STYLES: Final = PALETTE.signs
MARKS: Final = Marks(Annotations(), DEFAULT_LABELS)


def spots_of(layout: Layout, rows: range, wanted: Sequence[tuple[Span, Side]]) -> dict[Span, Spot]:
    """A spot for each span that can have one."""
    found = ((span, spot_of(layout, rows, span, side)) for span, side in wanted)
    return {span: spot for span, spot in found if spot is not None}


def drawn(text: str, width: int, wanted: Sequence[tuple[str, Side]]) -> list[str]:
    """The rows of a text with a digit for each phrase; from the last cell of the margin on."""
    layout = wrap(text, width)
    rows = range(len(layout))
    spans = [
        (Span(text.index(phrase), text.index(phrase) + len(phrase)), side)
        for phrase, side in wanted
    ]
    spots = spots_of(layout, rows, spans)
    signs = [JumpSign(spot, str(number)) for number, spot in enumerate(spots.values())]
    overlay = overlay_of(layout, rows, signs, (), "")
    return [row_with(layout, row, overlay).text.rstrip() for row in rows]


def row_with(layout: Layout, row: int, overlay: Overlay) -> Strip:
    """A row as it is drawn, from the last cell of the margin on."""
    frame = Frame(0, layout.width, 0, LEFT + layout.width + HANG)
    strip = drawn_row(Drawn(layout, frame, MARKS, PALETTE, overlay=overlay), row)
    return strip.crop(LEFT - 1)


@pytest.mark.parametrize(
    ("text", "wanted", "rows"),
    [
        ("Iran left", [("Iran", Side.START), ("left", Side.START)], ["0Iran1left"]),
        ("Iran left", [("left", Side.END)], [" Iran left0"]),
        ("Iran left", [("Iran", Side.END), ("left", Side.END)], [" Iran0left1"]),
        # Opening marks before a start are stepped over, closing ones behind an end.
        ("Iran left. He", [("Iran left", Side.END)], [" Iran left.0He"]),
        ("Iran left.", [("Iran left", Side.END)], [" Iran left.0"]),
        ("the (IRGC) left", [("IRGC", Side.START)], [" the0(IRGC) left"]),
        ("the (IRGC) left", [("IRGC", Side.END)], [" the (IRGC)0left"]),
        ("said: “So”, he", [("So", Side.START)], [" said:0“So”, he"]),
        ("said “So”, he", [("So", Side.END)], [" said “So”,0he"]),
        ("“So he", [("So", Side.START)], ["0“So he"]),
        ("so (“So he", [("So", Side.START)], [" so0(“So he"]),
        ("all —Rome", [("Rome", Side.START)], [" all0—Rome"]),
        # A no-break space is a blank.
        ("in\xa0Rome\xa0now", [("Rome", Side.START), ("now", Side.START)], [" in0Rome1now"]),
        # What a hyphen or an apostrophe joins to it is stepped over too, and so is any mark.
        ("the non-ISIS", [("ISIS", Side.START)], [" the0non-ISIS"]),
        ("al-non-ISIS", [("ISIS", Side.START)], ["0al-non-ISIS"]),
        ("Iran’s men", [("Iran", Side.END)], [" Iran’s0men"]),
        ("by @ISIS/Rome", [("Rome", Side.START)], [" by0@ISIS/Rome"]),
        ("Iranian", [("ran", Side.START)], ["0Iranian"]),
        # Writing without blanks is covered.
        ("他说北京", [("北京", Side.START)], [" 他说0 京"]),
        # Rows
        ("one two six", [("two", Side.START), ("six", Side.START)], [" one", "0two", "1six"]),
        ("one two six", [("two", Side.END), ("one", Side.END)], [" one1", " two0", " six"]),
        ("one two six", [("one two", Side.START)], ["0one", " two", " six"]),
        ("one two six", [("one two", Side.END)], [" one", " two0", " six"]),
    ],
)  # fmt: skip
def test_where_a_sign_stands(text: str, wanted: list[tuple[str, Side]], rows: list[str]) -> None:
    width = 4 if text.startswith("one") else 40
    assert drawn(text, width, wanted) == rows


def test_what_is_out_of_sight_has_no_spot() -> None:
    text = "one two six ten"
    layout = wrap(text, 4)
    spots = spots_of(layout, range(1, 3), [(w, Side.START) for w in words(text, 0, len(text))])
    assert [span.of(text) for span in spots] == ["two", "six"]


@given(TEXTS, st.integers(2, 30), st.sampled_from(Side))
def test_a_sign_covers_only_writing_without_blanks(text: str, width: int, side: Side) -> None:
    layout = wrap(text, width)
    rows = range(len(layout))
    spans = list(words(text, 0, len(text)))
    for span, spot in spots_of(layout, rows, [(s, side) for s in spans]).items():
        assert spot.width >= 1
        assert -1 <= spot.column <= width + HANG - 1
        covered = spot.covered.of(text) if spot.covered is not None else ""
        assert spot.is_blank == (not covered.strip())
        assert spot.is_blank or is_spaceless(layout.row(spot.row).of(text))
        if side is Side.START:
            assert spot.row == layout.row_of(span.start)
            if span.start == layout.starts[spot.row]:
                assert spot.column == -1
        else:
            assert spot.row == layout.row_of(span.end - 1)


@given(TEXTS, st.integers(2, 30))
def test_a_row_with_signs_is_as_wide_as_without_and_shows_them(text: str, width: int) -> None:
    layout = wrap(text, width)
    rows = range(len(layout))
    spots: dict[tuple[int, int], Spot] = {}
    for spot in spots_of(
        layout, rows, [(s, Side.START) for s in words(text, 0, len(text))]
    ).values():
        if spot.is_blank:
            spots[spot.row, spot.column] = spot
    overlay = overlay_of(layout, rows, [JumpSign(s, "x") for s in spots.values()], (), "")
    frame = Frame(0, width, 0, LEFT + width + HANG)
    for row in rows:
        bare, strip = (
            drawn_row(Drawn(layout, frame, MARKS, PALETTE, overlay=over), row)
            for over in ({}, overlay)
        )
        assert sum(s.cell_length for s in strip) == sum(s.cell_length for s in bare)
        signs = [s for s in strip if s.style == STYLES.start or s.style == STYLES.end]
        assert len(signs) == len(overlay[row].signs if row in overlay else ())


def test_start_and_end_look_different_where_there_is_no_colour() -> None:
    styles = [JumpSign(Spot(0, 0, side), "x").part(STYLES)[1] for side in Side]
    assert styles == [STYLES.start, STYLES.end]
    assert styles[0] != styles[1]


def test_rows_over_which_something_else_is_laid() -> None:
    layout = wrap("one two six", 4)
    rows = range(len(layout))
    first = overlay_of(layout, rows, [JumpSign(Spot(0, -1, Side.START), "d")], (), "")
    second = overlay_of(layout, rows, [JumpSign(Spot(1, -1, Side.START), "d")], (), "")
    extents = overlay_of(layout, rows, (), [JumpExtent(Span(2, 9))], "")
    assert sorted(extents) == [0, 1, 2]
    assert changed_rows(first, first) == []
    assert changed_rows(first, {}) == [0, 1, 2]  # all of the text was dimmed
    assert changed_rows(first, second) == [0, 1]
    bright = overlay_of(layout, rows, (), [JumpExtent(Span(4, 7))], "actor", is_dimmed=False)
    assert changed_rows({}, bright) == [1]


def test_what_letters_do_not_stand_for_steps_back_and_what_is_tagged_does_not() -> None:
    text = "Iran told Syria and Iraq"
    layout = wrap(text, 40)
    tagged = Annotations.of([Annotation(id="1", start=10, end=15, label="actor", text="Syria")])
    extents = [JumpExtent(Span(0, 4)), JumpExtent(Span(10, 15)), JumpExtent(Span(20, 24), 1)]
    overlay = overlay_of(layout, range(1), (), extents, "actor")
    frame = Frame(0, 40, 0, LEFT + 40 + HANG)
    colours = palette(DEFAULT_LABELS, background="#101010", foreground="#c0c0c0", accent="#8080ff")
    marks = Marks(tagged, DEFAULT_LABELS)
    styles = {
        text.strip(): style
        for text, style, _ in drawn_row(Drawn(layout, frame, marks, colours, overlay=overlay), 0)
        if text.strip() and style is not None
    }
    assert styles["told"].color == colours.dimmed.color != colours.text.color
    assert styles["Iran"].underline
    assert styles["Iran"].color not in (colours.text.color, colours.dimmed.color)
    fill = colours.label("actor").fills[0]
    assert styles["Syria"] == fill + colours.underline
    assert styles["Iraq"].bgcolor == colours.label("actor").signs.tints[0].bgcolor
    assert not styles["Iraq"].underline


@pytest.mark.parametrize(
    ("text", "lit"),
    [
        ("Iran's military mastermind went to Moscow", "Iran's"),
        ("The increased presence of troops", "The increased"),
        ("Moscow, says Tass", "Moscow,"),
        ("Iran", "Iran"),
        ("Rindfleischetikettierung ist schwer", "Rindfleischetike"),
        ("最大努力去做值得的事不计结果笑看人生", "最大努力去做值得的事不计结果笑看"),
    ],
)
def test_how_a_long_one_begins_that_is_lit_ends_with_a_word(text: str, lit: str) -> None:
    layout = wrap(text, 60)
    overlay = overlay_of(layout, range(1), (), [JumpExtent(Span(0, len(text)), LIT_BAR)], "")
    colours = palette(DEFAULT_LABELS, background="#101010", foreground="#c0c0c0", accent="#8080ff")
    frame = Frame(0, 60, 0, LEFT + 60 + HANG)
    strip = drawn_row(Drawn(layout, frame, MARKS, colours, overlay=overlay), 0)
    shown = (s.text for s in strip if s.style and s.style.bgcolor == colours.lit.bgcolor)
    assert "".join(shown).strip() == lit
