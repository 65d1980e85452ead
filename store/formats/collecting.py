"""The articles of a story as rows, checked: what every export is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from store.errors import InputError
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow, text_sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from store.annotations.model import Annotation, Cluster, Mention, Relation
    from store.articles import Article
    from store.story.workspace import OpenArticle, Workspace

Chosen: TypeAlias = "Mapping[str, Collection[str] | None]"
"""Articles by their ids, and of each the ids of the annotations that are wanted; none for all."""


def story_rows(workspace: Workspace, chosen: Chosen | None = None) -> Iterator[ArticleRow]:
    """The rows of a story, in the order of the articles.

    A relation or cluster that crosses articles stands on each row that has a part of it.

    Args:
        workspace: The story.
        chosen: What of it; all if not given. A relation needs both its ends.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    relations: dict[str, list[Relation]] = {}
    for relation in workspace.now.relations:
        if not (_is_chosen(relation.head, chosen) and _is_chosen(relation.tail, chosen)):
            continue
        for article_id in {relation.head.article, relation.tail.article}:
            relations.setdefault(article_id, []).append(relation)
    clusters: dict[str, list[Cluster]] = {}
    for cluster in workspace.now.clusters:
        for article_id in {m.article for m in cluster.members if _is_chosen(m, chosen)}:
            clusters.setdefault(article_id, []).append(cluster)
    for ref in workspace.story.articles:
        if chosen is not None and ref.id not in chosen:
            continue
        opened = workspace.now.peek(ref.id)
        if opened.problem and (len(opened.annotations) or opened.orphaned or not _is_empty(opened)):
            raise InputError(f"the export was stopped: {opened.problem}")
        for annotation in (*opened.orphaned, *opened.annotations):
            check_fit(opened.article, annotation)
        row = bare_row(workspace, opened.article)
        spans = opened.annotations
        ids = None if chosen is None else chosen[ref.id]
        yield ArticleRow(
            id=row.id,
            spans=[span_row(span) for span in spans if ids is None or span.id in ids],
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
                    [m.id for m in c.members if m.article == ref.id and _is_chosen(m, chosen)],
                    c.relation,
                )
                for c in clusters.get(opened.id, ())
            ],
        )  # fmt: skip


def _is_chosen(mention: Mention, chosen: Chosen | None) -> bool:
    if chosen is None:
        return True
    ids = chosen.get(mention.article, ())
    return ids is None or mention.id in ids


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
