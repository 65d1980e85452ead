"""What a person can do to what ties annotations: a function for each, that builds the edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex
from msgspec.structs import replace

from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import (
    Batch,
    EditOfCluster,
    EditOfRefusal,
    EditOfRelation,
    EditOfStance,
    cited,
    of_annotations,
    of_links,
    quoted,
)
from store.annotations.links import CONTRADICTS, mentions_in, without_members
from store.annotations.model import (
    Cluster,
    Mention,
    Origin,
    RefusedOffer,
    Relation,
    new_id,
    timestamp,
)
from store.labels import ATTRIBUTION, CARRIER
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from store.annotations.edits import Edit, LinkEdit, SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.labels import LabelSet

    Tagged = tuple[str, Annotation]
    """An annotation with the id of its article."""

_PAIR: Final = 2
_ITEM: Final = regex.compile(r"[QPL][1-9][0-9]*")
"""An id of Wikidata, as people write it."""
_REF: Final = regex.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s:][^\s]*")
"""An id with the name of what it is an id of, or an address."""


def tie(
    links: Links,
    labels: LabelSet,
    kind: str,
    ends: tuple[Tagged, Tagged],
    role: str = "",
    origin: Origin = Origin.MANUAL,
) -> Batch | Refusal:
    """Tie one annotation to another.

    Args:
        links: Those there are.
        labels: Say what a relation of a type may join.
        kind: The relation's type.
        ends: The head, which the relation runs from, and the tail.
        role: What the tail is to the head.
        origin: Whether a person thought of it, or took what was offered.
    """
    (here, head), (there, tail) = ends
    if (here, head.id) == (there, tail.id):
        return Refusal("An annotation cannot be tied to itself; choose another")
    misfit = labels.misfit(kind, head.label, tail.label)
    if misfit:
        return Refusal(misfit)
    one, other = Mention(here, head.id), Mention(there, tail.id)
    pairs = [(one, other)]
    if labels.relation_type(kind).is_symmetric:
        pairs.append((other, one))
    for relation in links.relations_of(one):
        if relation.type == kind and (relation.head, relation.tail) in pairs:
            return Refusal(f"They are tied by {kind} already")
    now = timestamp()
    relation = Relation(new_id(), kind, one, other, role, origin, now, now)
    told = f"{head.label} {quoted(head.text)} to {tail.label} {quoted(tail.text)}"
    how = f" by {kind}" if kind != ATTRIBUTION else f" as {role}" if role == CARRIER else ""
    return Batch((EditOfRelation(None, relation),), "tie", told + how)


def untie(relation: Relation) -> EditOfRelation:
    """Take a relation away."""
    return EditOfRelation(relation, None)


def untied_by(
    edit: Edit, links: Links, labels: LabelSet, label_of: Callable[[Mention], str]
) -> Iterator[LinkEdit]:
    """The edits that take away the relations which the new labels of an edit do not fit any more,
    and take what has one out of clusters of its old label.

    Of a cluster, all that get the same label together stay together: in a cluster of their own, or,
    if nothing is left behind, in the same, which has the new label then.

    Args:
        edit: May give annotations other labels.
        links: Those there are before it.
        labels: Say what a relation of a type may join.
        label_of: The label of an annotation as it is before the edit; empty if that is not there.
    """
    new = {
        Mention(each.article, each.after.id): each.after.label
        for each in of_annotations(edit)
        if each.before and each.after and each.before.label != each.after.label
    }
    gone = {each.before for each in of_links(edit)}
    tied = dict.fromkeys(relation for each in new for relation in links.relations_of(each))
    for relation in tied:
        ends = (relation.head, relation.tail)
        was = [label_of(end) for end in ends]
        now = [new.get(end, label) for end, label in zip(ends, was, strict=True)]
        fitted = not labels.misfit(relation.type, *was)
        if all(was) and fitted and labels.misfit(relation.type, *now) and relation not in gone:
            yield EditOfRelation(relation, None)
    for cluster in dict.fromkeys(cluster for each in new for cluster in links.clusters_of(each)):
        left = {
            member: new[member]
            for member in cluster.members
            if member in new and label_of(member) == cluster.label
        }
        if left and cluster not in gone:
            yield from _left_by(left, cluster, links)


def _left_by(left: Mapping[Mention, str], cluster: Cluster, links: Links) -> Iterator[LinkEdit]:
    """The edits that take members out of a cluster which have these labels now."""
    of_labels: dict[str, list[Mention]] = {}
    for member, label in left.items():
        of_labels.setdefault(label, []).append(member)
    if len(of_labels) == 1 and len(left) == len(cluster.members):
        yield _changed(cluster, label=next(iter(of_labels)))
        return
    yield from without_members(links, cluster, left.__contains__)
    for label, members in of_labels.items():
        if len(members) >= _PAIR:
            now, name, relation = timestamp(), cluster.name, cluster.relation
            made = Cluster(
                new_id(), label, name, tuple(members), relation, created=now, updated=now
            )
            yield EditOfCluster(None, made)


def gather(
    name: str,
    label: str,
    mentions: Iterable[Mention],
    relation: str = "",
    origin: Origin = Origin.MANUAL,
) -> EditOfCluster | Refusal:
    """Make a cluster of some mentions.

    Args:
        name: Its canonical name.
        label: Of its mentions.
        mentions: Its members, each once however often it is given.
        relation: For claims, what they are to each other; two contradict each other.
        origin: Whether a person thought of it, or took what was offered.
    """
    members = _members(mentions)
    if relation == CONTRADICTS and len(members) != _PAIR:
        return Refusal("A contradiction is between two claims")
    if not members:
        return Refusal("Nothing is gathered")
    now = timestamp()
    cluster = Cluster(
        new_id(), label, name, members, relation, origin=origin, created=now, updated=now
    )
    return EditOfCluster(None, cluster)


def join(cluster: Cluster, mentions: Iterable[Mention]) -> EditOfCluster | Refusal:
    """Add mentions to a cluster."""
    members = _members((*cluster.members, *mentions))
    if len(members) == len(set(cluster.members)):
        return Refusal(f"{cited(cluster.name)} has them already")
    if cluster.relation == CONTRADICTS:
        return Refusal("A contradiction is between two claims; make another with the third")
    return _changed(cluster, members=members)


def leave(links: Links, cluster: Cluster, mentions: Iterable[Mention]) -> Edit | Refusal:
    """Take mentions out of a cluster, which goes with the last that says something."""
    gone = set(mentions)
    if not gone & set(cluster.members):
        return Refusal(f"{cited(cluster.name)} has none of them")
    edits = tuple(without_members(links, cluster, gone.__contains__))
    return edits[0] if len(edits) == 1 else Batch(edits, "leave", f"cluster {quoted(cluster.name)}")


def merge(
    links: Links, clusters: Sequence[Cluster], also: Iterable[Mention] = (), name: str = ""
) -> Batch | Refusal:
    """Make one cluster of several: the first keeps its id, and takes what is said of all.

    What a person has said that an article does with them has to be the same for each.

    Args:
        links: Those there are.
        clusters: Those to merge; one is enough where there are further mentions.
        also: Mentions that join it.
        name: What it is called from now on; as the first was if empty.
    """
    first, *others = dict.fromkeys(clusters) if clusters else (None,)
    added = _members(also)
    if first is None or not (others or added):
        return Refusal("It takes two clusters to merge")
    if any((each.label, each.relation) != (first.label, first.relation) for each in others):
        return Refusal("Clusters of different labels or relations cannot be merged")
    if first.relation == CONTRADICTS:
        return Refusal("Contradictions cannot be merged: each is between two claims")
    stances = {each.article: each for each in links.stances_of(first.id)}
    edits: list[SingleEdit] = []
    for each in others:
        for stance in links.stances_of(each.id):
            kept = stances.get(stance.article)
            if kept is not None and kept.value != stance.value:
                return Refusal(
                    f"{stance.article} {kept.value} {cited(first.name)} and {stance.value} "
                    f"{cited(each.name)}; set both alike, then merge them"
                )
            moved = replace(stance, cluster=first.id) if kept is None else None
            stances.setdefault(stance.article, stance)
            edits.append(EditOfStance(stance, moved))
        edits.append(EditOfCluster(each, None))
    every = (first, *others)
    grown = _changed(
        first,
        name=name or first.name,
        members=_members((*added, *(member for each in every for member in each.members))),
        refs=tuple(dict.fromkeys(ref for each in every for ref in each.refs)),
    )
    told = [f"cluster {' and '.join(quoted(each.name) for each in others)}"] if others else []
    told += [counted(len(added), "mention")] if added else []
    return Batch((*edits, grown), "merge", f"{' and '.join(told)} into {quoted(first.name)}")


def split(cluster: Cluster, mentions: Iterable[Mention], name: str) -> Batch | Refusal:
    """Part some mentions from a cluster, to be a cluster of another name."""
    wanted = set(mentions)
    parted = tuple(member for member in cluster.members if member in wanted)
    left = tuple(member for member in cluster.members if member not in wanted)
    if not parted or not left or cluster.relation == CONTRADICTS:
        return Refusal(f"{cited(cluster.name)} cannot be split there: one side would say nothing")
    now = timestamp()
    new = Cluster(new_id(), cluster.label, name, parted, cluster.relation, created=now, updated=now)
    edits = (_changed(cluster, members=left), EditOfCluster(None, new))
    return Batch(edits, "split", f"cluster {quoted(name)} from {quoted(cluster.name)}")


def rename(links: Links, cluster: Cluster, name: str) -> Edit | Refusal:
    """Give a cluster another canonical name."""
    if not name.strip():
        return Refusal("A cluster needs a name")
    if name == cluster.name:
        return Refusal("The name stays as it was")
    return _with_stances(links, _changed(cluster, name=name))


def set_refs(links: Links, cluster: Cluster, refs: Iterable[str]) -> Edit | Refusal:
    """Say by which ids a cluster is known elsewhere: "Q1065", "wikidata:Q1065", an address."""
    whole = tuple(dict.fromkeys(f"wikidata:{ref}" if _ITEM.fullmatch(ref) else ref for ref in refs))
    for ref in whole:
        if not _REF.fullmatch(ref):
            return Refusal(
                f"{cited(ref)} is no id; write one such as Q1065, wikidata:Q1065, or an address"
            )
    if whole == cluster.refs:
        return Refusal("The ids stay as they were")
    return _with_stances(links, _changed(cluster, refs=whole))


def _with_stances(links: Links, edit: EditOfCluster) -> Edit:
    """A change of what a cluster is called, with the stances that hold of it as before.

    A stance is stale where what is tied was changed after it. No tie is changed here, so those
    that are not stale are said again at the same moment.
    """
    before, after = edit.before, edit.after
    assert before is not None
    assert after is not None
    said = [
        EditOfStance(stance, replace(stance, updated=after.updated))
        for stance in links.stances_of(before.id)
        if stance.updated >= _last_tied(links, before, stance.article)
    ]
    what, _, told = describe(edit).partition(" ")
    return Batch((edit, *said), what, told) if said else edit


def _last_tied(links: Links, cluster: Cluster, article: str) -> str:
    """When the members of a cluster, or what contradicts them in an article, last changed."""
    times = [cluster.updated]
    for member in cluster.members:
        for each in links.contradictions_of(member):
            if any(end.article == article for end in mentions_in(each)):
                times.append(each.created)
    return max(times)


def refuse(links: Links, kind: str, label: str, texts: Iterable[str]) -> EditOfRefusal | Refusal:
    """Keep an offer away for good.

    Args:
        links: Those there are.
        kind: What was offered, such as "same".
        label: Of what it was offered for.
        texts: Of those.
    """
    named = tuple(sorted(texts))
    if links.refusal_of(kind, label, named):
        return Refusal("That is refused already")
    return EditOfRefusal(None, RefusedOffer(new_id(), kind, label, named))


def _changed(cluster: Cluster, **fields: object) -> EditOfCluster:
    return EditOfCluster(cluster, replace(cluster, updated=timestamp(), **fields))


def _members(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions as a cluster holds them: each once, in the order of articles and ids."""
    return tuple(sorted(set(mentions)))
