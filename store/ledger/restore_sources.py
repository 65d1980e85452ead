"""What a repair can begin with: the files as they are, copies of them, and the backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import InputError
from store.ledger.backups import Backups
from store.ledger.checkpoints import (
    ARTICLES,
    Checkpoints,
    TableFile,
    article_id_of,
    table_file,
)
from store.ledger.manual_edits import HandEdited, hand_edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.files import Files
    from store.ledger.journal_index import JournalIndex


class Sources:
    """Where the content of a folder's files can be taken from."""

    def __init__(self, folder: Path, files: Files, index: JournalIndex) -> None:
        self.folder = folder
        self.files = files
        self._index = index
        self._checkpoints = Checkpoints(folder, files)
        self._backups = Backups(folder, files)
        self.copies: dict[str, str] = {}
        """Files that hold an article under another name, with its id."""

    def release(self) -> None:
        """Close the backup that was read last, so that it can be taken away on any system."""
        self._backups.release()

    def names(self) -> dict[str, str]:
        """Every article that the journal or a file or a backup has, with its file's name."""
        ids = set(self._index.articles)
        for each in self.files.names(self.folder / ARTICLES, ".json"):
            name = f"{ARTICLES}/{each}"
            said, is_sound = self._article_of(name)
            by_name = article_id_of(each)
            if said and self._checkpoints.name(said) == name:
                ids.add(said)
            elif said and is_sound:
                ids.add(said)
                self.copies[name] = said
            elif by_name is not None:
                ids.add(by_name)
        if not self._index.is_complete:
            ids |= self._in_newest_backup()
        return {article_id: self._checkpoints.name(article_id) for article_id in ids}

    def _article_of(self, name: str) -> tuple[str, bool]:
        """The article that a file says it is of, empty if it says none; whether it is sound."""
        path = self.folder / name
        data = self.files.read(path)
        try:
            return table_file(data, path)[0], True
        except InputError:
            edited = hand_edited(data)
            return ("" if edited is None else edited.article), False

    def _in_newest_backup(self) -> set[str]:
        """The articles that the newest sound backup has."""
        for backup in reversed(self._backups.names()):
            try:
                found = {
                    table_file(self._backups.read(backup, member) or b"", self.folder / member)[0]
                    for member in self._backups.members(backup)
                    if member.startswith(f"{ARTICLES}/")
                }
            except (InputError, OSError):
                continue
            return found - {""}
        return set()

    def base(self, name: str, own: TableFile | None) -> tuple[TableFile | None, str]:
        """What to begin with for a file, and where that is from, in words."""
        index = self._index
        if index.is_complete:
            return TableFile(), "the journal"
        found: list[tuple[TableFile, str]] = []
        for file, where in self._candidates(name, own):
            if index.reaches(index.after(file.seq)):
                return file, where
            found.append((file, where))
        if not found:
            if not index.has_beginning and self.files.exists(self.folder / name):
                return None, ""
            return TableFile(), "the journal, without the lines that are lost"
        file, where = max(found, key=lambda pair: pair[0].seq)
        return file, f"{where}, without the lines that are lost"

    def _candidates(self, name: str, own: TableFile | None) -> Iterator[tuple[TableFile, str]]:
        """The file as it is, as copies under other names have it, as the backups have it."""
        if own is not None:
            yield own, "the journal"
        for copy, article_id in self.copies.items():
            file = self.sound(copy) if self._checkpoints.name(article_id) == name else None
            if file is not None:
                yield file, f"the journal and {copy}"
        for backup, data in self._backups.held(name):
            try:
                file = table_file(data, self.folder / name)[1]
            except InputError:
                continue  # an older one may do
            yield file, f"the journal and the backup {backup}"

    def sound(self, name: str) -> TableFile | None:
        """What a file holds; none if there is none, or it is not what was written."""
        path = self.folder / name
        if not self.files.exists(path):
            return None
        try:
            return table_file(self.files.read(path), path)[1]
        except InputError:
            return None

    def edited(self, name: str) -> HandEdited | None:
        """A file as it can be read though it is not what was written."""
        path = self.folder / name
        return hand_edited(self.files.read(path)) if self.files.exists(path) else None
