"""What a span keeps of a web annotation, as attributes, beyond what spans have themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.formats.fields import Fields, as_attribute
from store.formats.w3c.model import KEPT, selectors_of
from store.formats.w3c.places import POSITION, QUOTE, plain

if TYPE_CHECKING:
    from store.formats.w3c.model import WebAnnotation


def source_of(target: Fields) -> str:
    """The IRI of the resource that a target is in; empty if it does not say."""
    source = target.values.get("source")
    if isinstance(source, dict):
        source = source.get("id")
    if isinstance(source, str):
        return source
    return "" if "source" in target.values else str(target.values.get("id") or "")


def attributes_of(
    annotation: WebAnnotation, annotator: str, target: Fields | None, label: str
) -> dict[str, str]:
    """What a span keeps of its annotation so that it can be written again.

    Args:
        annotation: As it stands in the file.
        annotator: Whose work the article's other annotations are.
        target: The one that the span is at; none where it has several.
        label: Of the span.
    """
    values = annotation.fields.values
    kept = dict(annotation.kept)
    if kept.get("creator") == {"type": "Person", "name": annotator}:
        del kept["creator"]
    if kept.setdefault("motivation", None) == "tagging":
        del kept["motivation"]
    if annotation.tag is None:
        kept["untagged"] = label
    elif annotation.tag.rest:
        kept["tag"] = annotation.tag.rest
    if annotation.comment and annotation.comment.rest:
        kept["comment"] = annotation.comment.rest
    if annotation.bodies:
        kept["bodies"] = annotation.bodies
    if target is not None:
        selectors = selectors_of(target)
        plain_ones = (plain(selectors, QUOTE), plain(selectors, POSITION))
        if others := [dict(s.values) for s in selectors if s not in plain_ones]:
            kept["selectors"] = others
        names = ("source", "selector", "id", "type", "sidelight:article")
        if rest := {n: v for n, v in target.values.items() if n not in names}:
            kept["target"] = rest
        source = source_of(target)
        if source and not source.startswith("urn:sidelight:"):
            kept["source"] = source
    found = {KEPT + name: as_attribute(value) for name, value in kept.items()}
    for each in Fields(values, annotation.fields.path).each("sidelight:attributes"):
        found[each.text("name")] = each.text("value")
    return found
