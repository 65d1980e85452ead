"""What the commands work on: the articles side by side, and what is said around them.

The main screen is one. Commands know no screen, so that each can be read by itself, and so that
whatever has panes and a session can be worked on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tui.sliced_work import Asker

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.geometry import Size
    from textual.message import Message

    from store.story.workspace import Workspace
    from store.text.span import Span
    from tui.keys.keymap import Keymap
    from tui.offering import Offering
    from tui.pause import Pause
    from tui.reading_across import ReadingAcross
    from tui.render.palette import Palette
    from tui.resuming import LeftPlaces
    from tui.session import Session
    from tui.status_bars import StatusBars
    from tui.suggesting import Suggesting
    from tui.target import Target
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.pane_row import PaneRow


class Editor(Asker, Protocol):
    """The panes, the workspace, and the lines around them."""

    # What there is -------------------------------------------------------------------------

    workspace: Workspace
    """The story, to edit."""
    keymap: Keymap
    label_keys: dict[str, str]
    """The labels by the letters that tag with them."""
    panes: PaneRow
    """The articles on the screen."""
    bars: StatusBars
    """The lines around the panes."""
    places: LeftPlaces
    """What is kept of where one was and what one has learned."""
    suggesting: Suggesting
    """Who suggests, and when."""

    @property
    def pane(self) -> ArticlePane:
        """The pane that keys go to."""

    @property
    def target(self) -> Target:
        """What a key means; the line below the panes says it."""

    @property
    def session(self) -> Session:
        """What was last done and goes on."""

    @property
    def offering(self) -> Offering:
        """What can be jumped to."""

    @property
    def across(self) -> ReadingAcross:
        """What is known of all articles together."""

    @property
    def pause(self) -> Pause:
        """Where the files are brought up to the journal."""

    @property
    def app(self) -> App[Any]:
        """What the screen belongs to."""

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""

    @property
    def size(self) -> Size:
        """Of the screen, in cells."""

    # What can be said and shown ------------------------------------------------------------

    def set_session(self, session: Session) -> None:
        """Go on with another session."""

    def say(self, sentence: str) -> None:
        """Show a sentence until the next key."""

    def complain(self, sentence: str) -> None:
        """Show what went wrong until the next key."""

    def swallow_typing(self) -> None:
        """A command that opens a field was refused: what is typed next was meant for it."""

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""

    def take_proposals(self) -> None:
        """Draw what is suggested now, because of a key."""

    def go_to(self, article_id: str, span: Span | None) -> None:
        """Bring an article on screen, and the caret to a place in it."""

    def key(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""

    def quote(self, text: str) -> str:
        """A text short enough to stand in a sentence."""

    # What can be done ----------------------------------------------------------------------

    def do(self, command_id: str, count: int | None = None) -> None:
        """Do what a command does."""

    def post_message(self, message: Message) -> bool:
        """Send a message to whoever shows it; safe from a thread."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call something after so many seconds."""

    def search_in_thread(self, look: Callable[[], None]) -> None:
        """Look for something in a thread of its own, in place of what was looked for there."""

    def end_search_thread(self) -> None:
        """Have the thread that looks for something end."""
