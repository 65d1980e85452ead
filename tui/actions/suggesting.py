"""Answering what is suggested, asking for it by a capital, and how much of it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    is_of_rejection,
    of_annotations,
    singles,
)
from store.annotations.model import Annotation
from store.steps import Steps
from store.text.spelling import canonical
from store.wording import counted
from tui.actions import annotating, answering, editing, searching, working
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from store.annotations.edits import Edit, SingleEdit
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.actions.editing import Labelled
    from tui.editor import Editor
    from tui.handlers import Handlers

_ARE_MEANT: Final = (TargetKind.RESIZING, TargetKind.SELECTED)
"""What `y` is about though no suggestion is meant."""
OF_A_KIND: Final = ("suggestion.accept-kind", "suggestion.reject-kind")
"""The commands that answer what was just proposed by a label's capital, wherever the caret is."""


def handlers(editor: Editor) -> Handlers:
    """The commands on suggestions."""
    names = editor.workspace.labels.names
    return {
        **{f"propose.{name}": partial(_propose, editor, name) for name in names},
        "suggestion.accept": lambda count: _accept(editor, count or 1),
        "suggestion.reject": lambda count: _reject(editor, count or 1),
        "suggestion.accept-kind": lambda _: _answer_kind(editor, accepts=True),
        "suggestion.reject-kind": lambda count: _reject_kind(editor, count or 1),
        "suggestions.toggle": lambda _: _toggle(editor),
        "suggestions.level": lambda _: _change_level(editor),
    }


# Answering ---------------------------------------------------------------------------------


def _accept(editor: Editor, count: int) -> None:
    """Accept what is offered, or what is meant, and go on, or else go to the next; a search is over
    then."""
    if editor.session.offered_tie is not None:
        from tui.actions import attributing  # read when something is offered

        attributing.take(editor)
        return
    is_match = searching.is_on_match(editor)
    searching.end(editor)
    target = editor.target
    is_elsewhere = target.suggestion is None and target.kind not in _ARE_MEANT
    if count > 1 and is_elsewhere and not _go_on_in_sight(editor):
        return

    def step() -> bool:
        target = editor.target
        if target.kind is TargetKind.RESIZING:
            annotating.keep(editor)
        elif target.suggestion is not None:
            if answering.accept(editor, target.suggestion) is not None:
                editor.say(answering.go_on(editor, target.suggestion.order))
                return True
        elif target.kind is TargetKind.SELECTED and not is_match:
            editor.say(_refusal(editor))
        else:
            answering.go_on_from_caret(editor)
        return False

    _repeat(editor, step, count, "Accepting", "accepted")


def _go_on_in_sight(editor: Editor) -> bool:
    """Go to the next suggestion; whether it was in sight, so that a number begins with it."""
    panes = [pane for pane in editor.panes.panes if pane.opened is not None]
    seen = [(pane.opened, pane.viewport.visible_text) for pane in panes]
    answering.go_on_from_caret(editor)
    one = editor.target.suggestion
    return one is not None and any(
        opened is editor.pane.opened and visible.covers(one.span) for opened, visible in seen
    )


def _reject(editor: Editor, count: int) -> None:
    """Go to the next match of a search that is lit, or reject what is meant and go on."""
    if editor.session.search is not None:
        searching.walk(editor, count)
        return

    def step() -> bool:
        target = editor.target
        if target.kind is TargetKind.RESIZING:
            annotating.leave_resizing(editor)
        elif target.suggestion is not None:
            return answering.reject_and_go_on(editor, target.suggestion)
        elif target.kind is TargetKind.SELECTED:
            editor.say(_refusal(editor))
        else:
            answering.go_on_from_caret(editor)
        return False

    _repeat(editor, step, count, "Rejecting", "rejected")


def _repeat(editor: Editor, step: Callable[[], bool], count: int, doing: str, done: str) -> None:
    """Do a step so many times, or until it says that it was the last."""

    def steps() -> Generator[None, None, None]:
        for _ in range(count):
            if not step():
                return
            yield

    work = Steps(steps(), count)

    def stopped() -> None:
        editor.say(f"Stopped; {work.done:,} {done}, each an edit of its own")

    working.run(editor, work, doing, lambda _: None, stopped)


def _refusal(editor: Editor) -> str:
    return f"Nothing is suggested for just this; {editor.key('cancel')} ends the selection"


def _reject_kind(editor: Editor, count: int) -> None:
    if editor.session.search is not None:
        searching.walk(editor, -count)
    else:
        _answer_kind(editor, accepts=False)


