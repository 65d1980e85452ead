"""What is left of a story, and what the work on it has come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading
from tests.tui.tying import tying

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader


def story_of(tmp_path: Path, count: int) -> Path:
    texts = {f"{n:02}.txt": f"Title {n}\n\nIran said so {n} times.\n" for n in range(1, count + 1)}
    return write_story(tmp_path, texts)


def articles(ana: Reader) -> list[str]:
    """The articles that are listed, each with how far one is with it."""
    found = re.findall(r"(\d+)/\d+  Title \d+ +(.*?) *│", ana.picker())
    return [f"{number} {told}" for number, told in found]


async def test_every_article_is_listed_also_where_nothing_was_done_in_it(tmp_path: Path) -> None:
    async with reading(story_of(tmp_path, 3)) as ana:
        await ana.press("g s")
        assert "Nothing has been edited yet" in ana.picker()
        assert "3 articles: 3 new" in ana.picker()
        assert articles(ana) == ["1 new", "2 new", "3 new"]
        await ana.press("escape w w a g d g s")
        assert "3 articles: 2 new · 1 done" in ana.picker()
        assert articles(ana) == ["1 done · 0 min · 1 span", "2 new", "3 new"]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_of_many_those_are_listed_that_are_not_done(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(story_of(tmp_path, 14), size=size) as ana:
        await ana.press("g d g d g d g s")
        assert "14 articles: 11 new · 3 done" in ana.picker()
        assert [said.split()[0] for said in articles(ana)] == ["1", *map(str, range(4, 15))]
        assert "2 more; p lists every article" in ana.picker()
        assert "Esc leaves" in ana.picker()


async def test_it_says_how_far_the_claims_are_tied(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("g s")
        assert "4 claims: 4 without a source" in ana.picker()
        await ana.press("escape t d t c d t c d g s")
        assert "4 claims: 3 without a source · 1 said twice or more" in ana.picker()
        await ana.press("escape tab j j j t ! d g s")
        assert "· 1 said twice or more · 1 contradiction" in ana.picker()
