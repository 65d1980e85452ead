"""The articles as they were annotated: a copy of each annotated file, named by its SHA-256.

The copy is what a changed article is compared with, so that annotations can follow their words.
Its name is its checksum. Beside it may lie how a file of tokens cuts a text, by that one's SHA-256.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.ledger.records import sealed, unsealed

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files

TEXTS: Final = "texts"
CUT: Final = ".cut"
"""The ending of the file that says how a text is cut."""
_ENDING: Final = ".txt"
_LENGTH: Final = 64
"""Of a SHA-256 in hexadecimal."""


def is_sha256(name: str) -> bool:
    """Whether it can be a SHA-256 as it is in names of files."""
    return len(name) == _LENGTH and not set(name) - set("0123456789abcdef")


class Texts:
    """The folder of copies in one annotator's folder."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder / TEXTS
        self._files = files
        self._kept: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Where the copy of a file lies or would lie."""
        return self._folder / f"{sha256}{_ENDING}"

    def keep(self, data: bytes) -> None:
        """Keep a copy of a file's bytes, if there is none yet.

        Raises:
            OSError: It could not be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            self._files.make_folder(self._folder)
            self._files.replace(self.path(sha256), data)
        self._kept.add(sha256)

    def keep_found(self, data: bytes | None) -> None:
        """Keep a copy of a file's bytes, if they were found; raises as `keep`."""
        if data is not None:
            self.keep(data)

    def has(self, sha256: str) -> bool:
        """Whether there is a copy."""
        if sha256 not in self._kept and self._files.exists(self.path(sha256)):
            self._kept.add(sha256)
        return sha256 in self._kept

    def read(self, sha256: str) -> bytes | None:
        """The bytes of a file as it was; none if there is no copy.

        Raises:
            InputError: The copy is damaged.
            OSError: It cannot be read.
        """
        path = self.path(sha256)
        if not self._files.exists(path):
            return None
        data = self._files.read(path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise InputError("this copy of an article is damaged", path=path)
        return data

    def keep_cut(self, sha256: str, document: bytes) -> None:
        """Keep how a text is cut, as a JSON object; raises as `keep`."""
        self._files.make_folder(self._folder)
        self._files.replace(self._folder / f"{sha256}{CUT}", sealed(document))

    def cut(self, sha256: str) -> bytes | None:
        """How a text is cut; none if that was not kept, or is damaged: then it is cut as any other.

        Raises:
            OSError: It cannot be read.
        """
        path = self._folder / f"{sha256}{CUT}"
        return unsealed(self._files.read(path)[:-1]) if self._files.exists(path) else None

    def cuts(self) -> list[str]:
        """Of which texts that is known."""
        return [name.removesuffix(CUT) for name in self._files.names(self._folder, CUT)]

    def hashes(self) -> list[str]:
        """Of which files there are copies."""
        return [name.removesuffix(_ENDING) for name in self._files.names(self._folder, _ENDING)]

    def sizes(self) -> set[int]:
        """How long the copied files are, in bytes."""
        paths = map(self.path, self.hashes())
        return {self._files.size(path) for path in paths if self._files.is_regular(path)}
