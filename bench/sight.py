"""What somebody who types a gold sees of it on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.practice.gold import GoldSpan
from tui.jump_targets import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.golds import Gold
    from store.text.span import Span
    from tests.tui.support import Reader
    from tui.jumping import Jump, JumpTarget
    from tui.widgets.article_pane import ArticlePane


class Sight:
    """The panes, the letters in them, and what of the gold is still to be tagged there."""

    def __init__(self, ana: Reader, gold: Gold) -> None:
        self._ana = ana
        self.texts = gold.texts
        self.wanted = set(gold.wanted)
        """What is to be tagged, but for what cannot be."""

    @property
    def panes(self) -> list[ArticlePane]:
        """The panes, the active one first."""
        row = self._ana.main.panes
        here = row.active_index
        return [*row.panes[here:], *row.panes[:here]]

    @property
    def jump(self) -> Jump | None:
        return self._ana.main.session.jump

    @property
    def codes(self) -> Mapping[JumpTarget, str]:
        return self.jump.codes if self.jump is not None else {}

    def code_of_end(self, one: GoldSpan) -> str:
        ends = ((t, c) for t, c in self.codes.items() if t.article == one.article)
        return next((code for target, code in ends if target.end == one.end), "")

    def tagged(self, article: str) -> set[GoldSpan]:
        annotations = self._ana.workspace.article(article).annotations
        return {GoldSpan(article, a.start, a.end, a.label) for a in annotations}

    def left_in(self, article: str, label: str = "") -> list[GoldSpan]:
        """What is still to be tagged in an article, in the order of the text."""
        tagged = self.tagged(article)
        found = (w for w in self.wanted if w.article == article and label in ("", w.label))
        return sorted((w for w in found if w not in tagged), key=lambda w: (w.start, -w.end))

    def on_screen(self, label: str) -> list[GoldSpan]:
        """What of a label is to be tagged and can be seen whole, the active pane's first."""
        found: list[GoldSpan] = []
        for pane in self.panes:
            if pane.opened is not None:
                seen = pane.viewport.visible_text
                found += [w for w in self.left_in(pane.opened.id, label) if seen.covers(w.span)]
        return found

    def is_active(self, one: GoldSpan) -> bool:
        opened = self._ana.pane.opened
        return opened is not None and opened.id == one.article

    def is_in_sight(self, article: str, span: Span) -> bool:
        return any(
            pane.opened is not None
            and pane.opened.id == article
            and pane.viewport.visible_text.covers(span)
            for pane in self.panes
        )

    def key_of(self, one: GoldSpan) -> str:
        """The key that stands for the first character of a span."""
        return keys_of(self.texts[one.article][one.start])[-1]

    def last_key_of(self, one: GoldSpan) -> str:
        """The key that stands for the first character of its last word."""
        text, begins = self.texts[one.article], one.end - 1
        while begins > one.start and text[begins - 1].isalnum() and text[begins].isalnum():
            begins -= 1
        return keys_of(text[begins])[-1]
