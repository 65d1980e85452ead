"""The screen that commands work on: articles side by side and what is said around them."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.geometry import Offset

from store.errors import SidelightError
from store.wording import unmarked
from tui import gc_policy
from tui.actions import answering
from tui.keys.commands import Mode
from tui.keys.label_keys import labels_by_key
from tui.reading_ahead import LATE
from tui.refused_typing import RefusedTyping
from tui.render.bars import too_small
from tui.render.lines import shorten_middle
from tui.render.partial import CroppingCompositor
from tui.resuming import LeftPlaces
from tui.screens.editor_state import LeftDialogs, editor_state_of, keep_up, speak, status_of
from tui.screens.informed_screen import InformedScreen
from tui.session import Session
from tui.status_bars import StatusBars
from tui.suggesting import BEGIN_AFTER, Suggesting
from tui.widgets.line import LineWidget
from tui.widgets.pane_row import PaneRow
from tui.widgets.shown_edits import show_edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from store.story.workspace import Change
    from store.text.span import Span
    from tui.handlers import Handlers
    from tui.offering import Offering
    from tui.pause import Pause
    from tui.reading_across import ReadingAcross
    from tui.render.palette import Palette
    from tui.screens.editor_state import EditorSetup
    from tui.target import Target
    from tui.widgets.article_pane import ArticlePane

SMALLEST: Final = (40, 9)
"""Columns and rows below which nothing useful can be shown."""
_LOOK_EVERY: Final = 3
"""Seconds between two looks for changed articles: not every terminal tells that one returns."""
_KEEP_EVERY: Final = 30
"""Seconds after which it is kept where the reader is, if that is elsewhere."""
_LEARNED_BY: Final = 3
"""Spans that somebody has tagged who knows the first keys."""


class _App(Protocol):
    """What an app has that shows an editor."""

    palette: Palette

    def begin_again(self, said: str) -> None: ...


class EditorScreen(InformedScreen):
    """An `Editor`: the panes, the workspace, and the lines around them."""

    AUTO_FOCUS = ""  # the line of the search stays, and would have the keys as a dialog is left
    BARS: type[StatusBars] = StatusBars

    def __init__(self, setup: EditorSetup) -> None:
        super().__init__()
        self._compositor = CroppingCompositor()
        self.workspace = workspace = setup.workspace
        self.keymap = keymap = setup.keymap
        self._said_first = setup.said  # once there is a line to say it in
        self.speech = setup.speech
        self.places = LeftPlaces(workspace, resumes=setup.resumes)
        self._session = Session(searched=self.places.searched)
        self.panes = PaneRow(
            workspace,
            setup.columns,
            lambda: self.palette,
            lambda article_id: self._session.matches_in(article_id),
            self.key,
        )
        self.bars = self.BARS(workspace.labels, keymap, workspace.status.notices)
        suggests = setup.suggests if setup.suggests is not None else self.places.level or "quiet"
        self.suggesting = Suggesting(workspace, self, setup.extra, suggests=suggests)
        self.base_modes: tuple[Mode, ...] = (Mode.READING,)
        """What the keys mean as long as nothing else has been begun."""
        self.label_keys = labels_by_key(keymap, workspace.labels)
        """The labels by the letters that tag with them."""
        self._is_edited = False
        """Whether something was edited since what is suggested was last drawn."""
        self.left_dialogs = LeftDialogs()
        """What was chosen in dialogs when they were last left."""
        self.refused_typing = RefusedTyping()
        """What is typed into a field that was not opened."""
        self.handlers: Handlers = {}
        self._too_small = LineWidget("too-small")
        self._at_the_end = ExitStack()

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        return cast("_App", self.app).palette

    @property
    def pane(self) -> ArticlePane:
        """The pane that keys go to."""
        return self.panes.active

    @property
    def target(self) -> Target:
        """What a key means; the line below the panes says it."""
        return self.pane.target

    @property
    def session(self) -> Session:
        """What was last done and goes on."""
        return self._session

    def set_session(self, session: Session) -> None:
        """Go on with another session. Nobody else keeps one."""
        self._session = session

    @property
    def mode(self) -> Mode:
        """What the keys mean now."""
        return self._session.mode(self.pane.view)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """What the keys mean now, and where they mean nothing so, what they mean then."""
        return self._session.modes(self.pane.view, self.base_modes)

    @cached_property
    def offering(self) -> Offering:
        """What can be jumped to."""
        from tui.offering import Offering  # read at the first jump, not before the first paint

        return Offering(self.panes, self.workspace)

    @cached_property
    def across(self) -> ReadingAcross:
        """What is known of all articles together."""
        from tui.reading_across import ReadingAcross  # read once the first screen stands

        return ReadingAcross(self.workspace, self, lambda: self.set_session(self.session.alone))

    # Putting together ----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The status line, the panes, the inspector and the keys."""
        self.places.resume(self.panes, self.say)
        self.say(self._said_first)
        self.panes.fit(self.app.size.width)
        self.bars.show_status(status_of(self), self.palette, self.app.size.width)  # not blank first
        yield self.bars.status
        yield self.bars.notice
        yield self.panes
        yield self.bars.inspector
        yield self.bars.prompt
        yield self.bars.guideline
        yield self.bars.keys
        yield self._too_small

    def on_mount(self) -> None:
        """Listen to the workspace, and keep the time since the last edit up to date."""
        self._at_the_end.callback(self.workspace.subscribe(self._on_change))
        self._at_the_end.callback(self.workspace.now.subscribe(self.panes.reload))
        self.set_interval(1.0, partial(self.progress_changed, has_notices=False))
        self.set_interval(_LOOK_EVERY, lambda: self.look_again(self.panes.shown_ids))
        self.set_interval(_KEEP_EVERY, self._keep_places)
        self.set_timer(gc_policy.SETTLE_AFTER, gc_policy.settle)
        self.call_after_refresh(keep_up, self.workspace, self, self)
        self.set_timer(LATE, lambda: self.pause)
        if self.suggesting.is_on_at_first:
            self.set_timer(BEGIN_AFTER, self.suggesting.begin_soon)

    def on_unmount(self) -> None:
        """End what suggests, and what searches; listen no more."""
        self._at_the_end.close()
        self._keep_places()
        self.suggesting.close()
        if self._session.search is not None:
            self._session.search.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the new width, or say that there is no room for them."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-small")
        self.set_class(height < 18, "-short")
        if small:
            self._too_small.set_strips(too_small(width, height, SMALLEST, self.palette.warning))
            return
        self.panes.fit(width)
        self.show_state()

    # Showing -------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence until the next key."""
        self.bars.say(sentence)

    def complain(self, sentence: str) -> None:
        """Show what went wrong until the next key."""
        self.bars.say(sentence, is_bad=True)

    def progress_changed(self, *, has_notices: bool) -> None:
        """As for all; what was said of suggestions and is no longer so is said anew."""
        if is_outdated := self.bars.is_said(answering.SO_FAR):
            self.say(answering.go_on_saying(self))
        super().progress_changed(has_notices=has_notices or is_outdated)

    def swallow_typing(self) -> None:
        """A command that opens a field was refused: what is typed next was meant for it."""
        self.refused_typing.start(time.monotonic())

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        if self._is_edited:  # whoever edits sees what is suggested after that
            self.take_proposals()
        if self.panes.panes and not self.has_class("-small"):
            self.pane.refresh_edges()
            self.places.knows_keys |= self.workspace.now.counts.total() >= _LEARNED_BY
            self.set_class(self.bars.has_notice, "-noticed")
            state = editor_state_of(self, self.palette)
            self.bars.show(state, status_of(self))
            speak(self.speech, self.bars, state)

    @property
    def caret_cell(self) -> Offset:
        """The cell of the screen in which the caret stands, or nearest to it."""
        return self.pane.caret_cell if self.panes.panes else Offset(0, 0)

    def take_proposals(self) -> None:
        """Draw what is suggested now, because of a key; see `ArticlePane.proposals_changed`."""
        self._is_edited = False
        for pane in self.panes.panes:
            pane.take_proposals()

    def show_status(self) -> None:
        """Bring the line at the top up to date."""
        if not self.has_class("-small"):
            self.bars.show_status(status_of(self), self.palette, self.size.width)

    def go_to(self, article_id: str, span: Span | None) -> None:
        """Bring an article on screen, and the caret to a place in it."""
        pane = self.panes.show(article_id)
        if span is not None:
            pane.show_view(pane.view.caret_at(min(span.start, len(pane.page.text))))

    def look_again(self, only: Sequence[str] | None = None) -> None:
        """Other programs may have changed the articles: all, or those of some ids."""
        if self.workspace.now.refresh(only):
            self.show_state()

    def _keep_places(self) -> None:
        suggesting, listed = self.suggesting, self.left_dialogs.how_listed
        self.places.keep(self.panes, self.session, listed, suggesting.level, suggesting.left)

    def begin_again(self, said: str) -> None:
        """The story has articles or labels that it had not: have it shown anew, and say why."""
        self._keep_places()
        cast("_App", self.app).begin_again(said)

    def run_command(self, command_id: str, count: int | None = None) -> None:
        """Do what a command does, and show what came of it."""
        raise NotImplementedError

    def do(self, command_id: str, count: int | None = None) -> None:
        """Do what a command does, or say what keeps it from that, such as a damaged file."""
        try:
            self.handlers[command_id](count)
        except SidelightError as error:
            self.complain(str(error))

    # What is said of keys and texts -----------------------------------------------------------

    def key(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""
        return self.keymap.name_of(command_id)

    def quote(self, text: str) -> str:
        """A text short enough to stand in a sentence."""
        return unmarked(shorten_middle(text, 30 if self.size.width < 100 else 60))

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        """Repaint where annotations changed, and write a checkpoint once there is a pause."""
        show_edit(self.panes, change.edit)
        self._is_edited = True
        self.keep_waiting()
        self.pause.await_it()

    @cached_property
    def pause(self) -> Pause:
        """Where the files are brought up to the journal, and what takes long is prepared."""
        from tui.pause import Pause  # not before the first paint

        pause = Pause(self.workspace, self, self.show_status, self.prepare)
        self._at_the_end.callback(pause.close)
        return pause

    def keep_waiting(self) -> None:
        """A key was pressed: put the checkpoint off until there is a pause, and suggesting too."""
        self.suggesting.look_on()
        if self.panes.panes:
            self.places.see(self.pane)
        self.pause.put_off()
