from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.stories import PAPER, WIRE
from tests.tui.support import reading, reading_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "keys", "tags", "after"),
    [
        # The word under the caret
        ("|Berlin said", "a", ["actor[0:6]Berlin"], "|Berlin said"),
        ("Ber|lin said", "l", ["location[0:6]Berlin"], "Ber|lin said"),
        ("Berlin| said", "a", ["actor[0:6]Berlin"], "Berlin| said"),
        ("Berlin said|", "s", ["source[7:11]said"], "Berlin said|"),
        ("|Assad’s men", "a", ["actor[0:5]Assad"], "|Assad’s men"),
        ("Assad’|s men", "a", ["actor[0:5]Assad"], "Assad’|s men"),
        ("|Iran's men", "a", ["actor[0:4]Iran"], "|Iran's men"),
        ("the |U.S. said", "a", ["actor[4:8]U.S."], "the |U.S. said"),
        ("“|No,” he said", "c", ["claim[1:3]No"], "“|No,” he said"),
        ("in |Syria.", "l", ["location[3:8]Syria"], "in |Syria."),
        ("al-|Assad left", "a", ["actor[3:8]Assad"], "al-|Assad left"),
        ("|e\u0301te\u0301 said", "a", ["actor[0:5]e\u0301te\u0301"], "|e\u0301te\u0301 said"),
        ("a |, b", "a", [], "a |, b"),
        ("a  |  b", "a", [], "a  |  b"),
        # A selection
        ("[[Ali Khamenei|]] met", "a", ["actor[0:12]Ali Khamenei"], "Ali Khamene|i met"),
        ("[[|Ali Khamenei]] met", "a", ["actor[0:12]Ali Khamenei"], "Ali Khamene|i met"),
        ("in[[ Syria |]]today", "l", ["location[3:8]Syria"], "in Syri|a today"),
        ("so[[\r\n Syria\u00a0|]]left", "l", ["location[5:10]Syria"], "so\r\n Syri|a\u00a0left"),
        ("a[[ \n |]]b", "a", [], "a[[ \n |]]b"),
        ("[[Assad’s|]] men", "a", ["actor[0:7]Assad’s"], "Assad’|s men"),
        ("[[“No”|]] he", "c", ["claim[0:4]“No”"], "“No|” he"),
        ("|Qassem Soleimani met", "v 2 e a", ["actor[0:16]Qassem Soleimani"],
         "Qassem Soleiman|i met"),
        ("|Qassem Soleimani met", "v 2 e a w", ["actor[0:16]Qassem Soleimani"],
         "Qassem Soleimani |met"),
        ("|one two six", "a w l w s", ["actor[0:3]one", "location[4:7]two", "source[8:11]six"],
         "one two |six"),
        # Over one another
        ("|Iran left", "v 2 e c g g a", ["claim[0:9]Iran left", "actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a s", ["source[0:4]Iran"], "|Iran left"),
        ("[[Iran left|]] us", "c b v G s", ["claim[0:9]Iran left", "source[5:12]left us"],
         "Iran left u|s"),
        ("|Iran left", "a a", ["actor[0:4]Iran"], "|Iran left"),
        # Another label on the same span takes the place of the first; & and a label adds one.
        ("|Iran left", "a l", ["location[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a & l", ["actor[0:4]Iran", "location[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a & l & a", ["actor[0:4]Iran", "location[0:4]Iran"], "|Iran left"),
        ("|Iran left", "& l", ["location[0:4]Iran"], "|Iran left"),
        ("[[Iran left|]] us", "c & s", ["claim[0:9]Iran left", "source[0:9]Iran left"],
         "Iran lef|t us"),
        ("[[Iran left|]] us", "c b v w e s", ["source[5:12]left us", "claim[0:9]Iran left"][::-1],
         "Iran left u|s"),
        ("|Iran left us", "v 2 e c g g v 2 e l", ["location[0:9]Iran left"], "Iran lef|t us"),
        ("|Iran left", "a enter l", ["location[0:4]Iran"], "|Iran left"),
        ("in |Iran", "a g g j l", ["location[3:7]Iran"], "in |Iran"),
        ("in |Iran", "a g g j escape l", ["location[3:7]Iran"], "in |Iran"),
        ("in |Iran", "a enter right s", ["source[3:7]Iran"], "in I|ran"),
        ("|Iran left", "a & s escape enter a", ["actor[0:4]Iran", "source[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a & s d", ["actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a enter a", ["actor[0:4]Iran"], "|Iran left"),
        # Removing
        ("|Iran left", "a d", [], "|Iran left"),
        ("in |Iran", "d", [], "in |Iran"),
        ("|Iran left", "v 2 e c g g a d", ["claim[0:9]Iran left"], "|Iran left"),
        ("|Iran left", "v 2 e c g g a d d", [], "|Iran left"),
        ("|Iran left", "v 2 e c g g a enter enter d", ["actor[0:4]Iran"], "|Iran left"),
        ("in Iran| so", "b a e d", [], "in Iran| so"),
        ("|Iran left", "v 2 e c d", [], "Iran lef|t"),
        ("|Iran left", "a delete", [], "|Iran left"),
        ("|Iran left", "a backspace", [], "|Iran left"),
        ("|Iran left", "a w g g backspace", ["actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a w g g j backspace", [], "|Iran left"),
        ("|Iran left", "a v e backspace", [], "[[Iran|]] left"),
        ("|Iran left", "a w 3 backspace s", ["actor[0:4]Iran", "source[5:9]left"], "Iran |left"),
        # Splitting and merging
        ("|Qassem Soleimani met", "v 2 e a b g x", ["actor[0:6]Qassem", "actor[7:16]Soleimani"],
         "Qassem |Soleimani met"),
        ("|Qassem Soleimani met", "v 2 e a b g x u", ["actor[0:16]Qassem Soleimani"],
         "|Qassem Soleimani met"),
        ("|Qassem met", "a g x", ["actor[0:6]Qassem"], "|Qassem met"),
        ("|Qassem Soleimani met", "a w a g &", ["actor[0:16]Qassem Soleimani"],
         "Qassem |Soleimani met"),
        ("|Qassem Soleimani met", "a w a g & u", ["actor[0:6]Qassem", "actor[7:16]Soleimani"],
         "Qassem |Soleimani met"),
        ("|Qassem Soleimani met", "a w s g &", ["actor[0:6]Qassem", "source[7:16]Soleimani"],
         "Qassem |Soleimani met"),
        # Resizing
        ("|Iran left us", "a r w enter", ["actor[0:9]Iran left"], "Iran lef|t us"),
        ("|Iran left us", "a r w w enter", ["actor[0:12]Iran left us"], "Iran left u|s"),
        ("|Iran left us", "a r w l", ["location[0:9]Iran left"], "Iran lef|t us"),
        ("|Iran left us", "a r w e escape", ["actor[0:4]Iran"], "|Iran left us"),
        ("|Iran left us", "a r w", ["actor[0:4]Iran"], "[[Iran left|]] us"),
        ("Iran |left us", "a r o b enter", ["actor[0:9]Iran left"], "|Iran left us"),
        ("Iran |left us", "a r o 2 right enter", ["actor[7:9]ft"], "Iran le|ft us"),
        ("Iran |left us", "a r 9 9 left enter", ["actor[0:4]Iran"], "|Iran left us"),
        ("Iran |left us", "a r 4 left enter", ["actor[5:9]left"], "Iran |left us"),
        ("|Iran left us", "a w a r b enter", ["actor[0:4]Iran", "actor[5:9]left"],
         "Iran |left us"),
        ("|Iran left us", "a r enter", ["actor[0:4]Iran"], "|Iran left us"),
        ("Iran| left us", "r", [], "Iran| left us"),
        ("|Iran left us", "a r l", ["location[0:4]Iran"], "Ira|n left us"),
        # Walking
        ("|one two six", "a w l w s k", ["actor[0:3]one", "location[4:7]two", "source[8:11]six"],
         "one |two six"),
        ("|one two six", "a w l w s g g 3 j",
         ["actor[0:3]one", "location[4:7]two", "source[8:11]six"], "one two |six"),
        # History
        ("|Iran left", "a u", [], "|Iran left"),
        ("|Iran left", "a w l 2 u", [], "|Iran left"),
        ("|Iran left", "a w l u u U", ["actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a w l u u U ctrl+r", ["actor[0:4]Iran", "location[5:9]left"],
         "Iran |left"),
        ("|Iran left", "a w d u", [], "|Iran left"),
        ("|Iran left", "a enter l G u", ["actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "a u U d u", ["actor[0:4]Iran"], "|Iran left"),
        ("|Iran left", "u", [], "|Iran left"),
        ("|Iran left", "a u w s U", ["source[5:9]left"], "Iran |left"),
        # Letters kept for later do nothing.
        ("|Iran left", "t m =", [], "|Iran left"),
    ],
)  # fmt: skip
async def test_keys_tag(
    tmp_path: Path, before: str, keys: str, tags: list[str], after: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert (ana.tags(), ana.shown()) == (tags, after)
        assert sum(ana.workspace.now.counts.values()) == len(tags)


@pytest.mark.parametrize(
    ("before", "keys", "sentence"),
    [
        ("|Iran left", "a a", "“Iran” is tagged as actor already"),
        ("|Iran left", "a enter a", "“Iran” is tagged as actor already"),
        ("|Iran left", "backspace", "d removes an annotation, u undoes an edit"),
        ("|Iran left", "a backspace", "Removed actor “Iran”; u brings it back"),
        ("|Iran left", "a & s k k s", "“Iran” is tagged as source already"),
        ("|Iran left", "a & s", "“Iran” is actor and source now; u takes it back"),
        ("|Iran left", "a & s & l", "“Iran” is actor, source and location now; u takes it back"),
        ("a  |  b", "a", "There is nothing to tag here: go to a word, or select some text"),
        ("a  |  b", "& a", "There is nothing to tag here: go to a word, or select some text"),
        ("|Iran left", "d",
         "There is no annotation here; j and k go to the next and the previous one"),
        ("|Iran left", "r",
         "There is no annotation here; j and k go to the next and the previous one"),
        ("|Iran left", "enter", "There is no annotation under the caret"),
        ("|Iran left", "j", "There is no annotation in this article yet"),
        ("|Iran left", "a w j", "There is no annotation below in this article"),
        ("|Iran left", "w a g g k", "There is no annotation above in this article"),
        ("|Iran left", "a d", "Removed actor “Iran”; u brings it back"),
        ("|Iran left", "u", "There is nothing to undo"),
        ("|Iran left", "U", "There is nothing to redo"),
        ("|Iran left", "a u", "Undone: add actor “Iran”"),
        ("|Iran left", "a u U", "Done again: add actor “Iran”"),
        ("|Iran left", "a d u", "Undone: remove actor “Iran”"),
        ("|Iran left", "a enter l u", "Undone: relabel “Iran” actor → location"),
        ("|Iran left", "a r w enter u", "Undone: resize actor to “Iran left”"),
        ("[[ |]] left", "a", "There is nothing to tag here"),
        ("|Iran left", "a r 4 left enter", "An annotation needs some text; d removes it"),
        ("|Iran left", "a r d", "Its ends are being moved: Enter keeps them, Esc leaves it"),
    ],
)  # fmt: skip
async def test_what_an_edit_comes_to_is_said(
    tmp_path: Path, before: str, keys: str, sentence: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.says().startswith(sentence)


async def test_what_is_under_the_caret_is_told(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria") as ana:
        await ana.press("v G c")
        assert "claim  “Iran left Syria”" in ana.means()
        await ana.press("g g a")
        assert "actor  “Iran”" in ana.means()
        assert ana.says().startswith("in claim “Iran left Syria”")
        await ana.press("enter enter")
        assert "claim  “Iran left Syria”" in ana.means()
        assert ana.says().startswith("holds actor “Iran”")
        await ana.press("escape v e")
        assert ana.means() == "actor  “Iran”  selected · 1 word · 4 characters"
        assert ana.says() == "in claim “Iran left Syria”"


async def test_resizing_keeps_id_note_and_time_of_making(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        await ana.write("who?")
        await ana.press("enter")
        await ana.until_main()
        (before,) = ana.annotations()
        await ana.press("r w enter")
        (after,) = ana.annotations()
        assert (after.text, after.note) == ("Iran left", "who?")
        assert (after.id, after.created) == (before.id, before.created)
        assert ana.main.target.annotation == after


# Across articles and sessions ------------------------------------------------------------------

STORY_SIZE: Final = (120, 24)
"""Room for both articles of the story."""


async def test_undo_goes_where_the_edit_was(story: Path) -> None:
    async with reading(story, size=STORY_SIZE) as ana:
        assert ana.article_id == WIRE
        await ana.press("a tab w w a tab 2 w l")
        assert ana.tags(WIRE) == ["actor[0:6]Moscow", "location[12:18]troops"]
        assert ana.tags(PAPER) == ["actor[12:16]said"]
        await ana.press("g g u")
        assert (ana.article_id, ana.around(6)) == (WIRE, " sent |troops")
        await ana.press("u")
        assert (ana.article_id, ana.around(9)) == (PAPER, "official |said that")
        await ana.press("u")
        assert (ana.article_id, ana.around(6)) == (WIRE, "|Moscow")
        assert not ana.tags(WIRE)
        assert not ana.tags(PAPER)
        await ana.press("3 U")
        assert (ana.article_id, ana.around(6)) == (WIRE, " sent |troops")
        assert ana.tags(WIRE) == ["actor[0:6]Moscow", "location[12:18]troops"]
        assert ana.tags(PAPER) == ["actor[12:16]said"]


async def test_undo_brings_an_article_back_on_screen(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("a ]")
        assert ana.article_id == PAPER
        await ana.press("u")
        assert (ana.article_id, ana.around(6)) == (WIRE, "|Moscow")
        assert not ana.tags()


async def test_undo_reaches_back_before_the_restart(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("a w w l enter s G d")
        assert ana.tags() == ["actor[0:6]Moscow", "source[12:18]troops"]
    for expected in (
        ["actor[0:6]Moscow", "location[12:18]troops"],
        ["actor[0:6]Moscow"],
        [],
    ):
        async with reading(story) as ana:
            await ana.press("u")
            assert ana.tags() == expected
    async with reading(story) as ana:
        await ana.press("u")
        assert ana.says() == "There is nothing to undo"
        await ana.press("3 U")
        redone = ["actor[0:6]Moscow", "source[12:18]troops"]
        await ana.until(lambda: ana.tags() == redone, "all three are done again")
