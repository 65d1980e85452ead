"""The sheet of clusters: offers, groups and mentions as rows, and what is known of one below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from store.across.mention_groups import MentionGroup
from store.across.merge_offers import MergeOffer
from store.story.annotation_list import ListedAnnotation
from store.wording import counted
from tui.keys.commands import LEAVE
from tui.render.annotation_table import (
    MARKED,
    MARKED_HERE,
    PASSAGE_LINES,
    TableColumns,
    heading,
    padded,
    passage_lines,
    row_line,
    shapes_of,
)
from tui.render.concordance import MARKER, one_line
from tui.render.lines import cut, line_strip
from tui.render.list_sheet import ListSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from tui.render.lines import Part
    from tui.render.list_sheet import DrawnRows

ClusterLine = MergeOffer | MentionGroup | ListedAnnotation
"""A row: what may be one, a cluster (or what may become one), a mention."""
OFFER: Final = "?"
"""Before what is offered."""
_LABEL: Final = 10
"""Cells of a label, at most."""
_LIKELY: Final = 24
"""Cells of the name of a likely cluster, at most."""
_TIGHT: Final = 120
"""Cells below which those that are likely take two lines."""
CLUSTER_KEYS: Final = (
    ("suggestion.accept", "yes"),
    ("suggestion.reject", "no"),
    ("rows.filter", "filter"),
    ("list.choose", "open"),
    ("rows.mark", "mark"),
    ("clusters.join", "join marked"),
    ("suggestion.accept-kind", "yes to all of its kind"),
    ("clusters.split", "split off"),
    ("annotation.remove", "take out"),
    ("clusters.rename", "name"),
    ("clusters.ids", "id"),
    ("clusters.next-label", "next label"),
    ("clusters.more-likely", "others to put it into"),
    ("undo", "undo"),
)
"""Commands, and what the last lines say of them."""


@dataclass(frozen=True, slots=True)
class ShownClusters:
    """What is shown of the clusters."""

    clusters: int
    """How many there are."""
    offers: int
    loose: int
    """Mentions that are in no cluster."""
    typed: str
    """The filter."""
    opened: str
    """What is called what is opened to its mentions; empty if nothing is."""
    progress: float
    """Which share of the story has been looked at, from 0 to 1."""
    is_working: bool
    """Whether more may be listed once more has been looked at."""
    lines: tuple[ClusterLine, ...]
    """Those in view."""
    chosen: int
    """Which of them the keys are for."""
    marked: int
    """How many are marked, in view or not."""
    marks: frozenset[int]
    """Which of those in view are."""


@dataclass(frozen=True, slots=True)
class ClusterDetail:
    """What is known of the row that the keys are for."""

    passages: Sequence[tuple[ListedAnnotation, str]]
    """Mentions of it, each with the text of its article."""
    facts: str
    """In a sentence."""
    likely: Sequence[tuple[str, str]]
    """The likeliest clusters for it: a key for each, and what it is called."""


def name_of(group: MentionGroup) -> str:
    """What a group is called, or may be called."""
    return group.likely_name if group.cluster is None else group.cluster.name


def names_of(groups: Sequence[MentionGroup]) -> list[str]:
    """What groups that may be one are called: by what they say, where their names are alike."""
    names = [name_of(group) for group in groups]
    if len({name.casefold() for name in names}) == len(names):
        return names
    return [
        max(group.texts, key=group.texts.__getitem__) if group.cluster is None else name
        for group, name in zip(groups, names, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class ClusterSheet(ListSheet):
    """A sheet of clusters."""

    FOOT: ClassVar[int] = 3 + 2 * PASSAGE_LINES
    """A rule, two passages, what is known of the row, the likeliest clusters."""

    drawn: DrawnRows

    def head(self, shown: ShownClusters, trouble: str, *, is_read_only: bool) -> Strip:
        """The line at the top: how much there is, or what is wrong with keeping it."""
        said = (
            f"{counted(shown.clusters, 'cluster')} · {counted(shown.offers, 'offer')} · "
            f"{counted(shown.loose, 'mention')} in none"
        )
        order = "most gain first" if shown.offers and not shown.opened else ""
        return self.title("Who is who", said, order, trouble, is_read_only=is_read_only)

    def rows(self, shown: ShownClusters, instead: Callable[[], str]) -> list[Strip]:
        """The line of the filter, that of the columns, and the rows.

        Args:
            shown: What there is.
            instead: Gives what is said where there is no row.
        """
        counts = [f"{shown.marked:,} marked"] if shown.marked else []
        if shown.progress < 1:
            counts.append(f"looked at {shown.progress:.0%}")
        mentions = [line for line in shown.lines if isinstance(line, ListedAnnotation)]
        columns = TableColumns.of(self.width, shapes_of(mentions))
        strips = [
            self.filter_line(shown.typed, shown.opened, counts),
            heading(columns, self.palette, is_grouped=False) if mentions else self._heading(),
        ]
        for number, line in enumerate(shown.lines):
            is_chosen, is_marked = number == shown.chosen, number in shown.marks
            draw = (
                partial(row_line, line, columns, self.palette)
                if isinstance(line, ListedAnnotation)
                else partial(self._row, line)
            )
            draw = partial(draw, is_chosen=is_chosen, is_marked=is_marked)
            strips.append(self.drawn.row(line, (columns, is_chosen, is_marked), draw))
        return self.body(strips, "" if shown.lines else instead())

    def _heading(self) -> Strip:
        said = f"    {padded('label', _LABEL + 1)}{'times':>6} {'in':>3} name"
        return self.line([(said, self.palette.faint)])

    def _row(self, line: MergeOffer | MentionGroup, *, is_chosen: bool, is_marked: bool) -> Strip:
        base, faint, strong = self.palette.text, self.palette.faint, self.palette.bright
        head = self.palette.selection
        marker = (MARKED_HERE if is_chosen else MARKED) if is_marked else "  "
        groups = line.groups if isinstance(line, MergeOffer) else (line,)
        articles = frozenset[str]().union(*(group.articles for group in groups))
        sizes = "+".join(f"{group.size:,}" for group in groups)
        label = head if is_chosen else self.palette.label(line.label).mark
        left: list[Part] = [
            (MARKER if is_chosen and not is_marked else marker, head if is_chosen else strong),
            (f"{OFFER} " if isinstance(line, MergeOffer) else "  ", head if is_chosen else strong),
            (padded(line.label, _LABEL + 1), label),
            (f"{sizes:>6} {len(articles):>3} ", head if is_chosen else faint),
        ]
        if isinstance(line, MergeOffer):
            right = line.reason
            for number, (group, name) in enumerate(zip(groups, names_of(groups), strict=True)):
                left += [(" = ", faint)] if number else []
                left.append((one_line(name), strong if group.cluster else base))
        elif line.cluster is None:
            right = "in no cluster"
            left.append((one_line(name_of(line)), base))
        else:
            right = " ".join(line.cluster.refs)
            left.append((one_line(line.cluster.name), strong))
        room = self.width - sum(cell_len(text) for text, _ in left) - 3
        return line_strip(left, [(f"  {cut(one_line(right), room)} ", faint)], self.width, base)

    def detail(self, detail: ClusterDetail | None, said: Sequence[Strip]) -> list[Strip]:
        """What is known of the row, and over its end what is said."""
        if detail is None:
            return self.foot([], said)
        lines: list[Strip] = []
        for row, text in detail.passages[:2]:
            lines += passage_lines(row, text, self.palette, self.width)
        lines += [self.line([])] * (2 * PASSAGE_LINES - len(lines))
        likely = self._likely(detail.likely)
        if len(likely) > 1:
            lines.pop()
        lines.append(self.line([(f" {one_line(detail.facts)}", self.palette.text)]))
        return self.foot([*lines, *likely], said)

    def _likely(self, likely: Sequence[tuple[str, str]]) -> list[Strip]:
        """The likeliest clusters with their keys, in one line or in two where one is narrow."""
        half = -(-len(likely) // 2) if self.width < _TIGHT else len(likely)
        return [self._into(likely[:half]), *([self._into(likely[half:])] if likely[half:] else [])]

    def _into(self, likely: Sequence[tuple[str, str]]) -> Strip:
        parts: list[Part] = [(" into", self.palette.faint)] if likely else []
        room = self.width - 5
        for number, (key, name) in enumerate(likely):
            mine = room // (len(likely) - number) - cell_len(key) - 3
            shown = cut(one_line(name), min(_LIKELY, mine))
            room -= cell_len(key) + cell_len(shown) + 3
            parts += [(" ", self.palette.text), (f" {key} ", self.palette.key)]
            parts.append((shown, self.palette.text))
        return self.line(parts)


def empty_clusters(shown: ShownClusters, key: Callable[[str], str]) -> str:
    """Why the list is empty, and what to do.

    Args:
        shown: The list.
        key: Gives the name of a command's key.
    """
    if shown.is_working:
        return "Looking through the story."
    if shown.typed or shown.opened:
        return f"Nothing fits that; {key(LEAVE)} ends it."
    return (
        "Nothing is tagged yet. Tag actors, places and sources in the text, then put together "
        f"here what is one; {key(LEAVE)} goes back."
    )
