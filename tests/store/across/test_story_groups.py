"""The groups of a label: kept while they are the same, and made anew where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.story_groups import LabelGroups, StoryGroups
from store.annotations.model import Cluster, Mention
from tests.store.across.support import tagged
from tests.stories import PAPER, WIRE, gather, relate, tag

if TYPE_CHECKING:
    from store.story.workspace import Workspace


def test_groups_are_kept_until_something_of_their_label_changes(workspace: Workspace) -> None:
    here, there = tag(workspace, "Moscow", "actor"), tag(workspace, "Moscow", "actor", PAPER)
    said, by = tag(workspace, "An official", "source", PAPER), tag(workspace, "troops", "claim")
    groups = StoryGroups(workspace)
    first = groups.of("actor")
    assert [[m.article for m in each.members] for each in first.groups] == [[WIRE, PAPER]]
    tag(workspace, "Latakia", "location")
    relate(workspace, Mention(WIRE, by.id), Mention(PAPER, said.id))
    assert groups.of("actor") is first
    gather(workspace, "Moscow", Mention(WIRE, here.id), Mention(PAPER, there.id))
    (group,) = groups.of("actor").groups
    assert group.cluster is not None
    workspace.undo()
    assert [each.cluster for each in groups.of("actor").groups] == [None]
    tag(workspace, "Latakia", "actor")
    assert len(groups.of("actor").groups) == 2


def test_groups_without_some_mentions_and_clusters() -> None:
    one, two, three, four = tagged("[Kenya]a [Kenya]a [they]a [it]a")
    cluster = Cluster("c", "actor", "Kenya", (one.mention, three.mention))
    other = Cluster("d", "actor", "it", (four.mention,))
    known = LabelGroups.of((one, two, three, four), [cluster, other])
    left = known.without({one.mention}, {"d"})
    texts = [[each.annotation.text for each in group.members] for group in left]
    assert sorted(texts) == [["Kenya"], ["they"]]
    assert [group.cluster for group in known.without({two.mention}, ())] == [cluster, other]
