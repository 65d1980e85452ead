"""Finds out when something stood on the screen, from what a program wrote and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    import re

    from bench.terminal import Size, Terminal


def first_seen(
    terminal: Terminal, size: Size, wanted: re.Pattern[str], after_ms: float = 0
) -> float | None:
    """When a text first stood in a row of the screen.

    A program may write only the cells that change, so the text need not be among the bytes. This
    is done once the program is at rest, so that it takes no time from it.

    Args:
        terminal: What was written.
        size: The terminal's.
        wanted: What to look for.
        after_ms: Look only at what came later than this, in milliseconds since the start.

    Returns:
        Milliseconds since the program was started; nothing if it never stood there.
    """
    screen = pyte.Screen(size.columns, size.rows)
    stream = pyte.ByteStream(screen)
    begin = 0
    for arrived, end in terminal.arrivals:
        stream.feed(bytes(terminal.output[begin:end]))
        begin = end
        if arrived > after_ms and any(wanted.search(row) for row in screen.display):
            return arrived
    return None
