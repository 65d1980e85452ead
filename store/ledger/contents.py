"""What an annotator's files hold, with what the journal adds to them: all that is said by now.

An article's file is read when it is asked for, and the records of the journal that it lacks are
applied to it then. Where a file is older than it should be, or gone, the journal has the rest. What
was read is remembered as edits change it, until the files hold it.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from store.annotations.collection import Annotations
from store.annotations.edits import by_article, of_links, touched
from store.annotations.links import Links
from store.errors import ConflictError, InputError, unreadable
from store.frozen import Frozen
from store.ledger.checkpoints import LINKS, MOST_FILES, Checkpoints, TableFile, numbered
from store.ledger.journal import JOURNAL, Journal
from store.ledger.journal_index import JournalIndex
from store.ledger.replay import edited
from store.ledger.texts import Texts
from store.wording import CHECK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from store.annotations.edits import Edit, EditOfAnnotation
    from store.files import Files
    from store.ledger.records import Record
    from store.notices import Notices


class Staged(Frozen):
    """What an edit makes of what it touches, before it is on the disk."""

    edit: Edit
    collections: Mapping[str, Annotations]
    """By article; not of those that are read again, with the edit, when they are asked for."""
    links: Links | None
    """None if it touches none."""


class DueFile(msgspec.Struct):
    """A file that lacks something, and all that it is to hold."""

    name: str
    """Of the article, or `LINKS`."""
    file: TableFile
    text: bytes | None = None
    """The annotated article, to compare it with when it changes; none if that is kept already, or
    cannot be found."""
    is_held: bool = True
    """Whether the article was read before, so that it stays read."""


class Contents:
    """The TinyDB files of one annotator, and what they lack."""

    def __init__(self, folder: Path, files: Files, journal: Journal, notices: Notices) -> None:
        self.is_damaged = False
        """Whether records of the journal are missing, so that others may not fit."""
        self.last: int | None = None
        """The number of the journal's last record, if nobody else can write."""
        self.files_at: dict[str, int] = {}
        """Article id to the record up to which its file should hold the journal, as for
        `LINKS`."""
        self.texts = Texts(folder, files)
        self._folder = folder
        self._journal = journal
        self._notices = notices
        self._checkpoints = Checkpoints(folder, files)
        self._dirty: set[str] = set()
        """Articles whose files lack something, and `LINKS`."""
        self._read_again: set[str] = set()
        """Of these, those all of which can be read from the journal, by what is pending."""
        self._being_written: set[str] = set()
        """Those that did when `due` was asked; what is edited meanwhile is dirty as well."""
        self.of_another: set[str] = set()
        """Those whose files were made from another journal and are not written anew yet."""
        self._pending = JournalIndex()
        """What the journal had behind the files when it was opened."""
        self._article_files: dict[str, TableFile] = {}
        self._collections: dict[str, Annotations] = {}
        self._links: Links | None = None
        self._links_at = 0
        """The number of the record up to which their file held them when it was read."""
        self._texts: dict[str, str] = {}
        self._whole: JournalIndex | None = None
        """All that the journal has."""

    @property
    def is_dirty(self) -> bool:
        """Whether a file lacks something that the journal has."""
        return bool(self._dirty)

    def queue(self, record: Record) -> None:
        """Remember a record of the journal until the files hold it."""
        self._read_again |= touched(record.edit) - self._dirty
        self._pending.add(record)
        self.note(record)

    def note(self, record: Record) -> None:
        """Take note of what the files lack because of a record."""
        if self.last is not None:
            self.last = record.seq
        self._texts |= record.texts
        self._dirty |= record.texts.keys() | touched(record.edit)
        if any(of_links(record.edit)):
            self._dirty.add(LINKS)

    def distrust_files(self) -> None:
        """Take all from the journal, as the files were made from another, and write them anew."""
        self.of_another = {LINKS, *self._checkpoints.article_ids()}
        self._dirty |= self.of_another

    def know(self, seq: int, chain: str) -> None:
        """Take note of the chain of a line, by which files of another journal are told."""
        self._pending.know(seq, chain)

    # What is said --------------------------------------------------------------------------

    def collection(self, article_id: str) -> Annotations:
        """All annotations of an article, also those whose place is not settled.

        Raises:
            InputError: The article's file is damaged.
        """
        if article_id not in self._collections:
            with self._begun(article_id) as (file, index):
                self._collections[article_id] = (
                    Annotations.of(index.brought_up(article_id, file).annotations)
                    if self.is_damaged
                    else index.annotations(article_id, file)
                )
            self._article_files[article_id] = file
        return self._collections[article_id]

    def links(self) -> Links:
        """What belongs to the story as a whole.

        Raises:
            InputError: Their file is damaged.
        """
        if self._links is None:
            with self._begun(LINKS) as (file, index):
                self._links_at = file.seq
                self._links = (
                    Links.of(index.brought_up(LINKS, file).links)
                    if self.is_damaged
                    else index.links(file)
                )
        return self._links

    @contextmanager
    def _begun(self, name: str) -> Iterator[tuple[TableFile, JournalIndex]]:
        """What the file of an article, or `LINKS`, holds, and the records of which it lacks some.

        What is amiss with them is said.
        """
        path = partial(self._checkpoints.path, name)
        file, index = self._checkpoints.read(name), self._pending
        what = "older than the journal, or gone"
        is_of_another = name in self.of_another or index.is_of_another(file)
        if is_of_another:
            file, what = TableFile(rows=file.rows), "made from another journal"
        if self.last is not None and file.seq > self.last:
            raise InputError(f"it holds more than the journal; {CHECK}", path=path())
        if is_of_another or file.seq < self.files_at.get(name, 0):
            index = self._all_records()
            if not index.last or not index.reaches(file.seq):
                raise InputError(
                    f"it is older than it was, and the journal does not reach back to it; {CHECK}",
                    path=path(),
                )
            file = replace(file, sha256=index.brought_up(name, file).sha256)
            if name not in self.of_another:  # else it was said of all
                self._notices.add(f"{path().name} was {what}; it was brought up to date from that")
            self._dirty.add(name)
        try:
            yield file, index
        except ConflictError as error:
            raise InputError(
                f"it does not fit the journal: {error}; {CHECK}", path=path()
            ) from error

    def file_now(self, article_id: str) -> TableFile:
        """What an article's file would hold if it was written now; raises as `collection`."""
        annotations = tuple(self.collection(article_id))
        file = replace(self._article_files[article_id], annotations=annotations)
        file.rows = numbered(file)
        return file

    def recovered(self, article_id: str) -> Annotations | None:
        """An article's annotations from the journal alone, where its file is damaged.

        Returns:
            None if the journal does not have them all, or cannot be read either.
        """
        try:
            whole = self._all_records()
        except InputError:
            return None
        if not whole.last or not whole.is_complete:
            return None
        return Annotations.of(whole.brought_up(article_id, TableFile()).annotations)

    def _all_records(self) -> JournalIndex:
        """The journal from its beginning: read only where a file cannot be trusted.

        Raises:
            InputError: It cannot be read.
        """
        if self._whole is None:
            try:
                reading = self._journal.read(0, None)
            except OSError as error:
                raise InputError(unreadable(error), path=self._folder / JOURNAL) from error
            self._whole = JournalIndex.of(entry.record for entry in reading.entries)
            self._whole.is_broken = bool(reading.damages) or reading.is_newer
        return self._whole

    def annotated_sha256(self, article_id: str) -> str:
        """Of an article's file as it was annotated; empty if it never was."""
        file = self._article_files.get(article_id)
        return self._texts.get(article_id) or (file.sha256 if file else "")

    def annotated_ids(self) -> set[str]:
        """The articles that have been annotated, whether the story still has them or not."""
        now = {article_id for article_id, each in self._collections.items() if len(each)}
        return {*self._checkpoints.article_ids(), *self._pending.articles, *now}

    def is_told_of(self, article_id: str) -> bool:
        """Whether a file or the journal says something of one of them; a pipe in the place of a
        file says nothing."""
        is_in_journal = article_id in self._pending.articles or article_id in self._collections
        return is_in_journal or self._checkpoints.has_file(article_id)

    # What changes --------------------------------------------------------------------------

    def staged(self, article_id: str, edits: Iterable[EditOfAnnotation]) -> Annotations:
        """What edits make of an article, without keeping it; raises as `collection`, or
        ConflictError where they do not fit."""
        return edited(self.collection(article_id), edits)

    def staged_links(self, edit: Edit) -> Links | None:
        """What an edit makes of the links of the story; none if it has nothing of them."""
        return self.links().changed(of_links(edit)) if any(of_links(edit)) else None

    def accept(self, staged: Staged, record: Record) -> None:
        """Take over what an edit has made, which is on the disk as a record."""
        let_go = touched(staged.edit) - staged.collections.keys()
        self._read_again |= let_go - self._dirty
        self._read_again -= staged.collections.keys()
        self.note(record)
        if let_go:
            self._pending.add_of(let_go, record)
            self._whole = None  # it lacks that record
        self._collections.update(staged.collections)
        self._links = self._links if staged.links is None else staged.links

    def forget(self, article_id: str) -> bool:
        """Let go of what was read of an article, if its file holds it; whether it does."""
        if article_id in self._being_written:
            return False
        if article_id in self._dirty and article_id not in self._read_again:
            return False
        self._collections.pop(article_id, None)
        self._article_files.pop(article_id, None)
        return True


