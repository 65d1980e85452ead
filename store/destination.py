"""The one place through which datasets, reports and cards reach the disk.

None is ever put over what a story is made of: its articles, anything that is kept of annotations,
a label set or a keymap, by whatever name or link the path reaches it. Files are compared by device
and inode, so that it does not matter how a path is spelled.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles.loading import is_article_name
from store.articles.story import ANNOTATIONS_FOLDER
from store.errors import InputError, unwritable
from store.files import CONFINED, Files
from store.labels import LABELS_FILE
from store.library.places import is_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TO_EXPORT: Final = "export to another file"
TO_REPORT: Final = "name another for the report"
_MOST_SETTINGS: Final = 1_000_000
"""Bytes of a larger file that is no label set and no keymap."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What nothing is written over."""

    stories: tuple[Path, ...]
    """The folders in which the articles lie."""
    homes: tuple[Path, ...] = ()
    """Folders of annotations that lie elsewhere than beside the articles."""
    settings: tuple[Path, ...] = ()
    """Label sets and keymaps in use, whether they are there or not."""

    @classmethod
    def of(
        cls,
        paths: Iterable[Path],
        data: Path | None = None,
        settings: Iterable[Path | None] = (),
    ) -> Protected:
        """What belongs to stories.

        Args:
            paths: Articles, folders of articles, or folders of such folders.
            data: Where annotations lie, if not beside the articles.
            settings: Label sets and keymaps in use, as far as there are any.
        """
        stories: dict[Path, None] = {}
        for path in paths:
            stories |= dict.fromkeys(_folders_of(path))
        homes = () if data is None else (data,)
        return cls(tuple(stories), homes, tuple(each for each in settings if each is not None))

    def refusal(self, target: Path) -> str:
        """Why nothing may be written to a path, as a clause; empty if it may.

        Args:
            target: The path with all links followed.
        """
        if self._is_kept(target):
            return "this is where annotations are kept"
        if self._is_setting(target):
            return "this is a label set or a keymap"
        if self._is_article(target):
            return "this is an article of the story"
        if self._would_be_article(target):
            return "beside the articles it would be one of them"
        return ""

    def _is_kept(self, target: Path) -> bool:
        """Whether a path is, or lies in, a folder of annotations: of these stories, or of any."""
        inside = (target, *target.parents)
        there = {identity for each in inside if (identity := _identity(each)) is not None}
        for home in (*self.homes, *(story / ANNOTATIONS_FOLDER for story in self.stories)):
            identity = _identity(home)
            if identity in there:
                return True
            if identity is None and any(_is_same(each, home) for each in inside):
                return True
        return any(_is_home(each) for each in inside)

    def _is_setting(self, target: Path) -> bool:
        own = (*self.settings, *(story / LABELS_FILE for story in self.stories))
        return any(_is_same(target, each) for each in own) or _has_settings(target)

    def _is_article(self, target: Path) -> bool:
        identity = _identity(target)
        if identity is None:
            return False
        if is_article_name(target.name) and (target.parent / ANNOTATIONS_FOLDER).is_dir():
            return True
        articles = (each for story in self.stories for each in _articles_in(story))
        return any(_identity_of_file(each) == identity for each in articles)

    def _would_be_article(self, target: Path) -> bool:
        """Whether a file that is not there yet would be read as an article of a story."""
        folder = target.parent
        if not is_article_name(target.name) or not _articles_in(folder):
            return False
        is_story = any(_is_same(folder, story) for story in self.stories)
        return is_story or (folder / ANNOTATIONS_FOLDER).is_dir()


@dataclass(frozen=True, slots=True)
class Destination:
    """A place that may be written to. Only `at` makes one."""

    path: Path
    """As the person named it."""
    target: Path
    """With all links followed: what a link points to is replaced, not the link."""
    protected: Protected
    hint: str
    is_folder: bool

    @classmethod
    def at(
        cls, path: Path, protected: Protected, *, is_folder: bool = False, hint: str = TO_EXPORT
    ) -> Destination:
        """A place that a person has named.

        Args:
            path: As they named it.
            protected: What it must not be.
            is_folder: Whether it is to be a folder of files.
            hint: What they can do instead, as the end of a sentence.

        Raises:
            InputError: Something would be harmed, or there is something else than a file.
        """
        check_confined(path)
        output = cls(path, Path(os.path.realpath(path)), protected, hint, is_folder)
        output.check()
        return output

    def check(self) -> None:
        """Make sure that it may still be written to.

        Raises:
            InputError: It may not.
        """
        path = self.path
        try:
            reason = self.protected.refusal(self.target)
        except OSError as error:
            raise InputError(unwritable(error), path=path) from error
        if reason:
            raise InputError(f"{reason}; {self.hint}", path=path)
        if self.is_folder:
            check_is_free(path)
        elif path.is_dir():
            hint = "name a file to export to" if self.hint == TO_EXPORT else self.hint
            raise InputError(f"this is a folder; {hint}", path=path)
        elif os.path.lexists(path) and path.exists() and not path.is_file():
            # Put in the place of a device such as /dev/null, a file would break the machine.
            other = ", or to standard output" if self.hint == TO_EXPORT else ""
            hint = "export to another" if self.hint == TO_EXPORT else self.hint
            raise InputError(f"this is not a regular file; {hint}{other}", path=path)

    def put(self, made: Path, files: Files | None = None) -> None:
        """Move a file or folder there that was made beside it, in one step and for good.

        Raises:
            InputError: It cannot be.
        """
        self.check()
        files = files or Files()
        try:
            if made.is_dir():
                _put_folder(files, made, self.target)
            else:
                _put_file(files, made, self.target)
        except OSError as error:
            raise InputError(unwritable(error), path=self.path) from error

    def write(self, data: bytes, files: Files | None = None) -> None:
        """Write a file, in one step and for good.

        Raises:
            InputError: It may not be written.
            OSError: It cannot be.
        """
        self.check()
        (files or Files()).replace(self.target, data)


