"""Articles that an import adds to a story: written beside it until all is sound, then put there.

So a story has all of them, or none. A name that comes from a dataset never leads out of the
story's folder and never stands for a file that is there.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from store.articles.loading import LOADERS, MOST_BYTES, load_text
from store.articles.model import Story
from store.articles.story import ANNOTATIONS_FOLDER, find_story, story_of
from store.destination import sync_file
from store.errors import InputError, unreadable, unwritable
from store.files import UTF8_BOM
from store.formats.staging import staging_folder
from store.labels import LABELS_FILE
from store.ledger.lock import LOCK, LOCK_INFO

if TYPE_CHECKING:
    from collections.abc import Container

    from store.files import Files

ENDING: Final = ".txt"
_OF_THE_LOCK: Final = frozenset((LOCK, LOCK_INFO))
_REMEMBERED: Final = 4_000_000
"""Characters of texts that are held in memory."""
_LONGEST: Final = 150
"""Bytes of a name, so that there is room for endings in a file system's 255."""
_UNSAFE: Final = regex.compile(r'[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]')
_DEVICES: Final = regex.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that mean a device on Windows, with any ending."""


def safe_name(row_id: str) -> str:
    """The name, without its ending, of a file for an article of a dataset."""
    ending = next((each for each in LOADERS if row_id.lower().endswith(each)), "")
    plain = row_id[: len(row_id) - len(ending)]
    name = _UNSAFE.sub("_", plain).strip(". ")
    while len(name.encode()) > _LONGEST:
        name = name[:-1].rstrip(". ")
    if not name.strip("_"):
        return "article"
    return f"_{name}" if _DEVICES.fullmatch(name) else name


def other_name(row_id: str) -> str:
    """The name where the safe one is that of another: no other article of a dataset has it."""
    digest = hashlib.sha256(row_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{safe_name(row_id)}-{digest[:8]}"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that is to be added."""

    id: str
    """As the story will know it."""
    sha256: str
    """Of its file."""
    text_sha256: str
    """Of its text."""


