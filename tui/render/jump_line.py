"""The bottom line while jump labels are shown: what a key does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.key_names import key_name
from tui.render.lines import key_parts, line_strip

if TYPE_CHECKING:
    from textual.strip import Strip

    from store.labels import LabelSet
    from tui.jumping import Jump
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette


def jump_line(jump: Jump, labels: LabelSet, keymap: Keymap, palette: Palette, width: int) -> Strip:
    """What a letter does, the label keys with their names, and the other keys that matter.

    Args:
        jump: How far it has come.
        labels: What picked spans can be tagged with.
        keymap: Which keys do what.
        palette: The styles.
        width: In cells; what there is no room for is left out from the right.
    """
    left = [*_doing(jump, palette)]
    keys = [
        (key_name(chords[0]), label.name)
        for label in labels
        if (chords := keymap.keys_of(f"tag.{label.name}"))
    ]
    parts: list[list[Part]] = []
    if not jump.typed and jump.range_start is None:
        for key, name in keys:
            if name != jump.armed_label:
                parts.append(
                    [(f" {key} ", palette.label(name).current), (f" {name} ", palette.bar)]
                )
        tight = width < 100
        what = "likely spans" if jump.every_word else "words" if tight else "every word"
        parts.append(key_parts(keymap, "jump.words", what, palette))
        parts.append([(" Shift+letter", palette.key), (" from there to … ", palette.bar)])
    last = key_parts(keymap, "jump.leave", _leaving(jump), palette)
    used = sum(len(text) for text, _ in (*left, *last))
    for part in parts:
        used += sum(len(text) for text, _ in part)
        if used > width:
            break
        left += part
    return line_strip(left, last, width, palette.bar)


def _doing(jump: Jump, palette: Palette) -> list[Part]:
    """What comes of a letter: the label, and what has been range_start."""
    if jump.armed_label:
        style = palette.label(jump.armed_label).current
        more = " and the like" if jump.proposes else ""
        parts: list[Part] = [(f" tag {jump.armed_label}{more} ", style)]
    else:
        parts = [(" tag many " if jump.stays else " select ", palette.header_active)]
    if jump.range_start is not None:
        parts.append((" to the end at … ", palette.bar_strong))
    if jump.typed:
        parts.append((f" {jump.typed} … ", palette.bar_strong))
    return [*parts, (" ", palette.bar)]


def _leaving(jump: Jump) -> str:
    if jump.typed or jump.range_start is not None:
        return "takes back"
    if jump.every_word:
        return "likely spans"
    return "no label" if jump.armed_label else "leaves"
