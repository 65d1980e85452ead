"""The relations and clusters of a story: an immutable collection, by id and by mention.

A change costs the same among ten links and among a hundred thousand, and so does the question which
links a mention has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec.structs import replace

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Relation
from store.annotations.persistent import PersistentMap, grouped
from store.errors import ConflictError
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from store.annotations.edits import SingleEdit

    _Index = PersistentMap[Mention, PersistentMap[str, None]]

CONTRADICTS: Final = "contradicts"
"""The relation of a cluster whose claims cannot all be true."""
_MANY: Final = 8
"""Where more than one in so many links changes at once, the collection is built anew."""
_Link = TypeVar("_Link", Relation, Cluster)


class Links(Frozen):
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

    def changed(self, edits: Iterable[SingleEdit]) -> Links:
        """The collection after some edits, one after another; those of annotations change nothing.

        Raises:
            ConflictError: What was there before an edit is not, exactly as that says, or what it
                adds is there already.
        """
        wanted = [each for each in edits if isinstance(each, EditOfRelation | EditOfCluster)]
        if len(wanted) * _MANY > len(self):
            return self._built_anew(wanted)
        links = self
        for edit in wanted:
            links = links._after(edit)
        return links

    def _after(self, edit: EditOfRelation | EditOfCluster) -> Links:
        if isinstance(edit, EditOfRelation):
            _check(self.relations, edit.before, edit.after)
            values, of = _swapped(self.relations, self._relations_of, edit.before, edit.after)
            return replace(self, relations=values, _relations_of=of)
        _check(self.clusters, edit.before, edit.after)
        clusters, of = _swapped(self.clusters, self._clusters_of, edit.before, edit.after)
        return replace(self, clusters=clusters, _clusters_of=of)

    def _built_anew(self, edits: Iterable[EditOfRelation | EditOfCluster]) -> Links:
        relations, clusters = dict(self.relations), dict(self.clusters)
        for edit in edits:
            held: dict[str, Any] = relations if isinstance(edit, EditOfRelation) else clusters
            _check(held, edit.before, edit.after)
            if edit.before is not None:
                held.pop(edit.before.id)
            if edit.after is not None:
                held[edit.after.id] = edit.after
        return Links.of(relations.values(), clusters.values())


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


def _swapped(
    values: PersistentMap[str, _Link], index: _Index, before: _Link | None, after: _Link | None
) -> tuple[PersistentMap[str, _Link], _Index]:
    """Links by id and by mention with one in the place of another."""
    if before is not None:
        values = values.without(before.id)
        for mention in dict.fromkeys(mentions_in(before)):
            left = index[mention].without(before.id)
            index = index.with_(mention, left) if len(left) else index.without(mention)
    if after is not None:
        values = values.with_(after.id, after)
        for mention in mentions_in(after):
            ids: PersistentMap[str, None] = index.get(mention, PersistentMap())
            index = index.with_(mention, ids.with_(after.id, None))
    return values, index
