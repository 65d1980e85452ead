"""The lines above the panes while somebody practises: what to do, and what the gold says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.practice.judging import Judgement
from tui.keys.key_names import key_name
from tui.render.lines import line_strip
from tui.render.practice_words import remark_words, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.strip import Strip

    from store.practice.gold import Score
    from store.practice.judging import Remark
    from store.practice.lessons import Course, Exercise
    from store.practice.record import Cost
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette

_ROWS_OF_SCREEN: Final = 6
"""The board has one row for so many rows of the screen at most."""
_MARGIN: Final = 2
"""Cells beside a text."""
_PLACEHOLDER: Final = re.compile(r"(\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Board:
    """What there is to show."""

    course: Course
    example: str
    """The text that the exercise is tried on; empty if there is none."""
    remark: Remark | None
    """On the last edit."""
    score: Score
    cost: Cost
    """Of all that was tagged in this sitting."""
    labels: Sequence[str]
    can_relabel: bool
    """Whether a label's key would change what was tagged last."""
    letters: int
    """How often the key must be pressed that takes away the letters which are left from an
    exercise before; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class BoardStyle:
    """How it is shown."""

    keymap: Keymap
    """Which keys do what."""
    palette: Palette
    width: int
    """Of the screen, in cells."""

    @property
    def is_wide(self) -> bool:
        """Whether there is room for more of a text."""
        return self.width >= 120

    def key(self, command_id: str) -> Part:
        """The first key of a command."""
        keys = self.keymap.keys_of(command_id)
        if not keys:
            return (f"({command_id})", self.palette.bar)
        return (key_name(keys[0]), self.palette.key)

    def parts(self, template: str, values: Sequence[str], style: Style) -> list[Part]:
        """A sentence: `{command.id}` stands for the command's key, `{}` for the next value."""
        given = iter(values)
        pieces = (piece for piece in _PLACEHOLDER.split(template) if piece)
        return [
            (next(given), style) if piece == "{}"
            else self.key(piece[1:-1]) if piece.startswith("{")
            else (piece, style)
            for piece in pieces
        ]  # fmt: skip

    def line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        """A line as wide as the screen."""
        return line_strip(left, right, self.width, self.palette.bar)

    def hint(self, command_id: str, text: str) -> list[Part]:
        """A key and what it does; nothing if there is no such key."""
        if not self.keymap.keys_of(command_id):
            return []
        return [("  ", self.palette.bar), self.key(command_id), (f" {text}", self.palette.bar)]


def exercise_lines(exercise: Exercise, example: str, style: BoardStyle) -> list[list[Part]]:
    """What is to be done, broken into lines."""
    example = shorten(example, 60 if style.is_wide else 30) or "…"
    parts = style.parts(exercise.text, [example], style.palette.bar)
    return wrap(parts, style.width - _MARGIN)


def text_rows(course: Course, style: BoardStyle) -> int:
    """How many rows the longest exercise takes, so that the panes stay where they are."""
    example = "x" * style.width
    return max((len(exercise_lines(each, example, style)) for each in course.exercises), default=1)


def board_lines(board: Board, style: BoardStyle, height: int, rows: int) -> list[Strip]:
    """The lines, as many as there is room for.

    Args:
        board: What there is to show.
        style: How.
        height: Of the screen, in rows.
        rows: How many an exercise may take.
    """
    exercise, blank = board.course.exercise, style.line([])
    remark = _remark(board, style)
    if exercise is None:
        text = [_labels(board, style)]
        lines = rest = [_score(board, style), *text]
    else:
        written = exercise_lines(exercise, board.example, style)
        rest = [style.line([(" ", style.palette.bar), *line]) for line in written]
        rest += [blank] * (rows - len(rest))
        lines = [_heading(board, exercise, style), *rest]
    lines = [*lines, style.line(remark)]
    most = max(1, height // _ROWS_OF_SCREEN)
    if len(lines) <= most:
        return lines
    # What to do and what came of it matter most.
    return [*([lines[-1]] if remark else []), *rest, *[blank] * most][:most]


def _heading(board: Board, exercise: Exercise, style: BoardStyle) -> Strip:
    palette, course = style.palette, board.course
    left: list[Part] = [
        (f" {course.at + 1}/{len(course.exercises)} ", palette.bar_faint),
        (exercise.lesson, palette.bar_strong),
    ]
    if exercise.times > 1:
        left.append((f" · {course.times} of {exercise.times}", palette.bar_faint))
    if board.letters:
        leave = " ".join(["{jump.leave}"] * board.letters)
        left += style.parts(f" · first {leave}", (), palette.bar)
    shows, skips = (("practice.example", "shows it"), ("practice.skip", "skips "))
    return style.line(left, [*style.hint(*shows), *style.hint(*skips)])


def _score(board: Board, style: BoardStyle) -> Strip:
    palette, score = style.palette, board.score
    right, total, other = (sum(n.values()) for n in (score.right, score.of, score.other))
    left: list[Part] = [
        (" Practice ", palette.bar_strong),
        (f"· {right} of {total} right · {other} other", palette.bar),
    ]
    keys, seconds = board.cost.per_span
    figures: list[Part] = []
    if keys is not None:
        figures = [(f"{keys:.2f} keys, {seconds:.1f} s a span", palette.bar)]
    return style.line(left, [*figures, *style.hint("practice.example", "next missing ")])


def _labels(board: Board, style: BoardStyle) -> Strip:
    score = board.score
    counts = " · ".join(f"{name} {score.right[name]}/{score.of[name]}" for name in board.labels)
    what = "All of it is tagged" if score.is_complete else counts
    return style.line([(f" {what}", style.palette.bar_faint)])


def _remark(board: Board, style: BoardStyle) -> list[Part]:
    """What the gold says of the last edit; empty if there is nothing to say."""
    remark, palette = board.remark, style.palette
    if remark is None:
        return []
    template, values = remark_words(
        remark,
        most=50 if style.is_wide else 22,
        can_relabel=board.can_relabel,
        is_over=board.course.exercise is None,
    )
    if not template:
        return []
    is_right = bool(remark.verdicts) and all(
        verdict.judgement is Judgement.RIGHT for verdict in remark.verdicts
    )
    if is_right:
        return [(" ✓ ", palette.good), *style.parts(template, values, palette.good)]
    return [(" ", palette.bar), *style.parts(template, values, palette.bar)]


def wrap(parts: Sequence[Part], width: int) -> list[list[Part]]:
    """A sentence in lines of at most `width` cells; a longer word has one of its own."""
    words: list[list[Part]] = [[]]
    for text, style in parts:
        first, *rest = text.split(" ")
        words[-1].append((first, style))
        words += [[(word, style)] for word in rest]
    lines: list[list[Part]] = [[]]
    used = 0
    for word in words:
        cells = sum(cell_len(text) for text, _ in word)
        if lines[-1] and used + 1 + cells > width:
            lines.append([])
            used = 0
        elif lines[-1]:
            lines[-1].append((" ", word[0][1]))
            used += 1
        lines[-1] += word
        used += cells
    return lines
