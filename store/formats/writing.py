"""What a writer of a format is given: where to, the options, and a place for what it leaves out."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.formats.choices import AlignmentMode, Overlaps
from store.formats.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from store.formats.offsets import Unit
    from store.labels import LabelSet


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How a dataset is written, where its format leaves that open."""

    labels: LabelSet
    """Of the story, with the names that they have in the dataset."""
    unit: Unit | None = None
    """What offsets count; none for what the format says."""
    alignment: AlignmentMode = AlignmentMode.EXPAND
    overlaps: Overlaps = Overlaps.LONGEST
    has_text: bool = True
    """Whether what articles and spans say is written; else only hashes and offsets."""


@dataclass(slots=True)
class Output:
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
