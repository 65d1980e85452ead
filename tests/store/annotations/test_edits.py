from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.describing import describe
from store.annotations.edits import (
    Batch,
    Edit,
    EditOfAnnotation,
    EditOfCluster,
    EditOfDecision,
    EditOfRelation,
    EditPlace,
    place_of,
)
from store.annotations.model import (
    Annotation,
    Cluster,
    Decision,
    DecisionKind,
    DecisionReason,
    Mention,
    Relation,
    SeenWork,
    timestamp,
)
from store.ledger.records import Record, decode, encode
from tests.stories import PAPER, WIRE, said, tag, tag_edit

if TYPE_CHECKING:
    from store.annotations.edits import SingleEdit
    from store.story.workspace import Workspace

IRAN = Annotation("01J00000000000000000000001", 0, 4, "actor", "Iran")
SYRIA = Annotation("01J00000000000000000000002", 8, 13, "location", "Syria")
ORPHAN = replace(IRAN, start=5, end=9, adrift="0" * 64)
MENTIONS = (Mention("a", IRAN.id), Mention("b", SYRIA.id))
RELATION = Relation("01J00000000000000000000003", "attribution", *MENTIONS)
CLUSTER = Cluster("01J00000000000000000000004", "actor", "Iran", MENTIONS)

tagged = st.builds(
    Annotation,
    id=st.sampled_from([IRAN.id, SYRIA.id]),
    start=st.integers(0, 9),
    end=st.integers(10, 20),
    label=st.text(max_size=5),
    text=st.text(max_size=5),
    note=st.text(max_size=5),
)
relations = st.builds(Relation, st.just(RELATION.id), st.text(max_size=3), *map(st.just, MENTIONS))
clusters = st.builds(
    Cluster, st.just(CLUSTER.id), st.just("actor"), st.text(max_size=3), st.just(MENTIONS)
)
decisions = st.builds(
    Decision,
    st.just("01J00000000000000000000005"),
    st.sampled_from("ab"),
    st.sampled_from(DecisionKind),
    st.lists(
        st.builds(SeenWork, st.sampled_from("ab"), st.just((IRAN.id,)), st.text(max_size=3)),
        max_size=2,
    ).map(tuple),
    st.lists(st.sampled_from("ab")).map(tuple),
    st.just((SYRIA.id,)),
    reason=st.sampled_from(DecisionReason),
    note=st.text(max_size=3),
)
single_edits: st.SearchStrategy[SingleEdit] = st.one_of(
    st.builds(EditOfAnnotation, st.sampled_from("ab"), st.none() | tagged, tagged),
    st.builds(EditOfRelation, st.none() | relations, relations),
    st.builds(EditOfCluster, clusters, st.none() | clusters),
    st.builds(EditOfDecision, st.none() | decisions, decisions),
)
edits: st.SearchStrategy[Edit] = single_edits | st.builds(
    Batch, st.lists(single_edits, max_size=4).map(tuple), st.sampled_from(["", "import"])
)


@given(edits)
def test_the_inverse_of_the_inverse_is_the_edit(edit: Edit) -> None:
    assert edit.inverse().inverse() == edit


@given(edits)
def test_an_edit_comes_through_the_journal_unchanged(edit: Edit) -> None:
    record = Record(seq=1, at=timestamp(), did="edit", edit=edit, below=7, texts={"a": "00"})
    assert decode(encode(record)[:-1]) == record
    assert msgspec.json.decode(encode(record))["did"] == "edit"


def _edits_of_every_kind(workspace: Workspace) -> list[Edit]:
    first = tag(workspace, "Moscow")
    second = tag(workspace, "Moscow", article_id=PAPER)
    here, there = Mention(WIRE, first.id), Mention(PAPER, second.id)
    relation, cluster = (
        Relation("R", "same", here, there),
        Cluster("C", "actor", "M", (here, there)),
    )
    renamed = replace(first, label="source")
    return [
        tag_edit(workspace, "troops"),
        EditOfAnnotation(WIRE, first, renamed),
        EditOfAnnotation(WIRE, first, replace(first, note="capital")),
        EditOfAnnotation(PAPER, second, None),
        EditOfRelation(None, relation),
        EditOfCluster(None, cluster),
        Batch(
            (
                EditOfRelation(None, relation),
                EditOfCluster(None, cluster),
                EditOfCluster(cluster, replace(cluster, members=(here,))),
                EditOfAnnotation(WIRE, first, renamed),
                EditOfAnnotation(WIRE, renamed, None),
                tag_edit(workspace, "Latakia", "location"),
                EditOfRelation(relation, None),
            )
        ),
        Batch(()),
    ]


