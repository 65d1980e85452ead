"""Formats with a file for each article, in a folder and the folders in it.

WebAnno and INCEpTION export a project with a folder for each document, a file for each person:

    annotation/doc.txt/ana.tsv
    annotation/doc.txt/bo.tsv
    curation/doc.txt/CURATION_USER.tsv

The article is the document, and what two people say of it is not put together.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import unreadable
from store.formats.losses import Losses
from store.formats.people import People

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.formats.reading import Input
    from store.formats.rows import Placed

_ROOMS: Final = ("annotation", "curation")
"""Folders in which a project has those of its documents."""
_ENDINGS: Final = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""Of documents whose folder may stand by itself: no other folder is called so."""
_NOBODY: Final = "INITIAL_CAS"
"""What the file of a document is called as it was before anybody annotated it."""


def read_files(
    source: Input, ending: str, read: Callable[[Input, str], Iterable[Placed]]
) -> Iterator[Placed]:
    """The articles of a file, or of those in a folder at any depth.

    Args:
        source: The file, or the folder.
        ending: Of the names in a folder, with its point, in lower case.
        read: Reads one file, given the id that its name gives to its article.
    """
    path = source.path
    files = [(path, path.stem)]
    if path.is_dir():
        found = files_below(source, ending)
        files = [(file, file.relative_to(path).as_posix()[: -len(ending)]) for file in found]
    if not files:
        source.fault(f"there is no file *{ending} in this folder")
    project = Project(source, [file for file, _ in files])
    for file, name in files:
        with source.passing_over():
            if file in project:
                yield from project.read(file, read)
            elif not project:  # in a project all others are its settings
                yield from read(source.at(file), name)


def files_below(source: Input, *endings: str) -> list[Path]:
    """The files with such endings in a folder and the folders in it, in order, but for hidden ones.

    A folder that cannot be read is a fault. What is no regular file is told by who reads it.
    """
    found: list[Path] = []

    def take(error: OSError) -> None:
        reason = unreadable(error)
        source.at(Path(error.filename)).fault(reason)

    for where, folders, names in os.walk(source.path, onerror=take):
        folders[:] = (name for name in folders if not name.startswith("."))
        found += (
            Path(where, name)
            for name in names
            if name.lower().endswith(endings) and not name.startswith(".")
        )
    return sorted(found)


class Project:
    """The files of a dataset that are a person's each, if it is a project."""

    def __init__(self, source: Input, files: Sequence[Path]) -> None:
        """Take all files of the dataset."""
        self._source = source
        self._people = People(source)
        self._documents = {file: name for file in files if (name := _document_of(file))}
        self._counts = Counter(self._documents.values())

    def __bool__(self) -> bool:
        return bool(self._documents)

    def __contains__(self, file: Path) -> bool:
        return file in self._documents

    def read(self, file: Path, read: Callable[[Input, str], Iterable[Placed]]) -> Iterator[Placed]:
        """The articles of one of the files: as its person has them, if that is whose are read."""
        document, who = self._documents[file], file.stem
        if who == _NOBODY:
            if self._counts[document] > 1:
                what = "documents before anybody annotated them"
                self._source.losses.lose(what, document)
                return
            who = ""
        is_read = self._people.is_read(who, document)
        source = self._source.at(file)
        for placed in read(source if is_read else replace(source, losses=Losses()), document):
            row = placed.row
            if is_read:
                meta = msgspec.structs.replace(row.meta, annotator=who or row.meta.annotator)
                yield replace(placed, row=msgspec.structs.replace(row, meta=meta))
            elif row.spans:
                self._people.leave_out("user", who, document, len(row.spans))


def _document_of(file: Path) -> str:
    """The document of which a file has what one person says; empty if it is no such file."""
    folder = file.absolute().parent
    is_named = folder.name.lower().endswith(_ENDINGS)
    if folder.parent.name not in _ROOMS and not is_named:
        return ""
    return Path(folder.name).stem if is_named else folder.name
