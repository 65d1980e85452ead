"""What the lines above and below the panes say."""

from __future__ import annotations

from itertools import chain
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.frozen import Frozen
from store.wording import counted
from tui.keys.key_names import GIVE_UP, key_name
from tui.render.lines import key_parts, line_strip, pressable, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from store.labels import Label
    from tui.keys.keymap import Keymap, Pressed
    from tui.render.lines import Part
    from tui.render.palette import Palette


class Status(Frozen):
    """What the top line says."""

    story: str
    articles: int
    annotator: str
    spans: int
    """How many are tagged."""
    trouble: str = ""
    """What keeps edits from the disk, if anything does."""
    read_only: str = ""
    """Why nothing can be edited, if so."""
    saved: float | None = None
    """Seconds since the last edit was on the disk; none if there was none."""
    waiting: str = ""
    """What waits to be settled, and the key for it; empty if nothing does."""
    suggested: str = ""
    """How it stands with suggestions."""
    work: str = ""
    """How far the work is, said in the place of how many spans there are."""


def ago(seconds: float) -> str:
    """How long something has been, as short as it can be said."""
    if seconds < 1:
        return f"{seconds:.1f} s ago"
    if seconds < 60:
        return f"{seconds:.0f} s ago"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    return f"{seconds // 3600:.0f} h ago"


def status_line(status: Status, palette: Palette, width: int) -> Strip:
    """The top line: whose work on which story, and when it was last saved."""
    if status.trouble:
        left, right = [(f" {status.trouble}", palette.error)], [(" ", palette.error)]
        return line_strip(left, right, width, palette.error)
    total = f"{status.work or counted(status.spans, 'span')} "
    if status.read_only:
        reason = f": {status.read_only}" if width >= 100 else ""
        right = [(f" READ ONLY{reason} ", palette.warning), (f" {total}", palette.bar_faint)]
    else:
        saved = "" if status.saved is None else f"· saved {ago(status.saved)} "
        right = [(f"{total}{saved}", palette.bar)]
    if status.waiting:
        right = [(f" {status.waiting} ", palette.warning), (" ", palette.bar), *right]
    suggested: Part = (f"{status.suggested} · ", palette.bar_faint)
    story: list[Part] = [
        (" Sidelight ", palette.bar_strong),
        (f" {status.story} ", palette.bar),
        (f" {counted(status.articles, 'article')} · {status.annotator}", palette.bar_faint),
    ]
    more = [suggested, *right] if status.suggested else right
    # What there is no room for is left out whole.
    for left, shown in ((story, more), (story[:2], more), (story[:2], right)):
        if sum(cell_len(text) for text, _ in (*left, *shown)) < width:
            break
    return line_strip(left, [(" ", palette.bar), *shown], width, palette.bar)


def key_line(
    labels: Iterable[Label],
    counts: Mapping[str, int],
    keymap: Keymap,
    hints: Sequence[str],
    palette: Palette,
    width: int,
) -> Strip:
    """The bottom line: the label keys, with their counts if there is room, then the keys that
    matter now. Names are shortened where there is no room for all of them, and then leave some for
    the first of those keys: on a telephone a label is tapped by its name.
    """
    tight = width < 100
    chips: dict[str, list[Part]] = {}
    for label in labels:
        keys = keymap.keys_of(f"tag.{label.name}")
        chips[f"tag.{label.name}"] = [
            (f" {key_name(keys[0]) if keys else ' '} ", palette.label(label.name).current),
            (f" {label.name} ", palette.bar),
            (f"{counts.get(label.name, 0)}{' ' if tight else '  '}", palette.bar_faint),
        ]
    shown = (key_parts(keymap, each, keymap.command(each).hint, palette) for each in hints)
    first = next(shown, [])
    if _cells((*chips.values(), first)) > width:
        chips = {tag: [key, (name.rstrip(), bar)] for tag, (key, (name, bar), _) in chips.items()}
        if _cells(chips.values()) > width:
            badges = [key for key, _ in chips.values()]
            room = width - _cells([first, badges]) - len(badges)
            names = shortened([name.strip() for _, (name, _) in chips.values()], room)
            chips = {
                tag: [key, (f" {name}", bar)]
                for (tag, (key, (_, bar))), name in zip(chips.items(), names, strict=True)
            }
    used = _cells(chips.values())
    left = [part for tag, chip in chips.items() for part in pressable(chip, tag)]
    right: list[Part] = []
    for parts in chain([first], shown):
        if used + sum(len(text) for text, _ in (*right, *parts)) > width:
            break
        right += parts
    return line_strip(left, right, width, palette.bar)


