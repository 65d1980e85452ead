"""What is written stands beside its place until it is whole, and is put there in one step."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


@contextlib.contextmanager
def staging_folder(beside: Path | None, said: Path | None = None) -> Iterator[Path]:
    """A temporary folder on the file system of a path; gone at the end with what is left in it.

    Args:
        beside: The path; none for the system's own place for temporary files.
        said: How the person named the path.

    Raises:
        InputError: It cannot be made.
    """
    where = None if beside is None else beside.parent
    try:
        folder = tempfile.mkdtemp(prefix=".sidelight-", dir=where)
    except OSError as error:
        reason = f"it cannot be written: {system_reason(error)}"
        named = said or beside
        if named is not None and where is not None and not where.exists():
            reason += f"; make the folder {named.parent} first"
        raise InputError(reason, path=named) from error
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_to(made: Path, stream: BinaryIO) -> None:
    """Write what is in a file to a stream."""
    with made.open("rb") as source:
        for line in source:  # whole lines, so that no character is cut
            left = memoryview(line)
            while left:  # an unbuffered stream may take a part only
                left = left[stream.write(left) :]
    stream.flush()
