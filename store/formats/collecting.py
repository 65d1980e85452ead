"""The articles of a story as rows, checked: what every export is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeGuard

import msgspec

from store.annotations.links import articles_in
from store.annotations.model import ArticleRecord, Cluster, Relation, Stance
from store.articles.loading import LOADERS
from store.errors import InputError
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Cut,
    Meta,
    RelationRow,
    SpanRow,
    StanceRow,
    text_sha256,
)
from store.formats.tokens import fits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from store.annotations.model import Annotation, Linked, Mention
    from store.articles import Article
    from store.story.workspace import OpenArticle, Workspace

Chosen: TypeAlias = "Mapping[str, Collection[str] | None]"
"""Articles by their ids, and of each the ids of the annotations that are wanted; none for all."""


def story_rows(workspace: Workspace, chosen: Chosen | None = None) -> Iterator[ArticleRow]:
    """The rows of a story, in the order of the articles.

    A relation or cluster that crosses articles stands on each row that has a part of it. What waits
    for its place in a changed article is left out with what ties it, and named (`unplaced`).

    Args:
        workspace: The story.
        chosen: What of it; all if not given. A relation needs both its ends.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    collecting = _Collecting(workspace, chosen)
    gone = _gone(workspace) if chosen is None else []
    for ref in workspace.story.articles:
        if chosen is None or ref.id in chosen:
            yield collecting.row(workspace.now.peek(ref.id), gone)
            gone = []


class _Collecting:
    """What the rows of a story are made from, as far as it is of no single article."""

    def __init__(self, workspace: Workspace, chosen: Chosen | None) -> None:
        self._workspace = workspace
        self._chosen = chosen
        self._links = workspace.now.links()
        self._linked: dict[str, list[Linked]] = {}
        """What belongs to the story as a whole, by the articles on whose rows it stands."""
        self._orphans: dict[str, frozenset[str]] = {}
        """By article the ids of what has no place in it, where that has been asked."""
        for value in self._links:
            for article_id in articles_in(value):
                if _is_said_of(value, article_id, chosen):
                    self._linked.setdefault(article_id, []).append(value)

    def row(self, opened: OpenArticle, gone: list[str]) -> ArticleRow:
        """The row of an article.

        Args:
            opened: The article.
            gone: What was annotated in articles that are not there, to be told with this one.

        Raises:
            InputError: It cannot be read, or an annotation does not fit its text.
        """
        is_empty = _is_empty(opened)
        if opened.problem and not is_empty:
            raise InputError(f"the export was stopped: {opened.problem}")
        placed = () if is_empty else opened.annotations
        check_fit(opened.article, placed)
        waiting = list(_waiting(opened))
        self._orphans[opened.id] = frozenset(each.id for each in waiting)
        ids = None if self._chosen is None else self._chosen[opened.id]
        record = self._links.record_of(opened.id) if ids is None else ArticleRecord(opened.id)
        linked = self._linked.get(opened.id, ())
        return msgspec.structs.replace(
            bare_row(self._workspace, opened.article),
            spans=[span_row(each) for each in placed if ids is None or each.id in ids],
            relations=[relation_row(each) for each in linked if self._is_whole_relation(each)],
            clusters=self._cluster_rows(opened.id, linked),
            stances=[stance_row(each) for each in linked if isinstance(each, Stance)],
            state=record.state_in(opened.article.sha256),
            note=record.note,
            labels=dict(record.labels),
            byline=dict(record.byline),
            updated=record.updated,
            unplaced=[_told(a, opened.id) for a in waiting if ids is None or a.id in ids],
            gone=gone,
        )

    def _is_whole_relation(self, value: Linked) -> TypeGuard[Relation]:
        """Whether it is a relation both ends of which have a place in their texts."""
        ends = (value.head, value.tail) if isinstance(value, Relation) else ()
        return bool(ends) and all(map(self._is_placed, ends))

    def _is_placed(self, mention: Mention) -> bool:
        if mention.article not in self._orphans:
            waiting = _waiting(self._workspace.now.peek(mention.article))
            self._orphans[mention.article] = frozenset(each.id for each in waiting)
        return mention.id not in self._orphans[mention.article]

    def _cluster_rows(self, article_id: str, linked: Iterable[Linked]) -> list[ClusterRow]:
        """The rows of the clusters that have members in an article."""
        without = self._orphans[article_id]
        clusters = (each for each in linked if isinstance(each, Cluster))
        rows = (cluster_row(each, article_id, self._chosen, without) for each in clusters)
        return [row for row in rows if row.members]


def _waiting(opened: OpenArticle) -> Iterable[Annotation]:
    """What has no place in an article; all of it where there is no text any more."""
    return opened.everything if _is_empty(opened) else opened.orphaned


