"""Progress on standard error, and reports, as export and import both have them."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import InputError, unwritable
from tui.cli.options import PathType, option
from tui.cli.output import print_json, report_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.destination import Destination, Protected

UNITS: Final = ("codepoint", "utf16", "utf8")
"""What offsets can count, as options name it."""
_STEPS: Final = 500
"""How often a progress bar moves at most."""


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


@contextlib.contextmanager
def progress_bar(
    title: str, total: int, *, least: int = 0, in_bytes: bool = False
) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, if that is a terminal; what is given takes how much more was done.

    Args:
        title: What it is about.
        total: All that there is to do.
        least: How much that must be for a bar to be worth it.
        in_bytes: Whether bytes are counted.
    """
    if total <= least or not (sys.stderr and sys.stderr.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TimeRemainingColumn,
    )

    from store.text.inert import inert

    done = DownloadColumn() if in_bytes else MofNCompleteColumn()
    columns = ("{task.description}", BarColumn(), done, TimeRemainingColumn())
    console = Console(stderr=True, markup=False)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(inert(title), total=total)
        yield ProgressSteps(total // _STEPS, lambda by: progress.advance(task, by))


@dataclass(frozen=True, slots=True)
class Reported:
    """What is done with a dataset can be reported."""

    report: str | None = option(
        "--report", metavar="FILE", type=PathType(str),
        help="Write what was done and left out as JSON; - is standard output.")  # fmt: skip

    def place(self, protected: Protected) -> Destination | None:
        """The place for a report, if there is to be one that is a file.

        Raises:
            InputError: It would be written over what a story is made of, or over no regular file.
        """
        from store.destination import TO_REPORT, Destination

        if self.report in (None, "-"):
            return None
        return Destination.at(Path(self.report), protected, hint=TO_REPORT)

    def write(self, value: object, place: Destination | None) -> None:
        """Write a report to its place, or print it, if there is to be one.

        Raises:
            InputError: It cannot be written.
        """
        import json

        if self.report is None:
            return
        if place is None:
            print_json(report_of(value))
            return
        try:
            place.write(json.dumps(report_of(value), indent=2).encode() + b"\n")
        except OSError as error:
            raise InputError(unwritable(error, "the report"), path=place.path) from error
