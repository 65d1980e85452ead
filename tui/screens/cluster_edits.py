"""What the keys of the list of clusters change: each makes one edit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from store.across import cluster_edits
from store.annotations.linking import rename, set_refs
from tui.actions.making import OwnEdits
from tui.render.cluster_sheet import name_of
from tui.screens.cluster_choice import (
    likely_for,
    marked_groups,
    marked_mentions,
    offers_of_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.across.mention_groups import MentionGroup
    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import Mention
    from store.story.workspace import Workspace
    from tui.screens.cluster_choice import ClusterChoice
    from tui.screens.list_edits import ListSay


class _OpenLine(Protocol):
    """Has something typed, and gives it to `done`, or nothing where that was left."""

    def __call__(self, prompt: str, typed: str, done: Callable[[str | None], object]) -> None: ...


class ClusterEdits:
    """The edits that are made in the list; those and no others are taken back there."""

    def __init__(
        self, workspace: Workspace, choice: ClusterChoice, say: ListSay, open_line: _OpenLine
    ) -> None:
        self._workspace = workspace
        self._choice = choice
        self._say = say
        self._open_line = open_line
        self._made = OwnEdits(workspace, say, partial(say, is_bad=True))

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands that change something do, by their ids."""
        return {
            "suggestion.accept": self._accept,
            "suggestion.reject": self._reject,
            "suggestion.accept-kind": self._accept_kind,
            "clusters.join": self._join,
            "clusters.split": self._split,
            "annotation.remove": self._take_out,
            "clusters.rename": self._rename,
            "clusters.ids": self._name_ids,
            "undo": partial(self._made.take_back, is_undo=True),
            "redo": partial(self._made.take_back, is_undo=False),
            **{f"clusters.likely-{n}": partial(self._put_into, n) for n in range(1, 10)},
        }

    # Answers -------------------------------------------------------------------------------

    def _accept(self) -> None:
        """Take what is offered, or make a cluster of what is in none."""
        offer, links = self._choice.offer, self._workspace.now.links()
        here = self._choice.here
        if offer is not None:
            self._make(lambda: cluster_edits.accepted(links, [offer]))
        elif here and all(group.cluster is None for group in here):
            self._make(lambda: cluster_edits.joined(links, here))
        else:
            self._say("This is a cluster already; nothing more is offered for it here")

    def _reject(self) -> None:
        offer = self._choice.offer
        if offer is None:
            self._say("Nothing is offered here; {key:annotation.remove} takes it apart")
        else:
            self._make(lambda: cluster_edits.refused(self._workspace.now.links(), offer))

    def _accept_kind(self) -> None:
        offers = offers_of_kind(self._choice)
        if not offers:
            self._say("Nothing is offered here")
        else:
            self._make(lambda: cluster_edits.accepted(self._workspace.now.links(), offers))

    # By hand -------------------------------------------------------------------------------

    def _join(self) -> None:
        """Join the marked groups; the marked mentions join the cluster that the keys are for."""
        choice, links = self._choice, self._workspace.now.links()
        groups, mentions = marked_groups(choice), marked_mentions(choice)
        if mentions and len(choice.here) == 1:
            tagged = [choice.story.tagged[each] for each in mentions]
            self._make(lambda: cluster_edits.added(links, choice.here[0], tagged))
            return
        if len(groups) == 1:
            groups += [group for group in choice.here if group is not groups[0]]
        if len(groups) < 2:
            self._say("{key:rows.mark} marks what is to be joined; mark two, or one and go to "
                      "the other")  # fmt: skip
        else:
            self._make(lambda: cluster_edits.joined(links, groups))

    def _put_into(self, number: int) -> None:
        """Put the row into one of the likeliest clusters."""
        choice, links = self._choice, self._workspace.now.links()
        likely = likely_for(choice)
        if number > len(likely):
            self._say("There is no such cluster below")
            return
        into = likely[number - 1]
        mention = choice.mention
        if mention is None:
            self._make(lambda: cluster_edits.joined(links, [*choice.here, into]))
        else:
            tagged = [choice.story.tagged[mention]]
            self._make(lambda: cluster_edits.added(links, into, tagged))

    def _split(self) -> None:
        group, mentions = self._meant()
        if group is not None:
            links = self._workspace.now.links()
            self._make(lambda: cluster_edits.parted(links, group, mentions))

    def _take_out(self) -> None:
        """Take mentions out of a cluster; on the row of a cluster, all of them."""
        links, choice = self._workspace.now.links(), self._choice
        if choice.opened:
            group, mentions = self._meant()
        else:
            group = choice.here[0] if len(choice.here) == 1 else None
            mentions = {each.mention for each in group.members} if group is not None else set()
        if group is not None:
            self._make(lambda: cluster_edits.taken_out(links, group, mentions))
        elif not choice.opened:
            self._say("Nothing is joined here yet; {key:suggestion.reject} refuses the offer")

    def _meant(self) -> tuple[MentionGroup | None, set[Mention]]:
        """The cluster of the marked mentions, or of the one the keys are for; says if none is."""
        choice = self._choice
        mentions = set(marked_mentions(choice))
        if not mentions and choice.mention is not None:
            mentions = {choice.mention}
        for group in choice.here or choice.story.groups:
            inside = mentions & {each.mention for each in group.members}
            if inside and group.cluster is not None:
                return group, inside
        self._say("{key:clusters.open} opens a cluster; {key:rows.mark} marks mentions in it")
        return None, set()

    # Names ---------------------------------------------------------------------------------

    def _rename(self) -> None:
        group = self._one()
        if group is None:
            return

        def done(typed: str | None) -> None:
            if typed is not None:
                name = typed.strip() or group.likely_name
                self._make(
                    lambda: (
                        cluster_edits.named(group, name)
                        if group.cluster is None
                        else rename(self._workspace.now.links(), group.cluster, name)
                    )
                )

        self._open_line("name:", name_of(group), done)

    def _name_ids(self) -> None:
        group = self._one()
        if group is None:
            return
        cluster = group.cluster
        if cluster is None:
            self._say("This is in no cluster yet; {key:suggestion.accept} makes one of it")
            return

        def done(typed: str | None) -> None:
            if typed is not None:
                links = self._workspace.now.links()
                self._make(lambda: set_refs(links, cluster, typed.split()))

        self._open_line("id:", " ".join(cluster.refs), done)

    def _one(self) -> MentionGroup | None:
        """The group that the keys are for, if that is one; else says so."""
        if len(self._choice.here) == 1 and self._may_edit():
            return self._choice.here[0]
        if len(self._choice.here) > 1:
            self._say("Answer what is offered first: these are two")
        return None

    def _may_edit(self) -> bool:
        """Whether the story can be changed; says why not."""
        refusal = self._workspace.status.refusal
        if refusal:
            self._say(refusal, is_bad=True)
        return not refusal

    def _make(self, build: Callable[[], Edit | Refusal]) -> None:
        if self._may_edit() and self._made.make_and_tell(build) is not None:
            self._choice.marked = set()
