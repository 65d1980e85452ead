"""Taking a tie away: one of the things that an annotation is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.cluster_edits import taken_out
from store.across.ties import short_name
from store.annotations import linking
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfCluster, quoted, singles
from store.annotations.model import Cluster, Relation

if TYPE_CHECKING:
    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.across.tie_ends import TieEnd
    from store.annotations.edits import Edit
    from store.annotations.links import Links


def untied(
    one: TaggedMention, end: TieEnd, group: MentionGroup | None, links: Links
) -> Batch | Refusal:
    """The edit that takes away a tie of an annotation: one, called "untie".

    What leaves a cluster of names is not offered for it again. A claim that is left alone in a row
    of which nothing was said is no row any more.

    Args:
        one: The annotation.
        end: Which of its ties.
        group: The cluster with its mentions, where the end is one that says what is the same.
        links: What ties the story.
    """
    edit: Edit | Refusal
    if isinstance(end.link, Relation):
        edit = linking.untie(end.link)
    elif group is None:
        edit = linking.leave(links, end.link, [one.mention])
    elif not end.link.relation:
        edit = taken_out(links, group, [one.mention])
    elif _is_left_alone(one, group, links):
        edit = EditOfCluster(end.link, None)
    else:
        edit = linking.leave(links, end.link, [one.mention])
    if isinstance(edit, Refusal):
        return edit
    told = f"{one.annotation.label} {quoted(one.annotation.text)}"
    if isinstance(end.link, Cluster) and end.cluster is not None:
        told += f" from {quoted(end.link.name)}"
    return Batch(tuple(singles(edit)), "untie", told)


def _is_left_alone(one: TaggedMention, group: MentionGroup, links: Links) -> bool:
    """Whether a row without one of its claims has a single one, and nothing was said of it."""
    cluster = group.cluster
    left = [each for each in group.members if each.mention != one.mention]
    if cluster is None or len(left) > 1 or links.stances_of(cluster.id):
        return False
    called = {short_name(each.annotation.text) for each in group.members}
    return cluster.name in called and not (cluster.refs or cluster.note or cluster.attributes)
