"""Giving labels and moving ends, by the functions that the keys call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.text.span import Span
from tests.tui.support import reading_text
from tui.actions import editing

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = "|Iran said that Syria agreed"


async def test_the_caret_stands_on_the_last_character_of_what_was_tagged(tmp_path: Path) -> None:
    async with reading_text(tmp_path, TEXT) as ana:
        made = editing.tag_span(ana.main, Span(0, 4), "actor")
        assert made is not None
        assert made.text == "Iran"
        assert ana.shown().startswith("Ira|n")
        assert ana.main.session.last_label == "actor"
        assert ana.pane.view.last_created == made


async def test_the_caret_stays_where_that_is_wanted(tmp_path: Path) -> None:
    async with reading_text(tmp_path, TEXT) as ana:
        editing.tag_span(ana.main, Span(15, 20), "location", stays=True)
        assert ana.shown().startswith("|Iran")
        assert ana.tags() == ["location[15:20]Syria"]


@pytest.mark.parametrize(
    ("label", "expected", "old"),
    [
        ("source", ["source[0:4]Iran"], "actor"),
        ("actor", ["actor[0:4]Iran"], ""),
    ],
)
async def test_changing_a_label(tmp_path: Path, label: str, expected: list[str], old: str) -> None:
    async with reading_text(tmp_path, TEXT) as ana:
        made = editing.tag_span(ana.main, Span(0, 4), "actor")
        assert made is not None
        labelled = editing.change_label(ana.main, made, label)
        assert labelled is not None
        assert (labelled.annotation.label, labelled.old_label) == (label, old)
        assert sorted(ana.tags()) == expected


async def test_another_extent_is_said_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    async with reading_text(tmp_path, TEXT) as ana:
        made = editing.tag_span(ana.main, Span(0, 4), "actor")
        assert made is not None
        assert editing.change_extent(ana.main, made, Span(0, 9))
        ana.main.show_state()
        assert "actor is now “Iran said”" in ana.says()
        longer = ana.annotations()[0]
        assert not editing.change_extent(ana.main, longer, Span(4, 5))
        assert ana.tags() == ["actor[0:9]Iran said"]


async def test_what_is_not_there_to_tag_is_said(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "One.|\n\nTwo.") as ana:
        editing.add_label(ana.main, "actor")
        ana.main.show_state()
        assert "nothing to tag here" in ana.says()
        assert ana.tags() == []
