"""The list of annotations: what is in it, what its keys do, and that one undo takes it back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations import actions, linking
from store.annotations.actions import Refusal
from store.annotations.assessing import set_article_note
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster
from store.annotations.model import Mention
from store.text.span import Span
from tests.stories import PAPER, WIRE, open_story, relate, tag, texts, write_story
from tests.tui.painting import still, watching
from tests.tui.support import reading, rows
from tui.screens import typing_pause
from tui.screens.annotations import AnnotationsScreen
from tui.screens.note import NoteScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tui.support import Reader

ARTICLES: Final = {
    "1_wire.txt": "Lamu is a town.\n\nThe ferry left Lamu on Sunday, Lamu County said.\n",
    "2_paper.txt": "Lamu, said the Red Cross, mourns.\n",
}


def story_in(folder: Path) -> Path:
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        tag(workspace, "Lamu", "location")
        tag(workspace, "Lamu County", "source")
        tag(workspace, "Lamu", "actor", PAPER)
        tag(workspace, "the Red Cross", "source", PAPER)
    return story


@asynccontextmanager
async def listing(
    story: Path, size: tuple[int, int] = (80, 24), *, read_only: bool = False
) -> AsyncIterator[Reader]:
    async with reading(story, size=size, read_only=read_only) as ana:
        await open_list(ana)
        yield ana


async def open_list(ana: Reader) -> None:
    await ana.press("O")
    await ana.until(
        lambda: isinstance(ana.app.screen, AnnotationsScreen) and "art" in ana.screen(),
        "the list is shown",
    )


def kept(ana: Reader) -> list[str]:
    return texts(ana.workspace, WIRE) + texts(ana.workspace, PAPER)


LAMU, COUNTY = "1 1 location Lamu", "1 3 source Lamu County"
ACTOR, CROSS = "2 1 actor Lamu", "2 1 source the Red Cross"


async def test_every_annotation_is_listed_with_its_passage(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        assert rows(ana) == [f"▸ {LAMU}", COUNTY, ACTOR, CROSS]
        await ana.press("down")
        assert rows(ana)[1] == f"▸ {COUNTY}"
        assert "The ferry left Lamu on Sunday, Lamu County said." in ana.screen()
        await ana.press("G down")
        assert "This is the last line" in ana.screen()


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("lamu", [LAMU, COUNTY, ACTOR]),
        ("label:source", [COUNTY, CROSS]),
        ("in:2 -label:source", [ACTOR]),
        ("nothing", ["Nothing fits that; Esc ends the filter."]),
    ],
)
async def test_the_filter_lists_while_it_is_typed(
    tmp_path: Path, typed: str, listed: list[str]
) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write(typed)
        await ana.until(
            lambda: [row.removeprefix("▸ ") for row in rows(ana)] == listed, "it is filtered"
        )
        await ana.press("enter")
        assert f"/ {typed}" in ana.rows()[1]
        await ana.press("escape")  # ends the filter, not the list
        assert len(rows(ana)) == 4
        await ana.press("escape")
        assert ana.app.screen is ana.main


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("cluster:red", [COUNTY, CROSS]),
        ("cluster:none", [LAMU, ACTOR]),
        ("cluster:many", [COUNTY]),
        ("-cluster:*", [LAMU, ACTOR]),
        ("tie:attribution", [LAMU, CROSS]),
        ("said-by:cross", [LAMU]),
        ("said-by:none label:a", [ACTOR]),
    ],
)
async def test_what_is_tied_is_filtered_by(tmp_path: Path, typed: str, listed: list[str]) -> None:
    story = story_in(tmp_path)
    with open_story(story) as workspace:
        town, county = (Mention(WIRE, a.id) for a in workspace.article(WIRE).annotations)
        _, cross = (Mention(PAPER, a.id) for a in workspace.article(PAPER).annotations)
        for name, members in (("The Red Cross", (county, cross)), ("The county", (county,))):
            made = linking.gather(name, "source", members)
            assert isinstance(made, EditOfCluster)
            workspace.apply(made)
        relate(workspace, town, cross)
    async with listing(story) as ana:
        await ana.press("/")
        await ana.write(typed)
        await ana.until(lambda: [r.removeprefix("▸ ") for r in rows(ana)] == listed, "filtered")


async def test_a_field_that_is_not_known_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path), (120, 30)) as ana:
        await ana.press("/")
        await ana.write("lable:")
        await ana.until(lambda: len(rows(ana)) == 4, "no value filters nothing")
        await ana.write("actor")
        await ana.until(
            lambda: "no field “lable”; did you mean “label”?" in ana.screen(), "it is said"
        )
        assert len(rows(ana)) == 4


async def test_a_field_is_offered_and_taken_by_tab(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("source clu")
        await ana.until_screen("Tab  cluster: the cluster it is in")
        await ana.press("tab")
        await ana.write("none -lamu")
        await ana.until(lambda: "1 of 4" in ana.rows()[1], "it is filtered")
        assert len(rows(ana)) == 1
        await ana.press("enter")
        assert ana.rows()[1].startswith(" / source cluster:none -lamu")


async def test_what_is_offered_is_painted_with_the_list_and_lays_out_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.until(lambda: ana.app.screen.focused, "it can be typed into")
        await still(ana)
        with watching(monkeypatch) as painted:
            await ana.write("clu")
            await ana.until_screen("Tab  cluster: the cluster it is in")
            await still(ana)
            await ana.write("x")
            await ana.until_screen("Nothing fits that")
            await still(ana)
            assert not painted.whole
            assert 0 < len(painted.written(ana).encode()) < 4_000


async def test_what_takes_long_to_filter_waits_for_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typing_pause, "_SHORT", 0.0)  # every filter takes longer than that
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("source red")
        await ana.until(lambda: [r.removeprefix("▸ ") for r in rows(ana)] == [CROSS], "filtered")
        await ana.press("backspace backspace backspace enter")  # at once what is typed counts
        assert ana.rows()[1].startswith(" / source ")
        assert len(rows(ana)) == 2


async def test_an_expression_that_takes_long_holds_no_key_up_and_esc_ends_it(
    tmp_path: Path,
) -> None:
    story = story_in(tmp_path)
    write_story(story, {"3_long.txt": "a" * 60 + "d\n"})
    with open_story(story) as workspace:
        tag(workspace, "a" * 60 + "d", "claim", "3_long")
    async with listing(story) as ana:
        before = rows(ana)
        await ana.press("/")
        await ana.write("text:/(a|aa)+$/")
        await ana.until_screen("Still looking for the expression; leaving ends that")
        await ana.press("enter down")  # a key comes in between
        assert "Still looking" in ana.screen()
        await ana.press("escape")
        assert rows(ana) == before
        await ana.press("/")
        await ana.write("text:/^the r/")
        await ana.until(lambda: [r.removeprefix("▸ ") for r in rows(ana)] == [CROSS], "filtered")
        await ana.press("escape /")
        await ana.write("text:/(a|aa)+$/")
        await ana.until_screen("“(a|aa)+$” takes too long; make the expression simpler")


async def test_what_nobody_has_said_yet_is_told(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("sure:likely")
        await ana.until_screen("Nothing here has sure: yet")


async def test_what_is_rejected_is_listed_when_it_is_asked_for(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("is:rejected or is:adrift")
        await ana.until_screen("Nothing fits that")


async def test_a_query_that_names_what_is_gone_says_so(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    with open_story(story) as workspace:
        mentions = [Mention(WIRE, a.id) for a in workspace.article(WIRE).annotations]
        made = linking.gather("The county", "source", (mentions[1],))
        assert isinstance(made, EditOfCluster)
        workspace.apply(made)
    async with listing(story) as ana:
        await ana.press("/")
        await ana.write("cluster:county")
        await ana.until(lambda: len(rows(ana)) == 1, "it is filtered")
        await ana.press("enter d")
        await ana.until_screen("No cluster is called “county”")
        await ana.press("escape")
        assert len(rows(ana)) == 3


async def test_what_is_marked_is_relabelled_by_one_edit(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("space space c")
        assert kept(ana) == [
            "claim:Lamu",
            "claim:Lamu County",
            "actor:Lamu",
            "source:the Red Cross",
        ]
        assert "Done: relabel 2 annotations; u takes it back" in ana.screen()
        await ana.press("u")
        assert kept(ana)[:2] == ["location:Lamu", "source:Lamu County"]
        assert "Undone: relabel 2 annotations" in ana.screen()
        await ana.press("u")
        assert "Nothing was changed here yet" in ana.screen()


async def test_all_that_a_filter_keeps_is_removed(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("label:source")
        await ana.press("enter * d")
        assert kept(ana) == ["location:Lamu", "actor:Lamu"]
        await ana.press("u")
        assert len(kept(ana)) == 4


async def test_how_many_were_made_is_said_otherwise_by_one_edit(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path), size=(120, 24)) as ana:

        def origins() -> set[str]:
            return {
                a.origin.value for i in (WIRE, PAPER) for a in ana.workspace.article(i).annotations
            }

        await ana.press("w")
        assert origins() == {"manual", "propagated"}
        await ana.press("* w")
        assert origins() == {"propagated"}
        assert "give the origin “propagated” to 3 annotations" in ana.screen()
        await ana.press("u u")
        assert origins() == {"manual"}
        assert "by hand " in ana.screen()
        assert "manual" not in ana.screen()


async def test_an_attribute_of_all_that_is_marked_is_set_by_one_edit(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:

        def attributes() -> list[tuple[tuple[str, str], ...]]:
            return [
                a.attributes for i in (WIRE, PAPER) for a in ana.workspace.article(i).annotations
            ]

        for typed, said in (("hedged", "written as name=value"), ("claim.certainty=x", "none of")):
            await ana.press("=")
            await ana.write(typed)
            await ana.press("enter")
            await ana.until_screen(said)
        assert set(attributes()) == {()}
        await ana.press("* =")
        await ana.write("hedged = yes")
        await ana.press("enter")
        assert attributes() == [(("hedged", "yes"),)] * 4
        assert "set hedged of 4 annotations" in ana.screen()
        await ana.press("u")
        assert set(attributes()) == {()}


async def test_words_of_queries_are_shown_only_where_a_query_is_typed(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.until_screen("words, labels, or")
        await ana.press("escape =")
        await ana.until_screen("name=value:")
        assert "words, labels, or" not in ana.screen()


async def test_the_list_is_as_it_was_when_the_story_was_left(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    async with listing(story) as ana:
        await ana.press("o /")
        await ana.write("label:source")
        await ana.press("enter")
    async with listing(story) as ana:
        assert "by text" in ana.rows()[0]
        assert "/ label:source" in ana.rows()[1]


async def test_one_note_for_all_that_is_marked_up_to_here(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("down down v i")
        await ana.until(lambda: isinstance(ana.app.screen, NoteScreen), "a note is written")
        await ana.write("town or state?")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, AnnotationsScreen), "it is kept")
        notes = [
            annotation.note
            for article in (WIRE, PAPER)
            for annotation in ana.workspace.article(article).annotations
        ]
        assert notes == ["town or state?"] * 3 + [""]
        assert "town or state?" in rows(ana)[0]


async def test_texts_are_grouped_and_a_group_is_changed_as_one(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("#")
        assert rows(ana) == [
            "▸ 2 2 Lamu location 1 · actor 1 !",
            "1 1 Lamu County source 1",
            "1 1 the Red Cross source 1",
        ]
        await ana.press("enter")
        assert rows(ana) == [f"▸ {LAMU}", ACTOR]
        await ana.press("escape l")
        assert rows(ana)[0] == "▸ 2 2 Lamu location 2"


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("#", "▸ 2 2 Lamu location 2"),
        ("down down #", "▸ 2 2 Lamu location 2"),
        ("down up #", "▸ 2 2 Lamu location 2"),
        ("o o o", "▸ 1 1 location Lamu"),
        ("down down o o o", "▸ 2 1 location Lamu"),
    ],
)
async def test_who_stands_at_the_top_sees_what_comes_first(
    tmp_path: Path, keys: str, row: str
) -> None:
    ferry = {"1_wire.txt": "Garsen and Lamu.", "2_paper.txt": "Lamu."}
    story = write_story(tmp_path / "ferry", ferry)
    with open_story(story) as workspace:
        for text, article in (("Garsen", WIRE), ("Lamu", WIRE), ("Lamu", PAPER)):
            tag(workspace, text, "location", article)
    async with listing(story) as ana:
        await ana.press(keys)
        assert next(each for each in rows(ana) if each.startswith("▸")) == row


async def test_a_line_that_is_left_before_it_is_there(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        ana.burst("/", "escape", "escape", "right")
        await ana.until_main()
        assert ana.pane.selection.head == 1


@pytest.mark.parametrize(
    ("keys", "listed"),
    [("escape", [LAMU, COUNTY, ACTOR, CROSS]), ("enter escape", [LAMU, COUNTY, ACTOR, CROSS]),
     ("enter d escape", [LAMU, COUNTY, ACTOR])],
)  # fmt: skip
async def test_leaving_waits_for_what_was_typed_before(
    tmp_path: Path, keys: str, listed: list[str]
) -> None:
    async with listing(story_in(tmp_path)) as ana:
        ana.burst("/", *"red", *keys.split(" "))
        await ana.until(
            lambda: [row.removeprefix("▸ ") for row in rows(ana)] == listed, "it is left"
        )


async def test_of_groups_no_row_is_marked(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("space")
        await ana.until_screen("1 marked")
        await ana.press("#")
        await ana.until_screen("grouped by text")
        assert "marked" not in ana.screen()
        for key in ("space", "*", "v"):
            await ana.press(f"down {key}")
            await ana.until_screen("Keys are for all of the group; Enter lists its rows")
        await ana.press("#")
        await ana.until_screen("1 marked")


LAYERS: Final = """
[[label]]
name = "location"
key = "l"
[[label]]
name = "actor"
key = "a"
[[label]]
name = "speaker"
key = "s"
layer = "roles"
"""


async def test_a_label_of_another_layer_replaces_none(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {**ARTICLES, "labels.toml": LAYERS})
    with open_story(story) as workspace:
        tag(workspace, "Lamu", "location")
        tag(workspace, "Lamu", "speaker")
        tag(workspace, "the Red Cross", "actor", PAPER)
    async with listing(story) as ana:
        await ana.press("* s")
        await ana.until_screen("Done: add speaker “the Red Cross”; 2 stayed, as speaker is there")
        assert kept(ana) == [
            "location:Lamu", "speaker:Lamu", "actor:the Red Cross", "speaker:the Red Cross",
        ]  # fmt: skip
        await ana.press("#")
        await ana.until_screen("grouped by text")
        assert "!" not in ana.screen()


async def test_a_title_that_does_not_stand_in_the_text_hides_none_of_it(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"book.txt": "In the Kenyan town of Lamu a long " * 9})
    with open_story(story) as workspace:
        noted = set_article_note(workspace.now.links(), workspace.article("book").article, "look")
        assert not isinstance(noted, Refusal)
        workspace.apply(noted)
    async with listing(story) as ana:
        await ana.until_screen("note: look")
        assert "  1  In the Kenyan town of Lamu" in ana.screen()


async def test_the_row_is_the_same_in_its_group_and_once_nothing_is_grouped(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("end #")
        (group,) = (row for row in rows(ana) if row.startswith("▸"))
        await ana.press("#")
        (row,) = (row for row in rows(ana) if row.startswith("▸"))
        assert "the Red Cross" in group
        assert "the Red Cross" in row


async def test_a_row_is_gone_to_and_the_list_is_as_it_was_left(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("o o end space")  # by label
        before = rows(ana)
        await ana.press("enter")
        await ana.until(lambda: ana.app.screen is ana.main, "the text is shown")
        current = ana.pane.view.current
        assert current is not None
        assert (ana.article_id, current.label, current.text) == (PAPER, "source", "the Red Cross")
        await open_list(ana)
        assert rows(ana) == before


async def test_its_keys_are_shown_first_in_the_help_and_done_from_there(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("?")
        await ana.until_screen("Here: this list")
        await ana.until(lambda: ana.app.screen.focused, "it can be typed into")
        await ana.write("mark all")
        await ana.until_screen("Mark all that is listed")
        await ana.press("enter")
        await ana.until_screen("4 marked")


async def test_a_key_that_means_nothing_says_so_until_the_next(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("ß")
        assert "'ß' does nothing here" in ana.screen()
        await ana.press("down")
        assert "does nothing here" not in ana.screen()


async def test_at_80_columns_every_key_is_named(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        last = " ".join(ana.rows()[-3:])
        for said in ("w origin", "= attribute", "z suggested", "? keys", "Esc leaves"):
            assert said in last


async def test_the_keys_say_what_they_do_with_what_is_listed(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        for pressed, said in (
            ("z", ("y accept", "n reject", "z rejected", "@ this article")),
            ("z", ("y take back", "z uncertain")),
            ("z", ("z annotations",)),
            ("z", ("z suggested",)),
            ("@", ("@ all articles",)),
        ):
            await ana.press(pressed)
            for each in said:
                await ana.until_screen(each)
        assert "y accept" not in ana.screen()


async def test_only_this_article_is_listed(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path)) as ana:
        await ana.press("@")
        assert rows(ana) == [f"▸ {LAMU}", COUNTY]
        assert "2 of 4" in ana.rows()[1]


async def test_a_rejection_is_taken_back(tmp_path: Path) -> None:
    async with reading(story_in(tmp_path)) as ana:
        await ana.press("O z z")
        assert "There are no rejected suggestions yet" in ana.screen()
        await ana.press("escape A N")
        opened = ana.workspace.article(PAPER)
        rejected = [*ana.workspace.article(WIRE).rejected, *opened.rejected]
        assert rejected
        await open_list(ana)
        assert len(rows(ana)) == len(rejected)
        await ana.press("* y")
        assert "There are no rejected suggestions yet" in ana.screen()
        assert not [*ana.workspace.article(WIRE).rejected, *ana.workspace.article(PAPER).rejected]


async def test_without_annotations_it_says_so(tmp_path: Path) -> None:
    async with listing(write_story(tmp_path / "story", ARTICLES)) as ana:
        assert rows(ana) == ["There are no annotations yet; Esc goes back to the text."]
        await ana.press("down space a d i enter # v o")
        assert ana.app.screen is not ana.main
        assert kept(ana) == []


async def test_what_is_only_read_is_not_changed(tmp_path: Path) -> None:
    async with listing(story_in(tmp_path), read_only=True) as ana:
        for key in ("a", "d", "i"):
            await ana.press(key)
            assert "nothing was changed" in ana.screen()
        assert len(kept(ana)) == 4


@pytest.mark.parametrize("size", [(40, 9), (80, 24), (160, 50), (200, 60)])
async def test_at_every_size_each_line_fills_the_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with listing(story_in(tmp_path), size) as ana:
        assert [len(row) for row in ana.rows()] == [size[0]] * size[1]
        await ana.press("# /")
        assert [len(row) for row in ana.rows()] == [size[0]] * size[1]


async def test_notes_on_articles_are_listed_changed_and_removed_with_the_others(
    tmp_path: Path,
) -> None:
    story = story_in(tmp_path)
    with open_story(story) as workspace:
        edit = set_article_note(
            workspace.now.links(), workspace.article(PAPER).article, "ask the desk"
        )
        assert not isinstance(edit, Refusal)
        workspace.apply(edit)

    def note(ana: Reader) -> str:
        return ana.workspace.now.links().record_of(PAPER).note

    async with listing(story) as ana:
        article = "2 1 article Lamu, said the Red Cross, mourns. ask the desk"
        assert article in rows(ana)
        await ana.press("/")
        await ana.write("is:article")
        await ana.until(lambda: rows(ana) == [f"▸ {article}"], "it is filtered")
        await ana.press("enter * i")
        await ana.until(lambda: isinstance(ana.app.screen, NoteScreen), "the note is open")
        assert "the article" in ana.screen()
        await ana.until(lambda: ana.app.focused, "it can be written")
        await ana.write("!")
        await ana.press("enter")
        await ana.until(lambda: note(ana) == "ask the desk!", "it is kept")
        await ana.press("u")
        assert note(ana) == "ask the desk"
        await ana.press("escape * d")
        assert (note(ana), kept(ana)) == ("", [])
        await ana.press("u")
        assert (note(ana), len(kept(ana))) == ("ask the desk", 4)
        await ana.press("G k k enter")
        await ana.until_main()
        assert ana.article_id == PAPER


@pytest.mark.suggests
async def test_what_is_suggested_is_listed_and_answered(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"a.txt": "Zed left Zed. Zed and Zed stay.\n"})
    async with reading(story) as ana:
        await ana.press("A")
        await ana.until_suggested()
        await open_list(ana)
        assert rows(ana) == ["▸ 1 1 actor Zed"]
        await ana.press("n")
        assert "z lists annotations and suggestions" in ana.screen()
        await ana.press("z")
        assert rows(ana) == ["▸ 1 1 actor Zed", *["1 1 actor? Zed"] * 3]
        await ana.press("down y")
        assert rows(ana) == ["1 1 actor Zed", "▸ 1 1 actor Zed", *["1 1 actor? Zed"] * 2]
        await ana.press("down n")
        assert rows(ana)[-1].removeprefix("▸ ") == "1 1 actor? Zed"
        await ana.press("u")
        assert len(rows(ana)) == 4
        await ana.press("* y")
        assert texts(ana.workspace, "a") == ["actor:Zed"] * 4
        await ana.press("u k k k y")
        assert "Nothing is suggested here" in ana.screen()


async def test_ten_thousand_are_filtered_grouped_relabelled_and_taken_back(tmp_path: Path) -> None:
    text = "".join(f"Lamu{number:04} and\n" for number in range(5_000)) * 2
    story = write_story(tmp_path / "story", {"a.txt": text})
    with open_story(story) as workspace:
        article, none = workspace.article("a").article, workspace.article("a").annotations
        starts = range(0, len(text), len("Lamu0000 and\n"))
        made = [actions.tag(article, none, Span(at, at + 8), "actor") for at in starts]
        workspace.apply(Batch(tuple(each for each in made if isinstance(each, EditOfAnnotation))))

    def count(ana: Reader, label: str) -> int:
        return sum(each.label == label for each in ana.annotations("a"))

    async with listing(story) as ana:
        await ana.until_screen("10,000 · all articles")
        await ana.press("/")
        await ana.write("lamu12")
        await ana.until_screen("200 of 10,000")
        await ana.press("enter #")
        assert len(rows(ana)) == 14
        assert rows(ana)[0].startswith("▸ 2 1 Lamu1200 actor 2")
        await ana.press("l")
        assert (count(ana, "location"), "relabel 2 annotations" in ana.screen()) == (2, True)
        await ana.press("u escape #")
        await ana.until_screen("10,000 · all articles")
        await ana.press("* l")
        await ana.until(lambda: count(ana, "location") == 10_000, "all are relabelled")
        await ana.press("u")
        await ana.until(lambda: count(ana, "actor") == 10_000, "that was one edit")