@pytest.mark.parametrize("number", range(8))
def test_an_edit_and_its_inverse_change_nothing(workspace: Workspace, number: int) -> None:
    edit = _edits_of_every_kind(workspace)[number]
    before = said(workspace)
    workspace.apply(edit)
    assert (said(workspace) == before) == (edit == Batch(()))
    workspace.apply(edit.inverse())
    assert said(workspace) == before


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (EditOfAnnotation("a", None, IRAN), "add actor “Iran”"),
        (EditOfAnnotation("a", IRAN, None), "remove actor “Iran”"),
        (
            EditOfAnnotation("a", IRAN, replace(IRAN, label="source")),
            "relabel “Iran” actor → source",
        ),
        (
            EditOfAnnotation("a", IRAN, replace(IRAN, end=9, text="Iran said")),
            "resize actor to “Iran said”",
        ),
        (EditOfAnnotation("a", IRAN, replace(IRAN, note="?")), "note on actor “Iran”"),
        (
            EditOfAnnotation("a", IRAN, replace(IRAN, attributes=(("x", "y"),))),
            "record of actor “Iran”",
        ),
        (EditOfAnnotation("a", ORPHAN, IRAN), "place actor “Iran”"),
        (EditOfAnnotation("a", ORPHAN, replace(ORPHAN, note="?")), "note on actor “Iran”"),
        (
            EditOfAnnotation("a", None, replace(IRAN, text="a\n b" + "x" * 60)),
            f"add actor “a b{'x' * 36}…”",
        ),
        (EditOfRelation(None, RELATION), "tie attribution"),
        (EditOfRelation(RELATION, None), "untie attribution"),
        (EditOfCluster(CLUSTER, replace(CLUSTER, members=())), "leave cluster “Iran”"),
        (EditOfCluster(replace(CLUSTER, members=()), CLUSTER), "join cluster “Iran”"),
        (
            EditOfCluster(CLUSTER, replace(CLUSTER, name="Islamic Republic", members=())),
            "rename cluster “Iran” to “Islamic Republic”",
        ),
        (
            EditOfCluster(CLUSTER, replace(CLUSTER, label="location")),
            "relabel cluster “Iran” actor → location",
        ),
        (
            EditOfCluster(CLUSTER, replace(CLUSTER, relation="contradicts")),
            "set relation of cluster “Iran” to contradicts",
        ),
        (
            EditOfCluster(CLUSTER, replace(CLUSTER, refs=("wikidata:Q794",))),
            "set ids of cluster “Iran” to wikidata:Q794",
        ),
        (EditOfCluster(CLUSTER, replace(CLUSTER, note="?")), "note on cluster “Iran”"),
        (
            Batch((EditOfRelation(RELATION, None), EditOfAnnotation("a", IRAN, None)), "remove"),
            "remove actor “Iran”",
        ),
        (
            Batch(
                (EditOfAnnotation("a", None, IRAN), EditOfAnnotation("a", None, SYRIA)), "import"
            ),
            "import 2 annotations",
        ),
        (Batch((), ""), "change nothing"),
        (Batch((EditOfRelation(None, RELATION),), "tie"), "tie attribution"),
        (
            Batch((EditOfRelation(None, RELATION), EditOfCluster(None, CLUSTER)), "tie"),
            "tie 1 relation and 1 cluster",
        ),
        (
            Batch((EditOfRelation(RELATION, None), EditOfRelation(RELATION, None)), "untie"),
            "untie 2 relations",
        ),
    ],
)
def test_an_edit_in_words(edit: Edit, words: str) -> None:
    assert describe(edit) == words


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (EditOfAnnotation("a", None, SYRIA), EditPlace("a", 8, 13)),
        (EditOfAnnotation("a", SYRIA, None), EditPlace("a", 8, 13)),
        (EditOfAnnotation("a", SYRIA, replace(SYRIA, start=9)), EditPlace("a", 9, 13)),
        (
            Batch((EditOfRelation(RELATION, None), EditOfAnnotation("b", IRAN, None))),
            EditPlace("b", 0, 4),
        ),
        (EditOfAnnotation("a", ORPHAN, IRAN), EditPlace("a", 0, 4)),
        (EditOfAnnotation("a", None, ORPHAN), None),
        (
            Batch((EditOfAnnotation("a", ORPHAN, None), EditOfAnnotation("b", None, SYRIA))),
            EditPlace("b", 8, 13),
        ),
        (EditOfCluster(None, CLUSTER), None),
        (Batch(()), None),
    ],
)
def test_where_an_edit_happened(edit: Edit, place: EditPlace | None) -> None:
    assert place_of(edit) == place
