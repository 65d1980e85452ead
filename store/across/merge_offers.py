"""What may be merged into one cluster, offered to a person by what it would gain.

Groups are the clusters of a story, and the mentions of the same text that are in none. Offers are
pairs of groups; nothing is merged without an answer. Where several offers join the same groups only
those of the most gain are given, so that each answer tells something new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from store.across import sieves
from store.across.appositions import appositions, titles_beside
from store.across.mention_form import mention_form
from store.across.sieves import Sieve
from store.annotations.model import Mention
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from store.across.mention_form import MentionForm
    from store.annotations.model import Annotation, Cluster

    RefusedPairs: TypeAlias = Collection[tuple[str, frozenset[str]]]

_MOST: Final = 50
"""Mentions beyond which a group is worth no more."""
_WEIGHTS: Final = {
    Sieve.SAME_TEXT: 0.99,
    Sieve.TITLE: 0.97,
    Sieve.ACRONYM: 0.97,
    Sieve.SURNAME: 0.92,
    Sieve.PART: 0.6,
    Sieve.APPOSITION: 0.93,
    Sieve.CAPITAL: 0.8,
    Sieve.PLACE: 0.8,
    Sieve.ROLE: 0.95,
    Sieve.HEAD: 0.85,
}
"""How likely what a sieve lets through is right."""


class TaggedMention(Frozen):
    """An annotation with the article it stands in."""

    article: str
    annotation: Annotation

    @property
    def mention(self) -> Mention:
        """As clusters name it."""
        return Mention(self.article, self.annotation.id)

    @property
    def form(self) -> MentionForm:
        """How it is worded."""
        return mention_form(self.annotation.text)


class MentionGroup(Frozen):
    """Mentions that are taken for one thing: a cluster, or those of one text that are in none."""

    label: str
    members: tuple[TaggedMention, ...]
    """In the order of the story."""
    cluster: Cluster | None = None

    @property
    def size(self) -> int:
        """How many mentions it has."""
        return len(self.members)

    @property
    def keys(self) -> frozenset[str]:
        """Its texts, as refusals name them."""
        return frozenset(each.form.key for each in self.members)


class MergeContext(Frozen):
    """What is known of a story beside its groups."""

    texts: Mapping[str, str]
    """Of its articles, by id."""
    refused: RefusedPairs = ()
    """What a person has refused: labels with the two texts."""
    definitions: tuple[tuple[str, str], ...] = ()
    """Acronyms with what they stand for, as far as the story explains them."""
    places: frozenset[str] = frozenset()
    """Labels of places, for which a capital is not its country."""


class MergeOffer(Frozen):
    """Two groups that may be one; or one, whose mentions are in no cluster yet."""

    sieve: Sieve
    groups: tuple[MentionGroup, ...]
    texts: tuple[str, str]
    """The two that are alike, as a refusal keeps them: whatever else joins the two groups."""
    gain: float
    """Links that are made where it is accepted, times how likely it is right."""

    @property
    def label(self) -> str:
        """Of all its mentions."""
        return self.groups[0].label


def groups_of(
    mentions: Iterable[TaggedMention], clusters: Iterable[Cluster]
) -> tuple[MentionGroup, ...]:
    """The groups of a story, in its order; a mention of several clusters is in each.

    Args:
        mentions: Those that may be clustered, in the order of the story.
        clusters: Those of entities; members that are not among the mentions are passed over.
    """
    known = {each.mention: each for each in mentions}
    order = {mention: number for number, mention in enumerate(known)}
    found: list[MentionGroup] = []
    clustered: set[Mention] = set()
    for cluster in clusters:
        members = sorted((m for m in cluster.members if m in known), key=order.__getitem__)
        clustered.update(members)
        if members:
            found.append(MentionGroup(cluster.label, tuple(known[m] for m in members), cluster))
    loose: dict[tuple[str, str], list[TaggedMention]] = defaultdict(list)
    for mention, each in known.items():
        if mention not in clustered:
            loose[each.annotation.label, each.form.key].append(each)
    found += [MentionGroup(label, tuple(each)) for (label, _), each in loose.items()]
    return tuple(sorted(found, key=lambda group: order[group.members[0].mention]))


def merge_offers(groups: Sequence[MentionGroup], context: MergeContext) -> list[MergeOffer]:
    """What may be merged of the groups of a story, in its order; what gains most first."""
    by_label: dict[str, list[MentionGroup]] = defaultdict(list)
    for group in groups:
        by_label[group.label].append(group)
    found: list[MergeOffer] = []
    for label, some in by_label.items():
        closed = {pair for of, pair in context.refused if of == label}
        found += _same_text(some, closed)
        found += _spanning(_pairs(label, some, context), some, closed)
    return sorted(found, key=lambda offer: -offer.gain)


def _same_text(groups: Iterable[MentionGroup], closed: Collection[frozenset[str]]) -> Iterator[MergeOffer]:
    for group in groups:
        key = group.members[0].form.key
        if group.cluster is not None or group.size < 2 or not group.members[0].form.says_which:
            continue
        if frozenset((key,)) not in closed:
            gain = _WEIGHTS[Sieve.SAME_TEXT] * _links(group.size)
            yield MergeOffer(Sieve.SAME_TEXT, (group,), (key, key), gain)


def _pairs(
    label: str, groups: Sequence[MentionGroup], context: MergeContext
) -> Iterator[tuple[Sieve, str, str, int, int]]:
    """What the sieves let through: two texts, and the numbers of their groups."""
    numbers: dict[str, list[int]] = {}
    forms: dict[str, MentionForm] = {}
    of_mention: dict[Mention, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for each in group.members:
            form = each.form
            forms.setdefault(form.key, form)
            of_mention[each.mention].append(number)
            if number not in (known := numbers.setdefault(form.key, [])):
                known.append(number)
    worded = list(forms.values())
    mentioned = (each.form.name for group in groups for each in group.members)
    counts = Counter(name[-1] for name in mentioned if name)
    beside = list(appositions(groups, context.texts))
    titles = titles_beside(groups, context.texts, beside)
    by_wording = [
        (Sieve.TITLE, sieves.title_sieve(worded)),
        (Sieve.ACRONYM, sieves.acronym_sieve(worded, context.definitions)),
        (Sieve.HEAD, sieves.head_sieve(worded)),
    ]
    if label in context.places:
        by_wording.append((Sieve.PLACE, sieves.place_sieve(worded)))
    else:
        by_wording += [
            (Sieve.SURNAME, sieves.surname_sieve(worded)),
            (Sieve.PART, sieves.part_sieve(worded)),
            (Sieve.CAPITAL, sieves.capital_sieve(worded)),
            (Sieve.ROLE, sieves.role_sieve(worded, titles, counts)),
        ]
    for sieve, pairs in by_wording:
        for one, other in pairs:
            for a in numbers[one.key]:
                for b in numbers[other.key]:
                    yield sieve, one.key, other.key, a, b
    for first, second in beside:
        for a in of_mention[first.mention]:
            for b in of_mention[second.mention]:
                yield Sieve.APPOSITION, first.form.key, second.form.key, a, b


def _spanning(
    pairs: Iterable[tuple[Sieve, str, str, int, int]],
    groups: Sequence[MentionGroup],
    closed: Collection[frozenset[str]],
) -> Iterator[MergeOffer]:
    """Of the pairs those of the most gain that join all that can be joined; none that is refused."""
    offers = []
    keys = [group.keys for group in groups]
    for sieve, one, other, a, b in pairs:
        if a == b or _is_refused(keys[a], keys[b], closed):
            continue
        sizes = [min(groups[n].size, _MOST) for n in (a, b)]
        loose = sum(_links(groups[n].size) for n in (a, b) if groups[n].cluster is None)
        gain = _WEIGHTS[sieve] * (sizes[0] * sizes[1] + loose)
        offers.append((gain, _WEIGHTS[sieve], sieve, one, other, a, b))
    offers.sort(key=lambda each: (-each[0], -each[1]))
    joined = list(range(len(groups)))
    for gain, _, sieve, one, other, a, b in offers:
        roots = _root(joined, a), _root(joined, b)
        if roots[0] != roots[1]:
            joined[roots[1]] = roots[0]
            yield MergeOffer(sieve, (groups[a], groups[b]), (one, other), gain)


def _is_refused(
    one: frozenset[str], other: frozenset[str], closed: Collection[frozenset[str]]
) -> bool:
    """Whether a text of the one group and a text of the other were refused to be one thing."""
    return any(
        len(pair & one) > 0 and len(pair & other) > 0 and (pair <= one | other) for pair in closed
    )


def _links(size: int) -> float:
    """How many pairs there are of so many mentions; of very many no more than of `_MOST`."""
    return min(size, _MOST) * (min(size, _MOST) - 1) / 2


def _root(joined: list[int], number: int) -> int:
    while joined[number] != number:
        joined[number] = joined[joined[number]]
        number = joined[number]
    return number
