"""What a reader of a format is given: the file, the options, and a place for what it leaves out."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError, system_reason
from store.formats.beginning import LONGEST_LINE
from store.formats.choices import AlignmentMode
from store.formats.losses import Losses
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.formats.offsets import Unit

LARGEST_FILE: Final = 1024 * 1024 * 1024
"""Bytes of the largest file that has to be read whole."""
MOST_FAULTS: Final = 10_000
"""Things at fault that are passed over; with more of them a file is not what it should be."""
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a dataset is read, where its format leaves that open."""

    unit: Unit | None = None
    """What its offsets count, where the person knows better than the format's own rule."""
    alignment: AlignmentMode = AlignmentMode.REFUSE
    texts: Callable[[str], str | None] | None = None
    """Gives the text of an article by its id, for files that hold none; none if it is unknown."""
    articles: tuple[str, ...] = ()
    """The ids of the articles that there are texts of, for files that do not name theirs."""


@dataclass(slots=True)
class Input:
    """A dataset that is read."""

    path: Path
    """A file or a folder."""
    options: ReadOptions = ReadOptions()
    losses: Losses = field(default_factory=Losses)
    """What is left out, as the story has no place for it."""
    keeps_going: bool = False
    """Whether what is at fault is passed over, and noted."""
    faults: list[InputError] = field(default_factory=list)
    """What was passed over."""
    progress: Callable[[int], None] = lambda _: None
    """Is told how many bytes more have been read."""

    def fault(
        self,
        reason: str,
        *,
        path: Path | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        """Say that something cannot be used; returns only if the rest is to be read all the same.

        Raises:
            InputError: Always, unless the source keeps going.
        """
        self.take(InputError(reason, path=path or self.path, line=line, field=field))

    def take(self, error: InputError) -> None:
        """The same with an error that there is already."""
        if not self.keeps_going:
            raise error
        if len(self.faults) >= MOST_FAULTS:
            reason = f"more than {MOST_FAULTS:,} things in it are at fault; it was given up"
            raise InputError(reason, path=self.path)
        self.faults.append(error)

    # Reading -------------------------------------------------------------------------------

    def data(self, path: Path | None = None) -> bytes:
        """All bytes of a file, without a UTF-8 byte order mark.

        Raises:
            InputError: It is no regular file, too large, or cannot be read.
        """
        file = path or self.path
        check_is_file(file)
        try:
            if file.stat().st_size > LARGEST_FILE:
                reason = f"it is larger than {LARGEST_FILE // 2**20:,} MB, and is read as a whole"
                raise InputError(reason, path=file)
            data = file.read_bytes()
        except OSError as error:
            raise InputError(f"it cannot be read: {system_reason(error)}", path=file) from error
        self.progress(len(data))
        return data.removeprefix(_BOM)

    def text(self, path: Path | None = None) -> str:
        """All of a file, which must be UTF-8; line ends stay as they are.

        Raises:
            InputError: As `data`, or it is not UTF-8.
        """
        data = self.data(path)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = data[error.start]
            reason = f"this is not UTF-8: byte {error.start + 1} of the file is {byte:#x}"
            raise InputError(reason, path=path or self.path, line=line) from error

    def lines(self, path: Path | None = None) -> Iterator[tuple[int, bytes]]:
        """The lines of a file with their numbers from 1, without the newline, as they are read.

        Raises:
            InputError: As `data`, or a line is too long.
        """
        file = path or self.path
        check_is_file(file)
        try:
            with file.open("rb") as stream:
                number = 0
                while line := stream.readline(LONGEST_LINE + 1):
                    number += 1
                    self.progress(len(line))
                    if len(line) > LONGEST_LINE:
                        reason = f"this line is longer than {LONGEST_LINE // 2**20:,} MB"
                        raise InputError(reason, path=file, line=number)
                    if number == 1:
                        line = line.removeprefix(_BOM)
                    yield number, line.removesuffix(b"\n")
        except OSError as error:
            raise InputError(f"it cannot be read: {system_reason(error)}", path=file) from error

    def json_lines(self, path: Path | None = None) -> Iterator[tuple[int, object]]:
        """The values of a file of JSON lines, with the number of each line; blank ones left out."""
        file = path or self.path
        for number, line in self.lines(file):
            if not line.strip():
                continue
            if line.strip() in (b"{", b"["):
                reason = "this line is not JSON by itself; put each article on one line, as jq -c ."
                self.fault(reason, path=file, line=number)
                return
            try:
                yield number, msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                self.fault(f"this line is not JSON: {uncapitalised(error)}", path=file, line=number)
            except RecursionError:
                self.fault("this line is nested too deeply", path=file, line=number)

    def json(self, path: Path | None = None) -> object:
        """The value of a file that is one JSON document.

        Raises:
            InputError: As `data`, or it is not JSON.
        """
        file = path or self.path
        data = self.data(file)
        try:
            return msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(f"this is not JSON: {uncapitalised(error)}", path=file) from error
        except RecursionError as error:
            raise InputError("this is nested too deeply", path=file) from error


def check_is_file(path: Path) -> None:
    """Refuse what is no regular file, before anything waits for it.

    Raises:
        InputError: It is none, or is not there.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except OSError as error:
        raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error
    if not stat.S_ISREG(mode):
        raise InputError("this is not a regular file", path=path)
