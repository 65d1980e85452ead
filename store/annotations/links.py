"""The relations and clusters of a story: an immutable collection, by id and by mention.

A change costs the same among ten links and among a hundred thousand, and so does the question which
links a mention has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Relation
from store.annotations.persistent import PersistentMap, grouped
from store.errors import ConflictError
from store.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from store.annotations.edits import SingleEdit

    _Index = PersistentMap[Mention, PersistentMap[str, None]]

CONTRADICTS: Final = "contradicts"
"""The relation of a cluster whose claims cannot all be true."""
_MANY: Final = 8
"""Where more than one in so many links changes at once, the collection is built anew."""
_Link = TypeVar("_Link", Relation, Cluster)


class Links(Value):
    """What ties annotations to one another; every change gives a new collection."""

    relations: PersistentMap[str, Relation] = PersistentMap()
    """By id."""
    clusters: PersistentMap[str, Cluster] = PersistentMap()
    """By id."""
    _relations_of: _Index = PersistentMap()
    _clusters_of: _Index = PersistentMap()

    @classmethod
    def of(cls, relations: Iterable[Relation], clusters: Iterable[Cluster]) -> Links:
        """A collection of links, which may come in any order."""
        by_id = {relation.id: relation for relation in relations}
        clusters_by_id = {cluster.id: cluster for cluster in clusters}
        return cls(
            PersistentMap.of(by_id),
            PersistentMap.of(clusters_by_id),
            grouped((end, r.id) for r in by_id.values() for end in (r.head, r.tail)),
            grouped((member, c.id) for c in clusters_by_id.values() for member in c.members),
        )

    def __len__(self) -> int:
        return len(self.relations) + len(self.clusters)

    # Questions -----------------------------------------------------------------------------

    def relations_of(self, mention: Mention) -> list[Relation]:
        """The relations that begin or end at a mention, by id."""
        return [self.relations[each] for each in sorted(self._relations_of.get(mention, ()))]

    def clusters_of(self, mention: Mention) -> list[Cluster]:
        """The clusters that a mention is in, by id."""
        return [self.clusters[each] for each in sorted(self._clusters_of.get(mention, ()))]

    # Changes -------------------------------------------------------------------------------

    def changed(self, edits: Iterable[SingleEdit], *, is_strict: bool = True) -> Links:
        """The collection after some edits, one after another; those of annotations change nothing.

        Args:
            edits: In order.
            is_strict: Whether what was there before has to be there; else what an edit says of a
                link after it counts, whatever was there.

        Raises:
            ConflictError: Strictly, an edit does not fit what is there.
        """
        wanted = [each for each in edits if isinstance(each, EditOfRelation | EditOfCluster)]
        if len(wanted) * _MANY > len(self):
            return self._built_anew(wanted, is_strict=is_strict)
        links = self
        for edit in wanted:
            links = links._after(edit, is_strict=is_strict)
        return links

    def _built_anew(
        self, edits: Iterable[EditOfRelation | EditOfCluster], *, is_strict: bool
    ) -> Links:
        relations, clusters = dict(self.relations), dict(self.clusters)
        for edit in edits:
            if isinstance(edit, EditOfRelation):
                _swap(relations, edit.before, edit.after, is_strict=is_strict)
            else:
                _swap(clusters, edit.before, edit.after, is_strict=is_strict)
        return Links.of(relations.values(), clusters.values())

    def _after(self, edit: EditOfRelation | EditOfCluster, *, is_strict: bool) -> Links:
        if isinstance(edit, EditOfRelation):
            if is_strict:
                _check(self.relations, edit.before, edit.after)
            values, index = _swapped(self.relations, self._relations_of, edit.before, edit.after)
            return replace(self, relations=values, _relations_of=index)
        if is_strict:
            _check(self.clusters, edit.before, edit.after)
        clusters, of = _swapped(self.clusters, self._clusters_of, edit.before, edit.after)
        return replace(self, clusters=clusters, _clusters_of=of)


def mentions_in(link: Relation | Cluster) -> Iterator[Mention]:
    """The annotations that a link ties together."""
    if isinstance(link, Relation):
        yield from (link.head, link.tail)
    else:
        yield from link.members


def cluster_without(cluster: Cluster, is_gone: Callable[[Mention], bool]) -> Cluster | None:
    """A cluster without the members that are gone; none where what is left says nothing.

    A cluster of claims that contradict each other needs two; of the others each goes on with one.
    """
    members = tuple(member for member in cluster.members if not is_gone(member))
    least = 2 if cluster.relation == CONTRADICTS else 1
    if len(members) < min(least, len(cluster.members)):
        return None
    return replace(cluster, members=members)


def _check(
    values: Mapping[str, Relation | Cluster],
    before: Relation | Cluster | None,
    after: Relation | Cluster | None,
) -> None:
    """Make sure that what an edit says was there is there, and what it adds is not."""
    if before is not None and values.get(before.id) != before:
        raise ConflictError(f"The link {before.id} is not there any more as it was")
    is_same = before is not None and after is not None and before.id == after.id
    if after is not None and not is_same and after.id in values:
        raise ConflictError(f"There is a link {after.id} already")


def _swap(
    values: dict[str, _Link], before: _Link | None, after: _Link | None, *, is_strict: bool
) -> None:
    if is_strict:
        _check(values, before, after)
    if before is not None:
        values.pop(before.id, None)
    if after is not None:
        values[after.id] = after


def _swapped(
    values: PersistentMap[str, _Link], index: _Index, before: _Link | None, after: _Link | None
) -> tuple[PersistentMap[str, _Link], _Index]:
    """Links by id and by mention with one in the place of another."""
    for gone in dict.fromkeys(each.id for each in (before, after) if each is not None):
        held = values.get(gone)
        if held is not None:
            values = values.without(gone)
            for mention in dict.fromkeys(mentions_in(held)):
                left = index[mention].without(gone)
                index = index.with_(mention, left) if len(left) else index.without(mention)
    if after is not None:
        values = values.with_(after.id, after)
        for mention in mentions_in(after):
            ids: PersistentMap[str, None] = index.get(mention, PersistentMap())
            index = index.with_(mention, ids.with_(after.id, None))
    return values, index
