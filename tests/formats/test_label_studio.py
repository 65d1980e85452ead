"""Label Studio's JSON: one annotation of each task that has a text, in either unit of offsets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
import regex
from hypothesis import given

from store.annotations.model import Origin
from store.formats.features import Feature
from store.formats.label_studio import FORMAT
from store.formats.offsets import Offsets, Unit
from store.formats.reading import Input, ReadOptions
from store.formats.registry import recognise
from store.formats.rows import ArticleRow, SpanRow
from store.formats.writing import ExportOptions
from tests.corpora import corpus
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW, fault_of, first_guess, there_and_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.losses import Losses

GOLDEN: Final = Path(__file__).parents[1] / "golden"
_SAMPLES: Final = "label_studio-1.23.2/samples"
FILES: Final = {
    # articles, spans
    "editor-examples/named_entity.annotations.1.json": (1, 1),
    f"{_SAMPLES}/text_with_2_predictions.json": (1, 0),
    f"{_SAMPLES}/text_with_2_tasks.json": (2, 0),
    f"{_SAMPLES}/three_tasks_two_gts.json": (3, 0),
    "label_studio-1.23.2/tasks_annotations_predictions.json": (6, 0),
}
_NONE: Final = "no task in it has a text to annotate: 1 task without a text, such as"
REFUSED: Final = {
    "label_studio-1.23.2/data_examples.json": f"{_NONE} editor_preview, upload",
    f"{_SAMPLES}/previous_export.json": f"{_NONE} choices",
    f"{_SAMPLES}/random-with-predictions.json": f"{_NONE} timeserieslabels",
    "tests/data/test_export_csv/csv_test2.json": f"{_NONE} choices",
    "tests/data/test_export_json_min/data.json": f"{_NONE} polygonlabels",
}
TEMPLATES: Final = {
    # a task stands in a comment of the labeling configuration: spans, relations
    "named-entity-recognition": (4, 0),
    "relation-extraction": (4, 3),
}


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for name in (*FILES, *REFUSED):
        yield corpus("formats/label-studio") / name, "label-studio"


def annotations_in(task: dict[str, Any]) -> object:
    """The regions and relations of the first annotation of a task, as they stand."""
    annotations: list[dict[str, Any]] = task.get("annotations", [])
    results = annotations[0]["result"] if annotations else []
    spans = sorted((r["id"], r["value"]["start"], r["value"]["end"], r["value"]["text"],
                    r["value"]["labels"]) for r in results if r["type"] == "labels")  # fmt: skip
    relations = sorted((r["from_id"], r["to_id"], r["direction"], r["labels"]) for r in results
                       if r["type"] == "relation")  # fmt: skip
    return (task.get("data", task)["text"], spans, relations)


# There and back ----------------------------------------------------------------------------


@given(row=article_rows(holds=FORMAT.holds))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("label-studio", [row], tmp_path_factory.mktemp("label-studio"))
    (again,), losses = read_back("label-studio", path)
    assert meaning(again) == meaning(row)
    assert [s.id for s in again.spans] == [s.id for s in row.spans]
    assert again.id == row.id
    assert not report.losses.content
    assert not losses.content


@given(row=article_rows(holds={Feature.OVERLAPS}, least=1))
def test_the_unit_is_that_in_which_the_texts_stand_there(
    tmp_path_factory: pytest.TempPathFactory, row: ArticleRow
) -> None:
    """As until late in 2021, and as since: nobody need say which."""
    for unit in (Unit.UTF16, Unit.CODEPOINT):
        path, _ = written(
            "label-studio", [row], tmp_path_factory.mktemp("unit"), ExportOptions(unit=unit)
        )
        task = json.loads(path.read_bytes())[0]
        encoding, width = ("utf-16-le", 2) if unit is Unit.UTF16 else ("utf-32-le", 4)
        units = row.said.encode(encoding)
        for result in task["annotations"][0]["result"]:
            value = result["value"]
            cut = units[width * value["start"] : width * value["end"]]
            assert cut.decode(encoding) == value["text"]
        values = [result["value"] for result in task["annotations"][0]["result"]]
        also = all(row.said[v["start"] : v["end"]] == v["text"] for v in values)
        if unit is Unit.UTF16 and also:
            continue  # by chance they stand there in code points too
        (again,), _ = read_back("label-studio", path)
        assert [(s.start, s.text) for s in again.spans] == [(s.start, s.text) for s in row.spans]


def test_a_row_is_kept(tmp_path: Path) -> None:
    path, report = written("label-studio", [ROW], tmp_path)
    (again,), losses = read_back("label-studio", path)
    times = {"created": "2026-01-01T00:00:00.000Z", "updated": "2026-01-02T00:00:00.000Z"}
    expected = [msgspec.structs.replace(s, origin=None, **times) for s in ROW.spans]
    assert again.spans == [
        msgspec.structs.replace(s, text=ROW.said[s.start : s.end]) for s in expected
    ]
    assert again.meta == ROW.meta
    assert again.relations == ROW.relations
    assert not report.losses.content
    assert not losses.content


def test_golden(tmp_path: Path) -> None:
    path, _ = written("label-studio", [ROW], tmp_path)
    assert path.read_bytes() == (GOLDEN / "label_studio.json").read_bytes()


def test_no_articles_are_a_list_as_well(tmp_path: Path) -> None:
    path, _ = written("label-studio", [], tmp_path)
    assert json.loads(path.read_bytes()) == []
    assert read_back("label-studio", path)[0] == []


# Real files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_real_files(tmp_path: Path, name: str) -> None:
    path = corpus("formats/label-studio") / name
    rows, again = there_and_back("label-studio", path, tmp_path)
    assert (len(rows), sum(len(row.spans) for row in rows)) == FILES[name]
    value = json.loads(path.read_bytes())
    before = value if isinstance(value, list) else [value]
    after = json.loads(again.read_bytes())
    assert [annotations_in(task) for task in after] == [annotations_in(task) for task in before]
    assert first_guess(path) == ("" if name.endswith("2_tasks.json") else "label-studio")


@pytest.mark.parametrize("name", REFUSED)
def test_refused_files(tmp_path: Path, name: str) -> None:
    content = (corpus("formats/label-studio") / name).read_text("utf-8")
    assert fault_of("label-studio", tmp_path / "a.json", content) == REFUSED[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_tasks_of_templates(tmp_path: Path, name: str) -> None:
    folder = corpus("formats/label-studio") / "label_studio-1.23.2/natural-language-processing"
    config = (folder / name / "config.xml").read_text("utf-8")
    comment = regex.search(r"<!--\s*(\{.*\})\s*-->", config, regex.DOTALL)
    assert comment is not None
    path = tmp_path / "task.json"
    path.write_text(comment[1])
    rows, again = there_and_back("label-studio", path, tmp_path)
    assert (len(rows[0].spans), len(rows[0].relations)) == TEMPLATES[name]
    (task,) = json.loads(again.read_bytes())
    assert annotations_in(task) == annotations_in(json.loads(comment[1]))
    assert first_guess(path) == "label-studio"


# What is read ------------------------------------------------------------------------------

SAW: Final = "Ana \U0001f600\nsaw Bo."


def region(start: int, end: int, text: str | None = None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": more.pop("labels", ["actor"])}
    if text is not None:
        value["text"] = text
    return {"id": f"r{start}", "from_name": "ner", "to_name": "text", "type": "labels",
            "value": value, **more}  # fmt: skip


def task(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    annotation = {"id": 1, "completed_by": 1, "result": results}
    return {"id": 7, "data": {"text": SAW}, "annotations": [annotation], **more}


def read_one(folder: Path, *tasks: dict[str, Any]) -> tuple[ArticleRow, Losses]:
    path = folder / "a.json"
    path.write_text(json.dumps(tasks))
    (row,), losses = read_back("label-studio", path)
    return row, losses


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([region(10, 12, "Bo")], ["Bo"]),  # code points
        ([region(11, 13, "Bo")], ["Bo"]),  # UTF-16 units
        ([region(10, 12)], ["Bo"]),  # nothing to tell by
        ([region(0, 9, "Ana \U0001f600\\nsaw")], ["Ana \U0001f600\nsaw"]),
        ([region(0, 9, "Ana\U0001f600 saw")], ["Ana \U0001f600\nsaw"]),
        ([region(0, 3, "Ana"), region(11, 13, "Bo")], ["Ana", "Bo"]),
    ],
)
def test_places(tmp_path: Path, results: list[dict[str, Any]], found: list[str]) -> None:
    row, losses = read_one(tmp_path, task(*results))
    assert [span.text for span in row.spans] == found
    is_told = "places count UTF-16 units" in str(losses)
    assert is_told == (results[-1]["value"]["start"] == 11)


def test_a_unit_that_is_said_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task(region(10, 12))]))
    (row,), _ = read_back("label-studio", path, ReadOptions(unit=Unit.UTF16))
    assert row.spans[0].text == SAW[9:11]
    assert Offsets(SAW, Unit.UTF16).codepoint(10) == 9


def relation(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"from_id": f"r{start}", "to_id": f"r{end}", "type": "relation", **more}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"direction": "right", "labels": ["sees"]}, ["r0 sees r10"]),
        ({"direction": "left", "labels": ["sees"]}, ["r10 sees r0"]),
        ({"labels": ["sees", "knows"]}, ["r0 sees r10", "r0 knows r10"]),
        ({"direction": "right"}, ["r0 relation r10"]),
    ],
)
def test_relations(tmp_path: Path, fields: dict[str, Any], found: list[str]) -> None:
    row, losses = read_one(tmp_path, task(region(0, 3), relation(0, 10, **fields), region(10, 12)))
    assert [f"{r.head} {r.type} {r.tail}" for r in row.relations] == found
    assert not losses.content


def test_what_is_said_of_a_region(tmp_path: Path) -> None:
    said = {"from_name": "mood", "to_name": "text", "type": "choices", "id": "r0",
            "value": {"start": 0, "end": 3, "choices": ["calm"]}}  # fmt: skip
    also = {**said, "from_name": "why", "type": "textarea", "value": {"text": ["looks", "so"]}}
    main = region(0, 3, labels=["actor", "source"], score=0.5, origin="prediction-changed",
                  meta={"text": ["who?", "where?"], "lang": "de"})  # fmt: skip
    row, losses = read_one(tmp_path, task(main, said, also))
    assert [(s.id, s.label, s.note) for s in row.spans] == [
        ("r0", "actor", "who?\nwhere?"), ("r0-2", "source", ""),
    ]  # fmt: skip
    assert row.spans[0].attributes == {
        "lang": "de",
        "score": "0.5",
        "origin": "prediction-changed",
        "choices.mood": '["calm"]',
        "textarea.why": '["looks","so"]',
    }
    assert not losses.content
    path, report = written("label-studio", [row], tmp_path)
    (again,), _ = read_back("label-studio", path)
    assert meaning(again) == meaning(row)
    assert not report.losses.content
    results = json.loads(path.read_bytes())[0]["annotations"][0]["result"]
    assert [r["value"].get("choices") for r in results if r["type"] == "choices"] == [["calm"]]


BO: Final = region(10, 12)
ANNOTATION: Final = {"completed_by": {"id": 2, "email": "bo@x"}, "result": [BO, BO]}


@pytest.mark.parametrize(
    ("more", "spans", "losses"),
    [
        (
            {"annotations": [{"was_cancelled": True, "result": [BO]}, {"result": []}]},
            0,
            "1 cancelled annotation, such as task 7",
        ),
        (
            {"annotations": [{"result": [BO]}, ANNOTATION]},
            1,
            "2 annotations by annotator bo@x, such as task 7",
        ),
        ({"annotations": [], "completions": [ANNOTATION]}, 2, "0 things left out"),
        (
            {"predictions": [{"result": [BO]}]},
            1,
            "1 predictions, which `{option:suggest} file:` shows as suggestions, such as task 7",
        ),
        ({"drafts": [{}]}, 1, "1 draft of annotations, such as task 7"),
        ({"meta": {"a": 1}}, 1, "1 “meta” of tasks, such as task 7"),
        ({"file_upload": "a.json"}, 1, "0 things left out"),
        (
            {"annotations": [{"result": [region(3, 3), region(4, 4)]}]},
            0,
            "2 spans without width, such as actor at 3 of 7",
        ),
        (
            {"annotations": [{"result": [{"type": "choices", "from_name": "x", "value": {}}]}]},
            0,
            "1 choice of whole texts, such as 7",
        ),
        (
            {"annotations": [{"result": [region(0, 3, labels=[])]}]},
            0,
            "1 region without a label, such as “Ana” of 7",
        ),
        (
            {"annotations": [{"result": [BO, {"type": "brushlabels", "id": "z"}]}]},
            1,
            "1 brushlabel of other kinds, such as 7",
        ),
    ],
)
def test_what_is_left_out(tmp_path: Path, more: dict[str, Any], spans: int, losses: str) -> None:
    row, found = read_one(tmp_path, task(BO, **more))
    assert len(row.spans) == spans
    assert str(found) == losses


def test_predictions_where_nobody_has_annotated(tmp_path: Path) -> None:
    predictions = [{"result": [BO], "score": 0.9}, {"result": [BO, BO]}]
    row, losses = read_one(tmp_path, task(annotations=[], predictions=predictions))
    assert [(s.text, s.origin) for s in row.spans] == [("Bo", Origin.SUGGESTED)]
    assert [str(loss) for loss in losses.content] == [
        "2 predictions, which `{option:suggest} file:` shows as suggestions, such as task 7",
        "1 prediction read as annotations, such as task 7",
    ]


@pytest.mark.parametrize("name", ["predictions", "annotations"])
def test_a_task_that_names_only_the_numbers_of_its_work_is_kept(tmp_path: Path, name: str) -> None:
    """As the exports have it that leave out what they do not say."""
    bare = task(**{"annotations": [], name: [31, 32]}) | {"id": 8}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task(BO, **({} if name == "annotations" else {name: [30]})), bare]))
    assert recognise(path).format.name == "label-studio"
    rows, losses = read_back("label-studio", path)
    assert [(row.id, [span.text for span in row.spans]) for row in rows] == [
        ("7", ["Bo"]),
        ("8", []),
    ]
    count = 2 if name == "annotations" else 3
    assert f"{count} {name} of which the file has only the numbers" in str(losses)


def test_work_beside_numbers_of_work_is_read(tmp_path: Path) -> None:
    row, losses = read_one(tmp_path, task(annotations=[31, {"result": [BO]}]))
    assert [span.text for span in row.spans] == ["Bo"]
    assert "only the number" in str(losses)


def test_tasks_without_a_text_are_counted(tmp_path: Path) -> None:
    image = {"id": 8, "data": {"image": "/data/upload/a.png", "title": "A"}, "annotations": []}
    sound = {"id": 9, "data": {"audio": "https://x/a.wav"}, "annotations": [
        {"result": [region(0, 1, original_length=3.5)]}
    ]}  # fmt: skip
    row, losses = read_one(tmp_path, image, task(BO), sound)
    assert row.id == "7"
    assert str(losses) == "2 tasks without a text, such as image, title"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"text": "Ana", "body": "Bo"}, "Ana"),
        ({"body": "Bo", "title": "T", "url": "https://x/y"}, "Bo"),
        ({"text": "/data/upload/1/a.txt", "body": "Bo"}, "Bo"),
    ],
)
def test_which_field_is_the_text(tmp_path: Path, data: dict[str, str], text: str) -> None:
    row, _ = read_one(tmp_path, {"data": data, "annotations": []})
    assert row.text == text


MINIMAL: Final = {
    "id": 7, "text": SAW, "title": "T", "annotator": 1, "annotation_id": 3, "lead_time": 8.4,
    "created_at": "2021-07-06T06:06:25.927570Z", "updated_at": "2021-07-06T06:44:08.446371Z",
    "label": [{"start": 11, "end": 13, "text": "Bo", "labels": ["actor"]}],
}  # fmt: skip


def test_json_min(tmp_path: Path) -> None:
    row, losses = read_one(tmp_path, MINIMAL, {**MINIMAL, "annotator": 2})
    assert row.spans == [
        SpanRow(10, 12, "actor", "s1", "Bo", created="2021-07-06T06:06:25.927Z",
                updated="2021-07-06T06:44:08.446Z")
    ]  # fmt: skip
    assert (row.id, row.meta.title, row.meta.annotator) == ("7", "T", "1")
    assert str(losses).startswith("1 annotation by annotator 2, such as task 7; ")
    assert first_guess(tmp_path / "a.json") == "label-studio"


# Faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (
            task(region(0, 3, "Bo")),
            "[0].annotations[0].result[0].value.text: it is “Bo”, but the text says “Ana” there",
        ),
        (
            task(region(0, 99)),
            "[0].annotations[0].result[0].value.end: 0-99 is no range of a text of 13 characters",
        ),
        (
            task({"type": "labels", "value": {"start": "0", "end": 3, "labels": ["actor"]}}),
            "[0].annotations[0].result[0].value.start: it must be a whole number, not the text “0”",
        ),
        (
            task(relation(0, 9)),
            "[0].annotations[0].result[0].from_id: no region of this annotation has the id r0",
        ),
        (
            task({**region(0, 3), "id": [7]}),
            "[0].annotations[0].result[0].id: it must be a text or a whole number, not a list",
        ),
        (
            task(region(0, 3, labels=[{"a": 1}])),
            "[0].annotations[0].result[0].value.labels[0]: it must be a text, not an object",
        ),
        (task(annotations={}), "[0].annotations: it must be a list, not an object"),
        (task(data=[]), "[0].data: it must be an object, not a list"),
        (
            {"data": {"one": "Ana", "two": "Bo"}, "annotations": []},
            "[0].data: it is not clear which of its fields is the text: one, two",
        ),
    ],
)
def test_faults(tmp_path: Path, value: dict[str, Any], reason: str) -> None:
    found = fault_of("label-studio", tmp_path / "a.json", json.dumps([value]))
    assert found == f"field {reason}"


def test_the_rest_is_read_if_so_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([7, task(region(0, 99), BO), task(data=[]), task(BO)]))
    source = Input(path, keeps_going=True)
    assert FORMAT.reads is not None
    rows = [placed.row for placed in FORMAT.reads(source)]
    assert [len(row.spans) for row in rows] == [1, 1]
    assert [error.field for error in source.faults] == [
        "[0]", "[1].annotations[0].result[0].value.end", "[2].data",
    ]  # fmt: skip
