from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import stops
from store.text.boundaries import sentences
from tests.notation import parse, show
from tests.tui.support import reading_text
from tests.tui.texts import FAMILY, FLAG, TEXTS, graphemes
from tui.motions import MOTIONS, CaretPlace, Page, move
from tui.render.wrap import wrap

if TYPE_CHECKING:
    from pathlib import Path

    from store.text.span import Span

WIDTH: Final = 10
HEIGHT: Final = 4
"""Of the page that the tables move in."""


def moved(before: str, steps: str, width: int = WIDTH) -> str:
    """Where motions lead: each by its name, with a count before it if it is made more than once."""
    text, _, offset = parse(before)
    page, place, count = Page(wrap(text, width), HEIGHT), CaretPlace(offset), 1
    for step in steps.split():
        if step.isdigit():
            count = int(step)
        else:
            place, count = move(step, page, place, count), 1
    return show(text, place.offset, place.offset)


@pytest.mark.parametrize(
    ("before", "steps", "after"),
    [
        # By graphemes
        ("|ab", "right", "a|b"),
        ("a|b", "left", "|ab"),
        ("ab|", "right", "ab|"),
        ("|ab", "left", "|ab"),
        ("|", "right", "|"),
        ("|", "left", "|"),
        ("|abcdef", "3 right", "abc|def"),
        ("|abc", "99 right", "abc|"),
        ("abc|", "99 left", "|abc"),
        (f"|{FAMILY}!", "right", f"{FAMILY}|!"),
        (f"{FAMILY}|!", "left", f"|{FAMILY}!"),
        (f"|{FLAG}{FLAG}", "right", f"{FLAG}|{FLAG}"),
        ("|e\u0301t\u00e9", "right", "e\u0301|t\u00e9"),
        ("e\u0301|t\u00e9", "left", "|e\u0301t\u00e9"),
        ("a|\r\nb", "right", "a\r\n|b"),
        ("a\r\n|b", "left", "a|\r\nb"),
        ("a|\nb", "right", "a\n|b"),
        ("|京都", "right", "京|都"),
        ("|\u200b\u200bx", "right", "\u200b|\u200bx"),
        # By words
        ("|Iran said so", "next-word", "Iran |said so"),
        ("|Iran said so", "2 next-word", "Iran said |so"),
        ("|Iran said so", "9 next-word", "Iran said so|"),
        ("Iran said so|", "previous-word", "Iran said |so"),
        ("Iran s|aid so", "previous-word", "Iran |said so"),
        ("Iran said so|", "2 previous-word", "Iran |said so"),
        ("|Iran said so", "word-end", "Iran| said so"),
        ("Iran| said so", "word-end", "Iran said| so"),
        ("|al-Assad’s men", "next-word", "al-|Assad’s men"),
        ("|the U.S. said", "2 next-word", "the U.S. |said"),
        ("the |U.S. said", "word-end", "the U.S.| said"),
        ("|“No,” he", "next-word", "“|No,” he"),
        ("one|\r\n\r\ntwo", "next-word", "one\r\n\r\n|two"),
        ("|", "next-word", "|"),
        ("|...", "next-word", "...|"),
        ("...|", "previous-word", "|..."),
        ("|東京タワーで", "next-word", "東|京タワーで"),
        ("東京|タワーで", "word-end", "東京タワー|で"),
        # By sentences
        ("|It rained. They left.", "next-sentence", "It rained. |They left."),
        ("It rained. They| left.", "previous-sentence", "It rained. |They left."),
        ("It rained. |They left.", "previous-sentence", "|It rained. They left."),
        ("It rained. |They left.", "next-sentence", "It rained. They left.|"),
        ("|Mr. Li left. He ran.", "next-sentence", "Mr. Li left. |He ran."),
        ("|One.\n\nTwo.", "next-sentence", "One.\n\n|Two."),
        ("One.\n\n|Two.", "previous-sentence", "|One.\n\nTwo."),
        ("|北京。东京。", "next-sentence", "北京。|东京。"),
        ("|", "next-sentence", "|"),
        ("|", "previous-sentence", "|"),
        # By paragraphs
        ("o|ne\nmore\n\ntwo", "next-paragraph", "one\nmore\n\n|two"),
        ("one\r\n\r\ntw|o", "previous-paragraph", "one\r\n\r\n|two"),
        ("one\r\n\r\n|two", "previous-paragraph", "|one\r\n\r\ntwo"),
        ("one\n\n|two", "next-paragraph", "one\n\ntwo|"),
        ("|one\n\ntwo\n\nsix", "2 next-paragraph", "one\n\ntwo\n\n|six"),
        ("|", "next-paragraph", "|"),
        ("|", "previous-paragraph", "|"),
        # Whole article
        ("one\n\nt|wo", "article-start", "|one\n\ntwo"),
        ("one\n\nt|wo", "article-end", "one\n\ntwo|"),
        ("|", "article-end", "|"),
    ],
)
def test_a_motion_by_what_the_text_says(before: str, steps: str, after: str) -> None:
    assert moved(before, steps) == after


