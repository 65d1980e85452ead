"""The matrix of a story in words, as each of its files needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import StanceValue
from store.frozen import Frozen
from store.text.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.across.matrix_values import ContradictingPair, Matrix, MatrixCell, MatrixRow
    from store.across.story_ties import StoryTies
    from store.annotations.model import Mention


class ToldClaim(Frozen):
    """A mention in its words, with who said it."""

    article: str
    quote: str
    sources: tuple[str, ...] = ()
    is_contrary: bool = False
    """It contradicts the row."""


class ToldCell(Frozen):
    """What an article does with a row."""

    article: str
    stance: str
    """The value; empty where nothing is tied there yet, and where mentions are only counted."""
    sign: str
    set_by: str
    """"person" or "ties"; empty where there is nothing."""
    count: int
    claims: tuple[ToldClaim, ...]
    is_quotation: bool = False

    @property
    def brief(self) -> str:
        """Sign, number, and a mark where one is a quotation."""
        mark = '"' if self.is_quotation else ""
        number = f"{self.count}{mark}" if self.count else ""
        return f"{self.sign:2}{number}" if self.sign else number


class ToldRow(Frozen):
    """A row of the matrix."""

    name: str
    label: str
    cells: tuple[ToldCell, ...]
    articles: int
    origins: tuple[str, ...]
    anonymous: int
    """Of the origins, those without a name."""
    is_disputed: bool

    @property
    def origin_count(self) -> str:
        """How many origins, with a question mark for each that has no name."""
        return f"{len(self.origins) or ''} {'?' * self.anonymous}".strip()


class ToldPair(Frozen):
    """Two claims that contradict each other."""

    question: str
    first: ToldClaim
    second: ToldClaim


class ToldMatrix(Frozen):
    """The whole of it."""

    story: str
    articles: Mapping[str, str]
    """Titles by id."""
    rows: tuple[ToldRow, ...]
    pairs: tuple[ToldPair, ...]


def told_matrix(story: str, ties: StoryTies, matrix: Matrix) -> ToldMatrix:
    """A matrix in words, without what hides or reorders text, each in one line."""
    titles = {each: line(ties.articles[each].title or each) for each in matrix.articles}
    return ToldMatrix(
        line(story),
        titles,
        tuple(told_row(ties, row) for row in matrix.rows),
        tuple(_pair(pair) for pair in matrix.pairs),
    )


def line(text: str) -> str:
    """A text in one line, with nothing hidden in it."""
    return inert(" ".join(text.split()))


def short_id(article: str) -> str:
    """The beginning of an article's id, as far as it names it to a person."""
    head, _, rest = article.rpartition("/")[2].partition("_")
    return head if rest and len(head) < len(rest) else article[:12]


def told_row(ties: StoryTies, row: MatrixRow) -> ToldRow:
    """A row in words."""
    return ToldRow(
        line(row.name),
        row.label,
        tuple(_cell(ties, cell) for cell in row.cells),
        row.article_count,
        tuple(
            f"{short_id(each.name)} in its own voice" if each.is_own_voice else line(each.name)
            for each in row.origins
        ),
        sum(each.is_anonymous for each in row.origins),
        row.is_disputed,
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
    return ToldClaim(claim.article, line(ties.annotations[claim].text), named, is_contrary)


def _pair(pair: ContradictingPair) -> ToldPair:
    claims = (
        ToldClaim(each.claim.article, line(each.text), _lines(each.sources))
        for each in (pair.first, pair.second)
    )
    return ToldPair(line(pair.name), *claims)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line(text) for text in texts)
