"""Ties: of which type one is, which follows from the two labels, and the edit that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations import linking
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfRelation, cited, quoted, singles
from store.annotations.links import CONTRADICTS
from store.annotations.model import timestamp
from store.frozen import Frozen
from store.labels import ATTRIBUTION, CARRIER, SAME, SPEAKER, SUPPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.annotations.edits import Edit
    from store.annotations.links import Links
    from store.annotations.model import Cluster, Mention, Relation
    from store.labels import LabelSet

_LONGEST_NAME: Final = 80


class TieWish(Frozen):
    """What is to be tied, and what is asked of the tie."""

    one: TaggedMention
    kind: str = ""
    """A type of relation; empty where it follows from the labels."""
    role: str = ""
    """What the source is to be to the claim; empty where it follows from what is tied."""
    label: str = ""
    """Of what may be at the other end; empty for any that fits."""
    is_apart: bool = False
    """Whether the same are to be in a cluster of their own, beside those in which they are."""


class TieTarget(Frozen):
    """Something at which the other end of a tie may be."""

    other: TaggedMention
    kind: str
    role: str = ""
    cluster: str = ""
    """The id of the cluster that the two would both be in; empty where there is none yet."""


# Which type it is ----------------------------------------------------------------------------


def kind_between(labels: LabelSet, one: str, other: str) -> str:
    """The type of tie that follows from two labels; empty where none does."""
    for declared in labels.declared_relations:
        if declared.heads and declared.tails and fits(labels, declared.name, one, other):
            return declared.name
    if is_attributed(labels, one, other) or is_attributed(labels, other, one):
        return ATTRIBUTION
    return SAME if one == other else ""


def is_attributed(labels: LabelSet, claim: str, source: str) -> bool:
    """Whether one label is for what is said, and the other for who says it."""
    kind = labels.relation_type(ATTRIBUTION)
    return claim in kind.heads and source in kind.tails


def fits(labels: LabelSet, kind: str, one: str, other: str) -> bool:
    """Whether annotations of two labels can be tied by a type, in whichever direction."""
    if kind == ATTRIBUTION:
        return is_attributed(labels, one, other) or is_attributed(labels, other, one)
    if kind == SAME:
        return one == other
    if kind in (CONTRADICTS, SUPPORTS):
        claims = labels.relation_type(ATTRIBUTION).heads
        return one == other and (one in claims or not claims)
    return not labels.misfit(kind, one, other) or not labels.misfit(kind, other, one)


def runs_back(labels: LabelSet, kind: str, one: str, other: str) -> bool:
    """Whether a tie of one label to another runs from the other: that is its head."""
    if kind == ATTRIBUTION:
        return not is_attributed(labels, one, other)
    return bool(labels.misfit(kind, one, other))


def is_claim_label(labels: LabelSet, label: str) -> bool:
    """Whether a label is for what is said."""
    return label in labels.relation_type(ATTRIBUTION).heads


def role_of_next(links: Links, claim: Mention) -> str:
    """What the next source that a claim is tied to most likely is to it."""
    roles = roles_of(links, claim)
    return CARRIER if roles and CARRIER not in roles else SPEAKER


def roles_of(links: Links, claim: Mention) -> set[str]:
    """What the sources are to a claim that it is tied to."""
    return {relation.role or SPEAKER for relation in attributed(links, claim)}


def attributed(links: Links, claim: Mention) -> Iterator[Relation]:
    """The relations from a claim to its sources, those to who said it first."""
    relations = (r for r in links.relations_of(claim) if r.type == ATTRIBUTION and r.head == claim)
    yield from sorted(relations, key=lambda relation: relation.role == CARRIER)


# The edit ------------------------------------------------------------------------------------


def tied(wish: TieWish, target: TieTarget, links: Links, labels: LabelSet) -> Batch | Refusal:
    """The edit that ties an annotation to a target: one, called "tie"."""
    one, other = wish.one, target.other
    if target.kind == SAME:
        both = _gathered(one, other, labels) if wish.is_apart else None
        same = both or _as_same(one, other, links, labels)
        return _told(same, one, f"as {quoted(_text(other))}")
    if target.kind == CONTRADICTS:
        against = f"against {quoted(_text(other))}"
        return _told(_as_contrary(one, other, links), one, against)
    for relation in relations_between(links, one.mention, other.mention, target.kind):
        if target.kind == ATTRIBUTION and (relation.role or SPEAKER) != target.role:
            return _as_role(relation, target.role, one, other)
    ends = (one.article, one.annotation), (other.article, other.annotation)
    own, its = one.annotation.label, other.annotation.label
    head, tail = (ends[1], ends[0]) if runs_back(labels, target.kind, own, its) else ends
    return linking.tie(links, labels, target.kind, (head, tail), target.role)


def put_into(wish: TieWish, group: MentionGroup, links: Links, labels: LabelSet) -> Batch | Refusal:
    """The edit that puts a mention into a cluster, or makes one of it and of those of one text.

    A claim that is in a cluster takes that along, as with a letter, unless it is to be apart: what
    several articles say is one row. A name may well be in several clusters ("the two leaders").
    """
    one = wish.one
    is_row = is_claim_label(labels, one.annotation.label) and not wish.is_apart
    mine = _clusters(links, one.mention) if is_row else []
    others = tuple(each.mention for each in group.members)
    own = mine[0] if len(mine) == 1 and mine[0] != group.cluster else None
    edit: Edit | Refusal
    if group.cluster is not None and own is not None:
        edit = linking.merge(links, [group.cluster, own])
    elif group.cluster is not None:
        edit = linking.join(group.cluster, [one.mention])
    elif own is not None:
        edit = linking.join(own, others)
    else:
        members = (one.mention, *others)
        name = name_of_group(group, labels)
        edit = linking.gather(name, group.label, members, _relation(one, labels))
    into = own.name if own is not None else name_of_group(group, labels)
    return _told(edit, one, f"into {quoted(into)}")


def name_of_group(group: MentionGroup, labels: LabelSet) -> str:
    """What a cluster is called, or would be: after a claim's words, not after a name in them."""
    if group.cluster is not None:
        return group.cluster.name
    is_claim = is_claim_label(labels, group.label)
    return short_name(_text(group.members[0])) if is_claim else group.likely_name


