"""Who else suggests: what is learned, and suggesters outside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        self._entries = 0
        """How many tagged phrases were known when learning last began."""

    @property
    def is_busy(self) -> bool:
        """Whether anything is still to come from outside."""
        return self._background is not None and self._background.is_busy

    @property
    def explained(self) -> list[str]:
        """Who suggests besides the rules, as sentences."""
        learned = [] if self._learner is None else self._learner.explained
        return [*learned, *(f"{one.name} suggests too" for one in self._outside)]

    def note_edit(self) -> None:
        """Take note that what is tagged has changed."""
        if self._learner is not None:
            self._learner.outdate()

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

    def learn(self, article: Callable[[str], OpenArticle]) -> tuple[bool, KnownArticle | None]:
        """Learn on for a small step.

        Args:
            article: Gives an article by its id.

        Returns:
            Whether there was anything to do, and an article of which something was learned.
        """
        learner = self._learner
        if learner is None or not learner.is_busy:
            return False, None
        if not learner.is_running:
            self._entries = len(self._board.phrases.entries)
        shown = sorted(self._board.articles.values(), key=lambda known: not known.is_shown)
        came = learner.step([known.id for known in shown], article)
        known = self._board.articles.get(came[0]) if came is not None else None
        if came is not None and known is not None:
            self._board.learn(learner.learned, learner.proved, self._entries)
            known.take(None, came[1])
        return True, known

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        return self._background.take_notices() if self._background is not None else []

    def close(self) -> None:
        """End what was started."""
        if self._background is not None:
            self._background.close()
