"""Spans of a row, checked against their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.formats.registry import format_named
from store.importing.dataset import ImportOptions, import_dataset
from tests.imported import bring_in, dataset, row, source_of
from tests.store.importing.support import NOW
from tests.stories import (
    ARTICLES,
    WIRE,
    open_story,
    write_story,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path / "story", {**ARTICLES, "1_wire.txt": NOW})


FAMILY = "a\U0001f468\u200d\U0001f469\u200d\U0001f467b e\u0301\r\nx"


@pytest.mark.parametrize(
    ("alignment", "span", "got"),
    [
        ("expand", (1, 2), "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("expand", (2, 8), "\U0001f468\u200d\U0001f469\u200d\U0001f467b "),
        ("contract", (2, 7), "b"),
        ("contract", (0, 3), "a"),
        ("contract", (1, 2), None),
        ("contract", (2, 3), None),
        ("refuse", (0, 7), "a\U0001f468\u200d\U0001f469\u200d\U0001f467b"),
    ],
)
def test_spans_off_characters(
    tmp_path: Path, alignment: str, span: tuple[int, int], got: str | None
) -> None:
    from store.formats.choices import AlignmentMode

    story = write_story(tmp_path / "story", {"a.txt": FAMILY})
    line = {"id": "a", "spans": [{"start": span[0], "end": span[1], "label": "actor"}]}
    source = source_of(dataset(tmp_path, line))
    with open_story(story) as workspace:
        options = ImportOptions(alignment=AlignmentMode(alignment))
        import_dataset(workspace, format_named("jsonl"), source, options)
        said_there = [a.text for a in workspace.article("a").annotations]
    assert said_there == ([got] if got else [])
    changed = [str(each) for each in source.losses.content]
    assert bool(changed) == (got != FAMILY[span[0] : span[1]])


def test_a_span_that_stands_there_twice_with_other_words_is_told(
    story: Path, tmp_path: Path
) -> None:
    line = row(NOW, "actor:Moscow", "actor:Moscow", article=WIRE)
    line["spans"][1]["note"] = "really?"
    source = source_of(dataset(tmp_path, line))
    with open_story(story) as workspace:
        bring_in(workspace, source)
    assert [str(each) for each in source.losses.content] == [
        "1 note or attributes of a span that stands there twice, such as actor “Moscow”"
    ]


def test_the_parts_of_a_span_arrive_linked(story: Path, tmp_path: Path) -> None:
    start, end = NOW.index("troops"), NOW.index("said")
    span = {"start": start, "end": end + 4, "label": "claim", "id": "x"}
    span["parts"] = [[start, start + 6], [end, end + 4]]
    span["attributes"] = {"sure": "no"}
    path = dataset(tmp_path, {"id": WIRE, "spans": [span]})
    with open_story(story) as workspace:
        bring_in(workspace, path)
        first, second = workspace.article(WIRE).annotations
        assert (first.text, second.text) == ("troops", "said")
        assert first.attributes == (("sure", "no"),)
        (relation,) = workspace.now.relations
        assert (relation.type, relation.head.id, relation.tail.id) == (
            "continues", first.id, second.id,
        )  # fmt: skip
        assert bring_in(workspace, path).edit.edits == ()
