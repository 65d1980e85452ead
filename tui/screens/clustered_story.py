"""The mentions of a story in their groups, and what is offered, looked through a bit at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.across.entity_groups import acronyms_in, groups_in, is_claim, merge_context
from store.across.mention_groups import TaggedMention
from store.across.merge_offers import merge_offers_in_steps
from store.annotations.edits import touched
from store.story.annotation_list import ListedKind
from tui.screens.listed_story import ListedStory

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from store.across.mention_groups import MentionGroup
    from store.across.merge_offers import MergeOffer
    from store.annotations.edits import Edit
    from store.annotations.model import Mention
    from store.steps import Steps
    from store.story.annotation_list import ListedAnnotation
    from store.story.workspace import Workspace


class ClusteredStory:
    """The groups of a story and the offers to merge them, as of the last edit."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._listed = ListedStory(workspace)
        self.is_read = False
        """Whether all of the story has been looked at."""
        self.rows: dict[Mention, ListedAnnotation] = {}
        """What is tagged, in the order of the story."""
        self.tagged: dict[Mention, TaggedMention] = {}
        """The same, as what groups are made of."""
        self.groups: Sequence[MentionGroup] = ()
        """In the order of the story."""
        self.by_key: dict[str, MentionGroup] = {}
        self.offers: list[MergeOffer] = []
        """What gains most first."""
        self._texts: dict[str, str] = {}
        self._definitions: dict[str, tuple[tuple[str, str], ...]] = {}
        """By article: what its acronyms stand for."""
        self._steps: Steps[list[MergeOffer]] | None = None
        self._stamp: tuple[object, ...] | None = None
        """That of the story when groups were made."""

    @property
    def is_right(self) -> bool:
        """Whether nothing of the story has changed since it was looked at."""
        return self._stamp is not None and self._stamp == self._workspace.now.stamp()

    @property
    def progress(self) -> float:
        """Which share of the articles has been looked at, from 0 to 1."""
        return self._listed.progress

    @property
    def is_working(self) -> bool:
        """Whether more may be offered once more has been looked at."""
        return not self.is_read or self._steps is not None

    def look_on(self, seconds: float) -> bool:
        """Look at articles or work on the offers for so long; whether there is more to do.

        While there is, `offers` are the old ones, as far as there is something in them still.
        """
        if self._listed.look_on(seconds):
            return True
        if not self.is_read:
            self._read()
        elif self._steps is not None and self._steps.work(seconds):
            self.offers, self._steps = self._steps.result, None
        return self.is_working

    def keep(self, offer: MergeOffer, at: int) -> None:
        """Leave an offer that is looked at where it is: no key may be for another of a sudden.

        What is said of it is as it is now: another reason, or that it is offered no longer.
        """
        keys = [*map(key_of, offer.groups)]
        same = (each for each in self.offers if [*map(key_of, each.groups)] == keys)
        now = next(same, None) or replace(offer, is_offered=False)
        others = [each for each in self.offers if each is not now]
        self.offers = [*others[:at], now, *others[at:]]

    def let_go(self) -> bool:
        """Offer no more what was only left because somebody looked at it; whether there was any."""
        before, self.offers = self.offers, [each for each in self.offers if each.is_offered]
        return len(self.offers) < len(before)

    def update(self, edit: Edit) -> None:
        """Take what an edit has changed, and begin to work out what is offered then."""
        if self.is_read:
            self._look_again(touched(edit))

    def take(self, articles: Collection[str]) -> bool:
        """Take what edits have changed in some articles since all was looked at.

        Returns:
            Whether all is known so: it is looked at, and no article has another file.
        """
        before, now = self._stamp or (), self._workspace.now.stamp() or ()
        if not (self.is_read and before and before[1:] == now[1:]):
            return False
        self._look_again(articles)
        return True

    def _look_again(self, articles: Collection[str]) -> None:
        self._listed.update(articles)
        if articles:
            self._read()
        else:
            self._group()

    def _read(self) -> None:
        rows = [row for row in self._listed.rows() if row.kind is ListedKind.ANNOTATION]
        self.rows, self.tagged, self.is_read = {}, {}, True
        for row in sorted(rows, key=lambda each: (each.number, each.start, -each.end)):
            if row.annotation is not None:
                tagged = TaggedMention(row.article, row.annotation)
                self.rows[tagged.mention], self.tagged[tagged.mention] = row, tagged
        for article in {row.article for row in rows} - self._texts.keys():
            self._texts[article] = self._workspace.now.peek(article).article.text
            self._definitions[article] = acronyms_in(self._texts[article])
        self._group()

    def _group(self) -> None:
        """Take the clusters as they are now."""
        links, labels = self._workspace.now.links(), self._workspace.labels
        self._stamp = self._workspace.now.stamp()
        before = self.by_key
        self.groups = [
            _kept(before.get(key_of(group)), group)
            for group in groups_in(self.tagged.values(), links, labels)
        ]
        self.by_key = {key_of(group): group for group in self.groups}
        of_mention = {each.mention: group for group in self.groups for each in group.members}
        definitions = [each for some in self._definitions.values() for each in some]
        context = merge_context(self._texts, definitions, links, labels)
        entities = [group for group in self.groups if not is_claim(group)]
        self._steps = merge_offers_in_steps(entities, context)
        refused = {(each.label, each.texts) for each in links.refused.values()}
        self.offers = [
            now
            for offer in self.offers
            if (offer.label, tuple(sorted(offer.texts))) not in refused
            and (now := _as_now(offer, of_mention)) is not None
        ]


def _kept(before: MentionGroup | None, now: MentionGroup) -> MentionGroup:
    """A group as it was, with what is known of it, if it is the same still."""
    is_same = before is not None and before.cluster is now.cluster and before.members == now.members
    return before if is_same and before is not None else now


def _as_now(offer: MergeOffer, groups: dict[Mention, MentionGroup]) -> MergeOffer | None:
    """An offer between groups as they are by now; none where nothing is left to be joined."""
    found = {
        key_of(group): group
        for each in offer.groups
        if (group := groups.get(each.members[0].mention)) is not None
    }
    now = tuple(found.values())
    is_one = len(now) == 1 and (now[0].cluster is not None or now[0].size == 1)
    is_gone = is_one or len(now) < len(offer.groups)
    return None if is_gone else replace(offer, groups=now)


def key_of(group: MentionGroup) -> str:
    """What a group is known by while its members change: its cluster, or its first mention."""
    if group.cluster is not None:
        return group.cluster.id
    return f"in none {mention_key(group.members[0].mention)}"


def mention_key(mention: Mention) -> str:
    """What a mention is known by."""
    return f"{mention.article}\n{mention.id}"
