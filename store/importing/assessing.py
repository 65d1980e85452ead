"""What a dataset says of whole articles, and what they do with a cluster, as edits of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import EditOfArticle, EditOfStance
from store.annotations.model import ArticleState, Origin, Stance, timestamp
from store.articles.model import BYLINE_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        self._stances: list[tuple[str, int, StanceRow]] = []
        self._is_dated = True
        """Whether every cluster says when it was made. Where one does not, nobody knows that it was
        made after something was said of it, so that it might be stale."""

    def add(self, index: int, row: ArticleRow, article: Article) -> None:
        """Take a row.

        Args:
            index: A number that only this row has.
            row: With what it says.
            article: The article of the story that it is about.
        """
        self._is_dated &= all(cluster.created for cluster in row.clusters)
        self._stances += [(article.id, index, stance) for stance in row.stances]
        stated = _stated_byline(row, article)
        if not (row.state or row.note or row.labels or stated):
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
        byline = stated | dict(record.byline)
        self._records[article.id] = replace(
            record,
            state=state or ArticleState.OPEN,
            text_sha256=sha256,
            note=record.note or row.note,
            labels=tuple(sorted(labels.items())),
            byline=tuple(sorted(byline.items())),
            updated=record.updated or row.updated or self._now,
        )

    def edits(
        self, clusters_like: Callable[[int, str], Sequence[str]], free_id: Callable[[str], str]
    ) -> Iterator[EditOfArticle | EditOfStance]:
        """What all that makes of the story.

        Args:
            clusters_like: Gives the ids of what says the same in the story as a cluster of the
                dataset, by the number of the row that names it and its id there.
            free_id: Gives an id that is free, the one it is given if that may be kept.
        """
        for article_id, record in self._records.items():
            before = self._links.articles.get(article_id)
            if record != before:
                yield EditOfArticle(before, record)
        taken: set[tuple[str, str]] = set()
        for article_id, index, row in self._stances:
            like = clusters_like(index, row.cluster)
            if not like:
                self._losses.lose("stances towards clusters that are not there", row.cluster)
                continue
            stances = [self._links.stance(each, article_id) for each in like]
            if any(each is not None and each.value == row.value for each in stances):
                continue
            cluster, known = like[0], stances[0]
            if known is not None or (cluster, article_id) in taken:
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
                    (self._is_dated and (row.updated or row.created)) or timestamp(),
                    row.note,
                ),
            )


def _stated_byline(row: ArticleRow, article: Article) -> dict[str, str]:
    """What a dataset or a page says of where an article is from, and its text does not."""
    facts = ((name, getattr(row.meta, name)) for name in BYLINE_FACTS)
    found = {n: said for n, said in facts if said and said != getattr(article.byline, n)}
    return found | row.byline
