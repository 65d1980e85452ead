"""Growing, shrinking, nudging and tagging again, as it looks: before, keys, after.

What can be grown to is made up, so that the tables say all: words, sentences and paragraphs.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from store.text.boundaries import paragraph_at, sentence_at, word_at, words
from store.text.span import Span
from tests.tui.support import reading_text

if TYPE_CHECKING:
    from pathlib import Path


def larger(text: str, offset: int) -> list[Span]:
    found = (word_at(text, offset), sentence_at(text, offset), paragraph_at(text, offset))
    return [span for span in found if span is not None]


def grow(text: str, span: Span) -> Span:
    wider = (o for o in larger(text, span.start) if o.covers(span) and len(o) > len(span))
    return next(wider, span)


def shrink(text: str, span: Span, caret: int) -> Span:
    around = reversed(larger(text, min(caret, span.end - 1)))
    return next((o for o in around if span.covers(o) and len(o) < len(span)), span)


def move_start(text: str, span: Span, by: int) -> Span:
    starts = [word.start for word in words(text, 0, len(text)) if word.start < span.end]
    here = starts.index(span.start)
    return Span(starts[max(0, min(here + by, len(starts) - 1))], span.end)


def move_end(text: str, span: Span, by: int) -> Span:
    ends = [word.end for word in words(text, 0, len(text)) if word.end > span.start]
    here = ends.index(span.end)
    return Span(span.start, ends[max(0, min(here + by, len(ends) - 1))])


def tightened(text: str, span: Span) -> Span:
    inside = list(words(text, span.start, span.end))
    return Span(inside[0].start, inside[-1].end)


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("store.text.objects")
    for function in (grow, shrink, move_start, move_end, tightened):
        setattr(module, function.__name__, function)
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("we le|ft us. Then", "x", "we [[left|]] us. Then"),
        ("we le|ft us. Then", "2 x", "[[we left us.|]] Then"),
        ("we le|ft us. Then", "3 x", "[[we left us. Then|]]"),
        ("we le|ft us. Then", "x x", "[[we left us.|]] Then"),
        # X takes back what x did, to the caret that there was
        ("we le|ft us. Then", "x x X", "we [[left|]] us. Then"),
        ("we le|ft us. Then", "x x X X", "we le|ft us. Then"),
        ("we le|ft us. Then", "3 x 3 X", "we le|ft us. Then"),
        ("[[we left us.|]] Then", "x X", "[[we left us.|]] Then"),
        # and else goes to the next smaller thing around the caret
        ("[[|we left us. Then]]", "X", "[[|we left us.]] Then"),
        ("[[|we left us.]] Then", "X", "[[|we]] left us. Then"),
        ("we le|ft us. Then", "x x w X", "we left us. |Then"),
        # The head stays at its end.
        ("we [[|left]] us. Then", "x", "[[|we left us.]] Then"),
        ("we le|ft us. Then", "x X x", "we [[left|]] us. Then"),
        # After a jump, and after a motion that extends
        ("we le|ft us. Then", "v x right", "we [[left |]]us. Then"),
        # Where there is nothing more
        ("[[we left us. Then|]]", "x", "[[we left us. Then|]]"),
        ("we le|ft us. Then", "X", "we le|ft us. Then"),
        ("we [[left|]] us. Then", "X", "we [[left|]] us. Then"),
    ],
)
async def test_growing_and_shrinking(tmp_path: Path, before: str, keys: str, after: str) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.shown() == after


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("we left [[us|]] then", "h", "we [[left us|]] then"),
        ("we left [[us|]] then", "2 h", "[[we left us|]] then"),
        ("[[we left us|]] then", "H", "we [[left us|]] then"),
        ("we [[left|]] us then", ";", "we [[left us|]] then"),
        ("we [[|left]] us then", "2 ;", "we [[|left us then]]"),
        ("we [[left us|]] then", ":", "we [[left|]] us then"),
        ("we [[left us|]] then", "h ; H :", "we [[left us|]] then"),
        ("he [[“left”|]] then", ",", "he “[[left|]]” then"),
        ("[[we left|]] us then", "h", "[[we left|]] us then"),
        ("we [[left|]] us then", "H", "we [[left|]] us then"),
        ("we [[left|]] us then", ":", "we [[left|]] us then"),
        ("we left [[us then|]]", ";", "we left [[us then|]]"),
    ],
)
async def test_the_ends_of_a_selection_move_by_words(
    tmp_path: Path, before: str, keys: str, after: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.shown() == after
        assert not ana.tags()


@pytest.mark.parametrize(
    ("before", "keys", "tags", "after"),
    [
        # The annotation under the caret: one edit for each key, and it keeps its id
        ("we |left us then", "a h", ["actor[0:7]we left"], "we |left us then"),
        ("we |left us then", "a ; ;", ["actor[3:15]left us then"], "we |left us then"),
        ("we |left us then", "a ; H", ["actor[8:10]us"], "we left u|s then"),
        ("we |left us then", "v e e a :", ["actor[3:7]left"], "we lef|t us then"),
        ("we |left us then", "v e e a : u", ["actor[3:10]left us"], "we |left us then"),
        ("we |left us then", "a ; u U", ["actor[3:10]left us"], "we |left us then"),
        ("he [[“left”|]] then", "a ,", ["actor[4:8]left"], "he “lef|t” then"),
        # While resizing, with Enter at the end
        ("we |left us then", "a r h ; enter", ["actor[0:10]we left us"], "we left u|s then"),
        ("we |left us then", "a r h ; escape", ["actor[3:7]left"], "we |left us then"),
        # The current one, wherever the caret is
        ("we |left us then", "a g g j ;", ["actor[3:10]left us"], "we |left us then"),
        # Of two, the one that was just made, although the other is shorter
        ("we |left us then", "a & s v e e c h",
         ["claim[0:10]we left us", "actor[3:7]left", "source[3:7]left"], "we left u|s then"),
        # but once the caret has moved, the shorter
        ("we |left us then", "a b v e e c left ;",
         ["claim[0:7]we left", "actor[3:10]left us"], "we le|ft us then"),
        # Not over another of the same label
        ("we |left us then", "a v e e a :", ["actor[3:10]left us", "actor[3:7]left"],
         "we left u|s then"),
        ("we left [[us|]] then", "a g g j", ["actor[8:10]us"], "we left |us then"),
    ],
)  # fmt: skip
async def test_the_ends_of_an_annotation_move_by_words(
    tmp_path: Path, before: str, keys: str, tags: list[str], after: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.tags() == tags
        assert ana.shown() == after


@pytest.mark.parametrize(
    ("before", "keys", "sentence"),
    [
        ("we |left us then", "a h", "actor is now “we left”"),
        ("|we left us then", "a h", "There is no word before it to take in"),
        ("we left us |then", "a ;", "There is no word behind it to take in"),
        ("we |left us then", "a H", "Only one word is left"),
        ("we |left us then", "a :", "Only one word is left"),
        ("we |left us then", "a ,", "There is nothing at its ends to leave out"),
        ("we [[left|]] us then", ",", "There is nothing at its ends to leave out"),
        ("we |left us then", "h",
         "There is no annotation here; j and k go to the next and the previous one"),
        ("we |left us then", "a v e e a :", "“left” is tagged as actor already"),
        ("we |left us then", "X",
         "Nothing is selected; x selects the word, the name, the sentence and so on"),
        ("[[we left us then|]]", "x", "There is nothing larger than this to select"),
        ("we [[left|]] us then", "X", "There is nothing smaller than this to select"),
    ],
)  # fmt: skip
async def test_what_comes_of_it_is_said(
    tmp_path: Path, before: str, keys: str, sentence: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.says() == sentence


@pytest.mark.parametrize(
    ("before", "keys", "tags"),
    [
        ("|we left us", "a w .", ["actor[0:2]we", "actor[3:7]left"]),
        ("|we left us", "a w v e e .", ["actor[0:2]we", "actor[3:10]left us"]),
        ("|we left us", "a w l w .", ["actor[0:2]we", "location[3:7]left", "location[8:10]us"]),
        ("|we left us", "a w l g g j .", ["location[0:2]we", "location[3:7]left"]),
        ("|we left us", "a w x .", ["actor[0:2]we", "actor[3:7]left"]),
        ("|we left us", ".", []),
    ],
)
async def test_tagging_again(tmp_path: Path, before: str, keys: str, tags: list[str]) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.tags() == tags


async def test_a_nudge_keeps_the_id_and_the_note_and_is_one_step_to_undo(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "we |left us then") as ana:
        await ana.press("a")
        (before,) = ana.annotations()
        await ana.press("3 h ;")
        (after,) = ana.annotations()
        assert (after.id, after.created, after.text) == (before.id, before.created, "we left us")
        await ana.press("u u")
        assert ana.tags() == ["actor[3:7]left"]


@pytest.mark.parametrize(
    ("before", "keys", "copied", "said"),
    [
        ("we [[left|]] us", "ctrl+c", "left", "“left” is copied, if the terminal lets"),
        ("we [[left |]]us", "ctrl+c", "left ", "“left” is copied, if the terminal lets"),
        ("we |left us", "a ctrl+c", "left", "“left” is copied, if the terminal lets"),
        ("we |left us", "ctrl+c", "", "Everything is saved already; q leaves. Nothing is"),
    ],
)
async def test_copying(tmp_path: Path, before: str, keys: str, copied: str, said: str) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.app.clipboard == copied
        assert ana.says().startswith(said)


async def test_what_was_just_made_is_removed_first(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a & s d")
        assert ana.tags() == ["actor[0:4]Iran"]
        await ana.press("v e e c d")
        assert ana.tags() == ["actor[0:4]Iran"]
        await ana.press("U")
        assert ana.tags() == ["actor[0:4]Iran"]
