"""Presses keys in Sidelight and in bare apps in turns, at rest in between."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bench.bare import READY
from bench.programs import bare, open_story, settled
from bench.terminal import NoAnswerError

if TYPE_CHECKING:
    from pathlib import Path

    from bench.programs import Scratch
    from bench.stories import Made
    from bench.terminal import Sample, Size, Terminal

_BARE_QUIET_MS: Final = 20
"""The bare apps paint once for a key, so that a short quiet shows that they are done."""
_LINES_EVERY: Final = 4
"""How often the second bare app has its turn."""
_QUIET_MS: Final = 40
"""A repaint is over when nothing has come for so long."""
_SETUP_MS: Final = 250
"""The same of the last key that is pressed to get there: a dialog may open, of which at first only
the shape of the pointer comes."""


@dataclass(frozen=True, slots=True)
class Case:
    """One key, in one place of a story."""

    what: str
    keys: tuple[bytes, ...]
    """Pressed in turn, each press a sample."""
    setup: tuple[bytes, ...] = ()
    """Pressed once before, to get there."""
    before: tuple[bytes, ...] = ()
    """Pressed before each sample, without being timed."""
    restart: int = 0
    """After so many samples the setup is done again; never if 0."""
    quiet_ms: float = _QUIET_MS
    """A repaint is over when nothing has come for so long: a dialog is written in two pieces."""
    kind: str = "information"
    """ "caret", "page", "tag" or "information": which budgets hold."""


@dataclass(slots=True)
class Answers:
    """The samples of a case."""

    case: Case
    ours: list[Sample] = field(default_factory=list)
    floor: list[Sample] = field(default_factory=list)
    """The bare app with one Static, a sample before each of ours."""
    durable: int = 0
    """Samples after which the journal had grown by the time the key was painted."""
    silent: int = 0
    """Keys for which nothing was painted."""


@dataclass(slots=True)
class Section:
    """All cases of one story at one size of terminal."""

    made: Made
    size: Size
    cases: list[Answers] = field(default_factory=list)
    lines: list[Sample] = field(default_factory=list)
    """The bare Line API pane."""
    screens: list[Sample] = field(default_factory=list)
    """A bare app that shows a screen with one Static, where that was asked for."""

    @property
    def floor(self) -> list[Sample]:
        """The samples of the bare app with one Static in all cases together."""
        return [sample for answers in self.cases for sample in answers.floor]


def measure_screens(scratch: Scratch, size: Size, samples: int, quiet_ms: float) -> list[Sample]:
    """Have a bare app show a screen with one Static so many times, after one not counted."""
    with settled(scratch, bare("screen"), size, READY.encode()) as terminal:
        found = []
        for _ in range(samples + 1):
            found.append(terminal.measure(b"x", quiet_ms))
            _press(terminal, (b"x",), quiet_ms)
        return found[1:]


def measure(
    scratch: Scratch, made: Made, size: Size, cases: tuple[Case, ...], samples: int
) -> Section:
    """Press every case's keys so many times, each after one key in a bare app."""
    section = Section(made, size)
    with (
        settled(scratch, bare(), size, READY.encode()) as static,
        settled(scratch, bare("lines"), size, READY.encode()) as lines,
        open_story(scratch, made, size) as ours,
    ):
        for terminal in (static, lines):
            for _ in range(5):
                terminal.measure(b"x", _BARE_QUIET_MS)
        journal = _journal(made)
        for case in cases:
            answers = Answers(case)
            for number in range(samples):
                if number == 0 or (case.restart and number % case.restart == 0):
                    _press(ours, case.setup, _QUIET_MS)
                    ours.read_until_quiet(_SETUP_MS)
                answers.floor.append(static.measure(b"x", _BARE_QUIET_MS))
                if number % _LINES_EVERY == 0:
                    section.lines.append(lines.measure(b"x", _BARE_QUIET_MS))
                _press(ours, case.before, case.quiet_ms)
                _sample(answers, ours, case.keys[number % len(case.keys)], journal)
            section.cases.append(answers)
    return section


def _sample(answers: Answers, ours: Terminal, key: bytes, journal: Path) -> None:
    before = _size(journal)
    try:
        sample = ours.measure(key, answers.case.quiet_ms, timeout=1)
    except NoAnswerError:
        answers.silent += 1
        return
    grown = _size(journal) > before
    answers.durable += grown
    if grown or answers.case.kind != "tag":
        answers.ours.append(sample)


def _press(terminal: Terminal, keys: tuple[bytes, ...], quiet_ms: float) -> None:
    for key in keys:
        terminal.send(key)
        terminal.read_until_quiet(quiet_ms)


def _journal(made: Made) -> Path:
    found = list(made.data.glob("*/journal.jsonl"))
    return found[0] if found else made.data / "bench" / "journal.jsonl"


def _size(path: Path) -> int:
    return os.stat(path).st_size if path.exists() else 0
