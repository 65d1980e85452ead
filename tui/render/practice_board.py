"""The lines above the panes while somebody practises: what to do, and what the gold says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tui.render.lines import key_parts, line_strip, shorten_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.strip import Strip

    from store.practice.gold import Score
    from store.practice.judging import Words
    from store.practice.lessons import Course, Exercise
    from store.practice.record import Cost
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette

_ROWS_OF_SCREEN: Final = 6
"""The board has one row for so many rows of the screen at most."""
_MARK: Final = re.compile(r"(\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Board:
    """What there is to show."""

    course: Course
    example: str
    """The text that the exercise is tried on; empty if there is none."""
    remark: Words
    """On the last edit; an empty sentence if there is nothing to say."""
    is_right: bool
    """Whether that is praise."""
    score: Score
    cost: Cost
    """Of all that was tagged in this sitting."""
    labels: Sequence[str]
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

    def parts(self, template: str, values: Sequence[str], style: Style) -> list[Part]:
        """A sentence: `{key:command.id}` stands for the command's key, `{}` for the next value."""
        given = iter(values)
        return [
            (next(given), style) if piece == "{}"
            else self._key(piece[5:-1]) if piece.startswith("{key:")
            else (piece, style)
            for piece in _MARK.split(template) if piece
        ]  # fmt: skip

    def _key(self, command_id: str) -> Part:
        if not self.keymap.keys_of(command_id):
            return f"({command_id})", self.palette.bar
        return self.keymap.name_of(command_id), self.palette.key

    def line(self, left: Sequence[Part], *right: Sequence[Part]) -> Strip:
        """A line as wide as the screen."""
        return line_strip(left, [each for part in right for each in part], self.width, self.bar)

    def hint(self, command_id: str, text: str) -> list[Part]:
        """A key and what it does; nothing if there is no such key."""
        return key_parts(self.keymap, command_id, text, self.palette)

    @property
    def bar(self) -> Style:
        """The style of most of it."""
        return self.palette.bar

    def shorten(self, text: str, narrow: int, wide: int) -> str:
        """A text as short as there is room for."""
        return shorten_middle(text, wide if self.width >= 120 else narrow)

    def exercise(self, exercise: Exercise, example: str) -> list[list[Part]]:
        """What is to be done, broken into lines."""
        example = self.shorten(example, 30, 60) or "…"
        return wrap(self.parts(exercise.text, [example], self.bar), self.width - 2)

    def rows_of(self, course: Course) -> int:
        """How many rows the longest exercise takes, so that the panes stay where they are."""
        example = "x" * self.width
        return max((len(self.exercise(each, example)) for each in course.exercises), default=1)


def board_lines(board: Board, style: BoardStyle, height: int, rows: int) -> list[Strip]:
    """The lines, as many as there is room for.

    Args:
        board: What there is to show.
        style: How.
        height: Of the screen, in rows.
        rows: How many an exercise may take.
    """
    exercise, blank = board.course.exercise, style.line([])
    if exercise is None:
        lines = rest = _score(board, style)
    else:
        written = style.exercise(exercise, board.example)
        rest = [style.line([(" ", style.bar), *line]) for line in written]
        rest += [blank] * (rows - len(rest))
        lines = [_heading(board, exercise, style), *rest]
    sentence, texts = board.remark
    tone = style.palette.good if board.is_right else style.bar
    words = style.parts(sentence, [style.shorten(text, 22, 50) for text in texts], tone)
    lines = [*lines, style.line([(" ✓ " if board.is_right else " ", tone), *words])]
    most = max(1, height // _ROWS_OF_SCREEN)
    if len(lines) <= most:
        return lines
    # What to do and what came of it matter most.
    return [*([lines[-1]] if sentence else []), *rest, *[blank] * most][:most]


def _heading(board: Board, exercise: Exercise, style: BoardStyle) -> Strip:
    palette, course = style.palette, board.course
    left: list[Part] = [
        (f" {course.at + 1}/{len(course.exercises)} ", palette.bar_faint),
        (exercise.lesson, palette.bar_strong),
    ]
    if exercise.times > 1:
        left.append((f" · {course.times} of {exercise.times}", palette.bar_faint))
    if board.letters:
        leave = " ".join(["{key:jump.leave}"] * board.letters)
        left += style.parts(f" · first {leave}", (), palette.bar)
    shows = style.hint("practice.example", "shows it")
    return style.line(left, shows, style.hint("practice.skip", "skips"))


def _score(board: Board, style: BoardStyle) -> list[Strip]:
    palette, score = style.palette, board.score
    right, total, other = (sum(n.values()) for n in (score.right, score.of, score.other))
    left = [
        (" Practice ", palette.bar_strong),
        (f"· {right} of {total} right · {other} other", palette.bar),
    ]
    keys, seconds = board.cost.per_span
    spent = "" if keys is None else f"{keys:.2f} keys, {seconds:.1f} s a span "
    counts = " · ".join(f"{name} {score.right[name]}/{score.of[name]}" for name in board.labels)
    what = "All of it is tagged" if score.is_complete else counts
    return [
        style.line(left, [(spent, palette.bar)], style.hint("practice.example", "next missing")),
        style.line([(f" {what}", palette.bar_faint)]),
    ]


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
