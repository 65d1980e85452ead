"""A machine on which whatever may take longer does, to find tests that look before it is there.

Run by hand, as it takes longer, too: `.venv/bin/pytest -n auto -p tests.slow_machine tests/tui`.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest

import store.corpus.survey
import store.formats.rehearsing
import store.steps
import store.suggest.consistency.scan
import store.suggest.upkeep
import tui.screens.typing_pause
from tui.reading_ahead import ReadingAhead
from tui.search import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.text.span import Span

_SLICED: Final = (
    store.corpus.survey,
    store.formats.rehearsing,
    store.steps,
    store.suggest.consistency.scan,
    store.suggest.upkeep,
    tui.screens.typing_pause,
)
"""Modules that look how long something takes: each slice has one step, no key is answered soon."""
_LATER: Final = 0.05
"""Seconds by which what a thread finds comes later."""
_READ_LATER: Final = 1.0
"""Seconds by which what is read ahead is there later: ties, suggestions, dialogs."""


class _SlowClock:
    """The clock of one module, on which time passes with each look."""

    def __init__(self) -> None:
        self._looks = 0

    def perf_counter(self) -> float:
        self._looks += 1
        return time.perf_counter() + self._looks

    monotonic = perf_counter


@pytest.fixture(autouse=True, scope="session")
def _slow_machine() -> Iterator[None]:
    find, begin = Search.matches, ReadingAhead.begin

    def find_later(search: Search, text: str) -> list[Span]:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(_LATER)
        return find(search, text)

    def begin_later(
        ahead: ReadingAhead,
        when_read: Callable[[], object],
        when_failed: Callable[[Exception], object],
    ) -> None:
        loop = asyncio.get_running_loop()
        begin(ahead, lambda: loop.call_later(_READ_LATER, when_read), when_failed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadingAhead, "begin", begin_later)
        for module in _SLICED:
            patch.setattr(module, "time", _SlowClock())
        patch.setattr(Search, "matches", find_later)
        yield
