"""The relations and clusters of a dataset, as edits of a story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Origin, Relation, is_id, timestamp
from store.errors import InputError
from store.labels import CONTINUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, ClusterRow, Placed, RelationRow

    Key = tuple[Mention, Mention, str, str]
    """What a relation says."""


_Link = TypeVar("_Link", Relation, Cluster)


@dataclass(slots=True)
class RowIds:
    """The spans of one row by their ids in the file."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Those that were left out."""


@dataclass(slots=True)
class _ClusterParts:
    row: ClusterRow
    label: str
    members: dict[Mention, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An end of a relation, or a member of a cluster, that is in no row read so far."""

    placed: Placed
    """Where it stands; without the row, which would be kept for it."""
    where: str
    relation: RelationRow | None
    ends: tuple[Mention | None, Mention | None]
    cluster: _ClusterParts | None = None
    member: str = ""


class Linker:
    """Takes the links of row after row; `edits` gives what they make of the story."""

    def __init__(
        self,
        links: Links,
        labels: Callable[[str], str],
        losses: Losses,
        take: Callable[[InputError], None],
        kept_ids: Mapping[str, str],
        *,
        crosses: bool,
    ) -> None:
        """Take what the story has.

        Args:
            links: Of the story.
            labels: Gives what a label of the dataset is called here.
            losses: Where what is left out is noted.
            take: Told what is at fault; returns if the rest is to be read all the same.
            kept_ids: The article of each id that was taken over from the dataset, which grows.
            crosses: Whether ids of the dataset mean the same on every row.
        """
        self._known = {(r.head, r.tail, r.type, r.role) for r in links.relations.values()}
        self._existing = dict(sorted(links.clusters.items()))
        self._contents: defaultdict[object, tuple[str, ...]] = defaultdict(tuple)
        """The ids of the clusters that say the same, of which there may be several."""
        for c in self._existing.values():
            self._contents[c.label, c.name, c.relation, c.members] += (c.id,)
        self._cluster_ids: dict[object, tuple[str, ...]] = {}
        """By what tells a cluster of the dataset from the others."""
        self._now = timestamp()
        self._labels = labels
        self._losses = losses
        self._take = take
        self._crosses = crosses
        self._kept_ids = kept_ids
        self._elsewhere: dict[str, Mention | str | None] = {}
        """Spans by their ids in the file, but for those that have kept them: the article alone
        where the id is the same here, and none where several articles have it."""
        self._gone: set[str] = set()
        self._relations: dict[Key, RelationRow] = {}
        """What is new."""
        self._clusters: dict[object, _ClusterParts] = {}
        self._waiting: list[_Waiting] = []

    # Spans ---------------------------------------------------------------------------------

    def note(self, span_id: str, mention: Mention) -> None:
        """Take note of a span, once its id is kept if that can be."""
        is_kept = self._kept_ids.get(span_id) == mention.article and span_id == mention.id
        if (is_kept and span_id not in self._elsewhere) or not self._is_known_elsewhere(span_id):
            return
        if span_id not in self._elsewhere and not self._kept_ids.get(span_id):
            is_same = span_id == mention.id
            # By the id as the story has it, which is in memory already.
            self._elsewhere[mention.id if is_same else span_id] = (
                mention.article if is_same else mention
            )
        elif self._span(span_id) != mention:
            self._elsewhere[span_id] = None

    def _span(self, span_id: str) -> Mention | None:
        """Where a span is; none where that is not known, or several articles have it."""
        known = self._elsewhere.get(span_id, self._kept_ids.get(span_id) or None)
        return Mention(known, span_id) if isinstance(known, str) else known

    def _is_known_elsewhere(self, id_: str) -> bool:
        """Whether an id means the same on every row of the dataset.

        A ULID does wherever it stands: those who keep our ids keep what they mean.
        """
        return self._crosses or is_id(id_)

    def leave_out(self, ids: set[str]) -> None:
        """Take note of spans that are not brought in."""
        self._gone.update(filter(self._is_known_elsewhere, ids))

    # Links ---------------------------------------------------------------------------------

    def add(self, index: int, placed: Placed, ids: RowIds) -> None:
        """Take the links of a row.

        Args:
            index: A number that only this row has.
            placed: The row.
            ids: Its spans.
        """
        row = placed.row
        if not row.relations and not row.clusters:
            return
        cyclic = set(_cyclic(row))
        seen: dict[str, RelationRow] = {}
        for number, relation in enumerate(row.relations):
            where = f"relations[{number}]"
            reason = ""
            if number in cyclic:
                reason = "the parts of a span continue one another in a circle"
            elif not relation.type.strip():
                reason, where = "a relation needs a type", f"{where}.type"
            elif relation.id and seen.setdefault(relation.id, relation) != relation:
                reason, where = f"two relations have the id {relation.id!r}", f"{where}.id"
            if reason:
                self._take(placed.error(where, reason))
            else:
                self._add_relation(placed, where, relation, ids)
        for number, cluster in enumerate(row.clusters):
            self._add_cluster(index, number, placed, cluster, ids)

    def _add_relation(self, placed: Placed, where: str, row: RelationRow, ids: RowIds) -> None:
        if not ids.gone.isdisjoint((row.head, row.tail)):
            self._losses.lose("relations of spans that are left out", row.type)
            return
        head, tail = ids.mentions.get(row.head), ids.mentions.get(row.tail)
        if head is not None and tail is not None:
            self._relate(row, head, tail)
        elif (head or self._is_known_elsewhere(row.head)) and (
            tail or self._is_known_elsewhere(row.tail)
        ):
            self._waiting.append(_Waiting(placed.bare, where, row, (head, tail)))
        else:
            end = "head" if head is None else "tail"
            self._take(_unknown(placed, f"{where}.{end}", getattr(row, end)))

    def _relate(self, row: RelationRow, head: Mention, tail: Mention) -> None:
        key = (head, tail, row.type, row.role)
        if key not in self._known:
            self._relations.setdefault(key, row)

    def _add_cluster(
        self, index: int, number: int, placed: Placed, row: ClusterRow, ids: RowIds
    ) -> None:
        where = f"clusters[{number}]"
        label = self._labels(row.label)
        key: object = (index, number)
        if row.id:
            key = self._key(index, row.id)
        parts = self._clusters.setdefault(key, _ClusterParts(row, label))
        if (parts.row.label, parts.row.name) != (row.label, row.name):
            reason = f"two different clusters have the id {row.id!r}"
            self._take(placed.error(f"{where}.id", reason))
            return
        for n, member in enumerate(row.members):
            here = f"{where}.members[{n}]"
            if member in ids.mentions:
                parts.members[ids.mentions[member]] = None
            elif member in ids.gone:
                self._losses.lose("members of clusters that are left out", row.name)
            elif self._crosses:
                waiting = _Waiting(placed.bare, here, None, (None, None), parts, member)
                self._waiting.append(waiting)
            else:
                self._take(_unknown(placed, here, member))

    # What crosses articles -----------------------------------------------------------------

    def _resolve(self, waiting: _Waiting) -> None:
        placed, where = waiting.placed, waiting.where
        if waiting.cluster is not None:
            if waiting.member in self._gone:
                self._losses.lose("members of clusters that are left out")
                return
            waiting.cluster.members[self._mention(placed, where, waiting.member)] = None
            return
        row = waiting.relation
        assert row is not None
        if not self._gone.isdisjoint((row.head, row.tail)):
            self._losses.lose("relations of spans that are left out", row.type)
            return
        head = waiting.ends[0] or self._mention(placed, f"{where}.head", row.head)
        tail = waiting.ends[1] or self._mention(placed, f"{where}.tail", row.tail)
        self._relate(row, head, tail)

    def _mention(self, placed: Placed, where: str, span_id: str) -> Mention:
        known = self._span(span_id)
        if known is None and span_id in self._elsewhere:
            raise placed.error(where, f"spans in several articles have the id {span_id!r}")
        if known is None:
            raise _unknown(placed, where, span_id)
        return known

    # The edits -----------------------------------------------------------------------------

    def edits(self, free_id: Callable[[str], str]) -> Iterator[SingleEdit]:
        """What all the links make of the story.

        Args:
            free_id: Gives an id that is free, the one it is given if that may be kept.
        """
        for waiting in self._waiting:
            try:
                self._resolve(waiting)
            except InputError as error:
                self._take(error)
        for (head, tail, type_, role), row in self._relations.items():
            relation = Relation(free_id(row.id), type_, head, tail, role)
            yield EditOfRelation(None, self._as_said(relation, row))
        for key, parts in self._clusters.items():
            edit = self._cluster_edit(key, parts, free_id)
            if edit is not None:
                yield edit

    def _cluster_edit(
        self, key: object, parts: _ClusterParts, free_id: Callable[[str], str]
    ) -> EditOfCluster | None:
        row, label = parts.row, parts.label
        members = tuple(sorted(parts.members))
        known = self._contents.get((label, row.name, row.relation, members), ())
        if not members or known:
            self._cluster_ids[key] = known
            return None
        same = self._existing.get(row.id) if self._is_known_elsewhere(row.id) else None
        if same is not None and (same.label, same.name) == (label, row.name):
            self._cluster_ids[key] = (same.id,)
            merged = tuple(sorted({*same.members, *members}))
            refs = tuple(dict.fromkeys((*same.refs, *row.refs)))
            after = replace(same, members=merged, relation=row.relation, refs=refs)
            is_known = (merged, refs) == (same.members, same.refs)
            return None if is_known else EditOfCluster(same, after)
        cluster = Cluster(free_id(row.id), label, row.name, members, row.relation, tuple(row.refs))
        self._cluster_ids[key] = (cluster.id,)
        return EditOfCluster(None, self._as_said(cluster, row))

    def _as_said(self, link: _Link, row: RelationRow | ClusterRow) -> _Link:
        """A new link with what its row says besides."""
        created = row.created or self._now
        return replace(
            link,
            origin=row.origin or Origin.IMPORTED,
            created=created,
            updated=row.updated or created,
            note=row.note,
            attributes=tuple(sorted(row.attributes.items())),
        )

    def clusters_like(self, index: int, row_id: str) -> tuple[str, ...]:
        """The ids in the story of what says the same as a cluster of the dataset, once `edits`
        were given; mostly one, none where it is left out.

        Args:
            index: Of the row that names it, as `add` was given it.
            row_id: Its id there.
        """
        return self._cluster_ids.get(self._key(index, row_id), ())

    def _key(self, index: int, row_id: str) -> object:
        """What tells a cluster that a row names from the others."""
        return row_id if self._is_known_elsewhere(row_id) else (index, row_id)


def _cyclic(row: ArticleRow) -> Iterator[int]:
    """The numbers of the relations by which a part of a span comes before itself."""
    following: dict[str, tuple[str, int]] = {}
    for number, relation in enumerate(row.relations):
        if relation.type == CONTINUES:
            following.setdefault(relation.head, (relation.tail, number))
    done: set[str] = set()
    for first in following:
        walked: set[str] = set()
        at = first
        while at in following and at not in done:
            done.add(at)
            walked.add(at)
            at, number = following[at]
            if at in walked:
                yield number


def _unknown(placed: Placed, where: str, span_id: str) -> InputError:
    return placed.error(where, f"no span has the id {span_id!r}")
