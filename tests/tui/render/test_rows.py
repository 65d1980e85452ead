from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from store.annotations.collection import Annotations
from store.text.inert import inert
from store.text.span import Span
from tests import payloads
from tests.corpora import corpus
from tests.notation import parse
from tests.tui.render.support import LABELS, annotated, annotation, drawn_row
from tests.tui.texts import graphemes
from tui.render.drawn import Caret, Drawn, Marks
from tui.render.few_colours import plain_palette
from tui.render.lines import ANCHOR
from tui.render.palette import Palette, palette
from tui.render.viewport import LEFT, SMALLEST_WIDTH, frame_for
from tui.render.wrap import HANG, wrap

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip
COLOURED: Final = palette(LABELS, background="#15181e", foreground="#d6dae2", accent="#8fb8ff")
PLAIN: Final = plain_palette(LABELS)
PALETTES: Final = st.sampled_from((COLOURED, PLAIN))
WIDTHS: Final = st.sampled_from((SMALLEST_WIDTH, 39, 40, 60, 100, 140))


@given(annotated(), WIDTHS, PALETTES, st.data())
def test_a_row_fills_the_pane_exactly(
    story: tuple[str, Annotations, list[int]], width: int, colours: Palette, data: st.DataObject
) -> None:
    text, annotations, edges = story
    frame = frame_for(width, 84)
    layout = wrap(text, frame.text)
    anchor, head = data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges)))
    found = [Span(*sorted(data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges)))))]
    current = data.draw(st.sampled_from((None, *annotations)))
    marks = Marks(annotations, LABELS, current=current, found=found)
    selection = Span(min(anchor, head), max(anchor, head)) if anchor != head else None
    for number in range(len(layout)):
        caret = Caret(head, colours.caret)
        strip = drawn_row(Drawn(layout, frame, marks, colours, selection, caret), number)
        # What the strip says of itself is what its text takes, also where each piece is cut.
        assert strip.cell_length == frame.total == width
        assert sum(cell_len(segment.text) for segment in strip) == width
        shown = strip.crop(frame.text_start, frame.text_start + frame.text + HANG).text
        shown = shown.replace(ANCHOR, " ")
        drawn = layout.cells(number).piece(0, len(layout.row(number)))
        assert shown.startswith(drawn)
        assert not shown[len(drawn) :].strip()


def row_of(marked: str, *spans: tuple[str, str], width: int = 40, **options: object) -> Strip:
    """The first row of a text with annotations, given as label and phrase."""
    text, anchor, head = parse(marked)
    made = [
        annotation(number, label, text.index(phrase), text.index(phrase) + len(phrase))
        for number, (label, phrase) in enumerate(spans)
    ]
    marks = Marks(Annotations.of(made), LABELS)
    frame = frame_for(width, 84)
    layout = wrap(text, frame.text)
    selection = Span(min(anchor, head), max(anchor, head)) if anchor != head else None
    return drawn_row(
        Drawn(layout, frame, marks, COLOURED, selection, Caret(head, COLOURED.caret)), 0
    )


def styled(strip: Strip, style: Style) -> str:
    """What of a strip is drawn in the background of a style."""
    return "".join(s.text for s in strip if s.style and s.style.bgcolor == style.bgcolor)


def test_a_span_is_filled_and_its_letter_stands_in_the_margin() -> None:
    strip = row_of("|Iran left Syria today", ("actor", "Iran"), ("location", "Syria"))
    assert strip.text.rstrip().endswith(" al")
    assert styled(strip, COLOURED.label("location").fills[0]) == "Syria"
    assert styled(strip, COLOURED.label("actor").fills[0]) == "ran"
    assert styled(strip, COLOURED.caret) == "I"


def test_a_span_in_a_span_is_filled_deeper() -> None:
    strip = row_of("men of Iran left|", ("source", "men of Iran"), ("actor", "Iran"))
    assert styled(strip, COLOURED.label("source").fills[0]) == "men of "
    assert styled(strip, COLOURED.label("actor").fills[1]) == "Iran"


def test_a_claim_is_underlined_with_a_bar_and_what_it_holds_stays_legible() -> None:
    strip = row_of("|so Iran left us", ("claim", "Iran left"), ("actor", "Iran"))
    assert strip.text.startswith("c┃  so Iran left us")
    underlined = "".join(s.text for s in strip if s.style and s.style.underline)
    assert underlined == "Iran left"
    assert styled(strip, COLOURED.label("actor").fills[0]) == "Iran"


def test_a_claim_of_several_rows_has_one_bar_with_ends() -> None:
    text = "so Iran left us and stayed with them"
    made = annotation(1, "claim", 3, len(text))
    frame = frame_for(20, 84)
    layout = wrap(text, frame.text)
    marks = Marks(Annotations.of([made]), LABELS)
    drawn = [
        drawn_row(Drawn(layout, frame, marks, COLOURED), number).text[:LEFT]
        for number in range(len(layout))
    ]
    assert drawn == ["c┏  ", " ┃  ", " ┗  "]


def test_the_selection_goes_over_all_but_the_caret() -> None:
    strip = row_of("so [[|Iran left]] us", ("actor", "Iran"))
    assert styled(strip, COLOURED.caret) == "I"
    assert styled(strip, COLOURED.selection) == "ran left"


def test_a_wide_character_is_marked_as_a_whole() -> None:
    strip = row_of("在[[北京|]]说", ("location", "北京"))
    assert styled(strip, COLOURED.selection) == "北京"
    assert styled(strip, COLOURED.caret) == "说"


def test_more_letters_than_there_is_room_for_are_a_plus() -> None:
    words = "a1 b2 c3 d4 e5 f6 g7 h8"
    strip = row_of(f"|{words}", *(("actor", word) for word in words.split()), width=60)
    assert strip.text.rstrip().endswith(" aaaa+")


