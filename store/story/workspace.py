"""The one mutable object: a story, its annotations in memory, and their way to the disk.

An edit is checked, then written to the journal and fsynced, and only then applied in memory and
told to those who subscribed. So nothing is ever shown that is not kept. Articles that have changed
since they were annotated are noticed when they are read, when the person returns to the story, and
before an edit of them is written; their annotations follow (`store.story.following`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import (
    Edit,
    EditOfAnnotation,
    EditPlace,
    by_article,
    mentions_of,
    of_annotations,
    place_of,
    singles,
    stance_of,
    with_more,
)
from store.errors import ConflictError, InputError, ReadOnlyError, SidelightError
from store.files import Files
from store.frozen import Frozen
from store.labels import DEFAULT_LABELS, LABELS_FILE, LabelSet
from store.ledger.checkpoints import CONFLICTS
from store.ledger.ledger import Ledger
from store.library.places import folder_of
from store.story.open_article import OpenArticle, check_text
from store.story.open_story import GrowingStory
from store.story.rebasing import rebased

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Mention
    from store.articles import Story
    from store.ledger.records import Did, JournalEntry, Record
    from store.story.settling import Settling

__all__ = ["Change", "OpenArticle", "Workspace"]


class Change(Frozen):
    """Something that was done and is on the disk."""

    edit: Edit
    did: Did
    place: EditPlace | None
    """Where it happened."""


class Workspace:
    """One annotator's work on one story, to read and to edit."""

    def __init__(self, story: Story, annotator: str, labels: LabelSet, ledger: Ledger) -> None:
        """Use `Workspace.open`, which also takes the lock and reads what is there."""
        self.now = GrowingStory(story, ledger)
        """What stands in the story, to read."""
        self.status = ledger.status
        """Whether it may be edited, and what is to be said of the keeping of annotations."""
        self.folder = ledger.folder
        """Where the annotations lie."""
        self.annotator = annotator
        self.labels = labels
        self.ledger = ledger
        """What keeps all of it on the disk."""
        self.settling: Settling | None = None
        """What two machines say differently; none if nothing of that is kept."""
        self._subscribers: list[Callable[[Change], None]] = []
        self._growth_subscribers: list[Callable[[], None]] = []

    # Opening and closing -------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        story: Story,
        annotator: str,
        *,
        labels: Path | None = None,
        data: Path | None = None,
        read_only: bool = False,
        files: Files | None = None,
    ) -> Workspace:
        """Open a story for one annotator.

        Args:
            story: What to open.
            annotator: Whose work; it names the folder the work is kept in.
            labels: A label set other than the story's own `labels.toml`.
            data: Where annotations lie, if not in `annotations/` beside the articles.
            read_only: Do not take the lock and never write.
            files: The file system, for tests.

        Raises:
            InputError: The annotator's name, the label set or the journal cannot be used, or the
                folder cannot be written to.
        """
        folder = folder_of(story, annotator, data)
        own_labels = story.root / LABELS_FILE
        label_set = DEFAULT_LABELS
        if labels is not None or own_labels.exists():
            from store.labels_file import load_labels  # many stories have none of their own

            label_set = load_labels(labels or own_labels)
        files = files or Files()
        ledger = Ledger.to_read(folder, files) if read_only else Ledger.to_write(folder, files)
        try:
            workspace = cls(story, annotator, label_set, ledger)
            if files.exists(folder / CONFLICTS):
                from store.story.settling import Settling  # few stories have any

                workspace.settling = Settling(workspace.now, folder, files)
                workspace.settling.watch(workspace.status, workspace.subscribe)
        except SidelightError:
            ledger.close()
            raise
        return workspace

    def close(self) -> None:
        """Write what the TinyDB files lack, make a backup if one is due, give the lock back."""
        self.checkpoint()
        self.ledger.back_up()
        self.ledger.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def checkpoint(self, when_done: Callable[[], None] | None = None) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit.

        Args:
            when_done: As `Ledger.checkpoint` has it.
        """
        self.ledger.checkpoint(self.now.bytes_of, when_done)

    # Reading -------------------------------------------------------------------------------

    @property
    def story(self) -> Story:
        """The articles there are."""
        return self.now.story

    def article(self, article_id: str) -> OpenArticle:
        """An article of the story with its annotations, read at the first call.

        Never raises for a bad file: `problem` says what is wrong with it.
        """
        return self.now.article(article_id)

    # Editing -------------------------------------------------------------------------------

    def subscribe(self, subscriber: Callable[[Change], None]) -> Callable[[], None]:
        """Be told of every change from now on; call what is returned to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def subscribe_to_growth(self, subscriber: Callable[[], None]) -> Callable[[], None]:
        """Be told when there are other labels or articles; call what is returned to stop that."""
        self._growth_subscribers.append(subscriber)
        return lambda: self._growth_subscribers.remove(subscriber)

    def grow(self, *, labels: LabelSet | None = None, story: Story | None = None) -> None:
        """Take over labels or articles that are on the disk by now."""
        self.labels = self.labels if labels is None else labels
        self.now.story = self.story if story is None else story
        for subscriber in tuple(self._growth_subscribers):
            subscriber()

    def apply(self, edit: Edit) -> Change:
        """Make an edit: on the disk first, then in memory, then told to the subscribers.

        Where it puts an annotation on what was rejected with the same label, the rejection goes
        with the same edit; and where it gives one a label that a relation does not fit, that does.

        Raises:
            ReadOnlyError: The story or the article may only be read.
            ConflictError: The edit does not fit what is there.
            SaveError: It could not be written; nothing has changed.
        """
        return self._commit(_over_rejections(self, _over_ties(self, edit)), "edit", None)

    def undo(self) -> Change | None:
        """Take the last edit back, however long ago it was; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        undone = self.ledger.to_undo()
        return None if undone is None else self._commit(self._inverse(undone), "undo", undone)

    def redo(self) -> Change | None:
        """Make the edit again that was last taken back; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        undone = self.ledger.to_redo()
        return None if undone is None else self._commit(self._inverse(undone), "redo", undone)

    def _inverse(self, record: Record) -> Edit:
        """What takes a record back, also where its articles have changed or have other names."""
        return rebased(
            record.edit.inverse(),
            record.texts,
            lambda article_id: self.now.present(article_id, record.seq),
            self.now.links,
            self.now.old_texts.read,
        )

    def _commit(self, edit: Edit, did: Did, undone: Record | None) -> Change:
        if self.status.read_only:
            raise ReadOnlyError(f"{self.status.read_only}; nothing was changed")
        made = by_article(edit)
        try:
            touched = {name: self._checked(name, edits) for name, edits in made.items()}
            staged = self.ledger.contents.staged(edit)
        except (InputError, ReadOnlyError) as error:
            # A file that cannot be read may be gone with its folder, and the journal with it.
            self.ledger.look()
            if self.status.read_only:
                raise ReadOnlyError(f"Nothing was changed: {self.status.read_only}") from error
            raise
        texts = {name: opened.article.sha256 for name, opened in touched.items()}
        self.ledger.write(staged, did, undone, texts)
        for name, opened in touched.items():
            opened.update(made[name], staged.collections[name])
        return self._tell(edit, did)

    def _tell(self, edit: Edit, did: Did) -> Change:
        change = Change(edit, did, place_of(edit) or self._place_of_links(edit))
        for subscriber in tuple(self._subscribers):
            subscriber(change)
        return change

    def take_in(self, entry: JournalEntry) -> bool:
        """Have what another process wrote; whether there are other articles or labels then."""
        from store.story.growing import grown  # not before another process writes

        story, labels = grown(self.story, self.labels, entry.record.edit)
        has_grown = (story, labels) != (self.story, self.labels)
        if has_grown:
            self.grow(labels=labels, story=story)
        self.now.take_in(entry)
        self._tell(entry.record.edit, entry.record.did)
        return has_grown

    def _checked(self, article_id: str, edits: Iterable[EditOfAnnotation]) -> OpenArticle:
        """The article of some edits, if it may be edited and says what they say of it."""
        if self.story.ref(article_id) is None:
            raise ConflictError(f"The article {article_id} is not open here")
        opened = self.article(article_id)
        if self.now.read_again(article_id):
            raise ConflictError(
                f"{opened.article.name} has just changed on the disk and was read again; "
                "nothing was changed, look and repeat"
            )
        if opened.problem:
            raise ReadOnlyError(f"Nothing was changed: {opened.problem}")
        for edit in edits:
            if edit.after is not None:
                check_text(opened.article, edit.after)
        return opened

    def _place_of_links(self, edit: Edit) -> EditPlace | None:
        """Where the first annotation is, in an article that can be read, that a link joins, or of
        which it is said what its article does with it."""
        judged: Iterable[Mention] = ()
        if (stance := stance_of(edit)) is not None:
            cluster = self.now.links().clusters.get(stance.cluster)
            members = cluster.members if cluster is not None else ()
            judged = (each for each in members if each.article == stance.article)
        for mention in (*judged, *mentions_of(edit)):
            annotation = self.now.annotation(mention)
            if annotation is not None:
                return EditPlace(mention.article, annotation.start, annotation.end)
        return None


def _over_ties(workspace: Workspace, edit: Edit) -> Edit:
    """An edit that also takes away the relations which its new labels do not fit."""
    of_labels = (e.before and e.after and e.before.label != e.after.label
                 for e in of_annotations(edit))  # fmt: skip
    if not any(of_labels):
        return edit
    from store.annotations.linking import untied_by  # not before somebody relabels

    now = workspace.now
    return with_more(edit, untied_by(edit, now.readable_links(), workspace.labels, now.label_of))


def _over_rejections(workspace: Workspace, edit: Edit) -> Edit:
    """An edit that also takes away the rejections of what it adds."""
    gone: list[SingleEdit] = []
    for single in of_annotations(edit):
        after = single.after
        is_settled = after is not None and not after.rejected and not after.adrift
        if after is None or not is_settled or workspace.story.ref(single.article) is None:
            continue
        rejected = workspace.article(single.article).rejected
        rejection = rejected.find(after.span, after.label) if len(rejected) else None
        if rejection is not None:
            gone.append(EditOfAnnotation(single.article, rejection, None))
    if not gone:
        return edit
    taken_away = {single.before for single in singles(edit)}
    gone = [each for each in dict.fromkeys(gone) if each.before not in taken_away]
    return with_more(edit, gone)
