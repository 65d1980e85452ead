"""What a reader of a format is given: the file, the options, and a place for what it leaves out."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.errors import InputError, unreadable
from store.files import UTF8_BOM
from store.formats.beginning import LONGEST_LINE, LONGEST_OF_OTHERS, unix_lines, why_no_text
from store.formats.choices import AlignmentMode
from store.formats.losses import Losses
from store.json_faults import field_at_fault
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.formats.offsets import Unit

LARGEST_FILE: Final = 1024 * 1024 * 1024
"""Bytes of the largest file that has to be read whole."""
MOST_FAULTS: Final = 10_000
"""Things at fault that are passed over; with more of them a file is not what it should be."""
MOST_VALUES: Final = 6_000_000
"""Values of JSON that are held at once: some 100 bytes each."""
_START: Final = 4096
_OPENING: Final = (b"{", b"[")
"""Lines with which a file begins whose JSON goes over several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a dataset is read, where its format leaves that open."""

    unit: Unit | None = None
    """What its offsets count, where the person knows better than the format's own rule."""
    alignment: AlignmentMode = AlignmentMode.REFUSE
    annotator: str | None = None
    """Whose annotations are read where a file has those of several; none for whoever is first."""
    is_one_of_all: bool = False
    """Whether the annotations of all others are read too, each on their own."""
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
    people: dict[str, None] = field(default_factory=dict)
    """Those whose annotations it has, as far as it was read; empty where it does not tell people
    apart."""
    progress: Callable[[int], None] = lambda _: None
    """Is told how many bytes more have been read."""

    def at(self, path: Path) -> Input:
        """An input for one file of the folder: what is left out or at fault there is noted here."""
        return replace(self, path=path)

    def error(self, reason: str, line: int | None = None, field: str | None = None) -> InputError:
        """What is said of a place in it that cannot be used."""
        return InputError(reason, path=self.path, line=line, field=field)

    def fault(self, reason: str, *, line: int | None = None, field: str | None = None) -> None:
        """Say that something cannot be used; returns only if the rest is to be read all the same.

        Raises:
            InputError: Always, unless the source keeps going.
        """
        self.take(self.error(reason, line, field))

    def take(self, error: InputError) -> None:
        """Say what cannot be used, as `fault` does, with an error that there is already."""
        if not self.keeps_going:
            raise error
        if len(self.faults) >= MOST_FAULTS:
            reason = f"more than {MOST_FAULTS:,} things in it are at fault; it was given up"
            raise InputError(reason, path=self.path)
        self.faults.append(error)

    @contextlib.contextmanager
    def passing_over(self) -> Iterator[None]:
        """Take an error that is raised within; what follows is read only if the rest is to be.

        Raises:
            InputError: As `fault`.
        """
        try:
            yield
        except InputError as error:
            self.take(error)

    # Reading -------------------------------------------------------------------------------

    @property
    def has_mark(self) -> bool:
        """Whether the file begins with a UTF-8 byte order mark, which no reader is given."""
        with self.path.open("rb") as stream:
            return stream.read(len(UTF8_BOM)) == UTF8_BOM

    def start(self) -> bytes:
        """The first bytes that say something, without a byte order mark.

        Raises:
            InputError: As `lines`.
        """
        check_is_file(self.path)
        try:
            with self.path.open("rb") as stream:
                start = stream.read(_START).removeprefix(UTF8_BOM).lstrip()
                while not start and (more := stream.read(_START)):
                    start = more.lstrip()
        except OSError as error:
            raise self.error(unreadable(error)) from error
        return start

    def data(self) -> bytes:
        """All bytes of the file, without a UTF-8 byte order mark.

        Raises:
            InputError: It is no regular file, too large, or cannot be read.
        """
        check_is_file(self.path)
        try:
            if self.path.stat().st_size > LARGEST_FILE:
                reason = f"it is larger than {LARGEST_FILE // 2**20:,} MB, and is read as a whole"
                raise self.error(reason)
            data = self.path.read_bytes()
        except OSError as error:
            raise self.error(unreadable(error)) from error
        self.progress(len(data))
        return data.removeprefix(UTF8_BOM)

    def text(self) -> str:
        """All of the file, which must be UTF-8; line ends stay as they are.

        Raises:
            InputError: As `data`, or it is not UTF-8.
        """
        return self._decoded(self.data())

    def text_of_lines(self) -> str:
        """All of a file that is read by its lines: as `text`, but CR ends them where no LF does."""
        return self._decoded(unix_lines(self.data()))

    def _decoded(self, data: bytes) -> str:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._not_utf8(data, error) from error
        if why := why_no_text(data):
            raise self.error(why)
        return text

    def _not_utf8(self, data: bytes, error: UnicodeDecodeError) -> InputError:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"this is not UTF-8: byte {error.start + 1} of the file is {data[error.start]:#x}"
        return self.error(why_no_text(data) or said, line)

    def lines(self, longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes]]:
        """The lines of the file with their numbers from 1, without the newline, as they are read.

        Args:
            longest: The bytes of the longest line that is read.

        Raises:
            InputError: As `data`, or a line is too long.
        """
        check_is_file(self.path)
        try:
            with self.path.open("rb") as stream:
                number = 0
                while line := stream.readline(longest + 1):
                    number += 1
                    self.progress(len(line))
                    if len(line) > longest:
                        reason = f"this line is longer than {longest // 2**20:,} MB"
                        raise self.error(reason, number)
                    if number == 1:
                        line = line.removeprefix(UTF8_BOM)
                        if b"\n" not in line and b"\r" in line:  # of an old Mac
                            yield from enumerate(line.split(b"\r"), start=1)
                            return
                    yield number, line.removesuffix(b"\n")
        except OSError as error:
            raise self.error(unreadable(error)) from error

    def text_lines(self) -> Iterator[tuple[int, str]]:
        """The lines that are UTF-8, without a carriage return; another one is a fault."""
        for number, line in self.lines():
            try:
                text = line.decode("utf-8").removesuffix("\r")
            except UnicodeDecodeError as error:
                self.fault(_no_text(line, number, error), line=number)
            else:
                if number == 1 and (why := why_no_text(line)):
                    raise self.error(why, number)
                yield number, text

    def json_lines(self, type_: Any = object) -> Iterator[tuple[int, Any]]:
        """The values of a file of JSON lines, with the number of each line; blank ones left out.

        Args:
            type_: What each must be, as msgspec has it.
        """
        for number, line in self.lines(LONGEST_OF_OTHERS if type_ is object else LONGEST_LINE):
            if not line.strip():
                continue
            try:
                yield number, self.json_line(number, line, type_)
            except InputError as error:
                self.take(error)
                if line.strip() in _OPENING:
                    return

    def json_line(self, number: int, line: bytes, type_: Any = object) -> Any:
        """The value of one such line.

        Raises:
            InputError: It is none; the sentence names the field that is at fault.
        """
        if line.strip() in _OPENING:
            reason = (
                "this line is not JSON by itself; put each article on one line, as jq -c . does"
            )
            raise self.error(reason, number)
        if type_ is object:
            self._check_count(line, number)
        try:
            try:
                return msgspec.json.decode(line, type=type_)
            except msgspec.ValidationError as error:
                reason, field = field_at_fault(line, error)
                raise self.error(reason, number, field) from error
        except RecursionError as error:
            raise self.error("this line is nested too deeply", number) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.error(_no_json(line, number, error), number) from error

    def json(self) -> object:
        """The value of a file that is one JSON document.

        Raises:
            InputError: As `data`, or it is not JSON.
        """
        return self.as_json(self.data())

    def _check_count(self, data: bytes, line: int | None = None) -> None:
        """Refuse JSON that would take much memory, before it does; commas are counted."""
        if data.count(b",") > MOST_VALUES:
            reason = f"it has more than {MOST_VALUES:,} values, which is more than is read at once"
            raise self.error(f"{reason}; divide it", line)

    def as_json(self, data: bytes, type_: Any = object) -> Any:
        """The value of JSON that is all of the file.

        Raises:
            InputError: It is not JSON.
        """
        if type_ is object:
            self._check_count(data)
        try:
            data.decode("utf-8")  # of all of it: msgspec looks at what it makes texts of
            return msgspec.json.decode(data, type=type_)
        except UnicodeDecodeError as error:
            raise self._not_utf8(data, error) from error
        except msgspec.DecodeError as error:
            reason = why_no_text(data) or f"this is not JSON: {uncapitalised(error)}"
            raise self.error(reason) from error
        except RecursionError as error:
            raise self.error("this is nested too deeply") from error


def _no_text(line: bytes, number: int, error: UnicodeDecodeError) -> str:
    """Why a line is no text; its first is that of the file."""
    said = f"this is not UTF-8: byte {error.start + 1} is {line[error.start]:#x}"
    return (why_no_text(line) if number == 1 else "") or said


def _no_json(line: bytes, number: int, error: Exception) -> str:
    """Why a line is no JSON."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as not_text:
        return _no_text(line, number, not_text)
    # In UTF-16 the line feed of a blank first line leaves its second byte to the next.
    why = why_no_text(line) if number == 1 or line.startswith(b"\0") else ""
    return why or f"this line is not JSON: {uncapitalised(error)}"


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
        raise InputError(unreadable(error), path=path) from error
    if not stat.S_ISREG(mode):
        raise InputError("this is not a regular file", path=path)
