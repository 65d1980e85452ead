"""Accepting, rejecting and correcting what is suggested, and asking for it.

What the inspector shows is what a key means: the suggestion that was reached by key, or the one
under the caret where there is no annotation. Whoever has answered one is taken to the next.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations.actions import Refusal
from store.annotations.edits import EditOfAnnotation, is_of_rejection, singles
from store.steps import Steps
from store.wording import counted
from tui.actions import annotating, working
from tui.actions.walking import BEFORE_ALL
from tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Generator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

OF_A_KIND: Final = ("suggestion.accept-kind", "suggestion.reject-kind")
"""The commands that answer what was just proposed by a label's capital, wherever the caret is."""
_STEP: Final = 0.1
"""By how much a key moves how sure a suggestion must be."""


def handlers(desk: Desk) -> Handlers:
    """The commands on suggestions."""
    names = desk.workspace.labels.names
    return {
        **{f"propose.{name}": partial(_propose, desk, name) for name in names},
        "suggestion.accept": lambda count: _answer(desk, count or 1, accepts=True),
        "suggestion.reject": lambda count: _answer(desk, count or 1, accepts=False),
        "suggestion.accept-kind": lambda _: _answer_kind(desk, accepts=True),
        "suggestion.reject-kind": lambda _: _answer_kind(desk, accepts=False),
        "suggestions.toggle": lambda _: _toggle(desk),
        "suggestions.fewer": lambda count: _move_threshold(desk, _STEP * (count or 1)),
        "suggestions.more": lambda count: _move_threshold(desk, -_STEP * (count or 1)),
    }


def meant(desk: Desk) -> Suggestion | None:
    """The suggestion that keys mean, if any, after all that has been edited."""
    desk.pane.proposals_changed()
    return desk.pane.meant_proposal()


# Going to one ------------------------------------------------------------------------------


def go_to(desk: Desk, article_id: str, suggestion: Suggestion) -> None:
    """Bring a suggestion on screen and have the next key mean it."""
    pane = desk.panes.show(article_id)
    pane.proposals_changed()
    pane.view.extending = False
    pane.set_current(None)
    pane.select(Selection.caret(suggestion.start))
    if pane.proposed is not None and suggestion in pane.proposed:
        pane.set_proposal(suggestion)


def _go_on(desk: Desk, order: tuple[int, int, str, str]) -> None:
    """Go to the first suggestion behind a place: in this article, the others, then from its top."""
    opened = desk.pane.opened
    if opened is None:
        return
    here = desk.suggesting.proposals(opened.id)
    following = here.after(order)
    if following is not None:
        go_to(desk, opened.id, following)
        return
    for article_id, known in desk.suggesting.elsewhere(opened.id):
        go_to(desk, article_id, next(iter(known)))
        return
    first = next(iter(here), None)
    if first is not None:
        go_to(desk, opened.id, first)
        desk.say("This is the first suggestion that is left; there is none further down")
        return
    desk.pane.set_proposal(None)
    done, total = desk.suggesting.suggester.progress
    if not desk.suggesting.suggester.is_on:
        desk.say(f"Nothing is suggested: {_key(desk, 'suggestions.toggle')} turns suggestions on")
    elif done < total:
        desk.say(f"No suggestion is left so far; {done} of {counted(total, 'article')} looked at")
    else:
        desk.say(
            "No suggestion is left in the story; "
            f"{_key(desk, 'suggestions.more')} shows less sure ones"
        )


def _key(desk: Desk, command_id: str) -> str:
    from tui.render.bars import key_name

    keys = desk.keymap.keys_of(command_id)
    return key_name(keys[0]) if keys else command_id


# Answering ---------------------------------------------------------------------------------


def _answer(desk: Desk, count: int, *, accepts: bool) -> None:
    def steps() -> Generator[None, None, None]:
        for _ in range(count):
            suggestion, opened = meant(desk), desk.pane.opened
            if suggestion is None or opened is None:
                _go_on(desk, (desk.pane.selection.head, *BEFORE_ALL))
                return
            if not answer(desk, suggestion, accepts=accepts):
                return
            yield

    work = Steps(steps(), count)
    doing, done = ("Accepting", "accepted") if accepts else ("Rejecting", "rejected")

    def stopped() -> None:
        desk.say(f"Stopped; {work.done:,} {done}, each an edit of its own")

    working.run(desk, work, doing, lambda _: None, stopped)


def answer(
    desk: Desk,
    suggestion: Suggestion,
    *,
    accepts: bool = True,
    label: str | None = None,
) -> bool:
    """Accept a suggestion, perhaps with another label, or reject it, and go on.

    Returns:
        Whether it was kept.
    """
    opened = desk.pane.opened
    if opened is None:
        return False
    suggester = desk.suggesting.suggester
    if accepts:
        edit = suggester.accept(opened.id, suggestion, label=label)
        desk.last_label = label or suggestion.label
    else:
        edit = suggester.reject(opened.id, suggestion)
    if annotating.make(desk, edit) is None:
        return False
    _go_on(desk, suggestion.order)
    return True


