"""What is not tagged alike is listed with its places, and settled by key."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations import actions
from store.annotations.edits import Batch
from store.annotations.model import Origin
from store.suggest.consistency.story_survey import StorySurvey
from store.text.span import Span
from tests.faults import FaultyFiles
from tests.stories import WIRE, edit_of, open_story, tag, write_story
from tests.tui.support import reading
from tui.screens.consistency import ConsistencyScreen
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tests.tui.support import Reader
    from tui.render.pen import Scroll

ARTICLES: Final = {
    "1_wire.txt": "Moscow sent troops. Moscow said so. In Moscow, Boe was asked. Moscow knew.\n",
    "2_paper.txt": "Ana asked Moscow. Boe said no.\n",
}
PAPER: Final = "2_paper"
EMPTY: Final = "Every text that is tagged is tagged alike wherever it stands"


def story_in(folder: Path) -> Path:
    """A story in which Moscow is an actor three times, once a place, once nothing; Boe once."""
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        text = workspace.article(WIRE).article.text
        tag(workspace, "Moscow")
        tag(workspace, "Boe")
        for label, before in (("actor", "troops. "), ("location", "In "), ("actor", "asked. ")):
            start = text.index(before) + len(before)
            _tag_at(workspace, start, label)
        tag(workspace, "Ana", article_id=PAPER)
        tag(workspace, "no", "claim", PAPER)
    return story


def _tag_at(workspace: Workspace, start: int, label: str) -> None:
    opened = workspace.article(WIRE)
    span = Span(start, start + len("Moscow"))
    workspace.apply(edit_of(actions.tag(opened.article, opened.annotations, span, label)))


@asynccontextmanager
async def checking(
    story: Path, size: tuple[int, int] = (80, 24), *, read_only: bool = False
) -> AsyncIterator[Reader]:
    """Open the view and wait until it knows what there is."""
    async with reading(story, size=size, read_only=read_only) as ana:
        await ana.press("V")
        await until_known(ana)
        yield ana


async def until_chosen(ana: Reader, text: str) -> None:
    await ana.until(lambda: chosen(ana)[0].startswith(f"▸ {text}"), f"{text} is chosen")


async def until_known(ana: Reader) -> None:
    await ana.until(
        lambda: (
            isinstance(ana.app.screen, ConsistencyScreen)
            and "Looking through" not in ana.screen()
            and "Consistency" in ana.screen()
        ),
        "the story was looked through",
    )


def said(ana: Reader) -> list[str]:
    """What is tagged in both articles, as `label:text`, and what was rejected, with a minus."""
    lines = []
    for article_id in (WIRE, PAPER):
        opened = ana.workspace.article(article_id)
        everything = sorted((*opened.annotations, *opened.rejected), key=lambda a: a.order)
        lines.append(" ".join(f"{'-' if a.rejected else ''}{a.label}:{a.text}" for a in everything))
    return lines


def chosen(ana: Reader) -> list[str]:
    """The lines that the keys are for: of the texts, and of the places."""
    return [" ".join(row.split()) for row in ana.rows() if "▸" in row]


# What is shown -----------------------------------------------------------------------------


async def test_texts_are_listed_with_counts_and_places_in_context(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        assert "2 texts · 3 places to settle" in ana.rows()[0]
        assert chosen(ana) == [
            "▸ Moscow actor 3 · location 1 · untagged 1",
            "▸ 1/2 Moscow s… …s. Moscow said so. In Moscow, Boe was asked. Moscow… location",
        ]
        assert any("• 2/2 " in row and row.endswith("untagged ") for row in ana.rows())
        await ana.press("tab")
        assert chosen(ana)[0] == "▸ Boe actor 1 · untagged 1"
        assert "1 of 2 places to settle" in ana.screen()
        await ana.press("tab")
        assert "This is the last text" in ana.screen()
        await ana.press("shift+tab")
        assert chosen(ana)[0].startswith("▸ Moscow")


async def test_keys_go_to_the_first_and_the_last_text_and_show_all_keys(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        for last, first in (("end", "home"), ("G", "g g")):
            await ana.press(last)
            assert chosen(ana)[0] == "▸ Boe actor 1 · untagged 1"
            await ana.press(first)
            assert chosen(ana)[0].startswith("▸ Moscow")
        await ana.press("?")
        await ana.until_screen("Here:")
        await ana.write("next text")
        await ana.press("enter")
        assert chosen(ana)[0] == "▸ Boe actor 1 · untagged 1"


@pytest.mark.parametrize("size", [(40, 9), (80, 24), (109, 30), (110, 30), (160, 50), (200, 60)])
async def test_at_every_size_each_line_fills_the_screen_and_the_texts_are_in_one_column(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with checking(story_in(tmp_path), size) as ana:
        assert [len(row) for row in ana.rows()] == [size[0]] * size[1]
        await ana.press("tab")
        places = [row for row in ana.rows() if " 1/2 " in row or " 2/2 " in row]
        assert len(places) == 2
        assert len({row.rindex("Boe") for row in places}) == 1


async def test_it_fits_what_the_terminal_becomes(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        await ana.pilot.resize_terminal(160, 40)
        await ana.until(lambda: any("│" in row for row in ana.rows()), "both stand side by side")
        assert {len(row) for row in ana.rows()} == {160}


async def test_nothing_that_is_tagged_otherwise_is_said_in_a_sentence(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    async with checking(story) as ana:
        assert "Nothing is tagged yet" in ana.screen()
        await ana.press("escape a V")
        await until_known(ana)
        assert "Moscow" in chosen(ana)[0]
        await ana.press("Y")
        await ana.until_screen(EMPTY)
        await ana.press("a d n Y j k tab enter")
        await ana.until_main()
        assert "3 spans" not in ana.line("status")


async def test_a_hostile_text_is_shown_inert_and_as_no_markup(tmp_path: Path) -> None:
    quote = "[bold]Os\x1b]0;x\x07lo\u202e[/]"
    articles = {"1_wire.txt": f"The {quote} is.\n", "2_paper.txt": f"日本 {quote} 日本語\n"}
    story = write_story(tmp_path / "story", articles)
    with open_story(story) as workspace:
        tag(workspace, quote)
    async with checking(story) as ana:
        screen = ana.screen()
        assert "\x1b" not in screen
        assert "\u202e" not in screen
        assert screen.count("[bold]Os␛]0;x␇lo◇[/]") == 4


async def test_what_is_tagged_meanwhile_is_known_as_it_opens_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    show = LineWidget.set_strips

    def shown(widget: LineWidget, strips: list[Strip], scroll: Scroll | None = None) -> None:
        if widget.id == "consistency":
            drawn.append("\n".join(strip.text for strip in strips))
        show(widget, strips, scroll)

    async with checking(story_in(tmp_path)) as ana:
        await ana.press("Y escape")
        await ana.until_main()
        await ana.press("g g a")
        monkeypatch.setattr(LineWidget, "set_strips", shown)
        await ana.press("V")
        await ana.until(lambda: drawn, "it has opened")
        first = drawn[0]
        await until_known(ana)
        assert "Looking through" not in first
        assert first.splitlines()[1:] == drawn[-1].splitlines()[1:]


async def test_it_goes_on_behind_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[StorySurvey, Workspace]] = []
    begin = StorySurvey.__init__

    def begun(survey: StorySurvey, workspace: Workspace) -> None:
        made.append((survey, workspace))
        begin(survey, workspace)

    monkeypatch.setattr(StorySurvey, "__init__", begun)
    monkeypatch.setattr("tui.screens.consistency._AT_ONCE", -1)  # as in a story that is long
    async with reading(story_in(tmp_path)) as ana:
        await ana.press("V escape")
        await ana.until_main()
        ((survey, _),) = made
        await ana.until(lambda: survey.is_done, "all was looked through")
        assert len(survey.ranked()) == 2


# What keys do ------------------------------------------------------------------------------

AT_FIRST: Final = [
    "actor:Moscow actor:Moscow location:Moscow actor:Boe actor:Moscow",
    "actor:Ana claim:no",
]


@pytest.mark.parametrize(
    ("keys", "wire", "paper", "left"),
    [
        pytest.param("a", "actor:Moscow actor:Moscow actor:Moscow", "", "2 texts · 2", id="alike"),
        pytest.param("j a", "", "actor:Ana actor:Moscow claim:no", "2 texts · 2", id="tag"),
        pytest.param(
            "d",
            "actor:Moscow actor:Moscow -actor:Moscow -location:Moscow",
            "",
            "2 texts · 2",
            id="remove",
        ),
        pytest.param(
            "n",
            "actor:Moscow actor:Moscow -actor:Moscow location:Moscow",
            "",
            "2 texts · 2",
            id="right-as-tagged",
        ),
        pytest.param(
            "down n",
            "",
            "actor:Ana -actor:Moscow -location:Moscow claim:no",
            "2 texts · 2",
            id="right-as-untagged",
        ),
        pytest.param("Y", "", "actor:Ana actor:Moscow claim:no", "2 texts · 2", id="all"),
        pytest.param(
            "a a", "actor:Moscow actor:Moscow actor:Moscow", "actor:Ana actor:Moscow claim:no",
            "1 text · 1", id="one-after-the-other",
        ),
        pytest.param(
            "a a a", "actor:Moscow actor:Moscow actor:Moscow",
            "actor:Ana actor:Moscow actor:Boe claim:no", EMPTY, id="and-into-the-next-text",
        ),
        pytest.param("Y u", "", "", "2 texts · 3", id="undone"),
        pytest.param(
            "Y u U", "", "actor:Ana actor:Moscow claim:no", "2 texts · 2", id="and-made-again"
        ),
        pytest.param("u", "", "", "Nothing was changed here yet", id="not-what-was-before"),
        pytest.param("j d", "", "", "There is no annotation here to remove", id="none-to-remove"),
    ],
)  # fmt: skip
async def test_a_key_settles_the_place(
    tmp_path: Path, keys: str, wire: str, paper: str, left: str
) -> None:
    async with checking(story_in(tmp_path)) as ana:
        assert said(ana) == AT_FIRST
        await ana.press(keys)
        before = "actor:Moscow actor:Moscow location:Moscow"
        assert said(ana) == [AT_FIRST[0].replace(before, wire or before), paper or AT_FIRST[1]]
        await ana.until_screen(left)
    with open_story(tmp_path / "story") as workspace:  # it was on the disk
        assert [a.label for a in workspace.article(PAPER).annotations] == [
            each.partition(":")[0] for each in (paper or AT_FIRST[1]).split() if each[0] != "-"
        ]


async def test_all_untagged_places_get_the_label_that_most_have_by_one_edit(
    tmp_path: Path,
) -> None:
    story = write_story(tmp_path / "story", {"1_wire.txt": "Oslo, Oslo, Oslo, Oslo, Oslo.\n"})
    with open_story(story) as workspace:
        tag(workspace, "Oslo")
    async with checking(story) as ana:
        changes: list[Change] = []
        ana.workspace.subscribe(changes.append)
        await ana.press("Y")
        (change,) = changes
        assert isinstance(change.edit, Batch)
        assert len(change.edit.edits) == 4
        origins = [annotation.origin for annotation in ana.annotations(WIRE)]
        assert origins == [Origin.MANUAL] + [Origin.PROPAGATED] * 4
        await ana.until_screen(EMPTY)
        await ana.press("u")
        assert len(ana.annotations(WIRE)) == 1
        await ana.until_screen("1 text · 4 places to settle")
        await ana.press("escape")
        await ana.until_main()
        await ana.press("U")
        assert len(ana.annotations(WIRE)) == 5


async def test_what_was_undone_is_chosen_again(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        await ana.press("j n tab n")
        await until_chosen(ana, "Moscow")
        await ana.press("u")
        await until_chosen(ana, "Boe")
        await ana.press("u")
        await until_chosen(ana, "Moscow")
        assert chosen(ana)[1].startswith("▸ 2/2 ")
        await ana.press("u")
        assert "Nothing was changed here yet" in ana.screen()


async def test_a_rejection_is_remembered(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        await ana.press("n n n")
        await ana.until_screen(EMPTY)
        await ana.press("escape V")
        await until_known(ana)
        await ana.until_screen(EMPTY)
    async with checking(tmp_path / "story") as ana:
        await ana.until_screen(EMPTY)


@pytest.mark.parametrize(
    ("keys", "around", "current"),
    [
        ("enter", "troops. Moscow said so. In |Moscow, Boe", "location[39:45]Moscow"),
        ("j enter", "Ana asked [[Moscow|]]. Boe", ""),
        ("tab enter", "Moscow. [[Boe|]] said", ""),
    ],
)
async def test_enter_goes_to_the_place(
    tmp_path: Path, keys: str, around: str, current: str
) -> None:
    async with checking(story_in(tmp_path)) as ana:
        await ana.press(keys)
        await ana.until_main()
        assert around in ana.shown()
        assert ana.current == current


async def test_a_story_that_may_only_be_read_is_shown_and_says_why_nothing_changes(
    tmp_path: Path,
) -> None:
    async with checking(story_in(tmp_path), read_only=True) as ana:
        assert "2 texts · 3 places to settle" in ana.screen()
        assert "READ ONLY" in ana.screen()
        for key in ["a", "d", "n", "Y"]:
            await ana.press(key)
            assert "The story was opened to read only; nothing was changed" in ana.screen()
            await ana.press("j")
            assert "nothing was changed" not in ana.screen()
        assert said(ana) == AT_FIRST


async def test_a_key_that_comes_before_all_is_looked_at_again_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with checking(story_in(tmp_path)) as ana:
        with monkeypatch.context() as slow:
            slow.setattr(StorySurvey, "work", lambda *_: True)  # there is more to do, always
            await ana.press("a")
            before = said(ana)
            await ana.press("j a")
            assert said(ana) == before
            await ana.until_screen("is being looked through; press it again then")
        await ana.until_screen("2 texts · 2")


async def test_what_cannot_be_written_is_not_shown(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    files = FaultyFiles()
    async with reading(story, files=files) as ana:
        await ana.press("V")
        await until_known(ana)
        files.arm("write_some")
        await ana.press("a")
        assert said(ana) == AT_FIRST
        assert "NOT SAVED: no space left on device" in ana.rows()[0]
        assert "▸ Moscow" in ana.screen()
        files.disarm()
        await ana.press("a")
        await ana.until_screen("2 texts · 2 places")


@pytest.mark.parametrize("width", [80, 120])
async def test_an_article_that_changes_meanwhile_is_looked_at_again(
    tmp_path: Path, width: int
) -> None:
    """At 80 columns it is not on the screen, and nobody notices before it is to be changed."""
    story = story_in(tmp_path)
    async with checking(story, (width, 30)) as ana:
        changed = "Nobody heard. " + ARTICLES["2_paper.txt"].replace("Moscow", "Oslo")
        (story / "2_paper.txt").write_text(changed, encoding="utf-8")
        if width == 120:
            ana.main.look_again()
        else:
            await ana.press("j a")
            assert "nothing was changed, look and repeat" in ana.screen()
        await ana.until_screen("2 texts · 2 places to settle")
        await ana.press("a a")
        await ana.until_screen(EMPTY)
        assert "actor:Boe" in said(ana)[1].split()


async def test_a_click_chooses_and_a_double_click_goes_there(tmp_path: Path) -> None:
    async with checking(story_in(tmp_path)) as ana:
        row = next(y for y, line in enumerate(ana.rows()) if line.startswith("  Boe"))
        await ana.click(4, row)
        assert chosen(ana)[0].startswith("▸ Boe")
        await ana.wheel(4, row, down=False)
        assert chosen(ana)[0].startswith("▸ Moscow")
        assert chosen(ana)[1].startswith("▸ 2/2 ")
        await ana.press("k")
        row = next(y for y, line in enumerate(ana.rows()) if line.startswith("• 2/2 "))
        await ana.click(30, row, times=2)
        await ana.until_main()
        assert "[[Moscow|]]" in ana.shown()


async def test_labels_of_a_story_keep_their_keys(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", ARTICLES)
    (story / "labels.toml").write_text(
        '[[label]]\nname = "doer"\nkey = "d"\n[[label]]\nname = "venue"\nkey = "v"\n',
        encoding="utf-8",
    )
    async with reading(story) as ana:
        await ana.press("d alt+shift+v")
        await until_known(ana)
        await ana.press("d")
        assert said(ana)[0] == "doer:Moscow doer:Moscow"
        await ana.press("alt+d")
        assert "no annotation here to remove" in ana.screen()


@pytest.mark.parametrize("size", [(80, 24), (140, 24)])
async def test_the_cursor_of_the_terminal_stands_on_the_place_that_keys_are_for(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with checking(story_in(tmp_path), size) as ana:
        for _ in range(2):
            at = ana.app.cursor_position
            assert ana.strips()[at.y].crop(at.x, size[0]).text.startswith("▸ ")
            await ana.press("j")
        assert ana.app.cursor_position.y == at.y + 1
