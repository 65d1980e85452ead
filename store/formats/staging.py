"""What is written stands beside its place until it is whole, and is put there in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from store.database.files import Files


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


def put_file(files: Files, made: Path, path: Path) -> None:
    """Move a file to its place, over what is there, in one step and for good.

    Raises:
        OSError: It cannot be.
    """
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
    _sync(files, made)
    os.chmod(made, mode)
    files.rename(made, path)
    files.sync_folder(path.parent)


def put_folder(files: Files, made: Path, path: Path) -> None:
    """Move a folder to its place, which must be free or an empty folder.

    Raises:
        InputError: There is something there.
        OSError: It cannot be moved.
    """
    check_is_free(path)
    for file in made.rglob("*"):
        if file.is_file():
            _sync(files, file)
    if path.is_dir():
        path.rmdir()
    os.chmod(made, 0o777 & ~_umask())
    files.rename(made, path)
    files.sync_folder(path.parent)


def check_is_free(path: Path) -> None:
    """Refuse a place for a folder where there is something already.

    Raises:
        InputError: There is.
    """
    if os.path.lexists(path) and (not path.is_dir() or any(path.iterdir())):
        reason = "there is something there already; name a new folder, or an empty one"
        raise InputError(reason, path=path)


def _sync(files: Files, path: Path) -> None:
    descriptor = files.open_to_append(path)
    try:
        files.sync(descriptor)
    finally:
        files.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def put(files: Files, made: Path, target: Path, path: Path) -> None:
    """Move what was made to its place.

    Raises:
        InputError: It cannot be.
    """
    try:
        if made.is_dir():
            put_folder(files, made, target)
        else:
            put_file(files, made, target)
    except OSError as error:
        raise InputError(f"it cannot be written: {system_reason(error)}", path=path) from error


def check_place(
    path: Path, articles: Iterable[Path], homes: Iterable[Path], *, is_folder: bool
) -> None:
    """Refuse a place where an export would harm something.

    Args:
        path: Where it is to stand.
        articles: The files that are exported.
        homes: The folders in which annotations are kept.
        is_folder: Whether it is a folder of files.

    Raises:
        InputError: It would.
    """
    if path.is_dir() and not is_folder:
        raise InputError("this is a folder; name a file to export to", path=path)
    real = os.path.realpath(path)
    if os.path.exists(real) and real in {os.path.realpath(article) for article in articles}:
        raise InputError("this is an article of the story; export to another file", path=path)
    inside = {Path(real), *Path(real).parents}
    if any(Path(os.path.realpath(home)) in inside for home in homes):
        raise InputError("this is where annotations are kept; export to another", path=path)
    if is_folder:
        check_is_free(path)
    elif path.exists() and not path.is_file():
        # Put in the place of a device such as /dev/null, a file would break the machine.
        reason = "this is not a regular file; export to another, or to standard output"
        raise InputError(reason, path=path)


def copy_to(made: Path, stream: BinaryIO) -> None:
    """Write what is in a file to a stream."""
    with made.open("rb") as source:
        for line in source:  # whole lines, so that no character is cut
            left = memoryview(line)
            while left:  # an unbuffered stream may take a part only
                left = left[stream.write(left) :]
    stream.flush()
