"""doccano's JSON lines: every shape it has had is read; a file is written in one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.doccano import FORMAT
from store.formats.features import Feature
from store.formats.offsets import Unit
from store.formats.reading import Input, ReadOptions
from store.formats.rows import ArticleRow, Meta, RelationRow, SpanRow
from store.formats.writing import ExportOptions
from tests.corpora import corpus
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW, fault_of, first_guess, there_and_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.losses import Losses

GOLDEN: Final = Path(__file__).parents[1] / "golden"
_DOCCANO: Final = "doccano/backend/"
FILES: Final = {
    # articles, spans, relations, what is left out
    f"{_DOCCANO}data_export/pipeline/examples/intent_detection/example.jsonl": (
        (2, 3, 0), "2 categories of whole texts, such as flight of 1"),
    f"{_DOCCANO}data_export/pipeline/examples/sequence_labeling/example.jsonl": (
        (3, 4, 0), "0 things left out"),
    f"{_DOCCANO}data_export/pipeline/examples/sequence_to_sequence/example.json": (
        (3, 0, 0), "3 categories of whole texts, such as こんにちは！ of 1"),
    f"{_DOCCANO}data_export/pipeline/examples/text_classification/example.jsonl": (
        (3, 0, 0), "3 categories of whole texts, such as negative of 1"),
    f"{_DOCCANO}data_import/pipeline/examples/intent_detection/example.jsonl": (
        (2, 3, 0), "2 categories of whole texts, such as flight of 1"),
    f"{_DOCCANO}data_import/tests/data/relation_extraction/example.jsonl": (
        (1, 4, 3), "0 things left out"),
    f"{_DOCCANO}data_import/tests/data/sequence_labeling/example_overlapping.jsonl": (
        (1, 2, 0), "1 “wikiPageID” of articles, such as 1"),
    f"{_DOCCANO}data_import/tests/data/text_classification/example.jsonl": (
        (3, 0, 0),
        "3 categories of whole texts, such as positive of 1; 3 “wikiPageID” of articles, such as 1",
    ),
    "doccano-transformer/tests/data/labeling/labeling.jsonl": (
        (2, 11, 0), "5 annotations by user 2, such as 12 of 2578"),
    "doccano-transformer/tests/data/labeling/labeling_text_label.jsonl": (
        (2, 11, 0), "0 things left out"),
}  # fmt: skip
_NO_TEXT: Final = "text: it is missing; it must be a text"
REFUSED: Final = {
    # columns that were named when they were imported
    f"{_DOCCANO}data_import/pipeline/examples/sequence_labeling/example.jsonl": (
        f"line 1, field {_NO_TEXT}"),
    f"{_DOCCANO}data_import/pipeline/examples/sequence_to_sequence/example.jsonl": (
        f"line 1, field {_NO_TEXT}"),
    f"{_DOCCANO}data_import/pipeline/examples/text_classification/example.json": (
        f"field [0].{_NO_TEXT}"),
    # an example of bad input
    f"{_DOCCANO}data_import/tests/data/seq2seq/example.json": f"field [2].{_NO_TEXT}",
    # spaCy's training data
    "doccano-transformer/tests/data/labeling/labeling.spacy.user2": f"field [0].{_NO_TEXT}",
}  # fmt: skip


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format; CSV, CoNLL and text are not JSON lines."""
    for name in (*FILES, *REFUSED):
        yield corpus("formats/doccano") / name, "doccano"


def objects_of(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    if text.startswith("["):
        return list(json.loads(text))
    return [json.loads(line) for line in text.split("\n") if line]


def annotations_in(path: Path) -> list[object]:
    """What a file says, read as plainly as can be: that of the first user only."""
    found: list[object] = []
    for line in objects_of(path):
        spans, ids = [], {}
        first = None
        for each in (e for key in ("label", "labels", "entities", "annotations")
                     for e in line.get(key, [])):  # fmt: skip
            if isinstance(each, str):
                continue
            if isinstance(each, dict):
                first = first or each.get("user")
                if each.get("user") != first:
                    continue
                place = [each["start_offset"], each["end_offset"], str(each["label"])]
                ids[each.get("id")] = place
                each = place
            spans.append(each)
        relations = [(ids[r["from_id"]], r["type"], ids[r["to_id"]]) for r in
                     line.get("relations", [])]  # fmt: skip
        found.append((line["text"], spans, relations))
    return found


# There and back ----------------------------------------------------------------------------


@given(row=article_rows(holds=FORMAT.holds))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("doccano", [row], tmp_path_factory.mktemp("doccano"))
    (again,), losses = read_back("doccano", path)
    assert meaning(again) == meaning(row)
    assert again.id == row.id
    assert not report.losses.content
    assert not losses.content
    (line,) = objects_of(path)
    units = line["text"].encode("utf-16-le")  # as JavaScript sees it
    for span, (start, end, _) in zip(row.spans, places_in(line), strict=True):
        assert units[2 * start : 2 * end].decode("utf-16-le") == span.text


def places_in(line: dict[str, Any]) -> list[list[Any]]:
    if "entities" not in line:
        return list(line["label"])
    return [[e["start_offset"], e["end_offset"], e["label"]] for e in line["entities"]]


@given(rows=st.lists(article_rows(holds={Feature.RELATIONS, Feature.OVERLAPS}), max_size=3))
def test_one_shape_for_a_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[ArticleRow]
) -> None:
    path, _ = written("doccano", rows, tmp_path_factory.mktemp("doccano"))
    has_relations = any(row.relations for row in rows)
    lines = objects_of(path)
    assert len(lines) == len(rows)
    for line in lines:
        assert ("entities" in line, "relations" in line) == (has_relations, has_relations)
        assert ("label" in line) == (not has_relations)


