"""The strip with a label's guideline, above the line of keys."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from store.text.inert import inert
from tui.render.lines import key_parts, line_strip

if TYPE_CHECKING:
    from textual.strip import Strip

    from store.labels import Label
    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette

MOST: Final = 6
"""Rows that it takes at most, with its head."""


def guideline_lines(
    label: Label, keymap: Keymap, palette: Palette, width: int, most: int = MOST
) -> list[Strip]:
    """A head with the label's name, then what its guideline says, in a few rows.

    Args:
        label: Whose guideline it is.
        keymap: For the keys that change and close it, and the one that shows all of it.
        palette: The styles.
        width: In cells.
        most: Rows that there is room for. What does not fit is in the help.
    """
    ways = [
        *key_parts(keymap, "guideline", "next", palette),
        *key_parts(keymap, "cancel", "closes", palette),
    ]
    name = (f" {label.name} ", palette.label(label.name).current)
    head = line_strip([(" ", palette.bar), name], ways, width, palette.bar)
    rows = guideline_rows(label, keymap, width - 2, max(1, most - 1))
    return [
        head,
        *(line_strip([(f" {row}", palette.text)], [], width, palette.text) for row in rows),
    ]


def guideline_rows(label: Label, keymap: Keymap, width: int, most: int) -> list[str]:
    """What a label's guideline says, in so many rows at most.

    Args:
        label: Whose guideline it is.
        keymap: For the key that shows all of it, where there is no room for that.
        width: In cells.
        most: At least one.
    """
    guideline = label.guideline or "There is no guideline for this label"
    examples = "   For example: " + " · ".join(label.examples) if label.examples else ""
    text = inert(" ".join(f"{guideline}{examples}".split()))
    rows = wrap(text, max(20, width), break_on_hyphens=False)
    if len(rows) > most:
        more = f" … {keymap.name_of('help')} has all of it"
        rows = [*rows[: most - 1], rows[most - 1][: max(0, width - len(more))] + more]
    return rows
