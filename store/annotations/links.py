"""The relations and clusters of a story, by id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Relation
from store.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Mention

CONTRADICTS: Final = "contradicts"
"""The relation of a cluster whose claims cannot all be true."""
_Link = TypeVar("_Link", Relation, Cluster)


@dataclass(slots=True)
class Links:
    """What ties annotations to one another. To change them, change a copy."""

    relations: dict[str, Relation] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)

    def copy(self) -> Links:
        """The same links, to be changed apart."""
        return Links(dict(self.relations), dict(self.clusters))

    def apply(self, edit: SingleEdit) -> None:
        """Make an edit of a relation or cluster; one of an annotation changes nothing here.

        Raises:
            ConflictError: The edit does not fit what is there.
        """
        if isinstance(edit, EditOfRelation):
            _swap(self.relations, edit.before, edit.after)
        elif isinstance(edit, EditOfCluster):
            _swap(self.clusters, edit.before, edit.after)


def cluster_without(cluster: Cluster, is_gone: Callable[[Mention], bool]) -> Cluster | None:
    """A cluster without the members that are gone; none where what is left says nothing.

    A cluster of claims that contradict each other needs two; of the others each goes on with one.
    """
    members = tuple(member for member in cluster.members if not is_gone(member))
    least = 2 if cluster.relation == CONTRADICTS else 1
    if len(members) < min(least, len(cluster.members)):
        return None
    return replace(cluster, members=members)


def _swap(values: dict[str, _Link], before: _Link | None, after: _Link | None) -> None:
    if before is not None:
        if values.get(before.id) != before:
            raise ConflictError(f"The link {before.id} is not there any more as it was")
        del values[before.id]
    if after is not None:
        if after.id in values:
            raise ConflictError(f"There is a link {after.id} already")
        values[after.id] = after
