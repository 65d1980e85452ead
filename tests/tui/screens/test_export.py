"""The export: every format with what it loses, the file and its name, and how much is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from store.annotations.model import Mention
from tests.stories import PAPER, WIRE, gather, open_story, tag, write_story
from tests.tui.support import Reader, reading
from tui.screens.export import ExportScreen

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
    await ana.until(lambda: ana.app.screen.focused, "a format can be found")
    if name:
        await ana.press("tab")
        await ana.press("home ctrl+k")
        await ana.write(name)


def name(ana: Reader) -> str:
    return ana.app.screen.query_one("#export-file", Input).value


def shown(ana: Reader) -> str:
    """The dialog, with its lines joined."""
    return " ".join(ana.picker().replace("│", " ").split())


def line(ana: Reader, format_: str) -> str:
    """The line of a format in the list."""
    rows = (" ".join(row.strip("│ ").split()) for row in ana.picker().splitlines())
    return next((row for row in rows if row[2:].startswith(f"{format_} ")), "")


async def until_known(ana: Reader) -> None:
    """Wait until it is known of each format what it loses."""
    screen = ana.app.screen
    assert isinstance(screen, ExportScreen)
    choice = screen.choice
    known = "what each format loses is known"
    await ana.until(lambda: all(choice.lost(f) is not None for f in choice.formats), known)


LINES: Final = [
    ("jsonl", "= jsonl story.jsonl Sidelight’s own JSON lines"),
    ("prodigy", "= prodigy story.prodigy.jsonl"),
    ("brat", "~ brat story-brat/ ids, origins and times"),
    ("conll", "! conll story.conll 1 cluster"),
    ("csv", "= csv story.csv"),
    ("w3c", "= w3c story.jsonld"),
]


async def test_what_comes_with_tab_in_one_packet_is_for_the_field_after_it(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        ana.burst("E", *"jsonl", "tab", "home", "ctrl+k", *"mine.jsonl", "ctrl+t", "home", "x")
        await ana.until(
            lambda: ana.app.screen.focused and name(ana) == "xmine.jsonl", "it is named"
        )
        assert ana.app.screen.query_one("#export-find", Input).value == "jsonl"


async def test_each_format_says_what_it_loses_of_this_story(tagged: Path) -> None:
    async with reading(tagged, size=(120, 60)) as ana:
        await ask(ana)
        await ana.until_screen("Export 3 spans, 2 articles")
        await until_known(ana)
        for format_, said in LINES:
            await ana.write(format_)
            await ana.until(lambda f=format_, s=said: line(ana, f).startswith(s), said)  # type: ignore[misc]  # a default is untyped
            await ana.press("ctrl+u")


async def test_a_format_whose_library_is_missing_says_what_to_install(
    tagged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.export_choice.is_installed", lambda extra: extra != "cas")
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        await ana.write("cas-xmi")
        await ana.until_screen("– cas-xmi")
        await ana.until_screen("needs pip install 'sidelight[cas]'")
        await ana.press("enter")
        await ana.until(lambda: ana.picker().count("sidelight[cas]") >= 3, "it is said why not")


NAMES: Final = [
    # what is typed, the format that is taken
    ("out.jsonl", "jsonl"),
    ("out.csv", "csv"),
    ("out.TSV", "tsv"),
    ("out.conll", "conll"),
    ("out.html", "html"),
    ("no ending", "jsonl"),
]


@pytest.mark.parametrize(("typed", "format_"), NAMES)
async def test_the_name_says_the_format(tagged: Path, typed: str, format_: str) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, typed)
        screen = ana.app.screen
        assert isinstance(screen, ExportScreen)
        await ana.until(lambda: screen.choice.format.name == format_, f"it is {format_}")
        assert name(ana) == typed


async def test_up_and_down_change_the_format_and_the_name(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        seen = [name(ana)]
        for _ in range(18):
            await ana.press("down")
            seen.append(name(ana))
        assert seen[:5] == [
            "story.jsonl", "story.prodigy.jsonl", "story.doccano.jsonl", "story.json", "story-brat"
        ]  # fmt: skip
        assert len(set(seen)) == len(seen)
        await ana.press("up")
        assert name(ana) == seen[-2]
        await ana.press("escape")
        await ana.until_main()


async def test_of_several_formats_with_an_ending_the_chosen_one_stays(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        await ana.press("down tab home")
        await ana.write("x")
        assert name(ana) == "xstory.prodigy.jsonl"
        await ana.press("down up")
        assert name(ana) == "xstory.prodigy.jsonl"


async def test_what_was_lost_is_said_after_writing_and_the_same_can_be_repeated(
    tagged: Path, tmp_path: Path
) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, "out.conll")
        await ana.press("enter")
        await ana.until_main()
        said = "Exported 2 articles, 3 spans to out.conll; left out: 1 cluster"
        assert ana.says().startswith(said)
        written = (tmp_path / "out.conll").read_bytes()
        (tmp_path / "out.conll").write_bytes(b"")
        await ana.press("E")
        await ana.until(lambda: ana.app.screen.focused, "a format can be found")
        await ana.until_screen("Enter replaces it")
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith(said)
    assert (tmp_path / "out.conll").read_bytes() == written


async def test_a_file_that_is_there_is_asked_for_once(tagged: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana, "out.csv")
        await ana.until_screen("exists, written")
        await ana.press("enter")
        await ana.until_screen("out.csv is there already: Enter again replaces it")
        assert (tmp_path / "out.csv").read_text() == "mine"
        await ana.press("enter")
        await ana.until_main()
    assert (tmp_path / "out.csv").read_text() != "mine"


async def test_only_this_article(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        await ana.press("right")
        await ana.until_screen("Export 2 spans, 1 article")
        await ana.press("enter")
        await ana.until_main()
    lines = (tmp_path / "story.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [WIRE]
    # The part of the cluster that is in the other article is not written either.
    assert [len(c["members"]) for c in json.loads(lines[0])["clusters"]] == [1]


async def test_without_the_texts(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        await ana.press("ctrl+t enter")
        await ana.until_main()
    assert "Latakia" not in (tmp_path / "story.jsonl").read_text()


async def test_what_is_listed_and_what_is_marked_there(tagged: Path, tmp_path: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ana.press("O /")
        await ana.until(lambda: ana.app.screen.focused, "a filter can be typed")
        await ana.write("label:actor")
        await ana.press("enter E")
        await ana.until_screen("Export 2 spans, 2 articles")
        await ana.press("escape space E")
        await ana.until_screen("Export 1 span, 1 article")
        await ana.write("csv")
        await ana.press("enter")
        await ana.until_screen("Exported 1 article, 1 span to story.csv")
    assert (tmp_path / "story.csv").read_text().count("Moscow,") >= 1


@pytest.mark.parametrize(
    ("typed", "keys", "sentence"),
    [
        ("x", "backspace enter", "Name a file to write to"),
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
        await ask(ana)
        await ana.write("brat")
        await ana.press("enter")
        await ana.until_main()
    assert sorted(path.name for path in (tmp_path / "story-brat").rglob("*.ann")) == [
        f"{WIRE}.ann", f"{PAPER}.ann"
    ]  # fmt: skip


async def test_layers_and_rows_are_chosen_where_the_format_has_them(tagged: Path) -> None:
    async with reading(tagged, size=SIZE) as ana:
        await ask(ana)
        assert " layers " not in shown(ana)
        await ana.write("bio")
        await ana.until(lambda: "Ctrl+L layers as the labels are drawn" in shown(ana), "layers")
        assert "Ctrl+R rows sentence window article" in shown(ana)
        await until_known(ana)
        assert "nested" not in line(ana, "bio")
        await ana.press("ctrl+l ctrl+r ctrl+r")  # all in one layer, an article a row
        await ana.until(lambda: "nested" in line(ana, "bio"), "what one layer loses is known")
        await ana.press("enter")
        await ana.until(lambda: not isinstance(ana.app.screen, ExportScreen), "it is written")
    rows = [json.loads(said) for said in Path("story-bio/data.jsonl").read_text().splitlines()]
    assert [row["article"] for row in rows] == ["1_wire", "2_paper"]
    assert all(name not in row for row in rows for name in ("claim_tags", "source_tags"))
