"""What the lines of a journal come to, as lines of another history find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import EditOfAnnotation
from store.annotations.links import Links
from store.annotations.model import (
    Annotation,
    Cluster,
    Decision,
    Mention,
    RefusedOffer,
    Relation,
    Stance,
)
from store.ledger.replay import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Linked, Value
    from store.ledger.records import Record


class Standing:
    """What stands there; changed as lines are made again on it."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.texts: dict[str, str] = {}
        """By article: SHA-256 of the file in which places are right."""
        self.home: dict[str, str] = {}
        """The articles of annotations, by their ids."""
        self._annotations: dict[str, Annotation] = {}
        self._by_place: dict[tuple[str, int, int, str, str], str] = {}
        outcome = Outcome()
        for record in records:
            outcome.make(record)
            self.texts |= record.texts
        linked: list[Linked] = []
        for (home, _), value in outcome.values.items():
            if isinstance(value, Annotation):
                self._put(home, value)
            else:
                linked.append(value)
        self.links = Links.of(linked)

    # Questions -----------------------------------------------------------------------------

    def annotation(self, each: str) -> Annotation | None:
        """An annotation by its id, in whatever article."""
        return self._annotations.get(each)

    def value_of(self, single: SingleEdit) -> Value | None:
        """What stands there of what an edit is of."""
        if isinstance(single, EditOfAnnotation):
            value = single.after or single.before
            return None if value is None else self.annotation(value.id)
        return self.links.standing(single)

    def twin(self, article: str, annotation: Annotation) -> Annotation | None:
        """One of another id with the same place and label."""
        found = self._by_place.get(_place(article, annotation))
        return None if found in (None, annotation.id) else self._annotations[found]

    def has(self, mention: Mention) -> bool:
        """Whether the annotation that a link names is there."""
        return self.home.get(mention.id) == mention.article

    def ties_of(self, mention: Mention) -> set[str]:
        """The ids of the relations and clusters that name an annotation."""
        links = self.links
        of_relations = {each.id for each in links.relations_of(mention)}
        return of_relations | {each.id for each in links.clusters_of(mention)}

    def twin_link(self, value: Linked) -> Linked | None:
        """What says the same of the same things by another id."""
        found: Sequence[Linked | None] = ()
        match value:
            case Relation():
                key = (value.type, value.head, value.tail)
                of_head = self.links.relations_of(value.head)
                found = [r for r in of_head if (r.type, r.head, r.tail) == key]
            case Cluster() if value.members:
                of_first = self.links.clusters_of(value.members[0])
                same = (value.label, value.relation, set(value.members))
                found = [c for c in of_first if (c.label, c.relation, set(c.members)) == same]
            case Stance():
                found = (self.links.stance(value.cluster, value.article),)
            case RefusedOffer():
                found = (self.links.refusal_of(value.kind, value.label, value.texts),)
            case Decision():
                seen = ((each.who, id_) for each in value.seen for id_ in each.ids)
                found = [d for w, i in seen for d in self.links.decisions_on(value.kind, w, i)]
        return next((each for each in found if each is not None), None)

    # Changes -------------------------------------------------------------------------------

    def make(self, single: SingleEdit) -> None:
        """Make an edit that fits.

        Raises:
            ConflictError: One of a link does not.
        """
        if not isinstance(single, EditOfAnnotation):
            self.links = self.links.changed((single,))
            return
        if single.before is not None:
            self._take(single.article, single.before)
        if single.after is not None:
            self._put(single.article, single.after)

    def _take(self, article: str, annotation: Annotation) -> None:
        del self._annotations[annotation.id], self.home[annotation.id]
        if self._by_place.get(_place(article, annotation)) == annotation.id:
            del self._by_place[_place(article, annotation)]

    def _put(self, article: str, annotation: Annotation) -> None:
        self._annotations[annotation.id] = annotation
        self.home[annotation.id] = article
        self._by_place[_place(article, annotation)] = annotation.id


def _place(article: str, annotation: Annotation) -> tuple[str, int, int, str, str]:
    where = (annotation.start, annotation.end)
    return article, *where, annotation.label, annotation.adrift