@pytest.mark.parametrize(
    ("before", "steps", "after"),
    [
        # "Iran said "        the rows that these ten cells give
        # "so again "
        # "and left"
        ("|Iran said so again and left", "down", "Iran said |so again and left"),
        ("Ira|n said so again and left", "down", "Iran said so |again and left"),
        ("Ira|n said so again and left", "2 down", "Iran said so again and| left"),
        ("Iran said so again and| left", "up", "Iran said so |again and left"),
        ("|Iran said so again and left", "up", "|Iran said so again and left"),
        ("Ira|n said so again and left", "9 down", "Iran said so again and left|"),
        ("Iran said so again and le|ft", "9 up", "|Iran said so again and left"),
        ("Iran said so a|gain and left", "row-start", "Iran said |so again and left"),
        ("one\n  t|wo", "row-text", "one\n  |two"),
        ("one\n | \ntwo", "row-text", "one\n|  \ntwo"),
        ("Iran said so a|gain and left", "row-end", "Iran said so again| and left"),
        ("Iran said so again and| left", "row-end", "Iran said so again and left|"),
        ("Iran said |so again and left", "row-end", "Iran said so again| and left"),
        # The cell that is aimed for is kept over rows that are too short for it.
        ("abcdef|g\nxy\nABCDEFG", "down", "abcdefg\nxy|\nABCDEFG"),
        ("abcdef|g\nxy\nABCDEFG", "down down", "abcdefg\nxy\nABCDEF|G"),
        ("abcdefg\nxy\nABCDEF|G", "up up", "abcdef|g\nxy\nABCDEFG"),
        ("abcdef|g\n\nABCDEFG", "down down", "abcdefg\n\nABCDEF|G"),
        ("abcdef|g\nxy\nABCDEFG", "down right down", "abcdefg\nxy\nABCDEFG|"),
        ("abcdef|g\nxy\nABCDEFG", "down left down", "abcdefg\nxy\nA|BCDEFG"),
        # Aiming beyond the last row and back comes to the same cell.
        ("ab|c\nxyz", "down down up", "ab|c\nxyz"),
        ("abc\nx|yz", "up up down", "abc\nx|yz"),
        # Line ends
        ("ab|\r\ncd", "row-end", "ab|\r\ncd"),
        ("|ab\r\ncd", "row-end", "ab|\r\ncd"),
        ("ab|\r\ncd", "down", "ab\r\ncd|"),
        ("ab\n|", "up", "|ab\n"),
        ("|ab\n", "down", "ab\n|"),
        ("|ab\n\n", "2 down", "ab\n\n|"),
        ("|\n", "row-end", "|\n"),
        # Two cells a character: ten cells hold five
        ("京|都大阪名古屋", "down", "京都大阪名古|屋"),
        ("京都大阪名古|屋", "up", "京|都大阪名古屋"),
        ("京都|大阪\nabcdefg", "down", "京都大阪\nabcd|efg"),
        ("京都大阪\nabcde|fg", "up", "京都|大阪\nabcdefg"),
        (f"a{FAMILY}|b\nxyz", "down", f"a{FAMILY}b\nxyz|"),
        (f"a{FAMILY}b\nx|yz", "up", f"a|{FAMILY}b\nxyz"),
        (f"a{FAMILY}b\nxy|z", "up", f"a|{FAMILY}b\nxyz"),
        ("e\u0301e\u0301|x\nabc", "down", "e\u0301e\u0301x\nab|c"),
        ("|", "down", "|"),
        ("|", "up", "|"),
        ("|", "row-end", "|"),
        # Pages of four rows go three
        ("|a\nb\nc\nd\ne\nf", "page-down", "a\nb\nc\n|d\ne\nf"),
        ("|a\nb\nc\nd\ne\nf", "2 page-down", "a\nb\nc\nd\ne\nf|"),
        ("a\nb\nc\nd\ne\n|f", "page-up", "a\nb\n|c\nd\ne\nf"),
        ("a\n|b\nc", "page-up", "|a\nb\nc"),
        ("|", "page-down", "|"),
        ("|a\nb\nc\nd\ne\nf", "half-page-down", "a\nb\n|c\nd\ne\nf"),
        ("|a\nb\nc\nd\ne\nf", "2 half-page-down", "a\nb\nc\nd\n|e\nf"),
        ("a\nb\nc\nd\ne\n|f", "half-page-up", "a\nb\nc\n|d\ne\nf"),
    ],
)
def test_a_motion_by_rows(before: str, steps: str, after: str) -> None:
    assert moved(before, steps) == after


