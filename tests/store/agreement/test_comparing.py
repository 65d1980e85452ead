"""What two people tie and say in a story, as it is counted from their work on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.adjudication.compared import opened_by_all
from store.agreement.comparing import count_story
from store.agreement.relations import TiedUnits, count_relations, relation_figures
from store.agreement.row import By
from store.agreement.rows import rows_in_steps
from store.agreement.spans import ALL
from store.agreement.tallying import AgreementTally, Subject
from store.agreement.units import ComparedUnit
from store.annotations.edits import (
    EditOfAnnotation,
    EditOfArticle,
    EditOfCluster,
    EditOfRelation,
    EditOfStance,
)
from store.annotations.model import (
    Annotation,
    ArticleRecord,
    Cluster,
    Mention,
    Relation,
    Stance,
    StanceValue,
    new_id,
)
from store.articles import find_story
from store.steps import Steps
from store.story.workspace import Workspace
from tests.stories import PAPER, WIRE, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.agreement.row import AgreementRow


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = write_story(tmp_path / "story")
    (folder / "labels.toml").write_text(
        '[[label]]\nname = "actor"\nkey = "a"\n[[label]]\nname = "claim"\nkey = "c"\n'
        '[[label]]\nname = "source"\nkey = "s"\n'
        '[[document]]\nname = "genre"\nkey = "g"\nvalues = ["news", "opinion"]\n',
        encoding="utf-8",
    )
    return folder


def compared(story: Path, *people: str) -> dict[tuple[Subject, str], AgreementRow]:
    """The rows of two people, by subject and label."""
    tally = AgreementTally(people)
    found = find_story([story])
    with opened_by_all(found, people, None) as by_person:
        done = list(count_story(tally, "story", found, by_person, is_done_only=False))
    assert done == [WIRE, PAPER]
    rows = Steps(rows_in_steps(tally, By.LABEL), 0).all()
    return {(row.subject, row.label): row for row in rows}


def values(row: AgreementRow) -> dict[str, float | None]:
    return {name: figure.value for name, figure in row.figures.items()}


def mention(annotation: Annotation, article: str = WIRE) -> Mention:
    return Mention(article, annotation.id)


def tie(workspace: Workspace, type_: str, head: Annotation, tail: Annotation) -> None:
    relation = Relation(new_id(), type_, mention(head), mention(tail))
    workspace.apply(EditOfRelation(None, relation))


def gather(workspace: Workspace, relation: str, *members: Mention, label: str = "claim") -> Cluster:
    made = Cluster(new_id(), label, "", tuple(sorted(members)), relation)
    workspace.apply(EditOfCluster(None, made))
    return made


def test_relations_are_the_same_where_type_and_both_ends_are(story: Path) -> None:
    for who, tail in (("ana", "an official"), ("ben", "official")):
        with Workspace.open(find_story([story]), who) as workspace:
            claim = tag(workspace, "Moscow sent troops", "claim")
            source = tag(workspace, tail, "source")
            arrived = tag(workspace, "The troops arrived", "claim")
            tie(workspace, "attribution", claim, source)
            if who == "ana":
                tie(workspace, "contradicts", claim, arrived)
            else:  # from the other end, and as a cluster of two
                gather(workspace, "contradicts", mention(arrived), mention(claim))
    rows = compared(story, "ana", "ben")
    assert values(rows[Subject.RELATIONS, "attribution"]) == {
        "exact_f1": 0.0, "overlap_f1": 1.0, "shared_ends_f1": None,
    }  # fmt: skip
    assert values(rows[Subject.RELATIONS, "contradicts"]) == {
        "exact_f1": 1.0, "overlap_f1": 1.0, "shared_ends_f1": 1.0,
    }  # fmt: skip
    assert rows[Subject.RELATIONS, ALL].count == 4


def test_a_relation_that_one_makes_between_what_both_have_tells_against_them() -> None:
    head, tail = ComparedUnit(0, 5, "claim"), ComparedUnit(8, 9, "source")
    tied = TiedUnits("attribution", "speaker", "a", head, "a", tail)
    sums = count_relations([tied, tied], [], lambda *_: True)
    assert {n: f.value for n, f in relation_figures(dict(sums), ALL).items()} == {
        "exact_f1": 0.0, "overlap_f1": 0.0, "shared_ends_f1": 0.0,
    }  # fmt: skip


def test_clusters_are_compared_over_what_both_have_annotated(story: Path) -> None:
    for who in ("ana", "ben"):
        with Workspace.open(find_story([story]), who) as workspace:
            one = mention(tag(workspace, "Moscow"))
            two = mention(tag(workspace, "Moscow", "actor", PAPER), PAPER)
            three = mention(tag(workspace, "Latakia"))
            alone = mention(tag(workspace, "troops" if who == "ana" else "official"))
            members = (one, two, alone) if who == "ana" else (one, two, three, alone)
            gather(workspace, "", *members, label="actor")
    row = compared(story, "ana", "ben")[Subject.CLUSTERS, "actor"]
    assert (row.count, row.places) == (3, 1)
    # {Moscow, Moscow}, {Latakia} against {Moscow, Moscow, Latakia}
    told = values(row)
    assert told["muc"] == pytest.approx(2 / 3)
    assert told["b_cubed"] == pytest.approx(2 * 1 * (5 / 9) / (1 + 5 / 9))


def test_cells_are_compared_in_rows_of_one_claim(story: Path) -> None:
    for who, stance in (("ana", StanceValue.HEDGES), ("ben", StanceValue.ASSERTS)):
        with Workspace.open(find_story([story]), who) as workspace:
            wire = mention(tag(workspace, "Moscow sent troops", "claim"))
            paper = mention(tag(workspace, "Moscow denies it", "claim", PAPER), PAPER)
            row = gather(workspace, "supports", wire, paper)
            said = Stance(new_id(), row.id, PAPER, stance)
            workspace.apply(EditOfStance(None, said))
            if who == "ben":
                other = mention(tag(workspace, "The troops arrived", "claim"))
                gather(workspace, "supports", other)
    told = compared(story, "ana", "ben")[Subject.CELLS, ALL]
    assert (told.count, told.figures["same"].value) == (2, 0.5)
    assert told.figures["rows_f1"].value == pytest.approx(2 / 3)
    assert told.figures["kappa"].value == 0.0


def test_records_of_claims_that_both_have_and_what_is_said_of_articles(story: Path) -> None:
    for who, sure, genre in (("ana", "hedged", "news"), ("ben", "certain", "news")):
        with Workspace.open(find_story([story]), who) as workspace:
            for phrase, said in (("Moscow sent troops", sure), ("The troops arrived", "certain")):
                claim = tag(workspace, phrase, "claim")
                attributes = (("claim.certainty", said), ("other", who))
                after = replace(claim, attributes=attributes)
                workspace.apply(EditOfAnnotation(WIRE, claim, after))
            record = ArticleRecord(WIRE, labels=(("genre", genre), ("unlisted", who)))
            workspace.apply(EditOfArticle(None, record))
    rows = compared(story, "ana", "ben")
    certainty = rows[Subject.RECORDS, "claim.certainty"]
    assert (certainty.count, certainty.figures["same"].value) == (2, 0.5)
    assert (Subject.RECORDS, "other") not in rows
    genres = rows[Subject.ARTICLES, "genre"]
    assert (genres.count, genres.figures["same"].value) == (1, 1.0)
    assert genres.figures["kappa"].why == "only one value"
    assert (Subject.ARTICLES, "unlisted") not in rows
