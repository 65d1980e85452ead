"""What a person says to texts that are not tagged alike, as edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, with_more
from store.annotations.model import Origin
from store.suggest.answers import rejected_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.consistency.inconsistency import Inconsistency, Occurrence


def tagged(
    opened: OpenArticle,
    finding: Inconsistency,
    place: Occurrence,
    label: str,
    layer_of: Callable[[str], str] = lambda _: "",
) -> Edit | Refusal:
    """The edit that tags a place, or gives it another label.

    Of several annotations of one place that changes whose label is the rarest. One of a part of the
    place grows. With another label than most places have, the place is right as it is from then on.
    Labels of another layer stay as they are.
    """
    article, existing = opened.article, opened.annotations
    layer = layer_of(label)
    old = [] if label in place.labels else [t for t in place.tags if layer_of(t.label) == layer]
    gone = _rarest(finding, old) if old else None
    edit: Edit | Refusal
    if gone is not None:
        edit = actions.relabel(article, existing, gone, label)
    elif place.part is not None and place.part.label == label:
        edit = actions.resize(article, existing, place.part, place.span)
    else:
        edit = actions.tag(article, existing, place.span, label)
    if isinstance(edit, Refusal) or label == finding.majority:
        return edit
    stays = place.labels
    if gone is not None:
        stays -= {gone.label}
        opened = _without(opened, gone)
    said = finding.labels - stays - {label} - place.refused
    said_here = [each for each in said if layer_of(each) == layer]
    return with_more(edit, _rejections(opened, place, said_here), "change")


def removed(
    opened: OpenArticle, finding: Inconsistency, place: Occurrence, links: Links
) -> Edit | Refusal:
    """The edit that removes the annotation of a place and keeps it from being proposed again.

    Of several it is the one whose label is the rarest. Where none is left, the place is right as it
    is from then on.
    """
    if not place.tags:
        return Refusal("There is no annotation here to remove")
    gone = _rarest(finding, place.tags)
    edit = actions.remove(opened.id, gone, links)
    said = {gone.label} if len(place.tags) > 1 else finding.labels - place.refused
    return with_more(edit, _rejections(_without(opened, gone), place, said), "change")


def kept(opened: OpenArticle, finding: Inconsistency, place: Occurrence) -> Edit | Refusal:
    """The edit that says that a place is right as it is: no to every label that it lacks."""
    edits = _rejections(opened, place, finding.labels - place.labels - place.refused)
    if not edits:
        return Refusal("This place is like the others: there is nothing to say no to")
    return edits[0] if len(edits) == 1 else Batch(tuple(edits), "reject")


def filled(read: Callable[[str], OpenArticle], finding: Inconsistency) -> Edit | Refusal:
    """The one edit that gives every untagged place of a text the label that most places have.

    A place of which a part has a label already is left for a decision of its own.

    Args:
        read: Gives an article as it is now.
        finding: The text.
    """
    edits: list[SingleEdit] = []
    for place in finding.open:
        if place.tags or place.part is not None:
            continue
        opened = read(place.article)
        edit = actions.tag(
            opened.article,
            opened.annotations,
            place.span,
            finding.majority,
            origin=Origin.PROPAGATED,
        )
        if not isinstance(edit, Refusal):
            edits.append(edit)
    if not edits:
        return Refusal("No place of this text is untagged")
    return edits[0] if len(edits) == 1 else Batch(tuple(edits), "propagate")


def _rarest(finding: Inconsistency, tags: Iterable[Annotation]) -> Annotation:
    often = dict(finding.counts)
    return min(tags, key=lambda tag: (often.get(tag.label, 0), tag.label))


def _without(opened: OpenArticle, annotation: Annotation) -> OpenArticle:
    return replace(opened, annotations=opened.annotations.changed([(annotation, None)]))


def _rejections(opened: OpenArticle, place: Occurrence, labels: Iterable[str]) -> list[SingleEdit]:
    """The rejections of labels at a place."""
    no = (rejected_at(opened, place.span, label, Origin.PROPAGATED) for label in sorted(labels))
    return [edit for edit in no if not isinstance(edit, Refusal)]
