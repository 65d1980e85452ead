"""The matrix: what its cells say of the seeds, what its keys set, and that undo takes it back."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace

from store.annotations.edits import EditOfCluster
from store.annotations.linking import gather
from store.annotations.links import CONTRADICTS
from store.annotations.model import ArticleState, Mention, StanceValue
from tests.imported import bring_in
from tests.seeds import GOLD, copied_seeds
from tests.stories import open_story, tag, write_story
from tests.tui.support import STEP_BY_STEP, reading
from tui.screens import list_screen
from tui.screens.matrix import MatrixScreen
from tui.screens.quotes import QuotesScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.support import Reader
    from tui.screens.matrix_choice import MatrixChoice

ROOT: Final = Path(__file__).parents[3]
ARTICLES: Final = {
    "1_wire.txt": "The ferry sank. Forty died.\n",
    "2_paper.txt": "“The ferry went down,” the mayor said. Nobody died.\n",
    "3_post.txt": "The harbour was quiet. Four died, it said.\n",
}
WIRE, PAPER, POST = "1_wire", "2_paper", "3_post"
SANK, DIED = "The ferry sank", "Forty died"


def story_in(folder: Path) -> Path:
    """That the ferry sank is a row of two articles; that forty died is contradicted by one."""
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        said = {
            text: Mention(article, tag(workspace, text, "claim", article).id)
            for article, text in (
                (WIRE, SANK),
                (WIRE, DIED),
                (PAPER, "The ferry went down"),
                (PAPER, "Nobody died"),
                (POST, "Four died"),
            )
        }
        sank = gather("The ferry sank", "claim", (said[SANK], said["The ferry went down"]),
                      "supports")  # fmt: skip
        died = gather("", "claim", (said[DIED], said["Nobody died"]), CONTRADICTS)
        for edit in (sank, died):
            assert isinstance(edit, EditOfCluster)
            workspace.apply(edit)
    return story


@asynccontextmanager
async def matrix(
    story: Path, size: tuple[int, int] = (80, 24), *, read_only: bool = False
) -> AsyncIterator[Reader]:
    async with reading(story, size=size, read_only=read_only) as ana:
        go_to_what_is_not_tagged(ana)
        await open_matrix(ana)
        yield ana


def go_to_what_is_not_tagged(ana: Reader) -> None:
    near = [range(each.start - 1, each.end + 1) for each in ana.pane.annotations]
    free = (at for at in range(len(ana.text)) if not any(at in each for each in near))
    ana.select(at := next(free), at)


async def open_matrix(ana: Reader) -> None:
    await ana.press("m")
    await ana.until(
        lambda: isinstance(ana.app.screen, MatrixScreen) and "Looking" not in ana.screen(),
        "the matrix is shown",
    )


async def test_it_opens_at_the_claim_under_the_caret_and_else_as_it_was_left(
    tmp_path: Path,
) -> None:
    async with reading(story_in(tmp_path), size=(80, 24)) as ana:
        ana.go("died")
        await open_matrix(ana)
        assert (choice(ana).at, choice(ana).column) == (0, 0)
        await ana.press("right j")
        cell = choice(ana).at, choice(ana).column
        await ana.press("enter")
        assert "“The ferry went down”" in ana.means()
        await open_matrix(ana)
        assert (choice(ana).at, choice(ana).column) == cell
        await ana.press("escape")
        ana.go("said")
        await open_matrix(ana)
        assert (choice(ana).at, choice(ana).column) == cell
        await ana.press("escape")
        ana.go("Nobody")
        await open_matrix(ana)
        assert (choice(ana).at, choice(ana).column) == (0, 1)


def rows(ana: Reader) -> list[str]:
    """The rows of the matrix, the one that the keys are for with its mark."""
    body = ana.rows()
    first = next(n for n, row in enumerate(body) if " arts " in row) + 1
    until = next(n for n, row in enumerate(body) if row.startswith("───"))
    return [" ".join(row.split()) for row in body[first:until] if row.strip()]


def row_of(ana: Reader, words: str) -> str:
    """The row that says something, without the mark of the keys."""
    return next(each for each in rows(ana) if words in each).removeprefix("▸ ")


async def until_worked(ana: Reader) -> None:
    """Wait until all that a key has changed is worked out."""
    await ana.until(
        lambda: choice(ana).worked.looked_at is None,
        "it is worked out",
    )


def seeds_in(folder: Path) -> Path:
    """The two articles of the practice with their gold as Ana's work."""
    seeds = copied_seeds(folder)
    with open_story(seeds) as workspace:
        bring_in(workspace, GOLD)
    return seeds


