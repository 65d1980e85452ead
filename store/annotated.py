"""An article together with its annotations, as far as they fit its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotations.collection import Annotations
from store.articles import Article, load_article
from store.errors import ConflictError, InputError

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.articles import ArticleRef


@dataclass(slots=True)
class OpenArticle:
    """An article that has been read, and its annotations as they are now."""

    id: str
    article: Article
    """With an empty text where it could not be read."""
    annotations: Annotations = field(default_factory=Annotations)
    """Those that fit the text."""
    displaced: tuple[Annotation, ...] = ()
    """Those whose text is not at their place any more; kept, but not shown."""
    problem: str = ""
    """Why the article cannot be annotated, as a sentence; empty if it can. Its text can be read
    all the same where it is the annotations that are damaged."""
    revision: int = 0
    """Counts the changes of `annotations`."""

    def update(self, everything: Annotations) -> None:
        """Take new annotations, apart from those that did not fit the text before."""
        self.displaced = tuple(a for a in self.displaced if a in everything)
        self.annotations = _without(everything, self.displaced)
        self.revision += 1


def read_article(ref: ArticleRef) -> OpenArticle:
    """Read an article without its annotations; `problem` says why it cannot be read."""
    try:
        article = load_article(ref)
        problem = "" if article.text else f"{ref.path.name} is empty; there is nothing to read"
    except InputError as error:
        article, problem = Article(ref.id, ref.path, "", ""), str(error)
    return OpenArticle(ref.id, article, problem=problem)


def fit(opened: OpenArticle, everything: Annotations) -> None:
    """Part the annotations that fit the article's text from those that do not."""
    text = opened.article.text
    opened.displaced = tuple(a for a in everything if a.span.of(text) != a.text)
    opened.annotations = _without(everything, opened.displaced)


def _without(everything: Annotations, some: tuple[Annotation, ...]) -> Annotations:
    for annotation in some:
        everything = everything.removed(annotation)
    return everything


def check_text(article: Article, annotation: Annotation) -> None:
    """Make sure that an annotation says what the article says at its place.

    Raises:
        ConflictError: It does not.
    """
    if annotation.span.of(article.text) != annotation.text or not len(annotation.span):
        raise ConflictError(
            f"{article.id} does not say “{annotation.text[:40]}” at "
            f"{annotation.start}-{annotation.end}; nothing was changed"
        )


def remarks(opened: OpenArticle, annotated_sha256: str) -> list[str]:
    """What the person should know of an article, as sentences.

    Args:
        opened: The article with its annotations.
        annotated_sha256: Of the file as it was annotated; empty if it never was.
    """
    article, name = opened.article, opened.article.path.name
    sentences = []
    changed = bool(article.sha256 and annotated_sha256 and annotated_sha256 != article.sha256)
    if opened.displaced and article.text:
        count = len(opened.displaced)
        what = "1 annotation does" if count == 1 else f"{count} annotations do"
        sentences.append(
            f"{name} has changed since it was annotated: {what} not fit its text any more; "
            "kept, but not shown"
        )
    elif changed:
        sentences.append(
            f"{name} has changed since it was annotated; every annotation still fits its text"
        )
    if article.encoding not in ("utf-8", ""):
        sentences.append(f"{name} is not UTF-8; it was read as {article.encoding}")
    return sentences
