"""What a person can do to many annotations at once: each gives one edit, which one undo takes back.

What an action has no effect on is left out: relabelling ten annotations of which two have the label
already changes eight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.actions import Refusal, remove
from store.annotations.edits import (
    Batch,
    Edit,
    EditOfAnnotation,
    EditOfCluster,
    EditOfRefusal,
    of_links,
    singles,
)
from store.annotations.model import Annotation, new_id, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.annotations.collection import Annotations
    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Origin

    Chosen = Sequence[tuple[str, Annotation]]
    """Annotations with the ids of their articles."""
    Others = Iterable[Edit | Refusal]

_NOTHING_NEW: Final = "All of that is so already"


def relabel_all(
    existing: Callable[[str], Annotations],
    chosen: Chosen,
    label: str,
    layer_of: Callable[[str], str] = lambda _: "",
) -> Edit | Refusal:
    """Give annotations another label; one of another layer stands beside the one they have.

    One that would then be the same as another, by extent and label, is left as it is.

    Args:
        existing: Gives the annotations of an article.
        chosen: Those to relabel.
        label: The new one.
        layer_of: Gives the layer of a label: only what is of the new one's has it instead.
    """
    now, layer = timestamp(), layer_of(label)
    taken: set[tuple[str, int, int]] = set()
    edits: list[EditOfAnnotation] = []
    for article, annotation in chosen:
        place = (article, annotation.start, annotation.end)
        here = list(existing(article).exactly(annotation.span))
        if annotation.label == label or place in taken or any(e.label == label for e in here):
            continue
        taken.add(place)
        before: Annotation | None = annotation
        if layer_of(annotation.label) != layer:
            before = next((each for each in here if layer_of(each.label) == layer), None)
        if before is not None:
            after = replace(before, label=label, updated=now)
        else:
            start, end = annotation.start, annotation.end
            made = Annotation(id=new_id(), start=start, end=end, label=label, text=annotation.text)
            after = replace(made, created=now, updated=now)
        edits.append(EditOfAnnotation(article, before, after))
    what = "relabel" if any(edit.before for edit in edits) else "tag"
    return _batch(edits, what, f"All of that is tagged as {label} already")


def rename_label(
    existing: Callable[[str], Annotations], chosen: Chosen, links: Links, names: tuple[str, str]
) -> Edit | Refusal:
    """Give all that has a label another one: annotations, clusters, and offers that were refused.

    Args:
        existing: Gives the annotations of an article.
        chosen: All annotations there are; one that would then stand there twice stays as it is.
        links: All there are.
        names: Of the label, before and after.
    """
    old, new = names
    relabelled = relabel_all(existing, [each for each in chosen if each[1].label == old], new)
    edits = [] if isinstance(relabelled, Refusal) else list(singles(relabelled))
    for cluster in links.clusters.values():
        if cluster.label == old:
            after = replace(cluster, label=new, updated=timestamp())
            edits.append(EditOfCluster(cluster, after))
    for offer in links.refused.values():
        if offer.label == old:
            edits.append(EditOfRefusal(offer, replace(offer, label=new)))
    return _batch(edits, "relabel", f"nothing can be renamed: no annotation has the label {old}")


def remove_all(links: Links, chosen: Chosen, others: Others = ()) -> Edit | Refusal:
    """Remove annotations, with the relations that end in them and their places in clusters.

    Args:
        links: All there are.
        chosen: The annotations.
        others: Edits that remove what else is chosen; they are part of this one.
    """
    edits: list[SingleEdit] = []
    for article, annotation in chosen:
        removal = remove(article, annotation, links)
        links = links.changed(of_links(removal))
        edits += singles(removal)
    return _batch(_with(edits, others), "remove", "Nothing is chosen")


def note_all(chosen: Chosen, note: str, others: Others = ()) -> Edit | Refusal:
    """Write the same note on annotations, in the place of those that they have.

    Args:
        chosen: The annotations.
        note: What it says.
        others: Edits that write it on what else is chosen; they are part of this one.
    """
    edits = _changed(chosen, lambda each: replace(each, note=note))
    return _batch(_with(edits, others), "note", _NOTHING_NEW)


def set_origin_all(chosen: Chosen, origin: Origin) -> Edit | Refusal:
    """Say of annotations how they came to be."""
    edits = _changed(chosen, lambda each: replace(each, origin=origin))
    return _batch(edits, f"give the origin “{origin.in_words}” to", _NOTHING_NEW)


def set_attribute_all(chosen: Chosen, name: str, value: str) -> Edit | Refusal:
    """Have an attribute of annotations hold a value; an empty one takes it away."""

    def changed(annotation: Annotation) -> Annotation:
        attributes = {**dict(annotation.attributes), name: value}
        if not value:
            del attributes[name]
        return replace(annotation, attributes=tuple(sorted(attributes.items())))

    return _batch(_changed(chosen, changed), f"set {name} of", _NOTHING_NEW)


def restore_all(chosen: Chosen) -> Edit | Refusal:
    """Take rejections back, so that what was rejected can be suggested again."""
    edits = [EditOfAnnotation(article, each, None) for article, each in chosen if each.rejected]
    return _batch(edits, "take rejections back", "None of that is rejected")


def _changed(chosen: Chosen, changed: Callable[[Annotation], Annotation]) -> list[SingleEdit]:
    now = timestamp()
    return [
        EditOfAnnotation(article, each, replace(after, updated=now))
        for article, each in chosen
        if (after := changed(each)) != each
    ]


def _with(edits: Sequence[SingleEdit], others: Others) -> list[SingleEdit]:
    """Edits, and those of others that are none but refusals."""
    made = (each for each in others if not isinstance(each, Refusal))
    return [*edits, *(single for edit in made for single in singles(edit))]


def _batch(edits: Iterable[SingleEdit], what: str, nothing: str) -> Edit | Refusal:
    made = tuple(edits)
    if not made:
        return Refusal(nothing)
    return made[0] if len(made) == 1 else Batch(made, what)
