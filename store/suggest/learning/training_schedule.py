"""What there is to learn from: articles as far as a person has read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.learning.examples import TaggedText
from store.text.boundaries import sentence_at
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.story.open_article import OpenArticle
    from store.suggest.blocks import KnownArticle

LEAST_EDITS: Final = 5
"""Edits after which it is worth to learn again."""
SHARE_OF_EDITS: Final = 0.03
"""The same, as a share of all that is tagged."""
UNFINISHED: Final = 40
"""An article that was edited within so many edits may be one that is being worked on."""
USED: Final = 4
"""A label is taken to be in use from so many annotations on."""


class TrainingSchedule:
    """Remembers what was learned from, and when it is time to learn again."""

    def __init__(self) -> None:
        self.entries = 0
        """How many tagged phrases were known when learning last began."""
        self._edits = 0
        self._taught_at = -1
        self._tagged = 0

    def note_edit(self) -> int:
        """Count an edit; gives its number."""
        self._edits += 1
        return self._edits

    @property
    def is_due(self) -> bool:
        """Whether enough has changed to learn again."""
        if self._taught_at < 0:
            return True
        return self._edits - self._taught_at >= max(LEAST_EDITS, SHARE_OF_EDITS * self._tagged)

    def begin(self, entries: int) -> None:
        """Take note that learning has begun, when so many tagged phrases are known."""
        self._taught_at = self._edits
        self.entries = entries

    def examples(
        self, articles: Iterable[KnownArticle], article: Callable[[str], OpenArticle]
    ) -> list[TaggedText]:
        """The articles with their annotations, each up to where it has been read; the one that was
        edited last comes last."""
        known = list(articles)
        opened = {each.id: article(each.id) for each in known}
        used: dict[str, int] = {}
        for one in opened.values():
            for annotation in one.annotations:
                used[annotation.label] = used.get(annotation.label, 0) + 1
        self._tagged = sum(used.values())
        in_use = [label for label, count in used.items() if count >= USED]
        examples = []
        for each in sorted(known, key=lambda k: k.edited_at):
            end = self._end(each, in_use)
            if end:
                examples.append(_example(opened[each.id], each.text, end))
        return examples

    def _end(self, known: KnownArticle, in_use: Iterable[str]) -> int:
        """Up to where an article has been read.

        While it is being worked on that is as far as every label in use has been tagged: names may
        have been tagged down to its end, and claims not yet. Later, as far as any has been.
        """
        ends = known.read_up_to
        if not ends:
            return 0
        is_finished = known.edited_at < 0 or self._edits - known.edited_at > UNFINISHED
        end = (
            max(ends.values())
            if is_finished
            else min([ends.get(label, 0) for label in in_use] or [max(ends.values())])
        )
        sentence = sentence_at(known.text, end - 1) if end else None
        return max(end, sentence.end) if sentence is not None else end


def _example(opened: OpenArticle, text: str, end: int) -> TaggedText:
    within = Span(0, end)
    return TaggedText(
        opened.id,
        text[:end],
        tuple((a.start, a.end, a.label) for a in opened.annotations if within.covers(a.span)),
        tuple((a.start, a.end, a.label) for a in opened.rejected if within.covers(a.span)),
    )
