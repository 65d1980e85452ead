"""Moving the caret, and what ends what: selections, ends that are moved, Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.support import reading_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("|Iran said so.", "w", "Iran |said so."),
        ("|Iran said so.", "2 w", "Iran said |so."),
        ("|Iran said so.", "v w", "[[Iran |]]said so."),
        ("|Iran said so.", "v w v w", "Iran said |so."),
        ("|Iran said so.", "shift+right shift+right", "[[Ir|]]an said so."),
        ("[[Iran|]] said so.", "o", "[[|Iran]] said so."),
        ("[[Iran|]] said so.", "escape", "Iran| said so."),
        ("|Iran said so.", "v e escape", "Iran| said so."),
    ],
)
async def test_keys_move_and_select(tmp_path: Path, before: str, keys: str, after: str) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.shown() == after


async def test_a_word_on_is_taken_in_whole_while_an_end_is_moved(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran and Syria left.") as ana:
        await ana.press("a r w enter")
        assert ana.tags() == ["actor[0:8]Iran and"]


async def test_without_a_selection_there_is_nothing_to_turn_round(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left.") as ana:
        await ana.press("o")
        assert ana.says() == "Nothing is selected, so there is no other end"
