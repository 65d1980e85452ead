"""What a format would lose of a dataset: found by writing it where nobody sees it, step by step."""

from __future__ import annotations

from threading import Semaphore, Thread
from typing import TYPE_CHECKING

from store.formats.exporting import write_dataset
from store.formats.losses import Losses
from store.formats.staging import staging_folder
from store.formats.stripping import strip_unsupported
from store.formats.writing import ExportOptions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from store.formats.format import Format
    from store.formats.rows import ArticleRow
    from store.labels import LabelSet


def rehearse(
    rows: Iterable[ArticleRow], format_: Format, labels: LabelSet
) -> Generator[None, None, Losses]:
    """What is lost of a dataset in a format, an article a step.

    No library is imported for it, as that can take seconds: where a format has its tokens from one
    (spaCy), spans that are moved to these are not foreseen.

    Raises:
        InputError: It cannot be exported at all.
    """
    if format_.extra and not format_.writes_without_extra:
        losses = Losses()
        for _ in strip_unsupported(rows, format_, losses):
            yield
        return losses
    rehearsal = _Rehearsal(rows, format_, labels)
    try:
        while rehearsal.go_on():
            yield
    finally:
        rehearsal.stop()
    return rehearsal.losses


class _StoppedError(Exception):
    """Nobody wants to know any more."""


class _Rehearsal:
    """A writer that writes an article whenever it is told to.

    A writer takes rows until there are none. Here it does so in a thread of its own, which works
    only while `go_on` waits for it: so nothing ever happens at the same time.
    """

    def __init__(self, rows: Iterable[ArticleRow], format_: Format, labels: LabelSet) -> None:
        self._rows, self._format, self._labels = rows, format_, labels
        self._may_go, self._has_paused = Semaphore(0), Semaphore(0)
        self._is_stopped = self._is_done = False
        self._error: BaseException | None = None
        self.losses = Losses()
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def go_on(self) -> bool:
        """Write an article; whether there are more.

        Raises:
            InputError: It cannot be written so.
        """
        self._may_go.release()
        self._has_paused.acquire()
        if self._error is not None:
            raise self._error
        return not self._is_done

    def stop(self) -> None:
        """End it, wherever it is."""
        self._is_stopped = True
        self._may_go.release()
        self._thread.join()

    def _pause(self, _: int = 0) -> None:
        self._has_paused.release()
        self._may_go.acquire()
        if self._is_stopped:
            raise _StoppedError

    def _write(self) -> None:
        try:
            self._may_go.acquire()
            if not self._is_stopped:
                self._write_all()
        except _StoppedError:
            pass
        except BaseException as error:  # raised again where somebody waits for it
            self._error = error
        self._is_done = True
        self._has_paused.release()

    def _write_all(self) -> None:
        options = ExportOptions(progress=self._pause)
        with staging_folder(None) as folder:
            made = write_dataset(self._rows, self._format, folder, "dataset", self._labels, options)
        self.losses = made[1].losses
