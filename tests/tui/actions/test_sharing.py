"""What articles share is marked, walked through, and tied by a key."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.stories import write_story
from tests.tui.searching import find
from tests.tui.support import reading
from tests.tui.tying import tag, ties

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tui.support import Reader

TOLD = "the old tower fell into the harbour before dawn"
SAID = "nobody knows when the missing keeper left his house"
ONE = f"A tower\n\n6 October 2015\n\nOn Monday {TOLD}.\n\nBoe said: “Well, {SAID}.”"
TWO = f"The keeper\n\n7 October 2015\n\n“Alas, {SAID},” he said.\n\nThus {TOLD} here."


@asynccontextmanager
async def marked(folder: Path, *, size: tuple[int, int] = (161, 24)) -> AsyncIterator[Reader]:
    """Two articles side by side, with what they share marked."""
    async with reading(write_story(folder, {"one.txt": ONE, "two.txt": TWO}), size=size) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        await ana.press("B")
        await ana.until(lambda: ana.main.session.shared is not None, "the articles are compared")
        await ana.settle()
        yield ana


async def test_signs_say_what_is_shared_and_how(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        rows = ana.rows()
        assert any("< On Monday" in row for row in rows)
        assert any('" Boe said' in row for row in rows)
        assert "2 shared passages" in ana.says()
        await ana.press("B")
        assert not any("< On Monday" in row for row in ana.rows())


async def test_they_are_walked_round_the_story(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        walked = []
        for _ in range(5):
            await ana.press(">")
            walked.append(f"{ana.article_id} {ana.pane.selection.span.of(ana.text)}")
        assert walked == [f"one {TOLD}", f"one {SAID}", f"two {SAID}", f"two {TOLD}", f"one {TOLD}"]
        await ana.press("<")
        assert (ana.article_id, ana.pane.selection.span.of(ana.text)) == ("two", TOLD)


async def test_while_something_is_searched_for_it_says_how_to_walk(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        await ana.press("B")
        await find(ana, "tower")
        await ana.press("B")
        await ana.until(
            lambda: "Esc has ended the search >: next" in ana.says(), "it says what the keys do"
        )
        await ana.press("escape escape >")
        assert ana.pane.selection.span.of(ana.text) in (TOLD, SAID)


async def test_the_twin_is_a_key_away(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        ana.go("missing keeper")
        await ana.press("enter")
        assert (ana.article_id, ana.pane.selection.span.of(ana.text)) == ("two", SAID)
        assert "quoted each time: one utterance" in ana.says()
        await ana.press("enter")
        assert ana.article_id == "one"


async def test_copied_prose_is_tied_to_the_earlier_by_one_key(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        ana.go("old tower", pane=0)
        await ana.press("enter")
        assert "first 1/2; with a claim tagged in both they can be tied as copied" in ana.says()
        for article in ("one", "two"):
            tag(ana, article, f"claim {TOLD}")
        await ana.press("enter")
        assert "first here" in ana.says()
        await ana.press("enter")
        assert "y ties the claims as copied" in ana.says()
        await ana.press("y")
        assert ties(ana) == [f"{TOLD} > {TOLD} copied-from"]
        relation = ana.workspace.now.relations[0]
        assert (relation.head.article, relation.tail.article) == ("two", "one")


async def test_claims_of_one_utterance_are_tied_as_the_same_by_one_key(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        ana.go("missing keeper")
        await ana.press("enter")
        assert "with a claim tagged in both they can be tied as one" in ana.says()
        for article in ("one", "two"):
            tag(ana, article, f"claim {SAID}")
        await ana.press("enter")
        assert "y ties the claims as the same" in ana.says()
        await ana.press("y")
        assert "the same as “" in ana.says()
        (row,) = ana.workspace.now.links().clusters.values()
        assert (row.relation, {m.article for m in row.members}) == ("supports", {"one", "two"})
        await ana.press("enter")
        assert "y ties" not in ana.says()


async def test_an_article_that_changes_has_its_marks_no_more(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        path = ana.workspace.story.articles[1].path
        path.write_text(f"New\n\n{TWO}", encoding="utf-8")
        ana.main.look_again()
        assert ana.main.session.shared is None
        assert not any("< On Monday" in row for row in ana.rows())
        await ana.press("B")
        await ana.until(lambda: ana.main.session.shared is not None, "they are compared again")
        await ana.press("> > >")
        assert (ana.article_id, ana.pane.selection.span.of(ana.text)) == ("two", SAID)


async def test_another_key_passes_the_offer_by(tmp_path: Path) -> None:
    async with marked(tmp_path) as ana:
        for article in ("one", "two"):
            tag(ana, article, f"claim {TOLD}")
        ana.go("old tower", pane=0)
        ana.main.show_state()
        await ana.press("< left y")
        assert ties(ana) == []
