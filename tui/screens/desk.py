"""The desk: articles side by side and what is said around them. Commands work on it."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.screen import Screen

from store.annotations.edits import of_annotations
from tui import gc_policy
from tui.keys.commands import Mode
from tui.keys.keymap import label_keys
from tui.refused_typing import RefusedTyping
from tui.render.bars import key_name
from tui.render.inspector import shortened
from tui.render.lines import line_strip
from tui.render.partial import CroppingCompositor
from tui.suggesting import BEGIN_AFTER, Suggesting
from tui.surroundings import Surroundings
from tui.widgets.line import LineWidget
from tui.widgets.pane_row import PaneRow

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from store.annotations.model import Annotation
    from store.story.workspace import Change, Workspace
    from store.suggest.outside.choosing import OutsideSuggester
    from store.suggest.suggester import Suggester
    from store.text.span import Span
    from tui.actions.offering import Offering
    from tui.actions.working import Work
    from tui.handlers import Handlers
    from tui.jumping import Jump
    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette
    from tui.search import Search
    from tui.target import Target
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.search_bar import SearchBar

SMALLEST: Final = (40, 9)
"""Columns and rows below which nothing useful can be shown."""
_LOOK_EVERY: Final = 3
"""Seconds after which it is looked whether articles have changed on the disk, as not every
terminal tells when somebody returns to it."""
_BY_HABIT: Final = 1.5
"""Seconds in which a `q` after a `:` may be the habit of `:q`."""
_IDLE: Final = 1.5
"""Seconds without a key after which the TinyDB files are brought up to the journal."""


class _Coloured(Protocol):
    """An app that has a palette."""

    @property
    def palette(self) -> Palette: ...


class Desk(Screen[None]):
    """What the commands work on: the panes, the workspace, and the lines around them."""

    AUTO_FOCUS = None

    def __init__(
        self,
        workspace: Workspace,
        keymap: Keymap,
        columns: int | None,
        extra: tuple[OutsideSuggester, ...] = (),
        *,
        suggests: bool = True,
    ) -> None:
        super().__init__()
        self._compositor = CroppingCompositor()
        self.workspace = workspace
        self.keymap = keymap
        self.search: Search | None = None
        self.search_bar: SearchBar | None = None
        """The line in which a search is typed, while it is."""
        self.panes = PaneRow(
            workspace,
            columns,
            lambda: self.palette,
            lambda article_id: self.search.results.get(article_id, []) if self.search else [],
        )
        self.surroundings = Surroundings(self)
        self.jump: Jump | None = None
        """The jump labels that are shown, if any."""
        self.last_label = ""
        """What was last tagged with."""
        self.suggesting = Suggesting(self, extra, suggests=suggests)
        self.asked_for: Annotation | None = None
        """What was last tagged so as to propose the same elsewhere, until that is answered."""
        self.leaving_after = ""
        """What was shortened by the `:` of a `:q`, while it is asked what was meant."""
        self._shortened: tuple[str, float] = ("", 0.0)
        """What the last key has shortened, and when."""
        self.work: Work | None = None
        """Long work of a command, while it lasts: its keys wait."""
        self.label_keys = label_keys(keymap, workspace.labels)
        """The labels by the letters that tag with them."""
        self._is_edited = False
        """Whether something was edited since what is suggested was last drawn."""
        self.refused_typing = RefusedTyping()
        """What is typed into a field that was not opened."""
        self._handlers: Handlers = {}
        self._too_small = LineWidget("too-small")
        self._checkpoint_timer: Timer | None = None
        self._ticks = 0

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        return cast("_Coloured", self.app).palette

    @property
    def pane(self) -> ArticlePane:
        """The pane that keys go to."""
        return self.panes.active

    @property
    def target(self) -> Target:
        """What a key means; the line below the panes says it."""
        return self.pane.target

    @property
    def mode(self) -> Mode:
        """What the keys mean now."""
        if self.leaving_after:
            return Mode.LEAVING
        if self.pane.view.resizing is not None:
            return Mode.RESIZING
        return Mode.JUMPING if self.jump and not self.jump.is_waiting else Mode.READING

    @property
    def suggester(self) -> Suggester:
        """Who suggests."""
        return self.suggesting.suggester

    @cached_property
    def offering(self) -> Offering:
        """What can be jumped to."""
        from tui.actions.offering import Offering

        return Offering(self.panes, self.workspace.labels)

    # Putting together ----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The status line, the panes, the inspector and the keys."""
        self.panes.fit(self.app.size.width)
        yield self.surroundings.status
        yield self.surroundings.notice
        yield self.panes
        yield self.surroundings.inspector
        yield self.surroundings.keys
        yield self._too_small

    def on_mount(self) -> None:
        """Listen to the workspace, and keep the time since the last edit up to date."""
        self.workspace.subscribe(self._on_change)
        self.workspace.watch(self.panes.reload)
        self.set_interval(1.0, self._tick)
        self.set_timer(gc_policy.SETTLE_AFTER, gc_policy.settle)
        if self.suggesting.is_on_at_first:
            self.set_timer(BEGIN_AFTER, self.suggesting.begin_soon)

    def on_unmount(self) -> None:
        """End what suggests, and what searches."""
        self.suggesting.close()
        if self.search is not None:
            self.search.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the new width, or say that there is no room for them."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-small")
        self.set_class(height < 18, "-short")
        if small:
            text = f"The terminal has {width}x{height}; make it {SMALLEST[0]}x{SMALLEST[1]} or more"
            style = self.palette.warning
            lines = [text[i : i + width] for i in range(0, len(text), width)]
            self._too_small.set_strips([line_strip([(t, style)], [], width, style) for t in lines])
            return
        self.panes.fit(width)
        self.show_state()

    # Showing -------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence until the next key."""
        self.surroundings.say(sentence)

    def complain(self, sentence: str) -> None:
        """Show what went wrong until the next key."""
        self.surroundings.say(sentence, is_bad=True)

    def swallow_typing(self) -> None:
        """A command that opens a field was refused: what is typed next was meant for it."""
        self.refused_typing.start(time.monotonic())

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        if self._is_edited:  # whoever edits sees what is suggested after that
            self.take_proposals()
        if self.panes.panes and not self.has_class("-small"):
            self.pane.refresh_edges()
            self.surroundings.show()

    def take_proposals(self) -> None:
        """Draw what is suggested now, because of a key; see `ArticlePane.proposals_changed`."""
        self._is_edited = False
        for pane in self.panes.panes:
            pane.take_proposals()

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % _LOOK_EVERY == 0 and self.workspace.refresh(self.panes.shown_ids):
            self.show_state()
        if not self.has_class("-small"):
            self.surroundings.show_status()

    def go_to(self, article_id: str, span: Span | None) -> None:
        """Bring an article on screen, and the caret to a place in it."""
        self.panes.show(article_id)
        if span is not None:
            start = min(span.start, len(self.pane.page.text))
            self.pane.show_view(self.pane.view.caret_at(start))

    def returned(self) -> None:
        """Somebody is back at this terminal: other programs may have changed the articles."""
        if self.workspace.refresh():
            self.show_state()

    def theme_changed(self) -> None:
        """Draw everything in the new colours."""
        for pane in self.panes.panes:
            pane.repaint()
        self.show_state()

    def do(self, command_id: str, count: int | None = None) -> None:
        """Do what a command does."""
        self._handlers[command_id](count)

    # What is said of keys and texts -----------------------------------------------------------

    def key(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""
        keys = self.keymap.keys_of(command_id)
        return key_name(keys[0]) if keys else command_id

    def quote(self, text: str) -> str:
        """A text short enough to stand in a sentence."""
        return shortened(text, 30 if self.size.width < 100 else 60)

    # Leaving by habit -------------------------------------------------------------------------

    def shortened(self, text: str) -> None:
        """Take note that the last key has shortened something, and what that was."""
        self._shortened = (text, time.monotonic())

    @property
    def was_just_shortened(self) -> str:
        """What the key before this one has shortened by a word just now; empty if it has not."""
        text, at = self._shortened
        is_by_habit = ":" in self.keymap.keys_of("nudge.end-left")
        return text if is_by_habit and time.monotonic() - at < _BY_HABIT else ""

    def ask_to_leave(self, text: str) -> None:
        """Ask what was meant by `:q`, or with an empty text no more."""
        self.leaving_after = text
        if text:
            put_back, keep = self.key("leave.put-back"), self.key("leave.keep")
            self.say(
                f":{self.key('quit')}? {put_back}: put back “{self.quote(text)}” and leave · "
                f"{keep}: leave it shortened, and leave · {self.key('leave.stay')}: stay"
            )

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        """Repaint where annotations changed, and write a checkpoint once there is a pause."""
        touched: dict[str, list[Span]] = {}
        for edit in of_annotations(change.edit):
            for annotation in (edit.before, edit.after):
                if annotation is not None and not annotation.adrift:
                    touched.setdefault(edit.article, []).append(annotation.span)
            for pane in self.panes.showing(edit.article):
                pane.show_view(pane.view.followed(edit.before, edit.after))
        for article_id, spans in touched.items():
            for pane in self.panes.showing(article_id):
                if len(spans) > pane.text_height:
                    pane.repaint()
                else:
                    pane.annotations_changed(spans)
        self._is_edited = True
        if self._checkpoint_timer is not None:
            self._checkpoint_timer.stop()
        self._checkpoint_timer = self.set_timer(_IDLE, self._checkpoint)

    def _checkpoint(self) -> None:
        self._checkpoint_timer = None
        self.workspace.checkpoint()
        self._tick()

    def keep_waiting(self) -> None:
        """A key was pressed: put the checkpoint off until there is a pause, and suggesting too."""
        self.suggesting.rest()
        if self._checkpoint_timer is not None:
            self._checkpoint_timer.reset()
