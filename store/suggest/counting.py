"""What is tagged how often, and how far articles have been read: kept up to date edit by edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.tagged.tagged_phrases import PhraseKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotated import OpenArticle
    from store.annotations.edits import EditOfAnnotation
    from store.annotations.model import Annotation
    from store.suggest.blocks import KnownArticle
    from store.suggest.tagged.tagged_phrases import TaggedPhrases


class Counting:
    """Counts the tags of the articles that have been looked at."""

    def __init__(
        self,
        article: Callable[[str], OpenArticle],
        memory: TaggedPhrases,
        articles: Mapping[str, KnownArticle],
    ) -> None:
        """Count nothing yet.

        Args:
            article: Gives an article by its id.
            memory: What is counted in.
            articles: Those that are known, by their ids; looked into, never changed.
        """
        self._article = article
        self._memory = memory
        self._articles = articles
        self.counted: set[str] = set()
        """Articles of which the memory holds what is tagged."""
        self.changed: set[PhraseKey] = set()
        """What is tagged more or less often than when it was last proposed."""

    def take(self, edit: EditOfAnnotation, *, is_new: bool) -> None:
        """Remember what an edit tags, rejects or takes away."""
        if edit.article not in self.counted:
            return  # it will be counted as it is when it is first looked at
        known = self._articles.get(edit.article)
        for value, change in ((edit.before, -1), (edit.after, 1)):
            if value is None or value.adrift:
                continue
            key = self._remember(value, change)
            self.changed.add(key)
            if known is None:
                continue
            if change > 0:
                known.removed.discard((value.span, value.label))
                end = max(value.end, known.read_up_to.get(value.label, 0))
                self._move_end(known, value.label, end)
            elif value.end >= known.read_up_to.get(value.label, 0):
                self.set_read(known, self._article(edit.article))
        before, after = edit.before, edit.after
        was_removed = is_new and before is not None and after is None and not before.rejected
        if was_removed and before is not None and known is not None:
            known.removed.add((before.span, before.label))

    def _remember(self, annotation: Annotation, change: int) -> PhraseKey:
        if annotation.rejected:
            key = PhraseKey.of(annotation.text, annotation.label)
            self._memory.rejected[key] += change
            return key
        key = self._memory.add(annotation.text, annotation.label)
        self._memory.tagged[key] += change
        return key

    def _move_end(self, known: KnownArticle, label: str, end: int) -> None:
        """Take note of up to where an article has been read for a label."""
        start = known.read_up_to.get(label, 0)
        known.read_up_to[label] = end
        for block in known.blocks:
            if block.within.end > min(start, end) and block.within.start < max(start, end):
                block.is_miscounted = True

    def set_read(self, known: KnownArticle, opened: OpenArticle) -> None:
        """Look up to where an article has been read, from all that is in it."""
        ends: dict[str, int] = {}
        for collection in (opened.annotations, opened.rejected):
            for annotation in collection:
                ends[annotation.label] = max(annotation.end, ends.get(annotation.label, 0))
        for label in ends.keys() | known.read_up_to.keys():
            self._move_end(known, label, ends.get(label, 0))

    def count_tags(self, opened: OpenArticle) -> None:
        """Remember what is tagged and rejected in an article, once."""
        if opened.id not in self.counted:
            self.counted.add(opened.id)
            for collection in (opened.annotations, opened.rejected):
                for annotation in collection:
                    self.changed.add(self._remember(annotation, 1))

    def recount(self) -> None:
        """Count all tags anew, as those of one article may have gone or come without an edit."""
        self._memory.tagged.clear()
        self._memory.rejected.clear()
        self.counted.clear()
        for known in self._articles.values():
            self.count_tags(self._article(known.id))
