"""Edits: every change is one of these values, and each has an inverse.

An edit says what was there before and what is there after, so that it can be undone from the
journal alone and never applied to something else by mistake.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from store.annotations.model import Annotation, Cluster, Relation
from store.frozen import Frozen
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.model import Mention


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


def of_annotations(edit: Edit) -> Iterator[EditOfAnnotation]:
    """The single edits of annotations in an edit, in order."""
    return (single for single in singles(edit) if isinstance(single, EditOfAnnotation))


def of_links(edit: Edit) -> Iterator[EditOfRelation | EditOfCluster]:
    """The single edits of relations and clusters in an edit, in order."""
    return (single for single in singles(edit) if not isinstance(single, EditOfAnnotation))


def by_article(edit: Edit) -> dict[str, list[EditOfAnnotation]]:
    """The single edits of annotations in an edit, in order, by their article."""
    found: dict[str, list[EditOfAnnotation]] = {}
    for single in of_annotations(edit):
        found.setdefault(single.article, []).append(single)
    return found


def touched(edit: Edit) -> set[str]:
    """The articles of which an edit changes an annotation."""
    return {single.article for single in of_annotations(edit)}


def labels_counted(annotations: Iterable[Annotation]) -> Counter[str]:
    """How many annotations there are of each label; what was rejected is none."""
    return Counter(annotation.label for annotation in annotations if not annotation.rejected)


def change_of_counts(edit: Edit) -> Counter[str]:
    """By how much an edit changes the number of annotations of each label."""
    change: Counter[str] = Counter()
    for single in of_annotations(edit):
        if single.before is not None and not single.before.rejected:
            change[single.before.label] -= 1
        if single.after is not None and not single.after.rejected:
            change[single.after.label] += 1
    return change


class EditPlace(Frozen):
    """Where an edit happened: where the caret goes when it is undone."""

    article: str
    start: int
    end: int


def place_of(edit: Edit) -> EditPlace | None:
    """Where the first annotation is that an edit adds, removes or changes; none if it touches
    only links, whose ends `mentions_of` names."""
    for single in of_annotations(edit):
        annotation = single.after or single.before
        if annotation is not None and not annotation.adrift:
            return EditPlace(single.article, annotation.start, annotation.end)
    return None


def mentions_of(edit: Edit) -> Iterator[Mention]:
    """The annotations that the links in an edit join, those of each link as it is after it."""
    for single in singles(edit):
        if isinstance(single, EditOfRelation):
            relation = single.after or single.before
            if relation is not None:
                yield from (relation.head, relation.tail)
        elif isinstance(single, EditOfCluster):
            before = single.before.members if single.before is not None else ()
            after = single.after.members if single.after is not None else ()
            yield from (member for member in after if member not in before)
            yield from (member for member in before if member not in after)
            yield from (member for member in after if member in before)


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
    value = after or before
    assert value is not None
    if isinstance(value, Annotation):
        return f"{'add' if after else 'remove'} {value.label} {_quote(value.text)}"
    if isinstance(value, Relation):
        return f"{'change' if before and after else 'tie' if after else 'untie'} {value.type}"
    verb = "change" if before and after else "add" if after else "remove"
    return f"{verb} cluster {_quote(value.name)}"


def is_of_rejection(edit: SingleEdit) -> bool:
    """Whether an edit is only about what was rejected."""
    return isinstance(edit, EditOfAnnotation) and all(
        value is None or value.rejected for value in (edit.before, edit.after)
    )


def _describe_batch(batch: Batch) -> str:
    """What a batch does; what only goes with something greater in it is not worth a word."""
    all_told = list(of_annotations(batch))
    told = [each for each in all_told if not is_of_rejection(each)]
    if len(told or all_told) == 1:
        return describe((told or all_told)[0])
    if told:
        return f"{batch.what or 'change'} {len(told)} annotations"
    if all_told:
        return f"{batch.what or 'reject'} {len(all_told)} suggestions"
    if len(batch.edits) == 1:
        return describe(batch.edits[0])
    relations = sum(isinstance(each, EditOfRelation) for each in batch.edits)
    if not batch.edits:
        return f"{batch.what or 'change'} nothing"
    counts = ((relations, "relation"), (len(batch.edits) - relations, "cluster"))
    return f"{batch.what or 'change'} " + " and ".join(
        counted(count, what) for count, what in counts if count
    )


def _quote(text: str, most: int = 40) -> str:
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= most else one_line[: most - 1] + '…'}”"
