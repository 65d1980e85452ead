"""What is not tagged alike in a story that is edited: looked for once, and right from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.edits import touched
from store.articles.loading import stamp_of
from store.suggest.consistency.scan import ConsistencyScan

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.articles.model import FileStamp
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change, Workspace

_MOST_STAMPED: Final = 500
"""Articles whose files are looked at while a key waits; of more, those not open are read again."""


class StorySurvey(ConsistencyScan):
    """A scan of a story, which hears of what is edited; other programs' changes it looks for."""

    def __init__(self, workspace: Workspace) -> None:
        """Listen from now on, as long as the story is open."""
        self._workspace = workspace
        self._stamps: dict[str, FileStamp | None] = {}
        """What told the files of the articles when they were taken in."""
        super().__init__(self._ids(), self._taken, lambda label: workspace.labels.layer_of(label))
        self._unsubscribe: list[Callable[[], None]] = [
            workspace.subscribe(self._on_change),
            workspace.now.subscribe(lambda article_id: self.look_again([article_id])),
        ]

    def close(self) -> None:
        """Listen no longer."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def look_at_files(self) -> None:
        """Have articles looked at again whose files may be others than those that were read."""
        refs = self._workspace.story.articles
        self.arrange(self._ids())
        if len(refs) > _MOST_STAMPED:
            self.look_again(ref.id for ref in refs if not self._workspace.now.is_open(ref.id))
        else:
            stamps = self._stamps
            self.look_again(r.id for r in refs if stamps.get(r.id) != stamp_of(r.path))

    def _ids(self) -> list[str]:
        return [ref.id for ref in self._workspace.story.articles]

    def _taken(self, article_id: str) -> OpenArticle:
        opened = self._workspace.now.peek(article_id)
        self._stamps[article_id] = opened.article.stamp
        return opened

    def _on_change(self, change: Change) -> None:
        self.look_again(touched(change.edit))
