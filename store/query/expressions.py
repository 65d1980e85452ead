"""Regular expressions in queries: found in many texts at once, in the process for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.search import StoppedError
from store.search_process import RegexProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.search import Query

SOON: Final = 0.02
"""Seconds in which most expressions are found, and for which a screen can wait."""
_MOST_KNOWN: Final = 16
"""Answers that are kept."""


class StillLookingError(Exception):
    """An expression is still looked for; once that has ended, the same can be asked again."""


class Expressions:
    """Finds expressions in texts, and knows the last answers: each key has them asked again."""

    def __init__(self, longest_wait: float | None = None) -> None:
        """Look for nothing yet.

        Args:
            longest_wait: Seconds that `find` waits for an answer; without, as long as it takes.
        """
        self._longest_wait = longest_wait
        self._looking: _Looking | None = None
        self._process: RegexProcess | None = None
        self._known: dict[Query, _Looking] = {}

    @property
    def is_looking(self) -> bool:
        """Whether something is looked for at the moment."""
        return self._looking is not None and self._looking.is_alive()

    def find(self, query: Query, texts: Sequence[str]) -> set[str]:
        """Those of the texts in which an expression stands.

        Raises:
            InputError: It is none, or takes too much time or memory.
            StillLookingError: That is not known yet.
        """
        known = self._known.get(query)
        if known is not None and known.texts == texts:
            return known.answer()
        looking = self._looking
        if looking is None or (looking.query, looking.texts) != (query, texts):
            query.check()
            looking = self._begin(query, texts)
        looking.join(self._longest_wait)
        if looking.is_alive():
            raise StillLookingError
        self._looking = None
        if len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[query] = looking
        return looking.answer()

    def _begin(self, query: Query, texts: Sequence[str]) -> _Looking:
        """Look for an expression, and no more for another."""
        if self.is_looking:
            self.stop()
        if self._process is None or not self._process.is_free:
            self._process = RegexProcess()
        self._looking = _Looking(query, texts, self._process)
        self._looking.start()
        return self._looking

    def stop(self) -> None:
        """Look for nothing any more, and end the process."""
        if self._process is not None:
            self._process.stop()
        self._process = self._looking = None


class _Looking(threading.Thread):
    """Looks for one expression in some texts."""

    def __init__(self, query: Query, texts: Sequence[str], process: RegexProcess) -> None:
        super().__init__(daemon=True)
        self.query = query
        self.texts = texts
        self._process = process
        self._found: set[str] = set()
        self._error: InputError | None = None

    def run(self) -> None:
        """Wait for the process."""
        try:
            numbers = self._process.find_in_each(self.query, self.texts)
            self._found = {self.texts[number] for number in numbers}
        except InputError as error:
            self._error = error
        except StoppedError:
            return  # whoever stopped it does not ask

    def answer(self) -> set[str]:
        """What was found.

        Raises:
            InputError: It is no expression, or takes too much time or memory.
        """
        if self._error is not None:
            raise self._error
        return self._found
