"""What belongs to a story as a whole and does not fit its annotations, or its articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfRelation, EditOfStance
from store.annotations.links import CONTRADICTS, without_members
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from store.annotations.edits import LinkEdit
    from store.annotations.links import Links
    from store.annotations.model import Mention
    from store.labels import LabelSet

_PAIR: Final = 2


def loose_ends(links: Links, there: Mapping[Mention, str]) -> Iterator[LinkEdit]:
    """The edits that take off what names an annotation or a cluster that is gone, a pair of which
    one is, and of two stances for the same cell the older; one may come twice.

    Args:
        links: All there are.
        there: The annotations there are, with their labels.
    """
    for relation in links.relations.values():
        if relation.head not in there or relation.tail not in there:
            yield EditOfRelation(relation, None)
    for cluster in links.clusters.values():
        if cluster.relation == CONTRADICTS and len(cluster.members) < _PAIR:
            yield from without_members(links, cluster, lambda _: True)
        else:
            yield from without_members(links, cluster, lambda member: member not in there)
    for stance in links.stances.values():
        is_last = links.stance(stance.cluster, stance.article) == stance
        if stance.cluster not in links.clusters or not is_last:
            yield EditOfStance(stance, None)


def named_in(edit: LinkEdit) -> str:
    """What an edit of a loose end is of, as a clause that says what is wrong."""
    if isinstance(edit, EditOfStance) and edit.before is not None:
        return f"the stance {edit.before.id} is of a cluster that is gone, or was set again"
    kind = "relation" if isinstance(edit, EditOfRelation) else "cluster"
    return f"the {kind} {edit.before.id if edit.before else ''} names an annotation that is gone"


def misfits(
    links: Links, labels: LabelSet, there: Mapping[Mention, str], articles: Container[str]
) -> Iterator[str]:
    """What a person may want to look at, as clauses: nothing is gone, so nothing is taken off.

    Args:
        links: All there are.
        labels: Say what a relation of a type may join.
        there: As for `loose_ends`.
        articles: The ids of those that are in the story.
    """
    yield from labels.lacking(Counter(there.values()))
    unfit = [
        reason
        for each in links.relations.values()
        if each.head in there
        and each.tail in there
        and (reason := labels.misfit(each.type, there[each.head], there[each.tail]))
    ]
    if unfit:
        what = counted(len(unfit), "relation")
        yield f"{what} between labels that do not fit the type, such as: {unfit[0]}"
    mixed = [
        cluster
        for cluster in links.clusters.values()
        if any(there.get(member, cluster.label) != cluster.label for member in cluster.members)
    ]
    if mixed:
        what = counted(len(mixed), "cluster")
        yield f"{what} with members of another label, such as “{mixed[0].name[:40]}”"
    many = [
        cluster
        for cluster in links.clusters.values()
        if cluster.relation == CONTRADICTS and len(cluster.members) > _PAIR
    ]
    if many:
        what = counted(len(many), "contradiction")
        yield f"{what} between more than two claims, such as “{many[0].name[:40]}”"
    said_of = {each.article for each in links.stances.values()} | set(links.articles)
    for article_id in sorted(each for each in said_of if each not in articles):
        yield f"something is said of {article_id} as a whole, which is not in the story"
