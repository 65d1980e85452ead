"""A suggester that is a command: it is asked about one article after another (see `protocol`)."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.suggest.outside.process import LineProcess, ProcessError
from store.suggest.outside.protocol import BadAnswerError, question, read_answer
from store.suggest.outside.spans import SpanFault, Tool, ToolNotices, suggestions_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.suggest.model import Suggestion
    from store.suggest.outside.mapping import LabelMap

LOADING: Final = 300.0
"""Seconds more for the first answer, in which a model may be loaded."""
ANSWERING: Final = 60.0
"""Seconds for an answer about a short article."""
PER_CHARACTER: Final = 0.001
"""Seconds more for each code point of an article."""
MOST_REFUSED: Final = 3
"""Answers one after another that cannot be used, after which the command is asked no more."""


class CommandSuggester:
    """Asks a command. Nothing it does goes further than a sentence in `take_notices`."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        mapping: LabelMap,
        *,
        who: str = "",
        loading: float = LOADING,
        answering: float = ANSWERING,
    ) -> None:
        """Take what to run; it is started when it is first asked something.

        Args:
            name: As it was asked for, such as "command:my-model --fast".
            argv: The program and its arguments; no shell reads them.
            mapping: What its labels mean.
            who: Who it is in a reason; else the program's name.
            loading: Seconds more for the first answer.
            answering: Seconds for an answer about a short article.
        """
        self.name = name
        self._argv = tuple(argv)
        self._folder = os.getcwd()  # where paths in it are meant, whatever comes later
        self._tool = Tool(name, who or Path(argv[0]).name, mapping)
        self._seconds = (loading, answering)
        self._process: LineProcess | None = None
        self._lock = threading.Lock()
        self._is_over = False
        self._answers = 0
        self._refused = 0
        self._notices = ToolNotices(name)

    def suggest(self, article_id: str, text: str) -> list[Suggestion]:
        """What the command finds in an article; nothing once it is of no more use.

        Waits for the answer, so it is for a thread of its own.
        """
        process = self._started()
        if process is None:
            return []
        loading, answering = self._seconds
        seconds = answering + PER_CHARACTER * len(text) + (0 if self._answers else loading)
        try:
            line = process.ask(question(article_id, text, self._tool.mapping.wanted), seconds)
        except ProcessError as error:
            self._give_up(f"{error}, asked about {article_id}")
            return []
        self._answers += 1
        where = f"answer {self._answers}"
        try:
            answer = read_answer(line)
            if answer.id != article_id:
                raise BadAnswerError(f"it is {answer.id[:60]!r}; {article_id!r} was asked", "id")
        except BadAnswerError as error:
            field = f", field {error.field}" if error.field else ""
            self._give_up(f"{where}{field}: {error.reason}")
            return []
        if answer.error:
            reason = " ".join(answer.error.split())[:300]
            return self._refuse(f"{self.name}: {article_id}: {reason}")
        try:
            found = suggestions_from(text, answer.spans, self._tool, answer.offset_unit)
        except SpanFault as error:
            return self._refuse(
                f"{self.name}: {where} ({article_id}), field {error.field}: {error.reason}; "
                "nothing of that answer is suggested"
            )
        self._refused = 0
        self._notices.say(self._tool.unmapped.sentence(self.name))
        return found

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        return self._notices.take()

    def close(self) -> None:
        """End the command and what it has started; takes a second at most."""
        with self._lock:
            self._is_over = True
            process = self._process
        if process is not None:
            process.close()

    def _started(self) -> LineProcess | None:
        with self._lock:
            if self._process is None and not self._is_over:
                try:
                    self._process = LineProcess(self._argv, self._folder)
                except ProcessError as error:
                    self._is_over = True
                    self._notices.say(f"{self.name}: {error}")
            return None if self._is_over else self._process

    def _refuse(self, sentence: str) -> list[Suggestion]:
        self._notices.fault(sentence)
        self._refused += 1
        if self._refused >= MOST_REFUSED:
            self._give_up(f"{MOST_REFUSED} answers in a row could not be used")
        return []

    def _give_up(self, why: str) -> None:
        with self._lock:
            was_over, self._is_over = self._is_over, True
        if not was_over:  # when it was closed, that it has ended is no news
            self._notices.say(f"{self.name}: {why}; it is asked no more")
        if self._process is not None:
            self._process.close()
