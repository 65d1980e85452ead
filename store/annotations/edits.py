"""Edits: every change is one of these values, and each has an inverse.

An edit says what was there before and what is there after, so that it can be undone from the
journal alone and never applied to something else by mistake.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

import msgspec

from store.annotations.model import (
    Annotation,
    ArticleRecord,
    Cluster,
    Decision,
    RefusedOffer,
    Relation,
    Stance,
)
from store.frozen import Frozen
from store.wording import cut_short, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.annotations.model import Linked, Mention

_Linked = TypeVar("_Linked", Relation, Cluster, Stance, ArticleRecord, RefusedOffer, Decision)


class EditOfAnnotation(msgspec.Struct, frozen=True, tag="annotation", tag_field="of"):
    """Adds (nothing before), removes (nothing after) or changes one annotation."""

    article: str
    """The id of its article."""
    before: Annotation | None
    after: Annotation | None

    def inverse(self) -> EditOfAnnotation:
        """The edit that takes this one back."""
        return EditOfAnnotation(self.article, self.after, self.before)


class _EditOf(msgspec.Struct, Generic[_Linked], frozen=True):
    """Adds, removes or changes one value that belongs to the story as a whole."""

    before: _Linked | None
    after: _Linked | None

    def inverse(self) -> Self:
        """The edit that takes this one back."""
        return type(self)(self.after, self.before)


class EditOfRelation(_EditOf[Relation], frozen=True, tag="relation", tag_field="of"):
    """Adds, removes or changes one relation."""


class EditOfCluster(_EditOf[Cluster], frozen=True, tag="cluster", tag_field="of"):
    """Adds, removes or changes one cluster."""


class EditOfStance(_EditOf[Stance], frozen=True, tag="stance", tag_field="of"):
    """Adds, removes or changes one stance."""


class EditOfArticle(_EditOf[ArticleRecord], frozen=True, tag="article", tag_field="of"):
    """Adds, removes or changes what is said of an article as a whole."""


class EditOfRefusal(_EditOf[RefusedOffer], frozen=True, tag="refusal", tag_field="of"):
    """Adds or removes one refused offer."""


class EditOfDecision(_EditOf[Decision], frozen=True, tag="decision", tag_field="of"):
    """Adds, removes or changes one decision of an adjudicator."""


LinkEdit = (
    EditOfRelation | EditOfCluster | EditOfStance | EditOfArticle | EditOfRefusal | EditOfDecision
)
"""An edit of what belongs to the story as a whole."""
SingleEdit = EditOfAnnotation | LinkEdit
EDIT_OF: Final[Mapping[type[Linked], type[LinkEdit]]] = {
    Relation: EditOfRelation,
    Cluster: EditOfCluster,
    Stance: EditOfStance,
    ArticleRecord: EditOfArticle,
    RefusedOffer: EditOfRefusal,
    Decision: EditOfDecision,
}
"""The class of the edits of each class of values."""


def link_edit(before: Linked | None, after: Linked | None) -> LinkEdit:
    """The edit that makes one value of another of its class; one of the two may be missing."""
    value = after or before
    assert value is not None
    return EDIT_OF[type(value)](before, after)  # type: ignore[arg-type]  # of the same class


class ManyEdits(Collection[SingleEdit]):
    """Edits of which few are in memory at a time, those of each article in order."""

    @abstractmethod
    def by_article(self) -> Mapping[str, Collection[EditOfAnnotation]]:
        """Those of annotations, in order, by their article; read each time they are asked for."""

    @abstractmethod
    def of_links(self) -> Iterator[LinkEdit]:
        """Those of what belongs to the story as a whole, in order."""

    @abstractmethod
    def change_of_counts(self) -> Counter[str]:
        """How many annotations of each label there are more, or fewer, once they are made."""

    @abstractmethod
    def with_more(self, more: Iterable[SingleEdit]) -> ManyEdits:
        """These, and others behind them."""

    @abstractmethod
    def inverse(self) -> ManyEdits:
        """What takes them back."""

    @abstractmethod
    def encoded(self) -> Iterator[bytes]:
        """All of them as the journal says them, without what parts one piece from the next."""


class Batch(msgspec.Struct, frozen=True, omit_defaults=True, tag="batch", tag_field="of"):
    """Several edits that are made, undone and written as one."""

    edits: Collection[SingleEdit]
    """A tuple, or `ManyEdits`."""
    what: str = ""
    """What the person did, such as "import", for the history."""
    to: str = ""
    """What it was done to, where the edits hold only the ids of that: `claim “…” to source “…”`."""

    def __post_init__(self) -> None:
        if isinstance(self.edits, list):  # as they are decoded
            msgspec.structs.force_setattr(self, "edits", tuple(self.edits))

    def inverse(self) -> Batch:
        """The edit that takes this one back: each inverse, in the opposite order."""
        many = many_edits(self)
        edits = many.inverse() if many else tuple(e.inverse() for e in reversed(tuple(self.edits)))
        return Batch(edits, self.what, self.to)


Edit = SingleEdit | Batch


def many_edits(edit: Edit) -> ManyEdits | None:
    """The edits of an edit, where they are not held in memory."""
    return edit.edits if isinstance(edit, Batch) and isinstance(edit.edits, ManyEdits) else None


def singles(edit: Edit) -> Iterator[SingleEdit]:
    """The single edits that an edit consists of, in order."""
    if isinstance(edit, Batch):
        yield from edit.edits
    else:
        yield edit


def with_more(edit: Edit, more: Iterable[SingleEdit], what: str = "") -> Edit:
    """An edit together with others, called as it was, or by `what` if it was a single one."""
    others = tuple(more)
    if not others:
        return edit
    whole = edit if isinstance(edit, Batch) else Batch((edit,), what)
    many = many_edits(edit)
    edits = (*whole.edits, *others) if many is None else many.with_more(others)
    return msgspec.structs.replace(whole, edits=edits)


def of_annotations(edit: Edit) -> Iterator[EditOfAnnotation]:
    """The single edits of annotations in an edit, in order."""
    edits = edit.edits if isinstance(edit, Batch) else (edit,)  # there may be a million
    return (single for single in edits if isinstance(single, EditOfAnnotation))


def of_links(edit: Edit) -> Iterator[LinkEdit]:
    """The single edits of what belongs to the story as a whole, in order."""
    if (many := many_edits(edit)) is not None:
        return many.of_links()
    return (single for single in singles(edit) if not isinstance(single, EditOfAnnotation))


def by_article(edit: Edit) -> Mapping[str, Collection[EditOfAnnotation]]:
    """The single edits of annotations in an edit, in order, by their article."""
    if (many := many_edits(edit)) is not None:
        return many.by_article()
    found: dict[str, list[EditOfAnnotation]] = {}
    for single in of_annotations(edit):
        found.setdefault(single.article, []).append(single)
    return found


def touched(edit: Edit) -> set[str]:
    """The articles of which an edit changes an annotation."""
    return set(by_article(edit))


def changes_byline(edit: Edit) -> bool:
    """Whether an edit changes what is said of where an article is from."""
    return any(
        ((each.before and each.before.byline) or ()) != ((each.after and each.after.byline) or ())
        for each in of_links(edit)
        if isinstance(each, EditOfArticle)
    )


def assessed(edit: Edit) -> set[str]:
    """The articles of which an edit changes what is said of the whole."""
    found = (each.after or each.before for each in of_links(edit))
    return {value.article for value in found if isinstance(value, ArticleRecord)}


def labels_counted(annotations: Iterable[Annotation]) -> Counter[str]:
    """How many annotations there are of each label; what was rejected is none."""
    return Counter(annotation.label for annotation in annotations if not annotation.rejected)


def change_of_counts(edit: Edit) -> Counter[str]:
    """By how much an edit changes the number of annotations of each label."""
    if (many := many_edits(edit)) is not None:
        return many.change_of_counts()
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
    only what belongs to the story as a whole, whose ends `mentions_of` names."""
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


