"""What other tools' JSON has no place for stands in their metadata, and comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.model import ArticleState, StanceValue
from store.formats.registry import format_named
from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow, StanceRow
from tests.formats.generated import meaning, read_back, story_rows, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES: Final = ("label-studio", "prodigy", "doccano")
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
@given(data=st.data())
def test_a_story_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    holds = format_named(name).holds
    rows = data.draw(story_rows(holds=holds))
    path, report = written(name, rows, tmp_path_factory.mktemp(name))
    again, losses = read_back(name, path)
    assert [meaning(row) for row in again] == [meaning(row, holds) for row in rows]
    assert not report.losses.content
    assert not losses.content
    ends = [{(r.type, r.head, r.tail) for r in row.relations if r.id == "crossing"} for row in rows]
    assert [
        {(r.type, r.head, r.tail) for r in row.relations if r.id == "crossing"} for row in again
    ] == ends


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
