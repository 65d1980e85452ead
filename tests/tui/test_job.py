"""The whole job, on the two seed articles: tag, search, arrange, export, and come back to it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from store.formats.exporting import export_to_file
from tests.stories import open_story
from tests.tui.searching import find
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


LEFT, RIGHT = "000_dbd621557e353835", "003_74a61ec87d41618b"
WIDE: Final = (120, 40)
"""Room for both articles."""


def export(story: Path, target: Path) -> bytes:
    """What the command line exports."""
    with open_story(story, read_only=True) as workspace:
        export_to_file(workspace, target)
    return target.read_bytes()


async def test_the_whole_job(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(seeds, size=WIDE) as ana:
        assert ana.main.panes.shown_ids == [LEFT, RIGHT]
        # The left article: its title, then what search finds.
        await ana.press("a 3 w a")
        await find(ana, "Qassem Soleimani")
        await ana.press("a")
        await find(ana, "in Moscow")
        await ana.press("escape b l")
        await ana.press("tab )")
        assert ana.article_id == RIGHT
        await ana.press("v ) c")
        await ana.press("g g v 2 e s")
        await find(ana, "Latakia province")
        await ana.press("l")
        await find(ana, "Fox News")
        await ana.press("s")
        await ana.press("i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        await ana.write("a carrier")
        await ana.press("enter")
        await ana.until_main()
        left, right = ana.tags(LEFT), ana.tags(RIGHT)
        assert [tag.partition("]")[2] for tag in left] == [
            "Iran", "Russia", "Qassem Soleimani", "Moscow"
        ]  # fmt: skip
        assert [tag.partition("[")[0] for tag in right] == ["source", "claim", "source", "location"]
        assert [tag.partition("]")[2] for tag in right if not tag.startswith("claim")] == [
            "Israeli official", "Fox News", "Latakia province"
        ]  # fmt: skip
        assert right[1].startswith("claim[97:363]The increased presence of Russian")
        assert f" {len(left) + len(right)} spans" in ana.line("status")

        # Export
        await ana.press("E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_main()
        assert "Exported 2 articles, 8 spans" in ana.says()
        written_file = tmp_path / "seeds.jsonl"
        first = written_file.read_bytes()
        assert [len(json.loads(line)["spans"]) for line in first.splitlines()] == [4, 4]

        # What was written here is written again without a question; another file is not.
        await ana.press("d E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_main()
        assert written_file.read_bytes() != first
        await ana.press("u E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_main()
        assert written_file.read_bytes() == first
        await ana.press("q")
        await ana.until(lambda: not ana.app.is_running, "the app is left")

    assert export(seeds, tmp_path / "by-command.jsonl") == first
    async with reading(seeds, size=WIDE) as ana:
        assert (ana.tags(LEFT), ana.tags(RIGHT)) == (left, right)
        assert " 8 spans" in ana.line("status")
        assert [a.note for a in ana.annotations(RIGHT) if a.note] == ["a carrier"]


async def test_several_of_each_label_in_both_panes(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        for article_id in (LEFT, RIGHT):
            assert ana.article_id == article_id
            await ana.press("a w w w a w l w l w s w s } v ) c ) v ) c tab")
        for article_id in (LEFT, RIGHT):
            labels = Counter(a.label for a in ana.annotations(article_id))
            assert labels == {"actor": 2, "location": 2, "source": 2, "claim": 2}
        keys = ana.line("keys")
        assert keys.startswith("a  actor 4   l  location 4   c  claim 4   s  source 4")
