"""Going from one annotation or suggestion to the next, and into those under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions.answering import BEFORE_ALL
from tui.target import TargetKind

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.widgets.article_pane import ArticlePane


def handlers(editor: Editor) -> Handlers:
    """The commands that walk."""
    return {
        "annotation.next": lambda count: _walk(editor, count or 1),
        "annotation.previous": lambda count: _walk(editor, -(count or 1)),
        "annotation.enter": lambda _: _enter(editor),
    }


def _walk(editor: Editor, by: int) -> None:
    pane, opened = editor.pane, editor.pane.opened
    if opened is None:
        return
    pane.take_proposals()
    current: Annotation | Suggestion | None = pane.view.current or pane.view.suggested
    for _ in range(abs(by)):
        order = current.order if current else (pane.selection.head, *BEFORE_ALL)
        following = _beside(opened, pane.proposed, order, by)
        if following is None:
            where = "below" if by > 0 else "above"
            editor.say(
                f"There is no annotation {where} in this article"
                if len(opened.annotations)
                else "There is no annotation in this article yet"
            )
            break
        current = following
    if current is not None:
        pane.show_view(pane.view.reaching(current))


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


def _goes_across(editor: Editor) -> bool:
    """Go to what is like this in another article, where that is offered; whether it was."""
    session = editor.session
    if session.aligned is None and session.shared is None:
        return False
    from tui.actions import aligning, sharing  # read where one of these is on

    return aligning.go_there(editor) or sharing.go_to_twin(editor)


def _enter(editor: Editor) -> None:
    """Follow what is tied; else have keys mean what is here, then the next thing here, from the
    innermost out and off."""
    pane, target = editor.pane, editor.target
    if _goes_across(editor):
        return
    lit, meant = editor.session.lit, target.annotation
    if lit is not None and meant is not None and lit.focus.id == meant.id:
        from tui.actions import following  # read where something is tied

        following.follow(editor)
        return
    match target.kind:
        case TargetKind.SELECTED if target.annotation is not None:
            pane.show_view(pane.view.reaching(target.annotation))
        case TargetKind.SELECTED:
            editor.say("This is not tagged yet; a label's key tags it")
        case TargetKind.SUGGESTED | TargetKind.CURRENT:
            here = _things_at(pane)
            behind = here[here.index(pane.view.marked) + 1 :] if pane.view.marked in here else here
            pane.show_view(pane.view.meaning(next(iter(behind), None)))
        case _:
            reached = target.annotation or (
                target.suggestion if target.kind is TargetKind.OFFERED else target.nearest
            )
            reached = reached or target.suggestion
            if reached is None:
                editor.say("There is no annotation under the caret")
            else:
                pane.show_view(pane.view.meaning(reached))


def _things_at(pane: ArticlePane) -> list[Annotation | Suggestion]:
    """The annotations and suggestions under the caret, the shortest first."""
    head = pane.selection.head
    here: list[Annotation | Suggestion] = [*pane.annotations.at(head)]
    if pane.proposed is not None:
        here += pane.proposed.at(head)
    return sorted(here, key=lambda each: each.end - each.start)
