"""Lines that show what is typed and pasted into them inert; what they hold stays as it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, cast

from rich.highlighter import Highlighter
from textual import events
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from store.text.inert import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.text import Text

    from tui.forwarding import PromptPaint


class _Painting(Protocol):
    """What an app has that paints what a key has changed."""

    prompt_paint: PromptPaint


class PromptField(Widget):
    """A field in which a key is painted as soon as it is written: it comes from a queue."""

    async def on_event(self, event: events.Event) -> None:
        """Take an event, and have painted what came of a key."""
        await super().on_event(event)
        if isinstance(event, events.Key):
            cast("_Painting", self.app).prompt_paint.paint(self.app)


class _InertHighlighter(Highlighter):
    """Shows a text as `inert` gives it: one character for each."""

    def highlight(self, text: Text) -> None:
        """Replace what is shown."""
        text.plain = inert(text.plain)


async def act_at_once(widget: Widget, event: events.Key) -> None:
    """Do what a key of a field's own does, before what is typed after it is written.

    Textual does it once the key has come up to the app: in one packet, Home would come after all
    that was typed behind it.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001  # Textual's
        event.stop()
        event.prevent_default()
        await widget.run_action(binding.action)


class InertInput(Input, PromptField):
    """A line to type into. Textual's own gives what was pasted to the terminal as it is."""

    # Textual lays out the screen for a line that is longer than before, and styles its scrollbars.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    _tell_typed: Callable[[str], object] | None = None
    _is_changing = False

    def __init__(
        self,
        value: str | None = None,
        placeholder: str = "",
        *,
        select_on_focus: bool = True,
        compact: bool = True,
        widget_id: str | None = None,
        typed: Callable[[str], object] | None = None,
    ) -> None:
        """Make a line to type into.

        Args:
            value: What stands in it.
            placeholder: What it says while nothing does.
            select_on_focus: Whether all of it is selected once it has the keys.
            compact: Whether it has no frame.
            widget_id: By which the style sheet knows it.
            typed: Is told at once when something else stands in it, so that what comes of that
                is painted with it; Textual tells by a message, which comes after its paint.
        """
        super().__init__(
            value,
            placeholder,
            highlighter=_InertHighlighter(),
            select_on_focus=select_on_focus,
            compact=compact,
            id=widget_id,
        )
        self.cursor_blink = False  # twice a second it would have the whole line written
        self._tell_typed = typed  # not of what it begins with

    def watch_value(self, value: str) -> None:
        """Tell who waits for it."""
        if self._tell_typed is not None and not self._is_changing:
            self._tell_typed(value)

    @contextmanager
    def telling_after(self) -> Iterator[None]:
        """Change what stands in it and where the caret is, and tell of it once both are so."""
        before, self._is_changing = self.value, True
        yield
        self._is_changing = False
        if self.value != before:
            self.watch_value(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of another, and the caret behind it."""
        with self.telling_after():
            super().replace(text, start, end)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell into which is typed; behind the last character Textual says the one after it."""
        return super().cursor_screen_offset - Offset(int(self.cursor_at_end), 0)

    @property
    def has_told(self) -> bool:
        """Whether all that was typed so far stands in it, and who waits for it knows."""
        return self._tell_typed is not None and not self.message_queue_size

    async def _on_key(self, event: events.Key) -> None:
        await act_at_once(self, event)

    async def action_submit(self) -> None:
        """Do nothing: what Enter means is for the keymap to say."""
