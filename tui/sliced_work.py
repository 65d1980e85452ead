"""Long work of a screen, done in slices between keys.

Textual's timers are none for that: one that is late is left out, even if it is the only one, and
what goes wrong in it ends the app. So it is the event loop that calls back.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final, Protocol

from store.errors import SidelightError
from store.frozen import Frozen
from store.text.inert import inert

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace(Frozen):
    """When slices come, in seconds."""

    slice: float
    """How long one is; a key that comes meanwhile waits for its end."""
    gap: float
    """What is left to keys and painting after one."""
    rest: float = 0.0
    """How long no key has come when one is begun."""
    shows_every: float = math.inf
    """What is between two times that it is shown how far it is; by default only the end is."""


BESIDE_TEXT: Final = Pace(0.004, 0.008, rest=0.2)
"""Of what nobody waits for, while a text is read."""
WAITED_FOR: Final = Pace(0.02, 0.001, shows_every=0.1)
"""Of what a dialog waits for that has nothing else to show."""
NOT_LOOKED_THROUGH: Final = "The story is not looked through ({})"


class Asker(Protocol):
    """Whoever has something done."""

    @property
    def is_attached(self) -> bool:
        """Whether there is still somebody to do it for."""

    @property
    def key_at(self) -> float:
        """When a key was last read or taken, on the clock of the event loop."""


class SlicedWork:
    """Something that is done in slices, until all is done or it is stopped.

    Beside what is read (`BESIDE_TEXT`), from `wake`::

        wake                             key                         all is done
        │◂──── rest ────▸▇▇▇──▇▇▇──▇▇▇──│◂──── rest ────▸▇▇▇──▇▇▇──▇│ shows
                          slice gap

    While somebody waits for it (`WAITED_FOR`), from `begin`, within a key::

        key         key      all is done
        │▇▇▇▇▇▇─▇▇▇▇│─▇▇▇▇▇▇─▇▇│ shows
         shows

    The same for all is: a slice ends with its time, so that a key waits no longer than that; none
    is begun before the rest after the last key is over; between two there is a gap for others; it
    is shown how far it is no oftener than is said; whoever leaves ends it; what goes wrong ends it
    and is told. What differs are the numbers, which are a `Pace`.
    """

    def __init__(
        self,
        asker: Asker,
        work: Callable[[float], bool],
        *,
        pace: Callable[[], Pace],
        shows: Callable[[], None],
        failed: Callable[[Exception], None],
        loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.get_running_loop,
    ) -> None:
        """Nothing is done before `wake` or `begin`.

        Args:
            asker: For whom it is done.
            work: Does a slice of so many seconds; gives whether all is done.
            pace: Gives the pace of the moment; it is asked for before and after a slice.
            shows: Shows how far it is now and then, and that all is done once it `is_going_on` no
                more.
            failed: Told what went wrong; nothing is done any more then.
            loop: Gives what has the clock and calls back.
        """
        self._asker = asker
        self._work = work
        self._pace = pace
        self._shows = shows
        self._failed = failed
        self._loop = loop
        self._next: asyncio.TimerHandle | None = None
        """Calls when it goes on; none within a slice."""
        self.is_going_on = False
        """Whether something is done still."""
        self._is_woken = False
        """Whether there may be more to do than the slice that is being done knows of."""
        self._shown_at = -math.inf

    @property
    def is_resting(self) -> bool:
        """Whether a key was read just now, also in the midst of a slice, which may end then."""
        return self._rest_left > 0

    @property
    def _rest_left(self) -> float:
        return self._asker.key_at + self._pace().rest - self._loop().time()

    def wake(self) -> None:
        """Have it done after a rest; what goes on does, and looks whether there is more."""
        self._is_woken = True
        if not self.is_going_on:
            self.is_going_on = True
            self._wait(self._pace().rest)

    def begin(self, seconds: float | None = None) -> None:
        """Do a slice at once, of so many seconds, show it, and have the others done."""
        self.stop()
        self._shown_at = -math.inf
        self._do(self._pace().slice if seconds is None else seconds)

    def stop(self) -> None:
        """Do nothing more."""
        self.is_going_on = False
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def was_shown(self) -> None:
        """It was shown just now how far it is."""
        self._shown_at = self._loop().time()

    def _wait(self, seconds: float) -> None:
        self._next = self._loop().call_later(max(seconds, self._pace().gap), self._go_on)

    def _go_on(self) -> None:
        self._next = None
        if not self._asker.is_attached:
            self.is_going_on = False
        elif (left := self._rest_left) > 0:
            self._wait(left)
        else:
            self._do(self._pace().slice)

    def _do(self, seconds: float) -> None:
        self.is_going_on, self._is_woken = True, False
        try:
            is_done = self._work(seconds)
            if not self.is_going_on or self._next is not None:  # stopped, or begun anew, by that
                return
            pace, is_ended = self._pace(), is_done and not self._is_woken
            self.is_going_on = not is_ended
            if is_ended or self._loop().time() - self._shown_at > pace.shows_every:
                self.was_shown()
                self._shows()
            if self.is_going_on and self._next is None:
                self._wait(pace.rest if is_done else pace.gap)
        except Exception as error:  # whatever it is, it costs this work and nothing else
            self.stop()
            self._failed(error)


def reason(error: BaseException) -> str:
    """Why something went wrong, to be said."""
    is_said = isinstance(error, SidelightError)
    return inert(str(error) if is_said else f"{type(error).__name__}: {error}".rstrip(": "))
