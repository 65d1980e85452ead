"""A disk that forgets what was not synced: which states can be found on it after a power cut.

The model is stricter than any one file system, after the crash tests of SQLite (How SQLite Is
Tested, "Crash Testing") and of Pillai et al., All File Systems Are Not Created Equal (OSDI 2014):

- of what was written since a file's last fsync, each sector of 512 bytes may be there, may be as it
  was (or zeros, where there was nothing), or may be torn; so may the length;
- a name that was made, moved or removed since its folder's last fsync may be there or not, and a
  later one may be there where an earlier one is not; fsync of the file does not keep its name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.torture.recorder import Done

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from tests.torture.recorder import Event

SECTOR: Final = 512
"""Bytes that a disk writes as one, at best."""
_MOODS: Final = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.5, 0.5), (0.9, 0.4), (0.4, 0.9))
"""How likely a sector and a name survive: nothing, all, names before data, data before names."""


@dataclass(slots=True, eq=False)
class File:
    """A file's content: as it is on the disk for good, and as it was after each later call."""

    versions: list[bytes]
    doubtful: bytes | None = None
    """What was there for good when an fsync failed; none if none did."""
    rewritten: set[int] = field(default_factory=set)
    """The sectors that were written to after that."""

    def change(self, content: bytes, start: int, end: int) -> None:
        """Have new content that is not synced yet, and differs between two offsets at most."""
        self.versions.append(content)
        self.rewritten.update(range(start // SECTOR, -(-end // SECTOR)))

    def sync(self) -> None:
        """Have the newest content for good."""
        del self.versions[:-1]

    def fail(self) -> None:
        """Have an fsync fail: what was to be written then may never be, whatever succeeds later.

        Linux takes the pages for written after the error (Rebello et al., Can Applications
        Recover from fsync Failures?, USENIX ATC 2020): programs read the new content from memory,
        and a later fsync does not write it.
        """
        self.doubtful = self.versions[0]
        self.rewritten.clear()

    def survivor(self, chance: random.Random, likely: float) -> bytes:
        """What a power cut may leave of the content."""
        content = self._survivor(chance, likely)
        if self.doubtful is None or chance.random() < 0.3:
            return content
        pieces = [
            _sector(content if number in self.rewritten else self.doubtful, number * SECTOR)
            for number in range(-(-len(content) // SECTOR))
        ]
        return b"".join(pieces)[: len(content)]

    def _survivor(self, chance: random.Random, likely: float) -> bytes:
        if len(self.versions) == 1:
            return self.versions[0]
        newest = self.versions[-1]
        all_of_it = likely == 1 or chance.random() < likely * likely
        length = len(newest if all_of_it else chance.choice(self.versions))
        pieces = []
        for start in range(0, length, SECTOR):
            new, old = _sector(newest, start), _sector(chance.choice(self.versions[:-1]), start)
            if chance.random() < likely:
                pieces.append(new)
            elif likely and chance.random() < 0.3:
                torn = chance.randrange(SECTOR)
                pieces.append(new[:torn] + old[torn:])
            else:
                pieces.append(old)
        return b"".join(pieces)[:length]


def _sector(content: bytes, start: int) -> bytes:
    return content[start : start + SECTOR].ljust(SECTOR, b"\0")


@dataclass(slots=True)
class Disk:
    """Names and files, and what of both would outlive a power cut."""

    names: dict[str, File | None] = field(default_factory=dict)
    """What programs see; a folder has no file."""
    kept: dict[str, File | None] = field(default_factory=dict)
    """What is there for good."""
    _waiting: list[tuple[str, dict[str, File | None], str]] = field(default_factory=list)
    """Changes of names that no fsync has made last: the folder, the names that are there after
    it, and the name that is gone. What moves from one folder to another waits for the new one."""
    _open: dict[int, File] = field(default_factory=dict)

    @classmethod
    def of(cls, image: Mapping[str, bytes | None]) -> Disk:
        """A disk on which all of an image is there for good."""
        names = {n: None if data is None else File([data]) for n, data in image.items()}
        return cls(dict(names), dict(names))

    def take(self, event: Event) -> None:
        """Let a call happen."""
        if not isinstance(event, Done):
            return
        if event.name in ("write_some", "truncate", "sync", "sync_failed", "close"):
            self._take_of_open(event)
            return
        match event.name:
            case "make_folder":
                self._rename({event.path: None}, "")
            case "appears":
                self._rename({event.path: File([b"", event.data])}, "")
            case "open_to_append" | "open_new":
                self._open_file(event)
            case "rename":
                self._rename({event.target: self.names[event.path]}, event.path)
            case "link":
                self._rename({event.target: self.names[event.path]}, "")
            case "remove":
                if event.path in self.names:
                    self._rename({}, event.path)
            case "sync_folder":
                self._sync_folder(event.path)
            case name:
                raise ValueError(f"this disk does not know the call {name}")

    def _take_of_open(self, event: Done) -> None:
        """Let a call happen that names an open file by its descriptor."""
        file = self._open[event.descriptor]
        match event.name:
            case "write_some":
                old = file.versions[-1].ljust(event.offset, b"\0")
                end = event.offset + len(event.data)
                file.change(old[: event.offset] + event.data + old[end:], event.offset, end)
            case "truncate":
                cut = file.versions[-1][: event.offset].ljust(event.offset, b"\0")
                file.change(cut, event.offset, event.offset)
            case "sync_failed":
                file.fail()
            case "sync":
                file.sync()
            case _:
                del self._open[event.descriptor]

    def _open_file(self, event: Done) -> None:
        if event.path not in self.names:
            self._rename({event.path: File([b""])}, "")
        file = self.names[event.path]
        assert file is not None
        if event.flags & os.O_TRUNC:
            file.change(b"", 0, 0)
        self._open[event.descriptor] = file

    def _rename(self, there: dict[str, File | None], gone: str) -> None:
        folder = os.path.dirname(next(iter(there), gone)) or "."
        self._waiting.append((folder, there, gone))
        _change_names(self.names, there, gone)

    def _sync_folder(self, folder: str) -> None:
        for where, there, gone in self._waiting:
            if where == folder:
                _change_names(self.kept, there, gone)
        self._waiting = [each for each in self._waiting if each[0] != folder]

    def now(self) -> dict[str, bytes | None]:
        """What programs see."""
        return {n: None if f is None else f.versions[-1] for n, f in self.names.items()}

    def after_power_cut(self, chance: random.Random) -> dict[str, bytes | None]:
        """One of the states in which the disk may be found if the power fails now."""
        data_likely, names_likely = chance.choice(_MOODS)
        names = dict(self.kept)
        for _, there, gone in self._waiting:
            if chance.random() < names_likely:
                _change_names(names, there, gone)
        survivors: dict[int, bytes] = {}
        image: dict[str, bytes | None] = {}
        for name, file in sorted(names.items()):
            folder = os.path.dirname(name)
            if folder and folder not in image:
                continue  # nobody can reach it: the folder that names it was lost
            if file is None:
                image[name] = None
            else:
                if id(file) not in survivors:
                    survivors[id(file)] = file.survivor(chance, data_likely)
                image[name] = survivors[id(file)]
        return image


def _change_names(
    names: dict[str, File | None], there: Mapping[str, File | None], gone: str
) -> None:
    if gone and names.pop(gone, None) is None:
        for name in [each for each in names if each.startswith(f"{gone}/")]:
            for target in there:  # what is in a folder goes with it, as far as it is there
                names[target + name.removeprefix(gone)] = names[name]
            del names[name]
    names.update(there)
