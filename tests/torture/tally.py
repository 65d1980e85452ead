"""What a fault did: counts that are added up, and the first findings in words."""

from __future__ import annotations

import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HARNESS: Final = Path(__file__).parent.name
MOST_FINDINGS: Final = 12
"""Findings that are kept in words; all of them are counted."""
_SAID_EVERY: Final = 30.0
"""Seconds."""


@dataclass(slots=True)
class Tally:
    """The counts of one fault over one subject."""

    fault: str
    subject: str
    seed: int
    runs: int = 0
    """How often it was opened again and looked at."""
    acknowledged: int = 0
    """Edits that were said to be saved, over all runs."""
    lost: int = 0
    """Acknowledged edits that were not there any more."""
    wrong: int = 0
    """Runs that showed, without a word, what nobody ever said."""
    unreadable: int = 0
    """Runs after which something that was acknowledged could not be opened."""
    refused: int = 0
    """Runs in which the fault was noticed and said."""
    crashed: int = 0
    """Runs that ended in an error that is no sentence for a person."""
    cannot: str = ""
    """Why the fault could not be done here; empty if it could."""
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    """What else was counted, by name: what a run must have met for it to prove something."""

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, misread or made unreadable."""
        return not (self.lost or self.wrong or self.unreadable or self.crashed)

    def found(self, where: str, what: str) -> None:
        """Keep a finding in words."""
        if len(self.findings) < MOST_FINDINGS:
            self._keep(where, what)

    def _keep(self, where: str, what: str) -> None:
        self.findings.append(f"{self.fault}, {self.subject}, seed {self.seed}, {where}: {what}")

    def mark(self, name: str, count: int = 1) -> None:
        """Count something by name."""
        self.marks[name] = self.marks.get(name, 0) + count

    @contextmanager
    def watching(self, where: str) -> Iterator[None]:
        """Count an error that should never get out as a crash, with its traceback."""
        try:
            yield
        except Exception as error:
            self.crashed += 1
            place = f"crash: {type(error).__name__} in {_place(error)}"
            if place not in self.marks:  # one traceback for each place says enough
                last = "".join(traceback.format_exc().splitlines(keepends=True)[-12:])
                self._keep(where, f"crashed\n{last}")
            self.mark(place)

    def report(self) -> str:
        """The counts and the findings, for whoever must find the reason."""
        counts = {k: v for k, v in asdict(self).items() if k != "findings" and v}
        return "\n".join([", ".join(f"{k} {v}" for k, v in counts.items()), *self.findings])

    @classmethod
    def of(cls, values: dict[str, Any]) -> Tally:
        """A tally as another process wrote it in JSON."""
        return cls(**values)


class Progress:
    """Says on stderr now and then how far a fault is of which a run takes long."""

    def __init__(self, tally: Tally, runs: int) -> None:
        self._tally, self._runs = tally, runs
        self._said_at = time.perf_counter()

    def tell(self) -> None:
        """A run is done."""
        now, tally = time.perf_counter(), self._tally
        if now - self._said_at > _SAID_EVERY:
            self._said_at = now
            word = "sound" if tally.sound else "NOT SOUND"
            said = f"{tally.fault}: {tally.runs:,} of {self._runs:,} runs, {word}"
            print(said, file=sys.stderr, flush=True)


def _place(error: Exception) -> str:
    """Where an error comes from, leaving out the harness where that only passed it on."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if Path(f.filename).parent.name != _HARNESS] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


_COLUMNS: Final = {
    "fault": "fault",
    "subject": "subject",
    "runs": "runs",
    "acknowledged": "acknowledged",
    "lost": "lost",
    "wrong": "silently wrong",
    "unreadable": "unreadable",
    "refused": "refused loudly",
    "crashed": "crashed",
    "seconds": "seconds",
}


def table(tallies: Iterable[Tally]) -> str:
    """The tallies as aligned plain text, a row each."""
    rows = [list(_COLUMNS.values())]
    for tally in tallies:
        values = asdict(tally)
        if tally.cannot:
            rows.append([tally.fault, tally.subject, f"not run: {tally.cannot}"])
        else:
            rows.append([_cell(values[name]) for name in _COLUMNS])
    whole = [row for row in rows if len(row) == len(_COLUMNS)]
    widths = [max(len(row[i]) for row in whole) for i in range(len(_COLUMNS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: list[str], widths: list[int]) -> str:
    words = [
        cell.ljust(width) if number < 2 or len(row) < len(widths) else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=False))
    ]
    return "  ".join(words).rstrip()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
