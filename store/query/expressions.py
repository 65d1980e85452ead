"""Regular expressions in queries: found in many texts at once, in the process for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.search_process import RegexProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.search import Query


class Expressions:
    """Finds expressions in texts, and knows the last answer: who types asks again with each key."""

    def __init__(self) -> None:
        self._process: RegexProcess | None = None
        self._last: tuple[Query, Sequence[str], set[str]] | None = None

    def find(self, query: Query, texts: Sequence[str]) -> set[str]:
        """Those of the texts in which an expression stands.

        Raises:
            InputError: It is none, or takes too much time or memory.
        """
        if self._last is not None and self._last[:2] == (query, texts):
            return self._last[2]
        query.check()
        if self._process is None or not self._process.is_free:
            self._process = RegexProcess()
        found = {texts[number] for number in self._process.find_in_each(query, texts)}
        self._last = (query, texts, found)
        return found

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.stop()
            self._process = None
