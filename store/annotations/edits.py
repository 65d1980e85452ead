"""Edits: every change is one of these values, and each has an inverse.

An edit says what was there before and what is there after, so that it can be undone from the
journal alone and never applied to something else by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from store.annotations.model import Annotation, Cluster, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator


class EditOfAnnotation(msgspec.Struct, frozen=True, tag="annotation", tag_field="of"):
    """Adds (nothing before), removes (nothing after) or changes one annotation."""

    article: str
    """The id of its article."""
    before: Annotation | None
    after: Annotation | None

    def inverse(self) -> EditOfAnnotation:
        """The edit that takes this one back."""
        return EditOfAnnotation(self.article, self.after, self.before)


class EditOfRelation(msgspec.Struct, frozen=True, tag="relation", tag_field="of"):
    """Adds, removes or changes one relation."""

    before: Relation | None
    after: Relation | None

    def inverse(self) -> EditOfRelation:
        """The edit that takes this one back."""
        return EditOfRelation(self.after, self.before)


class EditOfCluster(msgspec.Struct, frozen=True, tag="cluster", tag_field="of"):
    """Adds, removes or changes one cluster."""

    before: Cluster | None
    after: Cluster | None

    def inverse(self) -> EditOfCluster:
        """The edit that takes this one back."""
        return EditOfCluster(self.after, self.before)


SingleEdit = EditOfAnnotation | EditOfRelation | EditOfCluster


class Batch(msgspec.Struct, frozen=True, tag="batch", tag_field="of"):
    """Several edits that are made, undone and written as one."""

    edits: tuple[SingleEdit, ...]
    what: str = ""
    """What the person did, such as "import", for the history."""

    def inverse(self) -> Batch:
        """The edit that takes this one back: each inverse, in the opposite order."""
        return Batch(tuple(edit.inverse() for edit in reversed(self.edits)), self.what)


Edit = SingleEdit | Batch


def singles(edit: Edit) -> Iterator[SingleEdit]:
    """The single edits that an edit consists of, in order."""
    if isinstance(edit, Batch):
        yield from edit.edits
    else:
        yield edit


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edit happened: where the caret goes when it is undone."""

    article: str
    start: int
    end: int


def place_of(edit: Edit) -> Place | None:
    """The first annotation that an edit touches; none where it touches only links."""
    for single in singles(edit):
        if isinstance(single, EditOfAnnotation):
            annotation = single.after or single.before
            if annotation is not None and not annotation.adrift:
                return Place(single.article, annotation.start, annotation.end)
    return None


def describe(edit: Edit) -> str:
    """What an edit does, in a few words: `add actor "Iran"`."""
    if isinstance(edit, Batch):
        count = sum(isinstance(single, EditOfAnnotation) for single in edit.edits)
        if count == 1:
            return next(
                describe(single) for single in edit.edits if isinstance(single, EditOfAnnotation)
            )
        return f"{edit.what or 'change'} {count} annotations"
    before, after = edit.before, edit.after
    if isinstance(before, Annotation) and isinstance(after, Annotation):
        if before.label != after.label:
            return f"relabel {_quote(after.text)} {before.label} → {after.label}"
        if before.adrift and not after.adrift:
            return f"place {after.label} {_quote(after.text)}"
        if before.span != after.span:
            return f"resize {after.label} to {_quote(after.text)}"
        return f"note on {after.label} {_quote(after.text)}"
    kind = "annotation"
    value = after or before
    if isinstance(value, Annotation):
        kind = f"{value.label} {_quote(value.text)}"
    elif isinstance(value, Relation):
        kind = value.type
    elif isinstance(value, Cluster):
        kind = f"cluster {_quote(value.name)}"
    verb = "change" if before and after else "add" if after else "remove"
    return f"{verb} {kind}"


def _quote(text: str, most: int = 40) -> str:
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= most else one_line[: most - 1] + '…'}”"
