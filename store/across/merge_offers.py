"""What may be merged into one cluster, offered to a person by what it would gain.

Offers are pairs of groups; nothing is merged without an answer. Where several offers join the same
groups only those of the most gain are given, so that each answer tells something new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from store.across import sieves
from store.across.appositions import appositions, titles_beside
from store.across.sieves import Sieve
from store.frozen import Frozen
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from store.across.mention_form import MentionForm
    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.annotations.model import Mention, RefusedOffer

OFFERED: Final = "same"
"""What a refused offer of a merge is called."""
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


class MergeContext(Frozen):
    """What is known of a story beside its groups."""

    texts: Mapping[str, str]
    """Of its articles, by id."""
    refused: Iterable[RefusedOffer] = ()
    """What a person has refused; those of kind `OFFERED` are of merges."""
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
    is_offered: bool = True
    """Whether it is offered still; what no longer is stays under the eyes of who looks at it."""

    @property
    def reason(self) -> str:
        """Why its groups may be one."""
        return self.sieve.value if self.is_offered else "no longer offered"

    @property
    def label(self) -> str:
        """Of all its mentions."""
        return self.groups[0].label


def merge_offers(groups: Sequence[MentionGroup], context: MergeContext) -> list[MergeOffer]:
    """What may be merged of the groups of a story, in its order; what gains most first."""
    return merge_offers_in_steps(groups, context).all()


def merge_offers_in_steps(
    groups: Sequence[MentionGroup], context: MergeContext
) -> Steps[list[MergeOffer]]:
    """As `merge_offers` gives them, a sieve of a label at each step."""
    by_label: dict[str, list[MentionGroup]] = defaultdict(list)
    for group in groups:
        by_label[group.label].append(group)
    return Steps(_of_labels(by_label, context), len(by_label) * (len(Sieve) + 2))


def _of_labels(
    by_label: Mapping[str, Sequence[MentionGroup]], context: MergeContext
) -> Generator[None, None, list[MergeOffer]]:
    found: list[MergeOffer] = []
    for label, groups in by_label.items():
        closed = {
            frozenset(each.texts)
            for each in context.refused
            if each.kind == OFFERED and each.label == label
        }
        found += _same_text(groups, closed)
        yield
        known = _Groups(groups)
        yield
        pairs = yield from _pairs(label, known, context)
        found += _spanning(pairs, groups, closed)
        yield
    return sorted(found, key=lambda offer: -offer.gain)


def _same_text(
    groups: Iterable[MentionGroup], closed: Collection[frozenset[str]]
) -> Iterator[MergeOffer]:
    for group in groups:
        key = group.members[0].form.key
        if group.cluster is not None or group.size < 2 or not group.members[0].form.says_which:
            continue
        if frozenset((key,)) not in closed:
            gain = _WEIGHTS[Sieve.SAME_TEXT] * _links(group.size)
            yield MergeOffer(Sieve.SAME_TEXT, (group,), (key, key), gain)


class _Groups:
    """The groups of one label by the texts and the mentions in them."""

    def __init__(self, groups: Sequence[MentionGroup]) -> None:
        self.groups = groups
        self.forms: dict[str, MentionForm] = {}
        """By key, in the order in which they first stand in the story."""
        self.numbers: dict[str, list[int]] = defaultdict(list)
        """Of the groups that have a text, by its key."""
        self.of_mention: dict[Mention, list[int]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        """Of the last words of names."""
        for number, group in enumerate(groups):
            for text, form in group.forms.items():
                self.forms.setdefault(form.key, form)
                if form.name:
                    self.counts[form.name[-1]] += group.texts[text]
            for key in dict.fromkeys(form.key for form in group.forms.values()):
                self.numbers[key].append(number)
            for each in group.members:
                self.of_mention[each.mention].append(number)

    def of_one_text(self) -> Iterator[tuple[str, int, int]]:
        """Mentions in no cluster, with the one cluster that has their text."""
        for key, some in self.numbers.items():
            held = [number for number in some if self.groups[number].cluster is not None]
            loose = [number for number in some if self.groups[number].cluster is None]
            if len(held) == 1 and loose and self.forms[key].says_which:
                yield key, loose[0], held[0]


def _pairs(label: str, known: _Groups, context: MergeContext) -> Generator[None, None, list[_Pair]]:
    """What the sieves let through."""
    found = [_Pair(Sieve.SAME_TEXT, (k, k), loose, held) for k, loose, held in known.of_one_text()]
    beside = list(appositions(known.groups, context.texts))
    yield
    for sieve, forms in _by_wording(label, known, context, beside):
        for one, other in forms:
            for a, b in product(known.numbers[one.key], known.numbers[other.key]):
                found.append(_Pair(sieve, (one.key, other.key), a, b))
        yield
    for first, second in beside:
        for a, b in product(known.of_mention[first.mention], known.of_mention[second.mention]):
            found.append(_Pair(Sieve.APPOSITION, (first.form.key, second.form.key), a, b))
    return found


def _by_wording(
    label: str,
    known: _Groups,
    context: MergeContext,
    beside: Sequence[tuple[TaggedMention, TaggedMention]],
) -> Iterator[tuple[Sieve, sieves.Pairs]]:
    worded = list(known.forms.values())
    yield Sieve.TITLE, sieves.title_sieve(worded)
    yield Sieve.ACRONYM, sieves.acronym_sieve(worded, context.definitions)
    yield Sieve.HEAD, sieves.head_sieve(worded)
    if label in context.places:
        yield Sieve.PLACE, sieves.place_sieve(worded)
        return
    holders = titles_beside(known.groups, context.texts, beside)
    yield Sieve.SURNAME, sieves.surname_sieve(worded)
    yield Sieve.PART, sieves.part_sieve(worded)
    yield Sieve.CAPITAL, sieves.capital_sieve(worded)
    yield Sieve.ROLE, sieves.role_sieve(worded, holders, known.counts)


class _Pair(NamedTuple):
    sieve: Sieve
    texts: tuple[str, str]
    one: int
    """The number of a group."""
    other: int


def _spanning(
    pairs: Iterable[_Pair], groups: Sequence[MentionGroup], closed: Collection[frozenset[str]]
) -> Iterator[MergeOffer]:
    """Of the pairs that are not refused, those of the most gain that join all that can be."""
    keys = [group.keys for group in groups]
    offers = []
    for pair in pairs:
        one, other = groups[pair.one], groups[pair.other]
        if one is other or _is_refused(keys[pair.one], keys[pair.other], closed):
            continue
        loose = sum(_links(each.size) for each in (one, other) if each.cluster is None)
        links = min(one.size, _MOST) * min(other.size, _MOST) + loose
        offers.append((_WEIGHTS[pair.sieve] * links, pair))
    offers.sort(key=lambda each: (-each[0], -_WEIGHTS[each[1].sieve]))
    joined = list(range(len(groups)))
    for gain, pair in offers:
        first, second = _root(joined, pair.one), _root(joined, pair.other)
        if first != second:
            joined[second] = first
            both = groups[pair.one], groups[pair.other]
            yield MergeOffer(pair.sieve, both, pair.texts, gain)


def _is_refused(
    one: frozenset[str], other: frozenset[str], closed: Collection[frozenset[str]]
) -> bool:
    """Whether a text of the one group and a text of the other were refused to be one thing.

    Where a person has put both texts into one of the groups all the same, that counts.
    """
    for pair in closed:
        is_overruled = len(pair) > 1 and (pair <= one or pair <= other)
        if pair & one and pair & other and pair <= one | other and not is_overruled:
            return True
    return False


def _links(size: int) -> float:
    """How many pairs there are of so many mentions; of very many no more than of `_MOST`."""
    return min(size, _MOST) * (min(size, _MOST) - 1) / 2


def _root(joined: list[int], number: int) -> int:
    while joined[number] != number:
        joined[number] = joined[joined[number]]
        number = joined[number]
    return number
