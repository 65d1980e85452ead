"""Search all articles of the story while it is read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from textual.worker import get_current_worker

from store.articles import load_article
from store.errors import InputError
from store.search import StoppedError
from tui.search import Advanced, Search
from tui.selection import Selection

if TYPE_CHECKING:
    from store.articles import ArticleRef
    from store.search import Query
    from store.text.span import Span
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

_REPORT_EVERY: Final = 200
"""Articles between two reports of progress."""


def handlers(desk: Desk) -> Handlers:
    """The commands that search."""
    return {
        "search": lambda _: open_bar(desk),
        "search.next": lambda count: walk(desk, count or 1),
        "search.previous": lambda count: walk(desk, -(count or 1)),
    }


# The line in which a search is typed -------------------------------------------------------


def open_bar(desk: Desk) -> None:
    """Show the line in which a search is typed."""
    from tui.widgets.search_bar import SearchBar

    if desk.search_bar is not None:
        desk.search_bar.take_keys()
        return
    pattern = desk.search.query.pattern if desk.search else ""
    is_regex = bool(desk.search and desk.search.query.is_regex)
    desk.search_bar = SearchBar(pattern, is_regex)
    desk.mount(desk.search_bar, after=desk.surroundings.inspector)


def close(desk: Desk) -> None:
    """Take the line away; the keys are for the panes again."""
    if desk.search_bar is not None:
        desk.search_bar.remove()
        desk.search_bar = None
    desk.set_focus(None)


# Searching ---------------------------------------------------------------------------------


def start(desk: Desk, query: Query) -> None:
    """Look for something in every article, in the background."""
    search = Search(query, len(desk.workspace.story.articles))
    before = desk.search.process if desk.search is not None else None
    if query.is_regex:
        from store.search_process import RegexProcess  # few search so

        search.process = before if before is not None and before.is_free else RegexProcess()
    if before is not None and before is not search.process:
        before.stop()
    desk.search = search
    desk.run_worker(lambda: run(desk, search), thread=True, exclusive=True, group="search")


def end(desk: Desk) -> None:
    """Stop searching and take the highlights away."""
    stop(desk)
    desk.search = None
    desk.workers.cancel_group(desk, "search")
    for pane in desk.panes.panes:
        pane.set_found([])
    desk.show_state()


def stop(desk: Desk) -> None:
    """End what is at work for a search."""
    if desk.search is not None:
        desk.search.stop()


def advance(desk: Desk, search: Search) -> None:
    """Highlight what has been found so far."""
    if search is not desk.search:
        return
    for pane in desk.panes.panes:
        if pane.opened is not None:
            pane.set_found(search.results.get(pane.opened.id, []))
    if desk.search_bar is not None:
        desk.search_bar.say(search.summary())
    if search.wanted and (search.count or search.is_done):
        walk(desk, search.wanted)
        search.wanted = 0
    desk.show_state()


def run(desk: Desk, search: Search) -> None:
    """Look through every article; runs in a thread, and reports to the screen."""
    worker = get_current_worker()
    for ref in _nearest_first(desk):
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
        if spans:
            search.results[ref.id] = spans
        search.looked += 1
        if search.looked % _REPORT_EVERY == 0:
            desk.post_message(Advanced(search))
    desk.post_message(Advanced(search))


def _nearest_first(desk: Desk) -> list[ArticleRef]:
    """The articles on screen, then the others in their order."""
    shown = set(desk.panes.shown_ids)
    refs = desk.workspace.story.articles
    return [*(r for r in refs if r.id in shown), *(r for r in refs if r.id not in shown)]


def walk(desk: Desk, by: int) -> None:
    """Go to the next or previous match, from where the caret is, round the whole story."""
    search = desk.search
    if search is None:
        desk.say(f"Nothing has been searched for; {desk.key('search')} searches")
        return
    if not search.count:
        search.wanted = 0 if search.is_done else by
        return
    pane = desk.pane
    here = pane.opened.id if pane.opened else ""
    order = [ref.id for ref in desk.workspace.story.articles if ref.id in search.results]
    selection = pane.selection
    for _ in range(abs(by)):
        here, span = _step(search, order, here, selection, 1 if by > 0 else -1, desk)
        selection = Selection(span.start, span.end)
    desk.go_to(here, span)
    desk.pane.select(selection)


def is_on_match(desk: Desk) -> bool:
    """Whether a match of the search is selected."""
    opened, search = desk.pane.opened, desk.search
    if opened is None or search is None:
        return False
    return search.number_of(opened.id, desk.pane.selection.span) is not None


def _step(
    search: Search, order: list[str], here: str, selection: Selection, by: int, desk: Desk
) -> tuple[str, Span]:
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
    ids = [ref.id for ref in desk.workspace.story.articles]
    position = {article_id: number for number, article_id in enumerate(ids)}
    places = [position[i] for i in order]
    index = bisect_right(places, position.get(here, -1))
    if by < 0:
        index = bisect_left(places, position.get(here, -1)) - 1
    following = order[index % len(order)]
    return following, search.results[following][0 if by > 0 else -1]
