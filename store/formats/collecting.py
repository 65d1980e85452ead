"""The articles of a story as rows, checked: what every export is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import InputError
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow, text_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.annotations.model import Annotation, Cluster, Relation
    from store.articles import Article
    from store.story.workspace import OpenArticle, Workspace


def story_rows(workspace: Workspace) -> Iterator[ArticleRow]:
    """The rows of a story, in the order of the articles.

    A relation or cluster that crosses articles stands on each row that has a part of it.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    relations: dict[str, list[Relation]] = {}
    for relation in workspace.now.relations:
        for article_id in {relation.head.article, relation.tail.article}:
            relations.setdefault(article_id, []).append(relation)
    clusters: dict[str, list[Cluster]] = {}
    for cluster in workspace.now.clusters:
        for article_id in {member.article for member in cluster.members}:
            clusters.setdefault(article_id, []).append(cluster)
    for opened in workspace.now.every_article():
        if opened.problem and (len(opened.annotations) or opened.orphaned or not _is_empty(opened)):
            raise InputError(f"the export was stopped: {opened.problem}")
        for annotation in (*opened.orphaned, *opened.annotations):
            check_fit(opened.article, annotation)
        row = bare_row(workspace, opened.article)
        yield ArticleRow(
            id=row.id,
            spans=[span_row(annotation) for annotation in opened.annotations],
            text=row.text,
            text_sha256=row.text_sha256,
            meta=row.meta,
            relations=[
                RelationRow(r.type, r.head.id, r.tail.id, r.id, r.role)
                for r in relations.get(opened.id, ())
            ],
            clusters=[
                ClusterRow(
                    c.id, c.label, c.name,
                    [m.id for m in c.members if m.article == opened.id], c.relation,
                )
                for c in clusters.get(opened.id, ())
            ],
        )  # fmt: skip


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
