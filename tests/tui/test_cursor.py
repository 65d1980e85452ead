"""The cursor of the terminal stands on the caret after each paint, and what a key means is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual import constants

from store.errors import InputError
from tests.stories import write_story
from tests.terminal import terminal
from tests.tui.support import reading
from tui.speaking import Speech

if TYPE_CHECKING:
    from pathlib import Path

    from rich.style import Style

    from tests.tui.support import Reader

TEXT = "Iran left Syria\n\nThe rebels won the war\n"


async def test_it_stands_on_the_caret(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    async with reading(story, size=(120, 24)) as ana:
        for keys, phrase in (("w", "left"), ("w", "Syria"), ("}", "The"), ("tab w", "left")):
            await ana.press(keys)
            assert ana.app.cursor_position == ana.cell_of(phrase)


async def test_in_a_dialog_it_stands_on_the_caret_of_the_dialog(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        await ana.press("a i x y")
        await ana.until(lambda: ana.app.focused, "the note can be typed")
        await ana.press("z")
        field = ana.app.focused
        assert field is not None
        assert ana.app.cursor_position.y == field.region.y
        row = ana.rows()[field.region.y]
        assert row[: ana.app.cursor_position.x].endswith("xyz")
        await ana.press("enter O")
        await ana.until_screen("Annotations")
        assert ana.rows()[ana.app.cursor_position.y].split()[-1] == "xyz"


def ink_and_ground(style: Style) -> tuple[str, str]:
    """The colours as they are seen: those of the terminal have names of their own."""
    ink = style.color.name if style.color and not style.color.is_default else "ink"
    ground = style.bgcolor.name if style.bgcolor and not style.bgcolor.is_default else "ground"
    return (ground, ink) if style.reverse else (ink, ground)


def style_at(ana: Reader, x: int, y: int) -> Style:
    """How a cell is drawn."""
    (segment,) = ana.strips()[y].crop(x, x + 1)
    assert segment.style is not None
    return segment.style


def before_cursor(ana: Reader) -> str:
    """What stands on the screen to the left of the cursor."""
    at = ana.app.cursor_position
    return ana.strips()[at.y].crop(0, at.x).text


def stands_before_cursor(ana: Reader, typed: str) -> bool:
    return before_cursor(ana).endswith(typed)


@pytest.mark.parametrize("keys", ["/", "O /", "p", "?", "ctrl+p", "a i"])
@pytest.mark.parametrize("colours", ["none", "standard", "truecolor"])
async def test_the_caret_of_what_is_typed_into_is_seen_whatever_colours_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, colours: str
) -> None:
    if colours == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setattr(constants, "COLOR_SYSTEM", colours)
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        assert ana.app.has_few_colours is (colours == "standard")
        await ana.press(keys)
        await ana.until(lambda: ana.app.focused, "it can be typed")
        await ana.press("z")
        await ana.until(lambda: stands_before_cursor(ana, "z"), "what was typed is shown")
        at = ana.app.cursor_position
        typed, caret = (style_at(ana, x, at.y) for x in (at.x - 1, at.x))
        assert ink_and_ground(caret)[1] != ink_and_ground(typed)[1]
        assert len({*ink_and_ground(caret)}) == 2


@pytest.mark.parametrize("keys", ["/", "O /", "p", "?", "ctrl+p", "E tab end"])
async def test_in_a_line_to_type_into_it_stands_where_typing_goes(
    tmp_path: Path, keys: str
) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        await ana.press(keys)
        await ana.until(lambda: ana.app.focused, "something can be typed")
        for typed in ("x", "xé", "xé漢"):
            await ana.write(typed[-1])
            await ana.until(partial(stands_before_cursor, ana, typed), "it stands there")
            at = ana.app.cursor_position
        await ana.press("home right")
        assert ana.app.cursor_position.x < at.x


@pytest.mark.parametrize("shown", [True, False])
def test_it_is_there_though_it_is_hidden(tmp_path: Path, shown: bool) -> None:
    story = write_story(tmp_path / "story", {"a.txt": TEXT})
    options = ("--cursor", "show") if shown else ()
    with terminal(story, *options, home=tmp_path, columns=80, rows=24) as screen:
        screen.until_shown("word “Iran”")
        screen.press("w")
        screen.until_shown("word “left”")
        rows = screen.text().splitlines()
        line = next(y for y, row in enumerate(rows) if row.strip() == "Iran left Syria")
        column = rows[line].index("left")
        expected = column, line, shown  # the end of a paint may not have been read yet
        screen.until(lambda: screen.cursor == expected, "the cursor is on the caret")


async def test_what_a_key_means_is_told_when_it_changes(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"a.txt": TEXT})
    log = tmp_path / "said"
    async with reading(story) as ana:
        ana.main.speech = Speech(str(log))
        await ana.press("w w l v escape")
        said = log.read_text(encoding="utf-8").splitlines()
        assert said[:2] == ["word “left”", "word “Syria”"]
        assert said[2].startswith("location “Syria” ana")
        assert len(said) == 3


def is_told(log: Path, beginning: str) -> bool:
    """Whether something is told, also where it takes a line for the place and one for the rest."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return any(". ".join(lines[n : n + 2]).startswith(beginning) for n in range(len(lines)))


async def test_what_keys_are_for_in_a_dialog_is_told_too(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"a.txt": TEXT, "b.txt": TEXT})
    log = tmp_path / "said"
    async with reading(story) as ana:
        ana.main.speech = Speech(str(log))
        for keys, told in (
            ("a w w l O", "Annotations. actor “Iran” in article 1, line 1"),
            ("space", "location “Syria” in article 1, line 1. 1 marked"),
            ("escape escape", "location “Syria” ana · "),
            ("p", "Articles (2). 1/2 Iran left Syria a 2 spans · begun · on screen"),
            ("down", "2/2 Iran left Syria b new"),
            ("escape ?", "Keys and labels. a: Tag or relabel what is meant as actor"),
            ("down", "l: Tag or relabel what is meant as location"),
            ("escape g i", "Iran left Syria. state begun · 2 spans. note –"),
            ("down", "outlet –"),
            ("escape E", "Export 2 spans, 2 articles. jsonl to story.jsonl. Sidelight’s own JSON"),
            (
                "escape m",
                "Matrix. No claims are tied yet. t on a claim in the text ties it to one "
                "that says the same, or the contrary; then it has a row here.",
            ),
            (
                "escape escape V",
                "Consistency. “Iran”, not tagged in 2/2 Iran left Syria: … Iran left",
            ),
        ):
            await ana.press(keys)
            until_told = partial(is_told, log, told)
            await ana.until(until_told, f"{told!r} is told, not {log.read_text(encoding='utf-8')}")


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be spoken to"):
        Speech(str(tmp_path))
