"""What is suggested, beside the panes: the suggester, when it may work, and who is told.

It is imported and begun once the first screen stands, and works in slices of some milliseconds
while no key is pressed, so that it costs neither the start nor a key. What goes wrong in a slice is
said, and costs suggestions and nothing else.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from tui import gc_policy
from tui.reading_ahead import SOON, SUGGESTING, ReadingAhead, look_something_up
from tui.sliced_work import BESIDE_TEXT, Asker, SlicedWork, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion
    from store.suggest.outside.choosing import OutsideSuggester
    from store.suggest.proposals import Proposals
    from store.suggest.suggester import Suggester
    from store.text.span import Span

BEGIN_AFTER: Final = 0.3
"""Seconds after the first paint at which suggesting begins."""
_WORKING: Final = replace(BESIDE_TEXT, shows_every=0.0)
_LISTENING: Final = replace(_WORKING, gap=0.1)
"""How it goes on while what is left is worked out elsewhere."""


class Audience(Asker, Protocol):
    """Whoever shows what is suggested."""

    @property
    def read_at(self) -> float:
        """When something was last read from the terminal, though nobody has taken it yet."""

    def propose_by(self, proposed: Callable[[str], Proposals]) -> None:
        """From now on show what is suggested, which a function gives by an article's id."""

    def proposals_changed(self, article_id: str) -> None:
        """Something else is suggested in an article now."""

    def progress_changed(self, *, has_notices: bool) -> None:
        """It stands otherwise with suggestions now, or there are notices to be read."""

    def suggesting_stopped(self, why: str) -> None:
        """Nothing is suggested any more, as something went wrong."""


