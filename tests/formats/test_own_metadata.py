"""What other tools have no place for stands where they keep what is not theirs, and comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.model import ArticleState, StanceValue
from store.formats.features import MADE_ANEW, Feature
from store.formats.losses import Losses
from store.formats.registry import format_named
from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow, StanceRow
from store.formats.stripping import lose_of_article
from tests.examples import scaled
from tests.formats.generated import meaning, read_back, story_rows, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES: Final = (
    *("label-studio", "prodigy", "doccano"),
    *("w3c", "brat", "webanno-tsv", "cas-xmi", "cas-json", "gate", "tei"),
)
ON_A_SPAN: Final = {"brat", "webanno-tsv"}
"""Formats that keep it on a span, so that there has to be one."""
LAYERS: Final = {"tokens, sentences and other linguistic layers"}
"""What we write for INCEpTION and do not read."""
ONE: Final = ArticleRow(
    "one",
    [SpanRow(0, 3, "actor", "a", "Ana"), SpanRow(8, 10, "actor", "b", "Bo")],
    "Ana and Bo left.",
    relations=[
        RelationRow("knows", "a", "b", "r1", "friend", note="since May"),
        RelationRow("copied-from", "a", "c", "r2"),
    ],
    clusters=[ClusterRow("k", "actor", "they", ["a", "b"], refs=["wikidata:Q1"])],
    stances=[StanceRow("k", StanceValue.OMITS, "s")],
    state=ArticleState.DONE,
    note="odd",
)
TWO: Final = ArticleRow(
    "two",
    [SpanRow(0, 3, "actor", "c", "Ana")],
    "Ana left.",
    relations=[ONE.relations[1]],
    clusters=[ClusterRow("k", "actor", "they", ["c"], refs=["wikidata:Q1"])],
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=scaled(40))
@given(data=st.data())
def test_a_story_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    holds = format_named(name).holds
    rows = data.draw(story_rows(holds=holds))
    if name in ON_A_SPAN:
        rows = [row if row.spans else lose_of_article(row, Losses()) for row in rows]
    path, report = written(name, rows, tmp_path_factory.mktemp(name))
    again, losses = read_back(name, path)
    assert [meaning(row) for row in again] == [meaning(row, holds) for row in rows]
    assert not set(report.losses.found) - MADE_ANEW
    assert not set(losses.found) - LAYERS - MADE_ANEW
    ends = [{(r.type, r.head, r.tail) for r in row.relations if r.id == "crossing"} for row in rows]
    assert [
        {(r.type, r.head, r.tail) for r in row.relations if r.id == "crossing"} for row in again
    ] == ends


@pytest.mark.parametrize("name", ["brat", "webanno-tsv", "cas-xmi", "gate", "tei", "w3c"])
def test_ties_clusters_and_stances_come_back(tmp_path: Path, name: str) -> None:
    path, report = written(name, [ONE, TWO], tmp_path)
    (one, two), losses = read_back(name, path)
    assert not report.losses.content
    assert not set(losses.found) - LAYERS - MADE_ANEW
    for row, was in ((one, ONE), (two, TWO)):
        (crossing,) = (r for r in row.relations if r.type == "copied-from")
        assert crossing == was.relations[-1]
        assert (row.clusters, row.stances, row.note) == (was.clusters, was.stances, was.note)
    (friend,) = (r for r in one.relations if r.type == "knows")
    assert (friend.role, friend.note) == ("friend", "since May")


@pytest.mark.parametrize("name", sorted(ON_A_SPAN))
def test_what_is_said_of_an_article_without_spans_is_told(tmp_path: Path, name: str) -> None:
    path, report = written(
        name, [replace(TWO, spans=[], stances=ONE.stances, note="odd")], tmp_path
    )
    (row,), _ = read_back(name, path)
    assert (row.stances, row.note) == ([], "")
    assert {Feature.STANCES, Feature.DOCUMENTS} <= set(report.losses.found)


def _without_bo_in_label_studio(task: dict[str, Any]) -> None:
    results = task["annotations"][0]["result"]
    results[:] = [r for r in results if r.get("id") != "b" and r["type"] != "relation"]


def _without_bo_in_prodigy(example: dict[str, Any]) -> None:
    example["spans"].pop()
    del example["relations"]


def _without_bo_in_doccano(line: dict[str, Any]) -> None:
    line["entities"] = [each | {"id": 70} for each in line["entities"][:1]]
    line["relations"] = []


@pytest.mark.parametrize(
    ("name", "take_out"),
    [
        ("label-studio", _without_bo_in_label_studio),
        ("prodigy", _without_bo_in_prodigy),
        ("doccano", _without_bo_in_doccano),
    ],
)
def test_what_was_taken_out_there_does_not_come_back(
    tmp_path: Path, name: str, take_out: Callable[[dict[str, Any]], None]
) -> None:
    path, _ = written(name, [ONE, TWO], tmp_path)
    text = path.read_text("utf-8")
    is_list = text.startswith("[")
    rows = json.loads(text) if is_list else [json.loads(line) for line in text.splitlines()]
    take_out(rows[0])
    path.write_text(json.dumps(rows) if is_list else "\n".join(map(json.dumps, rows)), "utf-8")
    (one, two), losses = read_back(name, path)
    assert [(s.id, s.text) for s in one.spans] == [("a", "Ana")]
    assert one.relations == two.relations == TWO.relations
    assert [c.members for c in one.clusters] == [["a"]]
    assert (one.stances, one.state, one.note) == (ONE.stances, ONE.state, ONE.note)
    assert two.clusters == TWO.clusters
    assert str(losses) == "1 member of clusters whose spans are gone, such as “they”"


def test_label_studio_shows_the_names_of_clusters(tmp_path: Path) -> None:
    path, _ = written("label-studio", [ONE], tmp_path)
    (task,) = json.loads(path.read_text("utf-8"))
    results = task["annotations"][0]["result"]
    shown = [(r["id"], r["value"]["choices"]) for r in results if r.get("from_name") == "cluster"]
    assert shown == [("a", ["they"]), ("b", ["they"])]
    results[1]["value"]["choices"] = ["Ana"]
    path.write_text(json.dumps([task]), "utf-8")
    (again,), _ = read_back("label-studio", path)
    assert [s.attributes for s in again.spans] == [{"choices.cluster": '["Ana"]'}, {}]
    assert again.clusters == ONE.clusters


def test_what_we_do_not_write_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "Ana", "label": [], "sidelight": {"clusters": 7}}', "utf-8")
    with pytest.raises(Exception, match="line 1, field sidelight: expected `array`, got `int`"):
        read_back("doccano", path)
