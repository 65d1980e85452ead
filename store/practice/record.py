"""What practice costs in keys and seconds, and what is remembered of it from one to the next.

All keys count, also those for what was taken back or is not right. What was spent since the edit
before goes to the labels of what an edit changes, in equal parts. A pause between two keys that is
longer than a minute does not count.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError, system_reason, unreadable
from store.files import Files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORD_FILE: Final = "practice.json"
LONGEST_PAUSE: Final = 60.0
"""Seconds between two keys beyond which somebody did something else."""
_KEPT: Final = 100
"""Sittings that are remembered."""


class Spending:
    """Counts keys and seconds as they are spent."""

    def __init__(self, now: float | None = None) -> None:
        """Begin at a moment in seconds, on a clock that never goes back; else with a key."""
        self.last = now
        """When the last key was pressed."""
        self.keys: defaultdict[str, float] = defaultdict(float)
        """By label, in fractions where an edit has several."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.open_keys = 0
        """Since the last edit."""
        self.open_seconds = 0.0

    def press(self, now: float) -> None:
        """Count a key."""
        gap = 0.0 if self.last is None else now - self.last
        self.open_keys += 1
        self.open_seconds += gap if gap <= LONGEST_PAUSE else 0.0
        self.last = now

    def forgive(self) -> None:
        """Do not count the last key after all; its time passed all the same."""
        self.open_keys = max(0, self.open_keys - 1)

    def share(self, labels: Sequence[str]) -> None:
        """Share out what is open among the labels of what an edit adds, changes or removes."""
        for label in labels:
            self.keys[label] += self.open_keys / len(labels)
            self.seconds[label] += self.open_seconds / len(labels)
        if labels:
            self.open_keys, self.open_seconds = 0, 0.0


class Cost(msgspec.Struct, frozen=True):
    """What the spans of one label took in one sitting."""

    spans: int = 0
    """That are as the gold has them, and were not before."""
    keys: float = 0.0
    seconds: float = 0.0
    """Without pauses of more than a minute."""

    @property
    def per_span(self) -> tuple[float | None, float | None]:
        """Keys and seconds; nothing where there is no span."""
        return (self.keys / self.spans, self.seconds / self.spans) if self.spans else (None, None)


class Sitting(msgspec.Struct, frozen=True):
    """One practice, without the lessons."""

    at: str
    """When it ended: UTC, ISO 8601."""
    labels: dict[str, Cost]

    def cost_of(self, *labels: str) -> Cost:
        """What the spans of some labels took together."""
        costs = [self.labels[name] for name in labels if name in self.labels]
        return Cost(*map(sum, zip(*map(msgspec.structs.astuple, costs), strict=True)))


class PracticeRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that is remembered."""

    step: int = 0
    """The exercise at which the lessons go on."""
    sittings: tuple[Sitting, ...] = ()
    """The oldest first; only those in which something was tagged."""
    used: tuple[str, ...] = ()
    """The commands that were ever used."""


def load_record(folder: Path) -> PracticeRecord:
    """What is remembered in a folder; an empty record if nothing is.

    Raises:
        InputError: It cannot be read.
    """
    path = folder / RECORD_FILE
    try:
        return msgspec.json.decode(Files().read(path), type=PracticeRecord)
    except FileNotFoundError:
        return PracticeRecord()
    except OSError as error:
        raise InputError(
            unreadable(error, "what is remembered of your practice"), path=path
        ) from error
    except msgspec.DecodeError as error:
        reason = (
            "what is remembered of your practice is damaged; "
            "remove this file, or begin afresh with {option:again}"
        )
        raise InputError(reason, path=path) from error


def save_record(folder: Path, record: PracticeRecord) -> None:
    """Remember something in a folder.

    Raises:
        InputError: It cannot be written.
    """
    path = folder / RECORD_FILE
    record = msgspec.structs.replace(record, sittings=record.sittings[-_KEPT:])
    try:
        Files().replace(path, msgspec.json.format(msgspec.json.encode(record)) + b"\n")
    except OSError as error:
        reason = f"your practice cannot be remembered: {system_reason(error)}"
        raise InputError(reason, path=path) from error
