"""The record of a claim: the keys, and what is said of the claim then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.tying import tag, ties, tying
from tui.keys.commands import COMMANDS, Mode
from tui.screens.claim_record import ClaimRecordScreen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("I p", {"claim.directness": "paraphrase"}),
        ("I o z c", {"claim.directness": "own voice", "claim.naming": "nobody",
                     "claim.certainty": "certain"}),
        ("I h 3", {"claim.certainty": "hedged", "grade.information": "3"}),
        # Another value takes its place; the same again takes it off, and so does Backspace.
        ("I h l", {"claim.certainty": "likely"}),
        ("I h h", {}),
        ("I h p backspace", {}),
        # One edit a key, taken back here as on the main screen.
        ("I h p u", {"claim.certainty": "hedged"}),
        ("I h p u U", {"claim.certainty": "hedged", "claim.directness": "paraphrase"}),
        ("I h p escape u", {"claim.certainty": "hedged"}),
        # The claim around a word is meant as well.
        ("escape right I h", {"claim.certainty": "hedged"}),
    ],
)  # fmt: skip
async def test_keys_set_what_is_said_of_a_claim(
    tmp_path: Path, keys: str, said: dict[str, str]
) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press(keys)
        assert dict(ana.annotations("one")[0].attributes) == said


async def test_a_source_is_tied_from_the_record_and_graded_in_its_cluster(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("I B")
        assert "It has no source yet that could be graded: s ties one" in ana.picker()
        await ana.press("s d I B")
        assert "[B]" in ana.picker()
        assert ties(ana) == ["Iran struck > Reuters speaker", "source same Reuters"]
        assert dict(ana.workspace.now.clusters[0].attributes) == {"grade.source": "B"}
        await ana.press("C u")
        assert "[B]" in ana.picker()
        await ana.press("escape I v")
        assert ana.means().startswith("tie claim")


async def test_a_source_of_another_article_is_graded_there(tmp_path: Path) -> None:
    async with tying(tmp_path, "Reuters") as ana:
        await ana.press("t j enter")
        (said,) = ana.workspace.now.relations
        assert (said.head.article, said.tail.article) == ("two", "one")
        assert ana.article_id == "two"
        await ana.press("I B")
        assert "[B]" in ana.picker()
        assert [each.members for each in ana.workspace.now.clusters] == [(said.tail,)]


async def test_the_claim_of_the_record_is_tied_whatever_is_meant_in_it(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        tag(ana, "one", "actor Iran")
        await ana.press("j")
        assert ana.current == "actor[0:4]Iran"
        await ana.press("I s d")
        assert ties(ana) == ["Iran struck > Reuters speaker"]


async def test_grades_are_explained_and_the_word_that_says_it_is_kept(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t d I 2")
        assert "Information 2: probably true" in ana.picker()
        await ana.press("B")
        assert "Source B: usually reliable" in ana.picker()
        await ana.press("2")
        assert "probably true" not in ana.picker()
        assert "w cue “said”?" in ana.picker()
        await ana.press("w")
        assert "[w cue “said”]" in ana.picker()
        assert dict(ana.annotations("one")[0].attributes) == {"claim.cue": "21-25"}
        await ana.press("w")
        assert not ana.annotations("one")[0].attributes


async def test_enter_goes_on_to_the_next_claim_without_a_record(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("I o enter")
        assert "claim “Iraq fled”" in ana.picker()
        await ana.press("o enter o enter")
        assert "claim “Iran won”" in ana.picker()
        await ana.press("o enter")
        assert "Every claim has a record" in ana.picker()
        assert "4 of 4" in ana.picker()


async def test_what_is_likely_stands_first_and_is_not_said(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t d I")
        lines = [line.strip("│ ") for line in ana.picker().split("\n")]
        assert "direct   p paraphrase?   q quotation   o own voice" in lines
        assert "named    n named?   a anonymous   d document   z nobody" in lines
        assert not ana.annotations("one")[0].attributes


async def test_only_a_claim_has_a_record(tmp_path: Path) -> None:
    async with tying(tmp_path, "Reuters") as ana:
        await ana.press("I")
        assert ana.says() == "There is no claim here whose record could be shown"


async def test_every_command_of_the_record_does_something(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("I")
        assert isinstance(ana.app.screen, ClaimRecordScreen)
        commands = {each.id for each in COMMANDS if Mode.RECORD in each.modes}
        assert commands <= set(ana.app.screen.handlers())
