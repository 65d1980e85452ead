"""What a person can do to relations and clusters: a function for each, that builds the edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfCluster, EditOfRelation
from store.annotations.links import CONTRADICTS, cluster_without
from store.annotations.model import Cluster, Relation, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.links import Links
    from store.annotations.model import Mention


def tie(
    links: Links, head: Mention, tail: Mention, kind: str, role: str = ""
) -> EditOfRelation | Refusal:
    """Tie one mention to another by a relation of some type."""
    if head == tail:
        return Refusal("An annotation cannot be tied to itself; choose another")
    for relation in links.relations_of(head):
        if (relation.head, relation.tail, relation.type) == (head, tail, kind):
            return Refusal(f"They are tied by {kind} already")
    return EditOfRelation(None, Relation(new_id(), kind, head, tail, role))


def untie(relation: Relation) -> EditOfRelation:
    """Take a relation away."""
    return EditOfRelation(relation, None)


def gather(
    name: str, label: str, mentions: Iterable[Mention], relation: str = ""
) -> EditOfCluster | Refusal:
    """Make a cluster of some mentions.

    Args:
        name: Its canonical name.
        label: Of its mentions.
        mentions: Its members, each once however often it is given.
        relation: For claims, what they are to each other.
    """
    members = _members(mentions)
    least = 2 if relation == CONTRADICTS else 1
    if len(members) < least:
        return Refusal("A contradiction needs two claims" if least == 2 else "Nothing is gathered")
    return EditOfCluster(None, Cluster(new_id(), label, name, members, relation))


def join(cluster: Cluster, mentions: Iterable[Mention]) -> EditOfCluster | Refusal:
    """Add mentions to a cluster."""
    members = _members((*cluster.members, *mentions))
    if len(members) == len(set(cluster.members)):
        return Refusal(f"“{cluster.name}” has them already")
    return EditOfCluster(cluster, replace(cluster, members=members))


def leave(cluster: Cluster, mentions: Iterable[Mention]) -> EditOfCluster | Refusal:
    """Take mentions out of a cluster, which goes with the last that says something."""
    gone = set(mentions)
    if not gone & set(cluster.members):
        return Refusal(f"“{cluster.name}” has none of them")
    return EditOfCluster(cluster, cluster_without(cluster, gone.__contains__))


def merge(clusters: Sequence[Cluster]) -> Batch | Refusal:
    """Make one cluster of several: the first keeps its id and name, and takes all members."""
    first, *others = dict.fromkeys(clusters) if clusters else (None,)
    if first is None or not others:
        return Refusal("It takes two clusters to merge")
    if any((each.label, each.relation) != (first.label, first.relation) for each in others):
        return Refusal("Clusters of different labels or relations cannot be merged")
    members = _members(m for each in (first, *others) for m in each.members)
    removals = [EditOfCluster(each, None) for each in others]
    grown = EditOfCluster(first, replace(first, members=members))
    return Batch((*removals, grown), "merge")


def split(cluster: Cluster, mentions: Iterable[Mention], name: str) -> Batch | Refusal:
    """Part some mentions from a cluster, to be a cluster of another name."""
    wanted = set(mentions)
    parted = tuple(member for member in cluster.members if member in wanted)
    left = tuple(member for member in cluster.members if member not in wanted)
    least = 2 if cluster.relation == CONTRADICTS else 1
    if len(parted) < least or len(left) < least:
        return Refusal(f"“{cluster.name}” cannot be split there: one side would say nothing")
    return Batch(
        (
            EditOfCluster(cluster, replace(cluster, members=left)),
            EditOfCluster(None, replace(cluster, id=new_id(), name=name, members=parted)),
        ),
        "split",
    )


def rename(cluster: Cluster, name: str) -> EditOfCluster | Refusal:
    """Give a cluster another canonical name."""
    if name == cluster.name:
        return Refusal("The name stays as it was")
    return EditOfCluster(cluster, replace(cluster, name=name))


def _members(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions as a cluster holds them: each once, in the order of articles and ids."""
    return tuple(sorted(set(mentions)))
