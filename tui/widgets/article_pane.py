"""One article: header, text with its marks, and a rule of progress.

Our own widget on Textual's Line API. It keeps its own scroll position and repaints by cells: a
caret move writes the cells the caret leaves and enters, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.annotations.collection import Annotations
from store.suggest.proposals import drawable, held
from store.text.span import Span
from tui.motions import Page, Place, move
from tui.render.changes import changed_cells, changed_runs, joined
from tui.render.edges import header_line, problem_line, rule_line
from tui.render.rows import LEFT, Frame, draw_row, frame_for, marks_for
from tui.render.wrap import HANG, Layout, wrap
from tui.target import target
from tui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events

    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.proposals import Proposals
    from tui.render.palette import Palette
    from tui.render.rows import Marks
    from tui.render.signs import Overlay
    from tui.selection import Selection
    from tui.target import Target

LONGEST_LINE: Final = 84
"""Cells of text in a line; longer lines are hard to follow."""
_NO_ANNOTATIONS: Final = Annotations()
_CACHED_ROWS: Final = 2_000
_SCROLL_JUMP: Final = 3
"""A caret that leaves the pane scrolls it by this part of its height."""


class ArticlePane(Widget):
    """Shows one article and knows where its reader is."""

    ALLOW_SELECT = False
    can_focus = False

    class Pointed(Message):
        """A mouse button went down on a character, or was dragged over it, or clicked twice."""

        def __init__(self, pane: ArticlePane, offset: int, how: str) -> None:
            super().__init__()
            self.pane = pane
            self.offset = offset
            """In code points."""
            self.how = how
            """"press", "drag" or "double"; "beside" on the header or the rule."""

    class Shifted(Message):
        """Other rows are visible than those that jump labels were laid over, or cut otherwise."""

        def __init__(self, pane: ArticlePane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, number: int, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__()
        self.number = number
        self._view = View()
        self.opened: OpenArticle | None = None
        self.wrapped: Layout = wrap("", 80)
        self.found: Sequence[Span] = ()
        self.active = False
        self._position = ""
        """Which article of how many, for the header."""
        self._labels = labels
        self._get_palette = palette
        self._frame: Frame = frame_for(80, LONGEST_LINE)
        self._rows: dict[int, Strip] = {}
        self._edges: dict[int, Strip] = {}
        self._marks: Marks | None = None
        self.overlay: Overlay = {}
        """The jump labels that are laid over the rows."""
        self._get_proposed: Callable[[str], Proposals] | None = None
        self.proposed: Proposals | None = None
        """What is suggested in the article, as it is drawn; none before anything was."""
        self._withheld = False
        """Whether something under the caret is not drawn yet, so that no key changes its meaning
        by itself."""
        self._dragging = False
        self._fitted = Size(0, 0)
        """The size that the text has been wrapped for."""

    # What is shown -------------------------------------------------------------------------

    def show(self, opened: OpenArticle, view: View, position: str, found: Sequence[Span]) -> None:
        """Show an article where its reader left it."""
        self.opened, self._view, self.found, self._position = opened, view, found, position
        self.proposed = self._get_proposed(opened.id) if self._get_proposed else None
        self._drop_overlay()
        if self.size.width:
            self._lay_out()
            self.reveal()
        self.repaint()

    def _lay_out(self) -> None:
        """Wrap the article for the width of the pane."""
        self._frame = frame_for(self.size.width, LONGEST_LINE)
        text = self.opened.article.text if self.opened else ""
        if self.wrapped.text is not text or self.wrapped.width != self._frame.text:
            self.wrapped = wrap(text, self._frame.text)

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
        top = layout.starts[min(self.view.top, len(layout) - 1)]
        same_text = self.opened is not None and layout.text is self.opened.article.text
        self._lay_out()
        if same_text:
            self._view = replace(self._view, top=self.wrapped.row_of(top))
        if self.wrapped is not layout:
            self.overlay = {}
        self.post_message(self.Shifted(self))
        self._rows.clear()
        self.reveal()
        return True

    def repaint(self) -> None:
        """Draw everything anew."""
        self._rows.clear()
        self._edges.clear()
        self._marks = None
        self.refresh()

    @property
    def view(self) -> View:
        """Where the reader is."""
        return self._view

    @property
    def page(self) -> Page:
        """What motions move in."""
        return Page(self.wrapped, self.text_height)

    @property
    def text_height(self) -> int:
        """Rows of text that are visible."""
        return max(1, self.size.height - 2)

    @property
    def visible_rows(self) -> range:
        """The rows of text that are visible."""
        top = self.view.top
        return range(top, min(len(self.wrapped), top + self.text_height))

    @property
    def visible_text(self) -> Span:
        """The code points in the visible rows."""
        rows, layout = self.visible_rows, self.wrapped
        return Span(layout.row(rows[0]).start, layout.row(rows[-1]).end) if rows else Span(0, 0)

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self.view.selection

    @property
    def annotations(self) -> Annotations:
        """The annotations of the article."""
        return self.opened.annotations if self.opened else _NO_ANNOTATIONS

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
        drawn = drawable(self.proposed, now, self.visible_text, here)
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
        self._marks = None
        if self._view.suggested is not None:
            self._view = replace(self._view, suggested=held(self._view.suggested, now))
        visible = self.visible_text
        old = {s.key for s in before.overlapping(visible)} if before is not None else set()
        for start, end, _ in old ^ {s.key for s in now.overlapping(visible)}:
            self.refresh_span(Span(start, end), whole_rows=True)

    @property
    def target(self) -> Target:
        """What a key means."""
        return target(
            self._view, self.wrapped.text, self.annotations, self.proposed, self._labels.barred
        )

    # Moving --------------------------------------------------------------------------------

    def move(self, motion: str, count: int, *, extend: bool) -> None:
        """Make a motion."""
        selection = self._view.selection
        place = move(motion, self.page, Place(selection.head, self._view.goal), count)
        self.select(selection.moved(place.offset, extend=extend), place.goal)

    def select(self, selection: Selection, goal: int | None = None) -> None:
        """Select something, or put the caret somewhere."""
        self.show_view(self._view.moved_to(selection, goal))

    def show_view(self, view: View) -> None:
        """Show where the reader is now: bring it into sight, and repaint what that changes."""
        before, self._view = self._view, view
        marked = before.marked is not view.marked
        if marked:
            self._marks = None
        if before.selection != view.selection:
            if self._withheld:
                self.take_proposals()
            if self.reveal():
                return
            self._refresh_caret(before.selection.head)
            self._refresh_caret(view.selection.head)
            if before.selection.span != view.selection.span:
                for span in _difference(before.selection.span, view.selection.span):
                    self.refresh_span(span)
        if marked:
            for changed in (before.marked, view.marked):
                if changed is not None:
                    self.refresh_span(changed.span)

    def reveal(self) -> bool:
        """Scroll so that the caret is visible; whether that was needed."""
        height, view = self.text_height, self.view
        row = self.wrapped.row_of(min(view.selection.head, len(self.wrapped.text)))
        jump = max(1, height // _SCROLL_JUMP)
        top = view.top
        if row < top:
            top = row if top - row > height else min(row, top - jump)
        elif row >= top + height:
            top = (
                row - height + 1
                if row - top - height > height
                else max(row - height + 1, top + jump)
            )
        return self.scroll_rows_to(top)

    def scroll_rows_to(self, top: int) -> bool:
        """Scroll so that a row is the first; whether that changes anything."""
        top = max(0, min(top, len(self.wrapped) - min(self.text_height, 3)))
        if top == self.view.top:
            return False
        self._view = replace(self._view, top=top)
        self.take_proposals()
        self._rows.clear()
        self.refresh()
        self._edges.clear()
        if self.overlay:
            self.post_message(self.Shifted(self))
        return True

    # Repainting ----------------------------------------------------------------------------

    def _refresh_caret(self, offset: int) -> None:
        row = self.wrapped.row_of(offset)
        cells = self.wrapped.cells(row)
        first, last = cells.columns_of(offset - self.wrapped.starts[row])
        self._refresh_cells(row, first, last)

    def refresh_span(self, span: Span, *, whole_rows: bool = False) -> None:
        """Repaint the visible cells of a stretch of text."""
        layout = self.wrapped
        first = max(layout.row_of(span.start), self.view.top)
        last = min(layout.row_of(span.end), self.view.top + self.text_height - 1)
        for row in range(first, last + 1):
            in_row = layout.row(row)
            cells = layout.cells(row)
            left = cells.column(max(span.start, in_row.start) - in_row.start)
            right = cells.column(min(span.end, in_row.end) - in_row.start)
            if whole_rows:
                self._refresh_row(row)
            elif right > left:
                self._refresh_cells(row, left, right)

    def _refresh_cells(self, row: int, first: int, last: int) -> None:
        y = row - self.view.top
        if 0 <= y < self.text_height:
            self._rows.pop(row, None)
            self.refresh(Region(self._frame.text_start + first, y + 1, last - first, 1))

    def _refresh_row(self, row: int) -> None:
        y = row - self.view.top
        if not 0 <= y < self.text_height:
            return
        old = self._rows.pop(row, None)
        if old is None:
            self.refresh(Region(0, y + 1, self.size.width, 1))
            return
        new = self._rows[row] = self._row(row)
        regions = [Region(a, y + 1, b - a, 1) for a, b in changed_runs(old, new)]
        if regions:
            self.refresh(*regions)

    def refresh_edges(self) -> None:
        """Repaint what of the header and the rule of progress is different now."""
        for y, draw in ((0, self._header), (self.size.height - 1, self._rule)):
            old, new = self._edges.get(y), draw()
            if old is None:
                continue
            changed = changed_cells(old, new)
            if changed is not None:
                self._edges[y] = new
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))

    def set_active(self, active: bool) -> None:
        """Be the pane that keys go to, or not."""
        if self.active != active:
            self.active = active
            self._refresh_caret(self.view.selection.head)
            self.refresh_edges()

    def annotations_changed(self, spans: Sequence[Span]) -> None:
        """Repaint the rows in which annotations were added, removed or changed."""
        self._marks = None
        marks = self._current_marks()
        for span in spans:
            near = [a for a in marks.annotations.overlapping(span) if a.label in marks.barred]
            wide = Span(
                min((span.start, *(a.start for a in near))), max((span.end, *(a.end for a in near)))
            )
            self.refresh_span(wide, whole_rows=True)

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay jump labels over the rows, in place of those that were there."""
        from tui.render.signs import changed_rows

        before, self.overlay = self.overlay, overlay
        for row in changed_rows(before, overlay):
            self._refresh_row(row)

    def _drop_overlay(self) -> None:
        """The rows are not what they were: whoever laid something over them does it anew."""
        if self.overlay:
            self.overlay = {}
            self.post_message(self.Shifted(self))

    def set_found(self, found: Sequence[Span]) -> None:
        """Highlight the matches of a search."""
        if list(found) != list(self.found):
            self.found = found
            self._rows.clear()
            self._marks = None
            self.refresh()

    # Drawing -------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A line of the widget: the header, a row of the text, or the rule of progress."""
        self._fit_to_size()
        if y == 0:
            self._edges[y] = self._header()
            return self._edges[y]
        if y == self.size.height - 1:
            self._edges[y] = self._rule()
            return self._edges[y]
        row = self.view.top + y - 1
        if self.opened is not None and not self.opened.article.text:
            return problem_line(self.opened.problem, y, self._get_palette(), self.size.width)
        if row >= len(self.wrapped):
            return Strip.blank(self.size.width, self._get_palette().text)
        if row not in self._rows:
            if len(self._rows) > _CACHED_ROWS:
                self._rows.clear()
            self._rows[row] = self._row(row)
        return self._rows[row]

    def _row(self, row: int) -> Strip:
        palette, view = self._get_palette(), self.view
        selection = None if view.selection.is_empty else view.selection.span
        caret: tuple[int, Style] | None = None
        if self.wrapped.row_of(view.selection.head) == row:
            caret = (
                view.selection.head,
                palette.caret if self.active else palette.caret_away,
            )
        marks, overlay = self._current_marks(), self.overlay.get(row)
        strip = draw_row(self.wrapped, row, self._frame, marks, palette, selection, caret, overlay)
        return Strip(joined(list(strip)), strip.cell_length)

    def _current_marks(self) -> Marks:
        if self._marks is None:
            self._marks = marks_for(
                self.annotations,
                self._labels,
                self.view.current or self.view.resizing,
                self.found,
                self.proposed,
                self.view.suggested,
            )
        return self._marks

    def _header(self) -> Strip:
        title = self.opened.article.title if self.opened else ""
        palette, width = self._get_palette(), self.size.width
        return header_line(self._position, title, active=self.active, palette=palette, width=width)

    def _rule(self) -> Strip:
        view = self.view
        doing = "resizing" if view.resizing else "selecting" if view.extending else ""
        return rule_line(
            self.wrapped.row_of(view.selection.head),
            len(self.wrapped),
            doing,
            active=self.active,
            palette=self._get_palette(),
            width=self.size.width,
        )

    # Mouse ---------------------------------------------------------------------------------

    def _offset_at(self, event: events.MouseEvent) -> int:
        row = max(0, min(self.view.top + event.y - 1, len(self.wrapped) - 1))
        return self.wrapped.offset(row, max(0, event.x - self._frame.text_start))

    def _is_text(self, event: events.MouseEvent) -> bool:
        return 0 < event.y < self.size.height - 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Place the caret; what follows while the button is down selects."""
        if event.button != 1:
            return
        event.stop()
        if self._is_text(event):
            self._dragging = True
            self.capture_mouse()
            self.post_message(self.Pointed(self, self._offset_at(event), "press"))
        else:
            self.post_message(self.Pointed(self, self.view.selection.head, "beside"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection while a button is held, scrolling at the edges."""
        if self._dragging:
            self.post_message(self.Pointed(self, self._offset_at(event), "drag"))
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Select the word at a double click."""
        if event.chain == 2 and event.button == 1 and self._is_text(event):
            self.post_message(self.Pointed(self, self._offset_at(event), "double"))
            event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self.view.top + 3)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self.view.top - 3)
        event.stop()


def _difference(one: Span, other: Span) -> list[Span]:
    """The stretches that are in one of two spans but not in the other."""
    if not one.overlaps(other):
        return [span for span in (one, other) if len(span)]
    ends = ((one.start, other.start), (one.end, other.end))
    return [Span(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]


SMALLEST_WIDTH: Final = LEFT + HANG + 16
"""Cells below which a pane cannot be read."""
