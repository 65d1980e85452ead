"""The bottom line while jump labels are shown: what a key does now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.keys.key_names import key_name
from tui.render.lines import key_parts, line_strip, pressable

if TYPE_CHECKING:
    from textual.strip import Strip

    from store.labels import LabelSet
    from tui.jumping import Jump
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette


_TIGHT: Final = 120
"""Cells below which as little as can be is said."""
_ROOMY: Final = 150
"""Columns from which on it is said at length what the letter of an end takes."""


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
    if jump.by_text:
        if jump.codes:
            parts.append(key_parts(keymap, "jump.words", "others", palette))
        else:
            parts.append([("what is underlined is taken at once ", palette.bar_faint)])
    else:
        if jump.range_start is None:
            for key, name in keys:
                if name != jump.armed_label:
                    chip = [(f" {key} ", palette.label(name).current), (f" {name} ", palette.bar)]
                    parts.append(pressable(chip, f"tag.{name}"))
        by_text = "any span" if width < _TIGHT else "and its first letter: any span"
        parts.insert(0, key_parts(keymap, "jump.words", by_text, palette))
    if jump.range_start is None and not (jump.by_text and not jump.codes):
        parts.append([(" Shift+letter", palette.key), (" from there to … ", palette.bar)])
    if any(target.is_end for target in jump.codes):
        mark = palette.signs_of(jump.armed_label).end
        ends: list[Part] = [(" ", palette.bar), ("x", mark)]
        is_tight = width < _TIGHT and not jump.by_text
        is_roomy = jump.by_text or width >= _ROOMY
        told = "from the letter before to there" if is_roomy else "up to there"
        ends.append((f" {told} ", palette.bar))
        parts.insert(1 if jump.armed_label or not is_tight else len(parts), ends)
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
    if jump.by_text:
        what = "the last word" if jump.range_start is not None else "it"
        text = f" {jump.typed} … " if jump.typed else f" the letter {what} begins with … "
        parts.append((text, palette.bar_strong))
    return [*parts, (" ", palette.bar)]


def _leaving(jump: Jump) -> str:
    if jump.by_text:
        return "back"
    if jump.range_start is not None:
        return "takes back"
    return "no label" if jump.armed_label else "leaves"
