"""The groups of a story's mentions by label, kept as long as what they are made of is the same.

Annotations and clusters never change, they are replaced: what was made of the same ones is right.
"""

from __future__ import annotations

from functools import cached_property
from operator import is_not
from typing import TYPE_CHECKING

from store.across.likely_claims import ClaimIndex
from store.across.mention_groups import MentionGroup, TaggedMention, groups_of
from store.annotations.links import CONTRADICTS
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from store.annotations.collection import Annotations
    from store.annotations.model import Cluster, Mention
    from store.story.open_story import OpenStory


class LabelGroups(Frozen, dict=True):
    """What has one label in a story, in its groups."""

    mentions: tuple[TaggedMention, ...]
    """In the order of the story."""
    groups: tuple[MentionGroup, ...]
    """Its clusters, and what is in none by its words; no pair that contradicts each other."""

    @classmethod
    def of(cls, mentions: Iterable[TaggedMention], clusters: Iterable[Cluster]) -> LabelGroups:
        """The groups of mentions of one label, in the order of the story."""
        wanted = tuple(mentions)
        fitting = (each for each in clusters if each.relation != CONTRADICTS)
        return cls(wanted, groups_of(wanted, fitting))

    @cached_property
    def claims(self) -> ClaimIndex:
        """The mentions by their words, where they are claims."""
        return ClaimIndex((each.mention, each.annotation) for each in self.mentions)

    @cached_property
    def _numbers(self) -> Mapping[Mention, Sequence[int]]:
        """Of the groups that a mention is in."""
        found: dict[Mention, list[int]] = {}
        for number, group in enumerate(self.groups):
            for each in group.members:
                found.setdefault(each.mention, []).append(number)
        return found

    def without(self, some: Collection[Mention], clusters: Collection[str]) -> list[MentionGroup]:
        """The groups without some mentions, and without the clusters of some ids."""
        touched = {number for each in some for number in self._numbers.get(each, ())}
        left = []
        for number, group in enumerate(self.groups):
            if group.cluster is not None and group.cluster.id in clusters:
                continue
            members = group.members
            if number in touched:
                members = tuple(each for each in members if each.mention not in some)
                group = MentionGroup(group.label, members, group.cluster)
            if members:
                left.append(group)
        return left


class StoryGroups:
    """What has each label in a story, as it stands."""

    def __init__(self, now: OpenStory) -> None:
        self._now = now
        self._articles: dict[str, tuple[Annotations, list[TaggedMention]]] = {}
        """By article: its annotations, and the same as what groups are made of. What is read again
        from the disk is the same if it says the same."""
        self._made: dict[str, tuple[tuple[object, ...], LabelGroups]] = {}
        """By label, with what they are made of."""

    def of(self, label: str) -> LabelGroups:
        """What has a label in the story now."""
        links, known = self._now.links(), self._made.get(label)
        clusters = [each for each in links.clusters.values() if each.label == label]
        clusters.sort(key=lambda each: each.id)
        mentions = list(self._mentions(label))
        made_of = (*clusters, *(each.annotation for each in mentions))
        if known is None or len(known[0]) != len(made_of) or any(map(is_not, known[0], made_of)):
            known = self._made[label] = made_of, LabelGroups.of(mentions, clusters)
        return known[1]

    def _mentions(self, label: str) -> Iterator[TaggedMention]:
        for opened in self._now.every_article():
            known = self._articles.get(opened.id)
            if known is None or known[0] != opened.annotations:
                tagged = [TaggedMention(opened.id, each) for each in opened.annotations]
                known = self._articles[opened.id] = opened.annotations, tagged
            yield from (each for each in known[1] if each.annotation.label == label)
