"""Backups: the last states of one annotator's folder, as zip files in it, within a size limit.

A backup holds the TinyDB files and then the journal, in this order, so that the journal in it is
never older than they are. Which are kept: the newest three, the newest of each of the last seven
days, and the newest of each of the last eight weeks, as far as the limit allows. Which is newer is
told by the number of the last edit in it, as a clock may have been put back.
"""

from __future__ import annotations

import errno
import os
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final

import regex

from store.errors import InputError, unreadable
from store.files import PIECE, TEMPORARY
from store.ledger.checkpoints import ARTICLES, BACKUPS, STATE, STORY
from store.ledger.journal import JOURNAL
from store.ledger.records import LONG
from store.ledger.source import FileBytes
from store.ledger.texts import CUT, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from store.files import Files
    from store.ledger.source import Source

LIMIT_VARIABLE: Final = "SIDELIGHT_BACKUP_MB"
LIMIT_MB: Final = 100
_ENDING: Final = ".zip"
_STAMP: Final = "%Y-%m-%dT%H%M%SZ"
_SHORTEST: Final = timedelta(minutes=10)
"""Between two backups: so many short sessions do not push out yesterday's."""
_MOST_EDITS: Final = 200
"""After so many edits a backup is due whatever the clock says, which may stand still."""
_OURS: Final = regex.compile(r"\d{4}-\d\d-\d\dT\d{6}Z-(\d{8,18})\.zip", regex.ASCII)
"""Names of backups. Other files in the folder are not ours, and are left alone."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""A zip file cannot say an earlier time; the clock of a machine may."""
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError)
"""What `zipfile` raises for a file that is not as it was written."""
_NEWEST: Final = 3
_DAYS: Final = 7
_WEEKS: Final = 8


