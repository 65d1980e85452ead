"""Datasets that are folders with a file for each article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_UNFIT: Final = regex.compile(r'[\p{C}\\:*?"<>|]')
"""What some file system does not take in a name."""


def files_of(source: Input, ending: str, passes: str = "") -> Iterator[tuple[Path, str]]:
    """The files of a dataset, and the ids that their names give to their articles.

    Args:
        source: A file, or a folder with such files at any depth.
        ending: Of the names in a folder, with its point, in lower case.
        passes: What the names of files end with that are passed over, in lower case.
    """
    path = source.path
    if not path.is_dir():
        yield path, path.stem
        return
    found = False
    for file in sorted(path.rglob("*")):
        name = file.name.lower()
        if name.endswith(ending) and not (passes and name.endswith(passes)) and file.is_file():
            found = True
            yield file, file.relative_to(path).as_posix()[: -len(ending)]
    if not found:
        source.fault(f"there is no file *{ending} in this folder")


def file_name(article_id: str, ending: str, taken: set[str]) -> str:
    """A free name for the file of an article, within the folder whatever the id says.

    Args:
        article_id: Its path within the story; it may come from a file of others.
        ending: Of the name, with its point.
        taken: The names that are in use; the new one is added.
    """
    parts = (_UNFIT.sub("_", part) for part in article_id.split("/"))
    safe = "/".join(part for part in parts if part.strip(". ")) or "article"
    name, number = f"{safe}{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{safe}-{number}{ending}"
    taken.add(name.casefold())
    return name


def text_of(row: ArticleRow, target: Output, format_name: str) -> str:
    """The text of an article that is written.

    Raises:
        InputError: There is none, or it is not wanted.
    """
    if not target.options.has_text:
        raise InputError(f"{format_name} cannot be written without the text")
    if row.text is None:
        raise InputError(f"{format_name} cannot be written, as there is no text of {row.id}")
    return row.text
