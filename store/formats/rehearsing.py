"""What a format would lose of a dataset: found by writing it where nobody sees it."""

from __future__ import annotations

import time
from threading import Semaphore, Thread
from typing import TYPE_CHECKING, Final

from store.formats.exporting import write_dataset
from store.formats.losses import Losses
from store.formats.staging import staging_folder
from store.formats.stripping import strip_unsupported
from store.formats.writing import ExportOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.format import Format
    from store.formats.rows import ArticleRow
    from store.labels import LabelSet

_LEAVES: Final = 0.1
"""Seconds that are waited for the thread to end, which finishes the article that it is at."""


class _StoppedError(Exception):
    """Nobody wants to know any more."""


class Rehearsal:
    """A writer that writes a dataset where nobody sees it, while others go on with their work.

    Writing a long article takes seconds. So it is done in a thread, which takes an article only
    while `work` waits for it: nothing else happens to the story meanwhile. What it has taken it
    then writes by itself.
    """

    def __init__(
        self,
        rows: Iterable[ArticleRow],
        format_: Format,
        labels: LabelSet,
        options: ExportOptions = ExportOptions(),  # noqa: B008  # it is a value
    ) -> None:
        """Nothing is written yet.

        Args:
            rows: The articles.
            format_: What they are written in. No library is imported for it, as that can take
                seconds: where a format has its tokens from one (spaCy), spans that are moved to
                these are not foreseen.
            labels: Of the story.
            options: How.
        """
        self._rows, self._format, self._labels = rows, format_, labels
        self._options = options
        self._asks, self._may_take, self._has_taken = Semaphore(0), Semaphore(0), Semaphore(0)
        self._is_stopped = False
        self._error: BaseException | None = None
        self.done = 0
        """How many articles have been written."""
        self.is_finished = False
        self.losses = Losses()
        """What is lost; only once it is finished."""
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def work(self, seconds: float) -> bool:
        """Have it written for so long; whether all is done.

        Raises:
            InputError: It cannot be exported at all.
        """
        end = time.perf_counter() + seconds
        while not self.is_finished:
            if not self._asks.acquire(timeout=max(0.0, end - time.perf_counter())):
                break
            self._may_take.release()
            self._has_taken.acquire()
        if self._error is not None:
            raise self._error
        return self.is_finished

    def stop(self) -> None:
        """End it, wherever it is."""
        self._is_stopped = True
        self._may_take.release()
        self._thread.join(_LEAVES)

    def _write(self) -> None:
        try:
            self._write_all()
        except _StoppedError:
            pass
        except BaseException as error:  # raised again where somebody waits for it
            self._error = error
        self.is_finished = True
        self._asks.release()
        self._has_taken.release()

    def _write_all(self) -> None:
        rows, format_ = self._taken(), self._format
        if format_.extra and not format_.writes_without_extra:
            for _ in strip_unsupported(rows, format_, self.losses):
                pass
            return
        with staging_folder(None) as folder:
            made = write_dataset(rows, format_, folder, "dataset", self._labels, self._options)
        self.losses = made[1].losses

    def _taken(self) -> Iterator[ArticleRow]:
        """The articles, each taken while somebody waits for that."""
        rows = iter(self._rows)
        while True:
            self._asks.release()
            self._may_take.acquire()
            if self._is_stopped:
                raise _StoppedError
            row = next(rows, None)
            self._has_taken.release()
            if row is None:
                return
            yield row
            self.done += 1
