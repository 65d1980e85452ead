"""Several lines to type into, shown inert. Textual's take long to import, which only notes do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import TextArea

from store.text.inert import inert
from tui.widgets.inert_input import PromptField, act_at_once

if TYPE_CHECKING:
    from textual import events


class InertTextArea(TextArea, PromptField):
    """Several lines to type into; the keymap says what Enter does."""

    def on_mount(self) -> None:
        """Show a caret that stays: a blinking one would have its line written twice a second."""
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":  # one that no command has begins no line either
            event.stop()
            event.prevent_default()
        else:
            await act_at_once(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()  # Textual writes it, but lets it go on to a dialog that says nobody took it

    def get_line(self, line_index: int) -> Text:
        """A line as it is shown."""
        return Text(inert(self.document.get_line(line_index)), end="", no_wrap=True)
