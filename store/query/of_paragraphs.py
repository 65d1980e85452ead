"""What a query asks of a paragraph: what it asks of annotations, of one that begins in it.

Words are looked for in all that the paragraph says, and `is:quoted` asks for quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from store.across.prose import prose
from store.frozen import Frozen
from store.query.conditions import Condition, Conditions
from store.query.values import articles_meant, words_test
from store.search import Query
from store.story.annotation_list import ListedAnnotation, ListedKind, lines_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.query.of_annotations import FindsExpressions, OfAnnotations
    from store.query.queried import QueriedStory
    from store.query.tree import Term
    from store.text.span import Span


class FoundParagraph(Frozen):
    """A paragraph with what is annotated in it."""

    article: str
    line: int
    """Of the article's file, from 1."""
    span: Span
    text: str
    has_quotation: bool
    annotations: tuple[ListedAnnotation, ...]
    """Those that begin in it."""


def paragraphs_of(story: QueriedStory) -> Iterator[FoundParagraph]:
    """The paragraphs of a story, in order."""
    tagged: defaultdict[str, list[ListedAnnotation]] = defaultdict(list)
    for row in story.rows:
        if row.kind is ListedKind.ANNOTATION:
            tagged[row.article].append(row)
    for article_id in story.ids:
        text = story.text_of(article_id)
        line_of = lines_of(text)
        rows = sorted(tagged[article_id], key=_start)
        for each in prose(text).paragraphs:
            first = bisect_left(rows, each.span.start, key=_start)
            last = bisect_left(rows, each.span.end, key=_start)
            yield FoundParagraph(
                article_id,
                line_of(each.span.start),
                each.span,
                each.span.of(text),
                any(pair.is_quotation for pair in each.pairs),
                tuple(rows[first:last]),
            )


def _start(row: ListedAnnotation) -> int:
    return row.start


class OfParagraphs(Conditions["FoundParagraph"]):
    """Makes functions of queries that are asked of paragraphs."""

    def __init__(
        self,
        story: QueriedStory,
        of_annotations: OfAnnotations,
        paragraphs: Sequence[FoundParagraph],
        finds: FindsExpressions,
    ) -> None:
        """Ask of paragraphs.

        Args:
            story: What they are of.
            of_annotations: What is asked of the annotations in them.
            paragraphs: Those that are asked.
            finds: Gives those of some texts in which a regular expression stands.
        """
        self._story = story
        self._of_annotations = of_annotations
        self._paragraphs = paragraphs
        self._finds = finds

    def of_term(self, term: Term) -> Condition[FoundParagraph]:
        """What one condition asks."""
        if term.is_regex and not term.field:
            texts = list(dict.fromkeys(each.text for each in self._paragraphs))
            found = self._finds(Query(term.value, is_regex=True), texts)
            return lambda each: each.text in found
        is_label = term.is_word and term.value in self._story.label_names
        if not (term.field or is_label):
            fits = words_test(term)
            return lambda each: fits(words_of(each.text))
        if term.field == "in":
            articles = articles_meant(term, self._story)
            return lambda each: each.article in articles
        if term.field == "is" and term.is_plain("quoted"):
            return lambda each: each.has_quotation
        asked = self._of_annotations.of_term(term)
        return lambda each: any(map(asked, each.annotations))
