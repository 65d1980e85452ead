"""Relations and clusters of a dataset: within rows, between them, and where something is amiss."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.collecting import story_rows
from store.formats.exporting import export_to_file
from store.formats.features import Feature
from store.formats.registry import format_named
from store.importing.arriving import story_to_import_into
from store.importing.dataset import import_dataset
from store.story.workspace import Workspace
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, written
from tests.imported import bring_in, dataset, row, source_of
from tests.stories import ANA, ARTICLES, PAPER, WIRE, open_story, write_story

if TYPE_CHECKING:
    from store.formats.format import Format
    from store.formats.rows import ArticleRow

WIRE_TEXT, PAPER_TEXT = ARTICLES["1_wire.txt"], ARTICLES["2_paper.txt"]
ID = "01J0000000000000000000000{}".format


def relation(head: str, tail: str, **more: Any) -> dict[str, Any]:
    return {"type": "attribution", "head": head, "tail": tail} | more


def cluster(*members: str, **more: Any) -> dict[str, Any]:
    return {"id": "c", "label": "actor", "name": "it", "members": list(members)} | more


def by_row() -> Format:
    """Our own format, as if its ids meant something within one row only."""
    jsonl = format_named("jsonl")
    return replace(jsonl, holds=jsonl.holds - {Feature.CROSSING})


def linked(workspace: Workspace) -> list[str]:
    """The relations, each as the words at its ends."""
    words = {
        (opened.id, annotation.id): annotation.text
        for opened in workspace.now.every_article()
        for annotation in opened.everything
    }
    return sorted(
        f"{words[r.head.article, r.head.id]} > {words[r.tail.article, r.tail.id]}"
        for r in workspace.now.relations
    )


@pytest.mark.parametrize("turned", [False, True], ids=["forth", "back"])
def test_a_relation_may_name_a_span_of_another_row(
    story: Path, tmp_path: Path, turned: bool
) -> None:
    rows = [
        row(WIRE_TEXT, "actor:Moscow:m", article=WIRE, relations=[relation("m", "o", id=ID(1))]),
        row(PAPER_TEXT, "source:An official:o", article=PAPER,
            relations=[relation("m", "o", id=ID(1))]),
    ]  # fmt: skip
    path = dataset(tmp_path, *(reversed(rows) if turned else rows))
    with open_story(story) as workspace:
        bring_in(workspace, path)
        assert linked(workspace) == ["Moscow > An official"]
        assert [r.id for r in workspace.now.relations] == [ID(1)]
        assert bring_in(workspace, path).edit.edits == ()


def test_a_cluster_is_gathered_from_all_its_rows(story: Path, tmp_path: Path) -> None:
    path = dataset(
        tmp_path,
        row(WIRE_TEXT, "actor:Moscow:a", article=WIRE, clusters=[cluster("a")]),
        row(PAPER_TEXT, "actor:Moscow:b", article=PAPER, clusters=[cluster("b", "a")]),
    )
    with open_story(story) as workspace:
        bring_in(workspace, path)
        (found,) = workspace.now.clusters
        assert [member.article for member in found.members] == [WIRE, PAPER]


def test_ids_of_a_format_that_does_not_cross_articles_mean_one_row(
    story: Path, tmp_path: Path
) -> None:
    rows = [
        row(WIRE_TEXT, "actor:Moscow:T1", "actor:troops:T2", article=WIRE,
            relations=[relation("T1", "T2", id="R1")], clusters=[cluster("T1", id="1", name="")]),
        row(PAPER_TEXT, "actor:An official:T1", "actor:Moscow:T2", article=PAPER,
            relations=[relation("T1", "T2", id="R1")], clusters=[cluster("T1", id="1", name="")]),
    ]  # fmt: skip
    source = source_of(dataset(tmp_path, *rows))
    with open_story(story) as workspace:
        import_dataset(workspace, by_row(), source)
        assert linked(workspace) == ["An official > Moscow", "Moscow > troops"]
        assert len(workspace.now.clusters) == 2
    rows[1]["relations"] = [relation("T1", "T9")]
    source = source_of(dataset(tmp_path, *rows))
    with (
        open_story(story) as workspace,
        pytest.raises(InputError, match=r"line 2, field relations\[0\]\.tail: no span .* 'T9'"),
    ):
        import_dataset(workspace, by_row(), source)


def test_what_is_amiss_with_links_is_listed_and_the_rest_comes_in(
    story: Path, tmp_path: Path
) -> None:
    line = row(
        WIRE_TEXT, "actor:Moscow:m", "actor:troops:t", "claim:arrived:a", article=WIRE,
        relations=[
            relation("m", "t"), relation("m", "none"), relation("m", "t", type=""),
            relation("m", "t", type="continues"), relation("t", "m", type="continues"),
        ],
        clusters=[cluster("m", "none"), cluster("t", name="other")],
    )  # fmt: skip
    source = source_of(dataset(tmp_path, line), keeps_going=True)
    with open_story(story) as workspace:
        bring_in(workspace, source)
        assert linked(workspace) == ["Moscow > troops", "Moscow > troops"]
        assert [len(found.members) for found in workspace.now.clusters] == [1]
    assert [str(fault.field) for fault in source.faults] == [
        "relations[2].type", "relations[4]", "clusters[1].id", "relations[1].tail",
        "clusters[0].members[1]",
    ]  # fmt: skip


def test_an_id_that_a_later_article_has_is_replaced_with_all_that_names_it(
    story: Path, tmp_path: Path
) -> None:
    first = row(PAPER_TEXT, f"actor:Moscow:{ID(1)}", article=PAPER)
    rows = (
        row(WIRE_TEXT, f"actor:Moscow:{ID(1)}", f"actor:troops:{ID(2)}", article=WIRE,
            relations=[relation(ID(1), ID(2))], clusters=[cluster(ID(1), ID(2))]),
        row(PAPER_TEXT, "source:An official", article=PAPER),
    )  # fmt: skip
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, first))
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, *rows))
        ids = [a.id for opened in workspace.now.every_article() for a in opened.everything]
        assert len(set(ids)) == len(ids) == 4
        assert linked(workspace) == ["Moscow > troops"]
        (found,) = workspace.now.clusters
        assert {member.id for member in found.members} < set(ids)
        assert all(member.article == WIRE for member in found.members)


@given(st.lists(st.integers(), min_size=1, max_size=3, unique=True).flatmap(
    lambda numbers: st.tuples(*(article_rows(article_id=f"a{n}") for n in numbers))
))  # fmt: skip
@settings(max_examples=scaled(20))
def test_what_is_imported_is_exported_again(rows: tuple[ArticleRow, ...]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, _ = written("jsonl", rows, folder)
        story = story_to_import_into(folder / "story")
        with Workspace.open(story, ANA) as workspace:
            import_dataset(workspace, by_row(), source_of(path))
            found = {each.id: meaning(each) for each in story_rows(workspace)}
            again = import_dataset(workspace, by_row(), source_of(path))
            assert (again.edit.edits, again.new_articles) == ((), ())
        with Workspace.open(story_to_import_into(folder / "story"), ANA) as workspace:
            assert {each.id: meaning(each) for each in story_rows(workspace)} == found
        assert found == {each.id: meaning(each) for each in rows if each.text}


@pytest.mark.parametrize("name", ["brat", "webanno-tsv", "cas-xmi", "gate", "tei", "w3c"])
def test_ties_between_articles_come_back_by_way_of_other_tools(
    story: Path, tmp_path: Path, name: str
) -> None:
    rows = (
        row(WIRE_TEXT, f"actor:Moscow:{ID(1)}", f"actor:troops:{ID(2)}", article=WIRE,
            relations=[relation(ID(1), ID(2)), relation(ID(2), ID(3), id=ID(9))],
            clusters=[cluster(ID(1), id=ID(7))]),
        row(PAPER_TEXT, f"source:An official:{ID(3)}", article=PAPER,
            relations=[relation(ID(2), ID(3), id=ID(9))],
            stances=[{"cluster": ID(7), "value": "omits"}]),
    )  # fmt: skip
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, *rows))
        told, stances = linked(workspace), workspace.now.links().stances.values()
        said = {(each.article, each.value) for each in stances}
        path = tmp_path / name
        report = export_to_file(workspace, path, format_=name)
        assert not report.losses.content
    with open_story(write_story(tmp_path / "again", ARTICLES)) as workspace:
        bring_in(workspace, path, name=name)
        assert linked(workspace) == told == ["Moscow > troops", "troops > An official"]
        stances = workspace.now.links().stances.values()
        assert {(each.article, each.value) for each in stances} == said
