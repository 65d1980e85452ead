"""What is kept of the edits of a session when the journal's file is another, and where to find it.

A version control or a program that keeps folders in step puts another file in the journal's place,
or takes it away, while a story is open. The lines that the file at the journal's path lacks are
then written to a file of their own, in the first place that is there. `sidelight check` names it,
and as well a journal that such a program has put beside ours under a name of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import InputError, system_reason
from store.files import programs_folder
from store.ledger.records import unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.files import Files

MARK: Final = ".rescued-"
"""Parts the annotator's name from the time, in the name of such a file."""
_ENDING: Final = ".jsonl"
_COPY: Final = re.compile(r"(?!\.|journal\.jsonl(\.torn-.*)?$).*journal.*\.jsonl.*")
"""The names of copies of a journal: `journal (conflicted copy).jsonl`, `Copy of journal.jsonl`,
`journal.jsonl~`. By the same name in capitals some file systems list the journal itself."""


def lines_not_in(there: bytes, lines: Iterable[bytes]) -> list[bytes]:
    """The sound lines, each with its newline, that a file does not hold, each once, in order."""
    known = set(there.split(b"\n"))
    missing = dict.fromkeys(line.removesuffix(b"\n") for line in lines)
    return [line + b"\n" for line in missing if line not in known and unsealed(line) is not None]


def keep(folder: Path, lines: Iterable[bytes], files: Files) -> Path:
    """Write lines to a new file, in the first place that can be written to.

    Args:
        folder: The annotator's folder, which may be gone; it is not made anew.
        lines: With their newlines.
        files: The file system.

    Raises:
        InputError: No place can be written to.
    """
    data = b"".join(lines)
    reason = "there is no place for it"
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    for place in (*_places(folder), Path(tempfile.gettempdir())):
        path = place / f"{folder.name}{MARK}{stamp}{_ENDING}"
        try:
            if place == _own_place(folder):
                files.make_folder(place)
            elif not place.is_dir():
                continue
            files.replace(path, data)
        except OSError as error:
            reason = system_reason(error)
            continue
        return path
    raise InputError(reason, path=folder)


def rescues(folder: Path) -> list[Path]:
    """The files with lines that were kept of an annotator's journal, or are a copy of it, the
    oldest first."""
    found = {
        path.name: path
        for place in _places(folder)
        for path in _in(place)
        if MARK in path.name and annotator_of(path) == folder.name
    }
    found |= {path.name: path for path in _in(folder) if is_journal_copy(path)}
    return [found[name] for name in sorted(found)]


def rescued_annotators(home: Path) -> set[str]:
    """Whose lines were kept of a story's journals.

    Args:
        home: The folder with a folder for each annotator, which may be gone.
    """
    kept = (path for place in _places(home / "x") for path in _in(place))
    return {annotator_of(path) for path in kept if MARK in path.name}


def is_journal_copy(path: Path) -> bool:
    """Whether a file is a copy of a journal, by its name."""
    return MARK not in path.name and _COPY.fullmatch(path.name) is not None


def annotator_of(path: Path) -> str:
    """Whose lines a file holds, by its name."""
    return path.name.rpartition(MARK)[0]


def _in(place: Path) -> Iterator[Path]:
    try:
        names = os.listdir(place)
    except OSError:
        return  # it is not there, or nothing was kept in it
    for name in names:
        path = place / name
        is_rescue = MARK in name and name.endswith(_ENDING)
        if (is_rescue or is_journal_copy(path)) and path.is_file():
            yield path


def _places(folder: Path) -> tuple[Path, ...]:
    """Where such files may lie: as near to the annotator's folder as there is a folder left."""
    absolute = Path(os.path.abspath(folder))
    near = (absolute, *absolute.parents[:2])
    return (*near, _own_place(absolute))


def _own_place(folder: Path) -> Path:
    """A folder outside the story, for where that is gone; one for each folder of annotations."""
    named = os.path.abspath(folder.parent).encode("utf-8", "surrogatepass")
    return programs_folder() / "rescued" / hashlib.sha256(named).hexdigest()[:16]
