"""What a person can do to annotations: each action is a function that builds the edit for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import (
    Batch,
    Edit,
    EditOfAnnotation,
    EditOfRelation,
    cited,
    singles,
)
from store.annotations.links import without_members
from store.annotations.model import Annotation, Mention, Origin, new_id, timestamp
from store.frozen import Frozen
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.span import Span

if TYPE_CHECKING:
    from store.annotations.collection import Annotations
    from store.annotations.links import Links
    from store.articles import Article


class Refusal(Frozen):
    """Why an action changes nothing, as a sentence for the person."""

    reason: str


def tag(
    article: Article,
    existing: Annotations,
    span: Span,
    label: str,
    *,
    origin: Origin = Origin.MANUAL,
) -> EditOfAnnotation | Refusal:
    """Tag a span, trimmed of outer white space, with a label."""
    usable = _usable(article, span)
    if usable is None:
        return Refusal("There is nothing to tag here: select some text, or go to a word")
    if existing.find(usable, label):
        return Refusal(f"{cited(usable.of(article.text))} is tagged as {label} already")
    now = timestamp()
    annotation = Annotation(
        id=new_id(),
        start=usable.start,
        end=usable.end,
        label=label,
        text=usable.of(article.text),
        origin=origin,
        created=now,
        updated=now,
    )
    return EditOfAnnotation(article.id, None, annotation)


def relabel(
    article: Article, existing: Annotations, annotation: Annotation, label: str
) -> EditOfAnnotation | Refusal:
    """Give an annotation another label."""
    if annotation.label == label:
        return Refusal(f"{cited(annotation.text)} is tagged as {label} already")
    return change(article, existing, annotation, annotation.span, label)


def resize(
    article: Article, existing: Annotations, annotation: Annotation, span: Span
) -> EditOfAnnotation | Refusal:
    """Move the start and end of an annotation, which keeps its id, links and note."""
    return change(article, existing, annotation, span, annotation.label)


def change(
    article: Article, existing: Annotations, annotation: Annotation, span: Span, label: str
) -> EditOfAnnotation | Refusal:
    """Give an annotation another extent and another label, or one of the two, as one edit."""
    usable = _usable(article, span)
    if usable is None:
        return Refusal("An annotation needs some text; {key:annotation.remove} removes it")
    if (usable, label) == (annotation.span, annotation.label):
        return Refusal("The annotation stays as it was")
    if existing.find(usable, label):
        return Refusal(f"{cited(usable.of(article.text))} is tagged as {label} already")
    return _moved(article, annotation, usable, label)


def place(
    article: Article, existing: Annotations, annotation: Annotation, span: Span
) -> EditOfAnnotation | Refusal:
    """Say where in a changed article an annotation belongs whose place is not settled."""
    usable = _usable(article, span)
    if usable is None:
        return Refusal("An annotation needs some text; select where it belongs")
    if existing.find(usable, annotation.label):
        return Refusal(
            f"That text is tagged as {annotation.label} already; choose another place, or drop this"
        )
    return _moved(article, annotation, usable, annotation.label)


def _moved(article: Article, annotation: Annotation, span: Span, label: str) -> EditOfAnnotation:
    """The edit that gives an annotation a place in the present text, and a label."""
    start, end, text = span.start, span.end, span.of(article.text)
    after = replace(
        annotation, start=start, end=end, label=label, text=text, adrift="", updated=timestamp()
    )
    return EditOfAnnotation(article.id, annotation, after)


def set_note(article: Article, annotation: Annotation, note: str) -> EditOfAnnotation | Refusal:
    """Write, change or (with an empty text) remove the note on an annotation."""
    if note == annotation.note:
        return Refusal("The note stays as it was")
    return EditOfAnnotation(
        article.id, annotation, replace(annotation, note=note, updated=timestamp())
    )


def with_note(edit: Edit, note: str) -> Edit:
    """An edit that adds an annotation, with a note on that."""
    noted = tuple(
        EditOfAnnotation(each.article, None, replace(each.after, note=note))
        if isinstance(each, EditOfAnnotation)
        and each.before is None
        and each.after is not None
        and not each.after.rejected
        else each
        for each in singles(edit)
    )
    return replace(edit, edits=noted) if isinstance(edit, Batch) else noted[0]


def remove(article_id: str, annotation: Annotation, links: Links) -> Edit:
    """Remove an annotation, the relations that end in it, its place in clusters, and what is said
    of those clusters that go with it."""
    mention = Mention(article_id, annotation.id)
    removal = EditOfAnnotation(article_id, annotation, None)
    ties = [EditOfRelation(relation, None) for relation in links.relations_of(mention)]
    places = [
        edit
        for cluster in links.clusters_of(mention)
        for edit in without_members(links, cluster, mention.__eq__)
    ]
    return Batch((*ties, *places, removal), "remove") if ties or places else removal


def _usable(article: Article, span: Span) -> Span | None:
    """The span on grapheme boundaries without outer white space, or nothing if that is empty."""
    text = article.text
    whole = Span(floor_grapheme(text, span.start), ceil_grapheme(text, span.end)).visible(text)
    return whole if len(whole) else None