def _cells(pieces: Iterable[Sequence[Part]]) -> int:
    return sum(cell_len(text) for parts in pieces for text, _ in parts)


def notice_lines(
    notices: Sequence[str], keymap: Keymap, palette: Palette, width: int
) -> list[Strip]:
    """The first of the notices that wait to be read, whole, in as many lines as it takes."""
    more = f"{len(notices) - 1} more · " if len(notices) > 1 else ""
    seen = f"  {more}{keymap.name_of('cancel')}: seen "
    style = palette.warning
    lines = wrap(notices[0], max(20, width - len(seen) - 1), break_on_hyphens=False) or [""]
    return [
        line_strip(
            [(f" {line}", style)], [(seen if line is lines[-1] else " ", style)], width, style
        )
        for line in lines
    ]


def message_lines(sentence: str, *, is_bad: bool, palette: Palette, width: int) -> list[Strip]:
    """What has just happened, in one line or two."""
    first, rest = message_line(sentence, is_bad=is_bad, palette=palette, width=width)
    if not rest:
        return [first]
    return [first, message_line(rest, is_bad=is_bad, palette=palette, width=width)[0]]


def message_line(sentence: str, *, is_bad: bool, palette: Palette, width: int) -> tuple[Strip, str]:
    """What has just happened, in one line; and what of it there was no room for."""
    style = palette.warning if is_bad else palette.bright
    first, *rest = wrap(sentence, max(20, width - 2), break_on_hyphens=False) or [""]
    return line_strip([(f" {first}", style)], [], width, palette.faint), " ".join(rest)


def too_small(width: int, height: int, least: tuple[int, int], style: Style) -> list[Strip]:
    """What is shown where there is no room for anything else."""
    text = f"The terminal has {width}x{height}; make it {least[0]}x{least[1]} or more"
    lines = wrap(text, max(1, width))
    return [line_strip([(line, style)], [], width, style) for line in lines]


def pending_lines(typed: str, pressed: Pressed, palette: Palette, width: int) -> list[Strip]:
    """What can follow the first keys of a chord or a number, in one line or two.

    The word with which all that can follow begins is said once.
    """
    hints = [command.hint or command.help for _, command in pressed.pending]
    begins, are_longer = {hint.partition(" ")[0] for hint in hints}, all(" " in h for h in hints)
    shared = begins.pop() if len(hints) > 1 == len(begins) and are_longer else ""
    lines: list[list[Part]] = [[(f" {key_name(typed)} ", palette.key), (shared, palette.bar)]]
    for (key, command), hint in zip(pressed.pending, hints, strict=True):
        does = (hint.removeprefix(shared).strip(), palette.bar)
        said = pressable([(f"{key_name(key)} ", palette.key), does], command.id)
        parts = [("  ", palette.bar), *said]
        if len(lines) == 1 and _cells((*lines, parts)) > width:
            lines.append([(" " * len(lines[0][0][0]), palette.bar)])
        lines[-1] += parts
    ends = f" {key_name(GIVE_UP)} ends "
    strips = []
    for line in lines:
        is_last = line is lines[-1] and _cells([line]) + len(ends) <= width
        right = [(ends, palette.bar_faint)] if is_last else []
        strips.append(line_strip(line, right, width, palette.bar))
    return strips
