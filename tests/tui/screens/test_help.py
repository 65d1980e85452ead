"""The help shows every key and every guideline, finds them by what is typed, and does them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.labels import DEFAULT_LABELS, RelationType
from tests.stories import write_story
from tests.tui.helps import help_lines
from tests.tui.keys.support import ALL
from tests.tui.support import reading, reading_text
from tui.keys.commands import Mode, all_commands
from tui.keys.finding import CommandRow
from tui.keys.key_names import key_name
from tui.keys.keymap_file import keymap_for
from tui.render.command_lines import draw_help
from tui.render.command_lines import help_lines as lines_of
from tui.render.few_colours import plain_palette
from tui.screens.help import help_rows
from tui.target import TargetKind
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader


async def find(ana: Reader, typed: str) -> list[str]:
    """Open the help, and type; the lines that are shown then."""
    await ana.press("?")
    await ana.until_screen("Keys and labels")
    await ana.until(lambda: ana.app.screen.focused, "it can be typed into")
    await ana.write(typed)
    await ana.until_screen(f"\n {typed} ")
    return [line.strip("│ ") for line in ana.picker().splitlines()[2:-1] if line.strip("│ ")]


async def test_the_help_has_every_command_and_guideline(seeds: Path) -> None:
    async with reading(seeds) as ana:
        keymap = ana.main.keymap
        lines = help_lines(keymap, ana.workspace.labels)
        for command in keymap.commands:
            (line,) = [line for line in lines if line.endswith(f" {command.help}")]
            assert line.strip().startswith(
                " or ".join(key_name(chord) for chord in keymap.keys_of(command.id)[:2])
            )
        text = "\n".join(lines)
        for label in ana.workspace.labels:
            assert label.guideline in text
            assert all(example in text for example in label.examples)


def test_the_ties_that_are_declared_are_among_the_guidelines() -> None:
    near = RelationType("near", "v", ("actor",), ("location",), guideline="In sight of it.")
    labels = replace(DEFAULT_LABELS, declared_relations=(near,))
    text = "\n".join(help_lines(keymap_for(all_commands(labels)), labels))
    assert re.search(r"v  near +In sight of it\.\n +It runs from actor to location\.", text)


async def test_it_goes_from_the_first_line_to_the_last(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("f1")
        await ana.until_screen("Here: a word")
        await ana.press("ctrl+end")
        await ana.until_screen("[Reuters] reported")
        await ana.press("ctrl+home pagedown")
        await ana.until_screen("The dozen keys")
        await ana.press("escape")
        await ana.until_main()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("ctrl+p", "Ctrl+P             Find a command by its name"),
        (";", ";                  Take in a word at the end"),
        ("erase", "d or Del           Remove the annotation"),
        ("panes.auto", "g 0                Show as many panes"),
        ("article next", "] or Ctrl+PgDn     Show the next article in this pane"),
        ("G", "G or g e           Go to the end of the article"),
        ("codebook", "Ctrl+G             Show the guideline of the label"),
    ],
)
async def test_typing_finds(seeds: Path, typed: str, line: str) -> None:
    async with reading(seeds) as ana:
        shown = await find(ana, typed)
        assert any(each.startswith(line) for each in shown), shown


async def test_what_is_typed_may_fit_nothing(seeds: Path) -> None:
    async with reading(seeds) as ana:
        (line,) = await find(ana, "xyzzy")
        assert line == "Nothing is called that. Esc empties the line, to see all."
        await ana.press("enter")
        await ana.until_screen("Nothing fits that")
        await ana.press("escape")
        await ana.until_screen("type to find")
        await ana.press("escape")
        await ana.until_main()


async def test_enter_does_what_is_found(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await find(ana, "tag location")
        await ana.press("enter")
        await ana.until_main()
        assert ana.tags() == ["location[0:4]Iran"]


@pytest.mark.parametrize("typed", ["keep it shortened", "good to know", "close the help"])
async def test_what_does_not_work_here_is_only_told_of(tmp_path: Path, typed: str) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await find(ana, typed)
        await ana.press("enter")
        await ana.settle()
        assert ana.app.screen is not ana.main


@pytest.mark.parametrize(
    ("before", "keys", "heading", "first"),
    [
        ("|Iran left", "", "Here: a word", "a "),
        ("[[Iran|]] left", "", "Here: a selection", "a "),
        ("|Iran left", "a", "Here: an annotation", "a "),
        ("|Iran left", "a j r", "Here: the ends of an annotation", "Enter "),
        ("|... ", "", "Here: no word and no annotation", "f "),
    ],
)
async def test_first_stands_what_means_something_here(
    tmp_path: Path, before: str, keys: str, heading: str, first: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        await ana.press("f1")
        await ana.until_screen(heading)
        lines = [line.strip("│ ") for line in ana.picker().splitlines()]
        assert lines[lines.index(heading) + 1].startswith(first)


def test_where_others_work_is_decided_on_its_keys_stand_first() -> None:
    modes = (Mode.ADJUDICATING, Mode.READING)
    rows = help_rows(keymap_for(ALL), DEFAULT_LABELS, TargetKind.WORD, modes)
    assert (rows[0].heading, rows[0].keys) == ("Here: a question", "y")
    assert not [row for row in rows if "dozen keys, those first" in row.heading]


async def test_tab_shows_what_a_keymap_file_calls_it(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await find(ana, "undo")
        await ana.press("tab")
        await ana.until_screen("(undo)")


async def test_a_click_chooses_and_two_do_it(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "Iran left"})
    async with reading(story) as ana:
        await find(ana, "tag")
        row = next(n for n, line in enumerate(ana.rows()) if "as source" in line)
        await ana.pilot.click(offset=(12, row), times=2)
        await ana.until_main()
        assert ana.tags() == ["source[0:4]Iran"]


def test_on_a_telephone_what_a_key_does_can_be_read() -> None:
    palette = plain_palette(DEFAULT_LABELS)
    rows = [CommandRow("Go on to the next article", "] or Ctrl+PgDn"), CommandRow("Leave", "q")]
    lines = lines_of(rows, 36, shows_names=False).between(0, 9)
    drawn = [draw_help(each, palette, 36, is_chosen=False).text.rstrip() for each in lines]
    assert drawn == [
        "  ] or Ctrl+PgDn",
        "            Go on to the next",
        "            article",
        "  q         Leave",
    ]


async def test_below_the_last_line_stands_the_ground_of_the_lines(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await ana.press("T")
        await find(ana, "undo")
        sheet = ana.app.screen.query(LineWidget).last()
        grounds = [
            {segment.style.bgcolor for segment in sheet.render_line(y) if segment.style}
            for y in (0, sheet.size.height - 1)  # the heading, and what no line covers
        ]
        assert grounds[0] == grounds[1] == {ana.main.palette.bar.bgcolor}
