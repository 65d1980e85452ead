"""The calls that change files, each of which a fault can look at, refuse or leave out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from store.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

TAPPED: Final = frozenset(
    {
        "make_folder",
        "open_to_append",
        "open_new",
        "write_some",
        "sync",
        "truncate",
        "close",
        "rename",
        "link",
        "sync_folder",
        "remove",
    }
)
"""The methods of `Files` that are tapped. Those that change something and are not among them must
be built from these (`tests/test_torture_tools.py` makes sure)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changes something on the disk, or makes a change last."""

    name: str
    """Of the method of `Files`."""
    path: Path
    """Of the file or folder, also where the call has only its descriptor."""
    target: Path | None = None
    """What a rename replaces."""
    descriptor: int = -1
    data: bytes = b""
    length: int = 0
    flags: int = 0


class Tapped(Files):
    """The file system, with one method through which every call goes that changes something."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[int, Path] = {}
        """The file of each descriptor."""

    def tap(self, call: Call, run: Callable[[], T]) -> T:
        """Make the call; to be overridden."""
        return run()

    def make_folder(self, path: Path) -> None:
        if path.is_dir():
            super().make_folder(path)
        else:
            self.tap(Call("make_folder", path), partial(super().make_folder, path))

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        flags = os.O_RDWR | os.O_APPEND | (0 if must_exist else os.O_CREAT)
        call = Call("open_to_append", path, flags=flags)
        descriptor = self.tap(call, partial(super().open_to_append, path, must_exist=must_exist))
        self.opened[descriptor] = path
        return descriptor

    def open_new(self, path: Path, flags: int) -> int:
        run = partial(super().open_new, path, flags)
        descriptor = self.tap(Call("open_new", path, flags=flags), run)
        self.opened[descriptor] = path
        return descriptor

    def write_some(self, descriptor: int, data: memoryview) -> int:
        call = Call("write_some", self.opened[descriptor], descriptor=descriptor, data=bytes(data))
        return self.tap(call, partial(super().write_some, descriptor, data))

    def sync(self, descriptor: int) -> None:
        call = Call("sync", self.opened[descriptor], descriptor=descriptor)
        self.tap(call, partial(super().sync, descriptor))

    def truncate(self, descriptor: int, length: int) -> None:
        call = Call("truncate", self.opened[descriptor], descriptor=descriptor, length=length)
        self.tap(call, partial(super().truncate, descriptor, length))

    def close(self, descriptor: int) -> None:
        # Whether or not it says that it failed, on Linux the descriptor is given back.
        path = self.opened.pop(descriptor)
        call = Call("close", path, descriptor=descriptor)
        self.tap(call, partial(super().close, descriptor))

    def rename(self, source: Path, target: Path) -> None:
        call = Call("rename", source, target=target)
        self.tap(call, partial(super().rename, source, target))

    def link(self, source: Path, target: Path) -> None:
        call = Call("link", source, target=target)
        self.tap(call, partial(super().link, source, target))

    def sync_folder(self, folder: Path) -> None:
        self.tap(Call("sync_folder", folder), partial(super().sync_folder, folder))

    def remove(self, path: Path) -> None:
        self.tap(Call("remove", path), partial(super().remove, path))
