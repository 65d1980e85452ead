"""What a matrix is made of: rows, cells, and pairs of claims that contradict each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.model import StanceValue
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.across.origins import ClaimOrigin
    from store.annotations.model import Cluster, Mention, Stance

BLANK: Final = None
"""The value of a cell of an article that was read, in which nothing is tied yet."""
SIGNS: Final = {
    StanceValue.ASSERTS: "+",
    StanceValue.HEDGES: "~",
    StanceValue.CONTRADICTS: "!",
    StanceValue.BOTH: "+!",
    StanceValue.OMITS: "-",
    StanceValue.UNREAD: ".",
    BLANK: "",
}
"""How a cell is written: plain ASCII, each sign one cell wide everywhere."""
_AT_ODDS: Final = {
    StanceValue.ASSERTS: (StanceValue.CONTRADICTS, StanceValue.BOTH),
    StanceValue.HEDGES: (StanceValue.CONTRADICTS, StanceValue.BOTH),
    StanceValue.CONTRADICTS: (StanceValue.ASSERTS, StanceValue.HEDGES, StanceValue.BOTH),
    StanceValue.BOTH: (StanceValue.ASSERTS, StanceValue.HEDGES, StanceValue.CONTRADICTS),
    StanceValue.OMITS: tuple(each for each in StanceValue if each not in ("omits", "unread")),
    StanceValue.UNREAD: tuple(each for each in StanceValue if each not in ("omits", "unread")),
}
"""What ties may say that was not to be expected where a person has set something."""


class MatrixCell(Frozen):
    """What an article does with what a row stands for."""

    article: str
    derived: StanceValue | None
    """What the ties say; `BLANK` where they say nothing, and where mentions are only counted."""
    claims: tuple[Mention, ...] = ()
    """Those in the article that say it; where none does, those that contradict it."""
    contrary: tuple[Mention, ...] = ()
    """Those that contradict it where others say it."""
    is_quotation: bool = False
    """One of the claims is in the speaker's words."""
    stance: Stance | None = None
    """What a person has set."""
    is_stale: bool = False
    """A tie that was made since says something else than what is set."""

    @property
    def value(self) -> StanceValue | None:
        """What counts: what is set, else what the ties say."""
        return self.derived if self.stance is None else self.stance.value

    @property
    def is_open(self) -> bool:
        """Whether nothing is said of it yet, or what is said is stale."""
        is_unsaid = self.stance is None and self.derived in (BLANK, StanceValue.UNREAD)
        return self.is_stale or (is_unsaid and not self.claims)

    @property
    def sign(self) -> str:
        """The value as it is written."""
        return SIGNS[self.value] + ("?" if self.is_stale else "")

    def settled(self, stance: Stance, newest: str) -> MatrixCell:
        """The cell with what a person has set.

        Args:
            stance: What that is.
            newest: When what the cell is made of last changed.
        """
        is_stale = self.derived in _AT_ODDS[stance.value] and newest > stance.updated
        return replace(self, stance=stance, is_stale=is_stale)


class MatrixRow(Frozen, dict=True):
    """A claim, or whatever else is clustered."""

    name: str
    label: str
    cluster: Cluster | None
    """None for a claim, or mentions of one text, that are in none: a stance needs one first."""
    members: tuple[Mention, ...]
    """In the order of the story."""
    cells: tuple[MatrixCell, ...]
    """One an article, in the order of the story."""
    relation: str = ""
    """Of its cluster, or of the one that would be made of it: "supports" for claims."""
    against: tuple[Mention, ...] = ()
    """The claims that contradict a member."""
    origins: tuple[ClaimOrigin, ...] = ()
    """Of claims: where they come from, independent of each other."""
    dispute: int = 0
    """A number that those share which dispute each other, at however many removes; 0 if none."""

    @property
    def article_count(self) -> int:
        """In how many articles it has members."""
        return len({member.article for member in self.members})

    @property
    def is_disputed(self) -> bool:
        """Whether any claim contradicts it."""
        return bool(self.against)

    @cached_property
    def open_cells(self) -> tuple[int, ...]:
        """The numbers of the cells of which nothing is said yet, or what is said is stale."""
        return tuple(number for number, cell in enumerate(self.cells) if cell.is_open)

    def cell(self, article: str) -> MatrixCell:
        """The cell of an article."""
        return next(cell for cell in self.cells if cell.article == article)


class QuotedClaim(Frozen):
    """A claim with who said it and who carried it."""

    claim: Mention
    text: str
    sources: tuple[str, ...]


class ContradictingPair(Frozen):
    """Two claims that cannot both be true."""

    name: str
    """What the person calls it; may be empty."""
    first: QuotedClaim
    second: QuotedClaim


class Matrix(Frozen, dict=True):
    """What the articles of a story say, row by row."""

    articles: tuple[str, ...]
    """Their ids, in the order of the story."""
    rows: tuple[MatrixRow, ...]
    pairs: tuple[ContradictingPair, ...]

    @cached_property
    def open_count(self) -> int:
        """How many cells there are of which nothing is said yet, or what is said is stale."""
        return sum(len(row.open_cells) for row in self.rows)

    def of_rows(self, rows: Iterable[MatrixRow]) -> Matrix:
        """Some of the rows, and the contradictions that their claims are in."""
        kept = tuple(rows)
        claims = {claim for row in kept for claim in row.members}
        pairs = (p for p in self.pairs if not claims.isdisjoint((p.first.claim, p.second.claim)))
        return replace(self, rows=kept, pairs=tuple(pairs))
