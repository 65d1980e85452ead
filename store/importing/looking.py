"""What a path names that can be imported: a dataset, or pages and papers to be made articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from store.articles.loading import PAPERS
from store.articles.story import story_of
from store.errors import InputError, unreadable
from store.formats.beginning import beginning_of, fields_of_first, why_no_text
from store.formats.features import Feature
from store.formats.format import Format
from store.formats.registry import SURE, Guess, format_named, guess_formats, recognise
from store.formats.rows import Placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.formats.reading import Input

PAPERS_FORMAT: Final = "pages and papers"
"""What the format of a folder is called of whose files articles are made."""


def guess_format(path: Path) -> Guess:
    """The format of a dataset that can be read, or of pages and papers in a folder.

    Raises:
        InputError: It is not clear, or the dataset cannot be read.
    """
    try:
        if path.is_file() and (path.stat().st_size == 0 or not beginning_of(path)):
            raise InputError("the file is empty; there is nothing to import", path=path)
        names = story_of(path).left_out if path.is_dir() else ()
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error
    if names and not any(guess.sure > SURE for guess in guess_formats(path)):
        return Guess(_papers_format(names), 1.0)
    try:
        return recognise(path)
    except InputError:
        if path.suffix != ".jsonl" or not path.is_file() or not _may_be_ours(beginning_of(path)):
            raise
        return Guess(format_named("jsonl"), 0.0)  # its reader says what is wrong with it


def _may_be_ours(head: bytes) -> bool:
    """Whether JSON lines may be our own with something wrong, not those of another program."""
    names = fields_of_first(head)
    return not (names and "spans" not in names) and not why_no_text(head)


def _papers_format(names: Sequence[str]) -> Format:
    """A format in which a folder is read whose pages and papers are made articles."""
    return Format(
        name=PAPERS_FORMAT,
        title="Pages and papers of which articles are made",
        holds=frozenset({Feature.TEXT}),
        reads=partial(_read_papers, names),
        endings=PAPERS,
    )


def _read_papers(names: Sequence[str], source: Input) -> Iterator[Placed]:
    """An article of each file; one that cannot be read is a fault."""
    taken: set[str] = set()
    for name in names:
        inner = source.at(source.path / name)
        try:
            reads = recognise(inner.path).format.reads
            assert reads is not None  # only such formats are recognised
            for placed in reads(inner):
                row_id = name if placed.row.id in taken else placed.row.id
                taken.add(row_id)
                row = msgspec.structs.replace(placed.row, id=row_id)
                yield Placed(row, placed.path, placed.line)
        except InputError as error:
            source.take(error)


def size_of(path: Path) -> int:
    """How many bytes there are to read, as far as one can see."""
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
