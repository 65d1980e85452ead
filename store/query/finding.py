"""Finds in a story what a query asks for: annotations, rows of the matrix, or paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.frozen import Frozen
from store.query.checking import faults_in
from store.query.expressions import Expressions
from store.query.fields import KINDS, RECORDED
from store.query.of_annotations import OfAnnotations
from store.query.of_paragraphs import FoundParagraph, OfParagraphs, paragraphs_of
from store.query.of_rows import OfRows, is_of_rows
from store.query.parsing import parse_query
from store.query.tree import Node, QueryFault, terms_in
from store.query.values import fitting, label_named
from store.story.annotation_list import ListedAnnotation, ListedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.across.matrix_values import MatrixRow
    from store.query.queried import QueriedStory


class QueryError(InputError):
    """A query cannot be answered."""

    def __init__(self, typed: str, fault: QueryFault) -> None:
        super().__init__(fault.said)
        self.typed = typed
        self.fault = fault


_MAY_BE_UNUSED: Final = (
    *("note", "cluster", "tie", "said-by", "via"), *RECORDED, "grade"
)  # fmt: skip
"""Fields that nobody may have used yet in a story."""


class Found(Frozen):
    """What a query has found in a story."""

    remarks: tuple[QueryFault, ...]
    """What is mildly wrong with the query."""
    annotations: tuple[ListedAnnotation, ...] = ()
    """In the order of the story; of a query of rows, what these are made of."""
    rows: tuple[MatrixRow, ...] | None = None
    """Of the matrix; none where none were asked for."""
    paragraphs: tuple[FoundParagraph, ...] | None = None
    """None where none were asked for."""


class AskedQuery:
    """A query, understood for a story at one moment."""

    def __init__(self, typed: str, story: QueriedStory, expressions: Expressions) -> None:
        """Understand a query.

        Args:
            typed: What somebody has typed.
            story: What it is asked of.
            expressions: Finds the regular expressions in it.

        Raises:
            QueryError: It cannot be answered.
        """
        self.parsed = parse_query(typed)
        self.tree: Node | None = self.parsed.tree
        self._story = story
        self.faults = (*self.parsed.faults, *faults_in(self.tree, story))
        for fault in self.faults:
            if not fault.is_mild:
                raise QueryError(typed, fault)
        self.is_of_rows = any(map(is_of_rows, terms_in(self.tree)))
        self._expressions = expressions
        self._of_annotations = OfAnnotations(story, expressions.find)

    def annotations(self, rows: Sequence[ListedAnnotation]) -> list[ListedAnnotation]:
        """Those of some annotations that are as is asked; by rows, what such rows are made of.

        Raises:
            InputError: A regular expression is none, or takes too long.
        """
        if self.tree is None:
            return list(rows)
        if self.is_of_rows:
            found = self.rows(self._story.matrix_rows(self.label_of_rows))
            members = {member for row in found for member in row.members}
            listed = self._story.listed
            kept = {id(listed[each]) for each in members if each in listed}
            return [row for row in rows if id(row) in kept]
        is_so = self._of_annotations.of(self.tree)
        return [row for row in rows if is_so(row)]

    def rows(self, rows: Iterable[MatrixRow]) -> list[MatrixRow]:
        """Those of some rows of the matrix that are as is asked."""
        if self.tree is None:
            return list(rows)
        is_so = OfRows(self._story, self._of_annotations).of(self.tree)
        return [row for row in rows if is_so(row)]

    def paragraphs(self) -> list[FoundParagraph]:
        """The paragraphs that are as is asked."""
        found = list(paragraphs_of(self._story))
        if self.tree is None:
            return found
        finds = self._expressions.find
        is_so = OfParagraphs(self._story, self._of_annotations, found, finds).of(self.tree)
        return [each for each in found if is_so(each)]

    @property
    def label_of_rows(self) -> str:
        """What the rows are tagged as that are asked for: claims, if nothing is said."""
        names = self._story.label_names
        for term in terms_in(self.tree):
            if term.is_word and term.value in names:
                return term.value
            if term.field == "label":
                return next(iter(fitting(term, names)), self._story.claim_label)
            if label := label_named(term.field, names):
                return label
        return self._story.claim_label


def kinds_asked(tree: Node | None) -> frozenset[ListedKind]:
    """What a query asks for beside annotations: what was rejected, what has no sure place."""
    asked = (term for term in terms_in(tree) if term.field == "is")
    return frozenset(ListedKind(KINDS[name]) for term in asked for name in fitting(term, KINDS))


def unused_fields(story: QueriedStory, typed: str) -> list[str]:
    """The fields of a query that nothing has in a story yet: why nothing was found."""
    asked = dict.fromkeys(term.field for term in terms_in(parse_query(typed).tree))
    return [
        name
        for name in asked
        if name in _MAY_BE_UNUSED
        and not AskedQuery(f"{name}:*", story, Expressions()).annotations(story.rows)
    ]


def find_in(story: QueriedStory, typed: str, expressions: Expressions) -> Found:
    """What a query finds in one story.

    Args:
        story: The story.
        typed: The query.
        expressions: Finds the regular expressions in it; whoever made it stops it.

    Raises:
        QueryError: It cannot be answered.
        InputError: A regular expression in it is none, or takes too long.
    """
    asked = AskedQuery(typed, story, expressions)
    if asked.parsed.is_of_paragraphs:
        return Found(asked.faults, paragraphs=tuple(asked.paragraphs()))
    kinds = {ListedKind.ANNOTATION, *kinds_asked(asked.tree)}
    annotations = asked.annotations([row for row in story.rows if row.kind in kinds])
    annotations.sort(key=lambda row: (row.number, row.start, -row.end, row.label))
    rows = None
    if asked.is_of_rows:
        rows = tuple(asked.rows(story.matrix_rows(asked.label_of_rows)))
    return Found(asked.faults, tuple(annotations), rows)