class Suggesting:
    """The suggester of a story; all but `begin` does nothing, or finds nothing, before it."""

    def __init__(
        self,
        workspace: Workspace,
        audience: Audience,
        extra: tuple[OutsideSuggester, ...] = (),
        *,
        suggests: str = "quiet",
    ) -> None:
        self._workspace = workspace
        self._audience = audience
        self._extra = extra
        self._suggester: Suggester | None = None
        self._reading_ahead = ReadingAhead(
            SUGGESTING, lambda: audience.read_at, SOON, partial(look_something_up, workspace.labels)
        )
        self._work = SlicedWork(
            audience,
            self._work_a_slice,
            pace=lambda: _WORKING if self._is_at_it else _LISTENING,
            shows=self._tell,
            failed=self._stop,
        )
        self._is_at_it = True
        """Whether the last slice was not over before its time."""
        self._is_set_aside = False
        """Whether what suggestions are made from is out of the garbage collector's sight."""
        self._unsubscribe: Callable[[], None] = lambda: None
        self.is_on_at_first = bool(suggests)
        """Whether anything is suggested as soon as it has begun."""
        self._level = suggests or "quiet"
        """How much is suggested, before it has begun."""
        self.is_looking = False
        """Whether more may come of what is known by now."""
        self.has_stopped = False
        """Whether something went wrong, so that nothing is suggested until it begins again."""
        self._shown = ""

    @property
    def suggester(self) -> Suggester:
        """Who suggests; begins if nothing has been suggested yet."""
        return self._suggester or self._begin()

    def begin_soon(self) -> None:
        """Begin once all that it takes has been read, which another thread does meanwhile."""
        audience = self._audience
        self._reading_ahead.begin(lambda: audience.is_attached and self.suggester, self._stop)

    def begin_again(self) -> bool:
        """Begin anew if something had gone wrong; whether it had."""
        if not self.has_stopped:
            return False
        try:
            self._begin()
        except Exception as error:
            self._stop(error)
        return True

    def _begin(self) -> Suggester:
        suggester = self._suggester = self._new_suggester()
        self.has_stopped = False
        suggester.is_on = self.is_on_at_first
        suggester.subscribe(self._on_proposals)
        self._unsubscribe = self._workspace.subscribe(lambda _: self._work.wake())
        self._audience.propose_by(self.proposals)
        self._work.wake()
        return suggester

    def _new_suggester(self) -> Suggester:
        from store.suggest.level import Level
        from store.suggest.other_stories import others_of
        from store.suggest.suggester import Suggester

        workspace = self._workspace
        others = others_of(workspace.story, workspace.annotator)
        suggester = Suggester(workspace, others=others, extra=self._extra)
        suggester.level = Level(self._level)
        return suggester

    def close(self) -> None:
        """End what was started."""
        self._reading_ahead.stop()
        self._end_suggester()

    def _end_suggester(self) -> None:
        self._work.stop()
        suggester, self._suggester = self._suggester, None
        if suggester is not None:
            suggester.close()
            self._unsubscribe()

    # What is suggested ---------------------------------------------------------------------

    def proposals(self, article_id: str) -> Proposals:
        """What is suggested in an article that is looked at."""
        if self.has_stopped:
            from store.suggest.proposals import NOTHING

            return NOTHING
        found = self.suggester.proposals(article_id)
        self._work.wake()
        return found

    def known(self, article_id: str) -> Iterable[Suggestion]:
        """What is suggested in an article, if it has been looked at."""
        return (self._suggester and self._suggester.known_proposals(article_id)) or ()

    def find(self, article_id: str, span: Span, label: str) -> Suggestion | None:
        """The suggestion of just that span and label that is shown in an article."""
        return self._suggester.found(article_id, span, label) if self._suggester else None

    def elsewhere(self, article_id: str) -> Iterator[tuple[str, Proposals]]:
        """What is suggested in the other articles looked at so far: those behind it first."""
        ids = [ref.id for ref in self._workspace.story.articles]
        here = ids.index(article_id)
        for other in (*ids[here + 1 :], *ids[:here]):
            known = self.suggester.known_proposals(other)
            if known is not None and len(known):
                yield other, known

    def look_for(self, seconds: float) -> bool:
        """Whether something is suggested somewhere, after looking round for up to some seconds."""
        suggester, end = self.suggester, time.monotonic() + seconds
        self.is_looking = True
        while self.is_looking and not suggester.count and time.monotonic() < end:
            self.is_looking = suggester.work(_WORKING.slice)
        return bool(suggester.count)

    @property
    def level(self) -> str:
        """How much is suggested, as a level is called."""
        return self._suggester.level.value if self._suggester is not None else self._level

    @property
    def has_begun(self) -> bool:
        """Whether there is anybody who suggests."""
        return self._suggester is not None

    @property
    def is_busy(self) -> bool:
        """Whether there is something to do still, or to hear of."""
        return self._work.is_going_on

    @property
    def left(self) -> int | None:
        """How many suggestions are left; none as long as not all articles have been looked at."""
        from tui.suggested import left_of_all  # not before the first paint

        return left_of_all(self._suggester)

    @property
    def state(self) -> str:
        """How things stand, in a word or two; empty if there is nothing to say."""
        suggester = self._suggester
        if self._workspace.status.read_only:
            return ""
        if self.has_stopped:
            return "suggestions have stopped"
        if suggester is None:
            return "" if self.is_on_at_first else "suggestions off"
        from tui.suggested import told  # not before the first paint

        return told(suggester)

    # When it works -------------------------------------------------------------------------

    def look_on(self) -> None:
        """A key was pressed: what there may be to do since is done in the next pause."""
        if self._suggester is not None:
            self._work.wake()

    def _work_a_slice(self, seconds: float) -> bool:
        """Do some of what can wait; whether nothing is left to do."""
        began = time.perf_counter()
        self.is_looking = self.suggester.work(seconds, lambda: self._work.is_resting)
        self._is_at_it = time.perf_counter() - began >= seconds
        return not self.is_looking

    def _stop(self, error: BaseException) -> None:
        """Suggest nothing more, and say why; the person goes on tagging."""
        self._end_suggester()
        self.has_stopped = True
        if self._audience.is_attached:
            self._audience.suggesting_stopped(reason(error))

    def _tell(self) -> None:
        """Show how things stand, and what the person should know."""
        assert self._suggester is not None
        notices = self._suggester.take_notices()
        for notice in notices:
            self._workspace.status.notices.add(notice)
        state = self.state
        if notices or state != self._shown:
            self._audience.progress_changed(has_notices=bool(notices))
        self._shown = state
        if not self._work.is_going_on and not self._is_set_aside:
            self._is_set_aside = True
            gc_policy.set_aside()

    def _on_proposals(self, article_id: str) -> None:
        self._audience.proposals_changed(article_id)
        self._work.wake()
