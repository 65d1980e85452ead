"""The table of ties: its bytes, relations between articles, and what it has no place for."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.errors import InputError
from store.formats.collecting import story_rows
from store.formats.exporting import write_dataset
from store.formats.offsets import Unit
from store.formats.registry import format_named
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from store.formats.tie_table import UNTIED, tie_table
from store.formats.writing import ExportOptions
from store.labels import DEFAULT_LABELS
from tests.formats.test_native import annotate, golden_story
from tests.stories import open_story

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.formats.exporting import ExportReport

GOLDEN: Final = Path(__file__).parents[1] / "golden"
SAID: Final = RelationRow("attribution", "a", "b", "r", "speaker", note="=1+1")
ONE: Final = ArticleRow(
    "one",
    [SpanRow(0, 2, "claim", "a", "It"), SpanRow(3, 7, "claim", "c", "fell", note="why")],
    "It fell",
    meta=Meta(annotator="ana"),
    relations=[SAID],
    clusters=[ClusterRow("k", "claim", "It fell", ["a"], "supports", ["wikidata:Q1"])],
)
TWO: Final = ArticleRow(
    "two",
    [SpanRow(1, 4, "source", "b", "Ana")],
    "\U0001f600Ana",
    meta=Meta(annotator="ana"),
    relations=[SAID],
)


def written(
    folder: Path, rows: Iterable[ArticleRow], name: str = "csv", **options: object
) -> tuple[bytes, ExportReport]:
    made, report = write_dataset(
        rows,
        tie_table(format_named(name)),
        folder,
        "out",
        DEFAULT_LABELS,
        ExportOptions(**options),  # type: ignore[arg-type]
    )
    return made.read_bytes(), report


def cells(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_the_bytes_of_the_table(tmp_path: Path, name: str) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        data, report = written(tmp_path, story_rows(workspace), name)
    assert data == (GOLDEN / f"ties.{name}").read_bytes()
    assert (report.relations, report.clusters) == (2, 2)


def test_a_relation_between_articles_stands_once_with_both_ends(tmp_path: Path) -> None:
    data, report = written(tmp_path, [ONE, TWO], unit=Unit.UTF16)
    member, relation = cells(data)
    ends = ("head_article", "head_text", "tail_article", "tail_start", "tail_text")
    assert [relation[each] for each in ends] == ["one", "It", "two", "2", "Ana"]
    assert (relation["type"], relation["role"], relation["note"]) == (
        "attribution", "speaker", "'=1+1",
    )  # fmt: skip
    assert (member["name"], member["type"], member["refs"]) == (
        "It fell", "supports", "wikidata:Q1",
    )  # fmt: skip
    assert {each["annotator"] for each in (member, relation)} == {"ana"}
    assert {str(loss.feature) for loss in report.losses.content} == {"notes", UNTIED}


def test_an_end_in_an_article_that_is_left_out_is_its_id(tmp_path: Path) -> None:
    data, _ = written(tmp_path, [TWO], has_text=False)
    [relation] = cells(data)
    assert (relation["head_id"], relation["head_article"], relation["tail_text"]) == ("a", "", "")


def test_a_strict_table_of_ties_refuses_to_lose_spans(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tied to nothing"):
        written(tmp_path, [ONE, TWO], is_strict=True)
