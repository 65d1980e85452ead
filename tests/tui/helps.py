"""The help as plain lines."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from tui.screens.help import help_text

if TYPE_CHECKING:
    from store.labels import LabelSet
    from tui.keys.keymap import Keymap


def help_lines(keymap: Keymap, labels: LabelSet) -> list[str]:
    """The lines of the help where there is room enough that none is wrapped."""
    console = Console(file=io.StringIO(), width=1000, color_system=None)
    with console.capture() as capture:
        console.print(help_text(keymap, labels))
    return [line.rstrip() for line in capture.get().splitlines()]
