"""A story that has been opened to read: its articles with their annotations, as they are now.

Articles that have changed since they were annotated are noticed when they are read, when the
person returns to the story, and before an edit of them is written; their annotations follow (see
`store.story.following`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.collection import Annotations
from store.annotations.edits import Batch, by_article
from store.annotations.links import Links
from store.articles.loading import stamp_of
from store.errors import ConflictError, InputError, SaveError
from store.ledger.replay import edited
from store.story.following import orphans, reanchored
from store.story.old_texts import OldTexts, bytes_of
from store.story.open_article import OpenArticle, partition, read_article, remarks
from store.story.rebasing import Present
from store.story.renaming import follow_renames
from store.wording import CHECK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.annotations.model import Annotation, Cluster, Mention, Relation
    from store.articles import Story
    from store.ledger.ledger import Ledger
    from store.ledger.records import JournalEntry
    from store.story.following import Orphan

_MOST_STAMPED: Final = 500
"""Articles whose files are looked at while a key waits."""


class OpenStory:
    """One annotator's work on one story, to read: what stands in it now."""

    def __init__(self, story: Story, ledger: Ledger) -> None:
        self.story = story
        self.status = ledger.status
        """What is to be said of the keeping of annotations."""
        self.counts = ledger.position.counts
        """Annotations of each label in the whole story."""
        self.old_texts = OldTexts(ledger.contents.texts, ledger.status.notices)
        """The articles as they were annotated."""
        self._notice = ledger.status.notices.add_once
        self._ledger = ledger
        self._contents = ledger.contents
        self._articles: dict[str, OpenArticle] = {}
        self._subscribers: list[Callable[[str], None]] = []
        follow_renames(story, ledger)

    # Articles ------------------------------------------------------------------------------

    def article(self, article_id: str) -> OpenArticle:
        """An article of the story with its annotations, read at the first call.

        Never raises for a bad file: `problem` says what is wrong with it.
        """
        if article_id not in self._articles:
            ref = self.story.ref(article_id)
            if ref is None:
                raise KeyError(article_id)
            opened = read_article(ref)
            self._accept_annotations(opened)
            self._articles[article_id] = opened
        return self._articles[article_id]

    def every_article(self) -> Iterator[OpenArticle]:
        """Every article of the story in order; those that were not open are not kept in memory."""
        for ref in self.story.articles:
            is_kept = self.is_open(ref.id)
            yield self.article(ref.id)
            if not is_kept:
                self.let_go(ref.id)

    def peek(self, article_id: str) -> OpenArticle:
        """An article as by `article`, but one that was not open is not kept in memory."""
        is_kept = self.is_open(article_id)
        opened = self.article(article_id)
        if not is_kept:
            self.let_go(article_id)
        return opened

    def is_open(self, article_id: str) -> bool:
        """Whether an article has been read and is kept in memory."""
        return article_id in self._articles

    def let_go(self, article_id: str) -> bool:
        """Forget what was read of an article, if that is on the disk as it is; whether it is."""
        is_gone = self._contents.forget(article_id)
        if is_gone:
            self._articles.pop(article_id, None)
        return is_gone

    def annotated_ids(self) -> set[str]:
        """The articles that have been annotated, whether the story still has them or not."""
        return self._contents.annotated_ids()

    def missing_articles(self) -> list[str]:
        """Articles that have annotations but are not among those opened."""
        gone = self.annotated_ids() - {ref.id for ref in self.story.articles}
        gone -= self._ledger.position.renamed.keys()
        return sorted(filter(self._contents.is_told_of, gone))

    def kept(self, article_id: str) -> Annotations:
        """All annotations that are kept of an article, also of one that the story has no more, and
        those that do not fit its text any more.

        Raises:
            InputError: The article's file is damaged.
        """
        return self._contents.collection(article_id)

    def present(self, article_id: str, seq: int) -> Present:
        """An article as it is now, by the id that it had at a record of the journal.

        Raises:
            ConflictError: It is not in the story.
        """
        renames = self._ledger.position.renamed
        while (renamed := renames.get(article_id)) is not None and renamed.seq > seq:
            article_id = renamed.to
        ref = self.story.ref(article_id)
        if ref is None:
            raise ConflictError(f"The article {article_id} is not open here")
        opened = self._articles.get(article_id) or read_article(ref)

        def everything() -> Annotations:
            is_kept = self.is_open(article_id)
            self.article(article_id)  # where they follow their words
            found = self.kept(article_id)
            if not is_kept:
                self.let_go(article_id)
            return found

        return Present(article_id, opened.article.text, opened.article.sha256, everything)

    def bytes_of(self, article_id: str, sha256: str) -> bytes | None:
        """The bytes of an article's file that have a SHA-256, from memory or from the disk."""
        opened = self._articles.get(article_id)
        article = None if opened is None else opened.article
        return bytes_of(sha256, article, self.story.ref(article_id))

    # Links ---------------------------------------------------------------------------------

    def links(self) -> Links:
        """The story's relations and clusters.

        Raises:
            InputError: Their file is damaged.
        """
        return self._contents.links()

    def readable_links(self) -> Links:
        """The links to be shown: none where their file is damaged, which is said."""
        try:
            return self.links()
        except InputError as error:
            self._notice(f"{error}; no ties and marks are shown until it is mended: {CHECK}")
            return Links()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The story's relations, by id."""
        return tuple(sorted(self.links().relations.values(), key=lambda r: r.id))

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The story's clusters, by id."""
        return tuple(sorted(self.links().clusters.values(), key=lambda c: c.id))

    def annotation(self, mention: Mention) -> Annotation | None:
        """An annotation by its name, if it stands in the text of an article of the story."""
        if self.story.ref(mention.article) is None:
            return None
        here = self.article(mention.article).annotations
        return next(here.with_ids({mention.id}), None)

    # Articles that have changed ------------------------------------------------------------

    def _accept_annotations(self, opened: OpenArticle) -> None:
        """Give an article that has just been read its annotations, at their words."""
        try:
            everything = self.kept(opened.id)
        except InputError as error:
            problem = f"{error}; it was left as it is, and the article can only be read"
            opened.problem = opened.problem or problem
            self._notice(problem)
            partition(opened, self._contents.recovered(opened.id) or Annotations())
            return
        annotated_sha256 = self._contents.annotated_sha256(opened.id)
        has_changed = bool(annotated_sha256) and annotated_sha256 != opened.article.sha256
        moved = 0
        if opened.article.text and len(everything):
            everything, moved = self._followed(opened, everything, annotated_sha256)
        partition(opened, everything)
        is_told = has_changed and bool(len(opened.annotations) or opened.orphaned)
        record = self.readable_links().articles.get(opened.id)
        for remark in remarks(opened, record, has_changed=is_told, moved=moved):
            self._notice(remark)

    def _followed(
        self, opened: OpenArticle, everything: Annotations, annotated_sha256: str
    ) -> tuple[Annotations, int]:
        """The annotations at their words in a changed article, and how many have moved."""
        article = opened.article
        is_same = (annotated_sha256 := annotated_sha256 or article.sha256) == article.sha256
        if is_same and not any(annotation.adrift for annotation in everything):
            return everything, 0
        now, read = article.sha256, self.old_texts.read
        edits = reanchored(article.id, article.text, now, everything, annotated_sha256, read)
        if is_same and not edits:
            return everything, 0
        everything = edited(everything, edits)
        try:
            self._ledger.follow(Batch(edits, "follow"), {article.id: article.sha256})
        except SaveError as error:
            opened.problem = f"{error}; {article.name} can only be read until then"
        told = [e.after for e in edits if e.after is not None and not e.after.rejected]
        return everything, sum(not annotation.adrift for annotation in told)

    # Articles that change while they are open ----------------------------------------------

    def subscribe(self, subscriber: Callable[[str], None]) -> Callable[[], None]:
        """Be told the id of every article that was read again; call what is returned to stop."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def refresh(self, only: Iterable[str] | None = None) -> list[str]:
        """Read again the articles whose files have changed since they were read.

        Never raises for a bad file: where one has gone, what was read of it stays to be read.

        Args:
            only: The ids of those to look at; all that have been read if not given.

        Returns:
            The ids of those that have changed.
        """
        self._ledger.look()
        ids = tuple(self._articles if only is None else only)
        return [i for i in ids if i in self._articles and self.read_again(i)]

    def read_again(self, article_id: str) -> bool:
        """Read an open article again if its file has other bytes, and say so to the subscribers."""
        has_changed = self._is_stale(article_id)
        if has_changed:
            for subscriber in tuple(self._subscribers):
                subscriber(article_id)
        return has_changed

    def _is_stale(self, article_id: str) -> bool:
        """Whether an open article's file has other words than were read; if so it is read anew."""
        opened = self._articles[article_id]
        article = opened.article
        if article.stamp is not None and stamp_of(article.path) == article.stamp:
            return False
        ref = self.story.ref(article_id)
        assert ref is not None
        fresh = read_article(ref)
        if not fresh.article.text:
            has_become_bad = opened.problem != fresh.problem and bool(article.text)
            opened.problem = fresh.problem
            if has_become_bad:
                self._notice(f"{fresh.problem}; what is shown is the article as it was read before")
            return has_become_bad
        if fresh.article.sha256 == article.sha256 and not opened.problem:
            opened.article = fresh.article
            return False
        if any(opened.everything):
            self.old_texts.replace(article, may_write=not self.status.read_only)
        opened.article, opened.problem = fresh.article, ""
        self._accept_annotations(opened)
        return True

    def orphaned_articles(self) -> list[str]:
        """Those of the articles read so far that have annotations whose place is not reanchored."""
        return [opened.id for opened in self._articles.values() if opened.orphaned]

    def orphans(self, article_id: str) -> list[Orphan]:
        """The annotations of an article whose place a person has to settle, with proposals."""
        opened = self.article(article_id)
        return orphans(article_id, opened.article.text, opened.orphaned, self.old_texts.read)


class GrowingStory(OpenStory):
    """An open story to which another process may add, if it is only read."""

    def stamp(self) -> tuple[object, ...] | None:
        """What is the same as long as nothing is annotated and no article has another file; none
        where so many files are not looked at."""
        refs = self.story.articles
        if len(refs) > _MOST_STAMPED:
            return None
        return (self._ledger.position.seq, *(stamp_of(ref.path) for ref in refs))

    def take_in(self, entry: JournalEntry) -> None:
        """Have what another process has written, where the story is only read.

        Raises:
            SidelightError: It cannot be read.
        """
        record = entry.record
        made = self._ledger.take_in(entry)
        for article_id, edits in by_article(record.edit).items():
            opened = self._articles.get(article_id)
            if opened is None or article_id not in made:
                continue
            sha256 = opened.article.sha256
            if record.texts.get(article_id, sha256) != sha256 and self.read_again(article_id):
                continue
            afters = [each.after for each in edits if each.after is not None]
            text = opened.article.text
            if made[article_id] and all(a.span.of(text) == a.text for a in afters):
                opened.update(edits, self.kept(article_id))
            else:
                self._accept_annotations(opened)
