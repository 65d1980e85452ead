"""The whole job, on the two seed articles: tag, search, arrange, export, and come back to it."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import TYPE_CHECKING, Final

from store.articles import load_article
from store.formats.exporting import export_to_file
from tests.stories import open_story, write_story
from tests.tui.helps import help_lines
from tests.tui.support import PATIENCE, Reader, reading, reading_text, written
from tui.keys.commands import Mode
from tui.keys.key_names import key_name

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from store.articles import Article, ArticleRef
    from store.story.workspace import OpenArticle

LEFT, RIGHT = "000_dbd621557e353835", "003_74a61ec87d41618b"
WIDE: Final = (120, 40)
"""Room for both articles."""


async def type_search(ana: Reader, pattern: str) -> None:
    await ana.press("/")
    await ana.until(lambda: ana.main.focused, "the search can be typed")
    await ana.write(pattern)


async def find(ana: Reader, pattern: str) -> None:
    """Search for something and go to the first match."""
    await type_search(ana, pattern)
    await found(ana, pattern)
    await ana.press("enter")
    await ana.until_main()


async def found(ana: Reader, pattern: str) -> int:
    """Wait until a search is done, and count its matches."""
    await ana.until(
        lambda: (s := ana.main.session.search) and s.query.pattern == pattern and s.is_done,
        "it is found",
    )
    assert ana.main.session.search is not None
    return ana.main.session.search.count


def export(story: Path, target: Path) -> bytes:
    """What the command line exports."""
    with open_story(story, read_only=True) as workspace:
        export_to_file(workspace, target)
    return target.read_bytes()


async def test_the_whole_job(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(seeds, size=WIDE) as ana:
        assert ana.main.panes.shown_ids == [LEFT, RIGHT]
        # The left article: its title, then what search finds.
        await ana.press("a 3 w a")
        await find(ana, "Qassem Soleimani")
        await ana.press("a")
        await find(ana, "in Moscow")
        await ana.press("escape b l")
        await ana.press("tab )")
        assert ana.article_id == RIGHT
        await ana.press("v ) c")
        await ana.press("g g v 2 e s")
        await find(ana, "Latakia province")
        await ana.press("l")
        await find(ana, "Fox News")
        await ana.press("s")
        await ana.press("i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        await ana.write("a carrier")
        await ana.press("enter")
        await ana.until_main()
        left, right = ana.tags(LEFT), ana.tags(RIGHT)
        assert [tag.partition("]")[2] for tag in left] == [
            "Iran", "Russia", "Qassem Soleimani", "Moscow"
        ]  # fmt: skip
        assert [tag.partition("[")[0] for tag in right] == ["source", "claim", "source", "location"]
        assert [tag.partition("]")[2] for tag in right if not tag.startswith("claim")] == [
            "Israeli official", "Fox News", "Latakia province"
        ]  # fmt: skip
        assert right[1].startswith("claim[97:363]The increased presence of Russian")
        assert ana.line("status").endswith(f"{len(left) + len(right)} spans")

        # Export
        await ana.press("E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_main()
        assert "Exported 2 articles, 8 spans" in ana.says()
        written_file = tmp_path / "seeds.jsonl"
        first = written_file.read_bytes()
        assert [len(json.loads(line)["spans"]) for line in first.splitlines()] == [4, 4]

        # It is replaced only when that is said twice.
        await ana.press("d E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_screen("seeds.jsonl is there already: Enter again replaces it")
        assert written_file.read_bytes() == first
        await ana.press("escape")
        await ana.until_main()
        assert written_file.read_bytes() == first
        await ana.press("E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter enter")
        await ana.until_main()
        assert written_file.read_bytes() != first
        await ana.press("u E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter enter")
        await ana.until_main()
        assert written_file.read_bytes() == first
        await ana.press("q")
        await ana.until(lambda: not ana.app.is_running, "the app is left")

    assert export(seeds, tmp_path / "by-command.jsonl") == first
    async with reading(seeds, size=WIDE) as ana:
        assert (ana.tags(LEFT), ana.tags(RIGHT)) == (left, right)
        assert ana.line("status").endswith("8 spans")
        assert [a.note for a in ana.annotations(RIGHT) if a.note] == ["a carrier"]


async def test_several_of_each_label_in_both_panes(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        for article_id in (LEFT, RIGHT):
            assert ana.article_id == article_id
            await ana.press("a w w w a w l w l w s w s } v ) c ) v ) c tab")
        for article_id in (LEFT, RIGHT):
            labels = Counter(a.label for a in ana.annotations(article_id))
            assert labels == {"actor": 2, "location": 2, "source": 2, "claim": 2}
        keys = ana.line("keys")
        assert keys.startswith("a  actor 4   l  location 4   c  claim 4   s  source 4")


# Searching -----------------------------------------------------------------------------------


async def test_a_search_goes_round_the_story(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Soleimani")
        assert ana.says().startswith("“Soleimani”: 1 of 11 matches in 2 articles")
        assert ana.around(7) == "Qassem [[Soleimani|]], met w"
        places = {(ana.article_id, ana.pane.selection)}
        for number in range(2, 12):
            await ana.press(">")
            assert ana.says().startswith(f"“Soleimani”: {number} of 11")
            assert "[[Soleimani|]]" in ana.around()
            places.add((ana.article_id, ana.pane.selection))
        assert len(places) == 11
        assert ana.article_id == RIGHT
        await ana.press(">")
        assert (ana.article_id, ana.says()[:18]) == (LEFT, "“Soleimani”: 1 of ")
        await ana.press("<")
        assert (ana.article_id, ana.says()[:19]) == (RIGHT, "“Soleimani”: 11 of ")
        await ana.press("3 <")
        assert ana.says().startswith("“Soleimani”: 8 of 11")
        await ana.press("escape escape")
        assert ana.main.session.search is None
        await ana.press(">")
        assert ana.says() == "Nothing has been searched for; / searches"


async def test_a_match_can_be_tagged_and_the_next_found(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Latakia")
        await ana.press("l > l > l")
        found = [written(a) for i in (LEFT, RIGHT) for a in ana.annotations(i)]
        assert [tag.partition("]")[2] for tag in found] == ["Latakia"] * 3


async def test_a_regular_expression(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, r"\bS\w+ani\b")
        await ana.until_screen("no match")
        await ana.press("ctrl+r")
        await ana.until_screen("11 matches in 2 articles")
        await ana.until_screen("Find regex:")
        await ana.press("enter")
        await ana.until_main()
        assert "[[Soleimani|]]" in ana.around()


async def test_a_wrong_expression_is_said_and_can_be_mended(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, "Assad(")
        await ana.press("ctrl+r")
        await ana.until_screen("“Assad(” is no regular expression")
        await ana.press("backspace")
        await ana.until_screen("matches in 2 articles")
        await ana.press("escape")
        await ana.until_main()
        assert ana.main.session.search is None


async def test_a_search_ignores_case_unless_it_has_a_capital(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await type_search(ana, "isis")
        assert await found(ana, "isis") == 6
        await ana.press("escape")
        await ana.until_main()
        await type_search(ana, "Isis")
        assert await found(ana, "Isis") == 0
        await ana.until_screen("no match")


async def test_a_search_that_finds_nothing_says_so(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await find(ana, "Napoleon")
        assert ana.says().startswith("“Napoleon”: no match")
        assert ana.around(4) == "|Iran"


async def test_what_is_typed_right_after_the_slash_is_searched_for(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.burst("/", *"Assad", "enter")
        await ana.until(lambda: "[[Assad|]]" in ana.around(), "the first match is selected")
        await ana.until_main()
        assert not ana.tags(LEFT)
        ana.burst("/", *"Putin")
        await ana.until_screen("Find: Putin")
        await ana.press("enter")
        await ana.until(lambda: "[[Putin|]]" in ana.around(), "the first match is selected")


async def test_enter_goes_to_a_match_that_is_found_only_later(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def load_late(ref: ArticleRef) -> Article:
        may_read.wait(PATIENCE)
        return load_article(ref)

    monkeypatch.setattr("tui.actions.searching.load_article", load_late)
    async with reading(seeds) as ana:
        await type_search(ana, "Assad")
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("“Assad”: 0 matches so far; 0 of 2 articles read")
        may_read.set()
        await ana.until(lambda: "[[Assad|]]" in ana.around(), "the first match is selected")
        await ana.until(lambda: ana.says().startswith("“Assad”: 1 of"), "that is said")


# Panes and articles ---------------------------------------------------------------------------


async def test_a_width_that_changes_and_changes_back_at_once(story: Path) -> None:
    async with reading(story, size=(120, 24)) as ana:
        ana.main.panes.fit(80)
        ana.main.panes.fit(120)
        await ana.until(lambda: len(ana.main.panes.children) == 2, "the pane that left is gone")
        assert list(ana.main.panes.children) == ana.main.panes.panes


async def test_panes_and_articles(tmp_path: Path) -> None:
    names = [f"{number}_{name}" for number, name in enumerate(("one", "two", "three", "four"))]
    story = write_story(tmp_path, {f"{name}.txt": f"Report {name}\n" for name in names})
    one, two, three, four = names
    async with reading(story, size=(120, 24)) as ana:

        def shown() -> list[str]:
            return ana.main.panes.shown_ids

        assert (shown(), ana.article_id) == ([one, two], one)
        await ana.press("tab")
        assert ana.article_id == two
        await ana.press("tab")
        assert ana.article_id == one
        await ana.press("shift+tab")
        assert ana.article_id == two
        await ana.press("]")
        assert (shown(), ana.article_id) == ([one, three], three)
        await ana.press("]")
        assert shown() == [one, four]
        await ana.press("[ [")
        assert shown() == [one, two]
        await ana.press("2 ]")
        assert shown() == [one, four]
        await ana.press("2 0 0 0 3 ]")  # 6,667 times round the three that are not in the other pane
        assert shown() == [one, three]
        await ana.press("[")
        assert shown() == [one, two]
        await ana.press("+")
        await ana.until_screen("Report 2_three")
        assert (shown(), ana.article_id) == ([one, two, three], two)
        await ana.press("+ +")
        assert shown() == [one, two, three, four]
        assert ana.says() == "Every article is on screen already"
        await ana.press("- - -")
        assert (shown(), ana.article_id) == ([two], two)
        await ana.press("-")
        assert ana.says() == "There is only one pane left"
        await ana.press("tab")
        assert ana.article_id == three
        await ana.press("0")
        await ana.until(lambda: len(ana.main.panes.panes) == 2, "there are two panes again")
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("fo")
        await ana.until(
            lambda: "3_four" in ana.screen() and "0_one" not in ana.picker(), "narrowed"
        )
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == four


async def test_a_pane_that_there_is_no_room_for_is_refused(tmp_path: Path) -> None:
    story = write_story(tmp_path, {f"{number}.txt": "text" for number in range(9)})
    async with reading(story) as ana:
        await ana.press("+ +")
        await ana.until(lambda: len(ana.main.panes.panes) == 3, "there are three panes")
        await ana.press("+")
        assert ana.says() == "There is no room for one more pane"


async def test_the_only_article_has_no_neighbour(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran") as ana:
        for key in ("]", "[", "tab"):
            await ana.press(key)
            assert ana.says() == "This is the only article"


async def test_picking_nothing_changes_nothing(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("nowhere to be found")
        await ana.until_screen("No article fits that")
        await ana.press("enter")
        assert ana.app.screen is not ana.main
        await ana.press("escape")
        await ana.until_main()
        assert ana.article_id == LEFT


async def test_an_article_is_picked_by_its_title_as_fast_as_it_is_typed(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.burst("p", *"mastermind")
        await ana.until(lambda: "mastermind" in ana.picker(), "what was typed is there")
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == RIGHT


async def test_the_caret_keeps_its_place_when_the_terminal_is_resized(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        ana.go("direct challenge")
        for width, height in ((80, 24), (45, 12), (200, 60), (99, 18), (120, 40)):
            await ana.resize(width, height)
            assert "|direct" in ana.around(10)
            # It can be seen, too.
            row = ana.pane.wrapped.row_of(ana.pane.selection.head)
            assert 0 <= row - ana.pane.view.top < ana.pane.viewport.text_height
            assert all(len(line) == width or "…" in line for line in ana.rows())


async def test_a_selection_and_an_article_outlive_a_resize(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        await ana.press("tab v 3 e")
        before = ana.shown()
        await ana.resize(60, 20)
        assert (ana.article_id, ana.shown()) == (RIGHT, before)
        await ana.resize(160, 50)
        assert (ana.article_id, ana.shown()) == (RIGHT, before)
        assert len(ana.main.panes.panes) == 2


async def test_a_terminal_that_is_too_small_says_so_and_recovers(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("w w a")
        before = ana.shown()
        await ana.resize(20, 5)
        told = " ".join(ana.screen().split())
        assert told.replace(" ", "") == "Theterminalhas20x5;makeit40x9ormore"
        await ana.press("a d w")
        assert len(ana.tags(LEFT)) == 1
        await ana.resize(80, 24)
        await ana.until_screen("Iran Plotted With Russia")
        assert ana.shown() == before
        await ana.press("w a")
        assert len(ana.tags(LEFT)) == 2


async def test_a_terminal_that_is_too_small_from_the_start(seeds: Path) -> None:
    async with reading(seeds, size=(20, 5)) as ana:
        assert "".join(ana.screen().split()) == "Theterminalhas20x5;makeit40x9ormore"
        await ana.resize(80, 24)
        await ana.until_screen("Iran Plotted With Russia")
        await ana.press("q")
        await ana.until(lambda: not ana.app.is_running, "the app is left")


# What cannot be edited -------------------------------------------------------------------------


async def test_a_story_opened_to_read_only_refuses_edits_in_a_sentence(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("a")
    before = (seeds / "annotations" / "ana" / "journal.jsonl").read_bytes()
    refusal = "The story was opened to read only"
    async with reading(seeds, read_only=True) as ana:
        assert "READ ONLY" in ana.line("status")
        assert ana.tags() == ["actor[0:4]Iran"]
        for keys in ("w a", "u", "g g d", "enter l", "i", "g g r w e enter"):
            await ana.press(keys)
            assert ana.app.screen is ana.main
            assert refusal in ana.says()
        await ana.press("escape")
        assert ana.tags() == ["actor[0:4]Iran"]
    assert (seeds / "annotations" / "ana" / "journal.jsonl").read_bytes() == before


async def test_a_story_that_is_open_elsewhere_can_be_read(seeds: Path) -> None:
    async with reading(seeds) as ana, reading(seeds, size=(160, 24)) as bob:
        assert "READ ONLY: The story is open in" in bob.line("status")
        await bob.press("a")
        assert "nothing was changed" in bob.says()
        await ana.press("a")
        assert ana.tags() == ["actor[0:4]Iran"]


def is_shown(ana: Reader, opened: OpenArticle | None) -> bool:
    """Whether what is wrong with an article stands on the screen, however it is wrapped."""
    return opened is not None and "".join(opened.problem.split()) in "".join(ana.screen().split())


async def test_articles_that_cannot_be_read_show_what_is_wrong(tmp_path: Path) -> None:
    articles: dict[str, str | bytes] = {
        "1.txt": "Iran left.",
        "2.txt": "",
        "3.txt": b"\xff\x00\x81",
    }
    async with reading(write_story(tmp_path, articles)) as ana:
        for name, problem in (("2.txt", "is empty; there is nothing to read"), ("3.txt", "")):
            await ana.press("]")
            assert ana.pane.opened is not None
            assert problem in ana.pane.opened.problem
            assert name in ana.pane.opened.problem
            await ana.until(lambda: is_shown(ana, ana.pane.opened), "what is wrong is shown")
            # No key does any harm to what is not there.
            for keys in (
                "w",
                "b",
                "G",
                "up",
                "v",
                "end",
                "escape",
                "j",
                "k",
                "enter",
                "d",
                "r",
                "i",
            ):
                await ana.press(keys)
            await ana.press("a")
            assert ana.says().startswith(ana.pane.opened.problem[:40])
            assert not ana.tags()
        await ana.press("] a")
        assert ana.tags() == ["actor[0:4]Iran"]


# Help and palette ------------------------------------------------------------------------------


async def test_the_help_shows_every_command_and_guideline(seeds: Path) -> None:
    async with reading(seeds) as ana:
        keymap = ana.main.keymap
        text = "\n".join(help_lines(keymap, ana.workspace.labels))
        for command in keymap.commands:
            keys = " or ".join(key_name(chord) for chord in keymap.keys_of(command.id))
            (line,) = [
                line for line in text.splitlines()
                if line.endswith(f"  {command.help}")
                and line.strip().startswith(keys)
            ]  # fmt: skip
            assert line
        for label in ana.workspace.labels:
            assert label.guideline in text
            assert all(example in text for example in label.examples)
        for opening in ("?", "f1"):
            await ana.press(opening)
            await ana.until_screen("Keys and labels")
            assert "Every edit is on the disk before you" in ana.screen()
            await ana.press("end")
            await ana.until_screen("[Reuters] reported")
            await ana.press(opening)
            await ana.until_main()
        assert "Keys and labels" not in ana.screen()


async def test_the_palette_runs_a_command(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("ctrl+p")
        await ana.until(lambda: ana.app.screen.focused, "a command can be typed")
        await ana.write("relabel what is meant as location")
        await ana.until_screen("Tag or relabel what is meant as location")
        await ana.until(lambda: "Go one row" not in ana.screen(), "the commands are narrowed down")
        await ana.press("enter")
        await ana.until(lambda: ana.tags(), "the command has been run")
        await ana.until_main()
        assert ana.tags() == ["location[0:4]Iran"]


async def test_the_palette_offers_every_command(seeds: Path) -> None:
    from textual.command import DiscoveryHit

    from tui.palette_commands import SidelightCommands

    async with reading(seeds) as ana:
        provider = SidelightCommands(ana.main)
        offered = [hit async for hit in provider.discover() if isinstance(hit, DiscoveryHit)]
        expected = [c for c in ana.main.keymap.commands if Mode.READING in c.modes]
        assert len(offered) == len(expected) - 1  # all but the palette itself


async def test_the_theme_changes_and_changes_back(seeds: Path) -> None:
    async with reading(seeds) as ana:
        dark = ana.app.palette.text
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text != dark, "the theme is light")
        await ana.until(
            lambda: ana.pane._painter._rows and all(
                s.style is None or s.style.bgcolor != dark.bgcolor
                for strip in ana.pane._painter._rows.values() for s in strip
            ),
            "the rows are drawn in it",
        )  # fmt: skip
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text == dark, "the theme is dark again")
