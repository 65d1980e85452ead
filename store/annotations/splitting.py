"""One annotation made two, and two made one: each is one edit, and what ties them goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.actions import Refusal, change, tag
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    EditOfCluster,
    EditOfRelation,
    cited,
    quoted,
)
from store.annotations.links import without_members
from store.annotations.model import Mention
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.annotations.collection import Annotations
    from store.annotations.edits import Edit, LinkEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.articles import Article


def split(
    article: Article, existing: Annotations, annotation: Annotation, offset: int
) -> Edit | Refusal:
    """Make two annotations of one; the first keeps id, note and ties.

    Args:
        article: Where it stands.
        existing: All annotations there.
        annotation: The one to split.
        offset: Where the second begins, in code points.
    """
    first = Span(annotation.start, max(annotation.start, offset))
    second = Span(first.end, max(first.end, annotation.end))
    if not all(len(each.trimmed(article.text)) for each in (first, second)):
        return Refusal(
            f"{cited(annotation.text)} is split at the caret: go to where its second part begins"
        )
    shorter = change(article, existing, annotation, first, annotation.label)
    added = tag(article, existing, second, annotation.label, origin=annotation.origin)
    if isinstance(shorter, Refusal):
        return shorter
    if isinstance(added, Refusal):
        return added
    return Batch((shorter, added), "split", f"{annotation.label} {quoted(annotation.text)}")


def beside(article: Article, existing: Annotations, annotation: Annotation) -> Annotation | None:
    """The annotation with the same label that touches or overlaps one, rather behind it."""
    text, span = article.text, annotation.span
    same = [each for each in existing if each.label == annotation.label and each != annotation]
    near = [each for each in same if not _between(text, span, each.span).strip()]
    behind = [each for each in near if each.order > annotation.order]
    return behind[0] if behind else near[-1] if near else None


def _between(text: str, one: Span, other: Span) -> str:
    """What stands between two spans; nothing where they touch or overlap."""
    return text[min(one.end, other.end) : max(one.start, other.start)]


def merge(
    article: Article, existing: Annotations, annotation: Annotation, links: Links
) -> Edit | Refusal:
    """Make one annotation of one and that beside it, with the notes and the ties of both."""
    other = beside(article, existing, annotation)
    if other is None:
        return Refusal(
            f"No other {annotation.label} touches {cited(annotation.text)}; "
            "{key:annotation.resize} moves its ends"
        )
    kept, gone = sorted((annotation, other), key=lambda each: each.order)
    whole = Span(kept.start, max(kept.end, gone.end))
    wider = kept
    if whole != kept.span:
        edit = change(article, existing, kept, whole, kept.label)
        if isinstance(edit, Refusal):
            return edit
        wider = edit.after or kept
    note = "\n".join(dict.fromkeys(filter(None, (kept.note, gone.note))))
    edits = (
        *_tied_to(Mention(article.id, kept.id), Mention(article.id, gone.id), links),
        EditOfAnnotation(article.id, gone, None),
        EditOfAnnotation(article.id, kept, replace(wider, note=note)),
    )
    told = f"{kept.label} {quoted(kept.text)} and {quoted(gone.text)}"
    return Batch(tuple(edit for edit in edits if edit.before != edit.after), "merge", told)


def _tied_to(kept: Mention, gone: Mention, links: Links) -> Iterator[LinkEdit]:
    """The edits that give a mention what ties another that goes away."""
    ends = {(each.type, each.head, each.tail) for each in links.relations_of(kept)}
    for relation in links.relations_of(gone):
        head, tail = (kept if end == gone else end for end in (relation.head, relation.tail))
        is_new = head != tail and (relation.type, head, tail) not in ends
        yield EditOfRelation(relation, replace(relation, head=head, tail=tail) if is_new else None)
    chains = {each.relation for each in links.clusters_of(kept)}
    for cluster in links.clusters_of(gone):
        if kept in cluster.members or (not cluster.relation and cluster.relation in chains):
            yield from without_members(links, cluster, gone.__eq__)
        else:
            members = tuple(kept if each == gone else each for each in cluster.members)
            yield EditOfCluster(cluster, replace(cluster, members=members))
