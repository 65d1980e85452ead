"""What the TinyDB files have to hold after a repair, from the best that there is to begin with.

With the whole journal that is what the journal says. Without it the file itself is begun with if it
is sound, else the newest backup behind which the journal has every line, else the one that knows
most; then what the journal has behind it is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from store.annotations.edits import EditOfAnnotation, singles
from store.errors import InputError
from store.ledger.backups import Backups
from store.ledger.checkpoints import (
    ARTICLES,
    STORY,
    ArticleFile,
    Checkpoints,
    StoryFile,
    article_file,
    article_id_of,
    article_of,
    story_file,
)
from store.ledger.inspection import FaultKind
from store.ledger.manual_edits import (
    HandEdited,
    annotations_in_lines,
    edits_of_article,
    edits_of_links,
    hand_edited,
)
from store.ledger.storage import database_of
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tinydb import TinyDB

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Annotation
    from store.files import Files
    from store.ledger.inspection import Fault
    from store.ledger.journal_index import JournalIndex

NOWHERE: Final = "the journal does not reach back to its beginning and no backup has it"
AS_READ: Final = (
    "taken as it can be read, as neither the journal nor a backup has it: look at it in the story"
)
_File = TypeVar("_File", ArticleFile, StoryFile)


@dataclass(slots=True)
class Report:
    """What a repair did."""

    done: list[str] = field(default_factory=list)
    """What was mended, as clauses that begin with the file's name."""
    left: list[str] = field(default_factory=list)
    """What could not be."""
    copies: str = ""
    """The folder, within the annotator's, that holds what was replaced."""
    by_hand: list[SingleEdit] = field(default_factory=list)
    """What was changed by hand, as edits that make the same changes; they were not made."""


@dataclass(frozen=True, slots=True)
class Restored(Generic[_File]):
    """What a file has to hold."""

    content: _File
    is_new: bool
    """Whether it does not hold that yet."""


