"""The articles of a story as rows, checked: what every export is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.links import articles_in
from store.annotations.model import Cluster, Relation, Stance
from store.errors import InputError
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Meta,
    RelationRow,
    SpanRow,
    StanceRow,
    text_sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.annotations.model import Annotation, Linked
    from store.articles import Article
    from store.story.workspace import OpenArticle, Workspace


def story_rows(workspace: Workspace) -> Iterator[ArticleRow]:
    """The rows of a story, in the order of the articles.

    A relation or cluster that crosses articles stands on each row that has a part of it.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    links = workspace.now.links()
    by_article: dict[str, list[Linked]] = {}
    for value in links:
        for article_id in articles_in(value):
            by_article.setdefault(article_id, []).append(value)
    for opened in workspace.now.every_article():
        if opened.problem and (len(opened.annotations) or opened.orphaned or not _is_empty(opened)):
            raise InputError(f"the export was stopped: {opened.problem}")
        for annotation in (*opened.orphaned, *opened.annotations):
            check_fit(opened.article, annotation)
        here = by_article.get(opened.id, ())
        record = links.record_of(opened.id)
        yield msgspec.structs.replace(
            bare_row(workspace, opened.article),
            spans=[span_row(annotation) for annotation in opened.annotations],
            relations=[relation_row(each) for each in here if isinstance(each, Relation)],
            clusters=[cluster_row(c, opened.id) for c in here if isinstance(c, Cluster)],
            stances=[stance_row(each) for each in here if isinstance(each, Stance)],
            state=record.state_in(opened.article.sha256),
            note=record.note,
            labels=dict(record.labels),
            updated=record.updated,
        )


def bare_row(workspace: Workspace, article: Article) -> ArticleRow:
    """The row of an article without what is said of it."""
    byline = article.byline
    meta = Meta(
        title=byline.title,
        outlet=byline.outlet,
        date=byline.date,
        author=byline.author,
        story=workspace.story.name,
        file=article.name,
        annotator=workspace.annotator,
        labels=list(workspace.labels.names),
    )
    return ArticleRow(
        article.id, [], text=article.text, text_sha256=text_sha256(article.text), meta=meta
    )


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


def cluster_row(cluster: Cluster, article_id: str) -> ClusterRow:
    """The row of a cluster, with its members in an article."""
    return ClusterRow(
        cluster.id,
        cluster.label,
        cluster.name,
        [member.id for member in cluster.members if member.article == article_id],
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
        start=annotation.start,
        end=annotation.end,
        label=annotation.label,
        id=annotation.id,
        text=annotation.text,
        origin=annotation.origin,
        created=annotation.created,
        updated=annotation.updated,
        note=annotation.note,
        attributes=dict(annotation.attributes),
    )


def _is_empty(opened: OpenArticle) -> bool:
    """Whether an article has a problem only in that there is no text in it."""
    return bool(opened.article.sha256) and not opened.article.text


def check_fit(article: Article, annotation: Annotation) -> None:
    """Make sure that an annotation's place is settled and that its text stands there.

    Raises:
        InputError: It is not.
    """
    if annotation.adrift:
        raise InputError(
            f"the export was stopped: the article has changed, and the {annotation.label} "
            f"“{annotation.text[:60]}” (id {annotation.id}) waits for its place to be settled; "
            "open the story and press {key:review}, or put the annotated version of the file back",
            path=article.path,
        )
    said = annotation.span.of(article.text)
    if said != annotation.text:
        raise InputError(
            f"the export was stopped: the {annotation.label} “{annotation.text[:60]}” at "
            f"{annotation.start}-{annotation.end} (id {annotation.id}) does not fit the text, "
            f"which says “{said[:60]}” there; put the annotated version of the file back",
            path=article.path,
        )
