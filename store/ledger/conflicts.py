"""What two histories of one person say differently, kept until a person has settled it.

A file of its own beside the journal. What stands there has stayed; each conflict says what the
other history has. It is over as soon as that stands there, by whatever edit, and open again if that
is undone; or when the person has said that what stands there is to stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import SingleEdit
from store.ledger.checkpoints import CONFLICTS
from store.ledger.records import sealed, unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.files import Files
    from store.ledger.remaking import Conflict


class KeptConflict(msgspec.Struct, frozen=True):
    """A conflict as it is kept."""

    why: str
    """What stood in the way, as a clause."""
    edit: SingleEdit
    """From what stood there to what the other history has."""
    stays: bool = False
    """Whether a person has said that what stands there is to stay."""


class _File(msgspec.Struct):
    conflicts: list[KeptConflict]


def read_conflicts(folder: Path, files: Files) -> list[KeptConflict] | None:
    """The conflicts that are kept in an annotator's folder; none if their file is damaged.

    Raises:
        OSError: It cannot be read.
    """
    path = folder / CONFLICTS
    return conflicts_in(files.read(path)) if files.exists(path) else []


def conflicts_in(data: bytes) -> list[KeptConflict] | None:
    """What the bytes of such a file say; none if they are not what was written."""
    body = unsealed(data.rstrip(b"\n"))
    try:
        return None if body is None else msgspec.json.decode(body, type=_File).conflicts
    except msgspec.DecodeError:
        return None


def with_conflicts(data: bytes, new: Iterable[Conflict]) -> list[KeptConflict]:
    """Those that are kept, and more, each once.

    Args:
        data: What the file holds; empty if there is none.
        new: The newest conflicts.
    """
    kept = conflicts_in(data) if data else []
    found = [KeptConflict(each.why, each.edit) for each in new]
    return [*(each for each in kept or () if each not in found), *found]


def write_conflicts(folder: Path, conflicts: Iterable[KeptConflict], files: Files) -> None:
    """Put conflicts in the place of those that are kept; without any there is no file.

    Raises:
        OSError: They could not be written.
    """
    kept, path = list(conflicts), folder / CONFLICTS
    if kept:
        files.replace(path, sealed(msgspec.json.encode(_File(kept))))
    else:
        files.remove(path)
