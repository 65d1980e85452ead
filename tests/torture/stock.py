"""TinyDB as it comes, with its file opened through the calls that the faults look at."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb import TinyDB, where
from tinydb.storages import JSONStorage

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.files import Files


class StockDatabase:
    """Annotations as documents: an insert, an update or a removal for each edit.

    Raises:
        OSError: A call fails.
        ValueError: The file does not hold what TinyDB can read.
    """

    def __init__(self, path: Path, files: Files) -> None:
        self._database = TinyDB(path, files, storage=WatchedStorage)

    def make(self, edit: Edit) -> None:
        """Make an edit; when this returns it is acknowledged."""
        assert isinstance(edit, EditOfAnnotation)
        if edit.after is None:
            assert edit.before is not None
            self._database.remove(where("id") == edit.before.id)
            return
        document = {"article": edit.article, **msgspec.to_builtins(edit.after)}
        if edit.before is None:
            self._database.insert(document)
        else:
            self._database.update(document, where("id") == edit.before.id)

    def everything(self) -> list[tuple[str, Annotation]]:
        """All that is kept, each annotation with the id of its article."""
        found = []
        for document in self._database.all():
            rest = {name: value for name, value in document.items() if name != "article"}
            found.append((document["article"], msgspec.convert(rest, Annotation)))
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class WatchedStorage(JSONStorage):
    """The storage that TinyDB comes with; only its file is opened in another way.

    The file stands under the same two layers of Python's as `open(path, "r+")` puts over it.
    """

    def __init__(self, path: Path, files: Files) -> None:
        is_new = not path.exists()
        self.kwargs: dict[str, Any] = {}
        self._mode = "r+"
        raw = WatchedFile(path, files)
        self._handle = io.TextIOWrapper(io.BufferedRandom(raw), encoding="utf-8")
        if is_new:
            # TinyDB never syncs the folder. That would lose all of it at each power cut, on the
            # strict disk that is simulated; it is done here so that its other faults are seen.
            files.sync_folder(path.parent)


class WatchedFile(io.RawIOBase):
    """A file of the operating system whose changes go through `Files`."""

    def __init__(self, path: Path, files: Files) -> None:
        super().__init__()
        self._files = files
        self._descriptor = files.open_new(path, os.O_RDWR | os.O_CREAT)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int:
        return self._files.write_some(self._descriptor, memoryview(data))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def truncate(self, size: int | None = None) -> int:
        length = self.tell() if size is None else size
        self._files.truncate(self._descriptor, length)
        return length

    def fileno(self) -> int:
        """The descriptor, synced: TinyDB asks for it in `os.fsync(handle.fileno())` and nowhere
        else, so here is where that call can be watched and made to fail."""
        self._files.sync(self._descriptor)
        return self._descriptor

    def close(self) -> None:
        if not self.closed:
            try:
                super().close()
            finally:
                self._files.close(self._descriptor)
