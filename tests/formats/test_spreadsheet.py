"""Tables for a spreadsheet: their bytes, what is read back from them, and that nothing runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.exporting import export_to_file
from store.formats.rows import ArticleRow, ClusterRow, Meta, SpanRow
from store.formats.spreadsheet import (
    COLUMNS,
    encode_rows,
    neutral,
    original,
    rows_of,
    unescape,
)
from store.formats.writing import ExportOptions
from tests.formats.test_native import PAPER_SPANS, WIRE_SPANS, annotate, golden_story
from tests.stories import exported, open_story, tag, write_story

if TYPE_CHECKING:
    from store.story.workspace import Workspace

GOLDEN: Final = Path(__file__).parents[1] / "golden"
TRIGGERS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
EDGES: Final = "\t\r\n '\"\\,;=+-@\u00a0\u200b\ufeff\x00\x1b\uff1d\uff20aZ"
CELLS: Final = st.one_of(
    st.text(EDGES), st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(TRIGGERS)
)
SPANS: Final = st.builds(
    SpanRow,
    start=st.integers(0, 10**9),
    end=st.integers(0, 10**9),
    label=CELLS,
    text=CELLS,
    note=CELLS,
    id=CELLS,
)
ARTICLES: Final = st.builds(
    ArticleRow,
    id=CELLS,
    spans=st.lists(SPANS, max_size=3),
    meta=st.builds(Meta, title=CELLS, annotator=CELLS),
)


def table(workspace: Workspace, format_: str) -> bytes:
    return exported(workspace, format_)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def read_tsv(data: bytes) -> list[list[str]]:
    """As one would read it by hand: the format has no quotes."""
    lines = data.decode().split("\n")
    assert lines.pop() == ""
    return [[unescape(cell) for cell in line.split("\t")] for line in lines]


READERS: Final = {"csv": read_csv, "tsv": read_tsv}


def runs(cell: str) -> bool:
    """Whether a spreadsheet might take a cell for a formula, told without the code under test."""
    visible = "".join(c for c in cell if c.isprintable() and not c.isspace())
    return cell[:1] in ("\t", "\r", "\n") or visible[:1] in tuple(TRIGGERS)


# Cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        ("Moscow", "Moscow"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\u00a0\u200b=1", "'\u00a0\u200b=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\tMoscow", "'\tMoscow"),
        ("\rMoscow", "'\rMoscow"),
        ("\nMoscow", "'\nMoscow"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20a", "'\uff20a"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'tis", "'tis"),
        ("– dash", "– dash"),
    ],
)
def test_a_cell_that_would_run_gets_an_apostrophe(cell: str, written: str) -> None:
    assert neutral(cell) == written
    assert original(written) == cell


@given(CELLS)
def test_no_cell_runs_and_every_cell_can_be_had_back(cell: str) -> None:
    assert not runs(neutral(cell))
    assert original(neutral(cell)) == cell


@given(st.text(EDGES), st.text(EDGES))
def test_no_two_cells_are_written_alike(one: str, other: str) -> None:
    assert (neutral(one) == neutral(other)) == (one == other)


# Tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["csv", "tsv"])
@given(article=ARTICLES)
def test_a_reader_gives_every_field_back(format_: str, article: ArticleRow) -> None:
    written = encode_rows(rows_of(article), is_csv=format_ == "csv")
    rows = READERS[format_](written)
    assert [cell for row in rows for cell in row if runs(cell)] == []
    assert [dict(zip(COLUMNS, map(original, row), strict=True)) for row in rows] == [
        {
            "article": article.id,
            "title": article.meta.title,
            "id": span.id,
            "start": str(span.start),
            "end": str(span.end),
            "label": span.label,
            "text": span.text,
            "note": span.note,
            "origin": "",
            "created": "",
            "updated": "",
            "annotator": article.meta.annotator,
        }
        | dict.fromkeys(COLUMNS[12:], "")
        for span in article.spans
    ]


def test_a_row_says_what_its_span_belongs_to_and_the_record_of_a_claim() -> None:
    said = {"claim.certainty": "hedged", "grade.information": "2", "x": "y"}
    article = ArticleRow(
        "one",
        [SpanRow(0, 2, "claim", "a", "it", attributes=said), SpanRow(3, 6, "source", "b", "Ana")],
        clusters=[
            ClusterRow("c", "claim", "It fell", ["a"], "supports", ["wikidata:Q1"]),
            ClusterRow("d", "claim", "", ["a"], "contradicts"),
            ClusterRow("e", "source", "Ana", ["b"], attributes={"grade.source": "B"}),
        ],
    )
    claim, source = (dict(zip(COLUMNS, row, strict=True)) for row in rows_of(article))
    assert (claim["clusters"], claim["cluster_ids"]) == ("It fell | ! d", "c d")
    assert (claim["refs"], claim["attributes"]) == ("wikidata:Q1", '{"x":"y"}')
    assert (claim["claim.certainty"], claim["grade.information"]) == ("hedged", "2")
    assert (source["clusters"], source["grade.source"]) == ("Ana", "B")


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_the_bytes_of_a_table(tmp_path: Path, format_: str) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        assert table(workspace, format_) == (GOLDEN / f"export.{format_}").read_bytes()


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_row_for_each_annotation(tmp_path: Path, format_: str) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        texts = {o.id: o.article.text for o in workspace.now.every_article()}
        head, *rows = READERS[format_](table(workspace, format_))
    assert tuple(head) == COLUMNS
    cells = [dict(zip(COLUMNS, map(original, row), strict=True)) for row in rows]
    assert sorted(cell["id"] for cell in cells) == [a.id for a in (*WIRE_SPANS, *PAPER_SPANS)]
    for cell in cells:
        place = slice(int(cell["start"]), int(cell["end"]))
        assert texts[cell["article"]][place] == cell["text"]
    assert {cell["note"] for cell in cells} == {"", "the “capital”,\nnot the\u2028city"}


@pytest.mark.parametrize(("format_", "sign"), [("csv", ","), ("tsv", "\t")])
def test_a_story_without_annotations_is_a_head_alone(
    workspace: Workspace, format_: str, sign: str
) -> None:
    head = sign.join(COLUMNS).encode()
    assert table(workspace, format_).splitlines() == [head]


def test_a_hostile_story_makes_no_formula(tmp_path: Path) -> None:
    text = "=HYPERLINK(1)\n\n\t+1 said -2 and @me.\n"
    with open_story(write_story(tmp_path / "story", {"=1.txt": text})) as workspace:
        for phrase in ("=HYPERLINK(1)", "\t+1", "-2", "@me"):
            tag(workspace, phrase, article_id="=1")
        for format_, reader in READERS.items():
            rows = reader(table(workspace, format_))
            assert len(rows) == 5
            assert [cell for row in rows for cell in row if runs(cell)] == []


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_what_waits_for_its_place_stops_a_strict_table_too(tmp_path: Path, format_: str) -> None:
    story, target = golden_story(tmp_path), tmp_path / "out"
    target.write_bytes(b"old")
    with open_story(story) as workspace:
        annotate(workspace)
    (story / "2_paper.md").write_text("Another text.\n", encoding="utf-8")
    strict = ExportOptions(is_strict=True)
    with open_story(story) as workspace, pytest.raises(InputError):
        export_to_file(workspace, target, format_=format_, options=strict)
    assert target.read_bytes() == b"old"


def test_the_report_says_what_a_table_has_no_place_for(tmp_path: Path) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        report = export_to_file(workspace, tmp_path / "out.csv", format_="csv")
    assert str(report) == "4 articles, 8 spans, 0 relations, 2 clusters"
    lost = {str(loss.feature): loss.count for loss in report.losses.content}
    assert lost == {"relations": 2}
