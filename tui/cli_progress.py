"""Progress on standard error, and reports, as export and import both have them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Steps:
    """Passes on what was done in pieces that are worth showing."""

    least: int
    advance: Callable[[int], None]
    waiting: int = 0

    def __call__(self, by: int) -> None:
        """So many articles or bytes more."""
        self.waiting += by
        if self.waiting >= self.least:
            self.advance(self.waiting)
            self.waiting = 0


def check_report(report: str | None) -> None:
    """Refuse a report that would be written over what is no regular file.

    Raises:
        InputError: It would.
    """
    if report not in (None, "-") and os.path.lexists(report) and not os.path.isfile(report):
        raise InputError("this is not a regular file; name another for the report", path=report)
