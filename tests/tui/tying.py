"""Two articles in which something is tagged, and what of it is tied."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from store.annotations import actions
from store.annotations.edits import Edit
from store.text.span import Span
from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.annotations.model import Mention
    from tests.tui.support import Reader

ONE: Final = "Iran struck, Reuters said. Iraq fled, AP said."
TWO: Final = "Iran has struck. Iran won."
TAGS: Final = {
    "one.txt": ("claim Iran struck", "source Reuters", "claim Iraq fled", "source AP"),
    "two.txt": ("claim Iran has struck", "actor Iran", "actor Iran@17", "claim Iran won"),
}


@asynccontextmanager
async def tying(
    folder: Path, at: str, *, size: tuple[int, int] = (161, 24)
) -> AsyncIterator[Reader]:
    """Two tagged articles side by side, with one annotation reached, as `pane:text`."""
    story = write_story(folder, {"one.txt": ONE, "two.txt": TWO})
    async with reading(story, size=size) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        for article, tags in TAGS.items():
            for each in tags:
                tag(ana, article.removesuffix(".txt"), each)
        pane, _, phrase = at.rpartition(":")
        ana.main.panes.activate(int(pane or 1) - 1)
        found = next(each for each in ana.pane.annotations if each.text == phrase)
        ana.pane.show_view(ana.pane.view.reaching(found))
        ana.main.show_state()
        yield ana


def tag(ana: Reader, article: str, tagged: str) -> None:
    """Tag a phrase of an article, as `label phrase`, or `label phrase@start`."""
    opened = ana.workspace.article(article)
    label, _, phrase = tagged.partition(" ")
    phrase, _, start = phrase.partition("@")
    first = int(start or opened.article.text.index(phrase))
    span = Span(first, first + len(phrase))
    edit = actions.tag(opened.article, opened.annotations, span, label)
    assert isinstance(edit, Edit)
    ana.workspace.apply(edit)


def ties(ana: Reader) -> list[str]:
    """What is tied, in the order of its making: relations, then clusters."""
    now = ana.workspace.now

    def text(mention: Mention) -> str:
        annotation = now.annotation(mention)
        assert annotation is not None
        return annotation.text

    relations = [f"{text(r.head)} > {text(r.tail)} {r.role or r.type}" for r in now.relations]
    clusters = [
        f"{c.label} {c.relation or 'same'} {' = '.join(sorted(map(text, c.members)))}"
        for c in now.clusters
    ]
    return [*relations, *clusters]
