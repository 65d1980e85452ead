"""The lines above the panes while somebody practises: what to do, and what the gold says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.practice.judging import Finding
from store.practice.report import per_span
from tui.render.lines import line_strip
from tui.render.practice_words import (
    key_of,
    lesson_words,
    longest_example,
    remark_pieces,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip

    from store.practice.lessons import Course, Step
    from store.practice.teacher import Teacher
    from tui.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette
    from tui.render.practice_words import Piece

_ROWS_OF_SCREEN: Final = 6
"""The board has one row for so many rows of the screen at most."""
_MARGIN: Final = 2
"""Cells beside a text."""


def rows_of_text(course: Course, keymap: Keymap, width: int) -> int:
    """How many rows the longest step takes, so that the panes stay where they are."""
    example = "x" * longest_example(width)
    return max(
        (
            len(wrapped(lesson_words(step.text, example, keymap, width), width - _MARGIN))
            for step in course.steps
        ),
        default=1,
    )


def board_lines(
    teacher: Teacher,
    keymap: Keymap,
    palette: Palette,
    size: tuple[int, int],
    text_rows: int,
    *,
    can_relabel: bool,
    letters: int = 0,
) -> list[Strip]:
    """The lines, as many as there is room for.

    Args:
        teacher: Who knows what to say.
        keymap: Which keys do what.
        palette: The styles.
        size: Of the screen, in columns and rows.
        text_rows: How many rows a step may take.
        can_relabel: Whether Enter and a label's key would change what was tagged last.
        letters: How often the key must be pressed that takes away the letters which are left from
            a step before; 0 where there are none.
    """
    width, height = size
    step = teacher.course.step
    remark = _remark(teacher, keymap, palette, width, can_relabel=can_relabel)
    if step is None:
        head, text = _free(teacher, keymap, palette, width)
    else:
        head = _heading(teacher.course, step, keymap, palette, width, letters)
        text = _step(teacher, step, keymap, palette, width)
        text += [_line([], palette, width)] * (text_rows - len(text))
    said = _line(remark, palette, width)
    lines = [head, *text, said]
    most = max(1, height // _ROWS_OF_SCREEN)
    if len(lines) > most:  # what to do and what came of it matter most
        rest = [head, *text] if step is None else text
        blank = _line([], palette, width)
        lines = [*([said] if remark else []), *rest, *[blank] * most][:most]
    return lines


def _heading(
    course: Course, step: Step, keymap: Keymap, palette: Palette, width: int, letters: int
) -> Strip:
    left: list[Part] = [
        (f" {course.at + 1}/{len(course.steps)} ", palette.bar_faint),
        (step.lesson, palette.bar_strong),
    ]
    if step.times > 1:
        left.append((f" · {course.times} of {step.times}", palette.bar_faint))
    if letters:
        leave = key_of("jump.leave", keymap)[0]
        left += [(" · first ", palette.bar), (" ".join([leave] * letters), palette.key)]
    right = [
        *_hint("practice.example", "shows it", keymap, palette),
        *_hint("practice.skip", "skips ", keymap, palette),
    ]
    return line_strip(left, right, width, palette.bar)


def _hint(command_id: str, text: str, keymap: Keymap, palette: Palette) -> list[Part]:
    if not keymap.keys_of(command_id):
        return []
    return [(f"  {key_of(command_id, keymap)[0]}", palette.key), (f" {text}", palette.bar)]


def _step(
    teacher: Teacher, step: Step, keymap: Keymap, palette: Palette, width: int
) -> list[Strip]:
    example = teacher.gold.text_of(teacher.example) if teacher.example else ""
    lines = wrapped(lesson_words(step.text, example, keymap, width), width - _MARGIN)
    return [_line(_parts(line, palette), palette, width) for line in lines]


def _free(
    teacher: Teacher, keymap: Keymap, palette: Palette, width: int
) -> tuple[Strip, list[Strip]]:
    score = teacher.score
    right, other = sum(score.right.values()), sum(score.other.values())
    left: list[Part] = [
        (" Practice ", palette.bar_strong),
        (f"· {right} of {score.total} right · {other} other", palette.bar),
    ]
    keys, seconds = per_span(teacher.sitting.all)
    figures: list[Part] = []
    if keys is not None and seconds is not None:
        figures = [(f"{keys:.2f} keys, {seconds:.1f} s a span", palette.bar)]
    missing = _hint("practice.example", "next missing ", keymap, palette)
    labels = " · ".join(
        f"{label} {score.right.get(label, 0)}/{score.of(label)}" for label in teacher.labels
    )
    what = "All of it is tagged" if score.is_complete else labels
    return (
        line_strip(left, [*figures, *missing], width, palette.bar),
        [_line([(f" {what}", palette.bar_faint)], palette, width)],
    )


def _remark(
    teacher: Teacher, keymap: Keymap, palette: Palette, width: int, *, can_relabel: bool
) -> list[Part]:
    """What the gold says of the last edit; empty if there is nothing to say."""
    remark = teacher.remark
    is_over = teacher.course.step is None
    if remark is None:
        return []
    pieces = remark_pieces(remark, keymap, width, can_relabel=can_relabel, is_over=is_over)
    if not pieces:
        return []
    is_right = bool(remark.verdicts) and all(v.finding is Finding.RIGHT for v in remark.verdicts)
    if is_right:
        return [(" ✓ ", palette.good), *((text, palette.good) for text, _ in pieces)]
    return [(" ", palette.bar), *_parts(pieces, palette)[1:]]


def _parts(pieces: Iterable[Piece], palette: Palette) -> list[Part]:
    return [
        (" ", palette.bar),
        *((text, palette.key if is_key else palette.bar) for text, is_key in pieces),
    ]


def _line(parts: list[Part], palette: Palette, width: int) -> Strip:
    return line_strip(parts, [], width, palette.bar)
