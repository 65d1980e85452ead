"""What belongs to a story as a whole: an immutable collection, by id and by what it is about.

Relations, clusters, the stances of articles, what is said of articles, refused offers, decisions of
an adjudicator. A change costs the same among ten and among a hundred thousand, and so does the
question which of them a mention, a cluster or an article has.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from store.annotations.edits import EDIT_OF, EditOfAnnotation, EditOfCluster, EditOfStance
from store.annotations.model import (
    ArticleRecord,
    Cluster,
    Decision,
    Mention,
    RefusedOffer,
    Relation,
    Stance,
)
from store.annotations.persistent import PersistentMap, grouped
from store.articles.model import BYLINE_FACTS
from store.errors import ConflictError
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from store.annotations.edits import LinkEdit, SingleEdit
    from store.annotations.model import DecisionKind, Linked
    from store.articles import Article
    from store.articles.model import Byline

    _Key = tuple[object, ...]

CONTRADICTS: Final = "contradicts"
"""The relation of a cluster of two claims that cannot both be true."""
TABLES: Final[Mapping[type[Linked], str]] = {
    Relation: "relations",
    Cluster: "clusters",
    Stance: "stances",
    ArticleRecord: "articles",
    RefusedOffer: "refused",
    Decision: "decisions",
}
"""What the values of each class are called, here and in the file of a story."""
_TABLE_OF: Final = {EDIT_OF[kind]: name for kind, name in TABLES.items()}
"""The same by the class of the edits."""
_MANY: Final = 8
"""Where more than one in so many values changes at once, the collection is built anew."""


class Links(Frozen, dict=True):
    """What belongs to the story as a whole; every change gives a new collection."""

    relations: PersistentMap[str, Relation] = PersistentMap()
    """By id, as the others."""
    clusters: PersistentMap[str, Cluster] = PersistentMap()
    stances: PersistentMap[str, Stance] = PersistentMap()
    articles: PersistentMap[str, ArticleRecord] = PersistentMap()
    """By the article's id."""
    refused: PersistentMap[str, RefusedOffer] = PersistentMap()
    decisions: PersistentMap[str, Decision] = PersistentMap()

    @classmethod
    def of(cls, *values: Iterable[Linked]) -> Links:
        """A collection of values, which may come in any order."""
        tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES.values()}
        for group in values:
            for value in group:
                tables[TABLES[type(value)]][value.id] = value
        return cls(**{n: PersistentMap.of(t) for n, t in tables.items()})

    @cached_property
    def _about(self) -> PersistentMap[_Key, PersistentMap[str, None]]:
        """Ids by what they are about: made when it is first asked, as an export never does."""
        tables = (getattr(self, name) for name in TABLES.values())
        values = (value for table in tables for value in table.values())
        return grouped((key, value.id) for value in values for key in _keys_of(value))

    def __len__(self) -> int:
        return sum(len(getattr(self, name)) for name in TABLES.values())

    def __iter__(self) -> Iterator[Linked]:
        """All values, those of one class after those of another, each by their ids."""
        for name in TABLES.values():
            yield from sorted(getattr(self, name).values(), key=lambda value: value.id)

    # Questions -----------------------------------------------------------------------------

    def relations_of(self, mention: Mention) -> list[Relation]:
        """The relations that begin or end at a mention, by id."""
        return [self.relations[each] for each in self._ids(Relation, mention)]

    def clusters_of(self, mention: Mention) -> list[Cluster]:
        """The clusters that a mention is in, by id."""
        return [self.clusters[each] for each in self._ids(Cluster, mention)]

    def contradictions_of(self, mention: Mention) -> Iterator[Cluster | Relation]:
        """What says that a claim and another contradict each other: clusters, then relations."""
        yield from (each for each in self.clusters_of(mention) if each.relation == CONTRADICTS)
        yield from (each for each in self.relations_of(mention) if each.type == CONTRADICTS)

    @property
    def contradictions(self) -> list[Cluster | Relation]:
        """What says that two claims contradict each other: clusters, then relations, by id."""
        return [
            *(self.clusters[each] for each in self._ids(Cluster, CONTRADICTS)),
            *(self.relations[each] for each in self._ids(Relation, CONTRADICTS)),
        ]

    def stances_of(self, cluster_id: str) -> list[Stance]:
        """What a person says that articles do with a cluster, by id."""
        return [self.stances[each] for each in self._ids(Stance, cluster_id)]

    def stance(self, cluster_id: str, article_id: str) -> Stance | None:
        """What a person says that an article does with a cluster."""
        found = self._ids(Stance, cluster_id, article_id)
        return self.stances[found[-1]] if found else None

    def record_of(self, article_id: str) -> ArticleRecord:
        """What is said of an article as a whole; one that says nothing if there is none."""
        return self.articles.get(article_id) or ArticleRecord(article_id)

    def byline_of(self, article: Article) -> Byline:
        """Where an article is from: as a person says, and as its text does where nobody does."""
        said = dict(self.record_of(article.id).byline)
        facts = {name: said[name] for name in BYLINE_FACTS if name in said}
        return replace(article.byline, **facts) if facts else article.byline

    def refusal_of(self, kind: str, label: str, texts: Iterable[str]) -> RefusedOffer | None:
        """That an offer was refused, in whatever order its texts are given."""
        found = self._ids(RefusedOffer, kind, label, tuple(sorted(texts)))
        return self.refused[found[0]] if found else None

    def decisions_on(self, kind: DecisionKind, who: str, seen_id: str) -> list[Decision]:
        """The decisions for which something of an annotator was seen, by id."""
        return [self.decisions[each] for each in self._ids(Decision, kind, who, seen_id)]

    def decisions_in(self, article_id: str) -> list[Decision]:
        """The decisions in an article, by id."""
        return [self.decisions[each] for each in self._ids(Decision, article_id)]

    def decision_for(self, made_id: str) -> Decision | None:
        """The decision by which something of the adjudicator's work is there; the last of them."""
        found = self._ids(Decision, "made", made_id)
        return self.decisions[found[-1]] if found else None

    def standing(self, edit: LinkEdit) -> Linked | None:
        """What an edit is of, as it is now; none if it is not there."""
        value = edit.before or edit.after
        held: Mapping[str, Linked] = getattr(self, _TABLE_OF[type(edit)])
        return None if value is None else held.get(value.id)

    def _ids(self, *key: object) -> list[str]:
        return sorted(self._about.get(key, ()))

    # Changes -------------------------------------------------------------------------------

    def changed(self, edits: Iterable[SingleEdit]) -> Links:
        """The collection after some edits, one after another; those of annotations change nothing.

        Raises:
            ConflictError: What was there before an edit is not, exactly as that says, or what it
                adds is there already.
        """
        wanted = [each for each in edits if not isinstance(each, EditOfAnnotation)]
        if len(wanted) * _MANY > len(self):
            return self._built_anew(wanted)
        links = self
        for edit in wanted:
            links = links._after(edit)
        return links

    def _after(self, edit: LinkEdit) -> Links:
        before, after, name = edit.before, edit.after, _TABLE_OF[type(edit)]
        values, about = getattr(self, name), self._about
        _check(values, before, after)
        if before is not None:
            values = values.without(before.id)
            for key in dict.fromkeys(_keys_of(before)):
                left = about[key].without(before.id)
                about = about.with_(key, left) if len(left) else about.without(key)
        if after is not None:
            values = values.with_(after.id, after)
            for key in _keys_of(after):
                ids: PersistentMap[str, None] = about.get(key, PersistentMap())
                about = about.with_(key, ids.with_(after.id, None))
        links = replace(self, **{name: values})
        links.__dict__["_about"] = about
        return links

    def _built_anew(self, edits: Iterable[LinkEdit]) -> Links:
        tables: dict[str, dict[str, Any]] = {n: dict(getattr(self, n)) for n in TABLES.values()}
        for edit in edits:
            held = tables[_TABLE_OF[type(edit)]]
            _check(held, edit.before, edit.after)
            if edit.before is not None:
                held.pop(edit.before.id)
            if edit.after is not None:
                held[edit.after.id] = edit.after
        return Links.of(*(table.values() for table in tables.values()))


