"""Going on where one was when one left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.files import Files
from store.story.last_view import (
    VIEW,
    habits_folder,
    read_last_view,
    write_habits,
    write_last_view,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.story.last_view import LeftList
    from store.story.workspace import Workspace
    from tui.session import Session
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.pane_row import PaneRow


class LeftPlaces:
    """Where somebody was in a story, read when it is opened and kept when they leave."""

    def __init__(self, workspace: Workspace, *, resumes: bool) -> None:
        self._workspace = workspace
        self._kept = read_last_view(workspace.folder, Files())
        habits = self._kept or read_last_view(habits_folder(workspace.annotator), Files())
        self.level = habits.level if habits else ""
        """How much was suggested, here or else in the last story; empty if nobody knows."""
        left = self._kept if resumes else None
        self._left = left
        """Where they were, if they want to go on there."""
        self.listed = left.listed if left else None
        """How the annotations were listed."""
        self.searched = left.searched if left else ()
        """What was searched for, the last one last."""
        self.lit = left.searched[-1] if left and left.is_lit and left.searched else None
        """What is to be searched for again; none if nothing was lit."""
        self.ended = set(self._kept.ended if self._kept else ())
        """The ids of the articles that were read to their last row."""
        self.knows_keys = habits is not None and habits.knows_keys
        """Whether they have tagged enough to do without the first hints."""

    def resume(self, panes: PaneRow, say: Callable[[str], None]) -> None:
        """Have the panes begin where they were left, and say so, if they were."""
        left = self._left
        if left is not None and panes.resume(left):
            when = _when(Files().status(self._workspace.folder / VIEW).st_mtime)
            say(f"Here you were {when}; {{key:go.article-start}} is the top")

    def see(self, pane: ArticlePane) -> None:
        """Take note of it where somebody has scrolled to the last row of an article."""
        viewport = pane.viewport
        if pane.opened is not None and viewport.top and viewport.is_visible(len(pane.wrapped) - 1):
            self.ended.add(pane.opened.id)

    def keep(
        self,
        panes: PaneRow,
        session: Session,
        listed: LeftList | None,
        level: str,
        left: int | None,
    ) -> None:
        """Keep where they are now, if the story is not only read.

        Args:
            panes: What is read.
            session: What was searched for.
            listed: How annotations are listed; none if they were not.
            level: How much is suggested.
            left: How many suggestions are left; none if nobody knows yet.
        """
        if self._workspace.status.read_only or not panes.panes:
            return
        if left is None and self._kept is not None:
            left = self._kept.suggested
        search = session.search
        now = replace(
            panes.left_at,
            level=level,
            knows_keys=self.knows_keys,
            suggested=left,
            searched=session.searched,
            is_lit=search is not None and search.query in session.searched[-1:],
            listed=listed or self.listed,
            ended=tuple(sorted(self.ended)),
        )
        if now != self._kept:
            write_last_view(self._workspace.folder, now, Files())
            write_habits(self._workspace.annotator, now, Files())
            self._kept = now


def _when(moment: float) -> str:
    """A time as one says it: today at an hour, a day of the last week, or a date."""
    then, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    if then.date() == now.date():
        return f"today at {then:%H:%M}"
    if now - then < timedelta(days=7):
        return f"on {then:%A}"
    return f"on {then:%Y-%m-%d}"
