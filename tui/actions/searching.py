"""Search all articles of the story while it is read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.worker import get_current_worker

from store.articles import load_article
from store.errors import InputError
from tui.selection import Selection

if TYPE_CHECKING:
    from store.articles import ArticleRef
    from store.search import Query
    from store.text.span import Span
    from tui.handlers import Handlers
    from tui.screens.main import MainScreen

_REPORT_EVERY: Final = 200
"""Articles between two reports of progress."""


@dataclass(slots=True)
class Search:
    """A search and what it has found so far."""

    query: Query
    total: int
    """Articles to look through."""
    results: dict[str, list[Span]] = field(default_factory=dict)
    """By article, for those that have been looked through and hold a match."""
    looked: int = 0
    """Articles that have been looked through."""
    error: str = ""
    """Why it stopped, as a sentence."""
    wanted: int = 0
    """How many matches on the person wanted to go before one was found."""

    @property
    def is_done(self) -> bool:
        """Whether every article has been looked through."""
        return self.looked >= self.total or bool(self.error)

    @property
    def count(self) -> int:
        """Matches found so far."""
        return sum(len(spans) for spans in self.results.values())

    def summary(self) -> str:
        """What was found, in a few words."""
        if self.error:
            return self.error
        if not self.is_done:
            return f"{self.count:,} matches so far; {self.looked:,} of {self.total:,} articles read"
        matches = "1 match" if self.count == 1 else f"{self.count:,} matches"
        articles = "1 article" if len(self.results) == 1 else f"{len(self.results):,} articles"
        return f"{matches} in {articles}" if self.count else "no match"


class Advanced(Message):
    """More articles have been looked through. Posting it is safe from a thread, also at the end."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search


def handlers(main: MainScreen) -> Handlers:
    """The commands that search."""
    return {
        "search": lambda _: open_bar(main),
        "search.next": lambda count: walk(main, count or 1),
        "search.previous": lambda count: walk(main, -(count or 1)),
    }


# The line in which a search is typed -------------------------------------------------------


def open_bar(main: MainScreen) -> None:
    """Show the line in which a search is typed."""
    from tui.widgets.search_bar import SearchBar

    if main.search_bar is not None:
        main.search_bar.take_keys()
        return
    pattern = main.search.query.pattern if main.search else ""
    is_regex = bool(main.search and main.search.query.is_regex)
    main.search_bar = SearchBar(pattern, is_regex)
    main.mount(main.search_bar, after=main.surroundings.inspector)


def close(main: MainScreen) -> None:
    """Take the line away; the keys are for the panes again."""
    if main.search_bar is not None:
        main.search_bar.remove()
        main.search_bar = None
    main.set_focus(None)


# Searching ---------------------------------------------------------------------------------


def start(main: MainScreen, query: Query) -> None:
    """Look for something in every article, in the background."""
    search = Search(query, len(main.workspace.story.articles))
    main.search = search
    main.run_worker(lambda: run(main, search), thread=True, exclusive=True, group="search")


def end(main: MainScreen) -> None:
    """Stop searching and take the highlights away."""
    main.search = None
    main.workers.cancel_group(main, "search")
    for pane in main.panes.panes:
        pane.set_found([])


def advance(main: MainScreen, search: Search) -> None:
    """Highlight what has been found so far."""
    if search is not main.search:
        return
    for pane in main.panes.panes:
        if pane.opened is not None:
            pane.set_found(search.results.get(pane.opened.id, []))
    if main.search_bar is not None:
        main.search_bar.say(search.summary())
    if search.wanted and (search.count or search.is_done):
        walk(main, search.wanted)
        search.wanted = 0
    main.show_state()


def run(main: MainScreen, search: Search) -> None:
    """Look through every article; runs in a thread, and reports to the screen."""
    worker = get_current_worker()
    for ref in _nearest_first(main):
        if worker.is_cancelled:
            return
        try:
            spans = search.query.matches(load_article(ref).text)
        except InputError as error:
            if not ref.path.exists() or error.path is not None:
                spans = []  # the article cannot be read; its pane says so
            else:
                search.error = str(error)
                break
        if spans:
            search.results[ref.id] = spans
        search.looked += 1
        if search.looked % _REPORT_EVERY == 0:
            main.post_message(Advanced(search))
    main.post_message(Advanced(search))


def _nearest_first(main: MainScreen) -> list[ArticleRef]:
    """The articles on screen, then the others in their order."""
    shown = set(main.panes.shown_ids)
    refs = main.workspace.story.articles
    return [*(r for r in refs if r.id in shown), *(r for r in refs if r.id not in shown)]


def walk(main: MainScreen, by: int) -> None:
    """Go to the next or previous match, from where the caret is, round the whole story."""
    search = main.search
    if search is None:
        main.say("Nothing has been searched for; / searches")
        return
    if not search.count:
        search.wanted = 0 if search.is_done else by
        main.say(f"“{search.query.pattern}”: {search.summary()}")
        return
    pane = main.pane
    here = pane.opened.id if pane.opened else ""
    order = [ref.id for ref in main.workspace.story.articles if ref.id in search.results]
    selection = pane.selection
    for _ in range(abs(by)):
        here, span = _step(search, order, here, selection, 1 if by > 0 else -1, main)
        selection = Selection(span.start, span.end)
    main.go_to(here, None)
    main.pane.set_current(None)
    main.pane.view.extending = False
    main.pane.select(selection)
    number = 1 + sum(len(search.results[i]) for i in order[: order.index(here)])
    number += bisect_left(search.results[here], span)
    main.say(f"“{search.query.pattern}”: {number:,} of {search.summary()}")


def _step(
    search: Search, order: list[str], here: str, selection: Selection, by: int, main: MainScreen
) -> tuple[str, Span]:
    spans = search.results.get(here, [])
    at = selection.span
    if by > 0:
        place = bisect_right(spans, at) if not selection.is_empty else bisect_left(spans, at)
        if place < len(spans):
            return here, spans[place]
    else:
        place = bisect_left(spans, at)
        if place > 0:
            return here, spans[place - 1]
    ids = [ref.id for ref in main.workspace.story.articles]
    position = {article_id: number for number, article_id in enumerate(ids)}
    places = [position[i] for i in order]
    index = bisect_right(places, position.get(here, -1))
    if by < 0:
        index = bisect_left(places, position.get(here, -1)) - 1
    following = order[index % len(order)]
    return following, search.results[following][0 if by > 0 else -1]
