"""Looking through the stories of a corpus, a little at a time, with what an index knows of them.

survey = Survey(place, index_path(place, os.environ))
while survey.look_on(0.01, first=in_view): ...
survey.keep()
"""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING

from store.corpus.story_summary import StorySummary
from store.corpus.summary_index import read_index, write_index
from store.corpus.work_place import stamp_of
from store.errors import InputError, system_reason, unreadable
from store.files import Files
from store.library.scanning import may_be_story
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.corpus.work_place import WorkPlace


class Survey:
    """What is known of each story of a corpus, and which of them are still to be looked at."""

    def __init__(self, place: WorkPlace, index: Path | None, files: Files | None = None) -> None:
        """Find the stories by their names, and take what the index knows of them.

        Args:
            place: The corpus, and whose work.
            index: The file that keeps what is known; none if nothing is kept.
            files: The file system, for tests.

        Raises:
            InputError: The folder cannot be read.
        """
        self.place = place
        self.trouble = ""
        """Why what is known cannot be kept, as a sentence."""
        self._index = index
        self._files = files or Files()
        try:
            with os.scandir(place.corpus) as entries:
                names = sorted(entry.name for entry in entries if may_be_story(entry))
        except OSError as error:
            raise InputError(unreadable(error), path=place.corpus) from error
        known = {} if index is None else read_index(index, place, self._files)
        self.stories = {name: known.get(name) or StorySummary(name) for name in names}
        """By name, in the order of the names."""
        self._kept = known
        self._waiting = dict.fromkeys(names)
        """Those to look at, in that order."""
        self._now: tuple[str, Steps[StorySummary]] | None = None
        """What is being looked at."""

    @property
    def looked_at(self) -> int:
        """How many stories have been looked at."""
        return len(self.stories) - len(self._waiting) - (self._now is not None)

    def look_again(self, name: str) -> None:
        """Look at a story once more: somebody has worked on it."""
        if name in self.stories:
            self._waiting[name] = None

    def look_on(self, seconds: float, first: Iterable[str] = ()) -> bool:
        """Look at stories for so long; whether there are more.

        Args:
            seconds: After which no other step is begun; one is made in any case.
            first: The names of those that are looked at before all others.
        """
        end = time.perf_counter() + seconds
        urgent = deque(name for name in first if name in self._waiting)
        while self._now is not None or self._waiting:
            if self._now is None:
                self._begin(urgent.popleft() if urgent else next(iter(self._waiting)))
            elif self._now[1].work(end - time.perf_counter()):
                self._take(self._now[1].result)
            if time.perf_counter() >= end:
                break
        return bool(self._waiting) or self._now is not None

    def _begin(self, name: str) -> None:
        """Begin to look at a story; where its files are as they were that is all."""
        del self._waiting[name]
        known = self.stories[name]
        if not known.is_known or stamp_of(self.place, name) != known.stamp:
            from store.corpus.summarising import summary_in_steps  # 0.1 s after the first paint

            self._now = (name, Steps(summary_in_steps(self.place, name), 0))

    def _take(self, summary: StorySummary) -> None:
        self.stories[summary.name] = summary
        self._now = None

    def keep(self) -> None:
        """Keep what is known, if that is anything new; `trouble` says where it cannot be kept."""
        known = {name: each for name, each in self.stories.items() if each.is_known}
        if self._index is None or known == self._kept:
            return
        try:
            write_index(self._index, self.place, known.values(), self._files)
        except OSError as error:
            self.trouble = (
                f"All is looked at anew the next time, as {self._index} cannot be written: "
                f"{system_reason(error)}"
            )
            return
        self._kept = known
