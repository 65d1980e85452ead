"""What a query asks of a row of the matrix.

What it asks of annotations is so for a row where it is so for one of those that it is made of.
Beside `stance:` in one group, `in:` says in which articles the stance is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.matrix_values import BLANK
from store.across.row_choice import HAS, RowFilter
from store.annotations.model import StanceValue
from store.query.conditions import Condition, Conditions, any_of
from store.query.fields import ANY, FIELDS, FIELDS_OF_ROWS, IS_OF_ROWS, NONE
from store.query.tree import Term
from store.query.values import COMPARISONS, articles_meant, fitting, number_of, words_test
from store.story.annotation_list import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from store.across.matrix_values import MatrixRow
    from store.query.of_annotations import OfAnnotations
    from store.query.queried import QueriedStory
    from store.query.tree import Node

    Asked = Condition[MatrixRow]

_STATES = {
    "disputed": HAS[RowFilter.DISPUTED],
    "unread": HAS[RowFilter.UNREAD],
    "stale": HAS[RowFilter.STALE],
    "shared": lambda row: row.article_count > 1,
    "alone": lambda row: row.article_count == 1,
}
"""Values of `is:` that are of a row as a whole."""


class OfRows(Conditions["MatrixRow"]):
    """Makes functions of queries that are asked of rows."""

    def __init__(self, story: QueriedStory, of_annotations: OfAnnotations) -> None:
        self._story = story
        self._of_annotations = of_annotations
        self._asked: dict[str, Callable[[Term], Asked]] = {
            "": self._of_words,
            "row": self._row,
            "articles": lambda term: self._number(term, lambda row: row.article_count),
            "origins": lambda term: self._number(term, lambda row: len(row.origins)),
            "stance": lambda term: self._stance(term, self._story.ids),
            "is": self._is,
        }

    def of_conjunction(self, parts: Sequence[Node]) -> list[Asked]:
        """What several ask that stand side by side."""
        terms = [part for part in parts if isinstance(part, Term)]
        stances = [term for term in terms if term.field == "stance"]
        places = [term for term in terms if term.field == "in"] if stances else []
        articles = [articles_meant(term, self._story) for term in places]
        asked = [self._stance(each, {*self._story.ids}.intersection(*articles)) for each in stances]
        return [*asked, *(self.of(part) for part in parts if part not in (*stances, *places))]

    def of_term(self, term: Term) -> Asked:
        """What one condition asks."""
        return self._asked.get(term.field, self._of_members)(term)

    def _of_words(self, term: Term) -> Asked:
        """Of words of its name, or of what an annotation is asked for them."""
        is_in_members = self._of_members(term)
        if term.is_regex or (term.is_word and term.value in self._story.label_names):
            return is_in_members
        fits = words_test(term)
        return lambda row: fits(words_of(row.name)) or is_in_members(row)

    def _of_members(self, term: Term) -> Asked:
        """Of one of the annotations that it is made of."""
        asked, listed = self._of_annotations.of_term(term), self._story.listed
        return lambda row: any(each in listed and asked(listed[each]) for each in row.members)

    def _row(self, term: Term) -> Asked:
        if term.is_plain(NONE):
            return lambda row: row.cluster is None
        fits = words_test(term)
        return lambda row: fits(words_of(row.name))

    def _number(self, term: Term, count: Callable[[MatrixRow], int]) -> Asked:
        number, compare = number_of(term.value), COMPARISONS[term.op]
        if term.is_plain(ANY):
            return lambda row: count(row) > 0
        return lambda row: number is not None and compare(count(row), number)

    def _stance(self, term: Term, articles: Collection[str]) -> Asked:
        wanted: set[StanceValue | None] = {StanceValue(v) for v in fitting(term, StanceValue)}
        if term.is_plain(NONE):
            wanted = {BLANK}

        def is_so(row: MatrixRow) -> bool:
            return any(
                cell.article in articles
                and cell.value in wanted
                and (cell.value is not BLANK or not cell.claims)
                for cell in row.cells
            )

        return is_so

    def _is(self, term: Term) -> Asked:
        meant = fitting(term, (name for name, _ in FIELDS["is"].values))
        asked = [_STATES[value] for value in meant if value in _STATES]
        if meant - _STATES.keys():
            asked.append(self._of_members(term))
        return any_of(asked)


def is_of_rows(term: Term) -> bool:
    """Whether a condition is on rows of the matrix, which annotations cannot be asked."""
    return term.field in FIELDS_OF_ROWS or (term.field == "is" and term.value.lower() in IS_OF_ROWS)
