"""What the visible panes offer to jump to: found, placed, given letters, shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.suggest.jumping.memory import JumpMemory
from store.text.span import Span
from tui import jump_targets
from tui.jump_targets import Stretch, last_word
from tui.jumping import (
    PAGES_WITH_ENDS,
    Jump,
    JumpTarget,
    apart,
    assign,
    by_likelihood,
    by_nearness,
    chosen,
    is_clear,
    with_ends,
)
from tui.render.signs import JumpExtent, JumpSign, Side, cells_of, overlay_of, spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.timer import Timer

    from store.annotations.collection import Annotations
    from store.story.workspace import Workspace
    from store.suggest.jumping.taste import Taste
    from store.suggest.proposals import Proposals
    from tui.jumping import ReadingPlace
    from tui.render.signs import Spot
    from tui.render.wrap import Layout
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.pane_row import PaneRow

_REMEMBERED: Final = 5_000
"""Spans whose letters are remembered, so that they have the same when they are offered again."""
_RECALL_EVERY: Final = 0.03
"""Seconds between two steps in which is learned what was tagged in earlier sittings."""
_AT_ONCE: Final = 3
"""Such steps that are done before the first letters are shown."""


@dataclass(frozen=True, slots=True)
class _Source:
    """All that decides what a pane offers; what is found is kept while it is the same."""

    layout: Layout
    rows: range
    annotations: Annotations
    proposed: Proposals | None
    armed_label: str
    range_start: JumpTarget | None

    def is_as(self, other: _Source) -> bool:
        """Whether the same is offered; layouts and annotations never change, they are replaced."""
        return (
            self.layout is other.layout
            and self.annotations is other.annotations
            and self.proposed is other.proposed
            and (self.rows, self.armed_label, self.range_start)
            == (other.rows, other.armed_label, other.range_start)
        )


@dataclass(slots=True)
class _Found:
    """What a pane offers."""

    source: _Source
    version: int
    """Of what had been learned."""
    targets: list[JumpTarget]
    """In the order of the text, one for each place."""
    keys: list[str]
    """With what keys each begins, or the last word of each end; empty while that is not asked."""


class Offering:
    """What is offered in a row of panes, and which letters it had."""

    def __init__(self, panes: PaneRow, workspace: Workspace) -> None:
        self._panes = panes
        self._workspace = workspace
        self._found: dict[tuple[int, bool, bool], _Found] = {}
        """By the number of the pane, whether it is what begins with a letter, whether starts."""
        self._letters: dict[JumpTarget, str] = {}
        """The letters that spans had when they were last offered."""
        self._settled: dict[JumpTarget, str] = {}
        """Those of the likely spans that had letters last."""
        self._spots: dict[JumpTarget, Spot] = {}
        """Where the letters stand that are offered."""
        self._taken: set[tuple[int, int, int]] = set()
        """The cells of those: the number of the pane, the row and the column."""
        self._recalling: Timer | None = None

    @cached_property
    def _memory(self) -> JumpMemory:
        """What has been learned, from the first jump on: nothing of it is asked for a tie."""
        memory = JumpMemory(self._workspace)
        for _ in range(_AT_ONCE):
            memory.recall()
        self._recalling = self._panes.set_interval(_RECALL_EVERY, self._recall)
        return memory

    def _recall(self) -> None:
        """Learn from one thing that was tagged in an earlier sitting."""
        if not self._memory.recall() and self._recalling is not None:
            self._recalling.stop()

    # Letters -------------------------------------------------------------------------------

    def with_codes(self, jump: Jump, alphabet: str) -> Jump:
        """The jump with a letter for each span that gets one.

        Where somebody has asked for what begins with a letter and only one span does, that is the
        one that is offered, without any letter: see `only`.
        """
        place = jump.place
        if jump.range_start is not None:
            place = replace(place, article=jump.range_start.article, offset=jump.range_start.start)
        self._spots, self._taken = {}, set()
        if jump.given is not None:
            wanted = self._page(list(jump.given), len(alphabet), jump)
            return replace(jump, codes=assign(wanted, alphabet, {}))
        if jump.by_text:
            wanted = self._page(self._asked_for(jump, place), len(alphabet), jump)
        else:
            targets = [target for _, found in self._all(jump) for target in found.targets]
            if jump.range_start is not None:
                ranked = sorted(targets, key=lambda each: -each.likelihood)
            else:
                ranked = by_likelihood(targets, place)
            settled = {t: c for t, c in self._settled.items() if not place.is_past(t)}
            wanted = chosen(
                ranked, len(alphabet), settled, lambda each: self._takes_room(each, jump)
            )
        codes = assign(wanted, alphabet, self._letters)
        if not jump.by_text and jump.range_start is None:
            self._settled = codes
        if len(self._letters) > _REMEMBERED:
            self._letters.clear()
        self._letters |= codes
        return replace(jump, codes=codes)

    def only(self, jump: Jump) -> JumpTarget | None:
        """The one span in sight that begins with the letter that was typed; none if several do.

        What has no capital is never the only one: there is no other key for a longer span.
        """
        found = self.beginning_with(jump)
        return found[0] if len(found) == 1 and jump.typed != jump.typed.upper() else None

    def beginning_with(self, jump: Jump) -> list[JumpTarget]:
        """What in sight begins with the letter that was typed, or ends with such a word."""
        return [
            target
            for _, found in self._all(jump)
            for target, keys in zip(found.targets, found.keys, strict=True)
            if jump.typed in keys
        ]

    def _asked_for(self, jump: Jump, place: ReadingPlace) -> list[JumpTarget]:
        """Those that begin with the letter that was typed, or all where no key types one."""
        everything = [target for _, found in self._all(jump) for target in found.targets]
        found = self.beginning_with(jump) if jump.typed else everything
        if _has_ends(jump) and jump.page < PAGES_WITH_ENDS:
            ends = partial(self._ends, jump)
            return with_ends(found, everything, place, ends, self._settled, jump.page)
        return by_nearness(found, place) if jump.typed or self.is_in_turn(jump) else []

    def _ends(self, jump: Jump, start: JumpTarget) -> list[JumpTarget]:
        """Where a span can end that begins somewhere in sight, the likeliest first."""
        for pane in self._panes.panes:
            if self._is_in(pane, start) and pane.opened is not None:
                found = jump_targets.ends(_stretch(pane), start, self._tastes(jump), has_all=False)
                return sorted(found, key=lambda each: -each.likelihood)
        return []

    def _page(self, ranked: list[JumpTarget], count: int, jump: Jump) -> list[JumpTarget]:
        """Those of the page that has letters now; what has no room on one is on the next."""
        page: list[JumpTarget] = []
        left = ranked
        has_ends = _has_ends(jump) and jump.page < PAGES_WITH_ENDS
        for _ in range(_first_page(jump), jump.page + 1):
            self._spots, self._taken = {}, set()
            left = apart(left) if has_ends else left
            page = chosen(left, count, {}, lambda each: self._takes_room(each, jump))
            left = [target for target in left if target not in self._spots] if page else []
            left = left or ranked
        return page

    def is_in_turn(self, jump: Jump) -> bool:
        """Whether most spans in sight begin with what no key of a keyboard types."""
        keys = [each for _, found in self._all(jump) for each in found.keys]
        untyped = sum(not any(key.isascii() for key in each) for each in keys)
        return 2 * untyped > len(keys)

    # Showing -------------------------------------------------------------------------------

    def show(self, jump: Jump) -> None:
        """Lay the letters that can be typed now over the panes, and mark what they stand for."""
        for pane, found in self._all(jump):
            signs = [
                JumpSign(self._spots[target], letter)
                for target, letter in jump.codes.items()
                if self._is_in(pane, target)
            ]
            pane.set_overlay(
                overlay_of(
                    pane.wrapped,
                    pane.viewport.visible_rows,
                    signs,
                    self._extents(jump, pane),
                    jump.armed_label,
                    # What can be tied stands out as it is; dimming would draw every row anew.
                    is_dimmed=bool(found.targets) and jump.given is None,
                )
            )

    def _extents(self, jump: Jump, pane: ArticlePane) -> list[JumpExtent]:
        """The text that is marked in a pane, because its letter can be typed."""
        if jump.by_text and not jump.typed and not jump.codes:
            return _tinted(self._unique(jump, pane))
        if jump.range_start is not None:
            return _tinted([jump.range_start] if self._is_in(pane, jump.range_start) else [])
        targets = [t for t in jump.codes if self._is_in(pane, t) and not t.is_end]
        if jump.given is None:
            return _tinted(targets)
        return _begun(targets, pane.wrapped)

    def _unique(self, jump: Jump, pane: ArticlePane) -> list[JumpTarget]:
        """What of a pane would be picked as soon as its first letter is typed."""
        counts: dict[str, int] = {}
        everything = [
            (where, target, keys)
            for where, found in self._all(jump)
            for target, keys in zip(found.targets, found.keys, strict=True)
        ]
        for _, _, keys in everything:
            for key in keys:
                counts[key] = counts.get(key, 0) + 1
        return [
            target
            for where, target, keys in everything
            if where is pane and any(counts[key] == 1 and key != key.upper() for key in keys)
        ]

    @staticmethod
    def _is_in(pane: ArticlePane, target: JumpTarget) -> bool:
        return pane.opened is not None and pane.opened.id == target.article

    def _takes_room(self, target: JumpTarget, jump: Jump) -> bool:
        """Take the cell of its letter for a target, if there is one that is free."""
        is_end = target.is_end or jump.range_start is not None
        if jump.range_start is None and not is_clear(target, self._spots):
            return False
        side = Side.END if is_end else Side.START
        for pane in self._panes.panes:
            if self._is_in(pane, target):
                spot = spot_of(pane.wrapped, pane.viewport.visible_rows, target.span, side)
                cells = {(pane.number, *cell) for cell in cells_of(spot)} if spot else set()
                if spot is not None and self._taken.isdisjoint(cells):
                    self._taken |= cells
                    self._spots[target] = spot
                    return True
        return False

    def hide(self) -> None:
        """Take the letters away."""
        self._found.clear()
        for pane in self._panes.panes:
            pane.set_overlay({})

    # What can be jumped to -----------------------------------------------------------------

    def _all(self, jump: Jump) -> list[tuple[ArticlePane, _Found]]:
        return [(pane, self._find(pane, jump)) for pane in self._panes.panes]

    def _tastes(self, jump: Jump) -> dict[str, Taste]:
        """Of the labels that are thought of."""
        names = (jump.armed_label,) if jump.armed_label else self._workspace.labels.names
        return {name: self._memory.taste(name) for name in names}

    def _find(self, pane: ArticlePane, jump: Jump) -> _Found:
        tastes = self._tastes(jump) if jump.given is None else {}
        source = _Source(
            layout=pane.wrapped,
            rows=pane.viewport.visible_rows,
            annotations=pane.annotations,
            proposed=pane.proposed if jump.proposes or not jump.armed_label else None,
            armed_label=jump.armed_label,
            range_start=jump.range_start,
        )
        if jump.given is not None:
            given = [each for each in jump.given if self._is_in(pane, each)]
            return _Found(source, 0, given, [])
        version = sum(taste.version for taste in tastes.values())
        which = pane.number, jump.by_text, jump.range_start is None
        kept = self._found.get(which)
        # What was learned since shows in another pane once somebody goes there.
        is_away = pane is not self._panes.active
        if kept is not None and kept.source.is_as(source) and (is_away or kept.version == version):
            return kept
        found = _Found(source, version, *self._look(pane, source, jump, tastes))
        self._found[which] = found
        return found

    def _look(
        self, pane: ArticlePane, source: _Source, jump: Jump, tastes: dict[str, Taste]
    ) -> tuple[list[JumpTarget], list[str]]:
        """What of an article is offered, in the order of the text, and with what keys it begins."""
        opened = pane.opened
        if opened is None or not opened.article.text or not pane.size.height:
            return [], []
        text = opened.article.text
        stretch = _stretch(pane, source.proposed)
        if jump.range_start is not None:
            if jump.range_start.article != opened.id:
                return [], []
            ends = jump_targets.ends(stretch, jump.range_start, tastes, has_all=True)
            ends = [each for each in ends if each.end != jump.range_start.end]
            return ends, [jump_targets.keys_of(text[last_word(text, each)]) for each in ends]
        if jump.by_text:
            found = jump_targets.beginnings(stretch, tastes)
            return found, [jump_targets.keys_of(text[t.start]) for t in found]
        return jump_targets.likely(stretch, tastes, is_floored=True), []


def _has_ends(jump: Jump) -> bool:
    """Whether what begins with a letter is asked for, with where else it can end."""
    is_whole = jump.range_start is None and not jump.is_range
    return jump.given is None and bool(jump.typed) and is_whole


def _first_page(jump: Jump) -> int:
    """The page with which the order begins that the page of a jump is in."""
    return PAGES_WITH_ENDS if _has_ends(jump) and jump.page >= PAGES_WITH_ENDS else 0


def _stretch(pane: ArticlePane, proposed: Proposals | None = None) -> Stretch:
    """What is visible of a pane that has an article."""
    opened = pane.opened
    assert opened is not None
    visible = pane.viewport.visible_text
    return Stretch(opened.id, opened.article.text, visible, pane.annotations, proposed)


def _begun(targets: Iterable[JumpTarget], layout: Layout) -> list[JumpExtent]:
    """The first row of what is tagged: how far that goes is seen as it is."""
    extents = []
    for each in targets:
        first = Span(each.start, min(each.end, layout.row(layout.row_of(each.start)).end))
        shown = first.of(layout.text).rstrip()  # no line hangs out of a row
        extents.append(JumpExtent(Span(each.start, each.start + len(shown))))
    return extents


def _tinted(targets: Iterable[JumpTarget]) -> list[JumpExtent]:
    """The extents of spans: short ones underlined, long ones in two tints by turns."""
    extents = []
    number = 0
    for target in sorted(targets, key=lambda each: (each.start, -each.end)):
        if target.is_long:
            extents.append(JumpExtent(target.span, 1 + number % 2))
            number += 1
        else:
            extents.append(JumpExtent(target.span))
    return extents
