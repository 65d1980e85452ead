"""What a format is: what it can hold, how it is read and written, and how it is recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.formats.features import Feature
    from store.formats.offsets import Unit
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow, Placed
    from store.formats.writing import Output

Reader: TypeAlias = "Callable[[Input], Iterator[Placed]]"
"""Reads one article after the other; says what it leaves out to the input."""
Writer: TypeAlias = "Callable[[Iterator[ArticleRow], Output], None]"
"""Writes articles as they come; says what it leaves out to the output."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: one module has its reader and its writer, and one of these, named `FORMAT`."""

    name: str
    """As `--format` takes it."""
    title: str
    """What it is called, and by whom it is used."""
    holds: frozenset[Feature]
    reads: Reader | None = None
    writes: Writer | None = None
    endings: tuple[str, ...] = ()
    """Of file names, the usual one first, with their points."""
    is_folder: bool = False
    """Whether a dataset is a folder of files, not one file."""
    is_text: bool = True
    """Whether it can be shown on a terminal."""
    extra: str = ""
    """The optional extra of the package that it needs; empty for none."""
    writes_without_extra: bool = False
    """Whether it needs that only to be read."""
    has_local_ids: bool = False
    """Whether ids mean something within one article only, unless they are ours."""
    units: frozenset[Unit] = frozenset()
    """What offsets can be written in; empty where the format knows only one unit, or has no room
    to say which it is."""
    needs_text: bool = True
    """Whether it makes no sense without the texts of the articles."""
    says_whose: bool = False
    """Whether each article or row says whose annotations it has, so that several people's stand
    beside each other under one id."""
    names_articles: bool = True
    """Whether it says which article is which."""
    has_layers: bool = False
    """Whether its tags stand in layers, which a person can choose."""
    has_row_sizes: bool = False
    """Whether a person can choose what a row of it is."""
    is_xml: bool = False
    """Whether it has no place for the characters that XML has none for."""
    looks_like: Callable[[bytes, str], float] | None = None
    """How sure it is, from 0 to 1, that a file is of this format, by its first records with what is
    long in them shortened (`beginning_of`), and its name. A folder's name ends with a slash, and in
    the place of records stand the names of what is in it, a line each."""
