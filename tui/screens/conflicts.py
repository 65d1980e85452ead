"""Settle by key what two machines say differently."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.text import Text

from store.annotations.describing import describe
from store.errors import SaveError
from store.text.inert import inert
from store.wording import counted
from tui.actions.making import OwnEdits
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.settling_list import SettlingList
from tui.told import told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.model import Value
    from store.story.settling import Settling, Waiting
    from store.story.workspace import Workspace

_LONGEST: Final = 400
"""Code points that are shown of what is said of one thing."""


class ConflictScreen(SettlingList["Waiting"]):
    """Its result is a conflict whose place the person wants to read."""

    MODE = Mode.CONFLICTS

    def __init__(self, workspace: Workspace, settling: Settling) -> None:
        super().__init__()
        self._workspace = workspace
        self._settling = settling
        self._edits = OwnEdits(workspace, self.say, self.say)
        self._done: list[Waiting | None] = []
        """What was settled here, in order: what was kept, none for an edit."""
        self._waiting = settling.waiting()

    # Showing -------------------------------------------------------------------------------

    def show_list(self, highlighted: int) -> None:
        """List what waits, with one of it highlighted."""
        title = f"Two machines: {counted(len(self._waiting), 'conflict')} to settle"
        self.list_lines(title, map(self._line, self._waiting), highlighted)

    def _line(self, waiting: Waiting) -> Text:
        said = inert(describe(waiting.kept.edit))
        return Text(cut(f"{said} · {waiting.kept.why}", self.room - 2))

    def details(self) -> Text:
        """What there is to know of the highlighted one, or that nothing waits."""
        waiting = self._chosen
        if waiting is None:
            return Text(f"Nothing is said differently any more. {self.key(LEAVE)} goes back.")
        shown = Text()
        for key, what, value in (
            ("conflicts.keep", "stands", waiting.stands),
            ("conflicts.take", "the other", waiting.other),
        ):
            shown.append(f"{self.key(key)} {what:10}", style="dim")
            shown.append_text(self._told(value))
            shown.append("\n")
        shown.append(f"  {'why':10}", style="dim")
        shown.append(waiting.kept.why)
        return shown

    def _told(self, value: Value | None) -> Text:
        if value is None:
            return Text("nothing: it is not there", style="italic")
        return Text(inert(told(value, self._workspace.now))[:_LONGEST])

    @property
    def _chosen(self) -> Waiting | None:
        at = self.options.highlighted
        return self._waiting[at] if at is not None and at < len(self._waiting) else None

    # What one does -------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "annotation.next": partial(self.go, 1),
            "annotation.previous": partial(self.go, -1),
            "conflicts.keep": self._keep,
            "conflicts.take": self._take,
            "list.choose": self._leave_for_place,
            "undo": self._undo,
        }

    def hints(self) -> str:
        """What keys do here besides going up and down and leaving."""
        does = self.hint("conflicts.keep", "conflicts.take", "undo")
        return f"{does} · {self.key('list.choose')} goes there"

    def _leave_for_place(self) -> None:
        if self._chosen is not None:
            self.dismiss(self._chosen)

    def _keep(self) -> None:
        """Say that what stands is to stay."""
        chosen = self._chosen
        if chosen is not None and self._may_write() and self._note(chosen, stays=True):
            self._done.append(chosen)
            self._after_change()

    def _take(self) -> None:
        """Have what the other says stand."""
        chosen = self._chosen
        if chosen is not None and self._edits.make(lambda: self._settling.taken(chosen)):
            self._done.append(None)
            self._after_change()

    def _undo(self) -> None:
        """Take back the last decision that was made here."""
        if not self._done:
            self.say("Nothing was decided here yet")
            return
        kept = self._done[-1]
        if self._edits.undo() is not None if kept is None else self._note(kept, stays=False):
            self._done.pop()
            self._after_change()

    def _may_write(self) -> bool:
        refusal = self._workspace.status.refusal
        if refusal:
            self.say(refusal)
        return not refusal

    def _note(self, waiting: Waiting, *, stays: bool) -> bool:
        try:
            self._settling.keep(waiting, stays=stays)
        except SaveError as error:
            self.say(str(error))
            return False
        return True

    def _after_change(self) -> None:
        at = self.options.highlighted or 0
        self.say("")
        self._waiting = self._settling.waiting()
        self._workspace.status.conflicts = len(self._waiting)
        self.show_list(at)
