"""Articles with their annotations, written as they read.

`"[Moscow]a denied it"` is an article in which Moscow is an actor; `"[Moscow]as"` is an actor and a
source, `"[Moscow]-a"` was rejected as an actor, and brackets nest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.articles import Article
from store.labels import DEFAULT_LABELS
from store.story.open_article import OpenArticle

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS: Final = {label.key: label.name for label in DEFAULT_LABELS}
_CLOSED: Final = regex.compile(r"\](-?)([alcs]+)")


def opened(marked: str, number: int = 1) -> OpenArticle:
    """The article that a marked text stands for; its id is its number."""
    text, starts = "", []
    found: list[Annotation] = []
    at = 0
    while at < len(marked):
        closed = _CLOSED.match(marked, at)
        if marked[at] == "[":
            starts.append(len(text))
            at += 1
        elif closed is not None:
            start, said = starts.pop(), closed[1]
            for key in closed[2]:
                name = f"{number:013}{len(found):013}"
                quote = text[start:]
                found.append(
                    Annotation(name, start, len(text), LABELS[key], quote, rejected=bool(said))
                )
            at = closed.end()
        else:
            text += marked[at]
            at += 1
    return OpenArticle(
        str(number),
        Article(str(number), Path(f"{number}.txt"), text, ""),
        Annotations.of(a for a in found if not a.rejected),
        rejected=Annotations.of(a for a in found if a.rejected),
    )


def story(*marked: str) -> dict[str, OpenArticle]:
    """Articles by their ids, in order."""
    articles = (opened(text, number) for number, text in enumerate(marked, 1))
    return {article.id: article for article in articles}


def marked(article: OpenArticle) -> str:
    """An article as it is written; of annotations that start and end together in one bracket."""
    keys = {name: key for key, name in LABELS.items()}
    spans: dict[tuple[int, int, bool], str] = {}
    for annotation in sorted((*article.annotations, *article.rejected), key=lambda a: a.label):
        place = (annotation.start, annotation.end, annotation.rejected)
        spans[place] = spans.get(place, "") + keys[annotation.label]
    marks: list[tuple[int, int, int, str]] = []
    for (start, end, is_no), labels in spans.items():
        marks += [(start, 1, -end, "["), (end, 0, -start, f"]{'-' if is_no else ''}{labels}")]
    return _with_marks(article.article.text, sorted(marks, reverse=True))


def _with_marks(text: str, marks: Iterable[tuple[int, int, int, str]]) -> str:
    for at, _, _, mark in marks:
        text = text[:at] + mark + text[at:]
    return text
