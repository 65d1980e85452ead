"""What can happen to the bytes of a file: each damage is a value made by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.torture.disk import SECTOR

if TYPE_CHECKING:
    import random

BETWEEN: Final = ", between two records"
"""Ends what is said of a damage that leaves a journal which is sound in itself."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One file, and what it holds now."""

    path: str
    """Relative to the folder."""
    how: str
    data: bytes


def random_damage(kept: dict[str, bytes], chance: random.Random) -> Damage | None:
    """One file of some, damaged in one way.

    Args:
        kept: The files that may be hit, by path.
        chance: Picks the file and the damage.
    """
    # A kind of file first, so that many articles do not hide the few others.
    kinds = sorted({kind_of(name) for name in kept})
    kind = chance.choice(kinds)
    name = chance.choice(sorted(name for name in kept if kind_of(name) == kind))
    data = kept[name]
    while True:
        how, changed = damaged(data, chance)
        if changed != data:
            return Damage(name, how, changed)


def kind_of(name: str) -> str:
    """The folder and the ending, which files of one sort have in common; or the whole name."""
    folder, _, last = name.rpartition("/")
    is_many = folder.rpartition("/")[2] in ("articles", "texts", "backups")
    return f"{folder}/*.{last.rpartition('.')[2]}" if is_many else name


def damaged(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """What was done to some bytes by chance, and what they are then."""
    at = chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            bit = chance.randrange(8)
            flipped = bytes([data[at] ^ (1 << bit)])
            return f"bit {bit} of byte {at} flipped", data[:at] + flipped + data[at + 1 :]
        case 1:
            start = at - at % SECTOR
            length = len(data[start : start + SECTOR])
            zeroed = data[:start] + bytes(length) + data[start + length :]
            return f"sector at {start} zeroed", zeroed
        case 2:
            # At the end of a record is the blind spot, which is counted apart.
            while at and data[at - 1 : at] == b"\n":
                at -= 1
            return f"cut to {at} bytes", data[:at]
        case 3:
            rubbish = chance.randbytes(chance.choice((1, 7, 600)))
            return f"{len(rubbish)} bytes put in at {at}", data[:at] + rubbish + data[at:]
        case 4:
            length = chance.choice((1, 10, 100))
            return f"{length} bytes taken out at {at}", _taken_out(data, at, length)
        case _:
            rubbish = chance.randbytes(min(len(data) - at, chance.choice((2, 50))))
            written = data[:at] + rubbish + data[at + len(rubbish) :]
            return f"{len(rubbish)} bytes written over at {at}", written


def _taken_out(data: bytes, at: int, length: int) -> bytes:
    rest = data[:at] + data[at + length :]
    whole_records = data[at - 1 : at] in (b"\n", b"") and rest[at - 1 : at] in (b"\n", b"")
    return data if whole_records and data.startswith(rest) else rest


def damage_between_records(kept: dict[str, bytes], chance: random.Random) -> Damage | None:
    """The journal, cut to some whole records; none where there is no journal.

    Args:
        kept: All files, by path.
        chance: Picks how many records are left.
    """
    name = next((name for name in kept if name.endswith("/journal.jsonl")), None)
    if name is None:
        return None
    ends = [at + 1 for at, byte in enumerate(kept[name]) if byte == ord("\n")][:-1]
    end = chance.choice([0, *ends, *ends[-3:]])
    return Damage(name, f"cut to {end} bytes{BETWEEN}", kept[name][:end])