def stance_of(edit: Edit) -> Stance | None:
    """The first stance that an edit sets, changes or takes away; none if it touches none."""
    found = (each for each in singles(edit) if isinstance(each, EditOfStance))
    return next((each.after or each.before for each in found), None)


def article_of(edit: Edit) -> str:
    """The article of which an edit says something as a whole; empty if of none."""
    stance = stance_of(edit)
    marks = (each for each in singles(edit) if isinstance(each, EditOfArticle))
    records = (each.after or each.before for each in marks)
    said_of = stance or next(filter(None, records), None)
    return said_of.article if said_of is not None else ""


def is_of_rejection(edit: SingleEdit) -> bool:
    """Whether an edit is only about what was rejected."""
    return isinstance(edit, EditOfAnnotation) and all(
        value is None or value.rejected for value in (edit.before, edit.after)
    )


def cluster_left(edit: SingleEdit) -> Cluster | None:
    """The cluster that an edit takes away, or members from, as it was."""
    before, after = (edit.before, edit.after) if isinstance(edit, EditOfCluster) else (None, None)
    is_less = before and (after is None or len(after.members) < len(before.members))
    return before if is_less else None


def quoted(text: str, most: int = 40) -> str:
    """A text in quotation marks and in one line, cut to some characters."""
    return f"“{cut_short(' '.join(text.split()), most)}”"


def cited(text: str) -> str:
    """A text as `quoted` has it, for a sentence in which keys are filled in; not to be kept."""
    return unmarked(quoted(text))