class WritableContents(Contents):
    """Contents of which somebody writes the files."""

    def due(self, seq: int, source: Callable[[str, str], bytes | None]) -> Iterator[DueFile]:
        """The files that lack something, as they are to be written; `settle` must follow.

        Args:
            seq: The number of the journal's last record, up to which they hold it then.
            source: Gives the bytes of an article's file that have a SHA-256, if it can.

        Raises:
            InputError: The links' own file is damaged.
            OSError: The journal cannot be read.
        """
        self._being_written, self._dirty = self._dirty, set()
        chain = self._journal.chain
        for article_id in sorted(self._being_written - {LINKS}):
            is_held = article_id in self._collections
            try:
                annotations = self.collection(article_id)
            except InputError:
                continue  # damaged: said when it is shown, and never overwritten
            self._dirty.discard(article_id)
            old = self._article_files[article_id]
            sha256 = self._texts.get(article_id, old.sha256)
            is_kept = not sha256 or self.texts.has(sha256)
            file = TableFile(tuple(annotations), (), seq, sha256, dict(old.rows), chain)
            text = None if is_kept else source(article_id, sha256)
            yield DueFile(article_id, file, text, is_held)
        if LINKS in self._being_written:
            links = tuple(self.links())
            self._dirty.discard(LINKS)
            yield DueFile(LINKS, TableFile((), links, seq, chain=chain))

    def are_all(self, written: Sequence[DueFile]) -> bool:
        """Whether these are all that were due."""
        return len(written) == len(self._being_written)

    def files_with(self, written: Sequence[DueFile]) -> dict[str, int]:
        """`files_at` once these are written too."""
        found = dict(self.files_at)
        for each in written:
            found.pop(each.name, None)
            found[each.name] = each.file.seq
        return dict(list(found.items())[-MOST_FILES:])

    def written(self, each: DueFile) -> None:
        """Take note that one of the due files has been written."""
        self.files_at.pop(each.name, None)
        self.files_at[each.name] = each.file.seq
        while len(self.files_at) > MOST_FILES:
            del self.files_at[next(iter(self.files_at))]
        if each.name != LINKS:
            self._article_files[each.name] = each.file
        self._being_written.discard(each.name)
        self.of_another.discard(each.name)
        self._pending.records.pop(each.name, None)
        if not each.is_held:
            self.forget(each.name)

    def settle(self) -> None:
        """What is not written by now is to be written the next time."""
        self._dirty |= self._being_written
        self._being_written = set()


class GrowingContents(WritableContents):
    """Contents to which another process may add, if they are only read."""

    def take_in(self, record: Record) -> dict[str, bool]:
        """Have an edit that another process has made and `queue` was told of.

        Returns:
            Of what had been read of it, articles and `LINKS`: whether the edit was made upon that.
            Where it was not, that is read anew when it is asked for.
        """
        made: dict[str, bool] = {}
        for name, edits in by_article(record.edit).items():
            if name in self._collections and self._article_files[name].seq < record.seq:
                try:
                    self._collections[name] = edited(self._collections[name], edits)
                    made[name] = True
                except ConflictError:
                    del self._collections[name]
                    made[name] = False
        links = list(of_links(record.edit))
        if links and self._links is not None and self._links_at < record.seq:
            try:
                self._links, made[LINKS] = self._links.changed(links), True
            except ConflictError:
                self._links, made[LINKS] = None, False
        return made
