"""Which clusters and offers are listed, which are marked, and which row the keys are for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from store.across.entity_groups import is_claim
from store.across.likely_clusters import MOST, likely_clusters
from store.across.mention_groups import MentionGroup
from store.across.merge_offers import MergeOffer
from store.annotations.edits import mentions_of, touched
from store.annotations.links import CONTRADICTS
from store.query.queried import QueriedStory
from store.story.annotation_list import ListedAnnotation, words_of
from tui.render.cluster_sheet import ClusterLine, ShownClusters, name_of
from tui.screens.clustered_story import ClusteredStory, key_of, mention_key
from tui.screens.queried_list import MarkedList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.edits import Edit
    from store.annotations.model import Mention
    from store.story.workspace import Workspace


class ClusterChoice(MarkedList[str]):
    """The list of clusters; it stays as it was left until it is opened again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(lambda: QueriedStory(workspace, list(self.story.rows.values())))
        self._workspace = workspace
        self.story = ClusteredStory(workspace)
        """What is listed of."""
        self._kept: set[Mention] | None = None
        """The mentions that are as is asked; none where nothing is."""
        self.opened: frozenset[str] = frozenset()
        """The keys of the groups whose mentions are listed; all groups if empty."""
        self._below: tuple[tuple[str, int], int] | None = None
        """What tells the row that was opened, its number, and that of the first in view."""
        self.lines: list[ClusterLine] = []
        """What is listed."""
        self._is_shown = False
        """Whether what is listed is on the screen."""
        self._anchor = ("", 0)
        """What tells the row that the keys are for, and its number."""
        self._has_answered = False
        """Whether the last edit answered the offer that the keys were for."""
        self._wanted: Mention | None = None
        """The mention to whose row is gone once what is offered is known."""
        self.gone_to: Mention | None = None
        """The mention to which somebody went from here last."""
        self._edited: set[str] = set()
        """The articles in which something was tagged otherwise since they were looked at."""
        self._is_listed = False
        """Whether what is known is listed as it is."""
        workspace.subscribe(lambda change: self._edited.update(touched(change.edit)))
        self.passed: tuple[ClusterLine | None, int] = (None, 0)
        """A row, and how many of the clusters into which it may belong were passed by."""

    # Looking through the story -------------------------------------------------------------

    def begin(self) -> None:
        """Have looked at anew what has changed."""
        if self.story.is_right:
            if self.story.let_go():
                self.relist()
            return
        self._stay()
        self.query.forget()
        # What is gone is not listed any more, however long it takes to know the rest.
        if self.story.take(self._edited):
            self.relist()
        else:
            self.story, self.lines = ClusteredStory(self._workspace), []
        self._edited, self._is_shown, self._is_listed = set(), False, False

    def open_at(self, here: Iterable[Mention]) -> None:
        """Have the keys be for the first cluster of some mentions, where there is one.

        Who comes back from a mention finds the list as it was left.
        """
        mentions, links = list(here), self._workspace.now.readable_links()
        clusters = chain.from_iterable(map(links.clusters_of, mentions))
        found = next((each for each in clusters if each.relation != CONTRADICTS), None)
        if found is not None and self.gone_to not in mentions:
            self.close()
            self._anchor = found.id, self.at
            self._is_shown = self._is_listed = False

    def look_on(self, seconds: float) -> bool:
        """Look at articles or work on the offers for so long; whether there is more to do."""
        offer, before = self.offer, self.story.offers
        if self.story.look_on(seconds):
            return True
        if not self._is_listed:
            self.query.forget()
            is_new = self.story.offers is not before and not self.opened
            if offer is not None and self._is_shown and is_new:
                self.story.keep(offer, self.at)
            self.relist()
            self._is_listed = True
        if self._wanted is not None:
            self._choose_mention(self._wanted)
        return False

    def update(self, edit: Edit) -> None:
        """Take what an edit has changed."""
        self._stay()
        self._has_answered = isinstance(self.line, MergeOffer)
        self.story.update(edit)
        self.query.forget()
        self._edited.clear()
        self._is_shown = self._is_listed = False
        self.relist()

    def choose_place_of(self, edit: Edit) -> None:
        """Go to the first row that an edit is about."""
        self._wanted = next(mentions_of(edit), None)

    def _choose_mention(self, mention: Mention) -> None:
        self._wanted = None
        for number, line in enumerate(self.lines):
            groups = groups_of_line(line)
            if any(each.mention == mention for group in groups for each in group.members):
                self.at = number
                return

    # What is listed ------------------------------------------------------------------------

    def relist(self) -> None:
        """List what is wanted, in its order; the keys are for the same row if it is there still."""
        self._stay()
        if self.opened and not self.opened <= self.story.by_key.keys():
            self.close()
            return
        self._kept = self._mentions_asked()
        if self.opened:
            mentions = dict.fromkeys(
                each.mention
                for group in self.story.groups
                if key_of(group) in self.opened
                for each in group.members
            )
            rows = [self.story.rows[mention] for mention in mentions]
            rows.sort(key=lambda row: (row.number, row.start, -row.end))
            wanted = self._kept
            self.lines = [row for row in rows if wanted is None or row.mention in wanted]
        else:
            offers = (each for each in self.story.offers if any(map(self._fits, each.groups)))
            self.lines = [
                *offers,
                *_in_order(filter(self._fits, self.story.groups), self._workspace),
            ]
        self.marked &= {*self.story.by_key, *map(mention_key, self.story.rows)}
        keys = {_key(line): number for number, line in enumerate(self.lines)}
        self.at = max(0, min(keys.get(*self._anchor), self.count - 1))

    def _stay(self) -> None:
        """Remember which row the keys are for, as far as somebody has seen it.

        Where an offer was answered, and what is offered next is not known yet, it is its number
        that counts: the next offer comes there.
        """
        line = self.line
        is_next = self._has_answered and self.at == self._anchor[1]
        if self._is_shown and line is not None and (isinstance(line, MergeOffer) or not is_next):
            self._anchor = _key(line), self.at

    def _mentions_asked(self) -> set[Mention] | None:
        """The mentions that are as is asked; none where nothing is."""
        if not self.query.asks:
            return None
        rows = list(self.story.rows.values())
        kept = {id(row) for row in self.answered(lambda asked: asked.annotations(rows))}
        return {mention for mention, row in self.story.rows.items() if id(row) in kept}

    def _fits(self, group: MentionGroup) -> bool:
        if self._kept is None or words_of(self.typed) in words_of(name_of(group)):
            return True
        return any(each.mention in self._kept for each in group.members)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    @property
    def line(self) -> ClusterLine | None:
        """The row that the keys are for."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    @property
    def here(self) -> list[MentionGroup]:
        """The groups that the keys are for: of the row, or those that are opened."""
        if self.opened:
            found = map(self.story.by_key.get, sorted(self.opened))
            return [group for group in found if group is not None]
        return [] if self.line is None else list(groups_of_line(self.line))

    @property
    def mention(self) -> Mention | None:
        """The mention that the keys are for; none on the row of a group."""
        return self.line.mention if isinstance(self.line, ListedAnnotation) else None

    @property
    def offer(self) -> MergeOffer | None:
        """What is answered: the row, or what is opened."""
        if self.opened:
            fits = (o for o in self.story.offers if {*map(key_of, o.groups)} == self.opened)
            return next(fits, None)
        return self.line if isinstance(self.line, MergeOffer) else None

    # Choosing ------------------------------------------------------------------------------

    def mark(self) -> None:
        """Mark the row, or take its mark away, and go on."""
        keys = _marks_of(self.line)
        self.marked = self.marked - keys if self.marked >= keys else self.marked | keys
        self.go(1)

    def mark_all(self) -> None:
        """Mark all that is listed but what is offered; if all is, nothing."""
        lines = (line for line in self.lines if not isinstance(line, MergeOffer))
        everything = {key for line in lines for key in _marks_of(line)}
        self.marked = set() if self.marked >= everything else everything

    def next_label(self) -> None:
        """Go to the next label, or to what of this one is in no cluster; at the end to the top."""
        here = None if self.line is None else section(self.line)
        rows = range(self.at + 1, self.count)
        self.at = next((n for n in rows if section(self.lines[n]) != here), 0)

    def open(self) -> None:
        """List the mentions of the row."""
        if not self.opened and self.line is not None:
            self._below = (_key(self.line), self.at), self.top
            self.opened = frozenset(map(key_of, self.here))
            self._anchor, self.top, self._is_shown = ("", 0), 0, False
            self.relist()

    def close(self) -> bool:
        """List the clusters again; the keys are for the one that was opened."""
        if self._below is None:
            return False
        self._anchor, self.top = self._below
        self.opened, self._below, self._is_shown = frozenset(), None, False
        self.relist()
        return True

    # What is shown -------------------------------------------------------------------------

    def shown(self, height: int) -> ShownClusters:
        """What is shown in so many rows, scrolled so that the one the keys are for is in view."""
        self._is_shown = True
        lines = tuple(self.lines[self.view(height)])
        marks = (n for n, line in enumerate(lines) if _marks_of(line) <= self.marked)
        clusters = [group for group in self.story.groups if group.cluster is not None]
        return ShownClusters(
            clusters=len(clusters),
            offers=len(self.story.offers),
            loose=sum(group.size for group in self.story.groups if group.cluster is None),
            typed=self.typed,
            opened=" = ".join(map(name_of, self.here)) if self.opened else "",
            progress=self.story.progress,
            is_working=self.story.is_working,
            lines=lines,
            chosen=self.at - self.top,
            marked=len(self.marked),
            marks=frozenset(marks),
        )


def offers_of_kind(choice: ClusterChoice) -> list[MergeOffer]:
    """Those listed that are made for the reason of the one that the keys are for."""
    offer = choice.offer
    listed = [line for line in choice.lines if isinstance(line, MergeOffer)]
    return [each for each in listed if offer is not None and each.reason == offer.reason]


def marked_groups(choice: ClusterChoice) -> list[MentionGroup]:
    """The groups that are marked."""
    return [group for group in choice.story.groups if key_of(group) in choice.marked]


def marked_mentions(choice: ClusterChoice) -> list[Mention]:
    """The mentions that are marked, in the order of the story."""
    return [mention for mention in choice.story.rows if mention_key(mention) in choice.marked]


def groups_of_line(line: ClusterLine) -> tuple[MentionGroup, ...]:
    """The groups of a row; none of a mention."""
    if isinstance(line, MergeOffer):
        return line.groups
    return (line,) if isinstance(line, MentionGroup) else ()


def _in_order(groups: Iterable[MentionGroup], workspace: Workspace) -> list[MentionGroup]:
    """By label; of each the clusters first, and what has most mentions."""
    labels = {name: number for number, name in enumerate(workspace.labels.names)}
    return sorted(
        groups, key=lambda g: (labels.get(g.label, len(labels)), g.cluster is None, -g.size)
    )


def likely_for(choice: ClusterChoice) -> list[MentionGroup]:
    """The clusters that digits put the row into: the likeliest that were not passed by."""
    return _all_likely(choice)[passed_likely(choice) :][:MOST]


def passed_likely(choice: ClusterChoice) -> int:
    """How many of the clusters into which the row may belong were passed by."""
    line, passed = choice.passed
    return passed if line is choice.line else 0


def pass_likely(choice: ClusterChoice) -> None:
    """Have the digits put the row into the next likeliest; after the last the first again."""
    passed = passed_likely(choice) + MOST
    choice.passed = choice.line, passed if passed < len(_all_likely(choice)) else 0


def _all_likely(choice: ClusterChoice) -> list[MentionGroup]:
    """The clusters into which the row may belong, the likeliest first; none for an offer."""
    here = choice.here
    if isinstance(choice.line, MergeOffer) or len(here) != 1 or is_claim(here[0]):
        return []
    tagged = here[0].members[0] if choice.mention is None else choice.story.tagged[choice.mention]
    others = [g for g in choice.story.groups if g is not here[0] and not is_claim(g)]
    return likely_clusters(tagged, others, len(others))


def _marks_of(line: ClusterLine | None) -> set[str]:
    """What a row is marked by."""
    if line is None:
        return set()
    if isinstance(line, ListedAnnotation):
        return {mention_key(line.mention)}
    return set(map(key_of, groups_of_line(line)))


def section(line: ClusterLine) -> tuple[str, bool] | None:
    """What rows are listed together: those of a label in clusters, and in none; all offers."""
    return (line.label, line.cluster is None) if isinstance(line, MentionGroup) else None


def _key(line: ClusterLine) -> str:
    """What tells a row from the others."""
    if isinstance(line, ListedAnnotation):
        return mention_key(line.mention)
    return " = ".join(map(key_of, groups_of_line(line))) + "?" * isinstance(line, MergeOffer)