class Backups:
    """The backups in one annotator's folder."""

    def __init__(
        self,
        folder: Path,
        files: Files,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._home = folder
        self._folder = folder / BACKUPS
        self._files = files
        self._now = now
        self._archive: tuple[str, zipfile.ZipFile] | None = None

    def names(self) -> list[str]:
        """The backups there are, the oldest first."""
        ours = [n for n in self._files.names(self._folder, _ENDING) if _OURS.fullmatch(n)]
        files = (name for name in ours if self._files.is_regular(self._folder / name))
        return sorted(files, key=lambda n: (_seq(n), n))

    def path(self, name: str) -> Path:
        """Where a backup lies."""
        return self._folder / name

    def seq_of(self, name: str) -> int:
        """The number of the last record that a backup holds."""
        return _seq(name)

    def make_if_due(self, seq: int) -> str:
        """Make a backup if there are edits that no backup has, and drop what is over the limit.

        Args:
            seq: The number of the journal's last record.

        Returns:
            Why there is none, as a sentence; empty if there is nothing to say.

        Raises:
            InputError: The environment names no usable limit.
            OSError: It could not be written.
        """
        limit = limit_bytes()
        now = self._now()
        if not limit or not seq or not _is_due(self.names(), seq, now):
            return ""
        self._files.make_folder(self._folder)
        for left in self._files.names(self._folder, TEMPORARY):
            self._files.remove(self._folder / left)
        name = f"{now.strftime(_STAMP)}-{seq:08}{_ENDING}"
        try:
            self._files.replace_by(
                self._folder / name, lambda descriptor: self._write(descriptor, now, limit)
            )
        except _OverLimitError:
            return (
                f"A backup would take more than the limit of {limit / 1e6:,.0f} MB; none is made "
                f"(set {LIMIT_VARIABLE} to a greater number)"
            )
        self._drop(name, now, limit)
        return ""

    def _write(self, descriptor: int, now: datetime, limit: int) -> None:
        out = _Out(self._files, descriptor, limit)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in self._contents():
                # Not the clock of `zipfile`, which fails where that stands before 1980.
                info = zipfile.ZipInfo(name, max(now.timetuple()[:6], _EARLIEST))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                info.file_size = self._files.size(self._home / name)
                with archive.open(info, "w") as member:
                    for piece in self._files.pieces(self._home / name):
                        member.write(piece)

    def _contents(self) -> list[str]:
        names = [f"{ARTICLES}/{n}" for n in self._files.names(self._home / ARTICLES, ".json")]
        for ending in (".txt", CUT):
            names += [f"{TEXTS}/{name}" for name in self._files.names(self._home / TEXTS, ending)]
        return [
            *names,
            *(n for n in (STORY, STATE, JOURNAL) if self._files.exists(self._home / n)),
        ]

    def _drop(self, made: str, now: datetime, limit: int) -> None:
        """Take away what need not be kept, or is over the limit; never the one just made."""
        names = self.names()
        kept = worth_keeping(names, now)
        total = self._files.size(self._folder / made)
        for name in reversed(names):
            if name == made:
                continue
            size = self._files.size(self._folder / name) if name in kept else 0
            if name in kept and total + size <= limit:
                total += size
            else:
                self._files.remove(self._folder / name)

    # Reading -------------------------------------------------------------------------------

    def held(self, member: str) -> Iterator[tuple[str, bytes]]:
        """A file as the backups hold it, the newest first; those that are damaged are passed over.

        Yields:
            A backup's name, and the file's bytes.
        """
        for name in reversed(self.names()):
            try:
                data = self.read(name, member)
            except (InputError, OSError):
                continue  # an older one may do
            if data is not None:
                yield name, data

    def journals(self) -> Iterator[Source]:
        """The journal as the backups hold it, as `held`; a long one is put down in a file without
        a name, of which some is read at a time."""
        for name in reversed(self.names()):
            file = SpooledTemporaryFile(LONG, prefix=".backup-", dir=str(self._home))  # noqa: SIM115  # closed by who reads it
            if self._put_down(name, file):
                yield FileBytes(file)
            else:
                file.close()  # an older one may do

    def _put_down(self, name: str, out: IO[bytes]) -> bool:
        """Write the journal that a backup holds to a file; whether there is one, and it is sound.

        Raises:
            OSError: There is no room for it.
        """
        try:
            archive = self._opened(name)
            member = archive.open(JOURNAL) if JOURNAL in archive.NameToInfo else None
        except (*_DAMAGED, InputError, OSError):
            return False
        if member is None:
            return False
        with member:
            while True:
                try:
                    piece = member.read(PIECE)
                except (*_DAMAGED, OSError):
                    return False
                if not piece:
                    return True
                out.write(piece)

    def read(self, name: str, member: str) -> bytes | None:
        """A file as a backup holds it; none if the backup lacks it.

        Raises:
            InputError: The backup is damaged.
            OSError: It cannot be read.
        """
        archive = self._opened(name)
        try:
            return archive.read(member) if member in archive.NameToInfo else None
        except _DAMAGED as error:
            raise InputError(f"this backup is damaged: {error}", path=self.path(name)) from error

    def members(self, name: str) -> list[str]:
        """The files that a backup holds, by their paths within the annotator's folder.

        Raises:
            InputError: The backup is damaged.
            OSError: It cannot be read.
        """
        return self._opened(name).namelist()

    def damage(self, name: str) -> str:
        """What is wrong with a backup, as a clause; empty if it can be read."""
        self.release()
        try:
            for member in self.members(name):
                with self._opened(name).open(member) as file:
                    while file.read(PIECE):
                        pass
        except InputError as error:
            return error.reason
        except _DAMAGED as error:
            return f"this backup is damaged: {error}"
        except OSError as error:
            return unreadable(error, "this backup")
        return ""

    def _opened(self, name: str) -> zipfile.ZipFile:
        """A backup, which stays open until another is asked for: its list is long to read."""
        if self._archive is None or self._archive[0] != name:
            self.release()
            try:
                self._archive = name, zipfile.ZipFile(self.path(name))
            except _DAMAGED as error:
                reason = f"this backup is damaged: {error}"
                raise InputError(reason, path=self.path(name)) from error
        return self._archive[1]

    def release(self) -> None:
        """Close the backup that was read last."""
        if self._archive is not None:
            self._archive[1].close()
            self._archive = None


class _OverLimitError(OSError):
    """A backup is getting greater than all may be together."""


class _Out:
    """What `zipfile` writes to: a descriptor that only goes forward, and not too far."""

    def __init__(self, files: Files, descriptor: int, limit: int) -> None:
        self._files = files
        self._descriptor = descriptor
        self._limit = limit
        self._position = 0

    def write(self, data: bytes, /) -> int:
        if self._position + len(data) > self._limit:
            raise _OverLimitError(errno.EFBIG, os.strerror(errno.EFBIG))
        self._files.write(self._descriptor, data)
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever opened the descriptor closes it."""


def limit_bytes() -> int:
    """How much room all backups of one annotator's work may take; 0 for none at all.

    Raises:
        InputError: The environment says something that is no number.
    """
    said = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not said:
        return LIMIT_MB * 1_000_000
    if not (said.isascii() and said.isdigit() and len(said) < 12):
        raise InputError(f"{LIMIT_VARIABLE} is {said!r}; it is a number of megabytes, 0 for none")
    return int(said) * 1_000_000


def _is_due(names: Sequence[str], seq: int, now: datetime) -> bool:
    """Whether it is time for a backup.

    Those of a greater number are of a history that was begun anew since, and do not count.
    """
    earlier = [name for name in names if _seq(name) <= seq]
    if not earlier:
        return True
    new_edits = seq - _seq(earlier[-1])
    is_soon = abs(now - _time(earlier[-1])) < _SHORTEST
    return new_edits > 0 and (not is_soon or new_edits >= _MOST_EDITS)


def worth_keeping(names: Sequence[str], now: datetime) -> set[str]:
    """Which of the backups (the oldest first) are kept."""
    kept = set(names[-_NEWEST:])
    days: set[object] = set()
    weeks: set[object] = set()
    for name in reversed(names):
        made = _time(name)
        age = abs(now - made)  # of one from the future, as a clock was wrong, it is as good
        day, week = made.date(), made.isocalendar()[:2]
        if day not in days and age < timedelta(days=_DAYS):
            kept.add(name)
        if week not in weeks and age < timedelta(weeks=_WEEKS):
            kept.add(name)
        days.add(day)
        weeks.add(week)
    return kept


def _time(name: str) -> datetime:
    try:
        return datetime.strptime(name[:18], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)  # the thirtieth of February


def _seq(name: str) -> int:
    found = _OURS.fullmatch(name)
    return int(found[1]) if found else 0
