"""The file that keeps what was known of the stories of a corpus, so that a list is there at once.

It lies in the folder for the caches of programs, a JSON line a story below a line that says whose
it is. It can be thrown away at any time: without it, and wherever it does not fit, everything is
looked at again.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from store.corpus.story_summary import StorySummary
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.corpus.work_place import WorkPlace
    from store.files import Files

_FORMAT: Final = 1
"""Of the lines; those of any other are not looked at."""
_MOST: Final = 1 << 30
"""Bytes of such a file that are read; no corpus has so many stories."""


class _Heading(Frozen):
    """Whose index a file is."""

    format: int
    corpus: str
    annotator: str
    data: str


def index_path(place: WorkPlace, environment: Mapping[str, str]) -> Path:
    """Where the index of a corpus lies."""
    home = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(home):  # the specification has others ignored
        home = os.path.expanduser("~/.cache")
    named = "\0".join((str(place.corpus), place.annotator, str(place.data)))
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Path(home) / "sidelight" / "library" / f"{digest}.jsonl"


def read_index(path: Path, place: WorkPlace, files: Files) -> dict[str, StorySummary]:
    """What was known of stories, by their names; nothing where the file is no index of this."""
    try:
        if not files.is_regular(path) or files.size(path) > _MOST:
            return {}
        lines = files.read(path).splitlines()
    except OSError:
        return {}
    if not lines or _decoded(lines[0], _Heading) != _heading(place):
        return {}
    found = (_decoded(line, StorySummary) for line in lines[1:])
    return {summary.name: summary for summary in found if isinstance(summary, StorySummary)}


def _decoded(line: bytes, kind: type[Frozen]) -> Frozen | None:
    """A line as a value; none if it is damaged."""
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write_index(
    path: Path, place: WorkPlace, summaries: Iterable[StorySummary], files: Files
) -> None:
    """Keep what is known of stories; the file is wholly the old one or wholly the new one.

    Raises:
        OSError: It cannot be written.
    """
    files.make_folder(path.parent)
    files.replace(path, b"\n".join(_lines(place, summaries)) + b"\n", lasts=False)


def _lines(place: WorkPlace, summaries: Iterable[StorySummary]) -> Iterator[bytes]:
    yield msgspec.json.encode(_heading(place))
    for summary in summaries:
        with suppress(UnicodeEncodeError):  # of a name that is no Unicode text
            yield msgspec.json.encode(summary)


def _heading(place: WorkPlace) -> _Heading:
    return _Heading(_FORMAT, _text(place.corpus), place.annotator, _text(place.data))


def _text(path: Path | None) -> str:
    """A path as JSON can hold it."""
    return "" if path is None else os.fsencode(path).decode("utf-8", "backslashreplace")
