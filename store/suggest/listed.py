"""What is suggested, as rows of the list of annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.story.annotation_list import ListedAnnotation, ListedKind, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion


def suggested_rows(
    opened: OpenArticle, number: int, suggestions: Iterable[Suggestion]
) -> Iterator[ListedAnnotation]:
    """The rows of what is suggested in an article; see `rows_of`."""
    line_of = lines_of(opened.article.text)
    for each in suggestions:
        yield ListedAnnotation(
            kind=ListedKind.SUGGESTION,
            number=number,
            article=opened.id,
            line=line_of(each.start),
            start=each.start,
            end=each.end,
            label=each.label,
            text=each.text,
        )
