"""What the TinyDB files have to hold after a repair, from the best that there is to begin with.

With the whole journal that is what the journal says. Without it the file itself is begun with if it
is sound, else the newest backup behind which the journal has every line, else the one that knows
most; then what the journal has behind it is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic

from store.annotations.edits import EditOfAnnotation, singles
from store.errors import InputError
from store.ledger.checkpoints import (
    STORY,
    ArticleFile,
    StoryFile,
    article_file,
    story_file,
)
from store.ledger.faults import FaultKind
from store.ledger.manual_edits import (
    HandEdited,
    annotations_in_lines,
    edits_of_article,
    edits_of_links,
)
from store.ledger.restore_sources import File, Sources
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Annotation
    from store.ledger.faults import Fault
    from store.ledger.journal_index import JournalIndex

NOWHERE: Final = "the journal does not reach back to its beginning and no backup has it"
AS_READ: Final = (
    "taken as it can be read, as neither the journal nor a backup has it: look at it in the story"
)


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
class Restored(Generic[File]):
    """What a file has to hold."""

    content: File
    is_new: bool
    """Whether it does not hold that yet."""


class FileRestorer:
    """Decides what the files of a folder have to hold; writes nothing."""

    def __init__(
        self, sources: Sources, index: JournalIndex, bad: Mapping[str, Fault], report: Report
    ) -> None:
        self._folder = sources.folder
        self._files = sources.files
        self._index = index
        self._bad = bad
        self._report = report
        self._sources = sources

    # Articles ------------------------------------------------------------------------------

    def article(self, article_id: str, name: str) -> Restored[ArticleFile] | None:
        """What an article's file has to hold; none if nobody knows."""
        index = self._index
        finding = self._bad.get(name)
        edited = self._sources.edited(name) if finding else None
        own = self._sources.sound(name, article_file) if not finding else None
        base, where = self._sources.base(name, own, ArticleFile(), article_file)
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
        edited = self._sources.edited(STORY) if finding else None
        own = self._sources.sound(STORY, story_file) if not finding else None
        base, where = self._sources.base(STORY, own, StoryFile(), story_file)
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