def is_confined_out(path: Path) -> bool:
    """Whether a path leads out of the folder that people are confined to, if they are."""
    folder = os.environ.get(CONFINED)
    if not folder:
        return False
    try:
        return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except ValueError:  # no name that can be one
        return True


def check_confined(path: Path) -> None:
    """Refuse a path that leads out of the folder that people are confined to.

    Raises:
        InputError: It does.
    """
    if is_confined_out(path):
        reason = "in a browser only what was uploaded is read, and exports have no folder"
        raise InputError(reason, path=path)


def check_is_free(path: Path) -> None:
    """Refuse a place for a folder where there is something already.

    Raises:
        InputError: There is.
    """
    if os.path.lexists(path) and (not path.is_dir() or any(path.iterdir())):
        reason = "there is something there already; name a new folder, or an empty one"
        raise InputError(reason, path=path)


# What is there ------------------------------------------------------------------------------


def _folders_of(path: Path) -> Iterator[Path]:
    """The folders with the articles that a path names."""
    if not path.is_dir():
        yield path.parent
        return
    yield path
    try:
        with os.scandir(path) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_dir())
    except OSError:
        return  # what is wrong is said when it is opened


def _articles_in(folder: Path) -> list[str]:
    """The paths of the articles in a folder."""
    try:
        return [os.path.join(folder, n) for n in os.listdir(folder) if is_article_name(n)]
    except OSError:
        return []


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of what has a name; none if there is nothing."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def _identity_of_file(path: str) -> tuple[int, int] | None:
    """Device and inode of the file to which a path leads; none if to none, as a link to itself."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths are of the same file or folder, or would be."""
    one, two = _identity(path), _identity(other)
    if one is not None or two is not None:
        return one == two
    # Neither is there yet: where a file system does not tell capitals, both names are one.
    same_name = path.name.casefold() == other.name.casefold()
    parent = _identity(path.parent)
    return same_name and parent is not None and parent == _identity(other.parent)


def _is_home(folder: Path) -> bool:
    """Whether a folder holds annotations, of whatever story: an annotator's own, or of several."""
    if is_work(folder):
        return True
    if folder.name.casefold() != ANNOTATIONS_FOLDER or not folder.is_dir():
        return False
    return any(is_work(folder / name) for name in os.listdir(folder))


def _has_settings(path: Path) -> bool:
    """Whether a file is a label set or a keymap, by its name's ending or by its content."""
    if not path.is_file():
        return False
    if path.suffix.lower() == ".toml":
        return True
    if os.stat(path).st_size > _MOST_SETTINGS:
        return False
    import tomllib

    try:
        document = tomllib.loads(Files().read(path).decode("utf-8-sig"))
    except (ValueError, OSError, RecursionError):
        return False
    return set(document) == {"keys"} or "label" in document


# Putting it there ---------------------------------------------------------------------------


def _put_file(files: Files, made: Path, path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    sync_file(files, made)
    os.chmod(made, mode)
    files.rename(made, path)
    files.sync_folder(path.parent)


def _put_folder(files: Files, made: Path, path: Path) -> None:
    check_is_free(path)
    for inner in made.rglob("*"):
        if inner.is_dir():
            files.sync_folder(inner)
        elif inner.is_file():
            sync_file(files, inner)
    files.sync_folder(made)
    if path.is_dir():
        path.rmdir()
    os.chmod(made, 0o777 & ~_umask())
    files.rename(made, path)
    files.sync_folder(path.parent)


def sync_file(files: Files, path: Path) -> None:
    """Wait until what a file holds is on the disk."""
    descriptor = files.open_to_append(path)
    try:
        files.sync(descriptor)
    finally:
        files.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
