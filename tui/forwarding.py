"""Gives an event to a widget as if it had come from the terminal.

Textual has no public way to do that: this is the one place that goes through a private one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget


def forward(event: events.Event, widget: Widget) -> None:
    """Give a widget or a screen an event that came before it was there, or while others had to
    wait."""
    widget._forward_event(event)  # noqa: SLF001 (see above)
