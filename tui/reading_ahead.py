"""Read in the background what the first screen can do without: what tagging and ties take, then
what suggesting takes, modules and the lists that are looked up in, then what dialogs take.

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
    from collections.abc import Callable, Iterable

    from store.labels import LabelSet

TIES: Final = (
    "sentencex",
    "store.text.lexicon",
    "store.text.tokens",
    "store.across.terms",
    "tui.render.tie_lines",
    "tui.screens.tie_watch",
    "store.text.passages",
    "store.across.mention_form",
    "tui.reading_across",
    "store.ledger.line_writer",
    "store.across.attribution_offers",
    "tui.actions.attributing",
)
"""What writes an annotation, what finds sentences, shows what is tied, compares
the articles, and offers a source, each with what it stands on."""
SUGGESTING: Final = (
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
    "tui.suggested",
)
"""What suggests, and before each module what it stands on, so that no step is a long one."""
DIALOGS: Final = (
    "store.text.clauses",
    "store.suggest.candidates.passage_analysis",
    "store.suggest.jumping.finding",
    "store.suggest.jumping.taste",
    "tui.offering",
    "tui.screens.dialog",
    "tui.screens.kept_dialogs",
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
    "tui.widgets.search_bar",
    "tui.screens.query_search",
    "store.across.tie_targets",
    "store.across.sieves",
    "store.across.merge_offers",
    "tui.actions.tying",
    "tui.actions.aligning",
    "tui.actions.sharing",
    "textual._text_area_theme",
    "textual.document._document",
    "textual.document._document_navigator",
    "textual.document._syntax_aware_document",
    "textual.widgets._text_area",
    "tui.actions.noting",
    "tui.screens.note",
    "store.suggest.consistency.scan",
    "tui.screens.consistency",
    "tui.screens.cluster_choice",
    "tui.screens.clusters",
    "store.across.appositions:next_to",
    "store.across.appositions:parted",
    "store.across.appositions:titles_before",
    "tui.render.matrix_sheet",
    "tui.screens.matrix_choice",
    "tui.screens.matrix",
    "tui.screens.export_choice",
    "tui.screens.export",
    "tui.screens.figures",
    "tui.screens.card",
    "tui.screens.claim_record",
    "tui.render.guideline",
    "store.text.ends",
    "store.text.objects",
    "tui.screens.settling_list",
    "tui.screens.review",
    "store.annotations.splitting",
    "store.across.discrepancies.quantities",
    "store.across.discrepancies.dates:patterns",
    "store.across.discrepancies.tables",
    "tui.screens.discrepancy_choice",
    "tui.screens.discrepancies",
)
"""What letters and dialogs take, those that are used most first, with what they stand on; behind a
colon a function of a module that compiles something. What reads and writes files of other programs
is not among it: that is as much as all else together."""
SOON: Final = 0.2
"""Seconds without a key before what everybody needs is read: a thread that reads has to be waited
for again and again by one that answers a key."""
LATE: Final = 2.0
"""Seconds without a key before anything is read that only a dialog takes."""
_EXAMPLE: Final = "Ana Boe, a minister, said on 3 May that “Kenya” had left."
"""A text for which every list is read that something is looked up in."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""Held for a step, so that a key has one thread to contend with, not two."""


class ReadingAhead:
    """What is read, in a thread of its own, until it is there or nobody wants it any more."""

    def __init__(
        self,
        modules: Iterable[str],
        read_at: Callable[[], float],
        quiet: float,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            modules: Their names. What one stands on comes before it, so that no step is a long one.
                Behind a colon stands a function that is called.
            read_at: Gives when something was last read from the terminal, on the clock of
                `time.monotonic`.
            quiet: Seconds for which no key has come before a step is made.
            then: A last step.
        """
        self.steps: list[Callable[[], object]] = [partial(_read, name) for name in modules]
        """What there is to do, one after the other."""
        if then is not None:
            self.steps.append(then)
        self._read_at = read_at
        self._quiet = quiet
        self._is_unwanted = threading.Event()
        self._task: asyncio.Task[None] | None = None
        """Held, as the loop alone would let it go."""

    def begin(
        self, when_read: Callable[[], object], when_failed: Callable[[Exception], object]
    ) -> None:
        """Read, and then do something, unless it was stopped; or hear what went wrong in either.

        Nobody waits for that: a screen paints nothing while it waits for what a timer calls.
        """
        self._task = asyncio.create_task(self._begin(when_read, when_failed), name="reading ahead")

    async def _begin(
        self, when_read: Callable[[], object], when_failed: Callable[[Exception], object]
    ) -> None:
        try:
            if await self.done():
                when_read()
        except Exception as error:  # an import may raise anything; who asked for it says it
            when_failed(error)

    async def done(self) -> bool:
        """Wait until all has been read; whether it has, and was not stopped.

        Raises:
            Exception: What went wrong while a module was imported.
        """
        return await asyncio.to_thread(self.read)

    def read(self) -> bool:
        """Read step by step; whether all has been read, and it was not stopped."""
        for step in self.steps:
            while (left := self._read_at() + self._quiet - monotonic()) > 0:
                if self._is_unwanted.wait(left):
                    break
            if self._is_unwanted.is_set():
                return False
            with _ONE_AT_A_TIME:
                step()
        return True

    def stop(self) -> None:
        """End once the step that is being done has been; may be called at any time."""
        self._is_unwanted.set()


def _read(name: str) -> None:
    """Import a module, and call the function that is named behind a colon."""
    module, _, function = name.partition(":")
    found = import_module(module)
    if function:
        getattr(found, function)()


def look_something_up(labels: LabelSet) -> None:
    """Have the lists read in which suggesting looks."""
    from store.suggest.candidates.rules import suggest_by_rules

    suggest_by_rules(_EXAMPLE, labels)
