"""Edits: every change is one of these values, and each has an inverse.

An edit says what was there before and what is there after, so that it can be undone from the
journal alone and never applied to something else by mistake.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from store.annotations.model import Annotation, Cluster, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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


def labels_counted(annotations: Iterable[Annotation]) -> Counter[str]:
    """How many annotations there are of each label; what was rejected is none."""
    return Counter(annotation.label for annotation in annotations if not annotation.rejected)


def change_of_counts(edit: Edit) -> Counter[str]:
    """By how much an edit changes the number of annotations of each label."""
    change: Counter[str] = Counter()
    for single in singles(edit):
        if isinstance(single, EditOfAnnotation):
            if single.before is not None and not single.before.rejected:
                change[single.before.label] -= 1
            if single.after is not None and not single.after.rejected:
                change[single.after.label] += 1
    return change


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
        return _describe_batch(edit)
    before, after = edit.before, edit.after
    if is_of_rejection(edit):
        value = after or before
        assert isinstance(value, Annotation)
        verb = "no longer reject" if after is None else "reject" if before is None else "change"
        return f"{verb} {value.label} {_quote(value.text)}"
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


def is_of_rejection(edit: SingleEdit) -> bool:
    """Whether an edit is only about what was rejected."""
    return isinstance(edit, EditOfAnnotation) and all(
        value is None or value.rejected for value in (edit.before, edit.after)
    )


def _describe_batch(batch: Batch) -> str:
    """What a batch does; rejections that go with other edits are not worth a word."""
    of_annotations = [each for each in batch.edits if isinstance(each, EditOfAnnotation)]
    told = [each for each in of_annotations if not is_of_rejection(each)]
    if len(told or of_annotations) == 1:
        return describe((told or of_annotations)[0])
    if told or not of_annotations:
        return f"{batch.what or 'change'} {len(told)} annotations"
    return f"{batch.what or 'reject'} {len(of_annotations)} suggestions"


def _quote(text: str, most: int = 40) -> str:
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= most else one_line[: most - 1] + '…'}”"
