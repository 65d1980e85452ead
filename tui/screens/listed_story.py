"""The annotations of a story as rows, looked at a few articles at a time, and again where one has
changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from store.story.annotation_list import rows_of
from store.suggest.listed import suggested_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.story.annotation_list import ListedAnnotation
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion

    Suggested = Callable[[str], Iterable[Suggestion]]

_AT_ONCE: Final = 20
"""Articles that are looked at before anything is shown: a story of no more is shown whole."""


class ListedStory:
    """The rows of all articles of a story, which are looked at a few at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._numbers = {ref.id: number for number, ref in enumerate(workspace.story.articles, 1)}
        self._waiting: list[str] = []
        self._rows: dict[str, list[ListedAnnotation]] = {}
        self._texts: dict[str, str] = {}
        """What tells the texts of the articles that have been looked at, by their ids."""
        self._stamp: tuple[object, ...] | None = None
        """That of the story when it began to be looked at."""
        self.begin()

    def begin(self) -> None:
        """Look at all articles anew; until that is done their rows are the old ones."""
        self._waiting = list(reversed(self._numbers))
        self._stamp = self._workspace.now.stamp()

    @property
    def is_right(self) -> bool:
        """Whether all has been looked at, and nothing has changed since."""
        now = self._workspace.now
        return (
            not self._waiting
            and self._stamp is not None
            and self._stamp == now.stamp()
            and all(
                now.article(each).article.sha256 == text
                for each, text in self._texts.items()
                if now.is_open(each)
            )
        )

    @property
    def progress(self) -> float:
        """Which share of the articles has been looked at, from 0 to 1."""
        return 1 - len(self._waiting) / max(1, len(self._numbers))

    def look_on(self, seconds: float) -> bool:
        """Look at articles for so long, and at the first ones anyway; whether there are others."""
        end, first = time.perf_counter() + seconds, len(self._numbers) - _AT_ONCE
        while self._waiting:
            self._look_at(self._waiting.pop())
            if len(self._waiting) <= first and time.perf_counter() >= end:
                break
        return bool(self._waiting)

    def update(self, articles: Iterable[str]) -> None:
        """Look again at articles that have been looked at."""
        for article_id in articles:
            if article_id in self._rows:
                self._look_at(article_id)

    def _look_at(self, article_id: str) -> None:
        opened = self._workspace.now.peek(article_id)
        record = self._workspace.now.readable_links().record_of(article_id)
        text = opened.article.sha256
        known = self._rows.get(article_id, ()) if self._texts.get(article_id) == text else ()
        found = rows_of(opened, self._numbers[article_id], record, known)
        self._rows[article_id], self._texts[article_id] = list(found), text

    def rows(self, suggested: Suggested | None = None) -> Iterator[ListedAnnotation]:
        """The rows of what has been looked at, and of what is suggested there."""
        for article_id, rows in self._rows.items():
            yield from rows
            if suggested is not None:
                opened = self._workspace.now.peek(article_id)
                yield from suggested_rows(opened, self._numbers[article_id], suggested(article_id))
