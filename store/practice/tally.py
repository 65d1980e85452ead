"""What tagging costs: keys and seconds, by label.

All keys count, also those for what was taken back or is not right. What was spent since the edit
before goes to the labels of what an edit changes, in equal parts. A pause between two keys that is
longer than a minute does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_PAUSE: Final = 60.0
"""Seconds between two keys beyond which somebody did something else."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What has been spent."""

    keys: Mapping[str, float] = field(default_factory=dict)
    """By label."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """By label."""
    open_keys: int = 0
    """Keys since the last edit."""
    open_seconds: float = 0.0
    """Seconds since the last edit, without pauses."""
    last: float | None = None
    """When the last key was pressed, or all began: in seconds on a clock that never goes back."""


def begun(tally: Tally, now: float) -> Tally:
    """Count the time from now on."""
    return replace(tally, last=now)


def pressed(tally: Tally, now: float) -> Tally:
    """Count a key."""
    gap = 0.0 if tally.last is None else now - tally.last
    return replace(
        tally,
        open_keys=tally.open_keys + 1,
        open_seconds=tally.open_seconds + (gap if gap <= LONGEST_PAUSE else 0.0),
        last=now,
    )


def edited(tally: Tally, labels: Sequence[str]) -> Tally:
    """Share out what was spent since the edit before.

    Args:
        tally: So far.
        labels: The label of each annotation that the edit adds, changes or removes.
    """
    if not labels:
        return tally
    keys, seconds = dict(tally.keys), dict(tally.seconds)
    for label in labels:
        keys[label] = keys.get(label, 0.0) + tally.open_keys / len(labels)
        seconds[label] = seconds.get(label, 0.0) + tally.open_seconds / len(labels)
    return replace(tally, keys=keys, seconds=seconds, open_keys=0, open_seconds=0.0)


def taken_back(tally: Tally) -> Tally:
    """Do not count the last key after all; its time passed all the same."""
    return replace(tally, open_keys=max(0, tally.open_keys - 1))
