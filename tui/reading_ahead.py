"""Read in the background what suggesting takes: modules, and the lists that are looked up in.

That takes some tenths of a second, which a key would wait for. Nobody can interrupt an import, and
a thread that is still within one when the interpreter ends can take the whole process down with it
(it died of SIGABRT once in 64 quits). So what is read is cut into steps of some milliseconds, the
thread is one that the event loop and the interpreter wait for, and whoever leaves waits for a step.
"""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.labels import LabelSet

MODULES: Final = (
    "store.text.lexicon",
    "store.suggest.tagged.forms",
    "store.text.passages",
    "store.text.clauses",
    "store.suggest.candidates.claims",
    "store.suggest.candidates.cues",
    "store.suggest.candidates.passage_analysis",
    "store.suggest.candidates.names",
    "store.suggest.candidates.rules",
    "store.suggest.blocks",
    "store.suggest.board",
    "store.suggest.other_stories",
    "store.suggest.suggester",
)
"""What suggests, and before each module what it stands on, so that no step is a long one."""
_EXAMPLE: Final = "Ana Boe, a minister, said on 3 May that “Kenya” had left."
"""A text for which every list is read that something is looked up in."""


class ReadingAhead:
    """What is read, in a thread of its own, until it is there or nobody wants it any more."""

    def __init__(self, labels: LabelSet) -> None:
        self._labels = labels
        self._is_unwanted = threading.Event()

    async def done(self) -> bool:
        """Wait until all has been read; whether it has, and was not stopped.

        Raises:
            Exception: What went wrong while a module was imported.
        """
        return await asyncio.to_thread(self.read)

    def read(self) -> bool:
        """Read step by step; whether all has been read, and it was not stopped."""
        for step in self.steps():
            if self._is_unwanted.is_set():
                return False
            step()
        return True

    def stop(self) -> None:
        """End once the step that is being done has been; may be called at any time."""
        self._is_unwanted.set()

    def steps(self) -> Iterator[Callable[[], object]]:
        """What there is to do, one after the other."""
        for name in MODULES:
            yield partial(import_module, name)
        yield self._look_something_up

    def _look_something_up(self) -> None:
        from store.suggest.candidates.rules import suggest_by_rules

        suggest_by_rules(_EXAMPLE, self._labels)
