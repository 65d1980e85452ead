"""Many annotations are changed by one edit, and one undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations import bulk, linking
from store.annotations.actions import Refusal, remove
from store.annotations.describing import describe
from store.annotations.model import Mention, Origin
from tests.stories import PAPER, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_story(write_story(tmp_path / "story")) as opened:
        tag(opened, "Moscow", "actor", WIRE)
        tag(opened, "Moscow", "location", WIRE)
        tag(opened, "troops", "actor", WIRE)
        tag(opened, "Moscow", "source", PAPER)
        yield opened


def chosen(workspace: Workspace, *articles: str) -> list[tuple[str, Annotation]]:
    return [(a, each) for a in articles for each in workspace.article(a).annotations]


def shown(workspace: Workspace) -> list[str]:
    return [f"{a.label} {a.text} {a.note}".strip() for _, a in chosen(workspace, WIRE, PAPER)]


def made(workspace: Workspace, edit: Edit | Refusal) -> str:
    assert not isinstance(edit, Refusal)
    before = shown(workspace)
    workspace.apply(edit)
    after = shown(workspace)
    workspace.undo()
    assert shown(workspace) == before
    workspace.redo()
    assert shown(workspace) == after
    return describe(edit)


def test_a_label_for_all_of_them_makes_no_two_the_same(workspace: Workspace) -> None:
    edit = bulk.relabel_all(
        lambda article: workspace.article(article).annotations,
        chosen(workspace, WIRE, PAPER),
        "claim",
    )
    assert made(workspace, edit) == "relabel 3 annotations"
    assert shown(workspace) == ["claim Moscow", "location Moscow", "claim troops", "claim Moscow"]


def test_a_label_of_another_layer_stands_beside_what_is_there(workspace: Workspace) -> None:
    layers = {"source": "roles", "actor": "roles"}

    def labelled(label: str) -> Edit | Refusal:
        return bulk.relabel_all(
            lambda article: workspace.article(article).annotations,
            [each for each in chosen(workspace, WIRE) if each[1].label == "location"],
            label,
            lambda label: layers.get(label, ""),
        )

    before = shown(workspace)
    # There is an actor on the same words: that is of the layer, and gets the label.
    assert made(workspace, labelled("source")) == "relabel “Moscow” actor → source"
    assert made(workspace, labelled("actor")) == "relabel “Moscow” source → actor"
    assert shown(workspace) == before
    moscow = next(each for each in workspace.article(WIRE).annotations if each.label == "actor")
    workspace.apply(remove(WIRE, moscow, workspace.now.links()))
    assert made(workspace, labelled("source")) == "add source “Moscow”"
    assert [each for each in shown(workspace) if "Moscow" in each] == [
        "location Moscow", "source Moscow", "source Moscow",
    ]  # fmt: skip
    assert labelled("source") == Refusal("All of that is tagged as source already")


def test_what_has_the_label_is_left_out(workspace: Workspace) -> None:
    annotations = workspace.article(WIRE).annotations
    edit = bulk.relabel_all(lambda _: annotations, chosen(workspace, WIRE), "actor")
    assert edit == Refusal("All of that is tagged as actor already")


def test_all_are_removed_with_what_ties_them(workspace: Workspace) -> None:
    moscow, _, troops = workspace.article(WIRE).annotations
    ends = (WIRE, moscow), (WIRE, troops)
    for link in (
        linking.tie(workspace.now.links(), workspace.labels, "supports", ends),
        linking.gather("Moscow", "actor", [Mention(WIRE, each.id) for _, each in ends]),
    ):
        assert not isinstance(link, Refusal)
        workspace.apply(link)
    edit = bulk.remove_all(workspace.now.links(), chosen(workspace, WIRE))
    gone = "remove 3 annotations, and untie 1 relation, and leave 2 clusters"
    assert made(workspace, edit) == gone
    assert shown(workspace) == ["source Moscow"]
    assert not list(workspace.now.links().relations)
    assert not list(workspace.now.links().clusters)


def test_a_note_and_an_origin_are_for_all_of_them(workspace: Workspace) -> None:
    edit = bulk.note_all(chosen(workspace, WIRE, PAPER)[1:3], "ask B.")
    assert made(workspace, edit) == "note 2 annotations"
    assert shown(workspace)[1:3] == ["location Moscow ask B.", "actor troops ask B."]
    again = bulk.note_all(chosen(workspace, WIRE)[1:3], "ask B.")
    assert again == Refusal("All of that is so already")
    edit = bulk.set_origin_all(chosen(workspace, WIRE), Origin.IMPORTED)
    assert made(workspace, edit) == "give the origin “imported” to 3 annotations"
    assert {a.origin for _, a in chosen(workspace, WIRE)} == {Origin.IMPORTED}


def test_an_attribute_is_set_and_taken_away_for_all_of_them(workspace: Workspace) -> None:
    edit = bulk.set_attribute_all(chosen(workspace, WIRE), "hedged", "yes")
    assert made(workspace, edit) == "set hedged of 3 annotations"
    assert {a.attributes for _, a in chosen(workspace, WIRE)} == {(("hedged", "yes"),)}
    again = bulk.set_attribute_all(chosen(workspace, WIRE), "hedged", "yes")
    assert again == Refusal("All of that is so already")
    made(workspace, bulk.set_attribute_all(chosen(workspace, WIRE), "hedged", ""))
    assert {a.attributes for _, a in chosen(workspace, WIRE)} == {()}
    assert isinstance(bulk.set_attribute_all(chosen(workspace, WIRE), "no such", ""), Refusal)


def test_nothing_chosen_changes_nothing(workspace: Workspace) -> None:
    assert bulk.remove_all(workspace.now.links(), []) == Refusal("Nothing is chosen")
    assert bulk.restore_all(chosen(workspace, WIRE)) == Refusal("None of that is rejected")