def test_a_row_is_kept(tmp_path: Path) -> None:
    path, report = written("doccano", [ROW], tmp_path)
    (again,), _ = read_back("doccano", path)
    assert again.spans[:3] == ROW.spans[:3]
    assert [(s.start, s.end, s.label, s.text) for s in again.spans] == [
        (s.start, s.end, s.label, s.text) for s in ROW.spans
    ]
    assert (again.meta, again.relations) == (ROW.meta, ROW.relations)
    assert not report.losses.content


def test_metadata_is_the_same_in_every_row(tmp_path: Path) -> None:
    """doccano refuses a file in which a line lacks what another has."""
    other = ArticleRow("two", [], "Oslo.", meta=Meta(date="2026-01-01"))
    path, _ = written("doccano", [ROW, other], tmp_path)
    first, second = objects_of(path)
    assert list(first) == list(second)
    assert (first["date"], second["title"], second["sidelight"]) == ("", "", {})
    (again, blank), losses = read_back("doccano", path)
    assert (again.meta, blank) == (ROW.meta, msgspec.structs.replace(other, text_sha256=""))
    assert not losses.content


def test_golden(tmp_path: Path) -> None:
    path, _ = written("doccano", [ROW], tmp_path)
    assert path.read_bytes() == (GOLDEN / "doccano.jsonl").read_bytes()


@pytest.mark.parametrize("unit", list(Unit))
def test_units_can_be_chosen(tmp_path: Path, unit: Unit) -> None:
    path, _ = written("doccano", [ROW], tmp_path, ExportOptions(unit=unit))
    (again,), _ = read_back("doccano", path, ReadOptions(unit=unit))
    assert [(s.start, s.end) for s in again.spans] == [(s.start, s.end) for s in ROW.spans]


@pytest.mark.parametrize(
    ("ids", "numbers"),
    [
        (["7", "3"], [7, 3]),
        (["x", "0", "y", "2", "z"], [1, 0, 3, 2, 4]),
        (["01", "-1", "٣", ""], [0, 1, 2, 3]),
    ],
)
def test_ids_are_whole_numbers(tmp_path: Path, ids: list[str], numbers: list[int]) -> None:
    spans = [SpanRow(n, n + 1, "actor", id_) for n, id_ in enumerate(ids)]
    row = ArticleRow("a", spans, "abcdef", relations=[RelationRow("same", ids[0], ids[1])])
    path, _ = written("doccano", [row], tmp_path)
    (line,) = objects_of(path)
    assert [entity["id"] for entity in line["entities"]] == numbers
    (relation,) = line["relations"]
    assert (relation["from_id"], relation["to_id"]) == (numbers[0], numbers[1])


# Real files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_real_files(tmp_path: Path, name: str) -> None:
    path = corpus("formats/doccano") / name
    rows, again = there_and_back("doccano", path, tmp_path)
    counts = (len(rows), sum(len(r.spans) for r in rows), sum(len(r.relations) for r in rows))
    assert (counts, str(read_back("doccano", path)[1])) == FILES[name]
    assert annotations_in(again) == annotations_in(path)
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(path.read_bytes()[:65536], path.name) > 0.5


@pytest.mark.parametrize("name", REFUSED)
def test_refused_files(tmp_path: Path, name: str) -> None:
    content = (corpus("formats/doccano") / name).read_text("utf-8")
    assert fault_of("doccano", tmp_path / "a.jsonl", content) == REFUSED[name]


# What is read ------------------------------------------------------------------------------

SAW: Final = "Ana \U0001f600 saw Bo."


def test_a_text_that_stands_as_data_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "data": "Ana left", "label": [[0, 3, "a"]]}\n', "utf-8")
    assert first_guess(path) == "doccano"
    (row,), losses = read_back("doccano", path)
    assert (row.text, row.spans[0].text, losses.content) == ("Ana left", "Ana", [])


