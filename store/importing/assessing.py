"""What a dataset says of whole articles, and what they do with a cluster, as edits of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import EditOfArticle, EditOfStance
from store.annotations.model import ArticleState, Origin, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.annotations.links import Links
    from store.annotations.model import ArticleRecord
    from store.articles import Article
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, StanceRow


class Assessments:
    """Takes what row after row says of its article; `edits` gives what that makes of the story.

    What the story says already stays, where the dataset says something else.
    """

    def __init__(self, links: Links, losses: Losses, now: str) -> None:
        self._links = links
        self._losses = losses
        self._now = now
        self._records: dict[str, ArticleRecord] = {}
        self._stances: list[tuple[str, StanceRow]] = []

    def add(self, row: ArticleRow, article: Article) -> None:
        """Take a row.

        Args:
            row: With what it says.
            article: The article of the story that it is about.
        """
        self._stances += [(article.id, stance) for stance in row.stances]
        if not (row.state or row.note or row.labels):
            return
        record = self._records.get(article.id) or self._links.record_of(article.id)
        state, sha256 = record.state, record.text_sha256
        if not record.state_in(article.sha256) and row.state:
            if row.text in (None, article.text):
                state, sha256 = row.state, article.sha256
            else:
                self._losses.lose("marks of another text of an article", article.id)
        if record.note and row.note not in ("", record.note):
            self._losses.lose("notes on articles that have another", article.id)
        labels = row.labels | dict(record.labels)
        self._records[article.id] = replace(
            record,
            state=state or ArticleState.OPEN,
            text_sha256=sha256,
            note=record.note or row.note,
            labels=tuple(sorted(labels.items())),
            updated=record.updated or row.updated or self._now,
        )

    def edits(
        self, cluster_id: Callable[[str], str | None], free_id: Callable[[str], str]
    ) -> Iterator[EditOfArticle | EditOfStance]:
        """What all that makes of the story.

        Args:
            cluster_id: Gives the id in the story of a cluster by that in the dataset.
            free_id: Gives an id that is free, the one it is given if that may be kept.
        """
        for article_id, record in self._records.items():
            before = self._links.articles.get(article_id)
            if record != before:
                yield EditOfArticle(before, record)
        taken: set[tuple[str, str]] = set()
        for article_id, row in self._stances:
            cluster = cluster_id(row.cluster)
            if cluster is None:
                self._losses.lose("stances towards clusters that are not there", row.cluster)
                continue
            known = self._links.stance(cluster, article_id)
            if known is not None or (cluster, article_id) in taken:
                if known is None or known.value != row.value:
                    self._losses.lose("stances that are set already", row.cluster)
                continue
            taken.add((cluster, article_id))
            yield EditOfStance(
                None,
                Stance(
                    free_id(row.id),
                    cluster,
                    article_id,
                    row.value,
                    row.origin or Origin.IMPORTED,
                    row.created or self._now,
                    row.updated or row.created or self._now,
                    row.note,
                ),
            )
