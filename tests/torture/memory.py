"""A file system in memory, which keeps every state it was in and all that was looked at.

What a program does to the files is a function of what it sees of them. So where it was run from one
state, and all it looked at is the same in another, it does the same from that: a job that ends a
thousand times at one place need not be run a thousand times.
"""

from __future__ import annotations

import ast
import errno
import inspect
import os
import stat
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from unittest.mock import patch

from store import files as file_layer
from store.files import Files
from store.ledger import lines, lock, records, restore_journal, taking_in
from tests.torture.taps import TAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType
    from typing import BinaryIO

    from store.ledger.lines import Line
    from store.ledger.restore_journal import Rebuilt
    from tests.torture.recorded import Image

ROOT: Final = Path("/nowhere")
"""The folder that is kept; nothing of that name is on the disk, so who looks past `Files` sees
nothing there."""
_BELOW: Final = len(str(ROOT)) + 1
"""Where a path below it begins to be a name."""
_LINES: Final = 200
_CHANGING: Final = TAPPED | {"replace", "replace_by", "write"}
_HERE: Final = frozenset((__file__, file_layer.__file__))


class _Gone:
    """In the place of what a name holds: there is none."""


GONE: Final = _Gone()
_Held = bytes | None | _Gone
"""Bytes of a file, None for a folder, or that there is nothing."""


class State(NamedTuple):
    """What there was after a call, or half-way in a write."""

    place: str
    """Whose call it was, by which method of `Files` it was asked for, and what it was: such as
    `mending._copy, replace_in_pieces: rename`."""
    image: Image


