"""Prodigy's JSON lines: only what was accepted; tokens and relations as its views want them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.features import Feature
from store.formats.fields import as_attribute, as_value
from store.formats.offsets import Unit
from store.formats.prodigy import FORMAT
from store.formats.reading import Input, ReadOptions
from store.formats.registry import format_named
from store.formats.rows import ArticleRow, RelationRow, SpanRow
from store.formats.writing import ExportOptions
from tests.corpora import corpus
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW, fault_of, there_and_back

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "prodigy.jsonl"
FILES: Final = {
    # articles, spans, relations
    "example-datasets/annotated_github-issues-DOCUMENTATION-textcat.jsonl": (261, 0, 0),
    "example-datasets/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl": (372, 303, 0),
    "example-datasets/annotated_reddit-INSULT-textcat.jsonl": (90, 0, 0),
    "example-datasets/annotated_reddit-PRODUCT-ner.jsonl": (438, 445, 0),
    "example-datasets/bio_events.jsonl": (129, 422, 0),
    "example-datasets/news_headlines.jsonl": (200, 0, 0),
    "example-datasets/plot_summaries.jsonl": (200, 0, 0),
    "example-datasets/pydata-ams-2023.jsonl": (1705, 0, 0),
    "example-datasets/raw_github-issue-titles.jsonl": (830, 0, 0),
    "example-datasets/raw_news-headlines-nyt.jsonl": (200, 0, 0),
    "example-datasets/raw_shares-newsapi.jsonl": (1000, 0, 0),
    "relations_fragment.jsonl": (1, 2, 1),
    "tutorials/llm-ner-interactive/food_data_sample.jsonl": (11, 0, 0),
    "tutorials/span-and-textcat/examples.jsonl": (3, 0, 0),
}
REFUSED: Final = {
    f"example-patterns/patterns_{name}.jsonl": (
        "line 1, field pattern: this is a file of patterns to match, not of annotated texts"
    )
    for name in (
        "countries-GPE",
        "disable_bio_rel",
        "drugs-DRUG",
        "insults-INSULT",
        "skateboarding_tricks-TRICK",
    )
}


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for name in (*FILES, *REFUSED):
        yield corpus("formats/prodigy") / name, "prodigy"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def annotations_in(path: Path) -> list[object]:
    """What is accepted in a file, read as plainly as can be."""
    found: list[object] = []
    for line in lines_of(path):
        if line.get("answer", "accept") != "accept":
            continue
        spans = [s for s in line.get("spans", []) if s.get("answer", "accept") == "accept"]
        ends = [r[end] for r in line.get("relations", []) for end in ("head_span", "child_span")]
        places = {(s["start"], s["end"], s["label"]) for s in [*spans, *ends]}
        relations = [
            (r["label"], r["head_span"]["start"], r["child_span"]["start"], r["head"], r["child"])
            for r in line.get("relations", [])
        ]
        extra = sorted(
            (s["start"], s["end"], key, repr(value))
            for s in spans
            for key, value in s.items()
            if key not in ("text", "token_start", "token_end")
        )
        found.append((line["text"], places, len(spans) or places, relations, extra))
    return found


# There and back ----------------------------------------------------------------------------


@given(row=article_rows(holds=FORMAT.holds))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("prodigy", [row], tmp_path_factory.mktemp("prodigy"))
    (again,), losses = read_back("prodigy", path)
    assert meaning(again) == meaning(row)
    assert [s.id for s in again.spans] == [s.id for s in row.spans]
    assert again.id == row.id
    assert not report.losses.content
    assert not losses.content


@given(row=article_rows(holds={Feature.OVERLAPS}))
def test_tokens_are_those_of_the_text(
    tmp_path_factory: pytest.TempPathFactory, row: ArticleRow
) -> None:
    path, _ = written("prodigy", [row], tmp_path_factory.mktemp("prodigy"))
    (line,) = lines_of(path)
    text, tokens = line["text"], line["tokens"]
    for number, token in enumerate(tokens):
        assert token["id"] == number
        assert text[token["start"] : token["end"]] == token["text"]
        assert token["ws"] == text[token["end"] : token["end"] + 1].isspace()
    for span in line["spans"]:
        inside = tokens[span["token_start"] : span["token_end"] + 1]  # both ends are within
        assert (inside[0]["start"], inside[-1]["end"]) == (span["start"], span["end"])


def test_all_that_a_row_says_is_kept(tmp_path: Path) -> None:
    path, report = written("prodigy", [ROW], tmp_path)
    (again,), losses = read_back("prodigy", path)
    assert msgspec.structs.replace(again, text_sha256="") == ROW
    assert not report.losses.found
    assert losses.found.keys() == {Feature.IDS}


def test_golden(tmp_path: Path) -> None:
    path, _ = written("prodigy", [ROW], tmp_path)
    assert path.read_bytes() == GOLDEN.read_bytes()


@pytest.mark.parametrize("unit", list(Unit))
def test_units_can_be_chosen(tmp_path: Path, unit: Unit) -> None:
    path, _ = written("prodigy", [ROW], tmp_path, ExportOptions(unit=unit))
    (again,), _ = read_back("prodigy", path, ReadOptions(unit=unit))
    assert again.spans == ROW.spans


@given(
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"]))
        | st.sampled_from(['"', '"a"', "1", "1.0", "1e5", "true", "null", "[]", '"\\"a\\""']),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        ),
        max_leaves=5,
    )
)
def test_an_attribute_is_the_value_that_it_was(value: object) -> None:
    attribute = as_attribute(value)
    assert as_value(attribute) == value
    assert as_attribute(as_value(attribute)) == attribute
    if isinstance(value, str):
        assert as_attribute(as_value(value)) == value, "of whatever tool it is"


# Real files --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "counts"), FILES.items())
def test_real_files(tmp_path: Path, name: str, counts: tuple[int, int, int]) -> None:
    path = corpus("formats/prodigy") / name
    rows, again = there_and_back("prodigy", path, tmp_path)
    found = (len(rows), sum(len(r.spans) for r in rows), sum(len(r.relations) for r in rows))
    assert found == counts
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(path.read_bytes()[:65536], path.name) >= 0.5
    if "relations" not in name:
        assert annotations_in(again) == annotations_in(path)
        return
    # A fragment: the head is not among its spans, and its tokens are not all there.
    (line,) = lines_of(again)
    (relation,) = line["relations"]
    (original,) = lines_of(path)
    for end in ("head_span", "child_span"):
        assert {k: relation[end][k] for k in ("start", "end", "label")} == {
            k: original["relations"][0][end][k] for k in ("start", "end", "label")
        }
    assert relation["label"] == original["relations"][0]["label"]


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_patterns_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = corpus("formats/prodigy") / name
    assert fault_of("prodigy", tmp_path / "a.jsonl", path.read_text("utf-8")) == reason
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(path.read_bytes()[:65536], path.name) == 0


@pytest.mark.parametrize("name", ["prodigy", "doccano", "label-studio"])
def test_files_of_other_formats_are_not_claimed(name: str) -> None:
    looks_like = format_named(name).looks_like
    assert looks_like is not None
    ours = {"prodigy", "doccano", "label-studio"}
    others = [
        path
        for path in sorted(corpus("formats").rglob("*"))
        if path.is_file() and path.relative_to(corpus("formats")).parts[0] not in ours
    ]
    assert others
    mixed = {p for folder in ours - {name} for p in corpus(f"formats/{folder}").rglob("*.json*")}
    claimed = []
    for path in [*others, *sorted(mixed)]:
        with path.open("rb") as stream:
            if looks_like(stream.read(64 * 1024), path.name) >= 0.5:
                claimed.append(path.name)
    assert not claimed


# What is read ------------------------------------------------------------------------------


def example(**more: Any) -> str:
    return json.dumps({"text": "Ana saw Bo.", **more})


def span(start: int, end: int, label: str = "actor", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        (example(meta={"id": "d1"}, id="d2"), "d1"),
        (example(id=7), "7"),
        ("\n" + example(), "2"),
        ("[" + example() + "]", "1"),
    ],
)
def test_where_the_id_is_from(tmp_path: Path, line: str, id_: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line)
    (row,), _ = read_back("prodigy", path)
    assert row.id == id_


@pytest.mark.parametrize(
    ("more", "spans", "losses"),
    [
        ({"spans": [span(0, 3)], "answer": "reject"}, None, "1 rejected example, such as line 1"),
        ({"spans": [span(0, 3)], "answer": "ignore"}, None, "1 ignored example, such as line 1"),
        (
            {"spans": [span(0, 3, answer="reject"), span(8, 10)]},
            ["Bo"],
            "1 rejected or ignored spans of accepted examples, such as actor “Ana” at 0-3 of 1",
        ),
        ({"spans": [span(3, 3)]}, [], "1 span without width, such as actor at 3 of 1"),
        ({"label": "NEWS"}, [], "1 label of whole texts, such as NEWS of line 1"),
        ({"label": "NEWS", "spans": [{"start": 0, "end": 3}]}, ["Ana"], "0 things left out"),
        (
            {"spans": [{"start": 0, "end": 3}]},
            [],
            "1 span without a label, such as “Ana” of 1",
        ),
        ({"priority": 0.5}, [], "1 “priority” of examples, such as line 1"),
        ({"meta": {"url": "x"}}, [], "1 “meta.url” of examples, such as line 1"),
        ({"_input_hash": 1, "spans": None}, [], "0 things left out"),
    ],
)
def test_what_is_left_out(
    tmp_path: Path, more: dict[str, Any], spans: list[str] | None, losses: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(example(**more))
    rows, found = read_back("prodigy", path)
    assert [[s.text for s in row.spans] for row in rows] == ([] if spans is None else [spans])
    assert str(found) == losses


TOKENS: Final = [
    {"text": text, "start": start, "end": start + len(text), "id": number}
    for number, (text, start) in enumerate([("Ana", 0), ("saw", 4), ("Bo", 8), (".", 10)])
]


@pytest.mark.parametrize(
    ("relation", "found"),
    [
        ({"head": 1, "child": 2, "head_span": span(0, 7), "child_span": span(8, 10)}, "Ana saw>Bo"),
        ({"head": 9, "child": 9, "head_span": span(0, 7), "child_span": span(8, 10)}, "Ana saw>Bo"),
        ({"head": 1, "child": 2}, "Ana saw>Bo"),  # the last token of a span
        ({"head": 0, "child": 2}, "Ana saw>Bo"),  # the first one
        ({"head": 3, "child": 2}, ""),
        ({"head": 3, "child": 2, "head_span": span(10, 11, "end")}, ".>Bo"),
        ({"head": 3, "child": 2, "head_span": {**span(10, 11), "label": None}}, ""),
    ],
)
def test_ends_of_relations(tmp_path: Path, relation: dict[str, Any], found: str) -> None:
    path = tmp_path / "a.jsonl"
    spans = [span(0, 7), span(8, 10)]
    path.write_text(
        example(tokens=TOKENS, spans=spans, relations=[{"label": "sees", "color": "", **relation}])
    )
    (row,), losses = read_back("prodigy", path)
    texts = {s.id: s.text for s in row.spans}
    assert ",".join(f"{texts[r.head]}>{texts[r.tail]}" for r in row.relations) == found
    assert bool(losses.content) == (not found)
    assert all(r.type == "sees" for r in row.relations)


def test_a_relation_is_written_with_its_last_tokens(tmp_path: Path) -> None:
    row = ArticleRow(
        "one",
        [SpanRow(0, 7, "actor", "a", "Ana saw"), SpanRow(8, 10, "actor", "b", "Bo")],
        "Ana saw Bo.",
        relations=[RelationRow("sees", "a", "b")],
    )
    path, _ = written("prodigy", [row], tmp_path)
    ((relation,),) = (line["relations"] for line in lines_of(path))
    assert relation == {
        "head": 1,
        "head_span": {**span(0, 7), "token_start": 0, "token_end": 1, "id": "a"},
        "child": 2,
        "child_span": {**span(8, 10), "token_start": 2, "token_end": 2, "id": "b"},
        "label": "sees",
    }


# Faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "a"}\n{"text": ', "line 2: this line is not JSON: input data was truncated"),
        ("7", "line 1: it must be an object, not the number 7"),
        ("[7]", "field [0]: it must be an object, not the number 7"),
        ("[{]", "this is not JSON: JSON is malformed: expected '\"' (byte 2)"),
        ('{\n"text": tru}', "line 2: this is not JSON: expecting value"),
        ('{"texts": 1}', "line 1, field text: it is missing; it must be a text"),
        ('{"text": null}', "line 1, field text: it must be a text, not null"),
        ('{"text": 5}', "line 1, field text: it must be a text, not the number 5"),
        (example(spans={}), "line 1, field spans: it must be a list, not an object"),
        (example(spans=[7]), "line 1, field spans[0]: it must be an object, not the number 7"),
        (
            example(spans=[{"end": 3, "label": "x"}]),
            "line 1, field spans[0].start: it is missing; it must be a whole number",
        ),
        (
            example(spans=[span(0, 3), span(8, 99)]),
            "line 1, field spans[1].end: 8-99 is no range of a text of 11 characters",
        ),
        (
            example(spans=[span(-1, 3)]),
            "line 1, field spans[0].start: -1-3 is no range of a text of 11 characters",
        ),
        (
            example(spans=[span(3, 0)]),
            "line 1, field spans[0].end: 3-0 is no range of a text of 11 characters",
        ),
        (
            example(spans=[span(0, 3, text="Bo")]),
            "line 1, field spans[0].text: it is “Bo”, but the text says “Ana” there",
        ),
        (
            example(spans=[span(0, 3)], relations=[{"head": 1, "child": 2, "label": "x"}]),
            "line 1, field relations[0].head: there is no token 1, and no head_span",
        ),
        (
            example(spans=[span(0, 3)], relations=[{"head_span": span(0, 99), "child": 2}]),
            "line 1, field relations[0].head_span.end: 0-99 is no range of a text of 11 characters",
        ),
    ],
)
def test_faults(tmp_path: Path, content: str, reason: str) -> None:
    assert fault_of("prodigy", tmp_path / "a.jsonl", content) == reason


def test_the_rest_is_read_if_so_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{example(spans=[span(0, 99), span(0, 3)])}\n{{"text": 7}}\n7\n{example()}\nx\n'
    )
    source = Input(path, keeps_going=True)
    assert FORMAT.reads is not None
    rows = [placed.row for placed in FORMAT.reads(source)]
    assert [len(row.spans) for row in rows] == [1, 0]
    assert [error.line for error in source.faults] == [1, 2, 3, 5]
