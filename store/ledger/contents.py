"""What an annotator's files hold, with what the journal adds to them.

An article's file is read when it is asked for, and the records of the journal that it lacks are
applied to it then. Where a file is older than it should be, or gone, the journal has the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import of_links, touched
from store.errors import ConflictError, InputError, system_reason
from store.ledger.checkpoints import (
    MOST_FILES,
    STORY,
    ArticleFile,
    Checkpoints,
    StoryFile,
    numbered,
)
from store.ledger.journal import JOURNAL, Journal
from store.ledger.journal_index import JournalIndex
from store.ledger.texts import Texts
from store.wording import CHECK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.annotations.collection import Annotations
    from store.annotations.links import Links
    from store.files import Files
    from store.ledger.records import Record
    from store.notices import Notices


class Contents:
    """The TinyDB files of one annotator, and what they lack."""

    def __init__(self, folder: Path, files: Files, journal: Journal, notices: Notices) -> None:
        self.is_damaged = False
        """Whether records of the journal are missing, so that others may not fit."""
        self.last: int | None = None
        """The number of the journal's last record, if nobody else can write."""
        self.files_at: dict[str, int] = {}
        """Article id to the record up to which its file should hold the journal; "" is the
        story's own file."""
        self.dirty: set[str] = set()
        """Articles whose files lack something."""
        self.links_dirty = False
        """Whether the story's file lacks something."""
        self.texts = Texts(folder, files)
        self._folder = folder
        self._journal = journal
        self._notices = notices
        self._checkpoints = Checkpoints(folder, files)
        self._pending = JournalIndex()
        """What the journal has behind the files."""
        self._article_files: dict[str, ArticleFile] = {}
        self._texts: dict[str, str] = {}
        self._whole: JournalIndex | None = None
        """All that the journal has."""

    def queue(self, record: Record) -> None:
        """Remember a record until the files hold it."""
        self._pending.add(record)

    def note(self, record: Record) -> None:
        """Take note of what the files lack because of a record."""
        if self.last is not None:
            self.last = record.seq
        self._texts |= record.texts
        self.dirty |= record.texts.keys() | touched(record.edit)
        self.links_dirty = self.links_dirty or any(of_links(record.edit))

    # JournalScan -------------------------------------------------------------------------------

    def collection(self, article_id: str) -> Annotations:
        """All annotations of an article, also those whose place is not settled.

        Raises:
            InputError: The article's file is damaged.
        """
        file = self._checkpoints.read_article(article_id)
        index = self._pending
        path = self._checkpoints.article_path(article_id)
        if self.last is not None and file.seq > self.last:
            raise InputError(f"it holds more than the journal; {CHECK}", path=path)
        if file.seq < self.files_at.get(article_id, 0):
            index = self._catch_up(path, file.seq)
            self.dirty.add(article_id)
        try:
            annotations = index.annotations(
                article_id, file.annotations, file.seq, is_strict=not self.is_damaged
            )
        except ConflictError as error:
            raise InputError(f"it does not fit the journal: {error}; {CHECK}", path=path) from error
        self._article_files[article_id] = file
        return annotations

    def file_now(self, article_id: str) -> ArticleFile:
        """What an article's file would hold if it was written now; raises as `collection`."""
        annotations = tuple(self.collection(article_id))
        file = replace(self._article_files[article_id], annotations=annotations)
        file.rows = numbered(file)
        return file

    def _catch_up(self, path: Path, seq: int) -> JournalIndex:
        """The journal, for a file that is older than it should be, or gone."""
        whole = self._all_records()
        if not whole.last or not whole.reaches(seq):
            raise InputError(
                f"it is older than it was, and the journal does not reach back to it; {CHECK}",
                path=path,
            )
        self._notices.add(
            f"{path.name} was older than the journal, or gone; it was brought up to date from that"
        )
        return whole

    def recovered(self, article_id: str) -> Annotations | None:
        """An article's annotations from the journal alone, where its file is damaged.

        Returns:
            None if the journal does not have them all, or cannot be read either.
        """
        try:
            whole = self._all_records()
        except InputError:
            return None
        return whole.annotations(article_id) if whole.last and whole.is_complete else None

    def _all_records(self) -> JournalIndex:
        """The journal from its beginning: read only where a file cannot be trusted.

        Raises:
            InputError: It cannot be read.
        """
        if self._whole is None:
            try:
                reading = self._journal.read(0, None)
            except OSError as error:
                reason = f"it cannot be read: {system_reason(error)}"
                raise InputError(reason, path=self._folder / JOURNAL) from error
            self._whole = JournalIndex.of(entry.record for entry in reading.entries)
            self._whole.is_broken = bool(reading.damages) or reading.is_newer
        return self._whole

    def links(self) -> Links:
        """The story's relations and clusters.

        Raises:
            InputError: Their file is damaged.
        """
        file = self._checkpoints.read_story()
        index = self._pending
        path = self._folder / STORY
        if self.last is not None and file.seq > self.last:
            raise InputError(f"it holds more than the journal; {CHECK}", path=path)
        if file.seq < self.files_at.get("", 0):
            index = self._catch_up(path, file.seq)
            self.links_dirty = True
        try:
            return index.links_now(
                file.relations, file.clusters, file.seq, is_strict=not self.is_damaged
            )
        except ConflictError as error:
            raise InputError(f"it does not fit the journal: {error}; {CHECK}", path=path) from error

    def annotated_sha256(self, article_id: str) -> str:
        """Of an article's file as it was annotated; empty if it never was."""
        file = self._article_files.get(article_id)
        return self._texts.get(article_id) or (file.sha256 if file else "")

    def annotated_ids(self) -> set[str]:
        """The articles that have been annotated, whether the story still has them or not."""
        return {*self._checkpoints.article_ids(), *self._pending.articles}

    def is_dirty(self, article_id: str) -> bool:
        """Whether the journal has something that the article's file lacks."""
        return article_id in self.dirty

    def forget(self, article_id: str) -> None:
        """Let go of what was read of an article."""
        self._article_files.pop(article_id, None)

    # Writing -------------------------------------------------------------------------------

    def write(
        self,
        seq: int,
        collection: Callable[[str], Annotations],
        links: Callable[[], Links],
        source: Callable[[str, str], bytes | None],
    ) -> bool:
        """Write the files that lack something.

        Args:
            seq: The number of the journal's last record, up to which they hold it then.
            collection: Gives all annotations of an article as they are now.
            links: Gives the relations and clusters as they are now.
            source: Gives the bytes of an article's file that have a SHA-256, if it can.

        Returns:
            Whether nothing had to be left.

        Raises:
            InputError: The links' own file is damaged.
            ReplacedError: The journal is another, and nothing more is written.
            OSError: Something could not be written.
        """
        left = self._write_articles(seq, collection, source)
        if self.links_dirty:
            now = links()
            self._journal.make_sure()
            relations, clusters = tuple(now.relations.values()), tuple(now.clusters.values())
            self._checkpoints.write_story(StoryFile(relations, clusters, seq))
            self._written("", seq)
            self.links_dirty = False
            self._pending.links.clear()
        return not left

    def _write_articles(
        self,
        seq: int,
        collection: Callable[[str], Annotations],
        source: Callable[[str, str], bytes | None],
    ) -> bool:
        """Write the articles that changed; whether some had to be left."""
        left = False
        for article_id in sorted(self.dirty):
            try:
                annotations = collection(article_id)
            except InputError:
                left = True  # its file is damaged: said when it is shown, and never overwritten
                continue
            old = self._article_files.get(article_id) or self._checkpoints.read_article(article_id)
            sha256 = self._texts.get(article_id, old.sha256)
            self._keep_text(article_id, sha256, source)
            self._journal.make_sure()  # never beside a journal that is another
            file = ArticleFile(tuple(annotations), seq, sha256, dict(old.rows))
            self._checkpoints.write_article(article_id, file)
            self._written(article_id, seq)
            self._article_files[article_id] = file
            self._pending.articles.pop(article_id, None)
            self.dirty.discard(article_id)
        return left

    def _keep_text(
        self, article_id: str, sha256: str, source: Callable[[str, str], bytes | None]
    ) -> None:
        """Keep the article as it was annotated, to compare it with when it changes."""
        if sha256 and not self.texts.has(sha256):
            data = source(article_id, sha256)
            if data is not None:
                self.texts.keep(data)

    def _written(self, name: str, seq: int) -> None:
        self.files_at.pop(name, None)
        self.files_at[name] = seq
        while len(self.files_at) > MOST_FILES:
            del self.files_at[next(iter(self.files_at))]