def corrected(desk: Desk, suggestion: Suggestion, span: Span) -> None:
    """Accept a suggestion with other ends, and stay there."""
    opened = desk.pane.opened
    if opened is None:
        return
    edit = desk.suggesting.suggester.accept(opened.id, suggestion, span=span)
    change = annotating.make(desk, edit)
    if change is None:
        return
    made = opened.annotations.find(span.trimmed(opened.article.text), suggestion.label)
    desk.last_label = suggestion.label
    if made is not None:
        annotating.settle(desk.pane, made.span)
        desk.pane.view.made = made
        desk.say(f"Tagged {made.label} “{made.text}”")


def _answer_kind(desk: Desk, *, accepts: bool) -> None:
    opened = desk.pane.opened
    if opened is None:
        return
    suggester = desk.suggesting.suggester
    asked = suggester.asked_for(desk.asked_for) if desk.asked_for is not None else None
    suggestion, article_id = meant(desk), opened.id
    if asked is not None:
        article_id, suggestion = asked
    elif suggestion is None:
        _go_on(desk, (desk.pane.selection.head, *BEFORE_ALL))
        return
    begin = suggester.accepting_kind if accepts else suggester.rejecting_kind
    working.run(
        desk,
        begin(article_id, suggestion),
        f"{'Accepting' if accepts else 'Rejecting'} {suggestion.label} “{suggestion.text}”",
        partial(_kind_answered, desk, suggestion, accepts, asked is None),
    )


def _kind_answered(
    desk: Desk, suggestion: Suggestion, accepts: bool, goes_on: bool, edit: Edit | Refusal
) -> None:
    """Make the edit that answers all of a kind, and say what it was."""
    if accepts:
        desk.last_label = suggestion.label
    if annotating.make(desk, edit) is None:
        return
    desk.asked_for = None
    changed, articles = _changed(edit, rejections=not accepts)
    verb = f"Accepted {changed:,} as {suggestion.label}" if accepts else f"Rejected {changed:,}"
    said = f"{verb} in {counted(articles, 'article')}; {_key(desk, 'undo')} takes it back"
    if goes_on:
        _go_on(desk, suggestion.order)
    desk.say(said)


def _changed(edit: Edit | Refusal, *, rejections: bool) -> tuple[int, int]:
    """How many annotations an edit makes, or rejections, and in how many articles."""
    articles = [
        single.article
        for single in (() if isinstance(edit, Refusal) else singles(edit))
        if isinstance(single, EditOfAnnotation) and is_of_rejection(single) == rejections
    ]
    return len(articles), len(set(articles))


# Asking for it -----------------------------------------------------------------------------


def _propose(desk: Desk, label: str, _: int | None) -> None:
    """Tag, and propose the same text wherever else it stands."""
    annotation = annotating.tagged_or_made(desk, label)
    opened = desk.pane.opened
    if annotation is None or opened is None:
        return
    propose(desk, opened.id, annotation)


def propose(desk: Desk, article_id: str, annotation: Annotation) -> None:
    """Propose the text of an annotation wherever else it stands, and say what came of it."""
    suggester = desk.suggesting.suggester
    count = suggester.propose_like(article_id, annotation)
    done, total = suggester.reached, len(desk.workspace.story.articles)
    so_far = f", {done} of {counted(total, 'article')} looked at" if done < total else ""
    if not count:
        desk.asked_for = None
        desk.say(f"“{annotation.text}” stands nowhere else untagged{so_far}")
        return
    desk.asked_for = annotation
    desk.say(
        f"{count} more {'is' if count == 1 else 'are'} proposed as {annotation.label}{so_far}: "
        f"{_key(desk, 'suggestion.accept-kind')} takes all, "
        f"{_key(desk, 'suggestion.accept')} goes through them"
    )


# How much is suggested ---------------------------------------------------------------------


def _toggle(desk: Desk) -> None:
    suggester = desk.suggesting.suggester
    suggester.is_on = not suggester.is_on
    key = _key(desk, "suggestions.toggle")
    if suggester.is_on:
        desk.say(f"Suggestions are on again; {key} turns them off")
    else:
        desk.say(f"Nothing is suggested but what you ask for; {key} turns suggestions on again")


def _move_threshold(desk: Desk, by: float) -> None:
    suggester = desk.suggesting.suggester
    suggester.threshold = round(suggester.threshold + by, 2)
    share = f"{suggester.threshold:.0%}".replace("%", " %")
    desk.say(f"Shown is what is at least {share} sure")
