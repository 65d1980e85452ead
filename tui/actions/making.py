"""Making an edit, or saying why it is not made; and taking back what was made in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.actions import Refusal
from store.errors import SidelightError
from store.wording import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.edits import Edit
    from store.ledger.records import History
    from store.story.workspace import Change, Workspace

    Say = Callable[[str], None]


BEHIND: Final = "The story has changed and is being looked through; press it again then"
"""What is said of a key for what may not be there any more."""


def make_edit(
    workspace: Workspace, build: Callable[[], Edit | Refusal], say: Say, complain: Say
) -> Change | None:
    """Make an edit of a story.

    Args:
        workspace: The story.
        build: Gives the edit, or why there is none.
        say: Says why there is none.
        complain: Says what went wrong.

    Returns:
        What has changed; none, and why has been said, if nothing has.
    """
    try:
        edit = build()
        if isinstance(edit, Refusal):
            say(edit.reason)
            return None
        return workspace.apply(edit)
    except SidelightError as error:
        complain(str(error))
        return None


def told(edit: Edit) -> str:
    """What an edit does, to stand in a sentence."""
    from store.annotations.describing import describe  # not needed by the first paint

    return unmarked(describe(edit))


class OwnEdits:
    """The edits that were made in one dialog: those and no others are taken back there."""

    def __init__(
        self,
        workspace: Workspace,
        say: Say,
        complain: Say,
        is_behind: Callable[[], bool] = lambda: False,
    ) -> None:
        """Begin with none.

        Args:
            workspace: The story.
            say: Says why there is no edit.
            complain: Says what went wrong.
            is_behind: Whether what the dialog shows is older than the story, so that a key may be
                for what is not there any more.
        """
        self._workspace = workspace
        self._say = say
        self._complain = complain
        self._is_behind = is_behind
        self._counts = (0, 0)
        """How many were made, and how many of those taken back, when that was last done here."""
        self._left = self._history
        """What undo and redo reached then: where it is something else, others have made edits."""

    @property
    def _history(self) -> History:
        return self._workspace.ledger.position.history

    @property
    def made(self) -> int:
        """How many there are to take back; none where others were made meanwhile."""
        return self._counts[0] if self._left.undo == self._history.undo else 0

    @property
    def unmade(self) -> int:
        """How many of those that were taken back last can be made again."""
        return self._counts[1] if self._left.redo == self._history.redo else 0

    def _stand(self, made: int, unmade: int) -> None:
        self._counts, self._left = (made, unmade), self._history

    def make(self, build: Callable[[], Edit | Refusal]) -> Change | None:
        """Make an edit; see `make_edit`."""
        if self._is_behind():
            self._say(BEHIND)
            return None
        made = self.made
        change = make_edit(self._workspace, build, self._say, self._complain)
        if change is not None:
            self._stand(made + 1, 0)
        return change

    def make_and_tell(
        self, build: Callable[[], Edit | Refusal], more: Callable[[Edit], str] = lambda _: ""
    ) -> Change | None:
        """Make an edit, and say what it was and how it is taken back.

        Args:
            build: Gives the edit, or why there is none.
            more: What else is to be said of it; nothing if empty.
        """
        change = self.make(build)
        if change is not None:
            said = "; ".join(filter(None, (told(change.edit), more(change.edit))))
            self._say(f"Done: {said}; {{key:undo}} takes it back")
        return change

    def undo(self) -> Change | None:
        """Take back the last one; none, and why has been said, if that cannot be done."""
        made, unmade = self.made, self.unmade
        change = self._step(self._workspace.undo) if made else None
        if change is not None:
            self._stand(made - 1, unmade + 1)
        return change

    def redo(self) -> Change | None:
        """Make the last one again that was taken back; none if that cannot be done."""
        made, unmade = self.made, self.unmade
        change = self._step(self._workspace.redo) if unmade else None
        if change is not None:
            self._stand(made + 1, unmade - 1)
        return change

    def take_back(self, *, is_undo: bool) -> Change | None:
        """Take back the last one, or make it again, and say what that was."""
        if not (self.made if is_undo else self.unmade):
            self._say("Nothing was changed here yet" if is_undo else "Nothing was undone here")
            return None
        change = self.undo() if is_undo else self.redo()
        if change is not None:
            what = change.edit.inverse() if is_undo else change.edit
            self._say(f"{'Undone' if is_undo else 'Done again'}: {told(what)}")
        return change

    def _step(self, step: Callable[[], Change | None]) -> Change | None:
        try:
            return step()
        except SidelightError as error:
            self._complain(str(error))
            return None
