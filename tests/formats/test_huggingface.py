"""A Hugging Face dataset: tokens with tags, and beside them all spans as they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.formats.huggingface import FORMAT
from store.formats.offsets import Unit
from store.formats.rows import ArticleRow, SpanRow
from store.formats.tagging import TagReader
from store.formats.tokens import tokens_of
from store.formats.writing import ExportOptions
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, written
from tests.formats.samples import ROW
from tests.formats.test_parquet import row_of

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "Ana Lee left. Bo’s dog stayed."


def loaded(path: Path) -> Any:
    """The dataset, as its users open it."""
    return pytest.importorskip("datasets").load_from_disk(str(path))


def tags_of(dataset: Any, column: str = "ner_tags") -> list[str]:
    names = dataset.features[column].feature.names
    return [names[tag] for tag in dataset[0][column]]


@settings(max_examples=scaled(20))
@given(row=article_rows(holds=FORMAT.holds))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    pytest.importorskip("datasets")
    path, report = written("hf", [row], tmp_path_factory.mktemp("hf"))
    dataset = loaded(path)
    assert meaning(row_of(dataset[0])) == meaning(row)
    assert not report.losses.content
    tokens, starts = dataset[0]["tokens"], dataset[0]["token_starts"]
    assert [(s, s + len(t)) for s, t in zip(starts, tokens, strict=True)] == [
        (token.start, token.end)
        for token in tokens_of(row.said, (end for s in row.spans for end in (s.start, s.end)))
    ]
    # The tags stand for the spans of which it is said, on whole tokens.
    for column in ("ner_tags", "claim_tags"):
        found = TagReader().spans(tags_of(dataset, column))
        said = [
            span
            for span in dataset[0]["spans"]
            if span["in_tags"] and (span["label"] == "claim") == (column == "claim_tags")
        ]
        assert len(found) == len(said)
        for (first, last, label), span in zip(found, said, strict=True):
            assert label == span["label"]
            assert starts[first] <= span["start"]
            assert span["end"] <= starts[last - 1] + len(tokens[last - 1])
    untagged = sum(not span["in_tags"] for span in dataset[0]["spans"])
    assert sum(loss.count for loss in report.losses.untagged.values()) == untagged


def test_tags_and_their_names(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    spans = [SpanRow(0, 7, "actor", "a", "Ana Lee"), SpanRow(4, 7, "location", "b", "Lee"),
             SpanRow(14, 16, "pet", "c", "Bo")]  # fmt: skip
    path, _ = written("hf", [ArticleRow("one", spans, PAGE)], tmp_path)
    dataset = loaded(path)
    assert dataset.features["ner_tags"].feature.names == [
        "O", "B-actor", "I-actor", "B-location", "I-location", "B-source", "I-source",
        "B-pet", "I-pet",
    ]  # fmt: skip
    assert dataset.features["claim_tags"].feature.names == ["O", "B-claim", "I-claim"]
    assert tags_of(dataset)[:5] == ["B-actor", "I-actor", "O", "O", "B-pet"]
    assert [(s["id"], s["in_tags"]) for s in dataset[0]["spans"]] == [
        ("a", True), ("b", False), ("c", True),
    ]  # fmt: skip
    assert dataset[0]["text"] == PAGE
    assert "IOB2" in dataset.info.description


def test_offsets_in_another_unit(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    path, _ = written("hf", [ROW], tmp_path, ExportOptions(unit=Unit.UTF16))
    record = loaded(path)[0]
    paris = record["tokens"].index("Paris")
    assert record["token_starts"][paris] == record["spans"][2]["start"] == 25
    assert record["offset_unit"] == "utf16"


def test_an_empty_story(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    path, _ = written("hf", [], tmp_path)
    dataset = loaded(path)
    assert len(dataset) == 0
    assert dataset.column_names[:3] == ["id", "tokens", "ner_tags"]


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    path, _ = written("hf", [ROW, ArticleRow("two", [], "")], tmp_path)
    assert sorted(each.name for each in path.iterdir()) == [
        "data-00000-of-00001.arrow", "dataset_info.json", "state.json",
    ]  # fmt: skip
    assert list(path.parent.iterdir()) == [path]
    assert str(tmp_path).encode() not in b"".join(each.read_bytes() for each in path.iterdir())


def test_it_says_nothing_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    datasets = pytest.importorskip("datasets")
    shown = datasets.are_progress_bars_disabled()
    written("hf", [ROW], tmp_path)
    assert capfd.readouterr() == ("", "")
    assert datasets.are_progress_bars_disabled() == shown


def test_what_is_said_where_the_package_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(InputError, match=r"pip install 'sidelight\[datasets\]'"):
        written("hf", [ROW], tmp_path)
