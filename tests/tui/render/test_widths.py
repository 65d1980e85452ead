"""Characters whose cells terminals count differently: rows of them end where they are to end."""

from __future__ import annotations

from unicodedata import category

import pytest
import regex
from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment

from store.text.boundaries import GRAPHEME
from tui.render.cells import pinned, row_cells, table_of, unsure

HINDI = "प्रधानमंत्री ने कहा कि स्थिति नियंत्रण में है"
TEXTS = {
    "Hindi": HINDI,
    "Tamil": "பிரதமர் டெல்லியில் கூறினார்",
    "Bengali": "সরকার বলেছে যে পরিস্থিতি",
    "Khmer": "ភាសាខ្មែរ ស្ថានការណ៍",
    "Burmese": "မြန်မာနိုင်ငံ သတင်း",
    "Thai": "นายกรัฐมนตรีกล่าวว่า กำ",
    "Sinhala": "ශ්‍රී ලංකාව",
    "pictures": "a 👩‍👩‍👧 🇩🇪 ❤️ 👍🏽 b",
}
MOVE = regex.compile(r"\x1b\[(\d+)G")


@pytest.mark.parametrize("code", [0x903, 0x93E, 0xBBF, 0x17B6, 0x102C, 0x1038, 0x302E])
def test_a_vowel_sign_has_a_cell(code: int) -> None:
    assert category(chr(code)) == "Mc"
    assert get_character_cell_size(chr(code)) == 1
    assert cell_len(f"क{chr(code)}") == 2
    assert Segment(f"क{chr(code)}x").split_cells(2)[1].text == "x"


@pytest.mark.parametrize("mark", ["\u0301", "\u094d", "\u0e31", "\u200d", "\ufe0f", "\u1160"])
def test_other_marks_have_none(mark: str) -> None:
    assert get_character_cell_size(mark) == 0


def test_quotation_marks_and_dashes_are_counted_without_the_table() -> None:
    """It is long, and nearly every article has some on its first page."""
    table_of.cache_clear()
    get_character_cell_size.cache_clear()
    said = "“It’s over” – ‘so far’ — it was said…"
    assert cell_len(said) == len(said)
    assert table_of.cache_info().misses == 0
    assert cell_len("北京 “2”") == 8
    assert table_of.cache_info().misses == 1


def shown(written: str, widths: dict[str, int]) -> dict[int, str]:
    """What stands in the cells of a row, by its column, in a terminal that gives some characters
    cells of its own count."""
    cells: dict[int, str] = {}
    at, column = 0, 0
    while at < len(written):
        if move := MOVE.match(written, at):
            column, at = int(move[1]) - 1, move.end()
            continue
        character = written[at]
        width = widths.get(character, get_character_cell_size(character))
        if width:
            cells[column] = character
        else:
            cells[column - 1] = cells.get(column - 1, "") + character
        column += width
        at += 1
    return cells


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("own", [None, 0])
def test_what_follows_stands_in_its_place(name: str, own: int | None) -> None:
    text = "".join(row_cells(TEXTS[name]).pieces)
    marks = {c: own for c in text if own is not None and category(c) == "Mc"}
    cells = shown("\x1b[6G" + pinned(f"{text}|", 5) + "!", marks)
    width = cell_len(text)
    assert (cells[5 + width], cells[6 + width]) == ("|", "!")
    assert max(cells) == 6 + width
    if name != "pictures":  # which a terminal joins, or shows the first of
        said = "".join(cells[column] for column in sorted(cells) if column < 5 + width)
        assert said.replace(" ", "") == text.replace(" ", "")  # no letter lost its sign


@pytest.mark.parametrize("text", ["plain", "naïve “quoted” │ box", "北京 שלום مرحبا", ""])
def test_other_rows_are_written_as_they_are(text: str) -> None:
    assert pinned(text, 3) == text


def test_a_page_of_it_is_moved_once_for_each_sign() -> None:
    moves = len(MOVE.findall(pinned(HINDI, 0)))
    graphemes = [each for each in GRAPHEME.findall(HINDI) if unsure().search(each)]
    assert moves == 1 + len(graphemes)


def test_a_row_counts_its_signs() -> None:
    cells = row_cells("नियम")
    assert cells.pieces == ("नि", "य", "म")
    assert (cells.columns, cells.width) == ((0, 2, 3, 4), 4)
    assert row_cells("သတင်း").pieces == ("သ", "တ", "င်", "း")  # no circle under the last one
