"""What a format loses, as a sign and in the words of a person."""

from __future__ import annotations

from typing import Final

import pytest

from store.formats.features import Feature
from store.formats.losses import Losses
from store.labels import DEFAULT_LABELS
from tui.render.export_table import ExportMark, file_column, loss_words, mark_of, what_parts
from tui.render.few_colours import plain_palette

PALETTE: Final = plain_palette(DEFAULT_LABELS)

LOST = [
    ([], "=", ""),
    ([(Feature.IDS, 3)], "~", "ids"),
    ([(Feature.IDS, 3), (Feature.ORIGINS, 2)], "~", "ids, origins and times"),
    ([(Feature.IDS, 3), (Feature.RELATIONS, 36)], "!", "36 ties"),
    ([(Feature.NOTES, 1), (Feature.OVERLAPS, 1_234)], "!", "1 note, 1,234 nested spans"),
    ([(Feature.RELATIONS, 1), (Feature.CROSSING, 1)], "!", "1 tie, 1 tie between articles"),
    ([("roles of relations", 2)], "!", "2 roles of ties"),
    ([("articles without a word", 1)], "!", "1 article without a word"),
]


@pytest.mark.parametrize(("lost", "mark", "words"), LOST)
def test_what_is_lost(lost: list[tuple[Feature | str, int]], mark: str, words: str) -> None:
    losses = Losses()
    for feature, count in lost:
        losses.lose(feature, count=count)
    assert (mark_of(losses).value, loss_words(losses)) == (mark, words)


def test_what_is_changed_is_said_too() -> None:
    losses = Losses()
    losses.change(Feature.SUBTOKEN, count=2)
    assert mark_of(losses) is ExportMark.CONTENT
    assert loss_words(losses) == "2 spans moved to whole words"


@pytest.mark.parametrize(
    ("names", "width", "column"), [([], 76, 12), (["a" * 20], 76, 20), (["a" * 90], 76, 25)]
)
def test_the_column_of_files_leaves_room_for_what_is_lost(
    names: list[str], width: int, column: int
) -> None:
    assert file_column(names, width) == column


def test_what_is_chosen_stands_out() -> None:
    parts = what_parts(["all", "this article"], "all", PALETTE, has_text=False)
    chosen = [text for text, style in parts if style is PALETTE.selection]
    assert "".join(text for text, _ in parts) == "what  all  this article    text  with  without "
    assert chosen == [" all ", " without "]
