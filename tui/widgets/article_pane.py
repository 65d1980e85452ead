"""One article: header, text with its marks, and a rule of progress.

Our own widget on Textual's Line API. It keeps its own scroll position and repaints by cells: a
caret move writes the cells the caret leaves and enters, and nothing else. Where what stands is the
`Viewport`'s business, how it looks the `PanePainter`'s, and which cells are painted the one of
`PaintedRows`. The pane knows what is shown, and says what of it has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.geometry import Size

from store.suggest.proposals import drawable, held
from store.text.span import Span
from tui.motions import CaretPlace, Page, move
from tui.render.edges import PaneHeading
from tui.render.viewport import viewport_of
from tui.target import target
from tui.view import View
from tui.widgets.painted_rows import PaintedRows
from tui.widgets.pane_painter import NO_ANNOTATIONS, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual.strip import Strip

    from store.annotations.collection import Annotations
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.proposals import Proposals
    from tui.render.palette import Palette
    from tui.render.signs import Overlay
    from tui.render.wrap import Layout
    from tui.selection import Selection
    from tui.target import Target


class ArticlePane(PaintedRows):
    """Shows one article and knows where its reader is."""

    def __init__(self, number: int, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__(labels, palette)
        self.number = number
        self.opened: OpenArticle | None = None
        self.found: Sequence[Span] = ()
        self.active = False
        self.overlay: Overlay = {}
        """The jump labels that are laid over the rows."""
        self.proposed: Proposals | None = None
        """What is suggested in the article, as it is drawn; none before anything was."""
        self._view = View()
        self.heading = PaneHeading("", "")
        """What stands over it; who changes it has the edges drawn anew."""
        self._labels = labels
        self._get_proposed: Callable[[str], Proposals] | None = None
        self._withheld = False
        """Whether something under the caret is not drawn yet, so that no key changes its meaning
        by itself."""
        self._fitted = Size(0, 0)
        """The size that the text has been wrapped for."""

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
        return target(
            self._view, self.wrapped.text, self.annotations, self.proposed, self._labels.barred
        )

    # What is shown -------------------------------------------------------------------------

    def show(self, opened: OpenArticle, view: View, heading: PaneHeading) -> None:
        """Show an article where its reader left it."""
        self.opened, self.found, self.heading = opened, (), heading
        self._set_view(view)
        self.proposed = self._get_proposed(opened.id) if self._get_proposed else None
        if self.overlay:  # the rows are not what they were: whoever laid it over them does it anew
            self.overlay = {}
            self.post_message(self.Shifted(self))
        if self.size.width:
            self._lay_out()
            self._reveal()
        self.repaint()

    def _set_view(self, view: View) -> None:
        """Have the reader elsewhere; what that changes on the screen is not looked at."""
        self._view = view
        if view.top != self._viewport.top:
            self._viewport = replace(self._viewport, top=view.top)

    def _lay_out(self) -> None:
        """Wrap the article for the width of the pane."""
        text = self.opened.article.text if self.opened else ""
        viewport = viewport_of(text, self.size, self._viewport)
        self._view = self._view.laid_out(viewport.layout.row_of)
        self._viewport = replace(viewport, top=self._view.top)

    def on_resize(self) -> None:
        """Fit the text to the new size, if it has not been drawn in it yet."""
        if self._fit_to_size():
            self.repaint()

    def _fit_to_size(self) -> bool:
        """Wrap anew if the size is another; what was at the top stays in sight, or else the caret.

        Called before drawing as well: the first time a pane is drawn comes before its event.
        """
        if self._fitted == self.size:
            return False
        self._fitted = self.size
        layout = self.wrapped
        top = layout.starts[min(self._view.top, len(layout) - 1)]
        same_text = self.opened is not None and layout.text is self.opened.article.text
        self._lay_out()
        if same_text:
            self._set_view(replace(self._view, top=self.wrapped.row_of(top)))
        if self.wrapped is not layout:
            self.overlay = {}
        self.post_message(self.Shifted(self))
        self._painter.forget_rows()
        self._reveal()
        return True

    def set_active(self, *, active: bool) -> None:
        """Be the pane that keys go to, or not."""
        if self.active != active:
            self.active = active
            self.refresh_caret(self._view.selection.head)
            self.refresh_edges()

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
        self._draw_proposals(drawn)
        self._withheld = not is_kept and len(drawn) < len(now)

    def take_proposals(self) -> None:
        """Draw what is suggested now. Jump labels stay as they are until the next key."""
        if self.opened is not None and self._get_proposed is not None:
            self._draw_proposals(self._get_proposed(self.opened.id))

    def _draw_proposals(self, now: Proposals) -> None:
        before, self.proposed = self.proposed, now
        self._withheld = False
        if before is now:
            return
        self._painter.forget_marks()
        if self._view.suggested is not None:
            self._view = replace(self._view, suggested=held(self._view.suggested, now))
        for span in _changed_proposals(before, now, self._viewport.visible_text):
            self.refresh_rows(span)

    # Moving --------------------------------------------------------------------------------

    def move(self, motion: str, count: int, *, extend: bool) -> None:
        """Make a motion."""
        selection = self._view.selection
        place = move(motion, self.page, CaretPlace(selection.head, self._view.goal), count)
        self.select(selection.with_head(place.offset, extend=extend), place.goal)

    def select(self, selection: Selection, goal: int | None = None) -> None:
        """Select something, or put the caret somewhere."""
        self.show_view(self._view.moved_to(selection, goal))

    def show_view(self, view: View) -> None:
        """Show where the reader is now: bring it into sight, and repaint what that changes."""
        before = self._view
        self._set_view(view)
        marked = before.marked is not view.marked
        if marked:
            self._painter.forget_marks()
        if before.selection != view.selection:
            if self._withheld:
                self.take_proposals()
            if self._reveal():
                return
            self.refresh_caret(before.selection.head)
            self.refresh_caret(view.selection.head)
            if before.selection.span != view.selection.span:
                for span in _difference(before.selection.span, view.selection.span):
                    self.refresh_span(span)
        if marked:
            for changed in (before.marked, view.marked):
                if changed is not None:
                    self.refresh_span(changed.span)

    def _reveal(self) -> bool:
        """Scroll so that the caret is visible; whether that was needed."""
        return self.scroll_rows_to(self._viewport.top_showing(self._view.selection.head))

    def scroll_rows_to(self, top: int) -> bool:
        """Scroll so that a row is the first; whether that changes anything."""
        top = self._viewport.nearest_top(top)
        if top == self._view.top:
            return False
        self._set_view(replace(self._view, top=top))
        self.take_proposals()
        self._painter.forget_lines()
        self.refresh()
        if self.overlay:
            self.post_message(self.Shifted(self))
        return True

    # Repainting ----------------------------------------------------------------------------

    def repaint_annotations(self, spans: Sequence[Span]) -> None:
        """Repaint the rows in which annotations were added, removed or changed."""
        self._painter.forget_marks()
        for span in spans:
            self.refresh_rows(_with_bars(span, self.annotations, self._labels.barred))

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay jump labels over the rows, in place of those that were there."""
        from tui.render.signs import changed_rows  # read at the first jump

        before, self.overlay = self.overlay, overlay
        for row in changed_rows(before, overlay):
            self.refresh_row(row)

    def set_found(self, found: Sequence[Span]) -> None:
        """Highlight the matches of a search."""
        if list(found) != list(self.found):
            self.found = found
            self._painter.forget_rows()
            self._painter.forget_marks()
            self.refresh()

    @property
    def shown(self) -> Shown:
        """What is shown."""
        return Shown(
            viewport=self._viewport,
            view=self._view,
            opened=self.opened,
            found=self.found,
            proposed=self.proposed,
            overlay=self.overlay,
            heading=self.heading,
            is_active=self.active,
        )

    def render_line(self, y: int) -> Strip:
        """A line of the widget: the header, a row of the text, or the rule of progress."""
        self._fit_to_size()
        return self._painter.line(self.shown, y)


def _difference(one: Span, other: Span) -> list[Span]:
    """The stretches that are in one of two spans but not in the other."""
    if not one.overlaps(other):
        return [span for span in (one, other) if len(span)]
    ends = ((one.start, other.start), (one.end, other.end))
    return [Span(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]


def _with_bars(span: Span, annotations: Annotations, barred: Collection[str]) -> Span:
    """A stretch of text and all whose bars stand beside it, which may change their lanes."""
    near = [each for each in annotations.overlapping(span) if each.label in barred]
    first = min((span.start, *(each.start for each in near)))
    return Span(first, max((span.end, *(each.end for each in near))))


def _changed_proposals(before: Proposals | None, now: Proposals, visible: Span) -> list[Span]:
    """Where in a stretch of text something else is suggested now."""
    old = {s.key for s in before.overlapping(visible)} if before is not None else set()
    new = {s.key for s in now.overlapping(visible)}
    return [Span(start, end) for start, end, _ in old ^ new]
