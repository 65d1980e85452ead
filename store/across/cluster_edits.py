"""What answers to offers of clusters do, and what is joined and parted without one: edits.

Each answer is one edit. What is parted is refused too, or it would be offered again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.across.mention_groups import MentionGroup
from store.across.merge_offers import OFFERED
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfCluster, singles, with_more
from store.annotations.linking import gather, leave, merge, refuse, split
from store.annotations.model import Origin
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from store.across.mention_groups import TaggedMention
    from store.across.merge_offers import MergeOffer
    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Mention


_OTHER_LABELS: Final = Refusal(
    "Only what has the same label can be one thing; relabel the others first"
)


def joined(
    links: Links, groups: Iterable[MentionGroup], origin: Origin = Origin.MANUAL
) -> Edit | Refusal:
    """Make one cluster of some groups.

    It keeps the name that a person has given to one of them; otherwise it is called by what all
    its mentions say.

    Args:
        links: Those there are.
        groups: Of one label.
        origin: Whether a person thought of it, or took what was offered.
    """
    distinct = {id(group): group for group in groups}.values()
    if len({group.label for group in distinct}) != 1:
        return _OTHER_LABELS
    members = dict.fromkeys(each for group in distinct for each in group.members)
    whole = MentionGroup(next(iter(distinct)).label, tuple(members))
    loose = [each.mention for group in distinct if group.cluster is None for each in group.members]
    held = [group for group in distinct if group.cluster is not None]
    if not held:
        return gather(whole.likely_name, whole.label, loose, origin=origin)
    held.sort(key=lambda group: (not is_named(group), -group.size))
    name = "" if is_named(held[0]) else whole.likely_name
    return merge(links, [group.cluster for group in held if group.cluster], loose, name)


def is_named(group: MentionGroup) -> bool:
    """Whether its name is one that a person gave, not what it is called by itself."""
    return group.cluster is not None and group.cluster.name != group.likely_name


def accepted(links: Links, offers: Sequence[MergeOffer]) -> Edit | Refusal:
    """Make of offers what they offer, in one edit; those that cannot be taken are passed over."""
    if not offers:
        return Refusal("Nothing of the kind is offered")
    edits: list[SingleEdit] = []
    first: Edit | Refusal = Refusal("")
    for number, part in enumerate(_connected(offers)):
        edit = joined(links, part, Origin.SUGGESTED)
        if not number:
            first = edit
        if not isinstance(edit, Refusal):
            edits += singles(edit)
    if len(offers) == 1 or not edits:
        return first
    return Batch(tuple(edits), "merge", f"what {counted(len(offers), 'offer')} joined")


def _connected(offers: Iterable[MergeOffer]) -> Iterator[list[MentionGroup]]:
    """The groups of offers, with those that are joined by one offer or by several together."""
    parts: dict[int, list[MentionGroup]] = {}
    for offer in offers:
        for group in offer.groups:
            parts.setdefault(id(group), [group])
        one, other = parts[id(offer.groups[0])], parts[id(offer.groups[-1])]
        if one is not other:
            one += other
            parts.update((id(group), one) for group in other)
    yield from {id(part): part for part in parts.values()}.values()


def refused(links: Links, offer: MergeOffer) -> Edit | Refusal:
    """Keep an offer away for good."""
    return refuse(links, OFFERED, offer.label, offer.texts)


def parted(links: Links, group: MentionGroup, mentions: Collection[Mention]) -> Edit | Refusal:
    """Make a cluster of their own of some mentions of a cluster."""
    if group.cluster is None:
        return Refusal("These are in no cluster yet, so there is nothing to split")
    gone, left = _sides(group, mentions)
    edit = split(group.cluster, mentions, gone.likely_name if gone.members else "")
    return edit if isinstance(edit, Refusal) else _apart(links, edit, group, (left, gone))


def taken_out(links: Links, group: MentionGroup, mentions: Collection[Mention]) -> Edit | Refusal:
    """Take mentions out of a cluster, or all, so that there is none."""
    if group.cluster is None:
        return Refusal("These are in no cluster")
    edit = leave(links, group.cluster, mentions)
    gone, left = _sides(group, mentions)
    if isinstance(edit, Refusal) or not left.members:
        return edit
    return _apart(links, edit, group, (left, gone))


def _apart(
    links: Links, edit: Edit, group: MentionGroup, sides: tuple[MentionGroup, MentionGroup]
) -> Edit:
    """An edit that parts a cluster, with the name of what is left and the refusal to join both."""
    more: list[SingleEdit] = [*_kept_apart(links, *sides)]
    for each in singles(edit):
        after = each.after if isinstance(each, EditOfCluster) else None
        is_left = after is not None and group.cluster is not None and after.id == group.cluster.id
        if after is not None and is_left and not is_named(group):
            more.append(EditOfCluster(after, replace(after, name=sides[0].likely_name)))
    return with_more(edit, more, "leave")


def added(links: Links, group: MentionGroup, mentions: Sequence[TaggedMention]) -> Edit | Refusal:
    """Put mentions into a cluster, also those that are in others: they are in several then."""
    if any(each.annotation.label != group.label for each in mentions):
        return _OTHER_LABELS
    wanted = [each.mention for each in mentions]
    if group.cluster is not None:
        return merge(links, [group.cluster], wanted)
    return gather(group.likely_name, group.label, [*(m.mention for m in group.members), *wanted])


def named(group: MentionGroup, name: str) -> Edit | Refusal:
    """Make a cluster of mentions that are in none, under a name."""
    return gather(name, group.label, [each.mention for each in group.members])


def _sides(group: MentionGroup, mentions: Collection[Mention]) -> tuple[MentionGroup, MentionGroup]:
    """Those of a group's mentions that are among some, and the others."""
    sides: dict[bool, list[TaggedMention]] = defaultdict(list)
    for each in group.members:
        sides[each.mention in mentions].append(each)
    gone, left = (MentionGroup(group.label, tuple(sides[is_gone])) for is_gone in (True, False))
    return gone, left


def _kept_apart(links: Links, one: MentionGroup, other: MentionGroup) -> Iterator[SingleEdit]:
    """The edit that keeps away the offers to make one of two groups again.

    The texts are those by which the two differ most often; else one that both have.
    """
    ours, theirs = (Counter(each.form.key for each in group.members) for group in (one, other))
    shared = ours.keys() & theirs.keys()
    pair = [
        max(counts.keys() - shared, key=counts.__getitem__, default="") for counts in (ours, theirs)
    ]
    texts = pair if all(pair) else [max(sorted(shared), key=ours.__getitem__)] * 2
    edit = refuse(links, OFFERED, one.label, texts)
    if not isinstance(edit, Refusal):
        yield edit
