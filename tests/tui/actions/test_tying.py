"""Ties as they are made: what is tagged and where the caret is, the keys, and what is tied then."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations import actions
from store.annotations.edits import Edit
from store.text.span import Span
from tests.stories import write_story
from tests.tui.support import reading
from tui.keys.commands import Mode

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
        for article, tags in TAGS.items():
            opened = ana.workspace.article(article.removesuffix(".txt"))
            for tag in tags:
                label, _, phrase = tag.partition(" ")
                phrase, _, start = phrase.partition("@")
                first = int(start or opened.article.text.index(phrase))
                span = Span(first, first + len(phrase))
                edit = actions.tag(opened.article, opened.annotations, span, label)
                assert isinstance(edit, Edit)
                ana.workspace.apply(edit)
        pane, _, phrase = at.rpartition(":")
        ana.main.panes.activate(int(pane or 1) - 1)
        found = next(each for each in ana.pane.annotations if each.text == phrase)
        ana.pane.show_view(ana.pane.view.reaching(found))
        ana.main.show_state()
        yield ana


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


SAID: Final = "Iran struck > Reuters speaker"


@pytest.mark.parametrize(
    ("at", "keys", "tied"),
    [
        # The likeliest has the first letter, and the type follows from the labels.
        ("Iran struck", "t d", [SAID]),
        ("Iraq fled", "t d", ["Iraq fled > AP speaker"]),
        ("Reuters", "t d", [SAID]),
        ("Iran struck", "t f", ["Iran struck > AP speaker"]),
        ("Iran struck", "t g", ["claim supports Iran has struck = Iran struck"]),
        ("2:Iran won", "t d", ["claim supports Iran struck = Iran won"]),
        ("2:Iran", "t d", ["actor same Iran = Iran"]),
        # A sign, or its letter, says which.
        ("Iran struck", "t = d", ["claim supports Iran has struck = Iran struck"]),
        ("Iran struck", "t ! d", ["claim contradicts Iran has struck = Iran struck"]),
        ("Iran struck", "t X d", ["claim contradicts Iran has struck = Iran struck"]),
        ("Iran struck", "t + d", ["Iran struck > Iran has struck supports"]),
        ("Iran struck", "t > d", ["Iran struck > Reuters carrier"]),
        ("Iran struck", "t < c d", ["Iran struck > Iran has struck copied-from"]),
        ("Iran struck", "t ! ! d", [SAID]),
        # A label's key narrows.
        ("Iran struck", "t c d", ["claim supports Iran has struck = Iran struck"]),
        ("Iran struck", "t s f", ["Iran struck > AP speaker"]),
        ("Iran struck", "t c c d", [SAID]),
        # The second source is the carrier; a third tie is of claims.
        ("Iran struck", "t d t d", [SAID, "Iran struck > AP carrier"]),
        ("Iran struck", "t d t d t d", [
            SAID, "Iran struck > AP carrier", "claim supports Iran has struck = Iran struck"]),
        # Digits put it into a cluster; clusters become one.
        ("Iran struck", "t c d tab j j j t 1", [
            "claim supports Iran has struck = Iran struck = Iran won"]),
        ("Iran struck", "t c d tab j j j t c d", [
            "claim supports Iran has struck = Iran struck = Iran won"]),
        ("2:Iran", "t 1", ["actor same Iran = Iran"]),
        # One edit, which is undone and made again as one.
        ("Iran struck", "t d u", []),
        ("Iran struck", "t d u U", [SAID]),
        ("2:Iran", "t 1 u", []),
        ("Iran struck", "t ! d u", []),
        # Esc takes back what was asked, then leaves.
        ("Iran struck", "t escape", []),
        ("Iran struck", "t ! escape d", [SAID]),
    ],
)  # fmt: skip
async def test_a_letter_ties(tmp_path: Path, at: str, keys: str, tied: list[str]) -> None:
    async with tying(tmp_path, at) as ana:
        await ana.press(keys)
        assert ties(ana) == tied
        assert ana.main.mode is Mode.READING