def choice(ana: Reader) -> MatrixChoice:
    """What is shown of the matrix."""
    left = ana.main.left_dialogs.matrix
    assert left is not None
    return left


def sets(ana: Reader) -> dict[str, str]:
    """What is set, by article."""
    return {s.article: s.value.value for s in ana.workspace.now.links().stances.values()}


SANK_ROW: Final = 'The ferry sank + 1 + 1" . 2 2'


# What is shown -----------------------------------------------------------------------------------


async def test_the_gold_of_the_seeds(tmp_path: Path) -> None:
    async with matrix(seeds_in(tmp_path), (160, 50)) as ana:
        assert rows(ana) == [
            "▸ ┌ Russia's campaign is aimed at Western-backed rebels rather than ISIS "
            "[+!1 ] + 1 2 2 ?",
            "└ the increased military activity is meant to combat the terrorist group +!1 ! 1 1 1",
            "Soleimani went to Moscow and met Russia's leadership about rescuing Assad "
            "+ 1 + 3 2 3 ??",
            'Iran and Russia act jointly to keep the Assad regime in power + 1 + 1" 2 2 ?',
            "Soleimani commands the Quds Force of the Revolutionary Guards + 1 + 1 2 2",
            "Soleimani oversees ground fighting in Syria + 1 + 1 2 2 ?",
            "Hundreds of Iranian ground troops have entered Syria + 1 + 1 2 2 ?",
            "Iran and Russia plotted intervention in Syria for months + 3 . 1 1 ?",
        ]
        await ana.press("d")
        assert len(rows(ana)) == 2
        assert "only disputed" in ana.screen()
        assert "2 of 8" in ana.screen()
        await ana.press("down J")
        await ana.until(lambda: isinstance(ana.app.screen, QuotesScreen), "its quotations")
        shown = " ".join(ana.screen().split())
        for said in (
            "is meant to combat the terrorist group” said by Moscow",
            "“Russian warplanes started conducting airstrikes in Syria last week",
            "the Islamic State (IS, also known as ISIL or ISIS)” in its own voice (against)",
            "Obama administration Syria policy” said by U.S. officials (against)",
            "“Russia’s incursion into Syria has less to do with fighting ISIS",
        ):
            assert said in shown  # what Moscow says, and the three that contradict it


async def test_all_cells_of_the_seeds_take_two_keys_each_at_the_most(tmp_path: Path) -> None:
    async with matrix(seeds_in(tmp_path)) as ana:
        shown, pressed, given = choice(ana), 0, 0
        keys = {StanceValue.ASSERTS: "+", StanceValue.CONTRADICTS: "!", StanceValue.BOTH: "b"}
        for row in list(shown.rows):
            for _ in row.cells:
                here = next(each for each in shown.rows if each.name == row.name)
                open_here = [n for n, cell in enumerate(here.cells) if cell.stance is None]
                column = min(open_here, key=lambda n: abs(n - shown.column))
                moves = ["down"] * (shown.rows.index(here) - shown.at)
                across = column - shown.column
                moves += ["right" if across > 0 else "left"] * abs(across)
                derived = here.cells[column].derived
                await ana.press(" ".join((*moves, keys.get(derived or StanceValue.OMITS, "-"))))
                pressed, given = pressed + len(moves) + 1, given + 1
                await until_worked(ana)
        assert given == len(ana.workspace.now.links().stances) == 16
        assert pressed <= 31


