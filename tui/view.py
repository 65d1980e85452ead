"""How far a person has come in an article: what a pane remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.model import Annotation
from store.frozen import Frozen
from store.text.boundaries import floor_grapheme
from tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.suggest.model import Suggestion
    from store.text.span import Span


START: Final = Selection(0, 0)
"""Where one begins to read."""


class View(Frozen):
    """One article in one pane. A value: each move gives another view, and the pane shows it.

    At most one of `current`, `last_created`, `suggested` and `resizing` is there, and a moved caret
    leaves all but the last behind.
    """

    selection: Selection = START
    goal: int | None = None
    """The cell that vertical motions aim for."""
    top: int = 0
    """The first visible row."""
    top_at: int | None = None
    """Where that row begins, in code points, until the text is laid out in rows."""
    grown: tuple[tuple[Selection, Selection], ...] = ()
    """What was selected before and after each step of growing, so that it can be taken back."""
    extending: bool = False
    """Whether every motion extends the selection."""
    current: Annotation | None = None
    """The annotation that was reached by key."""
    last_created: Annotation | None = None
    """The annotation that was just made or changed, until the caret moves."""
    suggested: Suggestion | None = None
    """The suggestion that was reached by key."""
    resizing: Annotation | None = None
    """The annotation whose ends are being moved."""

    @property
    def marked(self) -> Annotation | Suggestion | None:
        """What is drawn as the thing that keys mean."""
        return self.current or self.suggested or self.resizing

    def moved_to(self, selection: Selection, goal: int | None = None) -> View:
        """The view with something else selected, or the caret elsewhere."""
        return replace(
            self, selection=selection, goal=goal, current=None, last_created=None, suggested=None
        )

    def caret_at(self, offset: int) -> View:
        """The view with the caret at an offset, and nothing begun."""
        return replace(self.moved_to(Selection.caret(offset)), extending=False, resizing=None)

    def reaching(self, reached: Annotation | Suggestion) -> View:
        """The view with the caret at the start of something, which keys mean from now on."""
        return self.caret_at(reached.start).meaning(reached)

    def meaning(self, reached: Annotation | Suggestion | None) -> View:
        """The view in which keys mean something else, or only what is under the caret."""
        if isinstance(reached, Annotation):
            return replace(self, current=reached, suggested=None, last_created=None)
        return replace(self, current=None, suggested=reached, last_created=None)

    def making(self, annotation: Annotation, caret: int | None = None) -> View:
        """The view after an annotation was made or changed, with the caret elsewhere or as it is.

        One that keys mean already because it was reached goes on being that.
        """
        if caret is None and self.current is not None and self.current.id == annotation.id:
            return replace(self, current=annotation, extending=False)
        offset = self.selection.head if caret is None else caret
        return replace(self.caret_at(offset), last_created=annotation)

    def moving_ends(self, annotation: Annotation, span: Span) -> View:
        """The view in which motions move the ends of an annotation, at first those of a span."""
        return replace(
            self.moved_to(Selection(span.start, span.end)), extending=False, resizing=annotation
        )

    def laid_out(self, row_of: Callable[[int], int]) -> View:
        """The view once the text is laid out, by a function that gives the row of an offset."""
        return self if self.top_at is None else replace(self, top=row_of(self.top_at), top_at=None)

    def stripped(self) -> View:
        """The view with nothing but where the reader is: the text has changed."""
        return replace(
            self,
            extending=False,
            grown=(),
            current=None,
            last_created=None,
            suggested=None,
            resizing=None,
        )

    def selecting(self, span: Span) -> View:
        """The view with a span selected, and nothing begun."""
        return replace(
            self.moved_to(Selection(span.start, span.end)), extending=False, resizing=None
        )

    def extending_over(self, span: Span) -> View:
        """The view with a span selected, which every motion changes from now on."""
        return replace(self.moved_to(Selection(span.start, span.end)), extending=True)

    def followed(self, before: Annotation | None, after: Annotation | None) -> View:
        """The view after an annotation has become another, or has gone."""
        if before is None or before not in (self.current, self.last_created, self.resizing):
            return self
        return replace(
            self,
            current=after if self.current == before else self.current,
            last_created=after if self.last_created == before else self.last_created,
            resizing=after if self.resizing == before else self.resizing,
        )


def clamp(view: View, text: str) -> View:
    """The view with its selection inside a text and on grapheme boundaries."""
    anchor, head = view.selection.anchor, view.selection.head
    anchor = floor_grapheme(text, min(anchor, len(text)))
    return replace(view, selection=Selection(anchor, floor_grapheme(text, min(head, len(text)))))
