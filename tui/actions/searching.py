"""Search all articles of the story while it is read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.worker import get_current_worker

from store.articles import load_article
from store.errors import InputError
from store.search import Query, StoppedError
from store.wording import counted
from tui.actions.leaping import leaping
from tui.search import Advanced, Search
from tui.selection import Selection

if TYPE_CHECKING:
    from store.articles import ArticleRef
    from store.text.span import Span
    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.view import View

_REPORT_EVERY: Final = 200
"""Articles between two reports of progress."""

_AT_ONCE: Final = 200_000
"""Code points that are looked through while a key waits, some 0.1 s at the most where nothing has
been searched for in them before."""

WALKS: Final = (
    "search.next", "search.previous", "suggestion.reject", "suggestion.reject-kind",
)  # fmt: skip
"""The commands that go from match to match of a lit search, also of one that has found none yet."""


def handlers(editor: Editor) -> Handlers:
    """The commands that search."""
    return {
        "search.next": lambda count: walk(editor, count or 1),
        "search.previous": lambda count: walk(editor, -(count or 1)),
        "search.this": lambda count: _look_for_this(editor, count or 1),
    }


# Searching ---------------------------------------------------------------------------------


def look_for(editor: Editor, query: Query | None) -> None:
    """Search for something, unless that is searched for already; with none, end the search."""
    if query is None:
        end(editor)
    elif editor.session.search is None or editor.session.search.query != query:
        start(editor, query)


def _look_for_this(editor: Editor, count: int) -> None:
    """Search for what a key means, and go to where it stands next."""
    span = editor.target.span
    if span is None:
        editor.say("There is nothing here to search for; {key:search} searches for what you type")
        return
    query = Query(span.of(editor.pane.page.text))
    try:
        query.check()
    except InputError as error:
        editor.say(str(error))
        return
    editor.pane.select(Selection(span.start, span.end))
    start(editor, query)
    editor.set_session(editor.session.remembering(query))
    walk(editor, count)


def start(editor: Editor, query: Query) -> None:
    """Look for something in every article, in the background."""
    search = Search(query, len(editor.workspace.story.articles))
    before = editor.session.search.process if editor.session.search is not None else None
    if query.is_regex:
        from store.search_process import RegexProcess  # few search so

        search.process = before if before is not None and before.is_free else RegexProcess()
    show(editor, search)
    editor.search_in_thread(lambda: run(editor, search))


def show(editor: Editor, search: Search) -> None:
    """Have another search lit."""
    before = editor.session.search.process if editor.session.search is not None else None
    if before is not None and before is not search.process:
        before.stop()
    editor.set_session(editor.session.searching(search))


def end(editor: Editor) -> None:
    """Stop searching and take the highlights away."""
    if editor.session.search is not None:
        editor.session.search.stop()
    editor.set_session(editor.session.searching(None))
    editor.end_search_thread()
    for pane in editor.panes.panes:
        pane.set_found([])
    editor.show_state()


def advance(editor: Editor, search: Search) -> None:
    """Highlight what has been found so far."""
    for pane in editor.panes.panes:
        if pane.opened is not None:
            pane.set_found(search.results.get(pane.opened.id, []))
    if search.wanted:
        by, search.wanted = search.wanted, 0
        walk(editor, by)
    editor.show_state()


def run(editor: Editor, search: Search) -> None:
    """Look through every article; runs in a thread, and reports to the screen."""
    worker = get_current_worker()
    for ref in _nearest_first(editor):
        if worker.is_cancelled:
            return
        try:
            text = load_article(ref).text
        except InputError:
            text = ""  # the article cannot be read; its pane says so
        try:
            spans = search.matches(text)
        except StoppedError:
            return
        except InputError as error:
            search.error = str(error)
            break
        search.take(ref.id, spans)
        if len(search.read) % _REPORT_EVERY == 0:
            editor.post_message(Advanced(search))
    editor.post_message(Advanced(search))


def _nearest_first(editor: Editor) -> list[ArticleRef]:
    """The articles on screen, then the others in the order in which one walks to them."""
    shown = set(editor.panes.shown_ids)
    refs = editor.workspace.story.articles
    here = next((n for n, ref in enumerate(refs) if ref.id in shown), 0)
    others = (ref for ref in (*refs[here:], *refs[:here]) if ref.id not in shown)
    return [*(ref for ref in refs if ref.id in shown), *others]


def walk(editor: Editor, by: int) -> None:
    """Go to the next or previous match, from where the caret is, round the whole story."""
    search = editor.session.search
    if search is None and editor.session.shared is not None:
        from tui.actions import sharing  # read where something is shared

        sharing.walk(editor, by)
        return
    if search is None:
        editor.say("Nothing has been searched for; {key:search} searches")
        return
    if search.refresh is not None:
        search.refresh()
    pane = editor.pane
    here = pane.opened.id if pane.opened else ""
    _look_here(editor, search)
    selection = pane.selection
    meant = span_meant(editor)
    if search.annotations is not None and search.number_of(here, meant) is not None:
        selection = Selection(meant.start, meant.end)
    reached = None
    for done in range(abs(by)):
        step = _step(search, here, selection, 1 if by > 0 else -1, editor)
        if step is None:
            search.wanted += (abs(by) - done) * (1 if by > 0 else -1)
            break
        here, reached = step
        selection = Selection(reached.start, reached.end)
    if reached is not None:
        _go(editor, search, here, reached)


def _go(editor: Editor, search: Search, here: str, span: Span) -> None:
    """Go to a match, and have it selected, or the annotation that was found there meant."""
    with leaping(editor):
        editor.go_to(here, span)
        if search.annotations is None:
            editor.pane.select(Selection(span.start, span.end))
        else:
            reached = search.annotations[here][span]
            editor.pane.show_view(editor.pane.view.reaching(reached))


def _look_here(editor: Editor, search: Search) -> None:
    """Look through the article that is read at once, so that the next key finds its match there."""
    opened = editor.pane.opened
    is_plain = search.process is None and search.annotations is None
    if search.is_done or opened is None or not is_plain or opened.id in search.read:
        return
    text = editor.pane.page.text
    if len(text) <= _AT_ONCE:
        search.take(opened.id, search.matches(text))


def stay(editor: Editor) -> None:
    """Go no more to a match that has not been found yet: it would move what the next key means."""
    if editor.session.search is not None:
        editor.session.search.wanted = 0


def is_on_match(editor: Editor) -> bool:
    """Whether what a key means is a match of the search."""
    opened, search = editor.pane.opened, editor.session.search
    if opened is None or search is None:
        return False
    return search.number_of(opened.id, span_meant(editor)) is not None


def span_meant(editor: Editor) -> Span:
    """What is selected, with the blanks at its ends; or else what a key means."""
    selected = editor.pane.selection.span
    return selected if len(selected) else editor.target.span or selected


# While it is typed -------------------------------------------------------------------------


def preview(editor: Editor, left: View) -> None:
    """Show the first match behind the place where one began to type; that place if there is none.

    Args:
        editor: What is worked on.
        left: Where one was then.
    """
    pane, search = editor.pane, editor.session.search
    found = search.results.get(pane.opened.id, []) if search and pane.opened else []
    place = bisect_left(found, left.selection.span)
    if place < len(found):
        pane.select(Selection(found[place].start, found[place].end))
    else:
        go_back(editor, left)


def go_back(editor: Editor, left: View) -> None:
    """Show the place again where one began to type, as it was."""
    editor.pane.show_view(replace(left, top=editor.pane.view.top))
    editor.pane.scroll_rows_to(left.top)


def listing_for(editor: Editor, search: Search) -> tuple[str, str]:
    """What notes can be listed by where the text has nothing of what is searched for.

    Returns:
        The filter, empty if there is none, and a sentence that says what was found.
    """
    pattern = search.query.pattern
    if search.annotations is not None and search.error:
        return "", ""  # said below the line, at its place
    is_of_text = search.annotations is None and not search.query.is_regex
    if search.count or not search.is_done or search.error or not is_of_text:
        return "", search.summary()
    notes = _notes_with(editor, pattern)
    if not notes:
        from store.query.checking import misspelt_field

        meant = misspelt_field(pattern, editor.workspace.labels.names)
        return "", search.summary() + (f"; did you mean “{meant}”?" if meant else "")
    lists = "lists it" if notes == 1 else "lists them"
    return (
        f'note:"{pattern}"',
        f"nowhere in the text; {counted(notes, 'note')}: {{key:search.go}} {lists}",
    )


def _notes_with(editor: Editor, pattern: str) -> int:
    """How many notes say what is searched for."""
    from store.story.annotation_list import words_of

    wanted, workspace = words_of(pattern), editor.workspace
    known = (each for each in workspace.now.annotated_ids() if workspace.story.ref(each))
    return sum(
        bool(each.note) and wanted in words_of(each.note)
        for article_id in known
        for each in workspace.now.peek(article_id).annotations
    )


def _step(
    search: Search, here: str, selection: Selection, by: int, editor: Editor
) -> tuple[str, Span] | None:
    """The next match or the one before, and its article; none where nobody has looked so far."""
    if here and here not in search.read and not search.is_done:
        return None
    spans = search.results.get(here, [])
    at = selection.span
    if by > 0:
        place = bisect_right(spans, at) if not selection.is_empty else bisect_left(spans, at)
        if place < len(spans):
            return here, spans[place]
    else:
        place = bisect_left(spans, at)
        if selection.is_empty and place > 0 and at.start in spans[place - 1]:
            place -= 1  # the caret is in a match that was just tagged
        if place > 0:
            return here, spans[place - 1]
    ids = [ref.id for ref in editor.workspace.story.articles]
    place = ids.index(here) if here in ids else -1
    behind = (*ids[place + 1 :], *ids[: place + 1])
    before = (*ids[: max(0, place)][::-1], *ids[max(0, place) :][::-1])
    for each in behind if by > 0 else before:
        if found := search.results.get(each):
            return each, found[0 if by > 0 else -1]
        if each not in search.read and not search.is_done:
            return None
    return None
