"""What the TinyDB files have to hold after a repair, from the best that there is to begin with.

With the whole journal that is what the journal says. Without it the file itself is begun with if it
is sound, else the newest backup behind which the journal has every line, else the one that knows
most; then what the journal has behind it is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation, singles
from store.errors import InputError
from store.ledger.checkpoints import LINKS, TableFile
from store.ledger.faults import FaultKind
from store.ledger.manual_edits import HandEdited, annotations_in_lines, edits_by_hand
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Annotation
    from store.ledger.faults import Fault
    from store.ledger.journal_index import JournalIndex
    from store.ledger.restore_sources import Sources

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
class Restored:
    """What a file has to hold."""

    content: TableFile
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

    def restored(self, article_id: str, name: str) -> Restored | None:
        """What a file has to hold; none if nobody knows.

        Args:
            article_id: Its article, or `LINKS`.
            name: Its path within the folder.
        """
        index = self._index
        fault = self._bad.get(name)
        edited = self._sources.edited(name) if fault else None
        own = self._sources.sound(name) if not fault else None
        base, where = self._sources.base(name, own)
        if base is None:
            return self._as_edited(article_id, name, edited)
        now = index.brought_up(article_id, base)
        told = f"restored from {where}"
        if fault and article_id != LINKS and not index.reaches(index.after(base.seq)):
            saved = self._only_there(article_id, name, edited, now)
            if saved:
                in_order = tuple(sorted((*now.annotations, *saved), key=lambda a: a.order))
                now = replace(now, annotations=in_order)
                told += (
                    f"; {counted(len(saved), 'annotation')} whose line is lost taken as the "
                    "damaged file has it: look at that in the story"
                )
        if edited is not None and fault is not None and fault.kind is FaultKind.EDITED:
            self._note_edits(article_id, name, edited, now)
        if fault is not None and fault.kind is FaultKind.MERGED:
            # The journal may have been settled for one side only.
            held = annotations_in_lines(self._files.read(self._folder / name))
            self._report.by_hand += [
                EditOfAnnotation(article_id, None, a) for a in self._unknown(article_id, held, now)
            ]
        if own is not None and self._is_as(own, now):
            return Restored(own, is_new=False)
        if fault:
            self._report.done.append(f"{name}: {told}")
        rows = own.rows if own is not None else base.rows or (edited.rows() if edited else {})
        is_new = bool(article_id or fault or own or now.values or index.records.get(LINKS))
        return Restored(replace(now, rows=dict(rows)), is_new=is_new)

    def _is_as(self, own: TableFile, now: TableFile) -> bool:
        """Whether a file holds what it has to, up to a number that still means the same."""
        is_same = _said(own) == _said(now) and not self._index.is_of_another(own)
        return is_same and own.seq <= self._index.after(own.seq)

    def _as_edited(self, article_id: str, name: str, edited: HandEdited | None) -> Restored | None:
        """A damaged file as it can be read, where there is nothing else to begin with.

        The story's own that cannot be read is begun anew, as without it nobody can work.
        """
        held = self._readable(name, edited)
        if held is not None:
            self._report.done.append(f"{name}: {AS_READ}")
            return Restored(self._index.brought_up(article_id, held), is_new=True)
        if name not in self._bad:
            return None
        if article_id != LINKS:
            self._report.left.append(f"{name}: {NOWHERE}")
            return None
        self._report.left.append(
            f"{name}: {NOWHERE}; its relations, clusters and stances are only in the copy"
        )
        return Restored(TableFile(seq=self._index.last), is_new=True)

    def _readable(self, name: str, edited: HandEdited | None) -> TableFile | None:
        """What can be read of a damaged file; none if that is not certain."""
        if edited is None or edited.repeated:
            return None
        try:
            return edited.file(self._folder / name)
        except InputError:
            return None

    def _only_there(
        self, article_id: str, name: str, edited: HandEdited | None, known: TableFile
    ) -> list[Annotation]:
        """What a damaged file holds that is neither known nor was changed later."""
        held = self._readable(name, edited)
        return [] if held is None else self._unknown(article_id, held.annotations, known)

    def _unknown(
        self, article_id: str, held: Iterable[Annotation], known: TableFile
    ) -> list[Annotation]:
        """Those of some annotations that are not known, and of which the journal says nothing."""
        told_of = set(known.values)
        for record in self._index.records.get(article_id, ()):
            for single in singles(record.edit):
                told_of |= {v.id for v in (single.before, single.after) if v is not None}
        return [annotation for annotation in held if annotation.id not in told_of]

    def _note_edits(self, article_id: str, name: str, edited: HandEdited, now: TableFile) -> None:
        """Say what was changed by hand in a file as edits that could be made."""
        if edited.repeated:
            self._report.left.append(
                f"{name}: what was changed in it by hand cannot be taken over, as "
                f"{edited.repeated[0]} stands in it more than once"
            )
            return
        try:
            held = edited.file(self._folder / name)
        except InputError as error:
            self._report.left.append(f"{name}: {error.reason}")
            return
        self._report.by_hand += edits_by_hand(article_id, held, edited.seq, self._index, now)


def _said(file: TableFile) -> TableFile:
    """A file without what it says of the journal it was made from."""
    return replace(file, seq=0, chain="", rows={})
