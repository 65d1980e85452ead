"""The matrix of a story in words, as its files and the screen need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


_SHORT: Final = 5
"""Characters of an id up to which all of it is told."""


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

    @property
    def marked(self) -> str:
        """What is `brief`, with a star where a person has set it, as nothing can be bold there."""
        return f"{self.brief.rstrip()}*" if self.set_by == "person" else self.brief


class ToldRow(Frozen):
    """A row of the matrix."""

    cluster: str
    """Its id, by which the dataset has it; empty for what is in none."""
    name: str
    label: str
    cells: tuple[ToldCell, ...]
    articles: int
    origins: tuple[str, ...]
    anonymous: int
    """Of the origins, those without a name."""
    is_disputed: bool
    is_of_claims: bool
    """Whether it is something that is said; else its mentions are counted."""

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

    @property
    def is_of_claims(self) -> bool:
        """Whether the rows are something that is said."""
        return all(row.is_of_claims for row in self.rows)


def short_id(article: str) -> str:
    """The beginning of an article's id, as far as it names it to a person; all of a short one."""
    if len(article) <= _SHORT:
        return article
    head, _, rest = article.rpartition("/")[2].partition("_")
    return head if rest and len(head) < len(rest) else article[:12]
