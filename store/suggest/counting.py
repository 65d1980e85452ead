"""What is tagged how often, and how far articles have been read: kept up to date edit by edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from store.annotations.edits import EditOfAnnotation
    from store.story.open_article import OpenArticle
    from store.suggest.blocks import KnownArticle
    from store.suggest.tagged.tagged_phrases import TaggedPhrases


class TagCounting:
    """Counts the tags of the articles that have been looked at."""

    def __init__(self, article: Callable[[str], OpenArticle], phrases: TaggedPhrases) -> None:
        """Count nothing yet.

        Args:
            article: Gives an article by its id.
            phrases: What is counted in.
        """
        self._article = article
        self._phrases = phrases
        self.counted: set[str] = set()
        """Articles of which it is counted what is tagged."""

    def take(
        self,
        edits: Iterable[EditOfAnnotation],
        articles: Mapping[str, KnownArticle],
        *,
        is_new: bool,
    ) -> None:
        """Count what edits tag, reject or take away, once all of them have been made.

        Args:
            edits: Of one change.
            articles: Those that are known, by their ids.
            is_new: Whether a person has just made them, or made them again.
        """
        to_read: dict[str, KnownArticle] = {}
        for edit in edits:
            if edit.article not in self.counted:
                continue  # it will be counted as it is when it is first looked at
            before, after = (a if a and not a.adrift else None for a in (edit.before, edit.after))
            if before is not None:
                self._phrases.count(before, -1)
            if after is not None:
                self._phrases.count(after, 1)
            known = articles.get(edit.article)
            if known is None:
                continue
            if before is not None and before.end >= known.read_up_to.get(before.label, 0):
                to_read[known.id] = known
            if after is not None:
                known.removed.discard((after.span, after.label))
                end = max(after.end, known.read_up_to.get(after.label, 0))
                known.set_read(after.label, end)
            elif is_new and edit.after is None and edit.before and not edit.before.rejected:
                known.removed.add((edit.before.span, edit.before.label))
        for known in to_read.values():
            self.set_read(known, self._article(known.id))

    def set_read(self, known: KnownArticle, opened: OpenArticle) -> None:
        """Look up to where an article has been read, from all that is in it."""
        ends: dict[str, int] = {}
        for collection in (opened.annotations, opened.rejected):
            for annotation in collection:
                ends[annotation.label] = max(annotation.end, ends.get(annotation.label, 0))
        for label in ends.keys() | known.read_up_to.keys():
            known.set_read(label, ends.get(label, 0))

    def count_tags(self, opened: OpenArticle) -> None:
        """Count what is tagged and rejected in an article, once."""
        if opened.id not in self.counted:
            self.counted.add(opened.id)
            for collection in (opened.annotations, opened.rejected):
                for annotation in collection:
                    self._phrases.count(annotation, 1)

    def recount(self, article_ids: list[str]) -> None:
        """Count all tags anew, as those of one article may have gone or come without an edit."""
        self._phrases.forget_counts()
        self.counted.clear()
        for article_id in article_ids:
            self.count_tags(self._article(article_id))