class Arrivals:
    """The articles that an import adds. Use it as a context: what is not put is gone at its end."""

    def __init__(self, story: Story, files: Files, *, refusal: str = "") -> None:
        """Take a story, which may have no articles and no folder yet.

        Args:
            story: Where to.
            files: The file system.
            refusal: Why no articles are added, as a clause; empty if they are.
        """
        self.refusal = refusal
        self._story = story
        self._files = files
        self._by_row: dict[str, Arrival] = {}
        self._by_text: dict[str, Arrival] = {}
        """By the SHA-256 of their texts; of two with one text the first."""
        self._made: dict[str, Path] = {}
        """By the id of an article: where it is written for now."""
        self._read: dict[str, str] = {}
        """Texts by the ids of their articles, the one that was asked for last at the end."""
        self._put: list[Path] = []
        self._names = {ref.name.casefold() for ref in story.articles}
        self._names |= {ref.id.casefold() for ref in story.articles}
        self._stack = ExitStack()
        self._folder: Path | None = None

    def __enter__(self) -> Arrivals:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __len__(self) -> int:
        return len(self._made)

    @property
    def ids(self) -> list[str]:
        """The articles that are added, as they came."""
        return list(self._made)

    def of_row(self, row_id: str) -> Arrival | None:
        """The article that was made of a row with that id."""
        return self._by_row.get(row_id)

    def of_text(self, text_sha256: str) -> Arrival | None:
        """The article that was made of the first row with that text."""
        return self._by_text.get(text_sha256)

    def text(self, arrival: Arrival) -> str:
        """What was written of an article; some are remembered, as rows often come one by one."""
        known = self._read.pop(arrival.id, None)
        if known is None:
            path = self._made[arrival.id]
            known = load_text(path, self._files.read(path))[0]
        self._read[arrival.id] = known
        while len(self._read) > 1 and sum(map(len, self._read.values())) > _REMEMBERED:
            self._read.pop(next(iter(self._read)))
        return known

    def add(self, row_id: str, text: str, text_sha256: str) -> Arrival:
        """Write an article that the story does not have.

        Raises:
            InputError: It is no text of which an article can be made, or cannot be written.
        """
        data = file_of(text)
        article_id = self._free(row_id)
        try:
            if self._folder is None:
                self._files.make_folder(self._story.root)
                beside = self._story.root / LABELS_FILE
                self._folder = self._stack.enter_context(staging_folder(beside, self._story.root))
            path = self._folder / f"{len(self._made)}{ENDING}"
            self._write(path, data)
        except OSError as error:
            raise InputError(
                unwritable(error, f"the article {article_id}"), path=self._story.root
            ) from error
        arrival = Arrival(article_id, hashlib.sha256(data).hexdigest(), text_sha256)
        self._by_row[row_id] = arrival
        self._by_text.setdefault(text_sha256, arrival)
        self._made[article_id] = path
        self._names.add(article_id.casefold())
        return arrival

    def _write(self, path: Path, data: bytes) -> None:
        descriptor = self._files.open_new(path, os.O_WRONLY | os.O_CREAT)
        try:
            self._files.write(descriptor, data)
        finally:
            self._files.close(descriptor)

    def _free(self, row_id: str) -> str:
        number, wanted = 1, safe_name(row_id)
        while self._is_taken(wanted):
            wanted = other_name(row_id) + (f"-{number}" if number > 1 else "")
            number += 1
        return wanted

    def _is_taken(self, name: str) -> bool:
        # Two names that differ in capitals alone are one file on some systems.
        folded: Container[str] = self._names
        if name.casefold() in folded or f"{name}{ENDING}".casefold() in folded:
            return True
        return any(os.path.lexists(self._story.root / f"{name}{each}") for each in LOADERS)

    def story_now(self) -> Story:
        """The story with the articles that were put into it."""
        return story_of(self._story.root)

    def put(self) -> None:
        """Put all of them into the story, so that they last.

        Raises:
            InputError: One cannot be; those before it have been taken away again.
        """
        where = self._story.root
        try:
            for article_id, made in self._made.items():
                where = self._story.root / f"{article_id}{ENDING}"
                sync_file(self._files, made)
                self._place(made, where)
                self._put.append(where)
            if self._made:
                self._files.sync_folder(self._story.root)
        except OSError as error:
            self.take_back()
            raise InputError(unwritable(error, "the article"), path=where) from error
        except BaseException:
            self.take_back()
            raise

    def _place(self, made: Path, path: Path) -> None:
        """Give a file its name, which must be free."""
        try:
            self._files.link(made, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(path):
                raise FileExistsError(f"{path} is there already") from None
            self._files.rename(made, path)

    def take_back(self) -> None:
        """Take away what was put. What cannot be taken away stays, and harms nothing."""
        for path in self._put:
            try:
                self._files.remove(path)
            except OSError:
                continue
        self._put.clear()


def file_of(text: str) -> bytes:
    """The bytes of a file that is read as that text: UTF-8, with all line ends as they are.

    Raises:
        InputError: There is no such file.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"there is half a character at {error.start}, as no file can have"
        ) from error
    if text.startswith("\ufeff"):
        data = UTF8_BOM + data  # the first one is taken for a signature
    if len(data) > MOST_BYTES:
        raise InputError(f"it has more than the {MOST_BYTES // 2**20} MB that an article can have")
    try:
        load_text(Path(), data)
    except InputError as error:
        raise InputError(error.reason) from error
    return data


# The story, which may not be there yet ----------------------------------------------------


def story_to_import_into(path: Path) -> Story:
    """The story that a path names, or one without articles where there is nothing yet.

    Raises:
        InputError: There is something else.
    """
    if not os.path.lexists(path):
        if not path.parent.is_dir():
            reason = "there is no folder in which the story could be made"
            raise InputError(reason, path=path.parent)
    elif not _is_bare(path):
        return find_story([path])
    root = path.resolve()
    return Story(root, root.name or str(root), ())


def _is_bare(path: Path) -> bool:
    """Whether a path is a folder with nothing in it but what a story has besides its articles."""
    own = (LABELS_FILE, ANNOTATIONS_FOLDER)
    try:
        return path.is_dir() and all(
            name in own or name.startswith(".") for name in os.listdir(path)
        )
    except OSError as error:
        raise InputError(unreadable(error, "the folder"), path=path) from error


def take_away(story: Story, annotator: str, *, keeps_root: bool = False) -> None:
    """Remove the folders of a story that was not made after all, as far as nothing is in them.

    Only for a story without articles: nobody else can have its lock.

    Args:
        story: Which.
        annotator: Whose folder was made.
        keeps_root: Whether the story's own folder was there before.
    """
    home = story.root / ANNOTATIONS_FOLDER / annotator
    with suppress(OSError):
        names = set(os.listdir(home))
        for name in names if names <= _OF_THE_LOCK else ():
            (home / name).unlink()
    for folder in (home, home.parent, *(() if keeps_root else (story.root,))):
        with suppress(OSError):
            folder.rmdir()