def read_one(path: Path, value: dict[str, Any] | str) -> tuple[ArticleRow, Losses]:
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    (row,), losses = read_back("doccano", path)
    return row, losses


@pytest.mark.parametrize(
    "spans",
    [
        {"label": [[0, 3, "actor"], [11, 13, "actor"]]},
        {"labels": [[0, 3, "actor"], [11, 13, "actor"]]},
        {"entities": [[0, 3, "actor"], [11, 13, "actor"]], "cats": []},
        {
            "entities": [
                {"id": 4, "label": "actor", "start_offset": 0, "end_offset": 3},
                {"id": 6, "label": "actor", "start_offset": 11, "end_offset": 13},
            ]
        },
        {
            "annotations": [
                {"label": "actor", "start_offset": 0, "end_offset": 3, "user": 1},
                {"label": "place", "start_offset": 0, "end_offset": 3, "user": 2},
                {"label": "actor", "start_offset": 11, "end_offset": 13, "user": 1},
            ]
        },
    ],
)
@pytest.mark.parametrize("layout", ["line", "pretty", "list"])
def test_shapes(tmp_path: Path, spans: dict[str, Any], layout: str) -> None:
    value = {"text": SAW, **spans}
    content = {
        "line": json.dumps(value),
        "pretty": json.dumps(value, indent=2, ensure_ascii=False),
        "list": json.dumps([value], indent=2),
    }[layout]
    path = tmp_path / "a.jsonl"
    row, _ = read_one(path, content)
    assert [(s.text, s.label) for s in row.spans] == [("Ana", "actor"), ("Bo", "actor")]
    assert first_guess(path) == "doccano"


def test_objects_that_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    one = json.dumps({"text": "Ana", "label": [[0, 3, "actor"]]}, indent=1)
    path.write_text(f"{one}\n{one}\n\n{one}{one}")
    assert FORMAT.reads is not None
    lines = [placed.line for placed in FORMAT.reads(Input(path))]
    assert lines == [1, 11, 22, 31]


def test_relations_and_meta(tmp_path: Path) -> None:
    row, losses = read_one(
        tmp_path / "a.jsonl",
        {
            "id": 12, "text": SAW, "title": "T", "meta": {"outlet": "O", "page": 3}, "note": None,
            "entities": [
                {"id": 4, "label": "actor", "start_offset": 0, "end_offset": 3},
                {"id": 6, "label": "actor", "start_offset": 11, "end_offset": 13, "sure": 0.5},
                {"id": 7, "label": "gap", "start_offset": 4, "end_offset": 4},
            ],
            "relations": [
                {"id": 0, "from_id": 4, "to_id": 6, "type": "sees"},
                {"id": 1, "from_id": 4, "to_id": 7, "type": "sees"},
            ],
            "Comments": [{"id": 1, "comment": "good"}, "bad"],
        },
    )  # fmt: skip
    assert (row.id, row.meta.title, row.meta.outlet) == ("12", "T", "O")
    assert row.relations == [RelationRow("sees", "4", "6", "0")]
    assert row.spans[1].attributes == {"sure": "0.5"}
    assert str(losses) == (
        "2 comments on whole texts, such as “good” on 12; "
        "1 span without width, such as gap at 4 of 12; "
        "1 “page” of articles, such as 12; "
        "1 relation of spans that are left out, such as sees of 12"
    )


# Faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"label": [[0, 3]]}, "label[0]: it must be a start, an end and a label, not 2 values"),
        ({"label": [7]}, "label[0]: it must be a list or an object, not the number 7"),
        ({"label": {"a": 1}}, "label: it must be a list, not an object"),
        (
            {"labels": [["0", 3, "actor"]]},
            "labels[0].start_offset: it must be a whole number, not the text “0”",
        ),
        (
            {"label": [[0, 3, None]]},
            "label[0].label: it must be a text or a whole number, not null",
        ),
        (
            {"label": [[0, 3, "actor"], [11, 99, "actor"]]},
            "label[1].end_offset: 11-99 is no range of a text of 14 UTF-16 units",
        ),
        (
            {"label": [[5, 6, "actor"]], "sidelight": {"offset_unit": "utf16"}},
            "label[0].start_offset: offset 5 lies inside a character, counted in UTF-16 units",
        ),
        (
            {"entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "x"}]},
            "relations[0].from_id: no entity of this text has the id 1",
        ),
        (
            {"entities": [{"id": True, "label": "x", "start_offset": 0, "end_offset": 3}]},
            "entities[0].id: it must be a text or a whole number, not true",
        ),
    ],
)
def test_faults(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    content = json.dumps({"text": "x"}) + "\n" + json.dumps({"text": SAW, **fields})
    assert fault_of("doccano", tmp_path / "a.jsonl", content) == f"line 2, field {reason}"