def relations_between(links: Links, one: Mention, other: Mention, kind: str) -> Iterator[Relation]:
    """The relations of a type between two annotations, in whichever direction."""
    for relation in links.relations_of(one):
        if relation.type == kind and other in (relation.head, relation.tail):
            yield relation


def _as_role(relation: Relation, role: str, one: TaggedMention, other: TaggedMention) -> Batch:
    """Have a source be something else to its claim than it was."""
    after = replace(relation, role=role, updated=timestamp())
    told = f"{one.annotation.label} {quoted(_text(one))} to {quoted(_text(other))} as {role}"
    return Batch((EditOfRelation(relation, after),), "tie", told)


def _told(edit: Edit | Refusal, one: TaggedMention, to: str) -> Batch | Refusal:
    if isinstance(edit, Refusal):
        return edit
    label = one.annotation.label
    return Batch(tuple(singles(edit)), "tie", f"{label} {quoted(_text(one))} {to}")


def _as_same(
    one: TaggedMention, other: TaggedMention, links: Links, labels: LabelSet
) -> Edit | Refusal:
    """Have two annotations in one cluster: of two, one is made; of none, one begins."""
    mine, its = (_clusters(links, each.mention) for each in (one, other))
    if {c.id for c in mine} & {c.id for c in its}:
        return Refusal("They are in one cluster already")
    if len(its) > 1:
        return Refusal(f"{cited(_text(other))} is in several clusters; a digit takes one of them")
    if its and len(mine) != 1:
        return linking.join(its[0], [one.mention])
    if its:
        return linking.merge(links, [its[0], mine[0]])
    if len(mine) > 1:
        return Refusal(f"{cited(_text(one))} is in several clusters; tie the other one to it")
    if mine:
        return linking.join(mine[0], [other.mention])
    return _gathered(one, other, labels)


def _gathered(one: TaggedMention, other: TaggedMention, labels: LabelSet) -> Edit | Refusal:
    """Make a cluster of two annotations."""
    both = sorted((one, other), key=lambda each: (-len(each.form.name), len(_text(each))))
    name = (
        both[0].annotation.text
        if _relation(one, labels)
        else both[0].form.written or both[0].annotation.text
    )
    mentions = (one.mention, other.mention)
    label = one.annotation.label
    return linking.gather(
        short_name(name or _text(both[0])), label, mentions, _relation(one, labels)
    )


def _as_contrary(one: TaggedMention, other: TaggedMention, links: Links) -> Edit | Refusal:
    both = {one.mention, other.mention}
    for cluster in links.clusters_of(one.mention):
        if cluster.relation == CONTRADICTS and set(cluster.members) == both:
            return Refusal("They contradict each other already")
    name = short_name(one.annotation.text)
    return linking.gather(name, one.annotation.label, both, CONTRADICTS)


def _clusters(links: Links, mention: Mention) -> list[Cluster]:
    return [c for c in links.clusters_of(mention) if c.relation != CONTRADICTS]


def _relation(one: TaggedMention, labels: LabelSet) -> str:
    """What the members of a cluster of a label are to each other."""
    return SUPPORTS if is_claim_label(labels, one.annotation.label) else ""


def _text(one: TaggedMention) -> str:
    return one.annotation.text


def short_name(name: str) -> str:
    """What a cluster is called by itself: the words of a mention, which may be cut."""
    one_line = " ".join(name.split())
    return one_line if len(one_line) <= _LONGEST_NAME else f"{one_line[: _LONGEST_NAME - 1]}…"
