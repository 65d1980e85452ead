"""The one mutable object: a story, its annotations in memory, and their way to the disk.

An edit is checked, then written to the journal and fsynced, and only then applied in memory and
told to those who subscribed. So nothing is ever shown that is not kept. Articles that have changed
since they were annotated are noticed when they are read, when the person returns to the story, and
before an edit of them is written; their annotations follow (`store.story.following`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import (
    Batch,
    Edit,
    EditOfAnnotation,
    EditPlace,
    by_article,
    many_edits,
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
from store.labels import DEFAULT_LABELS, LabelSet, own_labels
from store.ledger.checkpoints import CONFLICTS
from store.ledger.contents import Staged
from store.ledger.ledger import Ledger
from store.library.places import check_distinct, folder_of
from store.story.open_article import OpenArticle, check_text
from store.story.open_story import GrowingStory
from store.story.rebasing import rebased

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from store.annotations.collection import Annotations
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
        check_distinct(folder)
        chosen = labels or own_labels(story.root)
        label_set = DEFAULT_LABELS
        if chosen is not None:
            from store.labels_file import load_labels  # many stories have none of their own

            label_set = load_labels(chosen)
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
            self.folder,
        )

    def _commit(self, edit: Edit, did: Did, undone: Record | None) -> Change:
        self.status.make_sure()
        try:
            staged, texts, touched = self._staged(edit)
        except (InputError, ReadOnlyError) as error:
            # A file that cannot be read may be gone with its folder, and the journal with it.
            self.ledger.look()
            if self.status.read_only:
                raise ReadOnlyError(f"Nothing was changed: {self.status.read_only}") from error
            raise
        self.ledger.write(staged, did, undone, texts)
        made = by_article(edit)
        for name, opened in touched.items():
            opened.update(made[name], staged.collections[name])
        return self._tell(edit, did)

    def _staged(self, edit: Edit) -> tuple[Staged, dict[str, str], dict[str, OpenArticle]]:
        """What an edit makes of what it touches; the SHA-256 of its articles, and those that are
        open then. If it has many edits, one article after another is read and let go."""
        contents, is_long = self.ledger.contents, many_edits(edit) is not None
        collections: dict[str, Annotations] = {}
        texts: dict[str, str] = {}
        touched: dict[str, OpenArticle] = {}
        for name, each in by_article(edit).items():
            edits, is_kept = tuple(each), not is_long or self.now.is_open(name)
            opened = self._checked(name, edits)
            after = contents.staged(name, edits)
            texts[name] = opened.article.sha256
            if is_kept or not self.now.let_go(name):
                collections[name], touched[name] = after, opened
        staged = Staged(edit, collections, contents.staged_links(edit))
        return staged, texts, touched

    def _tell(self, edit: Edit, did: Did) -> Change:
        began = edit
        if did == "undo" and isinstance(edit, Batch) and isinstance(edit.edits, tuple):
            began = Batch(edit.edits[::-1])  # taken back in the opposite order
        change = Change(edit, did, place_of(began) or self._place_of_links(edit))
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
        has_changed = self.now.read_again(self.article(article_id).id)
        opened = self.article(article_id)
        if opened.problem:
            raise ReadOnlyError(f"Nothing was changed: {opened.problem}")
        if has_changed:
            raise ConflictError(
                f"{opened.article.name} has just changed on the disk and was read again; "
                "nothing was changed, look and repeat"
            )
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
    """An edit that also takes away the relations which its new labels do not fit, and takes what
    has them out of clusters of the old ones."""
    of_labels = (e.before and e.after and e.before.label != e.after.label
                 for e in of_annotations(edit))  # fmt: skip
    if many_edits(edit) is not None or not any(of_labels):  # many only add annotations
        return edit
    from store.annotations.linking import untied_by  # not before somebody relabels

    now = workspace.now

    def label_of(mention: Mention) -> str:
        return found.label if (found := now.annotation(mention)) else ""

    return with_more(edit, untied_by(edit, now.readable_links(), workspace.labels, label_of))


def _over_rejections(workspace: Workspace, edit: Edit) -> Edit:
    """An edit that also takes away the rejections of what it adds."""
    gone: list[SingleEdit] = []
    look = workspace.article if many_edits(edit) is None else workspace.now.peek
    for article_id, edits in by_article(edit).items():
        if workspace.story.ref(article_id) is None:
            continue
        rejected = look(article_id).rejected
        for single in edits if len(rejected) else ():
            after = single.after
            if after is None or after.rejected or after.adrift:
                continue
            rejection = rejected.find(after.span, after.label)
            if rejection is not None:
                gone.append(EditOfAnnotation(article_id, rejection, None))
    if not gone:
        return edit
    taken_away = {single.before for single in singles(edit)}
    gone = [each for each in dict.fromkeys(gone) if each.before not in taken_away]
    return with_more(edit, gone)
