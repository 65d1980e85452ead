"""One article: header, text with its marks, and a rule of progress.

Our own widget on Textual's Line API. It keeps its own scroll position and repaints by cells: a
caret move writes the cells the caret leaves and enters, and nothing else. Where what stands is the
`Viewport`'s business, how it looks the `PanePainter`'s, and which cells are painted the one of
`PaintedRows`. The pane knows what is shown, and says what of it has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.geometry import Offset, Size

from store.text.span import Span
from tui.motions import CaretPlace, move
from tui.render.edges import PaneHeading
from tui.render.viewport import viewport_of
from tui.widgets.pane_painter import Shown
from tui.widgets.read_rows import ReadRows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from textual.geometry import Region
    from textual.strip import Strip

    from store.annotations.collection import Annotations
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from tui.aligned import AcrossMarks
    from tui.render.palette import Palette
    from tui.render.signs import Overlay
    from tui.selection import Selection
    from tui.view import View


class ArticlePane(ReadRows):
    """Shows one article and knows where its reader is."""

    def __init__(self, number: int, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__(labels, palette)
        self.number = number
        self.found: Sequence[Span] = ()
        self.overlay: Overlay = {}
        """The jump labels that are laid over the rows."""
        self.across: AcrossMarks | None = None
        """What is marked because of other articles; none before anything was."""
        self.heading = PaneHeading("", "")
        """What stands over it; who changes it has the edges drawn anew."""
        self._fitted = Size(0, 0)
        """The size that the text has been wrapped for."""

    # What is shown -------------------------------------------------------------------------

    def show(self, opened: OpenArticle, view: View, heading: PaneHeading) -> None:
        """Show an article where its reader left it."""
        self.opened, self.found, self.heading = opened, (), heading
        self.across, self._tracks = None, ()
        self._set_view(view)
        self.proposed = self._get_proposed(opened.id) if self._get_proposed else None
        self.left = len(self.proposed or ())
        if self.overlay:  # the rows are not what they were: whoever laid it over them does it anew
            self.overlay = {}
            self.post_message(self.Shifted(self))
        if self.size.width:
            self._lay_out()
            self._reveal()
        self._meant = None
        self._refresh_meant()
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
        self._viewport = replace(viewport, top=self._view.top, under=self._under(viewport))

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
        before, self._fitted = self._fitted, self.size
        layout = self.wrapped
        top = layout.starts[min(self._view.top, len(layout) - 1)]
        same_text = self.opened is not None and layout.text is self.opened.article.text
        self._lay_out()
        if same_text:
            self._set_view(replace(self._view, top=self.wrapped.row_of(top)))
        if self.wrapped is not layout:
            self.overlay = {}
        if self.wrapped is layout and before.width == self.size.width:
            self._painter.forget_lines()  # its rows are what they were, as where a line opens below
        else:
            self._painter.forget()
        self.post_message(self.Shifted(self))
        self._reveal()
        return True

    def set_active(self, *, active: bool) -> None:
        """Be the pane that keys go to, or not."""
        if self.active != active:
            self.active = active
            self.refresh_carets(self._view.selection.head)
            self._refresh_meant()
            self.refresh_edges()

    @property
    def caret_cell(self) -> Offset:
        """The cell of the screen in which the caret stands; if it is out of sight, the nearest."""
        row, first, _ = self._viewport.cells_at(self._view.selection.head)
        y = max(1, min(self._viewport.line_of(row), self.size.height - 2))
        return self.region.offset + Offset(self._viewport.frame.text_start + first, y)

    # Moving --------------------------------------------------------------------------------

    def move(self, motion: str, count: int, *, extend: bool) -> None:
        """Make a motion."""
        selection = self._view.selection
        place = move(motion, self.page, CaretPlace(selection.head, self._view.goal), count)
        moved = selection.with_head(place.offset, extend=extend)
        self._show_view(self._view.moved_to(moved, place.goal), is_step=True)

    def select(self, selection: Selection, goal: int | None = None) -> None:
        """Select something, or put the caret somewhere."""
        self.show_view(self._view.moved_to(selection, goal))

    def show_view(self, view: View) -> None:
        """Show where the reader is now: bring it into sight, and repaint what that changes."""
        # Who has tagged something reads on from there, as after a motion.
        self._show_view(view, is_step=view.last_created is not None)

    def _show_view(self, view: View, *, is_step: bool) -> None:
        before = self._view
        self._set_view(view)
        if before.marked is not view.marked:
            self._painter.forget_marks()
        if before.selection != view.selection:
            if self._withheld:
                self.take_proposals()
            if self._reveal(is_step=is_step):
                self._refresh_meant()
                return
            self._refresh_moved(before.selection.head, view.selection.head)
            if before.selection.span != view.selection.span:
                for span in _difference(before.selection.span, view.selection.span):
                    self.refresh_span(span)
        if before.marked is not view.marked:
            for changed in (before.marked, view.marked):
                if changed is not None:
                    self.refresh_span(changed.span)
        self._refresh_meant()

    def _reveal(self, *, is_step: bool = True) -> bool:
        """Scroll so that the caret is visible, and what was gone to; whether that was needed."""
        view, viewport = self._view, self._viewport
        head = view.selection.head
        if is_step or view.extending:
            return self.scroll_rows_to(viewport.top_showing(head))
        gone_to = view.marked.span if view.marked is not None else view.selection.span
        return self.scroll_rows_to(viewport.top_around(gone_to, head))

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

    def repaint_annotations(self, changed: Iterable[Annotation]) -> None:
        """Repaint the rows in which annotations were added, removed or changed: as they were, and
        as they are."""
        barred = self._labels.barred
        self._painter.forget_marks()
        rows: set[int] = set()
        for each in changed:
            has_bar = each.label in barred
            span = _with_bars(each.span, self.annotations, barred) if has_bar else each.span
            rows.update(self._viewport.rows_of(span))
        self.refresh_each(sorted(rows))
        self.refresh_edges()
        self._refresh_meant()

    def repaint_signs(self, tied: Iterable[Annotation]) -> None:
        """Repaint the rows in which annotations begin that are tied to something else now."""
        self._painter.forget_marks()
        self.refresh_each(sorted({self.wrapped.row_of(each.start) for each in tied}))

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay jump labels over the rows, in place of those that were there."""
        from tui.render.signs import changed_rows  # read at the first jump

        before, self.overlay = self.overlay, overlay
        self.refresh_each(changed_rows(before, overlay))

    def set_found(self, found: Sequence[Span]) -> None:
        """Highlight the matches of a search."""
        if list(found) != list(self.found):
            self.found = found
            self._repaint_rows()

    def set_across(self, marks: AcrossMarks | None, said: str) -> None:
        """Mark what is shared or was brought, and say over the pane how sure that is."""
        if said != self.heading.across:
            self.heading = self.heading._replace(across=said)
            self.refresh_edges()
        before, self.across = self.across, marks
        if marks == before:
            return
        if (before.shared if before else ()) != (marks.shared if marks else ()):
            self._repaint_rows()
            return
        self._painter.forget_marks()
        for each in (before, marks):
            if each is not None and each.brought is not None:
                self.refresh_rows(each.brought)

    def _repaint_rows(self) -> None:
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
            left=self.left,
            meant=self._meant,
            overlay=self.overlay,
            across=self.across,
            heading=self.heading,
            is_active=self.active,
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines, of a text that is fitted to the size."""
        self._fit_to_size()
        return super().render_lines(crop)

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
