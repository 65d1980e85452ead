"""Which article says what: claims, or whatever else is clustered, by article.

What a cell holds is what a person has set, else what the ties say. There are no sums and no scores.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.across.matrix_values import (
    BLANK,
    ContradictingPair,
    Matrix,
    MatrixCell,
    MatrixRow,
    QuotedClaim,
)
from store.across.mention_groups import TaggedMention, groups_of
from store.across.origins import origins_of
from store.across.prose import is_quoted
from store.annotations.claim_record import FieldName, recorded
from store.annotations.model import StanceValue
from store.disjoint_sets import DisjointSets
from store.labels import SUPPORTS
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from store.across.story_ties import StoryTies
    from store.annotations.model import Cluster, Mention


def claim_matrix(ties: StoryTies, label: str) -> Matrix:
    """The claims of a story by its articles, disputed ones first, each beside what disputes it.

    Args:
        ties: Of the story.
        label: Of claims.
    """
    return Steps(claim_matrix_in_steps(ties, label), 0).all()


def claim_matrix_in_steps(ties: StoryTies, label: str) -> Generator[None, None, Matrix]:
    """As `claim_matrix` gives it, a row at a step."""
    rows: list[MatrixRow] = []
    for cluster in ties.links.clusters.values():
        members = ties.in_order(cluster.members)
        if cluster.relation == SUPPORTS and cluster.label == label and members:
            rows.append(_claim_row(ties, members, cluster))
            yield
    named = [row.members for row in rows]
    tied = tuple(ties.pairs(label))
    yield
    alone = _alone(ties, [(one, other) for _, one, other in tied], named)
    for claim in alone:
        rows.append(_claim_row(ties, (claim,), None))
        yield
    pairs: list[ContradictingPair] = []
    for name, one, other in tied:
        pairs.append(ContradictingPair(name, _quoted(ties, one), _quoted(ties, other)))
        yield
    return Matrix(tuple(ties.articles), _ordered(ties, rows), tuple(pairs))


def mention_matrix(ties: StoryTies, label: str) -> Matrix:
    """What has any other label by article: its clusters, and mentions of one text in none.

    Args:
        ties: Of the story.
        label: Of the mentions, such as "actor".
    """
    return Steps(mention_matrix_in_steps(ties, label), 0).all()


def mention_matrix_in_steps(ties: StoryTies, label: str) -> Generator[None, None, Matrix]:
    """As `mention_matrix` gives it, a row at a step."""
    mentions = [
        TaggedMention(m.article, a) for m, a in ties.annotations.items() if a.label == label
    ]
    clusters = [c for c in ties.links.clusters.values() if not c.relation and c.label == label]
    rows: list[MatrixRow] = []
    for group in groups_of(mentions, clusters):
        members = tuple(each.mention for each in group.members)
        rows.append(_mention_row(ties, members, group.cluster))
        yield
    return Matrix(tuple(ties.articles), _ordered(ties, rows), ())


def remade_row(ties: StoryTies, row: MatrixRow) -> MatrixRow:
    """A row as what ties it is by now; where its cluster is gone it stays as it was."""
    cluster = row.cluster and ties.links.clusters.get(row.cluster.id)
    members = ties.in_order(cluster.members if cluster is not None else row.members)
    if not members or (row.cluster is not None and cluster is None):
        return row
    made = (_claim_row if row.relation else _mention_row)(ties, members, cluster)
    return replace(made, dispute=row.dispute)


# Rows --------------------------------------------------------------------------------------------


def _claim_row(ties: StoryTies, members: tuple[Mention, ...], cluster: Cluster | None) -> MatrixRow:
    against = tuple(dict.fromkeys(o for claim in members for o in ties.opposed_to(claim)))
    cells = tuple(_claim_cell(ties, a, members, against, cluster) for a in ties.articles)
    named = cluster.name if cluster is not None else ""
    name = named or ties.annotations[members[0]].text
    label = ties.annotations[members[0]].label
    origins = origins_of(ties, members)
    return MatrixRow(name, label, cluster, members, cells, SUPPORTS, against, origins)


def _mention_row(
    ties: StoryTies, members: tuple[Mention, ...], cluster: Cluster | None
) -> MatrixRow:
    cells = tuple(_count_cell(ties, each, members, cluster) for each in ties.articles)
    first = ties.annotations[members[0]]
    named = cluster.name if cluster is not None else ""
    return MatrixRow(named or first.text, first.label, cluster, members, cells)


def _alone(
    ties: StoryTies,
    pairs: Iterable[tuple[Mention, Mention]],
    named: Sequence[tuple[Mention, ...]],
) -> Iterator[Mention]:
    """Claims in a contradiction that are in no row, those that most contradict first.

    One that is only contradicted by single claims that have a row stands in their rows: so a claim
    that becomes a row with a name, as something is said of it, brings no other with it.

    Args:
        ties: Of the story.
        pairs: Of claims that contradict each other.
        named: The members of the rows that are clusters.
    """
    opposed: dict[Mention, set[Mention]] = defaultdict(set)
    for one, other in pairs:
        opposed[one].add(other)
        opposed[other].add(one)
    clustered = {member for members in named for member in members}
    alone = sorted(opposed.keys() - clustered, key=lambda m: (-len(opposed[m]), ties.place_of(m)))
    shown = {members[0] for members in named if len(members) == 1}
    for claim in alone:
        if not opposed[claim] <= shown:
            shown.add(claim)
            yield claim


def _ordered(ties: StoryTies, rows: Sequence[MatrixRow]) -> tuple[MatrixRow, ...]:
    """The rows, those that dispute each other together and first; then what most articles have."""
    keys = [(-row.article_count, -len(row.origins), ties.place_of(row.members[0])) for row in rows]
    groups = [sorted(group, key=keys.__getitem__) for group in _dispute_groups(rows)]
    placed = sorted(groups, key=lambda some: (not rows[some[0]].is_disputed, keys[some[0]]))
    return tuple(
        replace(rows[number], dispute=place) if rows[number].is_disputed else rows[number]
        for place, some in enumerate(placed, 1)
        for number in some
    )


def _dispute_groups(rows: Sequence[MatrixRow]) -> list[list[int]]:
    """For each dispute the numbers of its rows; they dispute each other at however many removes."""
    sets = DisjointSets(len(rows))
    holders: dict[Mention, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for member in row.members:
            holders[member].append(number)
    for number, row in enumerate(rows):
        for other in (n for claim in row.against for n in holders.get(claim, ())):
            sets.join(other, number)
    return sets.groups()


# Cells -------------------------------------------------------------------------------------------


def _claim_cell(
    ties: StoryTies,
    article: str,
    members: Sequence[Mention],
    against: Sequence[Mention],
    cluster: Cluster | None,
) -> MatrixCell:
    here = tuple(claim for claim in members if claim.article == article)
    contrary = tuple(claim for claim in against if claim.article == article)
    shown = here or contrary
    derived: StanceValue | None = None
    if here and contrary:
        derived = StanceValue.BOTH
    elif contrary:
        derived = StanceValue.CONTRADICTS
    elif here:
        is_hedged = all(
            recorded(ties.annotations[claim], FieldName.CERTAINTY) == "hedged" for claim in here
        )
        derived = StanceValue.HEDGES if is_hedged else StanceValue.ASSERTS
    elif not ties.is_read(article):
        derived = StanceValue.UNREAD
    quoted = any(is_quotation(ties, claim) for claim in shown)
    cell = MatrixCell(article, derived, shown, contrary if here else (), quoted)
    return _settled(ties, cell, cluster)


def _count_cell(
    ties: StoryTies, article: str, members: Sequence[Mention], cluster: Cluster | None
) -> MatrixCell:
    here = tuple(mention for mention in members if mention.article == article)
    value = BLANK if here or ties.is_read(article) else StanceValue.UNREAD
    return _settled(ties, MatrixCell(article, value, here), cluster)


def _settled(ties: StoryTies, cell: MatrixCell, cluster: Cluster | None) -> MatrixCell:
    """A cell with what a person has set, and whether ties made since say something else."""
    stance = ties.links.stance(cluster.id, cell.article) if cluster is not None else None
    return cell if stance is None else cell.settled(stance, _newest(ties, cell, cluster))


def _newest(ties: StoryTies, cell: MatrixCell, cluster: Cluster | None) -> str:
    """When claims last came into the row, or one was last said to contradict another."""
    times = [cluster.updated if cluster is not None else ""]
    for claim in (*cell.claims, *cell.contrary):
        times += [each.created for each in ties.links.contradictions_of(claim)]
    return max(times)


def is_quotation(ties: StoryTies, claim: Mention) -> bool:
    """Whether a claim is in the speaker's words: as its record says, else by its marks."""
    annotation = ties.annotations[claim]
    said = recorded(annotation, FieldName.DIRECTNESS)
    if said:
        return said == "quotation"
    return is_quoted(ties.articles[claim.article].text, annotation.span)


def _quoted(ties: StoryTies, claim: Mention) -> QuotedClaim:
    sources = (ties.speaker_of(claim), ties.carrier_of(claim))
    named = tuple(ties.annotations[each].text for each in sources if each is not None)
    return QuotedClaim(claim, ties.annotations[claim].text, named)
