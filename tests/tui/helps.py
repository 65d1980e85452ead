"""The help as plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.commands import MAIN_MODES
from tui.render.command_lines import help_lines as lines_of
from tui.screens.help import help_rows
from tui.target import TargetKind

if TYPE_CHECKING:
    from store.labels import LabelSet
    from tui.keys.keymap import Keymap


def help_lines(keymap: Keymap, labels: LabelSet) -> list[str]:
    """The lines of the help where there is room enough that none is wrapped."""
    rows = help_rows(keymap, labels, TargetKind.WORD, MAIN_MODES)
    lines = lines_of(rows, 1000, shows_names=False).between(0, 10_000)
    shown: list[str] = []
    long_keys = ""  # these have a line of their own, above
    for line in lines:
        if line.keys.strip() and not line.text:
            long_keys = line.keys
            continue
        keys, long_keys = long_keys or line.keys, ""
        shown.append(line.text if line.is_above else f"  {keys:<21} {line.text}".rstrip())
    return shown
