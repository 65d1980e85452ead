"""A matrix put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import StanceValue
from store.formats.matrix.told import (
    ToldCell,
    ToldClaim,
    ToldMatrix,
    ToldPair,
    ToldRow,
    short_id,
)
from store.text.inert import inert_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.across.matrix_values import ContradictingPair, Matrix, MatrixCell, MatrixRow
    from store.across.story_ties import StoryTies
    from store.annotations.model import Mention


def told_matrix(story: str, ties: StoryTies, matrix: Matrix) -> ToldMatrix:
    """A matrix in words, without what hides or reorders text, each in one line."""
    titles = {each: inert_line(ties.articles[each].title or each) for each in matrix.articles}
    return ToldMatrix(
        inert_line(story),
        titles,
        tuple(told_row(ties, row) for row in matrix.rows),
        tuple(_pair(pair) for pair in matrix.pairs),
    )


def told_row(ties: StoryTies, row: MatrixRow) -> ToldRow:
    """A row in words."""
    return ToldRow(
        row.cluster.id if row.cluster is not None else "",
        inert_line(row.name),
        row.label,
        tuple(_cell(ties, cell) for cell in row.cells),
        row.article_count,
        tuple(
            f"{short_id(each.name)} in its own voice"
            if each.is_own_voice
            else inert_line(each.name)
            for each in row.origins
        ),
        sum(each.is_anonymous for each in row.origins),
        row.is_disputed,
        bool(row.relation),
    )


def _cell(ties: StoryTies, cell: MatrixCell) -> ToldCell:
    is_against = cell.derived is StanceValue.CONTRADICTS
    said = [_claim(ties, claim, is_contrary=is_against) for claim in cell.claims]
    said += [_claim(ties, claim, is_contrary=True) for claim in cell.contrary]
    by = "person" if cell.stance is not None else "ties" if cell.value else ""
    return ToldCell(
        cell.article,
        cell.value or "",
        cell.sign,
        by,
        len(cell.claims),
        tuple(said),
        cell.is_quotation,
    )


def _claim(ties: StoryTies, claim: Mention, *, is_contrary: bool) -> ToldClaim:
    sources = (ties.speaker_of(claim), ties.carrier_of(claim))
    named = _lines(ties.annotations[each].text for each in sources if each is not None)
    return ToldClaim(claim.article, inert_line(ties.annotations[claim].text), named, is_contrary)


def _pair(pair: ContradictingPair) -> ToldPair:
    claims = (
        ToldClaim(each.claim.article, inert_line(each.text), _lines(each.sources))
        for each in (pair.first, pair.second)
    )
    return ToldPair(inert_line(pair.name), *claims)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(inert_line(text) for text in texts)
