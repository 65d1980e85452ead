"""An import says what it would change before it changes anything, and is taken back by one key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from textual import events

from store.labels import DEFAULT_LABELS
from tests.stories import ARTICLES, WIRE, write_story
from tests.tui.support import reading
from tui.screens.importing import ImportScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader

SIZE: Final = (110, 30)
NEW: Final = "Moscow said that the troops would stay.\n"
PAGE: Final = (
    "<html><head><title>Troops stay</title></head><body><article><h1>Troops stay</h1>"
    "<p>Moscow said on Sunday that its troops would stay in the north of the country.</p>"
    "<p>An official in Latakia said that nobody had asked the people there.</p>"
    "</article></body></html>"
)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_story(tmp_path / "story")


def dataset(folder: Path, *rows: tuple[str, str, list[tuple[int, int, str]]]) -> Path:
    """A dataset of articles: the id of each, its text, and its spans."""
    lines = [
        {
            "id": row_id,
            "text": text,
            "spans": [{"start": a, "end": b, "label": label} for a, b, label in spans],
        }
        for row_id, text, spans in rows
    ]
    path = folder / "data.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


async def look_at(ana: Reader, path: str) -> None:
    """Open the dialog, name a path, and look at what is there."""
    await ana.press("ctrl+e")
    await ana.until(lambda: ana.app.screen.focused, "a path can be typed")
    await ana.write(path)
    await ana.press("enter")


async def test_what_is_new_is_said_then_imported_and_taken_back(
    story: Path, tmp_path: Path
) -> None:
    spans = [(0, 6, "actor"), (7, 18, "claim")]
    dataset(tmp_path, (WIRE, ARTICLES["1_wire.txt"], spans))
    async with reading(story, size=SIZE) as ana:
        await ana.press("a")  # one of them is there already
        await look_at(ana, "data.jsonl")
        await ana.until_screen("spans     1 new · 1 there already")
        assert "articles  1 that the story has" in ana.screen()
        assert ana.tags() == ["actor[0:6]Moscow"]
        await ana.press("enter")
        await ana.until_main()
        assert ana.says().startswith("1 annotation")
        assert ana.tags() == ["actor[0:6]Moscow", "claim[7:18]sent troops"]
        await ana.press("u")
        assert ana.tags() == ["actor[0:6]Moscow"]


async def test_nothing_is_imported_where_nothing_is_new(story: Path, tmp_path: Path) -> None:
    dataset(tmp_path, (WIRE, ARTICLES["1_wire.txt"], []))
    async with reading(story, size=SIZE) as ana:
        await look_at(ana, "data.jsonl")
        await ana.until_screen("nothing of it is new")
        await ana.press("enter")
        await ana.until_screen("there is nothing to import")
        assert isinstance(ana.app.screen, ImportScreen)


async def test_an_article_and_a_label_that_are_new_can_be_used_at_once(
    story: Path, tmp_path: Path
) -> None:
    dataset(tmp_path, ("3_new", NEW, [(0, 6, "PER")]))
    async with reading(story, size=SIZE) as ana:
        await look_at(ana, "data.jsonl")
        await ana.until_screen("PER (1 span) is not in the label set: left out; Ctrl+L adds")
        await ana.press("ctrl+l")
        await ana.until_screen("added to the label set: PER (key p)")
        assert "1 new (3_new)" in ana.screen()
        assert not (story / "3_new.txt").exists()
        await ana.press("enter")
        await ana.until_main()
        await ana.until(lambda: ana.app.own_keymap.keys_of("tag.PER") == ("p",), "it has its key")
        assert len(ana.workspace.story.articles) == 3
        await ana.press("[")
        await ana.until(lambda: ana.article_id == "3_new", "the article is shown")
        assert ana.tags() == ["PER[0:6]Moscow"]
        ana.go("troops")
        await ana.press("p")
        assert "PER[21:27]troops" in ana.tags()
        await ana.press("u u")  # what was imported is taken back, the article stays
        assert ana.tags() == []
    assert (story / "3_new.txt").read_text() == NEW


async def test_what_is_refused_is_counted_and_the_rest_can_be_imported(
    story: Path, tmp_path: Path
) -> None:
    dataset(tmp_path, (WIRE, ARTICLES["1_wire.txt"], [(0, 6, "actor"), (5, 9_999, "claim")]))
    async with reading(story, size=SIZE) as ana:
        await look_at(ana, "data.jsonl")
        await ana.until_screen("refused   1, such as data.jsonl, line 1")
        assert "spans     1 new" in ana.screen()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nowhere", "there is no such file or folder"),
        ("story/1_wire.txt", "nothing of it is new"),
        ("", "Name a file or a folder"),
    ],
)
async def test_what_cannot_be_imported(story: Path, typed: str, sentence: str) -> None:
    async with reading(story, size=SIZE) as ana:
        await look_at(ana, typed)
        await ana.until_screen(sentence)
        await ana.press("escape")
        await ana.until_main()


def left_out(ana: Reader) -> list[str]:
    return list(ana.workspace.story.left_out)


async def test_pages_that_were_left_out_are_proposed_and_made_articles(story: Path) -> None:
    pytest.importorskip("trafilatura")
    (story / "3_page.html").write_text(PAGE)
    async with reading(story, size=SIZE) as ana:
        assert left_out(ana) == ["3_page.html"]
        await ana.press("ctrl+e")
        await ana.until_screen("Pages and papers")
        await ana.until_screen("1 new (3_page)")
        await ana.press("enter")
        await ana.until_main()
        await ana.until(lambda: len(ana.workspace.story.articles) == 3, "there are three")
        assert left_out(ana) == []
    assert "would stay in the north" in (story / "3_page.txt").read_text()


async def test_a_file_that_is_dropped_is_looked_at(story: Path, tmp_path: Path) -> None:
    path = dataset(tmp_path, (WIRE, ARTICLES["1_wire.txt"], [(0, 6, "actor")]))
    async with reading(story, size=SIZE) as ana:
        await ana.send(events.Paste(f"'{path}' "))
        await ana.until_screen("spans     1 new")
        assert ana.tags() == []
        await ana.press("enter")
        await ana.until_main()
        assert ana.tags() == ["actor[0:6]Moscow"]
        assert DEFAULT_LABELS.names == ana.workspace.labels.names


async def test_the_path_goes_on_as_far_as_there_is_one_way(story: Path, tmp_path: Path) -> None:
    dataset(tmp_path, (WIRE, ARTICLES["1_wire.txt"], []))
    (tmp_path / "story two").mkdir()
    async with reading(story, size=SIZE) as ana:
        await ana.press("ctrl+e")
        await ana.until(lambda: ana.app.screen.focused, "a path can be typed")
        await ana.write("d")
        await ana.press("tab")
        await ana.until_screen("data.jsonl")
        await ana.press("ctrl+u s tab tab")
        await ana.until_screen("story/  story two/")


async def test_a_story_that_is_only_read(story: Path) -> None:
    async with reading(story, size=SIZE, read_only=True) as ana:
        await ana.press("ctrl+e")
        assert ana.app.screen is ana.main
        assert "nothing can be imported" in ana.says()