async def test_a_row_is_a_cluster_or_a_claim_that_another_contradicts(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        assert rows(ana) == ["▸ ! Forty died [+ 1 ] ! 1 . 1 1", SANK_ROW]
        assert "“Forty died”" in ana.screen()
        await ana.press("down")
        assert rows(ana)[1].startswith("▸ The ferry sank [+ 1 ]")
        await ana.press("down")
        assert "This is the last line" in ana.screen()
        await ana.press("right")
        assert "asserts it" in ana.screen()
        assert "“The ferry went down”" in ana.screen()


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (60, 16), (40, 10)])
async def test_it_fits_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with matrix(story_in(tmp_path), size) as ana:
        assert all(strip.cell_length == size[0] for strip in ana.strips())
        assert any("Forty" in row for row in ana.rows())
        await ana.press("right right")
        assert any("[.    ]" in row for row in ana.rows())  # the column is in view


async def test_where_nothing_is_tied_it_says_what_to_do(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    with open_story(story) as workspace:
        tag(workspace, "The ferry", "actor")
        tag(workspace, "The ferry", "actor", PAPER)
    async with matrix(story) as ana:
        assert "No claims are tied yet. t on a claim" in ana.screen()
        assert "R shows actors" in " ".join(ana.screen().split())
        await ana.press("+ i J x v backspace")
        assert ana.app.screen is not ana.main
        await ana.press("R")
        await ana.until(lambda: rows(ana) == ["▸ The ferry [1 ] 1 . 2"], "mentions of one text")
        await ana.press("R")
        await ana.until_screen("There are no locations yet")


# What is set -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "row", "said"),
    [
        ("~", "▸ ! Forty died ~ 1 ! 1 [. ] 1 1", {WIRE: "hedges"}),
        ("h", "▸ ! Forty died ~ 1 ! 1 [. ] 1 1", {WIRE: "hedges"}),
        ("right b", "▸ ! Forty died + 1 +!1 [. ] 1 1", {PAPER: "both"}),
        ("right c", "▸ ! Forty died + 1 ! 1 [. ] 1 1", {PAPER: "contradicts"}),
        ("left left -", "▸ ! Forty died - 1 ! 1 [. ] 1 1", {WIRE: "omits"}),
        ("a a", "▸ ! Forty died + 1 ! 1 + 1 1", {WIRE: "asserts", POST: "asserts"}),
        ("h u", "▸ ! Forty died [+ 1 ] ! 1 . 1 1", {}),
        ("h u U", "▸ ! Forty died [~ 1 ] ! 1 . 1 1", {WIRE: "hedges"}),
        ("h left left backspace", "▸ ! Forty died [+ 1 ] ! 1 . 1 1", {}),
        ("backspace", "▸ ! Forty died [+ 1 ] ! 1 . 1 1", {}),
    ],
)
async def test_a_key_sets_a_cell_and_goes_on(
    tmp_path: Path, keys: str, row: str, said: dict[str, str]
) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        for key in keys.split():
            await ana.press(key)
            await until_worked(ana)
        await ana.until(lambda: row_of(ana, "Forty") == row.removeprefix("▸ "), "it is set")
        assert sets(ana) == said


