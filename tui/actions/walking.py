"""Going from one annotation or suggestion to the next, and into those under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.model import Annotation
from tui.selection import Selection

if TYPE_CHECKING:
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from store.workspace import OpenArticle
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

BEFORE_ALL: Final = (-(10**15), "", "")
"""The rest of an order that stands before all that have the same start."""


def handlers(desk: Desk) -> Handlers:
    """The commands that walk."""
    return {
        "annotation.next": lambda count: _walk(desk, count or 1),
        "annotation.previous": lambda count: _walk(desk, -(count or 1)),
        "annotation.enter": lambda _: _enter(desk),
    }


def _walk(desk: Desk, by: int) -> None:
    pane, opened = desk.pane, desk.pane.opened
    if opened is None:
        return
    current: Annotation | Suggestion | None = pane.view.current or pane.view.proposal
    for _ in range(abs(by)):
        order = current.order if current else (pane.selection.head, *BEFORE_ALL)
        following = _beside(opened, pane.proposed, order, by)
        if following is None:
            where = "below" if by > 0 else "above"
            desk.say(
                f"There is no annotation {where} in this article"
                if len(opened.annotations)
                else "There is no annotation in this article yet"
            )
            break
        current = following
    if current is not None:
        pane.view.extending = False
        pane.select(Selection.caret(current.start))
        if isinstance(current, Annotation):
            pane.set_current(current)
        else:
            pane.set_current(None)
            pane.set_proposal(current)


def _beside(
    opened: OpenArticle,
    proposed: Proposals | None,
    order: tuple[int, int, str, str],
    by: int,
) -> Annotation | Suggestion | None:
    """The annotation or suggestion that stands next to a place in the order."""
    annotations = opened.annotations
    one = annotations.after(order) if by > 0 else annotations.before(order)
    other = None
    if proposed is not None:
        other = proposed.after(order) if by > 0 else proposed.before(order)
    found = [each for each in (one, other) if each is not None]
    return (min if by > 0 else max)(found, key=lambda each: each.order, default=None)


def _enter(desk: Desk) -> None:
    here = desk.pane.under_caret()
    if not here:
        suggested = desk.pane.meant_proposal()
        if suggested is not None:
            desk.pane.set_proposal(suggested)
        else:
            desk.say("There is no annotation under the caret")
        return
    current = desk.pane.view.current
    place = here.index(current) + 1 if current in here else 0
    desk.pane.set_current(here[place % len(here)])