def _keys_of(value: Linked) -> Iterator[_Key]:
    """What a value is found by, besides its id."""
    match value:
        case Relation() | Cluster():
            yield from ((type(value), mention) for mention in mentions_in(value))
            kind = value.relation if isinstance(value, Cluster) else value.type
            if kind == CONTRADICTS:
                yield (type(value), CONTRADICTS)
        case Stance():
            yield (Stance, value.cluster)
            yield (Stance, value.cluster, value.article)
        case RefusedOffer():
            yield (RefusedOffer, value.kind, value.label, value.texts)
        case Decision():
            yield (Decision, value.article)
            yield from ((Decision, "made", made) for made in value.made)
            yield from (
                (Decision, value.kind, seen.who, each) for seen in value.seen for each in seen.ids
            )


def mentions_in(value: Linked) -> Iterator[Mention]:
    """The annotations that a value names."""
    if isinstance(value, Relation):
        yield from (value.head, value.tail)
    elif isinstance(value, Cluster):
        yield from value.members


def articles_in(value: Linked) -> set[str]:
    """The articles that a value names."""
    if isinstance(value, Stance | ArticleRecord | Decision):
        return {value.article}
    return {mention.article for mention in mentions_in(value)}


def with_names(
    value: Linked, mention: Callable[[Mention], Mention], article: Callable[[str], str]
) -> Linked:
    """A value in which annotations and articles have other names.

    Args:
        value: The value.
        mention: What a mention is called now.
        article: What an article is called now.
    """
    match value:
        case Relation():
            return replace(value, head=mention(value.head), tail=mention(value.tail))
        case Cluster():
            members = tuple(sorted({mention(member) for member in value.members}))
            same = set(members) == set(value.members)
            return value if same else replace(value, members=members)
        case Stance() | ArticleRecord() | Decision():
            return replace(value, article=article(value.article))
        case _:
            return value


def cluster_without(cluster: Cluster, is_gone: Callable[[Mention], bool]) -> Cluster | None:
    """A cluster without the members that are gone; none where what is left says nothing.

    A cluster of claims that contradict each other needs two; of the others each goes on with one.
    """
    members = tuple(member for member in cluster.members if not is_gone(member))
    least = 2 if cluster.relation == CONTRADICTS else 1
    if len(members) < min(least, len(cluster.members)):
        return None
    return replace(cluster, members=members)


def without_members(
    links: Links, cluster: Cluster, is_gone: Callable[[Mention], bool]
) -> Iterator[LinkEdit]:
    """The edits that take members off a cluster, and with the cluster what is said of it."""
    after = cluster_without(cluster, is_gone)
    if after is None:
        yield from (EditOfStance(stance, None) for stance in links.stances_of(cluster.id))
    if after != cluster:
        yield EditOfCluster(cluster, after)


def _check(values: Mapping[str, Linked], before: Linked | None, after: Linked | None) -> None:
    """Make sure that what an edit says was there is there, and what it adds is not."""
    if before is not None and values.get(before.id) != before:
        raise ConflictError(f"The link {before.id} is not there any more as it was")
    is_same = before is not None and after is not None and before.id == after.id
    if after is not None and not is_same and after.id in values:
        raise ConflictError(f"There is a link {after.id} already")
