"""Looks through a story for what is not tagged alike while no key is pressed, also while something
else is in front."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from store.suggest.consistency.story_survey import StorySurvey
    from tui.pause import TerminalReader
    from tui.screens.dialog import Dialog

_SLICE: Final = 0.02
"""Seconds for which the story is looked through before others have their turn."""
_BEHIND: Final = 0.004
"""The same while something else is in front."""
_BETWEEN: Final = 0.012
"""Seconds from the beginning of such a time to that of the next."""
_REST: Final = 0.2
"""Seconds without a key before any of that."""
_TOLD_EVERY: Final = 0.5
"""Seconds between two times that it is shown how far it is."""


class SurveyAtWork:
    """A survey that goes on in slices as long as there is something to look at."""

    def __init__(
        self, survey: StorySurvey, dialog: Dialog[Any], found: Callable[[bool], None]
    ) -> None:
        """Nothing is looked at yet.

        Args:
            survey: What there is to settle.
            dialog: Where it is shown.
            found: Shows what is known and how far it is; told whether that is all.
        """
        self._survey = survey
        self._dialog = dialog
        self._found = found
        self._timer: Timer | None = None
        self._told_at = 0.0

    @property
    def is_going_on(self) -> bool:
        """Whether it is at work."""
        return self._timer is not None

    def go_on(self) -> None:
        """Look at what is not looked at yet, if there is anything."""
        if not self._survey.is_done and self._timer is None:
            self._timer = self._dialog.set_interval(_BETWEEN, self._look)

    def _look(self) -> None:
        """Look for a moment, unless a key was pressed just now."""
        is_opened = self._dialog.is_opened
        if monotonic() - cast("TerminalReader", self._dialog.app).read_at < _REST:
            return
        is_done = not self._survey.work(_SLICE if is_opened else _BEHIND)
        if is_done and self._timer is not None:
            self._timer.stop()
            self._timer = None
        if is_opened and (is_done or monotonic() - self._told_at >= _TOLD_EVERY):
            self._found(is_done)
            self._told_at = monotonic()
