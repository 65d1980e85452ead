"""What is remembered from one practice to the next: how far the lessons went, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError, system_reason
from store.files import Files

if TYPE_CHECKING:
    from pathlib import Path

RECORD_FILE: Final = "practice.json"
_KEPT: Final = 100
"""Sittings that are remembered."""


class Cost(msgspec.Struct, frozen=True):
    """What the spans of one label took in one sitting."""

    spans: int
    """That are as the gold has them, and were not before."""
    keys: float
    seconds: float
    """Without pauses of more than a minute."""


class Sitting(msgspec.Struct, frozen=True):
    """One practice, without the lessons."""

    at: str
    """When it ended: UTC, ISO 8601."""
    labels: dict[str, Cost]

    @property
    def all(self) -> Cost:
        """What all of it took."""
        costs = self.labels.values()
        return Cost(
            sum(cost.spans for cost in costs),
            sum(cost.keys for cost in costs),
            sum(cost.seconds for cost in costs),
        )


class PracticeRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that is remembered."""

    step: int = 0
    """Where the lessons go on."""
    sittings: tuple[Sitting, ...] = ()
    """The oldest first."""
    used: tuple[str, ...] = ()
    """The commands that were ever used."""

    @property
    def last(self) -> Sitting | None:
        """The last sitting in which something was tagged."""
        return self.sittings[-1] if self.sittings else None


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
        reason = f"what is remembered of your practice cannot be read: {system_reason(error)}"
        raise InputError(reason, path=path) from error
    except msgspec.DecodeError as error:
        reason = (
            "what is remembered of your practice is damaged; "
            "remove this file, or begin afresh with --again"
        )
        raise InputError(reason, path=path) from error


def save_record(folder: Path, record: PracticeRecord) -> None:
    """Remember something in a folder.

    Raises:
        InputError: It cannot be written.
    """
    path = folder / RECORD_FILE
    sittings = record.sittings[-_KEPT:]
    data = msgspec.json.encode(msgspec.structs.replace(record, sittings=sittings))
    try:
        Files().replace(path, msgspec.json.format(data) + b"\n")
    except OSError as error:
        reason = f"your practice cannot be remembered: {system_reason(error)}"
        raise InputError(reason, path=path) from error
