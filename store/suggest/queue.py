"""Which articles have to be looked at, in which order, and how far that is."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class WorkQueue:
    """The ids of articles that are waiting, each once."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._is_begun = False
        self.looked_at: set[str] = set()
        """Articles that have been looked at from beginning to end."""

    def begin(self, article_ids: Iterable[str], first: set[str]) -> None:
        """Have all articles wait, some of them before the others; only once."""
        if not self._is_begun:
            self._is_begun = True
            self._waiting.extend(sorted(article_ids, key=lambda id_: id_ not in first))

    @property
    def next(self) -> str | None:
        """The article whose turn it is."""
        return self._waiting[0] if self._waiting else None

    def put_first(self, article_id: str) -> None:
        """Have an article wait before all others."""
        if article_id in self._waiting:
            self._waiting.remove(article_id)
        self._waiting.appendleft(article_id)

    def put(self, article_id: str) -> None:
        """Have an article wait behind the others, once all have been put in."""
        if self._is_begun and article_id not in self._waiting:
            self._waiting.append(article_id)

    def done(self) -> None:
        """Take out the article whose turn it is."""
        self.looked_at.add(self._waiting.popleft())
