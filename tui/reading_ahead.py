"""Read in the background what suggesting takes: modules, and the lists that are looked up in; then
what dialogs take.

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
from time import monotonic
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
DIALOGS: Final = (
    "store.text.clauses",
    "store.suggest.candidates.passage_analysis",
    "store.suggest.jumping.finding",
    "store.suggest.jumping.taste",
    "tui.offering",
    "tui.screens.dialog",
    "tui.screens.framed_list",
    "tui.screens.help",
    "tui.screens.picker",
    "tui.screens.command_palette",
    "store.story.annotation_list",
    "tui.render.annotation_table",
    "tui.render.annotation_sheet",
    "store.across.matrix_values",
    "store.query.queried",
    "store.query.parsing",
    "store.query.completing",
    "store.query.finding",
    "tui.screens.list_choice",
    "tui.screens.annotations",
)
"""What letters, the help, the picker, the palette and the list take, with what they stand on. The
others are opened by few people, and would be more than the budget for memory has room for."""
_QUIET: Final = 2
"""Seconds without a key before anything is read that only a dialog takes."""
_EXAMPLE: Final = "Ana Boe, a minister, said on 3 May that “Kenya” had left."
"""A text for which every list is read that something is looked up in."""


class InSteps:
    """What is read, in a thread of its own, until it is there or nobody wants it any more."""

    def __init__(self) -> None:
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
        raise NotImplementedError


class ReadingAhead(InSteps):
    """What suggesting takes."""

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self._labels = labels

    def steps(self) -> Iterator[Callable[[], object]]:
        """What there is to do, one after the other."""
        for name in MODULES:
            yield partial(import_module, name)
        yield self._look_something_up

    def _look_something_up(self) -> None:
        from store.suggest.candidates.rules import suggest_by_rules

        suggest_by_rules(_EXAMPLE, self._labels)


class DialogsAhead(InSteps):
    """What dialogs take that many people open, while nobody presses a key."""

    def __init__(self, read_at: Callable[[], float]) -> None:
        """Read nothing yet.

        Args:
            read_at: Gives when something was last read from the terminal, on the clock of
                `time.monotonic`.
        """
        super().__init__()
        self._read_at = read_at

    def steps(self) -> Iterator[Callable[[], object]]:
        """What there is to do, each step once it is quiet."""
        for name in DIALOGS:
            while (left := self._read_at() + _QUIET - monotonic()) > 0:
                if self._is_unwanted.wait(left):
                    break
            yield partial(import_module, name)
