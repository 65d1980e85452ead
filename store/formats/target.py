"""What a writer of a format is given: where to, the options, and a place for what it leaves out.

All is written beside where it is to stand, and put there in one step when it is whole.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason
from store.formats.features import Alignment, Losses, Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from store.formats.offsets import Unit
    from store.labels import LabelSet


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a dataset is written, where its format leaves that open."""

    labels: LabelSet
    """Of the story, with the names that they have in the dataset."""
    unit: Unit | None = None
    """What offsets count; none for what the format says."""
    alignment: Alignment = Alignment.EXPAND
    overlaps: Overlaps = Overlaps.LONGEST
    has_text: bool = True
    """Whether what articles and spans say is written; else only hashes and offsets."""


@dataclass(slots=True)
class Target:
    """A dataset that is written."""

    folder: Path
    """A temporary folder; what is written into it is moved to its place when all is written."""
    name: str
    """The name of the dataset, for a file or a folder."""
    options: WriteOptions
    losses: Losses = field(default_factory=Losses)
    written: list[Path] = field(default_factory=list)

    @contextlib.contextmanager
    def stream(self, name: str = "") -> Iterator[BinaryIO]:
        """A file to write into: the one file of the dataset, or one of its folder by its name."""
        path = self.path(name)
        with path.open("wb") as stream:
            yield stream

    def path(self, name: str = "") -> Path:
        """The path of such a file, for a library that writes it itself."""
        path = self.folder / (name or self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.append(path)
        return path


@contextlib.contextmanager
def workshop(beside: Path | None, said: Path | None = None) -> Iterator[Path]:
    """A temporary folder on the file system of a path; gone at the end with what is left in it.

    Args:
        beside: The path; none for the system's own place for temporary files.
        said: How the person named the path.

    Raises:
        InputError: It cannot be made.
    """
    where = None if beside is None else beside.parent
    try:
        folder = tempfile.mkdtemp(prefix=".sidelight-", dir=where)
    except OSError as error:
        reason = f"it cannot be written: {system_reason(error)}"
        named = said or beside
        if named is not None and where is not None and not where.exists():
            reason += f"; make the folder {named.parent} first"
        raise InputError(reason, path=named) from error
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
