"""An article together with its annotations, as far as they fit its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.articles import Article, load_article
from store.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.edits import EditOfAnnotation
    from store.annotations.model import ArticleRecord
    from store.articles import ArticleRef


class OpenArticle(msgspec.Struct):
    """An article that has been read, and its annotations as they are now."""

    id: str
    article: Article
    """With an empty text where it could not be read."""
    annotations: Annotations = Annotations()
    """Those that fit the text."""
    orphaned: tuple[Annotation, ...] = ()
    """Those whose place in the text is not settled, as it has changed; kept, but not shown."""
    rejected: Annotations = Annotations()
    """Suggestions that were rejected, at their place in the text."""
    orphaned_rejections: tuple[Annotation, ...] = ()
    """Rejected suggestions whose place is not settled: kept, and asked of nobody."""
    problem: str = ""
    """Why the article cannot be annotated, as a sentence; empty if it can. Its text can be read
    all the same where it is the annotations that are damaged."""

    @property
    def everything(self) -> Iterator[Annotation]:
        """All that is kept of the article, whatever its state."""
        yield from self.annotations
        yield from self.orphaned
        yield from self.rejected
        yield from self.orphaned_rejections

    def update(self, edits: Iterable[EditOfAnnotation], everything: Annotations) -> None:
        """Take what edits of the article's annotations make of them.

        Args:
            edits: Of this article, in order; each fits what is there.
            everything: All annotations of the article after them.
        """
        changes = [(edit.before, edit.after) for edit in edits]
        elsewhere = {*self.orphaned, *self.orphaned_rejections}
        if any(b in elsewhere or (a is not None and a.adrift) for b, a in changes):
            partition(self, everything)
            return
        self.annotations = self.annotations.changed(_of_those(changes, is_rejected=False))
        self.rejected = self.rejected.changed(_of_those(changes, is_rejected=True))


def _of_those(
    changes: Iterable[tuple[Annotation | None, Annotation | None]], *, is_rejected: bool
) -> Iterator[tuple[Annotation | None, Annotation | None]]:
    """The changes of those annotations that were rejected, or were not."""
    for before, after in changes:
        yield (
            before if before is not None and before.rejected is is_rejected else None,
            after if after is not None and after.rejected is is_rejected else None,
        )


def read_article(ref: ArticleRef) -> OpenArticle:
    """Read an article without its annotations; `problem` says why it cannot be read."""
    try:
        article = load_article(ref)
        problem = "" if article.text else f"{ref.name} is empty; there is nothing to read"
    except InputError as error:
        article, problem = Article(ref.id, ref.path, "", ""), str(error)
    return OpenArticle(ref.id, article, problem=problem)


def partition(opened: OpenArticle, everything: Annotations) -> None:
    """Part the annotations that stand in the article's text from those that do not."""
    text = opened.article.text
    elsewhere = [a for a in everything if a.adrift or text[a.start : a.end] != a.text]
    opened.orphaned = tuple(a for a in elsewhere if not a.rejected)
    opened.orphaned_rejections = tuple(a for a in elsewhere if a.rejected)
    out_of_place = set(map(id, elsewhere))
    rejected = [a for a in everything if a.rejected and id(a) not in out_of_place]
    opened.rejected = Annotations.of(rejected)
    if not elsewhere and not rejected:
        opened.annotations = everything
        return
    out_of_place.update(map(id, rejected))
    opened.annotations = Annotations.of(a for a in everything if id(a) not in out_of_place)


def check_text(article: Article, annotation: Annotation) -> None:
    """Make sure that an annotation says what the article says at its place.

    Raises:
        ConflictError: It does not.
    """
    if annotation.adrift:
        return
    start, end = annotation.start, annotation.end
    if start >= end or article.text[start:end] != annotation.text:
        raise ConflictError(
            f"{article.id} does not say “{annotation.text[:40]}” at {start}-{end}; nothing was "
            "changed"
        )


def remarks(
    opened: OpenArticle, record: ArticleRecord | None, *, has_changed: bool, moved: int
) -> list[str]:
    """What the person should know of an article, as sentences.

    Args:
        opened: The article with its annotations.
        record: What is said of the article as a whole, if anything is.
        has_changed: Whether it is another text than the one that was annotated.
        moved: How many annotations have moved with their words.
    """
    article, name = opened.article, opened.article.name
    sentences = []
    orphaned = len(opened.orphaned)
    if orphaned and article.text:
        what = "1 annotation waits" if orphaned == 1 else f"{orphaned} annotations wait"
        sentences.append(
            f"{name} has changed since it was annotated: {what} for you to settle the place; "
            "{key:review} lists what there is to review"
        )
    elif has_changed and not article.text:
        sentences.append(f"{name} is empty now; its annotations are kept until its text comes back")
    elif has_changed and moved:
        sentences.append(
            f"{name} has changed since it was annotated; every annotation has followed its words"
        )
    elif has_changed:
        sentences.append(
            f"{name} has changed since it was annotated; every annotation still fits its text"
        )
    state = record.state if record is not None else ""
    if record is not None and state and article.text and not record.state_in(article.sha256):
        sentences.append(f"{name} has changed since you marked it as {state}; it is not any more")
    if article.encoding not in ("utf-8", ""):
        sentences.append(f"{name} is not UTF-8; it was read as {article.encoding}")
    return sentences
