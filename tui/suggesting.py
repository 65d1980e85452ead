"""What is suggested, beside the desk: the suggester, when it may work, and who is told.

It is imported and begun once the first screen stands, and works in slices of some milliseconds
while no key is pressed, so that it costs neither the start nor a key.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import threading
import time
from typing import TYPE_CHECKING, Final

from tui import collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.timer import Timer

    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from store.suggest.outside.choosing import OutsideSuggester
    from store.suggest.proposals import Proposals
    from store.suggest.suggester import Suggester
    from store.text.span import Span
    from tui.screens.desk import Desk

BEGIN_AFTER: Final = 0.3
"""Seconds after the first paint at which suggesting begins."""
_REST: Final = 0.2
"""Seconds without a key before anything is done that can wait."""
_SLICE: Final = 0.004
"""Seconds of work between two looks for a key."""
_BETWEEN: Final = 0.004
"""Seconds that are left to others between two slices."""
_LISTEN: Final = 0.1
"""Seconds between two looks for what is worked out elsewhere."""


class Suggesting:
    """The suggester of a desk; everything but `begin` does nothing, or finds nothing, before it."""

    def __init__(
        self, desk: Desk, extra: tuple[OutsideSuggester, ...] = (), *, suggests: bool = True
    ) -> None:
        self._desk = desk
        self._extra = extra
        self._suggester: Suggester | None = None
        self._timer: Timer | None = None
        self._last_key = 0.0
        self.is_on_at_first = suggests
        """Whether anything is suggested as soon as it has begun."""
        self._shown = ""
        self._is_set_aside = False
        """Whether what suggestions are made from is out of the garbage collector's sight."""

    @property
    def suggester(self) -> Suggester:
        """Who suggests; begins if nothing has been suggested yet."""
        return self._suggester or self._begin()

    def begin(self) -> None:
        """Begin to suggest."""
        if self._desk.is_mounted and self._suggester is None:
            self._begin()

    def begin_soon(self) -> None:
        """Begin once all that it takes has been read, which another thread does meanwhile.

        That takes some tenths of a second, which a key would wait for.
        """
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def read() -> None:
            _read_all(self._desk.workspace.labels)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                # In the context of the app: a timer that is set without it never goes off.
                loop.call_soon_threadsafe(self.begin, context=context)

        threading.Thread(target=read, name="sidelight-suggesting", daemon=True).start()

    def _begin(self) -> Suggester:
        suggester = self._suggester = self._made()
        suggester.is_on = self.is_on_at_first
        suggester.watch(self._on_proposals)
        self._desk.workspace.subscribe(lambda _: self._wake())
        self._desk.panes.propose_by(self.proposals)
        self._wake()
        return suggester

    def _made(self) -> Suggester:
        from store.suggest.learning.learner import Learner
        from store.suggest.learning.other_stories import corpus_of
        from store.suggest.suggester import Suggester

        workspace = self._desk.workspace
        learner = Learner(
            workspace.labels, corpus_of(workspace.story, workspace.annotator), workspace.annotator
        )
        return Suggester(workspace, learner=learner, extra=self._extra)

    def close(self) -> None:
        """End what was started."""
        if self._suggester is not None:
            self._suggester.close()
            self._suggester = None

    # What is suggested ---------------------------------------------------------------------

    def proposals(self, article_id: str) -> Proposals:
        """What is suggested in an article that is looked at."""
        found = self.suggester.proposals(article_id)
        self._wake()
        return found

    def find(self, article_id: str, span: Span, label: str) -> Suggestion | None:
        """The suggestion of just that span and label that is shown in an article."""
        return self._suggester.found(article_id, span, label) if self._suggester else None

    def elsewhere(self, article_id: str) -> Iterator[tuple[str, Proposals]]:
        """What is suggested in the other articles looked at so far: those behind it first."""
        ids = [ref.id for ref in self._desk.workspace.story.articles]
        here = ids.index(article_id)
        for other in (*ids[here + 1 :], *ids[:here]):
            known = self.suggester.known_proposals(other)
            if known is not None and len(known):
                yield other, known

    @property
    def is_busy(self) -> bool:
        """Whether there is something to do still, or to hear of."""
        return self._timer is not None

    @property
    def state(self) -> str:
        """How things stand, in a word or two; empty if there is nothing to say."""
        suggester = self._suggester
        if self._desk.workspace.read_only:
            return ""
        if suggester is None:
            return "" if self.is_on_at_first else "suggestions off"
        done, total = suggester.progress
        if not suggester.is_on:
            return "suggestions off"
        if done < total and total - done > 1:
            return f"looked at {done} of {total}"
        count = suggester.count
        doing = "learning · " if suggester.is_learning else ""
        return f"{doing}{count:,} suggested" if count or doing else ""

    # When it works -------------------------------------------------------------------------

    def rest(self) -> None:
        """A key was pressed: what can wait waits."""
        self._last_key = time.monotonic()
        if self._suggester is not None:
            self._wake()

    def _wake(self) -> None:
        if self._timer is None and self._desk.is_attached:
            self._timer = self._desk.set_timer(_REST, self._work)

    def _work(self) -> None:
        """Do some of what can wait, unless a key was pressed just now."""
        self._timer = None
        suggester = self._suggester
        if suggester is None:
            return
        pause = self._last_key + _REST - time.monotonic()
        if pause <= 0:
            began = time.perf_counter()
            more = suggester.work(_SLICE)
            is_busy = time.perf_counter() - began >= _SLICE
            pause = (_BETWEEN if is_busy else _LISTEN) if more else 0
            self._tell()
        if pause > 0:
            self._timer = self._desk.set_timer(pause, self._work)
        elif not self._is_set_aside:
            self._is_set_aside = True
            collector.set_aside()

    def _tell(self) -> None:
        """Show how things stand, and what the person should know."""
        assert self._suggester is not None
        notices = self._suggester.take_notices()
        self._desk.workspace.notices.extend(notices)
        state = self.state
        if notices:
            self._desk.show_state()
        elif state != self._shown:
            self._desk.surroundings.show_status()
        self._shown = state

    def _on_proposals(self, article_id: str) -> None:
        for pane in self._desk.panes.showing(article_id):
            pane.proposals_changed()
        self._wake()


def _read_all(labels: LabelSet) -> None:
    """Import what suggests, and read the lists that it looks things up in."""
    import store.suggest.learning.learner
    import store.suggest.learning.other_stories
    import store.suggest.suggester  # noqa: F401  # all three are only to be there
    from store.suggest.candidates.rules import suggest_by_rules

    suggest_by_rules("Ana Boe, a minister, said on 3 May that “Kenya” had left.", labels)
