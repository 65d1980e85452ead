"""Which article says what: claims, or whatever else is clustered, by article.

What a cell holds is what a person has set, else what the ties say. There are no sums and no scores.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.across.claim_record import FieldName, recorded
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
from store.annotations.model import StanceValue
from store.labels import SUPPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.across.mention_groups import MentionGroup
    from store.across.story_ties import StoryTies
    from store.annotations.model import Cluster, Mention


def claim_matrix(ties: StoryTies, label: str) -> Matrix:
    """The claims of a story by its articles, disputed ones first, each beside what disputes it.

    Args:
        ties: Of the story.
        label: Of claims.
    """
    rows: list[MatrixRow] = []
    for cluster in ties.links.clusters.values():
        members = ties.in_order(cluster.members)
        if cluster.relation == SUPPORTS and cluster.label == label and members:
            rows.append(_claim_row(ties, members, cluster))
    clustered = {member for row in rows for member in row.members}
    tied = tuple(ties.pairs(label))
    alone = _alone(ties, [(one, other) for _, one, other in tied], clustered)
    rows += [_claim_row(ties, (claim,), None) for claim in alone]
    pairs = (ContradictingPair(n, _quoted(ties, a), _quoted(ties, b)) for n, a, b in tied)
    return Matrix(tuple(ties.articles), _ordered(ties, rows), tuple(pairs))


def mention_matrix(ties: StoryTies, label: str) -> Matrix:
    """What has any other label by article: its clusters, and mentions of one text in none.

    Args:
        ties: Of the story.
        label: Of the mentions, such as "actor".
    """
    mentions = [
        TaggedMention(m.article, a) for m, a in ties.annotations.items() if a.label == label
    ]
    clusters = [c for c in ties.links.clusters.values() if not c.relation and c.label == label]
    rows = [_mention_row(ties, group) for group in groups_of(mentions, clusters)]
    return Matrix(tuple(ties.articles), _ordered(ties, rows), ())


# Rows --------------------------------------------------------------------------------------------


def _claim_row(ties: StoryTies, members: tuple[Mention, ...], cluster: Cluster | None) -> MatrixRow:
    against = tuple(dict.fromkeys(o for claim in members for o in ties.opposed_to(claim)))
    cells = tuple(_claim_cell(ties, a, members, against, cluster) for a in ties.articles)
    named = cluster.name if cluster is not None else ""
    name = named or ties.annotations[members[0]].text
    label = ties.annotations[members[0]].label
    return MatrixRow(name, label, cluster, members, cells, against, origins_of(ties, members))


def _mention_row(ties: StoryTies, group: MentionGroup) -> MatrixRow:
    members = tuple(each.mention for each in group.members)
    cells = tuple(_count_cell(ties, each, members, group.cluster) for each in ties.articles)
    named = group.cluster.name if group.cluster is not None else ""
    name = named or group.members[0].annotation.text
    return MatrixRow(name, group.label, group.cluster, members, cells)


def _alone(
    ties: StoryTies, pairs: Iterable[tuple[Mention, Mention]], clustered: set[Mention]
) -> Iterator[Mention]:
    """Claims in a contradiction that are in no row, those that most contradict first.

    One that is only contradicted by others of these that have a row stands in their rows.
    """
    opposed: dict[Mention, set[Mention]] = defaultdict(set)
    for one, other in pairs:
        opposed[one].add(other)
        opposed[other].add(one)
    alone = sorted(opposed.keys() - clustered, key=lambda m: (-len(opposed[m]), ties.place_of(m)))
    shown: set[Mention] = set()
    for claim in alone:
        if not opposed[claim] <= shown:
            shown.add(claim)
            yield claim


def _ordered(ties: StoryTies, rows: Sequence[MatrixRow]) -> tuple[MatrixRow, ...]:
    """The rows, those that dispute each other together and first; then what most articles have."""
    group_of = _dispute_groups(rows)

    def key(number: int) -> tuple[int, int, tuple[int, tuple[int, int, str, str]]]:
        row = rows[number]
        return (-row.article_count, -len(row.origins), ties.place_of(row.members[0]))

    groups: dict[int, list[int]] = defaultdict(list)
    for number in sorted(range(len(rows)), key=key):
        groups[group_of[number]].append(number)
    placed = sorted(groups.values(), key=lambda some: (not rows[some[0]].is_disputed, key(some[0])))
    return tuple(rows[number] for some in placed for number in some)


def _dispute_groups(rows: Sequence[MatrixRow]) -> list[int]:
    """For each row the first with which it is in a dispute, at however many removes."""
    groups = list(range(len(rows)))
    holders: dict[Mention, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for member in row.members:
            holders[member].append(number)
    for number, row in enumerate(rows):
        for other in (n for claim in row.against for n in holders[claim]):
            old, new = sorted((groups[number], groups[other]), reverse=True)
            groups = [new if group == old else group for group in groups]
    return groups


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
    quoted = any(_is_quotation(ties, claim) for claim in shown)
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
    """When what a cell is made of last changed."""
    times = [cluster.updated if cluster is not None else ""]
    for claim in (*cell.claims, *cell.contrary):
        times += [each.updated for each in ties.links.clusters_of(claim)]
        times.append(ties.annotations[claim].updated)
    return max(times)


def _is_quotation(ties: StoryTies, claim: Mention) -> bool:
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