class Memory(Files):
    """All files below `ROOT`.

    Args:
        image: What is there at first.
        keeps: Whether the states are kept.
    """

    def __init__(self, image: Image, *, keeps: bool = False) -> None:
        self._keeps = keeps
        self.now: Image = dict(image)
        self.states: list[State] = []
        """After each call that changes something or makes it last, in order."""
        self._begun = image
        self._changed: dict[str, _Held] = {}
        """What is another now, or was for some time."""
        self._kinds: dict[str, type] = {}
        """What was there at first, as far as it was asked whether there is something."""
        self._seen: dict[str, _Held] = {}
        """What was read that had been there at first."""
        self._listed: dict[tuple[str, str], list[str]] = {}
        self._sizes: dict[str, int] = {}
        self._calls = 0
        self._times: dict[str, int] = {}
        self._open: dict[int, str] = {}
        self._at: dict[int, int] = {}

    # The same from another state -------------------------------------------------------------

    def does_the_same(self, image: Image) -> bool:
        """Whether all that was looked at is the same in another image."""
        return (
            all(image.get(name, GONE) == held for name, held in self._seen.items())
            and all(_size(image.get(name, GONE)) == size for name, size in self._sizes.items())
            and all(type(image.get(name, GONE)) is kind for name, kind in self._kinds.items())
            and all(_below(image, *asked) == found for asked, found in self._listed.items())
        )

    def done_to(self, image: Image) -> Image:
        """What is there in the end where it begins with another image and does the same."""
        made = {name: held for name, held in self._changed.items() if not isinstance(held, _Gone)}
        return {n: held for n, held in image.items() if n not in self._changed} | made

    def _kind(self, path: Path) -> type:
        """Of what a name holds: `bytes`, `NoneType` for a folder, `_Gone`."""
        name = _name(path)
        if not name:
            return type(None)
        if name not in self._changed:
            self._kinds[name] = type(self._begun.get(name, GONE))
        return type(self.now.get(name, GONE))

    def _held(self, path: Path) -> bytes:
        name = _name(path)
        if name not in self._changed:
            self._seen[name] = self._begun.get(name, GONE)
        return self._there(path)

    def _there(self, path: Path) -> bytes:
        """What a file holds, raising as the system does where there is none."""
        held = self.now.get(_name(path), GONE)
        if isinstance(held, _Gone):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if held is None:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        return held

    def _change(self, name: str, held: _Held) -> None:
        self._changed[name] = held
        self._times[name] = self._calls + 1
        if isinstance(held, _Gone):
            self.now.pop(name, None)
        else:
            self.now[name] = held

    def _called(self, call: str) -> None:
        """Keep the state after a call, with who made it."""
        self._calls += 1
        if not self._keeps:
            return
        frame, method = inspect.currentframe(), call
        while frame is not None and frame.f_code.co_filename in _HERE:
            if not frame.f_code.co_name.startswith("_"):
                method = frame.f_code.co_name
            frame = frame.f_back
        assert frame is not None
        room = os.path.basename(frame.f_code.co_filename).removesuffix(".py")
        self.states.append(
            State(f"{room}.{frame.f_code.co_name}, {method}: {call}", dict(self.now))
        )

    # What `Files` says -----------------------------------------------------------------------

    def exists(self, path: Path) -> bool:
        return self._kind(path) is not _Gone

    def is_regular(self, path: Path) -> bool:
        return self._kind(path) is bytes

    def others(self, folder: Path) -> list[str]:
        return []

    def names(self, folder: Path, ending: str) -> list[str]:
        asked = _name(folder), ending
        if asked not in self._listed:
            self._listed[asked] = _below(self._begun, *asked)
        return _below(self.now, *asked)

    def read(self, path: Path, offset: int = 0) -> bytes:
        held = self._held(path)
        return held[offset:] if offset else held

    def pieces(self, path: Path, offset: int = 0) -> Iterator[bytes]:
        yield self.read(path, offset)

    def read_line(self, path: Path, offset: int, most: int = -1) -> bytes:
        line = self._held(path)[offset:].partition(b"\n")[0]
        return line if most < 0 else line[:most]

    def open_to_read(self, path: Path) -> BinaryIO:
        return BytesIO(self._held(path))

    def read_open(self, descriptor: int) -> bytes:
        return self._held(ROOT / self._open[descriptor])

    def status(self, path: Path) -> os.stat_result:
        name = _name(path)
        if name not in self._changed:
            self._sizes[name] = _size(self._begun.get(name, GONE))
        size, time = len(self._there(path)), self._times.get(name, 0)
        values = (stat.S_IFREG | 0o644, 1 + len(_name(path)), 1, 1, 0, 0, size, time, time, time)
        return os.stat_result(values, {"st_mtime_ns": time})

    def status_of(self, descriptor: int) -> os.stat_result:
        return self.status(ROOT / self._open[descriptor])

    # What it does ----------------------------------------------------------------------------

    def make_folder(self, path: Path) -> None:
        kind = self._kind(path)
        if kind is bytes:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        if kind is _Gone:
            self.make_folder(path.parent)
            self._change(_name(path), None)
            self._called("make_folder")
            self.sync_folder(path.parent)

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        if self.exists(path) or must_exist:
            self._held(path)
        else:
            self._change(_name(path), b"")
        return self._opened(path, "open_to_append", -1)

    def open_new(self, path: Path, flags: int) -> int:
        if flags & os.O_TRUNC:
            self._change(_name(path), b"")
        return self._opened(path, "open_new", 0)

    def _opened(self, path: Path, call: str, at: int) -> int:
        descriptor = 1_000 + self._calls
        self._open[descriptor], self._at[descriptor] = _name(path), at
        self._called(call)
        return descriptor

    def seek(self, descriptor: int, offset: int) -> None:
        self._at[descriptor] = offset

    def write_some(self, descriptor: int, data: memoryview) -> int:
        name, at = self._open[descriptor], self._at[descriptor]
        held = self._held(ROOT / name)
        at = len(held) if at < 0 else at
        for call, end in (("half of write_some", len(data) // 2), ("write_some", len(data))):
            self._change(name, held[:at] + bytes(data[:end]) + held[at + end :])
            self._called(call)
        if self._at[descriptor] >= 0:
            self._at[descriptor] += len(data)
        return len(data)

    def truncate(self, descriptor: int, length: int) -> None:
        name = self._open[descriptor]
        self._change(name, self._held(ROOT / name)[:length])
        self._called("truncate")

    def sync(self, descriptor: int) -> None:
        self._called("sync")

    def sync_folder(self, folder: Path) -> None:
        self._called("sync_folder")

    def close(self, descriptor: int) -> None:
        del self._open[descriptor], self._at[descriptor]
        self._called("close")

    def rename(self, source: Path, target: Path) -> None:
        held = self._held(source)
        self._change(_name(target), held)
        self._change(_name(source), GONE)
        self._called("rename")

    def remove(self, path: Path) -> None:
        if self._kind(path) is type(None):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        self._change(_name(path), GONE)
        self._called("remove")


def places(rooms: Iterable[ModuleType]) -> set[str]:
    """Every place in the code of modules at which something is changed or made to last, as
    `mending._copy, replace`."""
    return {
        f"{room.__name__.rpartition('.')[2]}.{function.name}, {call.func.attr}"
        for room in rooms
        for function in ast.walk(ast.parse(inspect.getsource(room)))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) in ("files", "self._files") and call.func.attr in _CHANGING
    }  # fmt: skip


def _name(path: Path) -> str:
    return str(path)[_BELOW:]


def _size(held: _Held) -> int:
    return len(held) if isinstance(held, bytes) else -1 if held is None else -2


def _below(image: Image, folder: str, ending: str) -> list[str]:
    before = f"{folder}/" if folder else ""
    return sorted(
        name[len(before) :]
        for name, held in image.items()
        if held is not None and name.startswith(before) and name.endswith(ending)
    )


@contextmanager
def without_lock() -> Iterator[None]:
    """Nobody else works in memory: the system's lock, which goes past `Files`, is not taken."""
    with patch.object(lock, "_locked", lambda _path: lambda: None):
        yield


@contextmanager
def read_once() -> Iterator[None]:
    """A line that was read, and two journals that were put together, are not so again: that says
    nothing new, as both look at no file."""
    decode = lru_cache(_LINES)(records.decode)
    put_together: dict[tuple[bytes, ...], Rebuilt] = {}

    def with_history(journal: Rebuilt, tail: Sequence[Line]) -> Rebuilt:
        both = journal.data, *(line.data for line in tail)
        if both not in put_together:
            put_together.clear()
            put_together[both] = restore_journal.with_history(journal, tail)
        return put_together[both]

    with (
        patch.object(records, "decode", decode),
        patch.object(lines, "decode", decode),
        patch.object(taking_in, "with_history", with_history),
    ):
        yield
