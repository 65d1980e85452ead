"""Aligned reading: the other panes are brought to what is most like the passage under the caret.

Only what is seen of them changes: no caret moves, and where something is selected nothing does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.across.alignment import AlignmentLevel, AskedPassage
from store.across.ties import is_claim_label
from store.annotations.model import Mention
from store.text.boundaries import sentence_at
from tui.actions.leaping import leaping
from tui.actions.progressing import name_of
from tui.aligned import Aligned, Brought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.across.alignment import AlignedPassage
    from store.text.span import Span
    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.widgets.article_pane import ArticlePane

_FOLLOW_AFTER: Final = 0.08
"""Seconds after which the panes follow a reader who goes to another sentence."""
_MOST_NAMED: Final = 4
"""Clusters and names that are given as a reason, and words."""
_SUREST: Final = tuple(AlignmentLevel)
_NOT_YET: Final = "The articles are still being read; what is most like this comes in a moment"


def handlers(editor: Editor) -> Handlers:
    """The commands that align."""
    return {
        "align": lambda _: _align(editor),
        "align.together": lambda _: _toggle_together(editor),
    }


# Keys --------------------------------------------------------------------------------------


def _align(editor: Editor) -> None:
    """Bring what is most like the passage here, or the next best of it."""
    if len(editor.workspace.story.articles) == 1:
        editor.say("There is no other article that could say the same")
        return
    aligned = editor.session.aligned
    asked = _asked(editor, of_sentence=aligned is not None and aligned.goes_on)
    if asked is not None and not editor.across.knows(asked.article):
        editor.say("The story is so long that this article is not compared with the others")
    elif asked is None:
        _wait(editor, partial(_align, editor))
    elif aligned is not None and aligned.asked == asked:
        _bring(editor, aligned.next)
        _say_why(editor)
    else:
        _begin(editor, asked)


def _toggle_together(editor: Editor) -> None:
    """Have the others follow from now on, or no more."""
    aligned = editor.session.aligned
    if aligned is not None and aligned.goes_on:
        editor.set_session(editor.session.aligning(replace(aligned, goes_on=False)))
        editor.say("Each pane moves by itself again; {key:cancel} puts them back")
        return
    if len(editor.panes.panes) == 1:
        editor.say("There is only one pane; {key:panes.more} shows another article beside it")
        return
    asked = _asked(editor, of_sentence=True)
    if asked is None:
        _wait(editor, partial(_toggle_together, editor))
    else:
        _begin(editor, asked, goes_on=True)


def _wait(editor: Editor, then: Callable[[], None]) -> None:
    """Do something once the passages are indexed; say so if there is no passage here at all."""
    across = editor.across
    if across.index.made is not None:
        editor.say("There is no sentence here to compare")
        return
    here = editor.pane.opened, editor.pane.selection

    def once_there() -> None:
        if (editor.pane.opened, editor.pane.selection) == here:
            then()
            editor.show_state()

    editor.say(_NOT_YET)
    across.index.begin(once_there)


def put_back(editor: Editor) -> None:
    """Have every pane where it was before another was brought beside it."""
    aligned = editor.session.aligned
    if aligned is None:
        return
    editor.set_session(editor.session.aligning(None))
    for pane in editor.panes.panes:
        top = aligned.tops.get(pane.opened.id) if pane.opened is not None else None
        if top is not None and pane is not editor.pane:
            pane.scroll_rows_to(pane.wrapped.row_of(min(top, len(pane.wrapped.text))))
    editor.say("The panes are as they were")


def go_there(editor: Editor) -> bool:
    """Go to what is most like this, where only one pane is there; whether there is any."""
    aligned = editor.session.aligned
    passage = aligned.brought[""].passage if aligned is not None and "" in aligned.brought else None
    if passage is None:
        return False
    with leaping(editor, is_new=True):
        editor.go_to(passage.article, passage.sentence)
    editor.set_session(editor.session.aligning(None))
    editor.say("{key:go.back} goes back")
    return True


# What is asked, and what is brought ------------------------------------------------------------


def _asked(editor: Editor, *, of_sentence: bool) -> AskedPassage | None:
    """What is read: what is selected, the claim under the caret, or else the sentence."""
    pane, opened, across = editor.pane, editor.pane.opened, editor.across
    if opened is None or across.index.made is None:
        return None
    head, labels = pane.selection.head, editor.workspace.labels
    sentence = across.sentence_at(opened.id, head) or sentence_at(opened.article.text, head)
    here = [a for a in pane.annotations.at(head) if is_claim_label(labels, a.label)]
    current = pane.view.current
    if current is not None and current in here:
        here = [current]
    span = min((a.span for a in here), key=len, default=sentence)
    if of_sentence:
        span = sentence
    elif not pane.selection.is_empty:
        span = pane.selection.span
    if span is None:
        return None
    claims = (a for a in pane.annotations.overlapping(span) if is_claim_label(labels, a.label))
    return AskedPassage(opened.id, span, tuple(Mention(opened.id, each.id) for each in claims))


def _begin(editor: Editor, asked: AskedPassage, *, goes_on: bool = False) -> None:
    """Bring the best for another passage; where the panes were at first is kept."""
    before, panes = editor.session.aligned, editor.panes.panes
    others = [pane.opened.id for pane in panes if pane.opened and pane.opened.id != asked.article]
    found = editor.across.aligned(asked, None if len(panes) == 1 else others)
    brought = {name: _brought(found.get(name, ())) for name in others}
    if len(panes) == 1:
        brought = {"": _brought(each for some in found.values() for each in some)}
    tops = {p.opened.id: p.viewport.visible_text.start for p in panes if p.opened is not None}
    tops |= before.tops if before is not None else {}
    goes_on = goes_on or (before is not None and before.goes_on)
    _bring(editor, Aligned(asked, brought, tops, goes_on))
    _say_why(editor)


def _brought(found: Iterable[AlignedPassage]) -> Brought:
    alike = (each for each in found if each.level is not AlignmentLevel.NOTHING)
    return Brought(tuple(sorted(alike, key=lambda p: (_SUREST.index(p.level), -p.score))))


def _bring(editor: Editor, aligned: Aligned) -> None:
    """Scroll each pane so that its passage stands beside the caret."""
    editor.set_session(editor.session.aligning(aligned))
    here = editor.pane
    row = here.wrapped.row_of(here.selection.head) - here.viewport.top
    for pane in editor.panes.panes:
        span = aligned.brought_in(pane.opened.id) if pane.opened is not None else None
        if span is not None and pane is not here and pane.selection.is_empty:
            pane.scroll_rows_to(_top_for(pane, span, row))


def _top_for(pane: ArticlePane, span: Span, row: int) -> int:
    """The first row with which a passage begins in a row of the pane, and ends in it if it can."""
    first, last = (pane.wrapped.row_of(offset) for offset in (span.start, span.end))
    room = pane.viewport.text_height - (last - first) - 1
    return first - max(0, min(row, room))


# Reading on --------------------------------------------------------------------------------


def show(editor: Editor) -> None:
    """A key has been taken: mark what is brought, follow who reads on, end what is left behind."""
    aligned, opened = editor.session.aligned, editor.pane.opened
    if aligned is None or opened is None:
        return
    head, asked = editor.pane.selection.head, aligned.asked
    if opened.id == asked.article and asked.span.start <= head <= asked.span.end:
        return
    if opened.id != asked.article:
        _go_to_brought(editor, aligned.brought_in(opened.id))
    if not aligned.goes_on:
        editor.set_session(editor.session.aligning(None))
    elif not aligned.is_waiting:
        editor.set_session(editor.session.aligning(replace(aligned, is_waiting=True)))
        editor.set_timer(_FOLLOW_AFTER, partial(_follow, editor))


def _go_to_brought(editor: Editor, span: Span | None) -> None:
    """The keys are for a pane in which a passage was brought: begin to read there."""
    if span is not None and editor.pane.selection.is_empty and editor.pane.view.current is None:
        with leaping(editor, is_new=True):
            editor.pane.show_view(editor.pane.view.caret_at(span.start))


def _follow(editor: Editor) -> None:
    """Bring the others beside where somebody reads by now."""
    session = editor.session
    aligned = session.aligned
    if aligned is None or not aligned.goes_on:
        return
    aligned = replace(aligned, is_waiting=False)
    editor.set_session(session.aligning(aligned))
    view = editor.pane.view
    is_busy = session.jump or session.tying or session.work or session.is_search_typed
    if is_busy or len(editor.app.screen_stack) > 1:
        return
    if view.extending or view.resizing or not view.selection.is_empty:
        return
    asked = _asked(editor, of_sentence=True)
    if asked is not None and asked != aligned.asked:
        _begin(editor, asked)
        editor.show_state()


# What is said of it --------------------------------------------------------------------------


def _say_why(editor: Editor) -> None:
    """Say how sure it is, and what the passages share."""
    aligned = editor.session.aligned
    if aligned is None:
        return
    found = [each.passage for each in aligned.brought.values() if each.passage is not None]
    is_alone = "" in aligned.brought
    ways = ["{key:annotation.enter} goes there"] if is_alone else []
    if any(len(each.found) > 1 for each in aligned.brought.values()):
        ways.append("{key:align} next best")
    if not is_alone and not aligned.goes_on:
        ways.append("{key:align.together} together")
    most = max(2, _MOST_NAMED // max(1, len(found)))
    reasons = "; ".join(_reason(editor, aligned, each, most) for each in found)
    if not found:
        others = len(editor.workspace.story.articles) - 1 if is_alone else len(aligned.brought)
        reasons = f"Nothing like it in the other {'article' if others == 1 else 'articles'}"
    editor.say(" · ".join((reasons, *ways, "{key:cancel} back")))


def _reason(editor: Editor, aligned: Aligned, passage: AlignedPassage, most: int) -> str:
    """How sure a passage is, and what it shares: clusters and names, then words."""
    reason = editor.across.reason(aligned.asked, passage)
    clusters = editor.workspace.now.readable_links().clusters
    names = [clusters[each].name for each in reason.clusters if each in clusters]
    known = " ".join(names).lower()
    names += [each for each in reason.names if each.lower() not in known]
    words = [each for each in reason.words if each.lower() not in known]
    shared = [", ".join(some[:most]) for some in (names, words) if some]
    said = f"{name_of(editor, passage.article)} {passage.level}"
    if "" in aligned.brought:
        text = editor.workspace.article(passage.article).article.text
        said += f" “{editor.quote(passage.sentence.of(text))}”"
    return f"{said}: {' · '.join(shared)}" if shared else said