def _gone(workspace: Workspace) -> list[str]:
    """What was annotated in articles that are not there any more, if the story was opened whole."""
    missing = workspace.now.missing_articles()
    root = workspace.story.root
    if any((root / f"{name}{ending}").is_file() for name in missing for ending in ("", *LOADERS)):
        return []
    return [_told(a, name) for name in missing for a in workspace.now.kept(name) if not a.rejected]


def _told(annotation: Annotation, article_id: str) -> str:
    return f"{annotation.label} “{annotation.text[:40]}” of {article_id}"


def _is_said_of(value: Linked, article_id: str, chosen: Chosen | None) -> bool:
    """Whether something of the whole story stands on the row of one of its articles."""
    match value:
        case Relation():
            return _is_chosen(value.head, chosen) and _is_chosen(value.tail, chosen)
        case Cluster():
            return any(_is_chosen(m, chosen) for m in value.members if m.article == article_id)
        case _:
            return chosen is None or chosen.get(article_id, ()) is None


def _is_chosen(mention: Mention, chosen: Chosen | None) -> bool:
    if chosen is None:
        return True
    ids = chosen.get(mention.article, ())
    return ids is None or mention.id in ids


def bare_row(workspace: Workspace, article: Article) -> ArticleRow:
    """The row of an article without what is said of it."""
    byline = workspace.now.links().byline_of(article)
    meta = Meta(
        title=byline.title,
        outlet=byline.outlet,
        date=byline.date,
        author=byline.author,
        link=byline.link,
        story=workspace.story.name,
        file=article.name,
        annotator=workspace.annotator,
        labels=list(workspace.labels.names),
    )
    sha256 = text_sha256(article.text)
    own_cut = _cut_of(article.text, workspace.now.old_texts.cut(sha256))
    return ArticleRow(article.id, [], article.text, text_sha256=sha256, meta=meta, own_cut=own_cut)


def _cut_of(text: str, kept: bytes | None) -> Cut | None:
    """How a text is cut, as that was kept; none if it was not, or cannot be so."""
    try:
        cut = msgspec.json.decode(kept, type=Cut) if kept else None
    except msgspec.DecodeError:
        return None
    return cut if cut and fits(cut, text) else None


def relation_row(relation: Relation) -> RelationRow:
    """The row of a relation."""
    return RelationRow(
        relation.type,
        relation.head.id,
        relation.tail.id,
        relation.id,
        relation.role,
        relation.origin,
        relation.created,
        relation.updated,
        relation.note,
        dict(relation.attributes),
    )


def cluster_row(
    cluster: Cluster,
    article_id: str,
    chosen: Chosen | None = None,
    without: Collection[str] = (),
) -> ClusterRow:
    """The row of a cluster, with those of its members in an article that are chosen.

    Args:
        cluster: The cluster.
        article_id: Of the article.
        chosen: What of the story; all if not given.
        without: The ids of members that are left out.
    """
    return ClusterRow(
        cluster.id,
        cluster.label,
        cluster.name,
        [
            m.id
            for m in cluster.members
            if m.article == article_id and _is_chosen(m, chosen) and m.id not in without
        ],
        cluster.relation,
        list(cluster.refs),
        cluster.origin,
        cluster.created,
        cluster.updated,
        cluster.note,
        dict(cluster.attributes),
    )


def stance_row(stance: Stance) -> StanceRow:
    """The row of a stance, for the line of its article."""
    return StanceRow(
        stance.cluster,
        stance.value,
        stance.id,
        stance.origin,
        stance.created,
        stance.updated,
        stance.note,
    )


def span_row(annotation: Annotation) -> SpanRow:
    """The row of an annotation."""
    return SpanRow(
        annotation.start,
        annotation.end,
        annotation.label,
        annotation.id,
        annotation.text,
        annotation.origin,
        annotation.created,
        annotation.updated,
        annotation.note,
        dict(annotation.attributes) if annotation.attributes else {},
    )


def _is_empty(opened: OpenArticle) -> bool:
    """Whether an article has a problem only in that there is no text in it."""
    return bool(opened.article.sha256) and not opened.article.text


def check_fit(article: Article, annotations: Iterable[Annotation]) -> None:
    """Make sure that the text of each annotation stands at its place.

    Raises:
        InputError: That of one does not.
    """
    text = article.text
    for annotation in annotations:
        said = text[annotation.start : annotation.end]
        if said == annotation.text:
            continue
        raise InputError(
            f"the export was stopped: the {annotation.label} “{annotation.text[:60]}” at "
            f"{annotation.start}-{annotation.end} (id {annotation.id}) does not fit the text, "
            f"which says “{said[:60]}” there; put the annotated version of the file back",
            path=article.path,
        )
