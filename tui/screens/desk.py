"""The desk: articles side by side and what is said around them. Commands work on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.screen import Screen

from store.annotations.edits import EditOfAnnotation, singles
from tui import collector
from tui.commands import Mode
from tui.keymap import label_keys
from tui.render.lines import line_strip
from tui.render.partial import CroppingCompositor
from tui.selection import Selection
from tui.suggesting import BEGIN_AFTER, Suggesting
from tui.surroundings import Surroundings
from tui.widgets.line import LineWidget
from tui.widgets.pane_row import PaneRow

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from store.annotations.model import Annotation
    from store.suggest.outside.choosing import OutsideSuggester
    from store.suggest.suggester import Suggester
    from store.text.span import Span
    from store.workspace import Change, Workspace
    from tui.actions.offering import Offering
    from tui.actions.working import Work
    from tui.handlers import Handlers
    from tui.jumping import Jump
    from tui.keymap import Keymap
    from tui.render.palette import Palette
    from tui.search import Search
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.search_bar import SearchBar

SMALLEST: Final = (40, 9)
"""Columns and rows below which nothing useful can be shown."""
_LOOK_EVERY: Final = 3
"""Seconds after which it is looked whether articles have changed on the disk, as not every
terminal tells when somebody returns to it."""
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
        self.work: Work | None = None
        """Long work of a command, while it lasts: its keys wait."""
        self.label_keys = label_keys(keymap, workspace.labels)
        """The labels by the letters that tag with them."""
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
    def mode(self) -> Mode:
        """What the keys mean now."""
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
        self.set_timer(collector.SETTLE_AFTER, collector.settle)
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

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        if self.panes.panes and not self.has_class("-small"):
            self.pane.refresh_edges()
            self.surroundings.show(self.pane.under_selection())

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
            self.pane.view.extending = False
            self.pane.set_current(None)
            self.pane.select(Selection.caret(min(span.start, len(self.pane.page.text))))

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

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        """Repaint where annotations changed, and write a checkpoint once there is a pause."""
        touched: dict[str, list[Span]] = {}
        for edit in singles(change.edit):
            if not isinstance(edit, EditOfAnnotation):
                continue
            for annotation in (edit.before, edit.after):
                if annotation is not None and not annotation.adrift:
                    touched.setdefault(edit.article, []).append(annotation.span)
            for pane in self.panes.showing(edit.article):
                if pane.view.current is not None and pane.view.current == edit.before:
                    pane.set_current(edit.after)
                if pane.view.made is not None and pane.view.made == edit.before:
                    pane.view.made = edit.after
        for article_id, spans in touched.items():
            for pane in self.panes.showing(article_id):
                if len(spans) > pane.text_height:
                    pane.repaint()
                else:
                    pane.annotations_changed(spans)
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
