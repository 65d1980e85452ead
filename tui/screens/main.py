"""The main screen: puts the parts together, gives keys to commands, and shows what came of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from textual import events
from textual.screen import Screen

from store.annotations.edits import EditOfAnnotation, singles
from store.text.inert import inert
from tui.actions import annotating, arranging, moving, searching
from tui.commands import Mode
from tui.render.bars import inspector_lines, key_line, pending_line, status_line
from tui.render.lines import line_strip
from tui.render.partial import CroppingCompositor
from tui.selection import Selection
from tui.widgets.line import LineWidget
from tui.widgets.pane_row import PaneRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

    from store.search import Query
    from store.text.span import Span
    from store.workspace import Change, Workspace
    from tui.actions.searching import Search
    from tui.app import SidelightApp
    from tui.keymap import Keymap, Pressed
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.search_bar import SearchBar

SMALLEST: Final = (40, 9)
"""Columns and rows below which nothing useful can be shown."""
_IDLE: Final = 1.5
"""Seconds without an edit after which the TinyDB files are brought up to the journal."""
_HINT_AFTER: Final = 0.4
"""Seconds after the first key of a chord at which what can follow is shown."""
_READING_HINTS: Final = (
    "help", "quit", "annotation.next", "annotation.previous", "select.toggle", "undo", "search",
    "pane.next", "annotation.remove", "annotation.resize", "annotation.note", "export", "palette",
    "article.next",
)  # fmt: skip
_RESIZING_HINTS: Final = ("resize.keep", "resize.leave", "resize.flip", "help")


class MainScreen(Screen[None]):
    """The articles side by side, and what is known about the place where the caret is."""

    AUTO_FOCUS = None

    def __init__(self, workspace: Workspace, keymap: Keymap, columns: int | None) -> None:
        super().__init__()
        self._compositor = CroppingCompositor()
        self.workspace = workspace
        self.keymap = keymap
        self.search: Search | None = None
        self.search_bar: SearchBar | None = None
        """The line in which a search is typed, while it is."""
        self._columns = columns
        self._message: tuple[str, bool] | None = None
        self._pressed: Pressed | None = None
        self._hint_timer: Timer | None = None
        self._hint_is_due = False
        self._checkpoint_timer: Timer | None = None
        self._said = 0
        self._handlers = {
            **moving.handlers(self),
            **annotating.handlers(self),
            **arranging.handlers(self),
            **searching.handlers(self),
        }

    @property
    def sidelight(self) -> SidelightApp:
        """The app, by its own type."""
        from tui.app import SidelightApp

        assert isinstance(self.app, SidelightApp)
        return self.app

    @property
    def pane(self) -> ArticlePane:
        """The pane that keys go to."""
        return self.panes.active

    @property
    def mode(self) -> Mode:
        """What the keys mean now."""
        return Mode.RESIZING if self.pane.view.resizing is not None else Mode.READING

    # Putting together ----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The status line, the panes, the inspector and the keys."""
        self.status = LineWidget("status")
        self.panes = PaneRow(
            self.workspace,
            self._columns,
            lambda: self.sidelight.palette,
            lambda article_id: self.search.results.get(article_id, []) if self.search else [],
        )
        self.inspector = LineWidget("inspector")
        self.keys = LineWidget("keys")
        self.too_small = LineWidget("too-small")
        yield self.status
        yield self.panes
        yield self.inspector
        yield self.keys
        yield self.too_small

    def on_mount(self) -> None:
        """Listen to the workspace, and keep the time since the last edit up to date."""
        self.workspace.subscribe(self._on_change)
        self.set_interval(1.0, self._show_status)
        self.panes.fit(self.app.size.width)
        self._say_notices()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the new width, or say that there is no room for them."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-small")
        self.set_class(height < 18, "-short")
        if small:
            text = f"The terminal has {width}x{height}; make it {SMALLEST[0]}x{SMALLEST[1]} or more"
            style = self.sidelight.palette.warning
            lines = [text[i : i + width] for i in range(0, len(text), width)]
            self.too_small.set_strips([line_strip([(t, style)], [], width, style) for t in lines])
            return
        self.panes.fit(width)
        self.show_state()

    # Keys ----------------------------------------------------------------------------------

    def _forward_event(self, event: events.Event) -> None:
        """Take keys at once, not from the queue: what a key opens gets those that come after it."""
        if not isinstance(event, events.Key):
            super()._forward_event(event)
        elif self.search_bar is None or not self.search_bar.take_early(event):
            self._press(event)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give a widget the keys, also those that came before it."""
        super().set_focus(widget, scroll_visible, from_app_focus)
        if widget is not None and self.search_bar is not None:
            self.search_bar.give_early(widget)

    def _press(self, event: events.Key) -> None:
        """Find the command of a key and run it."""
        if self.has_class("-small"):
            if event.key == "q":
                self.app.exit()
            return
        character = event.character
        is_plain = character is not None and character.isprintable() and character != " "
        key = character if is_plain and character is not None else event.key
        self._message = None
        if key == "ctrl+c":
            self.say("Everything is saved already; q leaves")
            self.show_state()
            return
        pressed = self.keymap.press(key, self.mode)
        self._pressed = pressed if pressed.pending else None
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self._hint_is_due = False
        if pressed.pending:
            self._hint_timer = self.set_timer(_HINT_AFTER, self._hint)
        elif pressed.command is not None:
            self.run_command(pressed.command.id, pressed.count)
            return
        elif pressed.unknown:
            self.say(f"{pressed.unknown!r} does nothing here; ? shows every key")
        self.show_state()

    def run_command(self, command_id: str, count: int | None = None) -> None:
        """Run a command and show what came of it."""
        self._handlers[command_id](count)
        if self.is_mounted:
            self._say_notices()
            self.show_state()

    def on_article_pane_pressed(self, message: ArticlePane.Pressed) -> None:
        """Do what the mouse asks for."""
        if message.pane.opened is None or message.pane not in self.panes.panes:
            return
        self._message = None
        if message.pane is not self.pane:
            if self.pane.view.resizing is not None:
                annotating.leave_resizing(self)
            self.panes.activate(self.panes.panes.index(message.pane))
        moving.point(message.pane, message.offset, message.how)
        self.show_state()

    # Saying things -------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence until the next key."""
        self._message = (sentence, False)

    def complain(self, sentence: str) -> None:
        """Show what went wrong until the next key."""
        self._message = (sentence, True)

    def _say_notices(self) -> None:
        """Say what the workspace has noticed since the last time."""
        notices = self.workspace.notices[self._said :]
        self._said = len(self.workspace.notices)
        for notice in notices:
            self.notify(inert(notice), severity="warning", timeout=12, markup=False)

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        if self.has_class("-small") or not self.panes.panes:
            return
        self._show_status()
        self._show_inspector()
        self._show_keys()

    def _show_status(self) -> None:
        if self.has_class("-small"):
            return
        at = self.workspace.saved_at
        saved = None if at is None else time.monotonic() - at
        palette = self.sidelight.palette
        self.status.set_strips([status_line(self.workspace, palette, saved, self.size.width)])

    def _show_inspector(self) -> None:
        palette, width, pane = self.sidelight.palette, self.size.width, self.pane
        if self._message is not None:
            text, is_bad = self._message
            style = palette.warning if is_bad else palette.bright
            lines = [line_strip([(f" {text}", style)], [], width, palette.text)] * 1
            here = annotating.under_caret(self)
            lines += inspector_lines(
                pane.opened, here, pane.view.current, "", self.workspace.annotator, palette, width
            )[:1]
        elif self._is_new():
            lines = [
                line_strip([(f" {text}", palette.faint)], [], width, palette.text)
                for text in self._welcome()
            ]
        else:
            selected = pane.selection.span.of(pane.layout_.text)
            lines = inspector_lines(
                pane.opened,
                annotating.under_selection(self),
                pane.view.current,
                selected,
                self.workspace.annotator,
                palette,
                width,
            )
        self.inspector.set_strips(lines)

    def _is_new(self) -> bool:
        """Whether nothing has been tagged in the story and nothing is selected."""
        return not sum(self.workspace.counts.values()) and self.pane.selection.is_empty

    def _welcome(self) -> tuple[str, str]:
        label = next(iter(self.workspace.labels))
        return (
            f"Go to a word with the arrows or w and b, and press {label.key}: it is tagged as "
            f"{label.name}. The other labels are below.",
            "v and a motion select more than a word; / finds; u undoes; Tab changes the pane; "
            "? shows every key. Each edit is saved at once.",
        )

    def _hint(self) -> None:
        """Show what can follow the keys that were pressed."""
        self._hint_is_due = True
        self._show_keys()

    def _show_keys(self) -> None:
        palette, width = self.sidelight.palette, self.size.width
        if self._pressed is not None and self._hint_is_due:
            strip = pending_line(self.keymap.typed, self._pressed, palette, width)
            self.keys.set_strips([strip])
            return
        hints = _READING_HINTS if self.mode is Mode.READING else _RESIZING_HINTS
        self.keys.set_strips(
            [
                key_line(
                    self.workspace.labels, self.workspace.counts, self.keymap, hints, palette, width
                )
            ]
        )

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        """Repaint where annotations changed, and write a checkpoint once there is a pause."""
        touched: dict[str, list[Span]] = {}
        for edit in singles(change.edit):
            if not isinstance(edit, EditOfAnnotation):
                continue
            for annotation in (edit.before, edit.after):
                if annotation is not None:
                    touched.setdefault(edit.article, []).append(annotation.span)
            for pane in self.panes.showing(edit.article):
                if pane.view.current is not None and pane.view.current == edit.before:
                    pane.set_current(edit.after)
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
        self.workspace.checkpoint()
        self._show_status()

    def go_to(self, article_id: str, span: Span | None) -> None:
        """Bring an article on screen, and the caret to a place in it."""
        self.panes.show(article_id)
        if span is not None:
            self.pane.view.extending = False
            self.pane.set_current(None)
            self.pane.select(Selection.caret(min(span.start, len(self.pane.layout_.text))))

    def theme_changed(self) -> None:
        """Draw everything in the new colours."""
        for pane in self.panes.panes:
            pane.repaint()
        self.show_state()

    # Searching -----------------------------------------------------------------------------

    def open_search(self) -> None:
        """Show the line in which a search is typed."""
        from tui.widgets.search_bar import SearchBar

        if self.search_bar is not None:
            self.search_bar.take_keys()
            return
        pattern = self.search.query.pattern if self.search else ""
        is_regex = bool(self.search and self.search.query.is_regex)
        self.search_bar = SearchBar(pattern, is_regex)
        self.mount(self.search_bar, after=self.inspector)

    def close_search(self) -> None:
        """Take the line away; the keys are for the panes again."""
        if self.search_bar is not None:
            self.search_bar.remove()
            self.search_bar = None
        self.set_focus(None)

    def start_search(self, query: Query) -> None:
        """Look for something in every article, in the background."""
        self.search = searching.Search(query, len(self.workspace.story.articles))
        search = self.search
        self.run_worker(
            lambda: searching.run(self, search), thread=True, exclusive=True, group="search"
        )

    def on_advanced(self, message: searching.Advanced) -> None:
        """Highlight what has been found so far."""
        search = message.search
        if search is not self.search:
            return
        for pane in self.panes.panes:
            if pane.opened is not None:
                pane.set_found(search.results.get(pane.opened.id, []))
        self.search_bar_says(search.summary())
        if search.wanted and (search.count or search.is_done):
            searching.walk(self, search.wanted)
            search.wanted = 0
        self.show_state()

    def search_bar_says(self, summary: str) -> None:
        """Tell the open search line what has been found."""
        if self.search_bar is not None:
            self.search_bar.say(summary)

    def end_search(self) -> None:
        """Take the highlights away."""
        self.search = None
        self.workers.cancel_group(self, "search")
        for pane in self.panes.panes:
            pane.set_found([])

    def found_in(self, article_id: str) -> Sequence[Span]:
        """The matches of the search in an article."""
        return self.search.results.get(article_id, []) if self.search else []
