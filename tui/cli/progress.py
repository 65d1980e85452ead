"""Progress on standard error, and reports, as export and import both have them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason
from tui.cli.output import fill, print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.destination import Destination, Protected


@dataclass(slots=True)
class ProgressSteps:
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


def report_place(report: str | None, protected: Protected) -> Destination | None:
    """The place for a report, if there is to be one that is a file.

    Raises:
        InputError: It would be written over what a story is made of, or over no regular file.
    """
    from store.destination import TO_REPORT, Destination

    return (
        None if report in (None, "-") else Destination.at(Path(report), protected, hint=TO_REPORT)
    )


def write_report(value: object, place: Destination | None) -> None:
    """Write a report to its place, or print it.

    Raises:
        InputError: It cannot be written.
    """
    import json

    if place is None:
        print_json(value)
        return
    try:
        place.write(fill(json.dumps(value, indent=2)).encode() + b"\n")
    except OSError as error:
        reason = f"the report cannot be written: {system_reason(error)}"
        raise InputError(reason, path=place.path) from error