def _answer_kind(editor: Editor, *, accepts: bool) -> None:
    """Answer all of a kind that are in sight; the same key again answers the others."""
    opened = editing.editable(editor)
    if opened is None:
        return
    suggester, session = editor.suggesting.suggester, editor.session
    if session.left_elsewhere and session.accepts_elsewhere == accepts:
        _answer_all(editor, session.left_elsewhere, (), accepts=accepts, goes_on=False)
        return
    asked = (
        suggester.asked_for(session.last_proposed) if session.last_proposed is not None else None
    )
    alike = _still_labelled(editor) if accepts else []
    goes_on = asked is None and not alike
    if asked is None and goes_on and editor.target.suggestion is not None:
        asked = opened.id, editor.target.suggestion
    if asked is None and not alike:
        answering.go_on_from_caret(editor)
        return
    from store.suggest.model import MATCHES  # the first paint needs no suggestion

    are_matches = asked is not None and asked[1].suggester == MATCHES
    seen: list[tuple[str, Suggestion | Annotation]] = []
    others: list[tuple[str, Suggestion | Annotation]] = []
    for article_id, annotation in alike:
        (seen if _is_in_sight(editor, article_id, annotation) else others).append(
            (article_id, annotation)
        )
    for article_id, suggestion in suggester.of_kind(*asked) if asked is not None else ():
        is_seen = are_matches or _is_in_sight(editor, article_id, suggestion)
        if not are_matches or suggestion.suggester == MATCHES:
            (seen if is_seen else others).append((article_id, suggestion))
    if seen:
        _answer_all(editor, seen, others, accepts=accepts, goes_on=goes_on)
        return
    editor.set_session(session.leaving_elsewhere(tuple(others), accepts=accepts))
    editor.say(f"None is in sight; {_elsewhere(editor, others, accepts=accepts)}")


def _is_in_sight(editor: Editor, article_id: str, one: Suggestion | Annotation) -> bool:
    """Whether something can be seen whole in a pane."""
    return any(
        pane.opened is not None
        and pane.opened.id == article_id
        and pane.viewport.visible_text.covers(one.span)
        for pane in editor.panes.panes
    )


def _elsewhere(
    editor: Editor, others: Sequence[tuple[str, Suggestion | Annotation]], *, accepts: bool
) -> str:
    """How many of a kind are out of sight, and the key that answers them."""
    articles = counted(len({article_id for article_id, _ in others}), "article")
    return f"{len(others):,} in {articles}: {editor.key(OF_A_KIND[not accepts])} again"


def _answer_all(
    editor: Editor,
    chosen: Sequence[tuple[str, Suggestion | Annotation]],
    others: Sequence[tuple[str, Suggestion | Annotation]],
    *,
    accepts: bool,
    goes_on: bool,
) -> None:
    """Answer what is of one kind as one edit; the others wait for the same key.

    What has its old label still is given the new one by the same edit.
    """
    proposed = [(i, each) for i, each in chosen if not isinstance(each, Annotation)]
    alike = [(i, each) for i, each in chosen if isinstance(each, Annotation)]
    label = proposed[0][1].label if proposed else editor.session.last_label

    def make(answer: Edit | Refusal) -> None:
        edit = _with_relabelled(editor, answer, alike, label) if alike else answer
        if accepts:
            editor.set_session(editor.session.labelled(label))
        if editing.make(editor, edit) is None:
            return
        changed, articles = _count_answers(edit, rejections=not accepts)
        if goes_on:
            answering.go_on(editor, proposed[0][1].order)
        editor.set_session(editor.session.leaving_elsewhere(tuple(others), accepts=accepts))
        done = f"Accepted {changed:,} as {label}" if accepts else f"Rejected {changed:,}"
        if alike:
            are = "is" if changed == 1 else "are"
            done = f"{counted(changed, 'annotation')} more {are} {label} now"
        where = "here" if others else f"in {counted(articles, 'article')}"
        rest = f"; {_elsewhere(editor, others, accepts=accepts)}" if others else ""
        editor.say(f"{done} {where}{rest}; {editor.key('undo')} takes it back")

    suggester = editor.suggesting.suggester
    answer = suggester.accepting if accepts else suggester.rejecting
    what = f"{label} “{editor.quote(chosen[0][1].text)}”"
    working.run(editor, answer(proposed), f"{'Accept' if accepts else 'Reject'}ing {what}", make)


def _still_labelled(editor: Editor) -> list[tuple[str, Annotation]]:
    """The annotations, with their articles, that have the label still that was just replaced."""
    session, workspace = editor.session, editor.workspace
    if session.last_proposed is None or not session.last_replaced:
        return []
    text = canonical(session.last_proposed.text)
    return [
        (article_id, each)
        for article_id in sorted(workspace.now.annotated_ids())
        if workspace.story.ref(article_id) is not None
        for each in workspace.article(article_id).annotations
        if each.label == session.last_replaced and canonical(each.text) == text
    ]


def _adds(edit: SingleEdit) -> tuple[str, Span] | None:
    """The article and the place of what an edit adds; none if it adds no annotation."""
    if not isinstance(edit, EditOfAnnotation) or edit.before is not None or edit.after is None:
        return None
    return edit.article, edit.after.span


