"""What two machines say differently, while a story is open: what waits, and how it is settled.

To keep what stands is noted in the file of conflicts; to take the other is an edit like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.actions import Refusal, remove
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster, link_edit
from store.annotations.links import mentions_in
from store.annotations.model import Annotation, Cluster, Stance
from store.annotations.threeway import says_the_same
from store.errors import SaveError, system_reason
from store.frozen import Frozen
from store.ledger.conflicts import KeptConflict, read_conflicts, write_conflicts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.model import Linked, Mention, Value
    from store.files import Files
    from store.ledger.status import LedgerStatus
    from store.story.open_story import OpenStory


class Waiting(Frozen):
    """A conflict that is not settled."""

    kept: KeptConflict
    article: str
    """In which article it is; empty for what belongs to the story as a whole."""
    stands: Value | None
    """What stands now; none if there is nothing."""
    other: Value | None
    """What the other history has; none if it has nothing there."""


class Settling:
    """The conflicts of an open story."""

    def __init__(self, now: OpenStory, folder: Path, files: Files) -> None:
        """Read them; what is wrong with their file is said by a check."""
        self._now = now
        self._folder = folder
        self._files = files
        try:
            self._kept = read_conflicts(folder, files) or []
        except OSError:
            self._kept = []

    def watch(
        self, status: LedgerStatus, subscribe: Callable[[Callable[[object], None]], object]
    ) -> None:
        """Say how much waits, and keep count of it with every change."""

        def count(_: object = None) -> None:
            status.conflicts = len(self.waiting())

        count()
        subscribe(count)
        if status.conflicts:
            status.notices.add(_sentence(status.conflicts))

    def waiting(self) -> list[Waiting]:
        """What is to be settled, in the order in which it was met."""
        found = []
        for kept in self._kept:
            article, stands = self._standing(kept.edit)
            if not kept.stays and not says_the_same(kept.edit.after, stands):
                found.append(Waiting(kept, article, stands, kept.edit.after))
        return found

    def _standing(self, edit: SingleEdit) -> tuple[str, Value | None]:
        if not isinstance(edit, EditOfAnnotation):
            return "", self._now.readable_links().standing(edit)
        value = edit.after or edit.before
        assert value is not None
        ids = [ref.id for ref in self._now.story.articles]
        here = [each for each in ids if each == edit.article]
        for article_id in here or ids:  # it may have another name by now
            opened = self._now.article(article_id)
            everything = (*opened.annotations, *opened.orphaned, *opened.rejected)
            for annotation in everything:
                if annotation.id == value.id:
                    return article_id, annotation
        return edit.article, None

    # Settling ------------------------------------------------------------------------------

    def keep(self, waiting: Waiting, *, stays: bool = True) -> None:
        """Say that what stands is to stay, or is not.

        Raises:
            SaveError: It could not be written.
        """
        kept = [
            replace(each, stays=stays) if _is_of(each, waiting.kept) else each
            for each in self._kept
        ]
        try:
            write_conflicts(self._folder, kept, self._files)
        except OSError as error:
            raise SaveError(f"NOT SAVED: {system_reason(error)}; nothing was settled") from error
        self._kept = kept

    def taken(self, waiting: Waiting) -> Edit | Refusal:
        """The edit that makes of what stands what the other history has."""
        stands, other = waiting.stands, waiting.other
        if isinstance(stands, Annotation) or isinstance(other, Annotation):
            assert stands is None or isinstance(stands, Annotation)
            assert other is None or isinstance(other, Annotation)
            return self._annotation_taken(waiting.article, stands, other)
        return self._link_taken(stands, other)

    def _annotation_taken(
        self, article_id: str, stands: Annotation | None, other: Annotation | None
    ) -> Edit | Refusal:
        if self._now.story.ref(article_id) is None:
            return Refusal(f"The article {article_id} is not there any more")
        opened = self._now.article(article_id)
        if other is None:
            assert stands is not None
            return remove(article_id, stands, self._now.links())
        if not other.adrift and other.span.of(opened.article.text) != other.text:
            return Refusal("Its words do not stand there any more: the article has changed")
        twin = None if other.rejected else opened.annotations.find(other.span, other.label)
        if twin is not None and twin.id != other.id:
            return Refusal("The same stands there already, by another annotation: keep what stands")
        return EditOfAnnotation(article_id, stands, other)

    def _link_taken(self, stands: Linked | None, other: Linked | None) -> Edit | Refusal:
        links = self._now.links()
        if other is not None and not all(map(self._is_there, mentions_in(other))):
            return Refusal("What it ties is not there any more: keep what stands")
        if isinstance(other, Stance) and other.cluster not in links.clusters:
            return Refusal("What it is said of is not there any more: keep what stands")
        if other is None and isinstance(stands, Cluster):
            said = [link_edit(each, None) for each in links.stances_of(stands.id)]
            return Batch((*said, EditOfCluster(stands, None)), "take apart")
        return link_edit(stands, other)

    def _is_there(self, mention: Mention) -> bool:
        return any(each.id == mention.id for each in self._now.kept(mention.article))


def _is_of(one: KeptConflict, other: KeptConflict) -> bool:
    return (one.why, one.edit) == (other.why, other.edit)


def _sentence(number: int) -> str:
    """What is said where conflicts wait."""
    if number == 1:
        return (
            "1 thing is said differently by two machines: it stays as it stands until you settle "
            "it ({key:review})"
        )
    return (
        f"{number:,} things are said differently by two machines: they stay as they stand until "
        "you settle them ({key:review})"
    )
