"""What `check` says of relations, clusters, stances and marks, and what `--repair` takes off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations.edits import link_edit
from store.annotations.model import (
    ArticleRecord,
    ArticleState,
    Cluster,
    Mention,
    Relation,
    Stance,
    StanceValue,
)
from store.articles import find_story
from store.story.checking import check
from store.story.repairing import repair_work
from tests.stories import ANA, PAPER, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.model import Linked

GONE = Mention(WIRE, "01J0000000000000000000GONE")


def stance(number: int, cluster: str, article: str = PAPER) -> Stance:
    return Stance(f"S{number}", cluster, article, StanceValue.OMITS)


def checked(folder: Path, *links: Linked) -> tuple[list[str], list[str], list[str]]:
    """What is found after some links were made, what a repair leaves, and the ids that stay."""
    with open_story(folder) as workspace:
        for link in links:
            workspace.apply(link_edit(None, link))
    found = [fault.what for fault in check(find_story([folder]), ANA).findings]
    repair_work(find_story([folder]), ANA)
    left = [fault.what for fault in check(find_story([folder]), ANA).findings]
    with open_story(folder, read_only=True) as workspace:
        return found, left, [value.id for value in workspace.now.links()]


@pytest.fixture
def here(tmp_path: Path) -> tuple[Path, Mention, Mention]:
    folder = write_story(tmp_path / "story")
    with open_story(folder) as workspace:
        claim, actor = tag(workspace, "Moscow sent troops", "claim"), tag(workspace, "Moscow")
    return folder, Mention(WIRE, claim.id), Mention(WIRE, actor.id)


def test_what_is_sound_stays(here: tuple[Path, Mention, Mention]) -> None:
    folder, claim, actor = here
    found, left, ids = checked(
        folder,
        Relation("R", "copied-from", claim, actor),
        Cluster("C", "claim", "troops were sent", (claim,), "supports"),
        stance(1, "C"),
        ArticleRecord(PAPER, ArticleState.READ, "0"),
    )
    assert (found, left) == ([], [])
    assert ids == ["R", "C", "S1", PAPER]


def test_what_names_something_that_is_gone_is_taken_off(
    here: tuple[Path, Mention, Mention],
) -> None:
    folder, claim, actor = here
    found, left, ids = checked(
        folder,
        Relation("R", "copied-from", claim, GONE),
        Cluster("C", "claim", "one of two", (GONE, claim), "contradicts"),
        Cluster("D", "actor", "Moscow", (GONE, actor)),
        stance(1, "C"),
        stance(2, "no cluster"),
        stance(3, "D"),
        stance(4, "D"),
    )
    assert sorted(found) == [
        "the cluster C names an annotation that is gone",
        "the cluster D names an annotation that is gone",
        "the relation R names an annotation that is gone",
        "the stance S1 is of a cluster that is gone, or was set again",
        "the stance S2 is of a cluster that is gone, or was set again",
        "the stance S3 is of a cluster that is gone, or was set again",
    ]
    assert left == []
    assert ids == ["D", "S4"]
    with open_story(folder) as workspace:
        workspace.undo()
        assert len(workspace.now.links()) == 7


def test_what_does_not_fit_is_told_and_left(here: tuple[Path, Mention, Mention]) -> None:
    folder, claim, actor = here
    found, left, ids = checked(
        folder,
        Relation("R", "attribution", actor, claim),
        Cluster("C", "claim", "a mixture", (claim, actor)),
        Cluster("D", "claim", "three", (claim, actor, Mention(WIRE, actor.id)), "contradicts"),
        Cluster("E", "actor", "Moscow", (actor,), attributes=(("grade.source", "Z"),)),
        stance(1, "C", "3_gone"),
    )
    assert found == [
        "1 relation between labels that do not fit the type, such as: "
        "attribution runs from claim to source, not from actor to claim",
        "2 clusters with members of another label, such as “a mixture”",
        "1 contradiction between more than two claims, such as “three”",
        "something is said of 3_gone as a whole, which is not in the story",
        "1 value that no record has, such as: “grade.source” is “Z”, which is none of its values: "
        "A, B, C, D, E, F",
    ]
    assert left == found
    assert ids == ["R", "C", "D", "E", "S1"]