class FileRestorer:
    """Decides what the files of a folder have to hold; writes nothing."""

    def __init__(
        self,
        folder: Path,
        files: Files,
        index: JournalIndex,
        bad: Mapping[str, Fault],
        report: Report,
    ) -> None:
        self._folder = folder
        self._files = files
        self._index = index
        self._bad = bad
        self._report = report
        self._checkpoints = Checkpoints(folder, files)
        self._backups = Backups(folder, files)
        self._backup_names = list(reversed(self._backups.names()))
        self.copies: dict[str, str] = {}
        """Files that hold an article under another name, with its id."""

    def release(self) -> None:
        """Close the backup that was read last, so that it can be taken away on any system."""
        self._backups.release()

    def names(self) -> dict[str, str]:
        """Every article that the journal or a file or a backup has, with its file's name."""
        ids = set(self._index.articles)
        for each in self._files.names(self._folder / ARTICLES, ".json"):
            name = f"{ARTICLES}/{each}"
            said, is_sound = self._article_of(name)
            by_name = article_id_of(each)
            if said and self._name_of(said) == name:
                ids.add(said)
            elif said and is_sound:
                ids.add(said)
                self.copies[name] = said
            elif by_name is not None:
                ids.add(by_name)
        if not self._index.is_complete:
            ids |= self._in_newest_backup()
        return {article_id: self._name_of(article_id) for article_id in ids}

    def _article_of(self, name: str) -> tuple[str, bool]:
        """The article that a file says it is of, empty if it says none; whether it is sound."""
        path = self._folder / name
        data = self._files.read(path)
        try:
            return article_of(database_of(data, path)), True
        except InputError:
            edited = hand_edited(data)
            return ("" if edited is None else edited.article), False

    def _name_of(self, article_id: str) -> str:
        path = self._checkpoints.article_path(article_id)
        return path.relative_to(self._folder).as_posix()

    def _in_newest_backup(self) -> set[str]:
        """The articles that the newest sound backup has."""
        for backup in self._backup_names:
            try:
                databases = [
                    database_of(self._backups.read(backup, member) or b"", self._folder / member)
                    for member in self._backups.members(backup)
                    if member.startswith(f"{ARTICLES}/")
                ]
            except (InputError, OSError):
                continue
            return {article_of(each) for each in databases} - {""}
        return set()

    # Articles ------------------------------------------------------------------------------

    def article(self, article_id: str, name: str) -> Restored[ArticleFile] | None:
        """What an article's file has to hold; none if nobody knows."""
        index = self._index
        finding = self._bad.get(name)
        edited = self._edited(name) if finding else None
        own = self._sound(name, article_file) if not finding else None
        base, where = self._base(name, own, ArticleFile(), article_file)
        if base is None:
            return self._as_edited(article_id, name, edited)
        now = tuple(index.annotations(article_id, base.annotations, base.seq))
        told = f"restored from {where}" if finding else ""
        if finding and not index.reaches(index.after(base.seq)):
            saved = self._only_there(article_id, name, edited, now)
            if saved:
                now = tuple(sorted((*now, *saved), key=lambda a: a.order))
                told += (
                    f"; {counted(len(saved), 'annotation')} whose line is lost taken as the "
                    "damaged file has it: look at that in the story"
                )
        if edited is not None and finding is not None and finding.kind is FaultKind.EDITED:
            self._note_edits(article_id, name, edited, now)
        if finding is not None and finding.kind is FaultKind.MERGED:
            # The journal may have been settled for one side only.
            held = annotations_in_lines(self._files.read(self._folder / name))
            self._report.by_hand += [
                EditOfAnnotation(article_id, None, a) for a in self._unknown(article_id, held, now)
            ]
        sha256 = index.sha256(article_id, base.sha256, base.seq)
        if own is not None and self._is_as(own, now) and own.sha256 == sha256:
            return Restored(own, is_new=False)
        if told:
            self._report.done.append(f"{name}: {told}")
        rows = own.rows if own is not None else base.rows or (edited.rows() if edited else {})
        return Restored(ArticleFile(now, self._seq, sha256, dict(rows)), is_new=True)

    @property
    def _seq(self) -> int:
        return self._index.last

    def _is_as(self, own: ArticleFile, now: tuple[Annotation, ...]) -> bool:
        """Whether a file holds what it has to, up to a number that still means the same."""
        return own.annotations == now and own.seq <= self._index.after(own.seq)

    def _as_edited(
        self, article_id: str, name: str, edited: HandEdited | None
    ) -> Restored[ArticleFile] | None:
        """A damaged file as it can be read, where there is nothing else to begin with."""
        try:
            held = edited.annotations(self._folder / name) if edited is not None else None
        except InputError:
            held = None
        if edited is None or held is None or edited.repeated:
            if name in self._bad:
                self._report.left.append(f"{name}: {NOWHERE}")
            return None
        now = tuple(self._index.annotations(article_id, held, edited.seq or 0))
        self._report.done.append(f"{name}: {AS_READ}")
        sha256 = self._index.sha256(article_id, edited.sha256, edited.seq or 0)
        return Restored(ArticleFile(now, self._seq, sha256, edited.rows()), is_new=True)

    def _only_there(
        self,
        article_id: str,
        name: str,
        edited: HandEdited | None,
        known: tuple[Annotation, ...],
    ) -> list[Annotation]:
        """What a damaged file holds that is neither known nor was changed later."""
        if edited is None or edited.repeated:
            return []
        try:
            held = edited.annotations(self._folder / name)
        except InputError:
            return []
        return self._unknown(article_id, held, known)

    def _unknown(
        self, article_id: str, held: Iterable[Annotation], known: Iterable[Annotation]
    ) -> list[Annotation]:
        """Those of some annotations that are not known, and of which the journal says nothing."""
        told_of = {annotation.id for annotation in known}
        for record in self._index.articles.get(article_id, ()):
            for single in singles(record.edit):
                told_of |= {v.id for v in (single.before, single.after) if v is not None}
        return [annotation for annotation in held if annotation.id not in told_of]

    def _note_edits(
        self, article_id: str, name: str, edited: HandEdited, now: tuple[Annotation, ...]
    ) -> None:
        """Say what was changed by hand in an article's file as edits that could be made."""
        if edited.repeated:
            self._report.left.append(
                f"{name}: what was changed in it by hand cannot be taken over, as "
                f"{edited.repeated[0]} stands in it more than once"
            )
            return
        try:
            held = edited.annotations(self._folder / name)
        except InputError as error:
            self._report.left.append(f"{name}: {error.reason}")
            return
        self._report.by_hand += edits_of_article(article_id, held, edited.seq, self._index, now)

    # The story's links ---------------------------------------------------------------------

    def story(self) -> Restored[StoryFile] | None:
        """What the story's file has to hold; none if nobody knows."""
        index = self._index
        finding = self._bad.get(STORY)
        edited = self._edited(STORY) if finding else None
        own = self._sound(STORY, story_file) if not finding else None
        base, where = self._base(STORY, own, StoryFile(), story_file)
        if base is None:
            if finding is None:
                return None
            base = self._story_as_edited(edited)
            where = ""
        links = index.links_now(base.relations, base.clusters, base.seq)
        if (
            edited is not None
            and finding is not None
            and finding.kind is FaultKind.EDITED
            and where
        ):
            try:
                relations, clusters = edited.links(self._folder / STORY)
                self._report.by_hand += (
                    []
                    if edited.repeated
                    else edits_of_links(relations, clusters, edited.seq, index, links)
                )
            except InputError as error:
                self._report.left.append(f"{STORY}: {error.reason}")
        now = StoryFile(
            tuple(sorted(links.relations.values(), key=lambda r: r.id)),
            tuple(sorted(links.clusters.values(), key=lambda c: c.id)),
            self._seq,
        )
        is_same = own is not None and (
            (own.relations, own.clusters) == (now.relations, now.clusters)
            and own.seq <= index.after(own.seq)
        )
        if own is not None and is_same:
            return Restored(own, is_new=False)
        if finding and where:
            self._report.done.append(f"{STORY}: restored from {where}")
        is_new = bool(finding or own is not None or now.relations or now.clusters or index.links)
        return Restored(now, is_new=is_new)

    def _story_as_edited(self, edited: HandEdited | None) -> StoryFile:
        """The story's file as it can be read, where there is nothing else to begin with.

        If it cannot be read it is begun anew, as without it the story cannot be worked on.
        """
        if edited is not None and not edited.repeated:
            try:
                relations, clusters = edited.links(self._folder / STORY)
            except InputError:
                pass  # then nothing of it can be used
            else:
                self._report.done.append(f"{STORY}: {AS_READ}")
                return StoryFile(relations, clusters, edited.seq or 0)
        self._report.left.append(
            f"{STORY}: {NOWHERE}; its relations and clusters are only in the copy"
        )
        return StoryFile(seq=self._index.last)

    # What to begin with --------------------------------------------------------------------

    def _base(
        self,
        name: str,
        own: _File | None,
        empty: _File,
        convert: Callable[[TinyDB, Path], _File],
    ) -> tuple[_File | None, str]:
        """What to begin with, and where that is from, in words."""
        index = self._index
        if index.is_complete:
            return empty, "the journal"
        found: list[tuple[_File, str]] = []
        for file, where in self._candidates(name, own, convert):
            if index.reaches(index.after(file.seq)):
                return file, where
            found.append((file, where))
        if not found:
            if not index.has_beginning and self._files.exists(self._folder / name):
                return None, ""
            return empty, "the journal, without the lines that are lost"
        file, where = max(found, key=lambda pair: pair[0].seq)
        return file, f"{where}, without the lines that are lost"

    def _candidates(
        self, name: str, own: _File | None, convert: Callable[[TinyDB, Path], _File]
    ) -> Iterator[tuple[_File, str]]:
        """The file as it is, as copies under other names have it, as the backups have it."""
        if own is not None:
            yield own, "the journal"
        for copy, article_id in self.copies.items():
            file = self._sound(copy, convert) if self._name_of(article_id) == name else None
            if file is not None:
                yield file, f"the journal and {copy}"
        for backup in self._backup_names:
            try:
                data = self._backups.read(backup, name)
                if data is None:
                    continue
                file = convert(database_of(data, self._folder / name), self._folder / name)
            except (InputError, OSError):
                continue  # an older one may do
            yield file, f"the journal and the backup {backup}"

    def _sound(self, name: str, convert: Callable[[TinyDB, Path], _File]) -> _File | None:
        path = self._folder / name
        if not self._files.exists(path):
            return None
        try:
            return convert(database_of(self._files.read(path), path), path)
        except InputError:
            return None

    def _edited(self, name: str) -> HandEdited | None:
        path = self._folder / name
        return hand_edited(self._files.read(path)) if self._files.exists(path) else None