@pytest.mark.parametrize("motion", MOTIONS)
@given(text=TEXTS, part=st.floats(0, 1), count=st.sampled_from([1, 2, 7, 10**9]))
def test_a_caret_only_ever_stands_before_a_grapheme(
    motion: str, text: str, part: float, count: int
) -> None:
    edges = graphemes(text)
    start = edges[round(part * (len(edges) - 1))]
    place = move(motion, Page(wrap(text, WIDTH), HEIGHT), CaretPlace(start), count)
    assert place.offset in edges


@pytest.mark.parametrize(
    ("forward", "back"),
    [(m, m.replace("next", "previous")) for m in MOTIONS if m.startswith("next-")]
    + [("right", "left"), ("down", "up"), ("page-down", "page-up")],
)
@given(text=TEXTS)
def test_a_motion_reaches_both_ends_of_the_text(forward: str, back: str, text: str) -> None:
    page = Page(wrap(text, WIDTH), HEIGHT)
    assert move(forward, page, CaretPlace(0), 10_000).offset == len(text)
    assert move(back, page, CaretPlace(len(text)), 10_000).offset == 0


@pytest.mark.parametrize("motion", MOTIONS)
@given(text=TEXTS, part=st.floats(0, 1), count=st.integers(2, 9))
def test_a_count_is_as_many_times_the_motion(
    motion: str, text: str, part: float, count: int
) -> None:
    edges = graphemes(text)
    page, place = Page(wrap(text, WIDTH), HEIGHT), CaretPlace(edges[round(part * (len(edges) - 1))])
    together = move(motion, page, place, count)
    for _ in range(count):
        place = move(motion, page, place)
    assert together == place


