"""The groups of a story's mentions by label, kept as long as what they are made of is the same.

Annotations and clusters never change, they are replaced: what was made of the same ones is right.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from operator import is_not
from typing import TYPE_CHECKING, TypeAlias

from store.across.likely_claims import ClaimIndex
from store.across.mention_groups import MentionGroup, TaggedMention, groups_of
from store.annotations.edits import touched
from store.annotations.links import CONTRADICTS
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from store.annotations.model import Annotation, Cluster, Mention
    from store.story.workspace import Workspace

_Tagged: TypeAlias = "tuple[TaggedMention, ...]"
"""What is tagged in an article with one label."""


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
    """What has each label in a story, as it stands; no article is read that has not changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._now = workspace.now
        self._articles: dict[str, dict[str, _Tagged]] = {}
        """By article what is tagged in it, by label, as what groups are made of. What of a label is
        not changed stays the same one."""
        self._outdated: set[str] = set()
        """Articles in which something else may be tagged by now."""
        self._made: dict[str, tuple[tuple[object, ...], LabelGroups]] = {}
        """By label, with what they are made of."""
        workspace.subscribe(lambda change: self._outdated.update(touched(change.edit)))
        workspace.now.subscribe(self._outdated.add)

    def of(self, label: str) -> LabelGroups:
        """What has a label in the story now."""
        links, known = self._now.links(), self._made.get(label)
        clusters = [each for each in links.clusters.values() if each.label == label]
        clusters.sort(key=lambda each: each.id)
        tagged = [self._tagged(ref.id).get(label, ()) for ref in self._now.story.articles]
        made_of = (*clusters, *tagged)
        if known is None or len(known[0]) != len(made_of) or any(map(is_not, known[0], made_of)):
            groups = LabelGroups.of(chain.from_iterable(tagged), clusters)
            known = self._made[label] = made_of, groups
        return known[1]

    def _tagged(self, article_id: str) -> dict[str, _Tagged]:
        """What is tagged in an article, by label."""
        before = self._articles.get(article_id)
        if before is not None and article_id not in self._outdated:
            return before
        found: defaultdict[str, list[Annotation]] = defaultdict(list)
        for each in self._now.peek(article_id).annotations:
            found[each.label].append(each)
        known = before or {}
        tagged = {
            label: _kept(known.get(label, ()), article_id, each) for label, each in found.items()
        }
        self._articles[article_id] = tagged
        self._outdated.discard(article_id)
        return tagged


def _kept(before: _Tagged, article: str, annotations: Sequence[Annotation]) -> _Tagged:
    """Annotations as what groups are made of; those that were there before if they are the same."""
    if [each.annotation for each in before] == annotations:
        return before
    return tuple(TaggedMention(article, each) for each in annotations)
