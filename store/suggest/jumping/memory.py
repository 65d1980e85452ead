"""What an annotator's tags in a story say of what they will tag next: a taste for each label.

It is made from their annotations and from nothing else: one that is taken back, removed or changed
takes with it what was learned from it, and what was tagged in earlier sittings is learned a step at
a time once it is wanted. So nothing of it is kept on the disk, and none of it leaves the story.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from store.annotations.edits import of_annotations
from store.suggest.candidates.roles import meaning_of
from store.suggest.jumping.ends import ends_from
from store.suggest.jumping.finding import jumpable_at, jumpables
from store.suggest.jumping.surroundings import Surroundings
from store.suggest.jumping.taste import Taste
from store.text.boundaries import paragraph_at
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotations.model import Annotation
    from store.story.workspace import Change, Workspace
    from store.suggest.jumping.jumpable import Jumpable
    from store.suggest.jumping.taste import Lesson

_FARTHEST: Final = 3_000
"""Code points between two spans of a label beyond which what lies between was not read through."""
_MOST_PASSED: Final = 200
"""Spans that one annotation is taken to have passed, at most: the last ones."""
_BY_HAND: Final = 3
"""Annotations in one edit, at most, between which a person has looked at what they passed."""
_MOST_EARLIER: Final = 600
"""Annotations of earlier sittings, at most, from which is learned."""
_MOST_ARTICLES: Final = 60
"""Articles, at most, that are read for them."""


class JumpMemory:
    """The tastes of one annotator in one story."""

    def __init__(self, workspace: Workspace) -> None:
        """Know nothing yet; `recall` learns from what is tagged already."""
        self._workspace = workspace
        self._tastes: dict[str, Taste] = {}
        self._lessons: dict[tuple[str, str], tuple[str, Lesson]] = {}
        """By article and annotation: the label, and what was learned."""
        articles = [i for i in workspace.now.annotated_ids() if workspace.story.ref(i) is not None]
        self._unread = deque(sorted(articles)[:_MOST_ARTICLES])
        """Articles of which what is tagged has not been looked at."""
        self._earlier: deque[tuple[str, Annotation]] = deque()
        """What has not been learned from."""
        self._count = 0
        self.close = workspace.subscribe(self._on_change)
        """Learns no more."""

    def taste(self, label: str) -> Taste:
        """How likely spans are for a label."""
        known = self._tastes.get(label)
        if known is None:
            named = self._workspace.labels.named(label)
            assert named is not None, label
            known = self._tastes[label] = Taste(meaning_of(named))
        return known

    def recall(self) -> bool:
        """Learn from one thing that was tagged before; whether there may be more."""
        while not self._earlier:
            if not self._unread or self._count >= _MOST_EARLIER:
                return False
            article_id = self._unread.popleft()
            found = self._workspace.article(article_id).annotations
            self._earlier.extend((article_id, each) for each in found)
        article_id, annotation = self._earlier.popleft()
        self._count += 1
        if (article_id, annotation.id) not in self._lessons:
            current = self._workspace.article(article_id).annotations
            if annotation in current:
                self._learn(article_id, annotation, has_passed=True)
        return bool(self._earlier or self._unread) and self._count < _MOST_EARLIER

    # Learning ------------------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        edits = list(of_annotations(change.edit))
        for edit in edits:
            if edit.before is not None:
                self._forget(edit.article, edit.before)
            if edit.after is not None:
                has_passed = len(edits) <= _BY_HAND and change.did == "edit"
                self._learn(edit.article, edit.after, has_passed=has_passed)

    def _forget(self, article_id: str, annotation: Annotation) -> None:
        label, lesson = self._lessons.pop((article_id, annotation.id), ("", None))
        if lesson is not None:
            self._tastes[label].forget(lesson)

    def _learn(self, article_id: str, annotation: Annotation, *, has_passed: bool) -> None:
        if annotation.rejected or annotation.adrift or not annotation.end > annotation.start:
            return
        if self._workspace.labels.named(annotation.label) is None:
            return
        opened = self._workspace.article(article_id)
        text, label = opened.article.text, annotation.label
        if not text or annotation.end > len(text):
            return
        taste, span = self.taste(label), annotation.span
        begin = max(0, span.start - _FARTHEST)
        near = opened.annotations.overlapping(Span(begin, min(len(text), span.end + 2)))
        others = [each for each in near if each.id != annotation.id]
        surroundings = Surroundings(others, Span(begin, span.end))
        passed: list[Jumpable] = []
        if has_passed:
            same = {(each.start, each.end) for each in others if each.label == label}
            same.add((span.start, span.end))
            since = Span(_since(text, span, label, others), span.start + 1)
            found = jumpables(text, since, is_long=taste.wants_long)
            passed = [one for one in found if (one.start, one.end) not in same][-_MOST_PASSED:]
        lesson = taste.learn(
            jumpable_at(text, span, is_long=taste.wants_long),
            surroundings.signs(span.start, span.end, label),
            [(one, surroundings.signs(one.start, one.end, label)) for one in passed],
            ends_from(text, span.start, is_long=taste.wants_long),
        )
        self._lessons[article_id, annotation.id] = (label, lesson)


def _since(text: str, span: Span, label: str, others: Sequence[Annotation]) -> int:
    """From where on what stands before a span was passed: from the one tagged before it.

    Where none is near, from the start of the paragraph.
    """
    before = [each.start for each in others if each.label == label and each.start < span.start]
    return max(before) if before else paragraph_at(text, span.start).start
