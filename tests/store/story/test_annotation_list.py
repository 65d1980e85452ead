"""The list of annotations: its rows, their order, and their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.annotations.model import Origin
from store.story.annotation_list import (
    ListedAnnotation,
    ListedKind,
    ListOrder,
    by_text,
    in_order,
    lines_of,
    rows_of,
)
from tests.stories import PAPER, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path


def row(
    text: str, label: str = "actor", number: int = 1, start: int = 0, note: str = "", day: int = 28
) -> ListedAnnotation:
    made = f"2026-11-{day:02}T12:00:00.000Z"
    return ListedAnnotation(
        ListedKind.ANNOTATION, number, f"a{number}", 1, start, start + len(text), label, text, note,
        Origin.MANUAL, made, made,
    )  # fmt: skip


ROWS = [
    row("Lamu", "location", 1, 10, "the town?", 26),
    row("Lamu County Hospital", "actor", 1, 60, day=27),
    row("Lamu", "actor", 2, 5),
    row("“Lamu\n County”", "source", 2, 90, "of both"),
    row("Łódź", "location", 2, 40),
]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (ListOrder.PLACE, [0, 1, 2, 4, 3]),
        (ListOrder.TEXT, [3, 0, 2, 1, 4]),
        (ListOrder.LABEL, [1, 2, 0, 4, 3]),
        (ListOrder.TIMES, [0, 2, 3, 1, 4]),
        (ListOrder.NOTE, [3, 0, 1, 2, 4]),
        (ListOrder.NEWEST, [2, 4, 3, 1, 0]),
    ],
)
def test_the_rows_stand_in_the_order_that_was_chosen(order: ListOrder, numbers: list[int]) -> None:
    assert [ROWS.index(each) for each in in_order(reversed(ROWS), order)] == numbers


def test_rows_that_say_the_same_are_a_group() -> None:
    first, *others = by_text([*ROWS, row("LAMU", "location", 3)])
    assert (first.text, first.articles, first.differs) == ("Lamu", 3, True)
    assert first.labels == [("location", 2), ("actor", 1)]
    assert [len(group.rows) for group in others] == [1, 1, 1]
    assert not any(group.differs for group in others)


def test_labels_of_two_layers_do_not_differ() -> None:
    layers = {"speaker": "roles", "guest": "roles"}
    rows = [row("Lamu", "location", 1), row("Lamu", "speaker", 2)]
    assert not by_text(rows, layers)[0].differs
    assert by_text([*rows, row("Lamu", "guest", 3)], layers)[0].differs


def test_an_article_gives_all_that_is_kept_of_it(tmp_path: Path) -> None:
    with open_story(write_story(tmp_path / "story")) as workspace:
        tag(workspace, "Latakia", "location")
        tag(workspace, "Moscow")
        opened = workspace.article(WIRE)
        noted = next(iter(opened.annotations))
        edit = actions.set_note(opened.article, noted, "the state")
        assert not isinstance(edit, actions.Refusal)
        workspace.apply(edit)
        rows = list(rows_of(workspace.article(WIRE), 1))
        assert [(r.line, r.label, r.text, r.note) for r in rows] == [
            (1, "actor", "Moscow", "the state"),
            (3, "location", "Latakia", ""),
        ]
        assert list(rows_of(workspace.article(PAPER), 2)) == []


@pytest.mark.parametrize(
    ("marked", "line"), [("|a", 1), ("a|\n", 1), ("a\n|b", 2), ("\n\n|", 3), ("a\r\n|b", 2)]
)
def test_lines_are_counted_from_one(marked: str, line: int) -> None:
    assert lines_of(marked.replace("|", ""))(marked.index("|")) == line
