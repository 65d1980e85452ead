"""The work of everybody who has annotated a story, article by article, to be compared."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from store.frozen import Frozen
from store.library.scanning import annotators
from store.story.progress import is_done
from store.story.reading import open_to_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from store.agreement.matching import LabelledPlace
    from store.articles import Story


class ComparedArticle(Frozen):
    """An article with the spans of everybody whose work on it counts."""

    article: str
    text: str
    places: dict[str, tuple[LabelledPlace, ...]]


def compared_articles(
    story: Story, data: Path | None, people: Collection[str], *, is_done_only: bool
) -> Iterator[ComparedArticle]:
    """The articles of a story with what people have annotated in them, each read when it is due.

    What is rejected, or has lost its place in a changed article, never counts.

    Args:
        story: The story.
        data: Where annotations lie, if not beside the articles.
        people: Whose work; those who have none in this story are passed over.
        is_done_only: Whether work counts only in articles that its annotator has marked as done.

    Raises:
        InputError: Somebody's work cannot be read.
    """
    names = [name for name in annotators(story, data) if name in people]
    with ExitStack() as stack:
        everybody = {n: stack.enter_context(open_to_read(story, n, data=data)) for n in names}
        for ref in story.articles:
            text = ""
            places = {}
            for name, now in everybody.items():
                if is_done_only and not is_done(now, ref.id):
                    continue
                opened = now.peek(ref.id)
                text = opened.article.text
                places[name] = tuple((a.start, a.end, a.label) for a in opened.annotations)
            if text:
                yield ComparedArticle(ref.id, text, places)
