"""In a small terminal what is needed most is named still, and nothing is named by half."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.stories import tag, write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

LISTED: Final = ("/ filter", "? keys", "Esc leaves")
LEAVES: Final = ("? keys", "Esc leaves")


@pytest.mark.parametrize("size", [(40, 20), (60, 16)], ids=["40x20", "60x16"])
@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("right", ("a  actor", "l  location", "c  claim", "s  source")),
        ("O", LISTED),
        ("W", LISTED),
        ("m", LEAVES),
        ("D", LEAVES),
        ("V", ("Esc leaves",)),
        ("p", ("1/2 Iran", "2/2 Syria", "Enter in this pane", "Esc leaves")),
        ("?", ("Enter does it", "Esc leaves")),
        ("? a", ("Enter does it", "Esc empties it")),
        ("ctrl+p", ("Enter does it", "Esc leaves")),
        ("/", ("Find:", "Enter keep", "Esc leave")),
        ("g i", ("Enter edits · i note", "Esc leaves")),
    ],
)
async def test_what_is_needed_most_is_named(
    tmp_path: Path, size: tuple[int, int], keys: str, named: tuple[str, ...]
) -> None:
    articles = {"1_wire.txt": "Iran met Iran.\n", "2_paper.txt": "Syria, says Iran.\n"}
    story = write_story(tmp_path / "alone" / "story", articles)
    async with reading(story, size=size) as ana:
        tag(ana.workspace, "Iran")
        await ana.press(keys)
        for each in named:
            await ana.until_screen(each)


@pytest.mark.parametrize("size", [(40, 9), (40, 12)], ids=["40x9", "40x12"])
@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("i W h y", ("“Iran”", "Why", "Enter keeps it", "Esc leaves it as it was")),
        ("g i", ("state", "i note", "Esc leaves")),
        ("g s", ("Esc leaves",)),
        ("E", ("= jsonl", "leaves", "╰─")),
        ("ctrl+e", ("Enter looks at it", "Esc leaves")),
    ],
)
async def test_a_dialog_names_its_keys_in_the_smallest_terminal(
    tmp_path: Path, size: tuple[int, int], keys: str, named: tuple[str, ...]
) -> None:
    story = write_story(tmp_path / "story", {"1_wire.txt": "Iran met Iran.\n"})
    async with reading(story, size=size) as ana:
        tag(ana.workspace, "Iran")
        await ana.press(keys)
        for each in named:
            await ana.until_screen(each)


async def test_where_all_keys_have_one_line_labels_are_keys_alone(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path), size=(60, 16)) as ana:
        await ana.press("right a O")
        await ana.until_screen("a  l  c  s  relabel  / filter")
