"""Answering what is suggested, asking for it by a capital, and how much of it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations.actions import Refusal
from store.annotations.edits import is_of_rejection, of_annotations
from store.steps import Steps
from store.wording import counted
from tui.actions import annotating, answering, editing, searching, working
from tui.target import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion
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
        "suggestion.accept": lambda count: _accept(desk, count or 1),
        "suggestion.reject": lambda count: _reject(desk, count or 1),
        "suggestion.accept-kind": lambda _: _answer_kind(desk, accepts=True),
        "suggestion.reject-kind": lambda count: _reject_kind(desk, count or 1),
        "suggestions.toggle": lambda _: _toggle(desk),
        "suggestions.fewer": lambda count: _move_threshold(desk, _STEP * (count or 1)),
        "suggestions.more": lambda count: _move_threshold(desk, -_STEP * (count or 1)),
    }


# Answering ---------------------------------------------------------------------------------


def _accept(desk: Desk, count: int) -> None:
    """Accept what is meant and go on, or else go to the next; a search is over then."""
    is_match = searching.is_on_match(desk)
    searching.end(desk)

    def step() -> bool:
        target = desk.target
        if target.kind is Kind.RESIZING:
            annotating.keep(desk)
        elif target.suggestion is not None:
            if answering.accept(desk, target.suggestion) is not None:
                desk.say(answering.go_on(desk, target.suggestion.order))
                return True
        elif target.kind is Kind.SELECTED and not is_match:
            desk.say(_refusal(desk))
        else:
            answering.go_on_from_caret(desk)
        return False

    _repeat(desk, step, count, "Accepting", "accepted")


def _reject(desk: Desk, count: int) -> None:
    """Go to the next match of a search that is lit, or reject what is meant and go on."""
    if desk.search is not None:
        searching.walk(desk, count)
        return

    def step() -> bool:
        target = desk.target
        if target.kind is Kind.RESIZING:
            annotating.leave_resizing(desk)
        elif target.suggestion is not None:
            return answering.reject_and_go_on(desk, target.suggestion)
        elif target.kind is Kind.SELECTED:
            desk.say(_refusal(desk))
        else:
            answering.go_on_from_caret(desk)
        return False

    _repeat(desk, step, count, "Rejecting", "rejected")


def _repeat(desk: Desk, step: Callable[[], bool], count: int, doing: str, done: str) -> None:
    """Do a step so many times, or until it says that it was the last."""

    def steps() -> Generator[None, None, None]:
        for _ in range(count):
            if not step():
                return
            yield

    work = Steps(steps(), count)

    def stopped() -> None:
        desk.say(f"Stopped; {work.done:,} {done}, each an edit of its own")

    working.run(desk, work, doing, lambda _: None, stopped)


def _refusal(desk: Desk) -> str:
    return f"Nothing is suggested for just this; {desk.key('cancel')} ends the selection"


def _reject_kind(desk: Desk, count: int) -> None:
    if desk.search is not None:
        searching.walk(desk, -count)
    else:
        _answer_kind(desk, accepts=False)


def _answer_kind(desk: Desk, *, accepts: bool) -> None:
    opened = editing.editable(desk)
    if opened is None:
        return
    suggester = desk.suggesting.suggester
    asked = suggester.asked_for(desk.asked_for) if desk.asked_for is not None else None
    suggestion, article_id = desk.target.suggestion, opened.id
    if asked is not None:
        article_id, suggestion = asked
    elif suggestion is None:
        answering.go_on_from_caret(desk)
        return
    begin = suggester.accepting_kind if accepts else suggester.rejecting_kind
    working.run(
        desk,
        begin(article_id, suggestion),
        f"{'Accepting' if accepts else 'Rejecting'} {suggestion.label} "
        f"“{desk.quote(suggestion.text)}”",
        partial(_kind_answered, desk, suggestion, accepts, asked is None),
    )


def _kind_answered(
    desk: Desk, suggestion: Suggestion, accepts: bool, goes_on: bool, edit: Edit | Refusal
) -> None:
    """Make the edit that answers all of a kind, and say what it was."""
    if accepts:
        desk.last_label = suggestion.label
    if editing.make(desk, edit) is None:
        return
    desk.asked_for = None
    changed, articles = _changed(edit, rejections=not accepts)
    verb = f"Accepted {changed:,} as {suggestion.label}" if accepts else f"Rejected {changed:,}"
    if goes_on:
        answering.go_on(desk, suggestion.order)
    desk.say(f"{verb} in {counted(articles, 'article')}; {desk.key('undo')} takes it back")


def _changed(edit: Edit | Refusal, *, rejections: bool) -> tuple[int, int]:
    """How many annotations an edit makes, or rejections, and in how many articles."""
    articles = [
        single.article
        for single in (() if isinstance(edit, Refusal) else of_annotations(edit))
        if is_of_rejection(single) == rejections
    ]
    return len(articles), len(set(articles))


# Asking for it -----------------------------------------------------------------------------


def _propose(desk: Desk, label: str, _: int | None) -> None:
    """Give a label, and propose the same text wherever else it stands."""
    labelled = annotating.give_label(desk, label, goes_on=False)
    opened = desk.pane.opened
    if labelled is not None and opened is not None:
        propose(desk, opened.id, labelled.annotation)


def propose(desk: Desk, article_id: str, annotation: Annotation) -> None:
    """Propose the text of an annotation wherever else it stands, and say what came of it."""
    suggester = desk.suggesting.suggester
    count = suggester.propose_like(article_id, annotation)
    desk.take_proposals()
    done, total = suggester.reached, len(desk.workspace.story.articles)
    so_far = f", {done} of {counted(total, 'article')} looked at" if done < total else ""
    if not count:
        desk.asked_for = None
        desk.say(f"“{desk.quote(annotation.text)}” stands nowhere else untagged{so_far}")
        return
    desk.asked_for = annotation
    desk.say(
        f"{count} more {'is' if count == 1 else 'are'} proposed as {annotation.label}{so_far}: "
        f"{desk.key('suggestion.accept-kind')} takes all, "
        f"{desk.key('suggestion.accept')} goes through them"
    )


# How much is suggested ---------------------------------------------------------------------


def _toggle(desk: Desk) -> None:
    if desk.suggesting.begin_again():
        return
    suggester = desk.suggesting.suggester
    suggester.is_on = not suggester.is_on
    desk.take_proposals()
    key = desk.key("suggestions.toggle")
    if suggester.is_on:
        desk.say(f"Suggestions are on again; {key} turns them off")
    else:
        desk.say(f"Nothing is suggested but what you ask for; {key} turns suggestions on again")


def _move_threshold(desk: Desk, by: float) -> None:
    suggester = desk.suggesting.suggester
    suggester.threshold = round(suggester.threshold + by, 2)
    desk.take_proposals()
    share = f"{suggester.threshold:.0%}".replace("%", " %")
    desk.say(f"Shown is what is at least {share} sure")
