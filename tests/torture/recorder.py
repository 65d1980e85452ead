"""A file system that keeps a list of all that was done to it, with what was acknowledged when."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from tests.torture.taps import Call, Tapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

LOCK = "lock"
"""The file that the operating system's lock is taken on: it is empty and goes past `Files`."""


@dataclass(frozen=True, slots=True)
class Done:
    """One call that was made; paths are relative to the folder that is watched."""

    name: str
    path: str
    target: str = ""
    descriptor: int = -1
    offset: int = 0
    """Where the bytes were written, or to which length the file was cut."""
    data: bytes = b""
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """Between two calls: an edit begins, or has been acknowledged."""

    name: Literal["begun", "acknowledged"]
    number: int
    """Of the edit, from 1."""


Event = Done | Mark


class Recorder(Tapped):
    """Makes every call and writes it down.

    Args:
        root: The folder that is watched. What is in it now is taken to be on the disk for good.
        without: Says of a call that makes things last that it is to be left out, as if the
            program had none there; for the proof that its absence is noticed.
        failing: Says of an fsync that it fails.
    """

    def __init__(
        self,
        root: Path,
        without: Callable[[Call], bool] | None = None,
        failing: Callable[[Call], bool] | None = None,
    ) -> None:
        super().__init__()
        self.root = root
        self.image = image_of(root)
        """The files as they were at first, by path."""
        self.events: list[Event] = []
        self._without, self._failing = without, failing
        self._names = {".", *self.image}
        """What there is, as far as it was seen: what comes past `Files` is not, at first."""
        self._making: list[Path] = []
        self._appending: set[int] = set()

    def mark(self, name: Literal["begun", "acknowledged"], number: int) -> None:
        """Note that an edit begins or was acknowledged."""
        self.events.append(Mark(name, number))

    def tap(self, call: Call, run: Callable[[], T]) -> T:
        if call.name == "make_folder":
            # The folder is there before `run` returns, and is synced in between.
            self._making.append(call.path)
            result = run()
            self._note_folders()
            return result
        self._note_folders()
        self._note_others(call.path)
        if self._without is not None and self._without(call):
            return None  # type: ignore[return-value]
        offset = call.length
        if call.name == "sync" and self._failing is not None and self._failing(call):
            self.events.append(Done("sync_failed", "", descriptor=call.descriptor))
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if call.name == "write_some":
            offset = self._offset(call.descriptor)
        result = run()
        descriptor, data = call.descriptor, call.data
        if isinstance(result, int):
            descriptor = result if call.name.startswith("open") else descriptor
            data = data[:result]
        if call.name.startswith("open"):
            is_end = bool(call.flags & os.O_APPEND)
            (self._appending.add if is_end else self._appending.discard)(descriptor)
        path, target = self._name(call.path), self._name(call.target) if call.target else ""
        self.events.append(Done(call.name, path, target, descriptor, offset, data, call.flags))
        self._names.add(target or path)
        if call.name in ("rename", "remove"):
            self._names.discard(path)
        return result

    def _name(self, path: Path) -> str:
        """A path as events have it."""
        below = f"{self.root}{os.sep}"
        said = str(path)  # which is a tenth of the time of `relpath`
        return said[len(below) :] if said.startswith(below) else os.path.relpath(path, self.root)

    def _note_folders(self) -> None:
        for folder in [path for path in self._making if path.is_dir()]:
            self._making.remove(folder)
            self._names.add(name := self._name(folder))
            self.events.append(Done("make_folder", name))

    def _note_others(self, path: Path) -> None:
        """Write down what was made past `Files`, as a writer of some format does, once it is named:
        nothing of it is on the disk for good."""
        name = self._name(path)
        if name in self._names or name.startswith("..") or not path.exists():
            return
        self._note_others(path.parent)
        self._names.add(name)
        data = path.read_bytes() if path.is_file() else b""
        self.events.append(Done("appears" if path.is_file() else "make_folder", name, data=data))
        for inner in path.iterdir() if path.is_dir() else ():
            self._note_others(inner)

    def _offset(self, descriptor: int) -> int:
        if descriptor in self._appending:
            return os.fstat(descriptor).st_size
        return os.lseek(descriptor, 0, os.SEEK_CUR)


def image_of(root: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder with None; without the lock."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if path.name != LOCK
    }


def write_image(root: Path, image: dict[str, bytes | None]) -> None:
    """Make a folder hold what an image says; it must not be there yet."""
    root.mkdir(parents=True)
    for name, data in sorted(image.items()):
        path = root / name
        if data is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
