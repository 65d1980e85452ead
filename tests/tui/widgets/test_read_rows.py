"""What is suggested is drawn quietly: more of it where the caret is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.model import Suggestion
from store.suggest.proposals import Proposals
from tests.stories import write_story
from tests.tui.painting import still, watching
from tests.tui.support import reading
from tui.target import TargetKind

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tui.support import Reader

TEXT: Final = "Iran said no\nAssad left Syria on Monday\n\nThe rebels won the war, they said\n"


def propose(ana: Reader, **phrases: str) -> None:
    """Have phrases suggested, given by their labels."""
    found = [
        Suggestion(
            at, at + len(phrase), label, phrase, reason="it is so", score=0.9, suggester="test"
        )
        for label, phrase in phrases.items()
        for at in [TEXT.index(phrase)]
    ]
    assert ana.main.suggesting.suggester  # begun by now, so that it does not take over
    ana.pane.propose_by(lambda _: Proposals.of(found))


def margins(ana: Reader) -> list[str]:
    """What stands left and right of the first rows of the text."""
    frame = ana.pane.viewport.frame
    first = ana.pane.region.y + 1
    rows = ana.rows()[first : first + 4]
    start = frame.text_start
    return [(row[frame.left : start] + row[start + frame.text :]).replace(" ", "") for row in rows]


async def test_a_letter_stands_beside_the_row_of_the_caret_only(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        propose(ana, actor="Assad", location="Syria")
        await ana.settle()
        assert margins(ana) == ["", "", "", ""]
        await ana.press("down")
        assert margins(ana) == ["", "al", "", ""]
        await ana.press("up")
        assert margins(ana) == ["", "", "", ""]


async def test_a_suggested_claim_has_a_bar_while_the_caret_is_in_its_paragraph(
    tmp_path: Path,
) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        propose(ana, claim="The rebels won the war")
        await ana.settle()
        assert margins(ana) == ["", "", "", ""]
        await ana.press("}")
        assert margins(ana) == ["", "", "", "c╎"]
        await ana.press("{")
        assert margins(ana) == ["", "", "", ""]


async def test_what_is_offered_is_reversed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        propose(ana, actor="Assad left")
        style = ana.main.palette.label("actor")
        column, row = ana.cell_of("ssad")

        def drawn() -> set[object]:
            strip = ana.strips()[row].crop(column, column + 4)
            return {(s.color, s.bgcolor) for _, s, _ in strip if s is not None}

        await ana.settle()
        assert drawn() == {(style.proposed.color, style.proposed.bgcolor)}
        await ana.press("down")
        assert drawn() == {(style.proposed_current.color, style.proposed_current.bgcolor)}
        await still(ana)
        with watching(monkeypatch) as painted:
            await ana.press("w w")
            assert ana.around(5).startswith("left |Syria")
            assert drawn() == {(style.proposed.color, style.proposed.bgcolor)}
            assert len(painted.written(ana).encode()) < 1_500


async def test_a_press_on_a_suggestion_makes_it_what_keys_mean(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": TEXT})) as ana:
        propose(ana, actor="Assad left")
        await ana.settle()
        await ana.click(*ana.cell_of("left"))
        assert ana.pane.target.kind is TargetKind.SUGGESTED
        assert ana.means().startswith("actor?  “Assad left”")
        await ana.press("y")
        assert ana.tags() == ["actor[13:23]Assad left"]
