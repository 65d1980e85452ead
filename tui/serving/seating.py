"""Who sits where: how many may, who has to give way, and who has been away for too long."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import SidelightError
from store.files import CONFINED
from tui.serving.seat import Seat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


class FullError(SidelightError):
    """Nobody else can come in now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many may come in, and for how long."""

    most: int
    """Programs in all."""
    per_person: int
    """Programs of one person, so tabs."""
    idle: float
    """Seconds without a key after which a program is left."""


class Seating:
    """The seats that are taken."""

    def __init__(
        self,
        limits: Limits,
        folder: Path,
        command_of: Callable[[str], Sequence[str]],
        env: Mapping[str, str],
    ) -> None:
        """Have no seats taken yet.

        Args:
            limits: How many can be.
            folder: In which each seat has a folder.
            command_of: What is started for a person.
            env: In which environment.
        """
        self._limits = limits
        self._folder = folder
        self._command_of = command_of
        self._env = env
        self._seats: dict[str, Seat] = {}
        self._number = 0
        self._turn: dict[str, asyncio.Lock] = {}

    async def take(self, person: str, tab: str, size: tuple[int, int]) -> tuple[str, Seat]:
        """Start a program for a tab, once the one that this tab had has left.

        Returns:
            What the seat is called, and the seat.

        Raises:
            FullError: There are too many.
        """
        async with self._turn.setdefault(person, asyncio.Lock()):
            await self._free(person, tab)
            own = [seat for seat in self._seats.values() if seat.person == person]
            if len(own) >= self._limits.per_person:
                raise FullError(
                    f"this link is open in {len(own)} tabs, and no more are let in; close one"
                )
            if len(self._seats) >= self._limits.most:
                raise FullError("everybody who can be let in is here; try again later")
            self._number += 1
            name = f"{self._number}"
            seat = Seat(person, tab, self._folder / name)
            self._seats[name] = seat
        # Who a lock says has the story, to another tab of theirs.
        env = {**self._env, CONFINED: str(seat.folder), "LOGNAME": person}
        try:
            await seat.begin(self._command_of(person), env, size)
        except BaseException:
            await self.leave(name)
            raise
        return name, seat

    async def _free(self, person: str, tab: str) -> None:
        """Wait for what this tab had, and for what another is just leaving: it holds the story."""
        for name, seat in [*self._seats.items()]:
            if seat.person == person and (seat.tab == tab or seat.is_leaving):
                seat.gives_way = seat.gives_way or not seat.is_leaving
                await self.leave(name)

    def of(self, name: str, person: str) -> Seat | None:
        """A person's seat by its name; none if it is somebody else's."""
        seat = self._seats.get(name)
        return seat if seat is not None and seat.person == person else None

    async def leave(self, name: str) -> None:
        """Give a seat up: its program leaves, and is waited for."""
        seat = self._seats.get(name)
        if seat is not None:
            await seat.end()
            self._seats.pop(name, None)

    async def leave_all(self) -> None:
        """Have everybody leave."""
        await asyncio.gather(*map(self.leave, [*self._seats]))

    def taken(self) -> dict[str, Seat]:
        """All seats by name."""
        return dict(self._seats)

    def is_idle(self, seat: Seat) -> bool:
        """Whether nothing has been pressed for too long."""
        return time.monotonic() - seat.last_key > self._limits.idle