async def test_of_what_is_named_an_article_can_only_be_said_to_omit_it(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    with open_story(story) as workspace:
        tag(workspace, "the mayor", "actor", PAPER)
    async with matrix(story) as ana:
        await ana.press("R")
        await ana.until_screen("actors by article")
        await ana.until_screen("the mayor")
        assert "disputes" not in ana.screen()
        for key in "ahcb":
            await ana.press(key)
            assert "Only claims are asserted or contradicted; - says that" in ana.screen()
        assert sets(ana) == {}
        await ana.press("left left -")
        assert sets(ana) == {WIRE: "omits"}
        assert rows(ana)[0].startswith("▸ the mayor - 1")


async def test_what_is_set_makes_a_cluster_of_a_claim_in_the_same_edit(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        before = set(ana.workspace.now.links().clusters)
        await ana.press("h")
        (new,) = set(ana.workspace.now.links().clusters) - before
        made = ana.workspace.now.links().clusters[new]
        assert (made.name, made.relation, len(made.members)) == (DIED, "supports", 1)
        await ana.press("u")
        assert set(ana.workspace.now.links().clusters) == before
        assert "Undone: set" in " ".join(ana.screen().split())
        await ana.press("u")
        assert "Nothing was changed here yet" in ana.screen()


async def test_open_cells_are_set_with_a_key_each(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("right right - a")
        values = [(each.article, each.value) for each in ana.workspace.now.links().stances.values()]
        assert sorted(values) == [(POST, "asserts"), (POST, "omits")]


async def test_a_column_is_marked_as_read_and_what_is_not_tied_is_blank(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        assert "2 rows · 2 cells open · 3 unread" in ana.screen()
        await ana.press("right right space")
        assert rows(ana)[0] == "▸ ! Forty died + 1 ! 1 [ ] 1 1"
        record = ana.workspace.now.links().record_of(POST)
        assert record.state is ArticleState.READ
        assert "2 unread" in ana.screen()
        await ana.press("space")
        assert rows(ana)[0] == "▸ ! Forty died + 1 ! 1 [. ] 1 1"


async def test_a_row_has_another_name(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("i")
        await ana.until(lambda: ana.app.focused, "a line to type into")
        await ana.press("end")
        await ana.write(", or four")
        await ana.press("enter")
        await ana.until(lambda: "Forty died, or four" in rows(ana)[0], "it is called so")
        await ana.press("u")
        await ana.until(
            lambda: rows(ana)[0] == "▸ ! Forty died [+ 1 ] ! 1 . 1 1", "it is called as before"
        )


async def test_a_marked_row_is_contradicted_by_another(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("x")
        assert "marks a row" in ana.screen()
        await ana.press("v down x")
        await ana.until(
            lambda: [row[:18] for row in rows(ana)] == ["▸ ┌ The ferry sank", "└ Forty died +!1 !"],
            "one contradicts the other",
        )
        await ana.press("u")
        await ana.until(
            lambda: rows(ana)[1].startswith("▸ The ferry sank [+ 1 ]"), "it does no more"
        )


async def test_what_a_later_tie_gainsays_is_stale(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("down +")  # that it sank is asserted
        await ana.press("up v left left down x")
        await ana.until(lambda: "└" in ana.screen() and "+?" in ana.screen(), "it is stale")
        await ana.press("s")
        assert len(rows(ana)) == 1
        assert "only stale" in ana.screen()
        await ana.press("s")
        assert len(rows(ana)) == 2
        await ana.press("+")  # the same once more: it is so, whatever was tied
        await ana.until(lambda: "?" not in " ".join(rows(ana)), "nothing is stale")
        await ana.press("left left +")
        assert "That is set already" in ana.screen()


async def test_a_story_that_is_read_only_says_so(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path), read_only=True) as ana:
        await ana.press("+")
        assert "READ ONLY" in ana.screen()
        assert "nothing was changed" in " ".join(ana.screen().split())
        assert sets(ana) == {}


# Which rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("d", [DIED]),
        ("1", [DIED]),
        (".", [DIED, SANK]),
        ("n", ["No row has that"]),
        ("d 1 d 1", [DIED, SANK]),
        ("O", [DIED, SANK]),
        ("O O", [SANK, DIED]),
        ("d escape", [DIED, SANK]),
    ],
)
async def test_rows_are_filtered_and_ordered(tmp_path: Path, keys: str, shown: list[str]) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press(keys)
        found = rows(ana)
        assert len(found) == len(shown)
        assert all(text in row for text, row in zip(shown, found, strict=True))


async def test_words_filter_by_what_the_claims_say(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("went down")
        await ana.until(lambda: len(rows(ana)) == 1, "it is filtered")
        assert SANK in rows(ana)[0]
        await ana.press("enter")
        assert "/ went down" in ana.screen()
        await ana.press("escape")
        assert len(rows(ana)) == 2
        await ana.press("escape")
        assert ana.app.screen is ana.main


# The way to the text and back --------------------------------------------------------------------


async def test_enter_reads_there_and_the_matrix_opens_at_the_same_cell(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("down right enter")
        await ana.until_main()
        assert ana.article_id == PAPER
        assert "The ferry went down" in ana.current
        await open_matrix(ana)
        assert rows(ana)[1].startswith('▸ The ferry sank + 1 [+ 1" ]')
        await ana.press("m")
        await ana.until_main()


async def test_an_open_cell_leads_to_the_claim_that_is_worded_most_like_it(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("right right")
        assert "worded most like it: “Four died”" in ana.screen()
        await ana.press("enter")
        await ana.until_main()
        assert "Four died" in ana.current


async def test_quotations_lead_to_the_text_or_back_to_the_cell(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("down right J")
        await ana.until(lambda: isinstance(ana.app.screen, QuotesScreen), "its quotations")
        assert "▸ “The ferry went down”" in ana.screen()
        await ana.press("up")
        assert "▸ “The ferry sank”" in ana.screen()
        await ana.press("J")
        await ana.until(lambda: isinstance(ana.app.screen, MatrixScreen), "the matrix again")
        assert rows(ana)[1].startswith('▸ The ferry sank + 1 [+ 1" ]')
        await ana.press("J")
        await ana.until(lambda: isinstance(ana.app.screen, QuotesScreen), "its quotations")
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == PAPER


async def test_quotations_say_what_is_set_of_their_article_and_which_are_against_it(
    tmp_path: Path,
) -> None:
    async with matrix(story_in(tmp_path), (120, 30)) as ana:
        await ana.press("right a left J")
        await ana.until(lambda: isinstance(ana.app.screen, QuotesScreen), "its quotations")
        assert "asserts it, as you set it" in ana.screen()
        assert "“Nobody died” in its own voice (against)" in ana.screen()


# Files -------------------------------------------------------------------------------------------


async def test_of_rows_that_are_filtered_only_their_contradictions_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with matrix(story_in(tmp_path), (120, 30)) as ana:
        await ana.press("/")
        await ana.until(lambda: ana.app.focused, "a line to type into")
        await ana.press("f e r r y enter E")
        await ana.until(lambda: ana.app.focused, "a line to type into")
        await ana.press("end backspace backspace backspace j s o n enter")
        await ana.until_screen("Written to story-claims.json")
        found = json.loads((tmp_path / "story-claims.json").read_text(encoding="utf-8"))
        assert [row["name"] for row in found["rows"]] == ["The ferry sank"]
        assert found["pairs"] == []


async def test_what_is_shown_is_written_as_the_name_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with matrix(story_in(tmp_path), (120, 30)) as ana:
        await ana.press("d E")
        await ana.until(lambda: ana.app.focused, "a line to type into")
        await ana.press("enter")
        await ana.until_screen("Written to story-claims.csv")
        lines = (tmp_path / "story-claims.csv").read_text(encoding="utf-8").splitlines()
        assert [line.split(",")[:3] for line in lines[1:]] == [
            [DIED, WIRE, "asserts"],
            [DIED, PAPER, "contradicts"],
            [DIED, POST, "unread"],
        ]
        await ana.press("E")
        await ana.until(lambda: ana.app.focused, "a line to type into")
        await ana.press("enter")
        await ana.until_screen("is there already; Enter again replaces it")
        await ana.until(lambda: ana.app.focused, "it is asked again")
        await ana.press("end backspace")
        await ana.press("enter")
        await ana.until_screen("has to end in one of .csv")


# What others call things -------------------------------------------------------------------------


async def test_a_hostile_name_is_shown_inert(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    with open_story(story) as workspace:
        (sank,) = (c for c in workspace.now.links().clusters.values() if c.name)
        named = replace(sank, name="\x1b[2Jlost\u202e {key:undo}\nagain")
        workspace.apply(EditOfCluster(sank, named))
    async with matrix(story) as ana:
        await ana.press("down J")
        await ana.until(lambda: isinstance(ana.app.screen, QuotesScreen), "its quotations")
        await ana.press("J")
        await ana.until(lambda: isinstance(ana.app.screen, MatrixScreen), "the matrix again")
        shown = ana.screen()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert any("lost" in row and "{key:undo}" in row for row in rows(ana))


async def test_an_article_is_renamed_while_cells_of_it_are_set(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    async with matrix(story) as ana:
        await ana.press("right right o")
        assert sets(ana) == {POST: "omits"}
    (story / f"{POST}.txt").rename(story / "3_renamed.txt")
    async with matrix(story) as ana:
        assert rows(ana)[0] == "▸ ! Forty died [+ 1 ] ! 1 - 1 1"
        assert sets(ana) == {"3_renamed": "omits"}


async def test_a_story_of_no_claims_label_has_other_rows(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    (story / "labels.toml").write_text('[[label]]\nname = "ship"\nkey = "s"\n')
    with open_story(story) as workspace:
        tag(workspace, "The ferry", "ship")
    async with matrix(story) as ana:
        await ana.until(lambda: rows(ana) == ["▸ The ferry [1 ] . . 1"], "its mentions")


async def test_undo_goes_to_what_was_set_and_says_where_the_row_is(tmp_path: Path) -> None:
    async with reading(story_in(tmp_path), size=(80, 24)) as ana:
        await open_matrix(ana)
        await ana.press("G right + escape")
        await ana.until_main()
        ana.main.panes.show(POST)
        await ana.press("u")
        assert (ana.article_id, ana.around(0)) == (PAPER, "|")
        assert "Undone: set “The ferry sank” in 2_paper to asserts; m shows its row" in ana.screen()
        await ana.press("m")
        await ana.until_screen("The ferry went down")


async def test_undo_of_a_mark_shows_the_article(tmp_path: Path) -> None:
    async with reading(story_in(tmp_path), size=(80, 24)) as ana:
        await open_matrix(ana)
        await ana.press("right space escape")
        await ana.until_main()
        assert ana.article_id == WIRE
        await ana.press("u")
        assert ana.article_id == PAPER
        assert "Undone: mark 2_paper as" in ana.screen()


async def test_rows_are_filtered_by_a_query(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("articles:2 in:2 -is:disputed")
        await ana.until(
            lambda: [each[:16] for each in rows(ana)] == ["▸ The ferry sank"], "filtered"
        )
        await ana.press("enter")
        assert ana.rows()[1].startswith(" / articles:2 in:2 -is:disputed")


async def test_a_query_of_the_matrix_is_mended_by_tab(tmp_path: Path) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write("stanse:")
        await ana.until(lambda: len(rows(ana)) == 2, "no value filters nothing")
        await ana.write("unread")
        await ana.until_screen("There is no field “stanse”; did you mean “stance”?  Tab takes it")
        assert len(rows(ana)) == 2
        await ana.press("tab")
        await ana.until(lambda: "“stanse”" not in ana.screen(), "it is mended")
        assert len(rows(ana)) == 2


async def test_no_key_is_for_what_is_not_there_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with matrix(story_in(tmp_path)) as ana:
        await ana.press("G")
        assert "The ferry sank" in rows(ana)[-1]
        await ana.press("escape")
        ana.go("The ferry sank")
        await ana.press("enter d")
        with monkeypatch.context() as slow:
            slow.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
            ana.burst("m", "+")
            await ana.until_screen("is being looked through; press it again then")
        links = ana.workspace.now.links()
        assert not len(links.stances)
        await ana.until(lambda: not choice(ana).worked.is_behind, "it has been looked through")
        await ana.press("G +")
        (stance,) = ana.workspace.now.links().stances.values()
        assert stance.cluster in ana.workspace.now.links().clusters
