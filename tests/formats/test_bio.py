"""BIO JSON lines: rows of tokens with their tags by name, and the numbers of the tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from store.formats.bio import WINDOW_TOKENS
from store.formats.choices import RowSize
from store.formats.features import Feature
from store.formats.reading import ReadOptions
from store.formats.registry import recognise
from store.formats.rows import ArticleRow, SpanRow
from store.formats.writing import ExportOptions
from tests.formats.generated import article_rows, read_back, written
from tests.formats.samples import fault_of

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ana Lee left. Bo’s dog stayed."
ROW = ArticleRow(
    "one",
    [
        SpanRow(0, 7, "actor", "a", "Ana Lee"),
        SpanRow(0, 12, "claim", "b", "Ana Lee left"),
        SpanRow(14, 16, "pet", "c", "Bo"),
    ],
    TEXT,
)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / "data.jsonl").read_bytes().splitlines()]


def test_a_row_is_a_sentence_with_a_column_for_each_layer(tmp_path: Path) -> None:
    path, report = written("bio", [ROW], tmp_path)
    assert rows_of(path) == [
        {
            "article": "one",
            "row": 1,
            "tokens": ["Ana", "Lee", "left", "."],
            "ner_tags": ["B-actor", "I-actor", "O", "O"],
            "claim_tags": ["B-claim", "I-claim", "I-claim", "O"],
            "token_starts": [0, 4, 8, 12],
        },
        {
            "article": "one",
            "row": 2,
            "tokens": ["Bo", "’s", "dog", "stayed", "."],
            "ner_tags": ["B-pet", "O", "O", "O", "O"],
            "claim_tags": ["O"] * 5,
            "token_starts": [14, 16, 19, 23, 29],
        },
    ]
    assert json.loads((path / "label2id.json").read_bytes()) == {
        "ner_tags": {
            tag: number
            for number, tag in enumerate(
                ["O", "B-actor", "I-actor", "B-location", "I-location", "B-source", "I-source",
                 "B-pet", "I-pet"]
            )
        },
        "claim_tags": {"O": 0, "B-claim": 1, "I-claim": 2},
    }  # fmt: skip
    assert Feature.OVERLAPS not in report.losses.found


def test_spans_that_no_tag_stands_for_are_counted(tmp_path: Path) -> None:
    _, report = written("bio", [ROW], tmp_path, ExportOptions(layers=()))
    assert report.losses.found[Feature.OVERLAPS].count == 1


@pytest.mark.parametrize(
    ("size", "tokens"),
    [
        (RowSize.SENTENCE, [4] * 100),
        (RowSize.WINDOW, [WINDOW_TOKENS, WINDOW_TOKENS, WINDOW_TOKENS, 16]),
        (RowSize.ARTICLE, [400]),
    ],
)
def test_rows_hold_whole_sentences(tmp_path: Path, size: RowSize, tokens: list[int]) -> None:
    long = ArticleRow("long", [], "Ana Lee left. " * 100)
    path, _ = written("bio", [long], tmp_path, ExportOptions(rows=size))
    assert [len(row["tokens"]) for row in rows_of(path)] == tokens


@pytest.mark.parametrize("size", list(RowSize))
@given(row=article_rows())
def test_what_is_tagged_comes_back(
    tmp_path_factory: pytest.TempPathFactory, size: RowSize, row: ArticleRow
) -> None:
    path, report = written("bio", [row], tmp_path_factory.mktemp("bio"), ExportOptions(rows=size))
    if not rows_of(path):
        return
    texts = {row.id: row.said}
    options = ReadOptions(texts=texts.get, articles=(row.id,))
    (again,), losses = read_back("bio", path, options)
    assert (again.id, again.said) == (row.id, row.said)
    lost = sum(
        report.losses.found[each].count
        for each in (Feature.OVERLAPS, Feature.SUBTOKEN)
        if each in report.losses.found
    )
    assert len(again.spans) == sum(max(1, len(span.parts)) for span in row.spans) - lost
    assert not losses.content
    (alone,), _ = read_back("bio", path)  # the places are said, white space is not
    assert [(s.start, s.end, s.label) for s in alone.spans] == [
        (s.start, s.end, s.label) for s in again.spans
    ]


def test_a_file_of_it_alone_is_read_without_the_text(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text(
        '{"article":"one","tokens":["Ana","left"],"ner_tags":["B-PER","O"],"token_starts":[0,4]}\n'
        '{"article":"one","tokens":["Rome"],"ner_tags":["B-LOC"],"token_starts":[9],"pos":[1]}\n'
        '{"article":"two","tokens":["No"],"ner_tags":["O"],"token_starts":[0]}\n'
    )
    assert recognise(path).format.name == "bio"
    (one, two), losses = read_back("bio", path)
    assert [str(loss) for loss in losses.content] == ["1 “pos” of rows, such as train"]
    assert [(row.id, row.said) for row in (one, two)] == [("one", "Ana left\nRome"), ("two", "No")]
    assert [(s.label, s.text) for s in one.spans] == [("PER", "Ana"), ("LOC", "Rome")]


def test_a_folder_of_it_is_known(tmp_path: Path) -> None:
    path, _ = written("bio", [ROW], tmp_path)
    assert recognise(path).format.name == "bio"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"tokens":["a","b"],"ner_tags":["O"]}', "there are 1 tags for 2 tokens"),
        ('{"tokens":["a"],"ner_tags":[3]}', "the tag 3 is neither O nor one such as B-actor"),
        ('{"tokens":[" "],"ner_tags":["O"]}', "the token ' ' is no word"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, line: str, reason: str) -> None:
    assert reason in fault_of("bio", tmp_path / "a.jsonl", line + "\n")