def _with_relabelled(
    editor: Editor, accepted: Edit | Refusal, alike: list[tuple[str, Annotation]], label: str
) -> Edit:
    """The edit that gives annotations a new label, with what is accepted elsewhere."""
    places = {(article_id, each.span) for article_id, each in alike}
    added = () if isinstance(accepted, Refusal) else singles(accepted)
    edits = [edit for edit in added if _adds(edit) not in places]
    for article_id, annotation in alike:
        opened = editor.workspace.article(article_id)
        edit = actions.relabel(opened.article, opened.annotations, annotation, label)
        edits += [] if isinstance(edit, Refusal) or opened.problem else [edit]
    return Batch(tuple(edits), "relabel")


def _count_answers(edit: Edit | Refusal, *, rejections: bool) -> tuple[int, int]:
    """How many annotations an edit makes, or rejections, and in how many articles."""
    articles = [
        single.article
        for single in (() if isinstance(edit, Refusal) else of_annotations(edit))
        if is_of_rejection(single) == rejections
    ]
    return len(articles), len(set(articles))


# Asking for it -----------------------------------------------------------------------------


def _propose(editor: Editor, label: str, _: int | None) -> None:
    """Give a label, and propose the same text wherever else it stands."""
    is_match = searching.is_on_match(editor)
    labelled = annotating.give_label(editor, label, goes_on=False)
    opened = editor.pane.opened
    if labelled is None or opened is None:
        return
    if is_match:
        _propose_matches(editor, opened.id, labelled)
    else:
        propose(editor, opened.id, labelled.annotation, labelled.old_label)


def _propose_matches(editor: Editor, article_id: str, labelled: Labelled) -> None:
    """Propose the other matches of the search that is lit."""
    search, annotation = editor.session.search, labelled.annotation
    if search is None:
        return
    suggester, label = editor.suggesting.suggester, annotation.label

    def say(count: int) -> None:
        editor.take_proposals()
        asked = annotation if count else None
        editor.set_session(editor.session.proposing(asked, labelled.old_label if count else ""))
        so_far = "" if search.is_done else " so far"
        if not count:
            editor.say(f"No other match is left to tag as {label}{so_far}")
            return
        more = "1 more match is" if count == 1 else f"{count:,} more matches are"
        editor.say(
            f"{more} proposed as {label}{so_far}: "
            "{key:suggestion.accept-kind} takes all, {key:suggestion.accept} one by one"
        )

    working.run(
        editor,
        suggester.proposing_matches(article_id, annotation, search.results),
        f"Proposing {search.query.shown} as {label}",
        say,
    )


def propose(editor: Editor, article_id: str, annotation: Annotation, old_label: str = "") -> None:
    """Propose the text of an annotation wherever else it stands, and say what came of it.

    Where the annotation had another label before, what has that still is proposed as well.
    """
    suggester = editor.suggesting.suggester
    count = suggester.propose_like(article_id, annotation)
    editor.take_proposals()
    done, total = suggester.reached, len(editor.workspace.story.articles)
    so_far = f", {done} of {counted(total, 'article')} looked at" if done < total else ""
    editor.set_session(editor.session.proposing(annotation, old_label))
    alike = len(_still_labelled(editor))
    if alike:
        more = f"{count} more untagged and " if count else ""
        editor.say(
            f"{more}{alike} still tagged as {old_label}{so_far}: "
            f"{editor.key('suggestion.accept-kind')} makes those in sight {annotation.label}"
        )
        return
    if not count:
        editor.set_session(editor.session.proposing(None))
        editor.say(f"“{editor.quote(annotation.text)}” is tagged wherever it stands{so_far}")
        return
    editor.say(
        f"{count} more {'is' if count == 1 else 'are'} proposed as {annotation.label}{so_far}: "
        f"{editor.key('suggestion.accept-kind')} takes those in sight, "
        f"{editor.key('suggestion.accept')} one by one"
    )


# How much is suggested ---------------------------------------------------------------------


def _toggle(editor: Editor) -> None:
    if editor.suggesting.begin_again():
        return
    suggester = editor.suggesting.suggester
    suggester.is_on = not suggester.is_on
    editor.take_proposals()
    key = editor.key("suggestions.toggle")
    if suggester.is_on:
        editor.say(f"Suggestions are on again; {key} turns them off")
    else:
        editor.say(f"Nothing is suggested but what you ask for; {key} turns suggestions on again")


def _change_level(editor: Editor) -> None:
    from store.suggest.level import LEVELS  # the first paint needs no suggestion

    suggester = editor.suggesting.suggester
    suggester.level = suggester.level.following
    editor.take_proposals()
    key, following = editor.key("suggestions.level"), suggester.level.following
    editor.say(f"{LEVELS[suggester.level]}; {key} goes on to “{following}”")
