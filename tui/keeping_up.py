"""A story that is open to read shows what another process writes meanwhile, soon after it is there.

A thread looks at the journal's stamp, and reads what stands behind what is known; the edits are
taken in one after another, with room for keys between two.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from store.errors import SidelightError
from store.wording import counted

if TYPE_CHECKING:
    from store.ledger.keeping_up import KeepingUp
    from store.story.workspace import Workspace

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the journal."""


class Shower(Protocol):
    """The screen on which a story is read."""

    def say(self, sentence: str) -> None:
        """Show a sentence until the next key."""

    def progress_changed(self, *, has_notices: bool) -> None:
        """Bring the lines around the panes up to date, unless a dialog is in front."""

    def begin_again(self, said: str) -> None:
        """Show the story anew, as it has articles or labels that it had not, and say why."""


async def keep_up(workspace: Workspace, keeping_up: KeepingUp, screen: Shower) -> None:
    """Show what is written, until nobody reads any more or the journal is another."""
    while not keeping_up.problem:
        await asyncio.sleep(LOOK_EVERY)
        entries = await asyncio.to_thread(keeping_up.look)
        has_grown = False
        try:
            for entry in entries:
                has_grown |= workspace.take_in(entry)
                await asyncio.sleep(0)  # a key that has come is seen to first
        except SidelightError as error:
            keeping_up.problem = str(error)
        said = f"Shown now: {counted(len(entries), 'edit')} made elsewhere"
        if has_grown:
            screen.begin_again(said)
            return  # the screen that begins keeps up from here
        if entries:
            screen.say(said)
        if keeping_up.problem:
            workspace.status.notices.add_once(keeping_up.problem)
        if entries or keeping_up.problem:
            screen.progress_changed(has_notices=True)
