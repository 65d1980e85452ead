"""Find the story that a command line names: a folder, several files, or one file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.articles.loading import LOADERS, PAPERS, is_article_name
from store.articles.model import ArticleRef, Story
from store.errors import InputError, NoArticlesError, system_reason, unreadable
from store.text.inert import inert
from store.wording import unmarked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

ANNOTATIONS_FOLDER: Final = "annotations"
"""Where a story keeps its annotations; never searched for articles."""
_NAMED: Final = 6
"""Files that are named."""
_DIGITS: Final = re.compile("([0-9]+)")


def find_story(paths: Sequence[Path]) -> Story:
    """The story that the paths name.

    Args:
        paths: One folder; or one or more article files, which may lie in different folders.

    Raises:
        InputError: A path is missing, or there is no article in what was named.
    """
    if not paths:
        raise InputError("name a folder of articles, or one or more article files")
    for path in paths:
        if not _exists(path):
            raise InputError("there is no such file or folder", path=path)
    if len(paths) == 1 and paths[0].is_dir():
        return _folder_story(paths[0])
    return _file_story(paths)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # of a name that is too long
        raise InputError(system_reason(error), path=path) from error


def _folder_story(folder: Path) -> Story:
    story = story_of(folder)
    if not story.articles:
        raise _without_articles(folder, story.remarks)
    return story


def story_of(folder: Path) -> Story:
    """The story that a folder is, with the articles that are in it, if any.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            there = {entry.name: entry for entry in entries if not _is_folder(entry)}
        root = folder.resolve()
    except OSError as error:
        raise InputError(unreadable(error, "the folder"), path=folder) from error
    named = sorted(filter(is_article_name, there))
    fit = [name for name in named if _is_file(there[name]) and _is_unicode(name)]
    refs = _refs(folder, fit)
    papers = [name for name in there if name.lower().endswith(PAPERS) and name[0] != "."]
    known = {ref.id for ref in refs} if papers else set()
    left_out = sorted(name for name in papers if Path(name).stem not in known)
    remarks = (
        ("no regular file, so no article", [n for n in named if not _is_file(there[n])]),
        (
            "no article until it is renamed, as its name is not Unicode text",
            [n for n in named if not _is_unicode(n)],
        ),
        (
            "an article that is a link to a file outside the story, whose text is exported",
            [n for n in fit if there[n].is_symlink() and _leads_out(folder / n, root)],
        ),
    )
    said = tuple(f"{listed(names)}: {what}" for what, names in remarks if names)
    return Story(root, told_name(root.name or str(root)), refs, tuple(left_out), said)


def told_name(name: str) -> str:
    """The name of a folder as it can be written, though it is not Unicode text."""
    return os.fsencode(name).decode("utf-8", "replace")


def _leads_out(link: Path, root: Path) -> bool:
    return not Path(os.path.realpath(link)).is_relative_to(root)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself, or where one may not look
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return os.path.isdir(entry) if entry.is_symlink() else entry.is_dir()


def left_out_sentence(names: Sequence[str], by: str) -> str:
    """Which files of a story's folder were left out; the first of many are named.

    Args:
        names: Of the files.
        by: What makes articles of them, as it is told.
    """
    were, each = ("1 file was", "it") if len(names) == 1 else (f"{len(names):,} files were", "each")
    return f"{were} left out: {listed(names)}; {by} makes an article of {each}"


def listed(names: Sequence[str]) -> str:
    """Names of files, in a sentence: the first of many, and how many more there are."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return unmarked(inert(f"{' '.join(names[:_NAMED])}{more}"))


def folders_below(folder: Path) -> Iterator[str]:
    """The names of the folders in a folder that have an article of their own, in order.

    Raises:
        OSError: It cannot be read.
    """
    for name in sorted(os.listdir(folder)):
        if name != ANNOTATIONS_FOLDER and (folder / name).is_dir() and _has_article(folder / name):
            yield name


def _without_articles(folder: Path, remarks: Sequence[str]) -> InputError:
    types = " or ".join(LOADERS)
    below = next(folders_below(folder), "")
    if remarks and not below:
        reason = f"this folder holds nothing that can be read as an article; {'; '.join(remarks)}"
        return InputError(reason, path=folder)
    if below:
        reason = (
            "this folder has no article of its own, but folders in it have: open one of them, "
            f"such as {folder / below}"
        )
    else:
        what = (
            "is empty" if not os.listdir(folder) else f"holds no article, that is, no {types} file"
        )
        reason = f"this folder {what}; put the reports of one event into it, one file each"
    return NoArticlesError(reason, path=folder, has_stories=bool(below))


def _has_article(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(is_article_name(entry.name) for entry in entries)
    except OSError:
        return False


def _file_story(paths: Sequence[Path]) -> Story:
    for path in paths:
        if path.is_dir():
            raise InputError("give either one folder or several files, not both", path=path)
        if path.suffix.lower() not in LOADERS:
            types = " or ".join(LOADERS)
            raise InputError(f"an article is a {types} file; this is neither", path=path)
    files = [Path(os.path.abspath(path)) for path in paths]
    root = Path(os.path.commonpath([file.parent for file in files]))
    relative = {file.relative_to(root).as_posix() for file in files}
    for name in sorted(relative):
        if not _is_unicode(name):
            reason = "the name of this file is not Unicode text; rename it and open it again"
            raise InputError(reason, path=inert(str(root / name)))
    return Story(root, root.name or str(root), _refs(root, relative))


def _refs(folder: Path, files: Collection[str]) -> tuple[ArticleRef, ...]:
    """The articles in files of a folder, in the order in which they are shown.

    A folder may have ten thousand: what is done for each is a few calls, and makes no path.
    """
    refs: dict[str, ArticleRef] = {}
    # Of two files that differ only in their extension the first type in the table keeps the
    # plain id, so that a second file put beside an annotated one takes nothing from it.
    for extension in LOADERS:
        length = len(extension)
        for name in sorted(name for name in files if name[-length:].lower() == extension):
            plain = name[:-length]
            article_id = name if plain in refs else plain
            while article_id in refs:
                article_id += extension
            refs[article_id] = ArticleRef(article_id, folder, name)
    in_order = sorted(sorted(refs), key=_natural)
    return tuple(refs[article_id] for article_id in in_order)


def _is_unicode(name: str) -> bool:
    """Whether every byte of a file's name could be decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _natural(name: str) -> list[int | str]:
    """A key by which `report 10` follows `report 9`: what is no number, a number, and so on."""
    parts: list[Any] = _DIGITS.split(name.casefold())
    for at in range(1, len(parts), 2):
        parts[at] = int(parts[at])
    return parts
