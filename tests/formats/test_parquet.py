"""Parquet: all that an article says comes back from the nested columns."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.formats import parquet
from store.formats.offsets import Offsets, Unit
from store.formats.parquet import FORMAT, groups
from store.formats.registry import recognise
from store.formats.rows import ArticleRow, Meta, SpanRow, join_parts
from store.formats.writing import ExportOptions
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def records(path: Path) -> list[dict[str, Any]]:
    pq = pytest.importorskip("pyarrow.parquet")
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def row_of(record: dict[str, Any]) -> ArticleRow:
    """The article that a record says."""
    spans = [
        plain({name: value for name, value in span.items() if name != "in_tags"})
        | {"parts": [(part["start"], part["end"]) for part in span["parts"]]}
        | {"start": span["start"]}
        for span in record["spans"]
    ]
    links = {name: list(map(plain, record[name])) for name in ("relations", "clusters", "stances")}
    pairs = {
        name: {each["name"]: each["value"] for each in record[name]}
        for name in ("labels", "byline")
    }
    return msgspec.convert({**record, "spans": spans, **links, **pairs}, ArticleRow)


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """What a record of a span or a link says, without what it does not say."""
    attributes = {each["name"]: each["value"] for each in record.get("attributes", ())}
    said = {name: value for name, value in record.items() if value and name != "attributes"}
    return said | ({"attributes": attributes} if attributes else {})


@settings(max_examples=scaled(40))
@given(row=article_rows(holds=FORMAT.holds))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    pytest.importorskip("pyarrow")
    path, report = written("parquet", [row], tmp_path_factory.mktemp("parquet"))
    (record,) = records(path)
    assert meaning(row_of(record)) == meaning(row)
    assert [span["text"] for span in record["spans"]] == [span.text for span in row.spans]
    assert not report.losses.found
    assert not report.losses.changed


def test_everything_is_kept(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    split_parts = ArticleRow(
        "two", [SpanRow(0, 3, "a", "s", "x z", parts=[(0, 1), (2, 3)])], "xyz",
        meta=Meta(title="t", labels=["a", "b"]),
    )  # fmt: skip
    path, _ = written("parquet", [ROW, split_parts], tmp_path)
    again = [row_of(record) for record in records(path)]
    assert again == [ROW, join_parts(split_parts)]


def test_offsets_in_another_unit(tmp_path: Path) -> None:
    path, _ = written("parquet", [ROW], tmp_path, ExportOptions(unit=Unit.UTF16))
    (record,) = records(path)
    assert record["offset_unit"] == "utf16"
    offsets = Offsets(ROW.said, Unit.UTF16)
    assert [span["start"] for span in record["spans"]] == [
        offsets.units(span.start) for span in ROW.spans
    ]
    assert record["spans"][3]["end"] == ROW.spans[3].end + 1  # there is an emoji before it


def test_an_empty_story(tmp_path: Path) -> None:
    path, _ = written("parquet", [], tmp_path)
    assert records(path) == []


def test_it_is_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "GROUP_ROWS", 4)
    path, _ = written("parquet", [ArticleRow(str(n), [], "x") for n in range(10)], tmp_path)
    metadata = pq.ParquetFile(path).metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [4, 4, 2]
    assert metadata.row_group(0).column(0).compression == "ZSTD"
    assert [record["id"] for record in records(path)] == [str(n) for n in range(10)]


def test_no_more_than_a_group_is_in_memory() -> None:
    taken = 0

    def rows() -> Iterator[ArticleRow]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield ArticleRow(str(number), [], "x" * (parquet.GROUP_SIZE // 4))

    found = groups(rows())
    assert [row.id for row in next(found)] == ["0", "1", "2", "3"]
    assert taken == 4
    assert sum(len(group) for group in found) == 96


def test_what_is_said_where_the_package_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError) as caught:
        written("parquet", [ROW], tmp_path)
    assert str(caught.value) == (
        "pyarrow is not installed; install it with pip install 'sidelight[parquet]'"
    )


def test_it_is_no_text() -> None:
    assert not FORMAT.is_text


# Reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(Unit))
def test_ours_is_read_back(unit: Unit, tmp_path: Path) -> None:
    path, _ = written("parquet", [ROW], tmp_path, ExportOptions(unit=unit))
    again, losses = read_back("parquet", path)
    assert again == [ROW]
    assert not losses.found


def test_of_two_people_one_is_read(tmp_path: Path) -> None:
    rows = [msgspec.structs.replace(ROW, meta=Meta(annotator=who)) for who in ("ana", "ben")]
    path, _ = written("parquet", rows, tmp_path)
    again, losses = read_back("parquet", path)
    assert [row.meta.annotator for row in again] == ["ana"]
    assert str(losses).startswith(f"{len(ROW.spans)} annotations by annotator ben")


def words(folder: Path, tags: list[object], names: list[str] | None) -> Path:
    """A data set as Hugging Face gives it out, with numbers for tags."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"tokens": [["Ana", "Lee", "."]], "ner_tags": [tags], "pos": [[1, 2, 3]]})
    feature = {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "Sequence"}
    said = json.dumps({"info": {"features": {"ner_tags": feature, "pos": {}}}})
    if names is not None:
        table = table.replace_schema_metadata({"huggingface": said})
    pq.write_table(table, folder / "train.parquet")
    return folder / "train.parquet"


def test_tags_are_called_as_the_file_calls_them(tmp_path: Path) -> None:
    path = words(tmp_path, [1, 2, 0], ["O", "B-PER", "I-PER"])
    assert recognise(path).format is FORMAT
    (row,), losses = read_back("parquet", path)
    assert row.text == "Ana Lee."
    assert [(s.label, s.text) for s in row.spans] == [("PER", "Ana Lee")]
    assert str(losses) == "1 “pos” of rows, such as row 1"


@pytest.mark.parametrize(
    ("tags", "names", "reason"),
    [
        ([1, 2, 0], None, "this tag is the number 1, and the file does not say which label that"),
        ([1, 9, 0], ["O", "B-PER"], "this tag is the number 9"),
        ([1, 0], ["O", "B-PER"], "there are 2 tags for 3 words"),
    ],
)
def test_tags_that_say_nothing(
    tags: list[object], names: list[str] | None, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=reason):
        read_back("parquet", words(tmp_path, tags, names))


def test_other_tables(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"x": [1]}), path)
    with pytest.raises(InputError, match="this Parquet has “x”, and no columns of words and tags"):
        read_back("parquet", path)
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match="this is no sound Parquet"):
        read_back("parquet", path)
