"""Settle by key what two machines say differently."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.annotations.edits import describe
from store.errors import SaveError
from store.text.inert import inert
from store.wording import counted
from tui.actions.making import OwnEdits
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import cut
from tui.screens.dialog import ListDialog
from tui.told import told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.annotations.model import Value
    from store.story.settling import Settling, Waiting
    from store.story.workspace import Workspace

_LONGEST: Final = 400
"""Code points that are shown of what is said of one thing."""


class ConflictScreen(ListDialog["Waiting"]):
    """Its result is a conflict whose place the person wants to read."""

    AUTO_FOCUS = ""
    MODE = Mode.CONFLICTS

    def __init__(self, workspace: Workspace, settling: Settling) -> None:
        super().__init__()
        self._workspace = workspace
        self._settling = settling
        self._edits = OwnEdits(workspace, self.say, self.say)
        self._done: list[Waiting | None] = []
        """What was settled here, in order: what was kept, none for an edit."""
        self._waiting = settling.waiting()

    def compose(self) -> ComposeResult:
        """The list, and what there is to know of the highlighted one."""
        box = Vertical(classes="dialog", id="review-dialog")
        with box:
            yield OptionList(id="review-list", markup=False, compact=True)
            yield Static(id="review-detail", markup=False)
            yield Static(id="review-fault", markup=False, classes="fault")
            yield Static(self._hint(), markup=False, classes="hint")

    def on_mount(self) -> None:
        """Begin with the first."""
        self.options.can_focus = False
        self._list(0)

    # Showing -------------------------------------------------------------------------------

    def _list(self, highlighted: int) -> None:
        waiting = self._waiting
        box = self.query_one("#review-dialog")
        box.border_title = f"Two machines: {counted(len(waiting), 'conflict')} to settle"
        options = self.options
        options.clear_options()
        room = max(20, min(130, self.app.size.width * 9 // 10) - 8)
        for each in waiting:
            said = inert(describe(each.kept.edit))
            options.add_option(Option(Text(cut(f"{said} · {each.kept.why}", room))))
        if waiting:
            options.highlighted = min(highlighted, len(waiting) - 1)
        self._show_detail()

    def on_option_list_option_highlighted(self) -> None:
        """Another one is looked at."""
        self._show_detail()

    def _show_detail(self) -> None:
        detail, waiting = self.query_one("#review-detail", Static), self._chosen
        if waiting is None:
            done = f"Nothing is said differently any more. {self.key(LEAVE)} goes back."
            detail.update(Text(done))
            return
        shown = Text()
        for key, value in (
            ("conflicts.keep", waiting.stands),
            ("conflicts.take", waiting.other),
        ):
            what = "stands" if key == "conflicts.keep" else "the other"
            shown.append(f"{self.key(key)} {what:10}", style="dim")
            shown.append_text(self._told(value))
            shown.append("\n")
        shown.append(f"  {'why':10}", style="dim")
        shown.append(waiting.kept.why)
        detail.update(shown)

    def _told(self, value: Value | None) -> Text:
        if value is None:
            return Text("nothing: it is not there", style="italic")
        return Text(inert(told(value, self._workspace.now))[:_LONGEST])

    @property
    def _chosen(self) -> Waiting | None:
        at = self.options.highlighted
        return self._waiting[at] if at is not None and at < len(self._waiting) else None

    def say(self, sentence: str) -> None:
        """Show a sentence below the list."""
        self.query_one("#review-fault", Static).update(inert(fill(sentence, self.key)))

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

    def _hint(self) -> str:
        does = self.hint("conflicts.keep", "conflicts.take", "undo")
        goes = f"{self.key('list.choose')} goes there"
        moves = f"{self.key('list.up')} {self.key('list.down')}"
        return f"{does} · {goes} · {moves} · {self.key(LEAVE)} leaves"

    def go(self, by: int) -> None:
        """Highlight another one."""
        self.say("")
        super().go(by)

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
        reason = self._workspace.status.read_only
        if reason:
            self.say(f"{reason}; nothing was changed")
        return not reason

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
        self._list(at)
