"""The rows of an article with its reader: where they are, and what is suggested there."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.suggest.proposals import drawable, held
from store.text.boundaries import paragraph_at
from store.text.span import Span
from tui.motions import Page
from tui.target import TargetKind, target
from tui.view import View
from tui.widgets.painted_rows import PaintedRows
from tui.widgets.pane_painter import NO_ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.collection import Annotations
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from tui.render.palette import Palette
    from tui.render.wrap import Layout
    from tui.selection import Selection
    from tui.target import Target


class ReadRows(PaintedRows):
    """What a key means in an article, and the suggestions that are drawn in it."""

    def __init__(self, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__(labels, palette)
        self.opened: OpenArticle | None = None
        self.active = False
        self.proposed: Proposals | None = None
        """What is suggested in the article, as it is drawn; none before anything was."""
        self.left = 0
        """How many suggestions are left in the article, drawn or not yet."""
        self._view = View()
        self._labels = labels
        self._get_proposed: Callable[[str], Proposals] | None = None
        self._withheld = False
        """Whether something under the caret is not drawn yet, so that no key changes its meaning
        by itself."""
        self._target: tuple[tuple[object, ...], Target] | None = None
        """What a key means, with what that was found from: a key asks more than once."""
        self._meant: Suggestion | None = None
        """The suggestion that the next key is about, as it is drawn."""

    # What there is -------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """Where the reader is."""
        return self._view

    @property
    def wrapped(self) -> Layout:
        """The text in rows."""
        return self._viewport.layout

    @property
    def page(self) -> Page:
        """What motions move in."""
        return Page(self.wrapped, self._viewport.text_height)

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._view.selection

    @property
    def annotations(self) -> Annotations:
        """The annotations of the article."""
        return self.opened.annotations if self.opened else NO_ANNOTATIONS

    @property
    def target(self) -> Target:
        """What a key means."""
        barred = self._labels.barred
        source = self._view, self.wrapped.text, self.annotations, self.proposed, barred
        if self._target is None or not all(map(is_, source, self._target[0])):
            self._target = source, target(*source)
        return self._target[1]

    # What is suggested ---------------------------------------------------------------------

    def propose_by(self, proposed: Callable[[str], Proposals]) -> None:
        """From now on draw what is suggested, which a function gives by an article's id."""
        self._get_proposed = proposed
        self.take_proposals()

    def proposals_changed(self) -> None:
        """Something else is suggested now, which nobody asked for: draw what only adds.

        What is on the screen stays there until a key brings what is new with it, and what a key
        means stays what the screen says.
        """
        if self.opened is None or self._get_proposed is None:
            return
        now = self._get_proposed(self.opened.id)
        here = self._view.selection.span
        drawn = drawable(self.proposed, now, self._viewport.visible_text, here)
        is_kept = drawn is self.proposed
        self._draw_proposals(drawn, len(now))
        self._withheld = not is_kept and len(drawn) < len(now)

    def take_proposals(self) -> None:
        """Draw what is suggested now. Jump labels stay as they are until the next key."""
        if self.opened is not None and self._get_proposed is not None:
            now = self._get_proposed(self.opened.id)
            self._draw_proposals(now, len(now))

    def _draw_proposals(self, now: Proposals, left: int) -> None:
        before, self.proposed = self.proposed, now
        self._withheld = False
        if left != self.left:
            self.left = left
            self.refresh_edges()
        if before is now:
            return
        self._painter.forget_marks()
        if self._view.suggested is not None:
            self._view = replace(self._view, suggested=held(self._view.suggested, now))
        changed = _changed_proposals(before, now, self._viewport.visible_text)
        self.refresh_each({row for span in changed for row in self._viewport.rows_of(span)})
        self.refresh_edges()
        self._refresh_meant()

    def _refresh_moved(self, before: int, now: int) -> None:
        """Repaint what a moved caret changes: its cells, and which suggestions have a letter or a
        bar beside the text."""
        rows = {self.wrapped.row_of(before), self.wrapped.row_of(now)}
        if self.proposed and len(rows) > 1:
            places = [paragraph_at(self.wrapped.text, offset) for offset in (before, now)]
            if places[0] != places[1]:
                for place in places:
                    for each in self.proposed.overlapping(place):
                        if each.label in self._labels.barred:
                            rows.update(self._viewport.rows_of(each.span))
            self.refresh_each(sorted(rows))
        else:
            self.refresh_carets(before, now)

    def _refresh_meant(self) -> None:
        """Repaint the suggestion that the next key is about, if that is another one now."""
        meant = None
        head = self._view.selection.head
        is_near = self.proposed is not None and self.proposed.at(head)
        if self.opened is not None and self.active and (is_near or self._view.suggested):
            target = self.target
            is_meant = target.kind in (TargetKind.SUGGESTED, TargetKind.OFFERED)
            meant = target.suggestion if is_meant else None
        before, self._meant = self._meant, meant
        if before != meant:
            self._painter.forget_marks()
            for each in (before, meant):
                if each is not None:
                    self.refresh_span(each.span)


def _changed_proposals(before: Proposals | None, now: Proposals, visible: Span) -> list[Span]:
    """Where in a stretch of text something else is suggested now."""
    old = {s.key for s in before.overlapping(visible)} if before is not None else set()
    new = {s.key for s in now.overlapping(visible)}
    return [Span(start, end) for start, end, _ in old ^ new]
