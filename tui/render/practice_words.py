"""What the teacher says, as pieces of text and keys; keys are those that somebody really has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.practice.judging import Finding
from tui.render.bars import key_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.practice.judging import Verdict
    from store.practice.teacher import Remark
    from tui.keymap import Keymap

Piece = tuple[str, bool]
"""A text, and whether it is a key."""
Word = tuple[Piece, ...]
"""What is not broken at the end of a line."""

_WIDE: Final = 120
"""Columns from which on more of a text is shown."""
_PLACEHOLDER: Final = re.compile(r"(\{[^}]*\})")


def shortened(text: str, most: int) -> str:
    """A text in one line of at most `most` characters: its start and its end."""
    one_line = " ".join(text.split())
    if len(one_line) <= most:
        return one_line
    tail = most // 3
    return f"{one_line[: most - tail - 3].rstrip()} … {one_line[-tail:].lstrip()}"


def longest_example(width: int) -> int:
    """How many characters of an example are shown; of a longer one the start and the end."""
    return 30 if width < _WIDE else 60


def _quoted(text: str, width: int) -> str:
    """A text in quotation marks, as much of it as fits in a line with what is said of it."""
    return f"“{shortened(text, 22 if width < _WIDE else 50)}”"


def key_of(command_id: str, keymap: Keymap) -> Piece:
    """The first key of a command."""
    keys = keymap.keys_of(command_id)
    return (key_name(keys[0]), True) if keys else (f"({command_id})", False)


# Lessons -----------------------------------------------------------------------------------


def lesson_words(template: str, example: str, keymap: Keymap, width: int) -> list[Word]:
    """The words of a step, with the keys and the example in their places.

    Args:
        template: `Step.text`.
        example: A text of the gold; empty if there is none.
        keymap: Which keys do what.
        width: Of the screen, in cells.
    """
    words: list[list[Piece]] = [[]]
    for part in _PLACEHOLDER.split(template):
        if part.startswith("{") and part != "{}":
            words[-1].append(key_of(part[1:-1], keymap))
            continue
        text = (shortened(example, longest_example(width)) or "…") if part == "{}" else part
        first, *rest = text.split(" ")
        words[-1].append((first, False))
        words += [[(word, False)] for word in rest]
    return [tuple(piece for piece in word if piece[0]) for word in words if any(word)]


def wrapped(words: Iterable[Word], width: int) -> list[list[Piece]]:
    """Words in lines of at most `width` cells; a word that is longer has one of its own."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for word in words:
        cells = sum(cell_len(text) for text, _ in word)
        if lines[-1] and used + 1 + cells > width:
            lines.append([])
            used = 0
        if lines[-1]:
            lines[-1].append((" ", False))
            used += 1
        lines[-1] += word
        used += cells
    return lines


# What the gold says ------------------------------------------------------------------------


def remark_pieces(
    remark: Remark, keymap: Keymap, width: int, *, can_relabel: bool, is_over: bool
) -> list[Piece]:
    """What the gold says of an edit, in one line.

    Args:
        remark: On the edit.
        keymap: Which keys do what.
        width: Of the screen, in cells.
        can_relabel: Whether Enter and a label's key would change what was tagged.
        is_over: Whether there are no more lessons.
    """
    begin = ""
    if remark.goes_on:
        begin = "That was the last lesson. " if is_over else "Lesson done. "
    return [
        *([(begin, False)] if begin else []),
        *_said(remark, keymap, width, can_relabel=can_relabel),
    ]


def _said(remark: Remark, keymap: Keymap, width: int, *, can_relabel: bool) -> list[Piece]:
    undo = key_of("undo", keymap)
    if len(remark.verdicts) > 1:
        return _summary(remark.verdicts)
    if remark.verdicts:
        return _verdict(remark.verdicts[0], keymap, width, can_relabel=can_relabel)
    if remark.lost:
        begin = "The gold has it" if remark.by_rejecting else "That was right"
        return [(f"{begin}: ", False), undo, (" brings it back", False)]
    if remark.by_rejecting:
        return [("Right: the gold does not have it either", False)]
    return []


def _summary(verdicts: Sequence[Verdict]) -> list[Piece]:
    right = sum(verdict.finding is Finding.RIGHT for verdict in verdicts)
    if right == len(verdicts):
        return [(f"Right, all {right} of them", False)]
    near = sum(verdict.finding in (Finding.LABEL, Finding.EXTENT) for verdict in verdicts)
    counts = ((right, "right"), (near, "nearly"), (len(verdicts) - right - near, "not in the gold"))
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return [(f"Of {len(verdicts)}: {said}", False)]


def _verdict(verdict: Verdict, keymap: Keymap, width: int, *, can_relabel: bool) -> list[Piece]:
    undo = key_of("undo", keymap)
    what = _quoted(verdict.text, width)
    wanted = verdict.wanted
    if verdict.finding is Finding.RIGHT:
        return [(f"Right: {verdict.label} {what}", False)]
    if wanted is None:
        said = f"The gold has no {verdict.label} {what}; "
        return [(said, False), undo, (" takes it back, or keep it", False)]
    if verdict.finding is Finding.LABEL:
        said = f"To the gold {what} is {wanted.label}, not {verdict.label}: "
        if not can_relabel:
            return [(said, False), undo, (" takes it back", False)]
        keys = (key_of("annotation.enter", keymap), key_of(f"tag.{wanted.label}", keymap))
        return [(f"{said}press ", False), keys[0], (" ", False), keys[1]]
    return _other_extent(verdict, keymap, width)


def _other_extent(verdict: Verdict, keymap: Keymap, width: int) -> list[Piece]:
    """How the extent of the gold differs, and the keys that make it that."""
    changes = [
        f"{before} {' and '.join(_quoted(piece, width) for piece in pieces)}{after}"
        for before, pieces, after in (
            ("leaves out", verdict.leaves_out, ""),
            ("has", verdict.takes_in, " too"),
        )
        if pieces
    ]
    said = f"Nearly: the gold {' and '.join(changes)}"
    if not verdict.way:
        return [(f"{said}; ", False), key_of("undo", keymap), (" takes yours back", False)]
    keys = [key_of(nudge, keymap) for nudge in verdict.way]
    return [(f"{said}: press ", False), *(p for key in keys for p in (key, (" ", False)))]
