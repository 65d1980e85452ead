"""Going on where one was when one left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.files import Files
from store.story.last_view import VIEW, read_last_view, write_last_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.story.last_view import LastView
    from store.story.workspace import Workspace
    from tui.widgets.pane_row import PaneRow


class LeftPlaces:
    """Where somebody was in a story, read when it is opened and kept when they leave."""

    def __init__(self, workspace: Workspace, *, resumes: bool) -> None:
        self._workspace = workspace
        self._resumes = resumes
        self._kept: LastView | None = None

    def resume(self, panes: PaneRow, say: Callable[[str], None]) -> None:
        """Have the panes begin where they were left, and say so, if they were."""
        folder, files = self._workspace.folder, Files()
        left = read_last_view(folder, files) if self._resumes else None
        if left is None:
            return
        self._kept = left
        if panes.resume(left):
            when = _when(files.status(folder / VIEW).st_mtime)
            say(f"Here you were {when}; {{key:go.article-start}} is the top")

    def keep(self, panes: PaneRow) -> None:
        """Keep where they are now, if that is elsewhere and the story is not only read."""
        if self._workspace.status.read_only or not panes.panes:
            return
        now = panes.left_at
        if now != self._kept:
            write_last_view(self._workspace.folder, now, Files())
            self._kept = now


def _when(moment: float) -> str:
    """A time as one says it: today at an hour, a day of the last week, or a date."""
    then, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    if then.date() == now.date():
        return f"today at {then:%H:%M}"
    if now - then < timedelta(days=7):
        return f"on {then:%A}"
    return f"on {then:%Y-%m-%d}"
