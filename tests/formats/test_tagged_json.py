"""Rows for training taggers: known by what is in them, read, or refused with a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.reading import Input
from store.formats.registry import recognise

if TYPE_CHECKING:
    from pathlib import Path

    from store.formats.rows import ArticleRow

WORDS = ["Ana", "Lee", "left", "Berlin", "."]
TAGS = ["B-PER", "I-PER", "O", "B-LOC", "O"]
PLACES = [[0, 1, "PER"], [3, 3, "LOC"]]
ENTITIES = {"entities": [[0, 7, "PER"], [13, 19, "LOC"]]}
OBJECTS = [{"start": 0, "end": 7, "label": "PER"}, {"start": 13, "end": 19, "label": "LOC"}]
TEXT = "Ana Lee left Berlin."
SPANS = ["PER:Ana Lee", "LOC:Berlin"]


def read(path: Path, *values: object, is_list: bool = False) -> tuple[list[ArticleRow], Input]:
    """The articles of a file with these values, a line each or as one list; it knows itself."""
    lines = "\n".join(json.dumps(value) for value in values)
    path.write_text(json.dumps(values) if is_list else lines)
    found = recognise(path)
    assert found.format.name == "tagged-json"
    assert found.format.reads is not None
    source = Input(path)
    return [placed.row for placed in found.format.reads(source)], source


@pytest.mark.parametrize("is_list", [False, True])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"tokens": WORDS, "ner_tags": TAGS}, "Ana Lee left Berlin."),
        ({"id": 3, "words": WORDS, "labels": TAGS}, "Ana Lee left Berlin."),
        ({"text": TEXT, "tokens": WORDS, "tags": TAGS}, TEXT),
        ({"tokenized_text": WORDS, "ner": PLACES}, "Ana Lee left Berlin."),
        ([TEXT, ENTITIES], TEXT),
        ({"id": 7, "text": TEXT, "entities": OBJECTS, "relations": []}, TEXT),
        ({"classes": ["PER", "LOC"], "annotations": [[TEXT, ENTITIES], None]}, TEXT),
    ],
)
def test_rows_are_read(tmp_path: Path, value: object, text: str, *, is_list: bool) -> None:
    (row, *_), _ = read(tmp_path / "a.json", value, value, is_list=is_list)
    assert row.text == text
    assert [f"{span.label}:{span.text}" for span in row.spans] == SPANS


def test_a_row_of_a_megabyte_is_known_too(tmp_path: Path) -> None:
    long = "word " * 200_000
    read(tmp_path / "a.jsonl", [long, ENTITIES])
    read(tmp_path / "b.jsonl", {"tokens": long.split(), "ner_tags": ["O"] * 200_000})


def test_a_name_is_an_id_and_what_else_is_said_is_counted(tmp_path: Path) -> None:
    named = {"id": "wire", "tokens": WORDS, "ner_tags": TAGS, "pos_tags": [1, 2, 3, 4, 5]}
    rows, source = read(tmp_path / "a.jsonl", named, {"tokens": [], "ner_tags": []})
    assert [row.id for row in rows] == ["wire"]
    assert [str(loss) for loss in source.losses.content] == [
        "1 “pos_tags” of rows, such as row 1",
        "1 row without words, such as row 2",
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"tokens": ["a", "b"], "tags": ["O"]}, "there are 1 tags for 2 words"),
        ({"tokens": ["a"], "ner_tags": [3]}, "this tag is the number 3, and the file does not say"),
        ({"tokens": ["a"], "tags": ["NOUN"]}, "it must be a tag such as B-actor or O"),
        ({"tokens": ["a", 2], "tags": ["O", "O"]}, "it must be a word, not the number 2"),
        ({"tokens": ["a"], "ner": [[0, 1, "X"]]}, "the first and the last of 1 words"),
        (["a b", {"entities": [[0, 9, "X"]]}], "entities[0]"),
        (["a b", {"entities": [[0, "X"]]}], "it must be a start, an end and a label"),
    ],
)
def test_what_does_not_say_all_is_refused(tmp_path: Path, value: object, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path / "a.jsonl", value)
    assert sentence in str(refused.value)
    assert refused.value.line == 1
