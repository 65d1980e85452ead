"""Where somebody's work on the stories of a corpus lies, and by what it is known to be unchanged.

A summary is never trusted blindly: it carries a stamp of the files that it was made from, which
costs a tenth of a millisecond to make anew, and is true only as long as that is the same.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from store.articles.loading import is_article_name
from store.files import Files
from store.frozen import Frozen
from store.labels import LABELS_FILE
from store.ledger.journal import JOURNAL
from store.library.places import home_of
from store.story.last_view import VIEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TELLING: Final = 128
"""Bytes at the end of a journal that tell it from others: its last line ends in a checksum."""


class WorkPlace(Frozen):
    """Whose work on the stories of a corpus is looked at, and where it lies."""

    corpus: Path
    annotator: str
    data: Path | None = None
    """Where annotations lie, if not beside the articles: a folder with one for each story."""

    def data_of(self, story: str) -> Path | None:
        """Where the annotations of a story lie, if not beside its articles."""
        return None if self.data is None else self.data / story

    def home(self, story: str) -> Path:
        """The folder with a folder for each annotator of a story."""
        return home_of(self.corpus / story, self.data_of(story))


def stamp_of(place: WorkPlace, story: str) -> str:
    """Names, sizes and times of the files that a summary is made from, and the journal's last
    line, in a few characters. What cannot be read has a stamp too."""
    digest = hashlib.blake2b(digest_size=12)
    root, home = place.corpus / story, place.home(story)
    own = home / place.annotator
    for said in _facts(root, home, own):
        digest.update(said.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(end_of(own / JOURNAL, _TELLING))
    return digest.hexdigest()


def _facts(root: Path, home: Path, own: Path) -> Iterator[str]:
    files = [e for e in _entries(root) if is_article_name(e.name) or e.name == LABELS_FILE]
    for entry in sorted(files, key=lambda each: each.name):
        yield f"{entry.name} {_size_and_time(entry.path)}"
    for who in sorted(entry.name for entry in _entries(home)):
        yield f"{who} {_size_and_time(os.path.join(home, who, JOURNAL))}"
    yield _size_and_time(os.path.join(own, VIEW))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []  # said when the story is looked at


def _size_and_time(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return "-"
    return f"{status.st_size} {status.st_mtime_ns}"


def end_of(path: Path, size: int) -> bytes:
    """So many bytes at the end of a file; none where it cannot be read."""
    files = Files()
    try:
        return files.read(path, max(0, files.size(path) - size))
    except OSError:
        return b""
