"""Who is who: clusters, what may be one of them, and the mentions of each, put together by key."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from store.across.merge_offers import MergeOffer
from store.story.annotation_list import ListedAnnotation
from store.wording import counted
from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.cluster_sheet import (
    CLUSTER_KEYS,
    ClusterDetail,
    ClusterSheet,
    empty_clusters,
    name_of,
)
from tui.render.list_sheet import LAST, TYPING_KEYS, key_hints, sheet_keys
from tui.screens.cluster_choice import groups_of_line, likely_for, pass_likely
from tui.screens.cluster_edits import ClusterEdits
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual.strip import Strip

    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.cluster_choice import ClusterChoice


class ClustersScreen(ListScreen[ListedAnnotation]):
    """Its result is a mention to go to."""

    MODE = Mode.CLUSTERS

    def __init__(self, workspace: Workspace, choice: ClusterChoice, palette: Palette) -> None:
        super().__init__(workspace, choice, palette)
        self._choice = choice
        self._edits = ClusterEdits(workspace, choice, self.say, self.open_line)

    def take_change(self, change: Change) -> None:
        """Take what an edit has changed."""
        self._choice.update(change.edit)
        if change.did != "edit":
            self._choice.choose_place_of(change.edit)
        self.look()

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        choice = self._choice
        return {
            "rows.mark": choice.mark,
            "rows.mark-all": choice.mark_all,
            "list.choose": self.choose,
            "clusters.open": choice.open,
            "clusters.close": choice.close,
            "clusters.next-label": choice.next_label,
            "clusters.more-likely": partial(pass_likely, choice),
            **self._edits.handlers(),
        }

    def choose(self) -> None:
        """Open the row, or go to the mention."""
        line = self._choice.line
        if isinstance(line, ListedAnnotation):
            self._choice.gone_to = self._choice.mention
            self.dismiss(line)
        else:
            self._choice.open()

    # Drawing -------------------------------------------------------------------------------

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self._sheet().rows_in_view

    def _sheet(self) -> ClusterSheet:
        keys = self.drawn.keys((self.size, self.is_typing), self._draw_keys)
        return ClusterSheet(self.size.width, self.size.height, self._palette, keys, self.drawn)

    def _draw_keys(self) -> list[Strip]:
        keymap, palette = self.keymap, self._palette
        hints = key_hints(TYPING_KEYS if self.is_typing else CLUSTER_KEYS, keymap, palette)
        last = key_hints(() if self.is_typing else LAST, keymap, palette)
        return sheet_keys(hints, palette, self.size, 3, last)

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The lines of the screen."""
        status, sheet = self._workspace.status, self._sheet()
        shown = self._choice.shown(sheet.rows_in_view)
        trouble = fill(status.trouble, self.key)
        return [
            sheet.head(shown, trouble, is_read_only=bool(status.read_only)),
            *sheet.rows(shown, partial(empty_clusters, shown, self.key)),
            *sheet.detail(self._detail(), said),
            *sheet.keys,
        ]

    def _detail(self) -> ClusterDetail | None:
        """What is known of the row that the keys are for."""
        choice = self._choice
        line = choice.line
        if line is None:
            return None
        if isinstance(line, ListedAnnotation):
            rows = [line]
        else:
            rows = [choice.story.rows[each.mention] for each in _examples(line)]
        now = self._workspace.now
        likely = enumerate(likely_for(choice), 1)
        return ClusterDetail(
            [(row, now.peek(row.article).article.text) for row in rows],
            " ".join(self._facts()),
            [(self.key(f"clusters.likely-{number}"), name_of(group)) for number, group in likely],
        )

    def _facts(self) -> Iterator[str]:
        """What is to be said of the row, in sentences."""
        line, here = self._choice.line, self._choice.here
        if isinstance(line, MergeOffer):
            yield f"One thing? {line.reason.capitalize()}"
            if len(set(line.texts)) > 1:
                yield "({} = {})".format(*line.texts)
            return
        mention = self._choice.mention
        if mention is not None:
            clusters = self._workspace.now.readable_links().clusters_of(mention)
            names = [f"“{cluster.name}”" for cluster in clusters]
            yield f"In {' and '.join(names)}." if names else "In no cluster."
            return
        for group in here:
            yield _as_said(group)


def _as_said(group: MentionGroup) -> str:
    """What the mentions of a group say, the most frequent first."""
    texts: Counter[str] = Counter()
    for text, times in group.texts.items():
        texts[" ".join(text.split())] += times
    said = [text for text, _ in texts.most_common()]
    parts = [f"{text} {texts[text]}" if texts[text] > 1 else text for text in said[:12]]
    more = f" and {counted(len(said) - 12, 'other')}" if len(said) > 12 else ""
    return f"Said as {' · '.join(parts)}{more}"


def _examples(line: MergeOffer | MentionGroup) -> list[TaggedMention]:
    """Two mentions that show what a row is: of an offer one of each side, as near as can be."""
    groups = groups_of_line(line)
    if isinstance(line, MergeOffer) and len(groups) > 1:
        sides = [
            [each for each in group.members if each.form.key in line.texts] or [*group.members]
            for group in groups
        ]
        pairs = product(sides[0][:_LOOKED_AT], sides[1][:_LOOKED_AT])
        return list(min(pairs, key=lambda pair: _distance(*pair)))
    members = groups[0].members
    elsewhere = (each for each in members if each.article != members[0].article)
    return [members[0], *[each for each in (next(elsewhere, members[-1]),) if len(members) > 1]]


_LOOKED_AT = 50
"""Mentions of each side among which those are looked for that stand nearest to each other."""


def _distance(one: TaggedMention, other: TaggedMention) -> tuple[bool, int]:
    """How far two mentions are from each other; those of other articles are farther than any."""
    apart = abs(one.annotation.start - other.annotation.start)
    return one.article != other.article, apart
