"""Clusters and cells are asked once their members are decided, on what people have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.adjudication.docket import Docket
from store.adjudication.gathering import items_of_story
from store.adjudication.questions import LEFT_OUT, DocketEntry
from store.annotations.edits import EditOfCluster, EditOfStance
from store.annotations.model import Cluster, DecisionKind, Mention, Stance, StanceValue
from store.articles import find_story
from tests.people import opened_as, quoted_spans, write_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.story.workspace import Workspace

TEXTS: Final = {
    "1_wire": "The mayor spoke. He said that the curfew stays. She left.\n",
    "2_paper": "A mayor was heard by all.\n",
}
SPANS: Final = {"1_wire": "actor The mayor + actor He + actor She", "2_paper": "actor A mayor"}
NAMES: Final = ("ana", "ben", "cleo")


def write(
    folder: Path,
    clusters: Mapping[str, str],
    spans: Mapping[str, Mapping[str, str]] | None = None,
    values: Mapping[str, StanceValue] | None = None,
) -> Path:
    """A story of two articles. Each person has the same spans, or others, and clusters of them, as
    "The mayor=He=A mayor"; and says what the second article does with the first of these."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for who in NAMES:
        own = {a: quoted_spans(TEXTS[a], q, who) for a, q in (spans or {}).get(who, SPANS).items()}
        write_work(folder, who, own)
        mentions = {s.text: Mention(a, s.id) for a, those in own.items() for s in those}
        with opened_as(folder, who) as workspace:
            for number, said in enumerate(filter(None, clusters.get(who, "").split(" "))):
                texts = [each.replace("_", " ") for each in said.split("=")]
                members = tuple(sorted(mentions[each] for each in texts))
                cluster = Cluster(f"{who}-{number}", "actor", texts[0], members)
                workspace.apply(EditOfCluster(None, cluster))
                if values and who in values and not number:
                    stance = Stance(f"{who}-s", cluster.id, "2_paper", values[who])
                    workspace.apply(EditOfStance(None, stance))
    return folder


def docket_of(folder: Path) -> Docket:
    return Docket(items_of_story(find_story([folder]), NAMES))


def take_agreed(gold: Workspace, docket: Docket) -> None:
    for article in docket.articles:
        edit, _ = docket.decide_agreed(gold.now, article, "dan")
        if edit is not None:
            gold.apply(edit)


def needing(gold: Workspace, docket: Docket) -> list[DocketEntry]:
    entries = [each for a in docket.articles for each in docket.entries(gold.now, a)]
    return [each for each in entries if each.needs_a_look]


def decide(gold: Workspace, docket: Docket, number: int) -> None:
    edit = docket.decide(gold.now, needing(gold, docket)[0].question, number, "dan")
    assert edit is not None
    gold.apply(edit)


def told(gold: Workspace) -> list[str]:
    """The clusters of the gold, as "The mayor=He", and what is said of them."""
    found = []
    for cluster in gold.now.clusters:
        texts = [a.text for m in cluster.members if (a := gold.now.annotation(m)) is not None]
        said = [each.value for each in gold.now.links().stances_of(cluster.id)]
        found.append(" ".join(["=".join(sorted(texts)), *said]))
    return sorted(found)


def test_a_cluster_that_all_have_comes_with_the_last_of_its_members(tmp_path: Path) -> None:
    same = "The_mayor=He=A_mayor"
    folder = write(tmp_path / "story", dict.fromkeys(NAMES, same))
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        edit, _ = docket.decide_agreed(gold.now, "1_wire", "dan")
        assert edit is not None
        gold.apply(edit)
        assert told(gold) == []
        take_agreed(gold, docket)
        assert told(gold) == ["A mayor=He=The mayor"]
        assert needing(gold, docket) == []
        (cluster,) = gold.now.clusters
        decision = gold.now.links().decision_for(cluster.id)
        assert decision is not None
        assert (decision.kind, decision.taken) == (DecisionKind.CLUSTER, NAMES)
        while gold.undo():
            pass
        assert len(gold.now.links()) == 0


def test_what_people_join_otherwise_is_asked_in_one_key(tmp_path: Path) -> None:
    clusters = {"ana": "The_mayor=He", "ben": "The_mayor=He=A_mayor", "cleo": "The_mayor=He"}
    folder = write(tmp_path / "story", clusters)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        (entry,) = needing(gold, docket)
        assert (entry.question.differences, entry.question.votes) == (("cluster",), (0, 2, 1))
        for number, said in ((1, ["He=The mayor"]), (2, ["A mayor=He=The mayor"]), (LEFT_OUT, [])):
            edit = docket.decide(gold.now, entry.question, number, "dan")
            assert edit is not None
            gold.apply(edit)
            assert told(gold) == said
            assert needing(gold, docket) == []


def test_who_has_left_a_cluster_out_has_said_so(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", {"ana": "The_mayor=He"})
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        (entry,) = needing(gold, docket)
        assert (entry.question.left_out_by, entry.question.majority) == (("ben", "cleo"), LEFT_OUT)


def test_who_does_not_have_a_mention_cannot_have_joined_it(tmp_path: Path) -> None:
    clusters = {"ana": "The_mayor=He=A_mayor", "ben": "The_mayor=He=A_mayor",
                "cleo": "The_mayor=A_mayor"}  # fmt: skip
    spans = {"cleo": SPANS | {"1_wire": "actor The mayor + actor She"}}
    folder = write(tmp_path / "story", clusters, spans)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        assert told(gold) == []
        assert [each.question.kind for each in needing(gold, docket)] == [DecisionKind.SPANS]
        decide(gold, docket, 1)
        assert told(gold) == ["A mayor=He=The mayor"]
        assert needing(gold, docket) == []


def test_a_cell_waits_for_its_cluster_and_is_asked_where_people_differ(tmp_path: Path) -> None:
    asserts, hedges = StanceValue.ASSERTS, StanceValue.HEDGES
    clusters = dict.fromkeys(NAMES, "The_mayor=A_mayor")
    values = {"ana": asserts, "ben": hedges, "cleo": asserts}
    folder = write(tmp_path / "story", clusters, values=values)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        assert told(gold) == ["A mayor=The mayor"]
        (entry,) = needing(gold, docket)
        assert (entry.question.kind, entry.question.majority) == (DecisionKind.CELL, 1)
        decide(gold, docket, 1)
        assert told(gold) == ["A mayor=The mayor asserts"]
        edit = docket.decide(gold.now, entry.question, 2, "dan")
        assert edit is not None
        gold.apply(edit)
        assert told(gold) == ["A mayor=The mayor hedges"]
        assert needing(gold, docket) == []


def test_a_cell_that_all_have_set_alike_costs_no_key(tmp_path: Path) -> None:
    clusters = dict.fromkeys(NAMES, "The_mayor=A_mayor")
    values = dict.fromkeys(NAMES, StanceValue.HEDGES)
    folder = write(tmp_path / "story", clusters, values=values)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        assert told(gold) == ["A mayor=The mayor hedges"]
        assert needing(gold, docket) == []


def test_a_cluster_that_somebody_changes_later_is_open_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", dict.fromkeys(NAMES, "The_mayor=A_mayor"))
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        before = told(gold)
        with opened_as(folder, "ben") as own:
            (cluster,) = own.now.clusters
            own.apply(EditOfCluster(cluster, None))
        (entry,) = needing(gold, docket_of(folder))
        assert entry.question.left_out_by == ("ben",)
        assert entry.earlier is not None
        assert told(gold) == before
