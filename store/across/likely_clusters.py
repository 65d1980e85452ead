"""Into which clusters a mention most likely belongs where its words do not say it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.across.terms import stem
from store.text.lexicon import CONJUNCTIONS, COUNTS, DETERMINERS, PREPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.across.mention_groups import MentionGroup, TaggedMention

MOST: Final = 9
"""Clusters that are offered: a digit stands for each."""
_SIZE: Final = 1.2
_WORD: Final = 1.5
_DISTANCE: Final = 0.35
_FAR: Final = 20_000
"""Code points that a cluster counts as away that is nowhere in the article."""
_SMALL: Final = CONJUNCTIONS | COUNTS | DETERMINERS | PREPOSITIONS


def likely_clusters(
    mention: TaggedMention, groups: Iterable[MentionGroup], most: int = MOST
) -> list[MentionGroup]:
    """The groups of the mention's label that it is not in, the likeliest first.

    Those are large, share words with it, and stand near.
    """
    fitting = [
        group
        for group in groups
        if group.label == mention.annotation.label and mention not in group.members
    ]
    stems = _stems(frozenset(mention.form.words))
    scores = {id(group): _score(mention, stems, group) for group in fitting}
    return sorted(fitting, key=lambda group: -scores[id(group)])[:most]


@lru_cache(maxsize=4096)
def _stems(words: frozenset[str]) -> frozenset[str]:
    """What of some words says something, without their endings."""
    return frozenset(map(stem, words - _SMALL))


def _score(mention: TaggedMention, stems: frozenset[str], group: MentionGroup) -> float:
    start = mention.annotation.start
    beside = (
        abs(each.annotation.start - start)
        for each in group.members
        if each.article == mention.article
    )
    shared = len(_stems(group.words) & stems)
    distance = math.log1p(min(beside, default=_FAR))
    return _SIZE * math.log(group.size) + _WORD * shared - _DISTANCE * distance
