"""What is said of an article as a whole, on its card and by a note on nothing in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

LABELS: Final = """
[[label]]
name = "actor"
key = "a"

[[document]]
name = "genre"
key = "g"
values = ["news", "opinion"]
guideline = "What the outlet calls it, if it says so."

[[document]]
name = "tone"
key = "t"
values = ["calm", "loud"]
"""

GENRE: Final = "genre: What the outlet calls it, if it says so."
TONE: Final = "tone: There is no guideline for this label"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    text = "Troops leave Moscow\n\nBy Ann Lee\n\n  The troops left.\n"
    return write_story(tmp_path, {"1.txt": text, "labels.toml": LABELS})


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        ("g", [("genre", "news")]),
        ("g g", [("genre", "opinion")]),
        ("g g g", []),
        ("g t", [("genre", "news"), ("tone", "calm")]),
        ("g t u", [("genre", "news")]),
        ("g t u U", [("genre", "news"), ("tone", "calm")]),
    ],
)
async def test_a_key_gives_a_document_label_its_next_value(
    story: Path, keys: str, labels: list[tuple[str, str]]
) -> None:
    async with reading(story) as ana:
        await ana.press(f"g i {keys}")
        assert list(ana.workspace.now.links().record_of("1").labels) == labels
        for name, value in labels:
            row = next(row for row in ana.picker().splitlines() if name in row)
            assert f"[{value}]" in row


async def test_what_a_label_set_has_no_more_is_shown_still(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("g i g t")
    kind = '[[document]]\nname = "genre"\nkey = "g"\nvalues = ["report"]\n'
    with (story / "labels.toml").open("r+", encoding="utf-8") as file:
        before = file.read()
        file.seek(0)
        file.truncate()
        file.write(before.partition("[[document]]")[0] + kind)
    async with reading(story) as ana:
        await ana.press("g i")
        assert "report [news]" in ana.picker()
        assert "[calm], which is not in the label set" in ana.picker()


async def test_the_card_shows_what_the_article_says_of_itself(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("g i")
        shown = ana.picker()
        for part in ("Troops leave Moscow", "new · 0 spans", "Ann Lee", "1.txt", "g t choose"):
            assert part in shown


@pytest.mark.parametrize("way", ["g i i", "down home i"])
async def test_a_note_on_the_article(story: Path, way: str) -> None:
    async with reading(story) as ana:
        await ana.press(way)
        await ana.press("o l d enter")
        assert ana.workspace.now.links().record_of("1").note == "old"
        if way.startswith("g"):
            assert "old" in ana.picker()
            await ana.press("escape")
        await ana.press("u")
        assert ana.workspace.now.links().record_of("1").note == ""


@pytest.mark.parametrize(
    ("keys", "byline", "row"),
    [
        ("down down down enter N Y T enter", {"outlet": "NYT"}, "> outlet    NYT"),
        ("down down down down down enter B o enter", {"author": "Bo"}, "> author    Bo"),
        (
            "down down down down down enter end ! enter",
            {"author": "Ann Lee!"},
            "> author    Ann Lee!",
        ),
        ("down down down down down enter ctrl+u B o enter", {"author": "Bo"}, "> author    Bo"),
        ("down down down down down enter ctrl+u enter", {"author": ""}, "> author    –"),
        ("down down down down down enter ctrl+u enter u", {}, "> author    Ann Lee"),
        ("down down down enter x escape escape", {}, "> outlet    –"),
        ("up enter o l d enter", {}, "> note      old"),
        ("down enter", {}, "> g genre   [news] opinion"),
        (f"{'down ' * 9}enter escape", {}, "> link      –"),
    ],
)
async def test_each_line_of_the_card_can_be_edited(
    story: Path, keys: str, byline: dict[str, str], row: str
) -> None:
    async with reading(story) as ana:
        await ana.press(f"g i {keys}")
        assert dict(ana.workspace.now.links().record_of("1").byline) == byline
        await ana.until(lambda: row in ana.picker(), f"{row!r} is shown")


async def test_where_an_article_is_from_stands_below_the_text(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("a w a w a g i down down down enter N Y T enter escape g g down")
        await ana.until(lambda: "NYT · by Ann Lee" in ana.screen(), "the outlet is shown")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", ""),
        ("ctrl+g", GENRE),
        ("g ctrl+g", GENRE),
        ("t ctrl+g", TONE),
        ("ctrl+g ctrl+g", TONE),
        ("ctrl+g ctrl+g ctrl+g", GENRE),
        ("ctrl+g t", TONE),
        ("ctrl+g escape", ""),
        ("ctrl+g escape g", ""),
    ],
)
async def test_the_guideline_of_a_label_of_the_article_stays_until_esc(
    story: Path, keys: str, shown: str
) -> None:
    async with reading(story) as ana:
        await ana.press(f"g i {keys}")
        assert "Troops leave Moscow" in ana.picker()
        for each in (GENRE, TONE):
            await ana.until(lambda: (each in ana.picker()) == (each == shown), "it is laid out")  # noqa: B023  # awaited in its turn


async def test_esc_closes_the_guideline_then_the_card(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("g i ctrl+g escape escape")
        await ana.until_main()
