"""The keys that somebody presses who types a gold, and how a span is tagged by arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.observer import Observer
from bench.sight import Sight
from store.text.boundaries import next_grapheme

if TYPE_CHECKING:
    from bench.golds import Gold
    from store.practice.gold import GoldSpan
    from tests.tui.support import Reader
    from tui.widgets.article_pane import ArticlePane

_FAR: Final = 8
"""Code points from an end beyond which it is moved by words."""


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, ana: Reader, gold: Gold) -> None:
        self._ana = ana
        self.sight = Sight(ana, gold)
        self.observer = Observer(ana, gold, self.sight)
        self.outcome = self.observer.outcome
        self._label = ""
        """For which keys count."""

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has done its work; each counts for the label that is
        being worked on."""
        for key in keys:
            self.outcome.keys[self._label] += 1
            await self._ana.press(key)
            await self._ana.until(lambda: self._ana.main.session.work is None, "it is done")

    async def rest(self) -> None:
        """Read for a moment: what is worked out while no key is pressed comes in."""
        await self._ana.until_suggested()

    async def tag_by_hand(self, one: GoldSpan) -> str:
        """Tag what is nearest, and move its ends by characters until it is right."""
        here = {t: code for t, code in self.sight.codes.items() if t.article == one.article}
        before = self.sight.tagged(one.article)
        if here:
            near = min(here, key=lambda t: abs(t.start - one.start) + abs(t.end - one.end))
            await self.press(*here[near])
        while self._ana.main.session.jump is not None:
            await self.press("escape")
        text = self.sight.texts[one.article]
        if self.sight.tagged(one.article) == before:
            await self._select_by_hand(text, one)
            return "by hand"
        pane = self._ana.pane
        await self.press("r")
        await self._move_head(text, pane, one.end)
        await self.press("o")
        await self._move_head(text, pane, one.start)
        await self.press("enter")
        return "a letter and arrows"

    async def _select_by_hand(self, text: str, one: GoldSpan) -> None:
        """Go to the start by rows and characters, select to the end, and tag."""
        while (pane := self._ana.pane).opened is None or pane.opened.id != one.article:
            await self.press("tab")
        layout = pane.wrapped
        while (row := layout.row_of(pane.selection.head)) != layout.row_of(one.start):
            await self.press("up" if row > layout.row_of(one.start) else "down")
        await self._move_head(text, pane, one.start)
        await self.press("v")
        await self._move_head(text, pane, one.end)
        await self.press(self._ana.main.keymap.keys_of(f"tag.{one.label}")[0])

    async def _move_head(self, text: str, pane: ArticlePane, to: int) -> None:
        """Move an end: by words while it is far, then by characters."""
        back = pane.selection.head > to
        while abs(pane.selection.head - to) > _FAR and (pane.selection.head > to) == back:
            head = pane.selection.head
            await self.press("b" if back else "w")
            if pane.selection.head == head:
                break
        while pane.selection.head != to:
            head = pane.selection.head
            await self.press("left" if head > to else "right")
            if head < to < next_grapheme(text, head) or pane.selection.head == head:
                return
