"""Learning in the background, in a process of its own, so that no key ever waits for it."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

import store
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.messages import TrainingAnswer, TrainingRequest
from store.suggest.model import Suggestion
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.labels import LabelSet

__all__ = ["LEAST_SPANS", "Learner", "TaggedText"]

WORKER: Final = (sys.executable, "-P", "-m", "store.suggest.learning.worker")
LEAST_SPANS: Final = 12
"""Spans of a story from which on it is worth to begin, where there are no other stories."""
MOST_ARTICLES: Final = 60
"""Examples that are learned from, and articles that are asked for, at most; the last ones."""
_SUGGESTER: Final = "learned"


class Learner:
    """Trains on what has been tagged, and says what is likely elsewhere.

    Nothing here waits for the process: requests are handed to a thread that does, of several that
    come while it is at work only the last is kept, and answers are put aside until `poll`.
    """

    def __init__(
        self,
        labels: LabelSet,
        corpus: Path | None,
        annotator: str,
        command: Sequence[str] = WORKER,
    ) -> None:
        """Start nothing yet.

        Args:
            labels: Of the story.
            corpus: The folder that holds this story and others; nothing if there are no others.
            annotator: Whose annotations of other stories to learn from.
            command: The program that learns.
        """
        self._labels = tuple((x.name, x.drawing.value, x.suggests or "") for x in labels)
        self._names = {label.name for label in labels}
        self._corpus = "" if corpus is None else str(corpus)
        self._annotator = annotator
        self._command = tuple(command)
        self.learned: frozenset[str] = frozenset()
        """The labels of which something had been learned, when answers last came back."""
        self._number = 0
        self._texts: dict[str, str] = {}
        self._answers: queue.SimpleQueue[tuple[TrainingRequest, TrainingAnswer]] = (
            queue.SimpleQueue()
        )
        self._state = threading.Condition()
        self._waiting: TrainingRequest | None = None
        self._is_working = False
        self._is_closed = False
        self._problem = ""
        self.process: subprocess.Popen[bytes] | None = None
        """The program that learns; none before it has been asked."""
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether answers are still to come."""
        with self._state:
            return self._waiting is not None or self._is_working or not self._answers.empty()

    @property
    def is_waiting(self) -> bool:
        """Whether a request waits until the one before it has been answered."""
        with self._state:
            return self._waiting is not None

    def take_problem(self) -> str:
        """What has gone wrong since the last call, as a sentence; empty if nothing has."""
        with self._state:
            problem, self._problem = self._problem, ""
            return problem

    def learn(self, examples: Sequence[TaggedText], ask: Sequence[tuple[str, str]]) -> None:
        """Learn from these from now on, and say what is likely in the articles asked for.

        Returns at once. Does nothing where there is too little to learn from.

        Args:
            examples: The articles of this story, as far as they have been read.
            ask: Id and text of articles.
        """
        tagged = sum(len(example.spans) for example in examples)
        if tagged < LEAST_SPANS and not self._corpus:
            return
        self._number += 1
        chosen = tuple(ask[:MOST_ARTICLES])
        self._texts = dict(chosen)
        latest = tuple(examples[-MOST_ARTICLES:])
        request = TrainingRequest(
            self._number, self._labels, latest, chosen, self._corpus, self._annotator
        )
        with self._state:
            if self._is_closed:
                return
            self._waiting = request
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._attend, name="sidelight-learner", daemon=True
                )
                self._thread.start()
            self._state.notify_all()

    def poll(self) -> dict[str, list[Suggestion]]:
        """What has come back since the last call, by article; never waits.

        What was found in a text that is another by now is left out.
        """
        found: dict[str, list[Suggestion]] = {}
        while True:
            try:
                request, answer = self._answers.get_nowait()
            except queue.Empty:
                return found
            text = next((text for id_, text in request.ask if id_ == answer.article), None)
            if text is None or self._texts.get(answer.article, text) != text:
                continue
            self.learned = frozenset(answer.learned)
            found[answer.article] = self._suggestions(text, answer)

    def close(self) -> None:
        """End the process; nothing comes back any more."""
        with self._state:
            self._is_closed = True
            self._waiting = None
            process = self.process
            thread = self._thread
            self._state.notify_all()
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
        if thread is not None:
            # Also where it is only about to start the process, which would outlive the program.
            thread.join(timeout=1.0)

    def _suggestions(self, text: str, answer: TrainingAnswer) -> list[Suggestion]:
        """The suggestions of an answer, as far as they fit the text."""
        return [
            Suggestion(
                one.start,
                one.end,
                one.label,
                text[one.start : one.end],
                reason=one.reason,
                score=one.score,
                suggester=_SUGGESTER,
                source=None if one.source is None else Span(*one.source),
            )
            for one in answer.proposed
            if one.label in self._names and 0 <= one.start < one.end <= len(text)
        ]

    # In the thread ---------------------------------------------------------------------------

    def _attend(self) -> None:
        """Hand over the last request, take the answers to it, and so on."""
        while True:
            with self._state:
                self._is_working = False
                while self._waiting is None and not self._is_closed:
                    self._state.wait()
                if self._is_closed:
                    break
                request, self._waiting = self._waiting, None
                self._is_working = True
            try:
                self._exchange(request)
            except (OSError, ValueError, EOFError) as error:
                self._stop(error)
                break
        self._end_process()

    def _exchange(self, request: TrainingRequest | None) -> None:
        if request is None:
            return
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(msgspec.json.encode(request) + b"\n")
        process.stdin.flush()
        while True:
            line = process.stdout.readline()
            if not line:
                raise EOFError
            try:
                answer = msgspec.json.decode(line, type=TrainingAnswer)
            except msgspec.MsgspecError as error:
                raise ValueError("it answered what is not an answer") from error
            if answer.number != request.number:
                continue
            if answer.problem:
                self._say(f"Nothing was learned from the last tags: {answer.problem}")
            elif answer.is_done:
                return
            else:
                self._answers.put((request, answer))

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none."""
        if self.process is not None:
            return self.process
        # `-P` and this: what the story's folder holds is never taken for a module.
        root = str(Path(store.__file__).resolve().parent.parent)
        known = os.environ.get("PYTHONPATH")
        path = os.pathsep.join([root, known]) if known else root
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            env={**os.environ, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        with self._state:
            self.process = process
            if self._is_closed:
                process.kill()
        return process

    def _stop(self, error: Exception) -> None:
        """Say once that learning is over, unless it was ended."""
        with self._state:
            was_closed, self._is_closed = self._is_closed, True
            self._is_working = False
            self._waiting = None
        if was_closed:
            return
        why = str(error) or "its process ended by itself"
        self._say(f"Learning from your tags has stopped: {why}. Suggestions go on without it")

    def _say(self, problem: str) -> None:
        with self._state:
            self._problem = problem

    def _end_process(self) -> None:
        process = self.process
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