def test_a_row_in_which_a_span_with_a_note_begins_has_a_sign() -> None:
    text = "Iran and Syria left Iraq"
    plain, noted, claim = (annotation(n, *each) for n, each in enumerate(
        (("actor", 0, 4), ("location", 9, 14), ("claim", 0, 24))
    ))  # fmt: skip
    for made, shown in (
        ((plain, noted), " al "),
        ((plain, replace(noted, note="why?")), " al° "),
        ((plain, replace(claim, note="why?")), " a° "),
    ):
        marks = Marks(Annotations.of(made), LABELS)
        frame = frame_for(40, 84)
        drawn = Drawn(
            wrap(text, frame.text), frame, marks, COLOURED, None, Caret(0, COLOURED.caret)
        )
        assert shown in drawn_row(drawn, 0).text.replace(ANCHOR, " ") + " "


def test_more_bars_than_there_is_room_for_are_a_plus() -> None:
    strip = row_of(
        "|one two six ten", ("claim", "one"), ("claim", "one two"), ("claim", "one two six")
    )
    assert strip.text.startswith("+┃┃ one")


def test_without_colour_every_kind_of_mark_differs_from_the_text_and_the_others() -> None:
    names = ("text", "caret", "caret_away", "selection", "found", "underline", "error", "key")
    styles = [getattr(PLAIN, name) for name in names]
    fills = [*PLAIN.label("actor").fills, PLAIN.label("actor").current]
    assert not any(style.color or style.bgcolor for style in (*styles, *fills))
    assert len({str(style) for style in fills}) == 4
    assert len({str(style) for style in styles[:5]}) == 5


# Right to left -------------------------------------------------------------------------------

_MORE: Final = (
    "שָׁלוֹם ", "قَالَ ", "١٢٣ ", "12 ", "abc ", "क्\u200dष", "\U0001f1e9\U0001f1ea", "❤\ufe0e",
    "\u0600١", "\t", "\n", "\u0301", "1\ufe0f\u20e3",
)  # fmt: skip
SCRIPTS: Final = st.lists(
    st.sampled_from((*(f"{word} " for word in payloads.SCRIPTS), *payloads.HIDDEN, *_MORE)),
    max_size=30,
).map("".join)


@given(SCRIPTS, WIDTHS, st.data())
def test_rows_of_any_script_fill_the_pane_and_split_no_grapheme(
    text: str, width: int, data: st.DataObject
) -> None:
    frame = frame_for(width, 84)
    layout = wrap(text, frame.text)
    edges = graphemes(text)
    start, end = sorted(data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges))))
    marked = Annotations.of([annotation(0, "actor", start, end)] if start < end else [])
    marks = Marks(marked, LABELS)
    caret = data.draw(st.sampled_from(edges))
    tinted = ""
    for number in range(len(layout)):
        at = Caret(caret, COLOURED.caret)
        strip = drawn_row(Drawn(layout, frame, marks, COLOURED, caret=at), number)
        assert strip.cell_length == cell_len(strip.text) == width
        row, cells = layout.row(number), layout.cells(number)
        assert {row.start, row.end} <= set(edges)
        columns = [cells.column(offset - row.start) for offset in range(row.start, row.end)]
        assert columns == sorted(columns)
        tinted += "".join(s.text for s in strip if s.style in COLOURED.label("actor").fills)
    if caret == len(text) and start < end and not text[start:end].isspace():
        assert tinted or not "".join(text[start:end].split())


@given(SCRIPTS, WIDTHS)
def test_right_to_left_text_stands_between_left_to_right_letters_in_its_pane(
    text: str, width: int
) -> None:
    # UAX #9: what stands between two letters from left to right stays between them.
    frame = frame_for(width, 84)
    layout = wrap(text, frame.text)
    marks = Marks(Annotations.of([]), LABELS)
    for number in range(len(layout)):
        shown = drawn_row(Drawn(layout, frame, marks, COLOURED), number).text
        strong = [c for c in shown if unicodedata.bidirectional(c) in ("L", "R", "AL")]
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in strong):
            assert strong[0] == ANCHOR
            assert strong[-1] == ANCHOR or not shown.endswith((" ", ANCHOR))
        elif not any(unicodedata.bidirectional(c) == "AN" for c in shown):
            assert ANCHOR not in shown


@pytest.mark.parametrize("language", ["arabic", "chinese", "hebrew", "russian"])
@pytest.mark.parametrize("width", [SMALLEST_WIDTH, 80])
def test_rows_of_real_texts_fill_the_pane(language: str, width: int) -> None:
    files = sorted(corpus(f"nonlatin/{language}").glob("*.txt"))[:3]
    assert files
    frame = frame_for(width, 84)
    for file in files:
        text = file.read_text(encoding="utf-8")[:20_000]
        layout = wrap(text, frame.text)
        edges = set(graphemes(text))
        assert set(layout.starts) <= edges
        words = [Span(m.start(), m.end()) for m in re.finditer(r"\w+", text)][::9]
        spans = [s for s in words if s.start in edges and s.end in edges]
        marks = Marks(
            Annotations.of([annotation(n, "actor", s.start, s.end) for n, s in enumerate(spans)]),
            LABELS,
        )
        fills = COLOURED.label("actor").fills
        tinted = ""
        for number in range(len(layout)):
            strip = drawn_row(Drawn(layout, frame, marks, COLOURED), number)
            assert cell_len(strip.text) == width
            tinted += "".join(segment.text for segment in strip if segment.style in fills)
        assert tinted == "".join(inert(s.of(text)) for s in spans)
