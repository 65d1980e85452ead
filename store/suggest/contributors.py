"""Who else suggests: what is learned, and suggesters outside the program; each works elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.learning.training_schedule import TrainingSchedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.story.open_article import OpenArticle
    from store.suggest.blocks import KnownArticle
    from store.suggest.board import SuggestionBoard
    from store.suggest.learning.learner import Learner
    from store.suggest.outside.background import Background
    from store.suggest.outside.choosing import OutsideSuggester


class Contributors:
    """The learner and the suggesters outside; asks them, and brings what they say to the board."""

    def __init__(
        self, board: SuggestionBoard, learner: Learner | None, outside: Sequence[OutsideSuggester]
    ) -> None:
        self._board = board
        self._learner = learner
        self._outside = tuple(outside)
        self._background: Background | None = None
        self._schedule = TrainingSchedule()
        self.note_edit = self._schedule.note_edit
        """Counts an edit; gives its number."""

    @property
    def is_learning(self) -> bool:
        """Whether something is being learned just now."""
        return self._learner is not None and self._learner.is_busy

    @property
    def is_busy(self) -> bool:
        """Whether there is anything still to come."""
        return self.is_learning or (self._background is not None and self._background.is_busy)

    def ask(self, known: KnownArticle) -> None:
        """Ask the suggesters outside about an article, once."""
        if not self._outside or known.is_asked:
            return
        if self._background is None:
            from store.suggest.outside.background import Background  # few stories have one

            self._background = Background(self._outside)
        known.is_asked = True
        self._background.ask(known.id, known.text, soon=known.is_shown)

    def heard(self) -> Iterator[KnownArticle]:
        """Take what has come back from outside; the articles about which something was said."""
        for heard in self._background.poll() if self._background is not None else ():
            known = self._board.articles.get(heard.article_id)
            if known is not None and known.text == heard.text:
                known.take(heard.suggester, heard.suggestions)
                yield known

    def learned(self) -> Iterator[KnownArticle]:
        """Take what has been learned; the articles about which something was."""
        for article_id, suggestions in self._learner.poll().items() if self._learner else ():
            known = self._board.articles.get(article_id)
            if known is not None and self._learner is not None:
                self._board.learn(self._learner.learned, self._schedule.entries)
                known.take(None, suggestions)
                yield known

    def teach(
        self, articles: Iterable[KnownArticle], article: Callable[[str], OpenArticle]
    ) -> None:
        """Have the learner learn, if enough has changed since it last did."""
        if self._learner is None or self._learner.is_busy or not self._schedule.is_due:
            return
        known = list(articles)
        examples = self._schedule.examples(known, article)
        self._schedule.begin(len(self._board.phrases.entries))
        shown = sorted(known, key=lambda k: (not k.is_shown, -k.edited_at))
        self._learner.learn(examples, [(k.id, k.text) for k in shown])

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        sentences = self._background.take_notices() if self._background is not None else []
        problem = self._learner.take_problem() if self._learner is not None else ""
        return [*sentences, *([problem] if problem else [])]

    def close(self) -> None:
        """End what was started."""
        if self._learner is not None:
            self._learner.close()
        if self._background is not None:
            self._background.close()
