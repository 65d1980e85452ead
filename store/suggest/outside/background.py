"""Asks suggesters that may be slow, each in a thread of its own, so that no key waits for them."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.suggest.blocks import KnownArticle
    from store.suggest.model import Suggestion
    from store.suggest.outside.choosing import OutsideSuggester


@dataclass(frozen=True, slots=True)
class Heard:
    """What a suggester has said of an article."""

    suggester: str
    article_id: str
    text: str
    """The text that it was asked about, as the article may have changed meanwhile."""
    suggestions: tuple[Suggestion, ...]


class Background:
    """Suggesters with their threads; all but what the threads do returns at once."""

    def __init__(self, suggesters: Sequence[OutsideSuggester]) -> None:
        self._askers = [_Asker(suggester) for suggester in suggesters]

    def ask(self, article_id: str, text: str, *, soon: bool = False) -> None:
        """Have every suggester look at an article; of two texts of one article only the later.

        Args:
            article_id: The article.
            text: All of it.
            soon: Before those that are waiting, as somebody is looking at it.
        """
        for asker in self._askers:
            asker.ask(article_id, text, soon=soon)

    def ask_about(self, articles: Iterable[KnownArticle]) -> None:
        """Have every suggester look at articles about which none was asked."""
        for known in (each for each in articles if not each.is_asked):
            known.is_asked = True
            self.ask(known.id, known.text, soon=known.is_shown)

    def hear(self, articles: Mapping[str, KnownArticle]) -> Iterator[KnownArticle]:
        """Give what has come back to its articles; those about which something was said."""
        for heard in self.poll():
            known = articles.get(heard.article_id)
            if known is not None and known.text == heard.text:
                known.take(heard.suggester, heard.suggestions)
                yield known

    def poll(self) -> list[Heard]:
        """What has come back since the last call."""
        return [heard for asker in self._askers for heard in asker.poll()]

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        return [sentence for asker in self._askers for sentence in asker.suggester.take_notices()]

    @property
    def is_busy(self) -> bool:
        """Whether there is anything that has been asked and not been taken by `poll`."""
        return any(asker.is_busy for asker in self._askers)

    def close(self) -> None:
        """Ask nothing more, and end what the suggesters have started; all at the same time."""
        closing = [threading.Thread(target=asker.close) for asker in self._askers]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join()


class _Asker:
    """One suggester and its thread, which is started when there is something to ask."""

    def __init__(self, suggester: OutsideSuggester) -> None:
        self.suggester = suggester
        self._condition = threading.Condition()
        self._questions: dict[str, str] = {}
        self._asked = ""
        self._heard: deque[Heard] = deque()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def ask(self, article_id: str, text: str, *, soon: bool) -> None:
        with self._condition:
            if self._is_closed:
                return
            if soon:
                self._questions.pop(article_id, None)
                self._questions = {article_id: text, **self._questions}
            else:
                self._questions[article_id] = text
            self._condition.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def poll(self) -> list[Heard]:
        with self._condition:
            heard = list(self._heard)
            self._heard.clear()
        return heard

    @property
    def is_busy(self) -> bool:
        with self._condition:
            return bool(self._questions or self._asked or self._heard)

    def close(self) -> None:
        with self._condition:
            self._is_closed = True
            self._questions.clear()
            self._condition.notify()
        self.suggester.close()

    def _run(self) -> None:
        while (question := self._next()) is not None:
            article_id, text = question
            found = tuple(self.suggester.suggest(article_id, text))
            with self._condition:
                self._heard.append(Heard(self.suggester.name, article_id, text, found))
                self._asked = ""

    def _next(self) -> tuple[str, str] | None:
        with self._condition:
            self._condition.wait_for(lambda: self._questions or self._is_closed)
            if self._is_closed:
                return None
            self._asked = next(iter(self._questions))
            return self._asked, self._questions.pop(self._asked)
