from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from store.suggest.outside.file import FileSuggester
from tests.store.suggest.outside.support import DEFAULT, STORY, said, span

if TYPE_CHECKING:
    from pathlib import Path


def from_file(tmp_path: Path, *rows: object) -> tuple[dict[str, list[str]], list[str]]:
    """What a file of these lines suggests for each article of the story, and what is said of it."""
    path = tmp_path / "pre.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines))
    tool = FileSuggester(path, DEFAULT, STORY)
    found = {name: said(tool.suggest(name, text)) for name, text in STORY.items()}
    notices = [notice.replace(str(path), "pre.jsonl") for notice in tool.take_notices()]
    return {name: spans for name, spans in found.items() if spans}, notices


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"id": "a", "spans": [span(0, 3)]}], {"a": ["actor:Ana"]}),
        ([{"text": "Boe left.", "spans": [span(0, 3, token_start=0, token_end=0)],
           "_input_hash": 1, "answer": "accept", "meta": {"pattern": "0"}}], {"b": ["actor:Boe"]}),
        ([{"id": "other", "text": "Boe left.", "spans": [span(0, 3)]}], {"b": ["actor:Boe"]}),
        ([{"id": "a", "suggestions": [span(0, 3, reason="so")]}], {"a": ["actor:Ana"]}),
        ([{"id": "a", "spans": [span(0, 3)]}, "", {"id": "a", "spans": [span(4, 8, "claim")]}],
         {"a": ["actor:Ana", "claim:came"]}),
        ([{"id": "a", "text": "Ana came.", "spans": []}], {}),
        ([{"id": "a"}], {}),
    ],
    ids=["id", "Prodigy", "text", "ours", "two lines", "no spans", "nothing"],
)  # fmt: skip
def test_what_a_file_suggests(tmp_path: Path, rows: list[object], found: object) -> None:
    assert from_file(tmp_path, *rows) == (found, [])


def test_how_sure_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "pre.jsonl"
    spans = [span(0, 3), span(4, 8, "claim", score=0.25)]
    path.write_text(json.dumps({"id": "a", "spans": spans}))
    found = FileSuggester(path, DEFAULT, ["a"]).suggest("a", "Ana came.")
    assert [(s.score, s.reason, s.suggester) for s in found] == [
        (1.0, "pre.jsonl says PERSON", "file:pre.jsonl"),
        (0.25, "pre.jsonl says claim", "file:pre.jsonl"),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("{", "line 1: this line is not the JSON of an article"),
        ('{"id": 12, "text": "ab', "line 1: this line is not the JSON of an article"),
        ("[1]", "line 1: expected `object`, got `array`"),
        ({"id": "a", "spans": [{"start": 0, "end": 3}]},
         "line 1, field spans[0]: object missing required field `label`"),
        ({"id": "a", "spans": [span(0, 30)]},
         "line 1, field spans[0].end: 30 is no offset in this article"),
        ({"id": "a", "suggestions": [span(0, 30)]},
         "line 1, field suggestions[0].end: 30 is no offset in this article"),
        ({"id": "a", "spans": [span(0, 3), span(4, 8, text="went")]},
         "line 1, field spans[1].text: it is “went”, but the article says “came” there"),
        ({"id": "a", "text": "Ana went.", "spans": [span(0, 3)]},
         "line 1, field text: it is not the text of a"),
        ({"id": "a", "text_sha256": "0" * 64, "spans": [span(0, 3)]},
         "line 1, field text: it is not the text of a"),
        ({"id": "c", "spans": []},
         "line 1, field id: the story has no article 'c', and there is no text to find the "
         "article by"),
        ({"spans": []},
         "line 1, field id: it is missing, and there is no text to find the article by"),
    ],
)  # fmt: skip
def test_a_line_that_does_not_fit_is_left_out(tmp_path: Path, row: object, sentence: str) -> None:
    good = {"id": "b", "spans": [span(0, 3)]}
    assert from_file(tmp_path, row, good) == (
        {"b": ["actor:Boe"]},
        [f"pre.jsonl, {sentence}; the line is left out"],
    )


def test_many_lines_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    found, notices = from_file(tmp_path, *["no"] * 10, {"text": "Elsewhere."}, {"text": "Or not."})
    assert found == {}
    assert notices[3:] == [
        "file:pre.jsonl: 7 more lines refused",
        "pre.jsonl: line 11 and 1 more fit no article of the story",
    ]


def test_a_file_that_goes_before_it_is_read(tmp_path: Path) -> None:
    tool = FileSuggester(tmp_path / "gone.jsonl", DEFAULT, STORY)
    assert tool.suggest("a", "Ana") == []
    assert tool.take_notices() == [
        f"{tmp_path / 'gone.jsonl'}: it cannot be read: no such file or directory; "
        "nothing of it is suggested"
    ]
