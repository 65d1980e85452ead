"""The export dialog: the name says the format, Up and Down change it, losses are said first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from textual.widgets import Input

from store.annotations.model import Mention
from tests.stories import PAPER, WIRE, gather, open_story, tag, write_story
from tests.tui.support import Reader, reading
from tui.screens.export import ExportScreen

if TYPE_CHECKING:
    from pathlib import Path

SIZE: Final = (120, 40)


@pytest.fixture
def tagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story with spans that overlap and a cluster; what is exported goes beside it."""
    monkeypatch.chdir(tmp_path)
    story = write_story(tmp_path / "story")
    with open_story(story) as workspace:
        tag(workspace, "Moscow sent troops", "claim")
        here = tag(workspace, "Moscow", "actor")
        there = tag(workspace, "Moscow", "actor", PAPER)
        gather(workspace, "Moscow", Mention(WIRE, here.id), Mention(PAPER, there.id))
    return story


async def ask(ana: Reader, name: str = "") -> None:
    """Open the dialog, and type a name over the one that it has."""
    await ana.press("E")
    await ana.until(lambda: ana.app.screen.focused, "the file can be named")
    await ana.write(name)


def name(ana: Reader) -> str:
    return ana.app.screen.query_one(Input).value


def shown(ana: Reader) -> str:
    """The dialog, with its lines join_segments."""
    return " ".join(ana.picker().replace("│", " ").split())


NAMES: Final = [
    # what is typed, the format that is shown, what is said of it
    ("out.jsonl", "jsonl, a file: Sidelight’s own JSON lines", "holds all that is in this story"),
    ("out.csv", "csv, a file: ", "cannot hold 1 cluster, such as “Moscow”"),
    ("out.TSV", "tsv, a file: ", "cannot hold 1 cluster"),
    ("out.conll", "conll, a file: ", "1 overlapping span, such as actor “Moscow” at 0-6 of 1_wire"),
    ("out.html", "html, a file: ", "has no place for attributes"),
    ("out.parquet", "parquet, a file: ", "holds everything"),
    ("no ending", "jsonl, a file: ", "holds all that is in this story"),
]


@pytest.mark.parametrize(("typed", "format_", "said"), NAMES)
async def test_the_name_says_the_format(tagged: Path, typed: str, format_: str, said: str) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, typed)
        await ana.until(lambda: format_ in shown(ana), f"{format_!r} is shown")
        await ana.until(lambda: said in shown(ana), f"{said!r} is said; it shows {shown(ana)}")


async def test_up_and_down_change_the_format_and_the_ending(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        seen = [name(ana)]
        screen = ana.app.screen
        assert isinstance(screen, ExportScreen)
        for _ in range(20):
            await ana.press("down")
            seen.append(name(ana))
        assert len(seen) == 21
        assert seen[:5] == ["story.jsonl", "story.jsonl", "story.jsonl", "story.json", "story"]
        assert seen[-1] == "story.jsonl"
        assert {"story.conll", "story.csv", "story.tsv", "story.parquet"} <= set(seen)
        await ana.press("up up")
        assert name(ana) == seen[-3]
        await ana.press("escape")
        await ana.until_main()


async def test_of_several_formats_with_an_ending_the_chosen_one_stays(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        await ana.press("down")
        await ana.until(lambda: "prodigy, a file" in ana.picker(), "the format is shown")
        await ana.press("home")
        await ana.write("x")
        assert name(ana) == "xstory.jsonl"
        await ana.until(lambda: "prodigy, a file" in ana.picker(), "the format is shown")


async def test_losses_are_said_before_anything_is_written(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, "out.csv")
        await ana.press("enter")
        await ana.until_screen("cannot hold 1 cluster, such as “Moscow”")
        await ana.until_screen("Enter again writes it all the same")
        assert not (tmp_path / "out.csv").exists()
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("Exported 2 articles, 3 spans to out.csv; left out: 1 cluster")
    assert (tmp_path / "out.csv").read_bytes().count(b"\n") == 4


async def test_another_format_asks_anew(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, "out.csv")
        await ana.press("enter")
        await ana.until_screen("Enter again writes it all the same")
        await ana.press("down")
        assert "all the same" not in ana.picker()
        await ana.press("up enter")
        await ana.until_main()
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("typed", "keys", "sentence"),
    [
        ("", "backspace enter", "Name a file to write to"),
        ("none/out.jsonl", "enter", "make the folder none first"),
        (f"story/{WIRE}.txt", "enter", "this is an article of the story"),
        ("story", "enter", "this is a folder; name a file to export to"),
    ],
)
async def test_where_nothing_can_be_written(
    tagged: Path, typed: str, keys: str, sentence: str
) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, typed)
        await ana.press(keys)
        await ana.until_screen(sentence)


async def test_a_folder(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, "out")
        for _ in range(4):
            await ana.press("down")
        await ana.until(lambda: "brat, a folder" in ana.picker(), "the format is shown")
        await ana.press("enter")
        await ana.until_main()
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.ann")) == [
        f"{WIRE}.ann", f"{PAPER}.ann"
    ]  # fmt: skip