@pytest.mark.parametrize("motion", ["next-sentence", "previous-sentence"])
@pytest.mark.parametrize("parted_by", ["\n\n", " "], ids=["paragraphs", "one line"])
def test_a_counted_motion_goes_over_the_text_once(
    motion: str, parted_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = parted_by.join(f"Sentence number {number} is here." for number in range(9_000))
    looked_at = 0

    def counted(whole: str, within: Span) -> tuple[Span, ...]:
        nonlocal looked_at
        looked_at += len(within)
        return sentences(whole, within)

    monkeypatch.setattr(stops, "sentences", counted)
    page = Page(wrap(text, WIDTH), HEIGHT)
    start = 0 if motion.startswith("next") else len(text)
    target = text.index(f"Sentence number {6_000 if start == 0 else 3_000} ")
    assert move(motion, page, CaretPlace(start), 6_000).offset == target
    assert looked_at < 2.5 * len(text)


# With keys -----------------------------------------------------------------------------------

NEWS: Final = (
    "Iran sent arms. The U.S. said so.\n"
    "Nobody knew.\n"
    "\n"
    "Syria’s men left. Russia stayed.\n"
)  # fmt: skip


def news(caret_before: str) -> str:
    return NEWS.replace(caret_before, f"|{caret_before}", 1)


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("right", "I|ran sent"),
        ("w", "Iran |sent"),
        ("ctrl+right", "Iran |sent"),
        ("w w b", "Iran |sent"),
        ("e", "Iran| sent"),
        ("4 w", "arms. The |U.S. said"),
        ("1 0 w b", "knew.\n\n|Syria’s men left"),
        ("5 right left", "Iran| sent"),
        (")", "arms. |The U.S."),
        (") )", "so.\n|Nobody knew"),
        (") ) (", "arms. |The U.S."),
        ("2 )", "so.\n|Nobody knew"),
        ("}", "\n\n|Syria’s men"),
        ("} {", "|Iran sent"),
        ("} w w", "Syria’s men |left"),
        ("G", "Russia stayed.\n|"),
        ("g e", "Russia stayed.\n|"),
        ("space", "Russia stayed.\n|"),
        ("G ctrl+u ctrl+u", "|Iran sent"),
        ("ctrl+d", "Russia stayed.\n|"),
        ("w $", "said so.|\nNobody"),
        ("w w 0", "|Iran sent"),
        ("w w ^", "|Iran sent"),
        ("alt+down", "\n\n|Syria’s men"),
        ("alt+down alt+up", "|Iran sent"),
        ("ctrl+end", "Russia stayed.\n|"),
        ("G g g", "|Iran sent"),
        ("G ctrl+home", "|Iran sent"),
        ("G up", "\n|Syria’s men"),
        ("end", "said so.|\nNobody"),
        ("end home", "|Iran sent"),
        ("end down", "knew.|\n\nSyria"),
        ("end down down down", "stayed.|\n"),
        ("3 escape w", "Iran |sent"),
        ("g escape w", "Iran |sent"),
        # Selections
        ("shift+right shift+right", "[[Ir|]]an sent"),
        ("shift+right shift+right shift+left", "[[I|]]ran sent"),
        ("3 shift+right", "[[Ira|]]n sent"),
        ("ctrl+shift+right", "[[Iran |]]sent"),
        ("w ctrl+shift+left", "[[|Iran ]]sent"),
        ("w shift+end", "Iran [[sent arms. The U.S. said so.|]]\nNobody"),
        ("w w shift+home", "[[|Iran sent ]]arms"),
        ("shift+down", "[[Iran sent arms. The U.S. said so.\n|]]Nobody"),
        ("} shift+up", "Nobody knew.\n[[|\n]]Syria"),
        ("w v e", "Iran [[sent|]] arms"),
        ("w v w w", "Iran [[sent arms. |]]The"),
        ("v )", "[[Iran sent arms. |]]The"),
        ("v 2 e", "[[Iran sent|]] arms"),
        ("v e v e", "Iran sent| arms"),
        ("v e v shift+right", "[[Iran |]]sent"),
        ("w v e o", "Iran [[|sent]] arms"),
        ("w v e o b", "[[|Iran sent]] arms"),
        ("w v e o o w", "Iran [[sent |]]arms"),
        ("w v e escape", "Iran sent| arms"),
        ("w v e escape w", "Iran sent |arms"),
        ("w v b b", "[[|Iran ]]sent"),
        ("v G", None),
        ("o", "|Iran sent"),
        # What does nothing changes nothing.
        ("Q", "|Iran sent"),
        ("ctrl+x", "|Iran sent"),
        ("ctrl+c", "|Iran sent"),
        ("ctrl+s", "|Iran sent"),
        ("backspace", "|Iran sent"),
        ("5 backspace w", "Iran |sent"),
        ("v escape right", "I|ran sent"),
    ],
)
async def test_keys_move_and_select(tmp_path: Path, keys: str, after: str | None) -> None:
    async with reading_text(tmp_path, f"|{NEWS}") as ana:
        await ana.press(keys)
        shown = ana.shown()
        if after is None:
            assert shown == f"[[{NEWS}|]]"
        else:
            assert after in shown
            assert shown.replace("[[", "").replace("]]", "").replace("|", "") == NEWS
        assert not ana.tags()


async def test_a_number_and_a_chord_are_shown_while_they_are_begun(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{NEWS}") as ana:
        await ana.press("1 2")
        assert ana.says().startswith("12   … a motion")
        await ana.press("escape g")
        assert ana.says().startswith("g   g top  e end  d done")
        await ana.press("g Z")
        assert ana.says().startswith("Z   Z leave  Q leave")
        await ana.press("escape")
        assert "leave" not in ana.says()


async def test_a_key_that_means_nothing_is_said(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{NEWS}") as ana:
        await ana.press("Q")
        assert ana.says() == "'Q' does nothing here; ? shows every key"
        await ana.press("g Q")
        assert ana.says() == "'g Q' does nothing here; ? shows every key"
        await ana.press("o")
        assert ana.says() == "Nothing is selected, so there is no other end"


@pytest.mark.parametrize("size", [(80, 24), (110, 24), (160, 50)])
async def test_all_that_can_follow_a_key_is_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading_text(tmp_path, "|Iran", size=size) as ana:
        await ana.press("g")
        shown = " ".join(f"{ana.line('inspector', 1)} {ana.line('keys')}".split())
        assert shown.startswith(
            "g g top e end d done i card s what is left n next to do N previous l last edit"
        )
        assert "0 panes that fit x split & merge R two machines Esc ends" in shown


async def test_a_caret_that_leaves_the_pane_is_followed(tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(200))
    async with reading_text(tmp_path, f"|{text}") as ana:
        await ana.press("1 5 0 down")
        assert "line 150 " in ana.screen()
        assert "line 1 " not in ana.screen()
        await ana.press("pageup")
        assert f"line {150 - ana.pane.viewport.text_height + 1} " in ana.screen()
        await ana.press("G")
        assert "line 201/201 · 100%" in ana.screen()
        await ana.press("g g")
        assert "line 0 " in ana.screen()
        assert "line 1/201 · 0%" in ana.screen()
