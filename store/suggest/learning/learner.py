"""Learns from what has been tagged, a small step at a time, and says what is likely elsewhere.

What is learned depends on the annotations alone: not on the order in which they were made, nor on
when there was time to learn. An edit while something is being learned has all be learned once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.learning.examples import LONGEST_TEXT, example_of
from store.suggest.learning.label_model import BREAK_EVEN, survivors
from store.suggest.learning.read_text import read
from store.suggest.learning.training import Known, likely_for, train
from store.suggest.model import Suggestion
from store.suggest.tagged.tagged_phrases import how_often, short
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.learning.label_model import LabelModel, LearnedModel, Scored
    from store.suggest.learning.other_stories import OtherStories
    from store.suggest.learning.phrase_memory import Remembered
    from store.suggest.learning.read_text import LikelySpan, ReadText

MOST_ARTICLES: Final = 40
"""Articles of the story that are learned from at most: the last ones in its order."""
LEARNED: Final = "learned"
"""Who suggests what is like other spans."""
TAGGED: Final = "like"
"""Who suggests words that were tagged before."""
_LEAST: Final = 0.2
"""How likely a span is at least that is suggested to anybody."""
_AT_ONCE: Final = 60
"""Spans that are judged between two looks at the clock."""


class Learner:
    """Learns once more whenever it is told that what it learned from has changed."""

    def __init__(self, labels: LabelSet, others: OtherStories | None = None) -> None:
        """Nothing is read yet.

        Args:
            labels: Of the story.
            others: Other stories by the same annotator.
        """
        self._labels = labels
        self._others = others
        self._elsewhere: list[Known] | None = None
        self._views: dict[str, ReadText] = {}
        """By the id of the article."""
        self._steps: Generator[tuple[str, list[Suggestion]] | None, None, None] | None = None
        self._is_outdated = True
        self.learned: frozenset[str] = frozenset()
        """The labels of which something has been learned."""
        self.proved: frozenset[str] = frozenset()
        """Those of which what has words that were never tagged is mostly right."""

    @property
    def explained(self) -> list[str]:
        """What it has learned, as sentences."""
        sentences = []
        if self._elsewhere:
            sentences.append(
                f"{counted(len(self._elsewhere), 'article')} of other stories count too"
            )
        for name in sorted(self.learned):
            new = "words that were never tagged too" if name in self.proved else "only tagged words"
            sentences.append(f"{name} is learned: suggested are {new}")
        return sentences

    @property
    def is_running(self) -> bool:
        """Whether something is being learned just now."""
        return self._steps is not None

    @property
    def is_busy(self) -> bool:
        """Whether there is anything left to do."""
        return self._is_outdated or self._steps is not None

    def outdate(self) -> None:
        """Take note that what is tagged has changed."""
        self._is_outdated = True

    def step(
        self, ids: Sequence[str], article: Callable[[str], OpenArticle]
    ) -> tuple[str, list[Suggestion]] | None:
        """Do the next small step.

        Args:
            ids: The articles, those first that somebody looks at.
            article: Gives an article by its id.

        Returns:
            An article, and what is likely in it, if that is known now.
        """
        if self._steps is None:
            self._is_outdated = False
            self._steps = self._run(list(ids), article)
        try:
            return next(self._steps)
        except StopIteration:
            self._steps = None
            return None

    def _run(
        self, ids: list[str], article: Callable[[str], OpenArticle]
    ) -> Generator[tuple[str, list[Suggestion]] | None, None, None]:
        if self._elsewhere is None:
            self._elsewhere = []
            for example in self._others.examples() if self._others is not None else ():
                if example is not None:
                    view = yield from read(example.text)
                    self._elsewhere.append(Known(example, view, is_here=False))
                yield None
        opened = {each: article(each) for each in ids}
        own = {one.article.text for one in opened.values()}
        known = [one for one in self._elsewhere if one.example.text not in own]
        annotated = [e for e in sorted(ids) if len(opened[e].annotations)][-MOST_ARTICLES:]
        for each in annotated:
            view = yield from self._view(opened[each])
            known.append(Known(example_of(opened[each]), view, is_here=True))
        model = yield from train(self._labels, known)
        by_label = model.by_label.items()
        self.learned = frozenset(model.by_label)
        self.proved = frozenset(name for name, learned in by_label if learned.is_proved)
        for each in ids:
            view = yield from self._view(opened[each])
            suggestions = yield from _suggestions(self._labels, model, view)
            yield each, suggestions

    def _view(self, opened: OpenArticle) -> Generator[None, None, ReadText]:
        view = self._views.get(opened.id)
        if view is None or view.text != opened.article.text[:LONGEST_TEXT]:
            view = yield from read(opened.article.text)
            self._views[opened.id] = view
        return view


def _suggestions(
    labels: LabelSet, model: LearnedModel, view: ReadText
) -> Generator[None, None, list[Suggestion]]:
    """What is likely in a text; of spans of one label that overlap the likeliest."""
    found: list[Suggestion] = []
    memory = model.memory
    places = yield from view.places(memory.sought())
    for label in labels:
        learned = model.by_label.get(label.name)
        scored: list[Scored] = []
        for number, one in enumerate(likely_for(label.name, view, places, memory)):
            known = memory.remembered(label.name, one.words)
            if learned is not None:
                score = learned.score(one, memory)
            else:
                score = known.share if known.tagged > 0 else 0.0
            if score >= _LEAST:
                scored.append((score, one, known.tagged > 0 and score >= BREAK_EVEN))
            if number % _AT_ONCE == 0:
                yield
        for score, one, _ in survivors(scored):
            found.append(_suggestion(view, one, label.name, score, learned, model))
    return found


def _suggestion(
    view: ReadText,
    one: LikelySpan,
    label: str,
    score: float,
    learned: LabelModel | None,
    model: LearnedModel,
) -> Suggestion:
    known = model.memory.remembered(label, one.words)
    quote = one.span.of(view.text)
    source, cue = view.said.get(one.span, (None, None))
    return Suggestion(
        one.span.start,
        one.span.end,
        label,
        quote,
        reason=_reason(quote, label, model.memory.here.remembered(label, one.words))
        if known.tagged > 0
        else f"like other spans of {label}: {learned.told(one) if learned else ''}".rstrip(": "),
        score=round(score, 4),
        suggester=TAGGED if known.tagged > 0 else LEARNED,
        source=source,
        cue=cue,
    )


def _reason(quote: str, label: str, here: Remembered) -> str:
    if here.tagged <= 0:
        return f"in other stories you tagged “{short(quote)}” as {label}"
    return f"you tagged “{short(quote)}” as {label}{how_often(here.tagged, here.left)}"
