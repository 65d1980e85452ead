"""What a writer of a format is given: where to, the options, and a place for what it leaves out."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.choices import AlignmentMode, Overlaps, RowSize, TokenRules
from store.formats.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from store.formats.offsets import Unit
    from store.formats.rows import ArticleRow
    from store.labels import LabelSet


_UNFIT: Final = regex.compile(r'[\p{C}\\:*?"<>|]')
"""What some file system does not take in a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How a dataset is exported, where its format leaves that open."""

    names: Mapping[str, str] = field(default_factory=dict)
    """What labels are called in the dataset, by what they are called here; empty: left out."""
    unit: Unit | None = None
    """What offsets count; none for what the format says."""
    alignment: AlignmentMode = AlignmentMode.CUT
    overlaps: Overlaps = Overlaps.LONGEST
    """Which span stays of two that share a word, in one layer of tags."""
    layers: tuple[tuple[str, ...], ...] | None = None
    """The labels that stand in layers of their own (`store.formats.layers`); none where these
    follow from the label set."""
    language: str = ""
    """The code of that of the texts, such as `fr`, by which they are cut into sentences and tokens;
    told by each text if empty."""
    cuts_hyphens: bool = False
    """Whether what hyphens join is several tokens."""
    rows: RowSize = RowSize.SENTENCE
    """What a row of tokens is."""
    has_text: bool = True
    """Whether the text is written; else only hashes and offsets."""
    replaces: bool = False
    """Whether a character that the format cannot hold is replaced; else its article is left out."""
    is_strict: bool = False
    """Whether nothing is written where anything would be lost."""
    progress: Callable[[int], None] = lambda _: None
    """Is told how many articles more have been written."""
    seen: Callable[[ArticleRow], None] = lambda _: None
    """Is shown each article as the format is given it."""

    @property
    def tokens(self) -> TokenRules:
        """How texts are cut into tokens."""
        return TokenRules(self.language, self.cuts_hyphens)


@dataclass(slots=True)
class Output:
    """A dataset that is written."""

    folder: Path
    """A temporary folder; what is written into it is moved to its place when all is written."""
    name: str
    """The name of the dataset, for a file or a folder."""
    labels: LabelSet
    """Of the story, with the names that they have in the dataset."""
    options: ExportOptions
    losses: Losses = field(default_factory=Losses)
    written: list[Path] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    """The names of files that are in use, as a file system has them that knows no capitals."""

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

    def file_name(self, article_id: str, ending: str) -> str:
        """A free name for the file of an article, within the folder whatever the id says.

        Args:
            article_id: Its path within the story; it may come from a file of others.
            ending: Of the name, with its point.
        """
        parts = (_UNFIT.sub("_", part) for part in article_id.split("/"))
        safe = "/".join(part for part in parts if part.strip(". ")) or "article"
        name, number = f"{safe}{ending}", 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{safe}-{number}{ending}"
        self._taken.add(name.casefold())
        return name
