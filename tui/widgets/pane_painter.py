"""Draws the lines of an article pane, and keeps them as long as they are right.

Whoever changes what is shown says what is not right any more: a row, all rows, the marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.strip import Strip

from store.annotations.collection import Annotations
from store.frozen import Frozen
from tui.render.changes import changed_runs
from tui.render.drawn import Caret, Drawn, Marks, row_context
from tui.render.edges import header_line, problem_line, rule_line
from tui.render.rows import draw_row, marked_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.across.tie_ends import TieSigns
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from store.text.span import Span
    from tui.aligned import AcrossMarks
    from tui.render.drawn import RowContext
    from tui.render.edges import PaneHeading
    from tui.render.palette import Palette
    from tui.render.signs import Overlay
    from tui.render.viewport import Viewport
    from tui.view import View

NO_ANNOTATIONS: Final = Annotations()
_MOST_KEPT: Final = 240
"""Rows that are kept, of some 4 KB each: a few pages, so that to go back draws nothing."""


class Shown(Frozen):
    """All that a pane shows."""

    viewport: Viewport
    view: View
    opened: OpenArticle | None
    found: Sequence[Span]
    """Matches of the search, in order."""
    proposed: Proposals | None
    left: int
    """Suggestions that are left in the article."""
    meant: Suggestion | None
    """The suggestion that the next key is about."""
    overlay: Overlay
    """The jump labels that are laid over the rows."""
    across: AcrossMarks | None
    """What is marked because of other articles."""
    heading: PaneHeading
    is_active: bool
    """Whether keys go to the pane."""


class PanePainter:
    """The lines of one pane."""

    def __init__(self, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        self._labels = labels
        self._palette = palette
        self._rows: dict[int, Strip] = {}
        self._kept: dict[tuple[int, bool], tuple[RowContext, Strip]] = {}
        """The last rows that were drawn, with what from; by the number, and whether anything was
        laid over it: letters and lights come and go."""
        self._outdated: set[int] = set()
        """Rows that may be other ones by now."""
        self._compared: dict[int, Strip | None] = {}
        """Rows that are to be compared, with what of each is on the screen, if that is known."""
        self._edges: dict[int, Strip] = {}
        self._marks: Marks | None = None
        self._ties: TieSigns | None = None
        self._last_drawn: tuple[Shown, Drawn] | None = None
        self._last_header: tuple[tuple[object, ...], Strip] | None = None
        """The header, with what it was drawn from."""

    # What is not right any more ------------------------------------------------------------

    def forget(self) -> None:
        """Everything is to be drawn anew."""
        self._marks = None
        self._kept.clear()
        self.forget_lines()

    def forget_lines(self) -> None:
        """Every line may be another one, with the same marks."""
        self.forget_rows()
        self._edges.clear()

    def forget_rows(self) -> None:
        """Every row of the text may be another one, with the same marks."""
        self._rows.clear()
        self._outdated.clear()
        self._compared.clear()

    def forget_row(self, row: int) -> None:
        """A row of the text may be another one."""
        self._outdated.add(row)

    def compare_row(self, row: int) -> None:
        """A row of the text may be another one: `changes_in_rows` is to look."""
        self._compared.setdefault(row, self._rows.get(row))
        self._outdated.add(row)

    def forget_marks(self) -> None:
        """Something else is marked; whoever says so says also in which rows."""
        self._marks = None

    def show_ties(self, ties: TieSigns | None) -> None:
        """Something else is tied; whoever says so says also in which rows."""
        self._ties, self._marks = ties, None

    # Drawing -------------------------------------------------------------------------------

    def line(self, shown: Shown, y: int) -> Strip:
        """A line of the pane: the header, a row of the text, or the rule of progress."""
        size = shown.viewport.size
        if y == 0:
            self._edges[y] = self._header(shown)
            return self._edges[y]
        if y == size.height - 1:
            self._edges[y] = self._rule(shown)
            return self._edges[y]
        if shown.opened is not None and not shown.opened.article.text:
            return problem_line(shown.heading.problem, y, self._palette(), size.width)
        row, under = shown.viewport.row_at(y)
        if under:
            from tui.render.tracks import draw_tracks  # read where there are any

            line, left = shown.viewport.under[row][under - 1], shown.viewport.frame.text_start
            return draw_tracks(line, left, size.width, self._palette())
        if row >= len(shown.viewport.layout):
            return Strip.blank(size.width, self._palette().text)
        if self._is_outdated(row):
            self._draw(self._drawn(shown), row)
        return self._rows[row]

    def changes_in_rows(self, shown: Shown) -> list[tuple[int, int, int]]:
        """The visible rows, of those to be compared, and the cells that are other ones now; all of
        what was not kept."""
        compared, self._compared = self._compared, {}
        visible = [row for row in compared if shown.viewport.is_visible(row)]
        if not visible:
            return []
        drawn, changes = self._drawn(shown), []
        for row in visible:
            if self._is_outdated(row):
                self._draw(drawn, row)
            old, whole = compared[row], [(0, shown.viewport.size.width)]
            runs = whole if old is None else changed_runs(old, self._rows[row])
            changes += [(row, first, last) for first, last in runs]
        return changes

    def _is_outdated(self, row: int) -> bool:
        return row not in self._rows or row in self._outdated

    def changes_in_edges(self, shown: Shown) -> list[tuple[int, int, int]]:
        """The lines and cells of the header and the rule that are other ones now."""
        changes = []
        for y, draw in ((0, self._header), (shown.viewport.size.height - 1, self._rule)):
            old, new = self._edges.get(y), draw(shown)
            if old is not None and (runs := changed_runs(old, new)):
                self._edges[y] = new
                changes += [(y, first, last) for first, last in runs]
        return changes

    def marks(self, shown: Shown) -> Marks:
        """What is marked in the article."""
        if self._marks is None:
            self._marks = Marks(
                shown.opened.annotations if shown.opened else NO_ANNOTATIONS,
                self._labels,
                current=shown.view.current or shown.view.resizing,
                found=shown.found,
                proposed=shown.proposed,
                proposal=shown.meant,
                ties=self._ties,
                across=shown.across,
            )
        return self._marks

    def marked_at(self, shown: Shown, row: int, column: int) -> Annotation | Suggestion | None:
        """What the letter in a cell of a margin stands for."""
        return marked_at(self._drawn(shown), row, column)

    def _draw(self, drawn: Drawn, number: int) -> None:
        """Draw a row of the text, unless it was drawn already from what it is drawn from now."""
        row = row_context(drawn, number)
        name = number, row.overlay is not None
        kept = self._kept.get(name)
        if kept is None or kept[0] != row:
            kept = row, draw_row(drawn, row)
            self._kept.pop(name, None)
            self._kept[name] = kept
            if len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        self._rows[number] = kept[1]
        self._outdated.discard(number)

    def _drawn(self, shown: Shown) -> Drawn:
        """What is drawn of what is shown; the same for all rows that are painted at once."""
        if self._last_drawn is not None and self._last_drawn[0] is shown:
            return self._last_drawn[1]
        palette, viewport, selection = self._palette(), shown.viewport, shown.view.selection
        drawn = Drawn(
            viewport.layout,
            viewport.frame,
            self.marks(shown),
            palette,
            selection=None if selection.is_empty else selection.span,
            caret=Caret(selection.head, palette.caret if shown.is_active else palette.caret_away),
            overlay=shown.overlay,
            headline=shown.opened.article.headline if shown.opened else None,
        )
        self._last_drawn = shown, drawn
        return drawn

    def _header(self, shown: Shown) -> Strip:
        title = shown.opened.article.title if shown.opened else ""
        palette, width = self._palette(), shown.viewport.size.width
        spans = len(shown.opened.annotations) if shown.opened else 0
        source = shown.heading, title, spans, shown.left, shown.is_active, palette, width
        if self._last_header is None or self._last_header[0] != source:
            line = header_line(
                shown.heading.position,
                title,
                shown.heading.standing(spans, shown.left),
                active=shown.is_active,
                palette=palette,
                width=width,
            )
            self._last_header = source, line
        return self._last_header[1]

    def _rule(self, shown: Shown) -> Strip:
        view, viewport = shown.view, shown.viewport
        doing = "resizing" if view.resizing else "selecting" if view.extending else ""
        return rule_line(
            viewport.layout,
            view.selection.head,
            doing,
            active=shown.is_active,
            palette=self._palette(),
            width=viewport.size.width,
        )
