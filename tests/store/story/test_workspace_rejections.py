"""What was rejected goes with the edit that tags it after all, and comes back with its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.model import new_id
from tests.stories import WIRE, made, tag, tag_edit

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace


def reject(workspace: Workspace, phrase: str) -> Annotation:
    """Reject that an article's phrase is an actor."""
    rejected = replace(made(tag_edit(workspace, phrase)), rejected=True)
    workspace.apply(EditOfAnnotation(WIRE, None, rejected))
    return rejected


@pytest.fixture
def rejected(workspace: Workspace) -> Annotation:
    return reject(workspace, "Moscow")


def marks(workspace: Workspace) -> list[str]:
    """What is tagged and, with a minus, what is rejected."""
    wire = workspace.article(WIRE)
    return [f"{a.label} {a.text}" for a in wire.annotations] + [f"-{a.text}" for a in wire.rejected]


def test_what_is_tagged_after_all_is_rejected_no_more(
    workspace: Workspace, rejected: Annotation
) -> None:
    assert marks(workspace) == ["-Moscow"]
    tag(workspace, "Moscow")
    assert marks(workspace) == ["actor Moscow"]
    workspace.undo()
    assert marks(workspace) == ["-Moscow"]
    assert workspace.now.counts["actor"] == 0
    assert list(workspace.article(WIRE).rejected) == [rejected]


@pytest.mark.usefixtures("rejected")
def test_another_label_or_place_leaves_it_rejected(workspace: Workspace) -> None:
    tag(workspace, "Moscow", "location")
    tag(workspace, "Moscow sent")
    assert marks(workspace) == ["actor Moscow sent", "location Moscow", "-Moscow"]


@pytest.mark.usefixtures("rejected")
def test_a_batch_goes_on_saying_what_it_is(workspace: Workspace) -> None:
    change = workspace.apply(Batch((tag_edit(workspace, "Moscow"),), "import"))
    assert isinstance(change.edit, Batch)
    assert (change.edit.what, len(change.edit.edits)) == ("import", 2)


@pytest.mark.usefixtures("rejected")
def test_two_that_are_added_there_take_it_away_once(workspace: Workspace) -> None:
    workspace.apply(Batch((tag_edit(workspace, "Moscow"), tag_edit(workspace, "Moscow")), "import"))
    assert marks(workspace) == ["actor Moscow", "actor Moscow"]


def test_an_edit_that_takes_it_away_itself_does_so_once(
    workspace: Workspace, rejected: Annotation
) -> None:
    adds, removes = tag_edit(workspace, "Moscow"), EditOfAnnotation(WIRE, rejected, None)
    edit = Batch((adds, removes), "accept")
    assert workspace.apply(edit).edit == edit
    assert marks(workspace) == ["actor Moscow"]


def test_to_reject_it_again_takes_nothing_away(workspace: Workspace, rejected: Annotation) -> None:
    again = EditOfAnnotation(WIRE, None, replace(rejected, id=new_id()))
    assert workspace.apply(again).edit == again
    assert marks(workspace) == ["-Moscow", "-Moscow"]


def test_an_orphan_is_not_where_its_numbers_say(workspace: Workspace, rejected: Annotation) -> None:
    orphan = replace(rejected, id=new_id(), rejected=False, adrift="0" * 64)
    workspace.apply(EditOfAnnotation(WIRE, None, orphan))
    assert marks(workspace) == ["-Moscow"]
    assert workspace.article(WIRE).orphaned == (orphan,)
