"""The folder that is practised in: two articles, what was tagged in them, what is remembered."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles.story import ANNOTATIONS_FOLDER
from store.errors import InputError, system_reason
from store.files import Files
from store.ledger.lock import WriterLock
from store.practice.record import RECORD_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.practice.gold import Gold

ANNOTATOR: Final = "you"
"""Whose work a practice is."""
EARLIER: Final = "earlier"
"""The folder for practices that were begun afresh."""


def usual_folder(environment: Mapping[str, str]) -> Path:
    """Where practices are kept: in the folder for the data of programs.

    Raises:
        InputError: Nobody knows where a home folder is.
    """
    home = environment.get("XDG_DATA_HOME", "")
    if not os.path.isabs(home):  # the specification has others ignored
        home = os.path.expanduser("~/.local/share")
    if not os.path.isabs(home):
        raise InputError(
            "your home folder is not known; say where to practise with {option:data} DIR"
        )
    return Path(home) / "sidelight" / "practice"


def prepare(folder: Path, gold: Gold, *, afresh: bool) -> Path | None:
    """Have the articles in a folder, which is made if it is not there.

    Args:
        folder: Where to.
        gold: The articles.
        afresh: Whether to put away first what was tagged and remembered.

    Returns:
        Where that was put, if anything was.

    Raises:
        InputError: The folder holds something else, or cannot be written to, or somebody
            practises in it just now what is to be put away.
    """
    files = Files()
    names = {f"{name}.txt": text.encode() for name, text in gold.texts.items()}
    try:
        files.make_folder(folder)
        ours = {*names, ANNOTATIONS_FOLDER, EARLIER, RECORD_FILE}
        there = {each.name for each in os.scandir(folder) if not each.name.startswith(".")}
        if there - ours:
            reason = (
                f"this folder holds something else, such as {min(there - ours)}; "
                "name an empty one, or one that was practised in"
            )
            raise InputError(reason, path=folder)
        put_away = _put_away(folder, files) if afresh else None
        for name, data in names.items():
            path = folder / name
            if not files.exists(path) or files.read(path) != data:
                files.replace(path, data)
    except OSError as error:
        reason = (
            f"the folder to practise in cannot be used: {system_reason(error)}; "
            "name another with {option:data} DIR"
        )
        raise InputError(reason, path=folder) from error
    return put_away


def _put_away(folder: Path, files: Files) -> Path | None:
    """Move what was tagged and remembered into a folder of its own, unless it is in use."""
    home = folder / ANNOTATIONS_FOLDER / ANNOTATOR
    if home.is_dir():
        lock = WriterLock(home, files)
        holder = lock.acquire()
        lock.release()
        if holder is not None:
            reason = f"somebody practises here now, in {holder}; leave that first"
            raise InputError(reason, path=home)
    there = [path for name in (ANNOTATIONS_FOLDER, RECORD_FILE) if (path := folder / name).exists()]
    if not there:
        return None
    target = folder / EARLIER / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    files.make_folder(target)
    for path in there:
        files.rename(path, target / path.name)
    files.sync_folder(target)
    files.sync_folder(folder)
    return target
