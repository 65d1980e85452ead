"""Adjudication on the screen: a key an item, what is shown of it, and what is undone."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.adjudication.adjudication import Adjudication
from store.adjudication.docket import Docket
from store.adjudication.gathering import items_of_story
from store.annotations.model import DecisionReason
from store.articles import find_story
from store.labels import DEFAULT_LABELS
from tests.people import hebrew_spans, opened_as, quoted_spans, write_hebrew, write_work
from tests.tui.support import Reader
from tui.adjudication_app import AdjudicationApp
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.keys.screen_commands import ADJUDICATION_COMMANDS
from tui.screens.adjudication import AdjudicationScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

TEXTS: Final = {
    "1_wire": "The mayor said the curfew would stay in force until noon, officers said.\n\n"
    "Protesters marched through the centre, and the police watched them.\n",
    "2_paper": "Small groups of protesters called for the video, a pastor said.\n",
}
PEOPLE: Final = {
    "ana": {
        "1_wire": "actor The mayor + claim the curfew would stay in force + source officers "
        "+ actor Protesters",
        "2_paper": "actor protesters + source a pastor",
    },
    "ben": {
        "1_wire": "actor The mayor + claim the curfew would stay in force until noon "
        "+ location Protesters",
        "2_paper": "actor Small groups of protesters + source a pastor",
    },
    "cleo": {
        "1_wire": "actor The mayor + claim the curfew would stay in force + actor Protesters",
        "2_paper": "actor protesters + source a pastor",
    },
}


def write(folder: Path, people: Mapping[str, Mapping[str, str]] = PEOPLE) -> Path:
    """A story of two articles, as three people have annotated it."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for who, by_article in people.items():
        spans = {a: quoted_spans(TEXTS[a], quotes, who) for a, quotes in by_article.items()}
        write_work(folder, who, spans)
    return folder


class Adjudicator(Reader):
    """Somebody who decides."""

    @property
    def screen_(self) -> AdjudicationScreen:
        assert isinstance(self.main, AdjudicationScreen)
        return self.main

    def sheet(self) -> list[str]:
        """The lines on the question at hand, without those that are empty."""
        region = self.screen_.query_one("#question").region
        rows = self.rows()[region.y : region.bottom]
        return [" ".join(row.split()) for row in rows if row.strip()]

    @property
    def heading(self) -> str:
        return self.sheet()[0].strip("─ ")

    def gold(self, article: str = "1_wire") -> list[str]:
        return [f"{a.label} {a.text}" for a in self.workspace.article(article).annotations]


@asynccontextmanager
async def adjudicating(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    people: tuple[str, ...] = ("ana", "ben", "cleo"),
    share: float = 0.0,
    is_blind: bool = False,
) -> AsyncIterator[Adjudicator]:
    with opened_as(folder) as workspace:
        docket = Docket(items_of_story(find_story([folder]), people), checked_share=share)
        adjudication = Adjudication(docket, workspace.now, "dan", is_blind=is_blind)
        app = AdjudicationApp(adjudication, workspace, keymap_for(all_commands(workspace.labels)))
        async with app.run_test(size=size) as pilot:
            you = Adjudicator(app, pilot)
            await you.settle()
            await you.until(lambda: you.screen_.ties.watch is not None, "ties are watched")
            yield you


CURFEW: Final = "claim the curfew would stay in force"


async def test_a_key_takes_what_all_have_and_one_each_the_rest(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        assert "0 of 3 decided · 1 agreed, Y takes it" in dan.line("status")
        assert dan.heading == "1 of 3 · boundary"
        assert dan.sheet()[1:5] == [
            "1 claim the curfew would stay in force ana cleo 2/3",
            "2 claim the curfew would stay in force until noon ben 1/3",
            "d left out nobody 0/3",
            "after this: missing “officers”",
        ]
        assert dan.means().startswith("y takes 1, as most do")
        await dan.press("Y")
        assert dan.gold() == ["actor The mayor"]
        assert dan.says() == "1 agreed; taken. u takes that back"
        assert "0 of 3 decided · 1 agreed, taken" in dan.line("status")
        await dan.press("2")
        assert dan.heading == "2 of 3 · missing"
        assert dan.sheet()[1:3] == ["1 source officers ana 1/3", "d left out ben cleo 2/3"]
        assert dan.means().startswith("y leaves it out, as most do")
        await dan.press("y")
        assert dan.heading == "3 of 3 · label"
        await dan.press("y")
        assert dan.gold() == ["actor The mayor", f"{CURFEW} until noon", "actor Protesters"]
        assert dan.article_id == "2_paper"
        assert dan.heading == "1 of 1 · boundary"
        await dan.press("Y 1")
        assert dan.gold("2_paper") == ["actor protesters", "source a pastor"]
        assert dan.says() == "All is decided; g d marks the article as done"


async def test_what_was_decided_is_undone_by_one_key_and_is_at_hand_then(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("2 d")
        assert dan.heading == "3 of 3 · label"
        await dan.press("u")
        assert dan.heading == "2 of 3 · missing"
        await dan.press("u")
        assert (dan.heading, dan.gold()) == ("1 of 3 · boundary", [])
        await dan.press("U")
        assert dan.gold() == [f"{CURFEW} until noon"]
        assert dan.heading.startswith("1 of 3 · boundary · decided by dan")
        assert dan.sheet()[2].startswith("✓ 2 claim")


async def test_it_goes_on_where_it_was_left(tmp_path: Path) -> None:
    folder = write(tmp_path / "story")
    async with adjudicating(folder) as dan:
        await dan.press("Y 1 d")
    async with adjudicating(folder) as dan:
        assert dan.heading == "3 of 3 · label"
        assert "2 of 3 decided · 1 agreed, taken" in dan.line("status")


async def test_a_labels_key_takes_the_first_reading_with_that_label(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("j j l")
        assert dan.gold() == ["location Protesters"]
        await dan.press("k K a")  # back on what was taken, which is relabelled
        assert dan.heading.startswith("1 of 3")


async def test_what_was_taken_is_reached_and_its_ends_are_moved(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("1 K")
        assert dan.current.endswith("the curfew would stay in force")
        await dan.press("; :  :")
        assert dan.gold() == ["claim the curfew would stay in"]
        await dan.press("j k u u u")
        assert dan.gold() == [CURFEW]


async def test_moving_an_end_takes_the_reading_first_and_stays_there(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("H")
        assert dan.gold() == ["claim curfew would stay in force"]
        assert dan.heading.startswith("1 of 3 · boundary · decided")
        await dan.press("u u")
        assert dan.gold() == []


async def test_what_all_agree_on_can_be_walked_and_decided_otherwise(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("Y K")
        assert dan.heading.startswith("agreed · decided by dan")
        await dan.press("d")
        assert dan.gold() == []
        await dan.press("u o")
        assert dan.gold() == []
        assert dan.heading == "agreed"
        await dan.press("1")
        assert dan.gold() == ["actor The mayor"]


async def test_a_reason_and_a_note_are_kept_with_the_decision(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("e g")
        assert dan.says() == "Reason: guideline; kept with what you decide"
        await dan.press("i")
        await dan.write("what is claimed")
        await dan.press("enter")
        await dan.until(lambda: "why: guideline · what is claimed" in dan.screen(), "it is shown")
        await dan.press("1")
        (decision,) = dan.workspace.now.links().decisions.values()
        assert (decision.reason, decision.note) == (DecisionReason.GUIDELINE, "what is claimed")
        await dan.press("K e s")
        (decision,) = dan.workspace.now.links().decisions.values()
        assert (decision.reason, decision.note) == (DecisionReason.SLIP, "what is claimed")
        await dan.press("u")
        (decision,) = dan.workspace.now.links().decisions.values()
        assert decision.reason is DecisionReason.GUIDELINE


async def test_names_are_hidden_on_request_and_when_blind_for_good(tmp_path: Path) -> None:
    folder = write(tmp_path / "story")
    async with adjudicating(folder) as dan:
        await dan.press("=")
        assert dan.sheet()[1] == "1 claim the curfew would stay in force 2/3"
        await dan.press("=")
        assert dan.sheet()[1].endswith("ana cleo 2/3")
    async with adjudicating(folder, is_blind=True) as dan:
        seen = set()
        for _ in range(3):
            shown = " ".join(dan.sheet())
            assert not any(name in shown for name in PEOPLE)
            seen.add(dan.sheet()[1].split()[-2])
            await dan.press("j")
        assert seen <= set("ABC")
        await dan.press("=")
        assert dan.says().startswith("Names were hidden")


async def test_a_share_of_the_agreed_is_asked_one_by_one(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story"), share=1.0) as dan:
        assert dan.heading == "1 of 4 · agreed"
        await dan.press("Y")
        assert dan.says() == "All on which everybody agrees here is taken already"
        await dan.press("y")
        assert dan.gold() == ["actor The mayor"]


async def test_a_number_that_no_reading_has_and_no_majority_are_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", {w: PEOPLE[w] for w in ("ana", "ben")})
    async with adjudicating(folder, people=("ana", "ben")) as dan:
        await dan.press("3")
        assert dan.says() == "There are 2 readings of it"
        await dan.press("y")
        assert dan.says() == "No reading has a majority; take one by its number"
        assert dan.means().startswith("1 2 take")
        assert dan.gold() == []


async def test_tab_goes_to_the_next_article_and_back(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("tab")
        assert (dan.article_id, dan.heading) == ("2_paper", "1 of 1 · boundary")
        await dan.press("tab")
        assert (dan.article_id, dan.heading) == ("1_wire", "1 of 3 · boundary")


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 9), (60, 16)])
async def test_the_question_stands_below_the_text_and_beside_it_the_list(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with adjudicating(write(tmp_path / "story"), size=size) as dan:
        await dan.press("Y 2")
        screen = dan.screen()
        assert "2 of 3 · missing" in screen
        assert ("3 to decide one by one" in screen) == (size[0] >= 120)
        if size[0] >= 120:
            assert "✓  1 boundary  claim" in screen
            assert "▶  2 missing   source" in screen
            source = DEFAULT_LABELS.named("source")
            assert source is not None
            assert f"│  {source.guideline[:30]}" in screen
        rows = dan.rows()
        assert len(rows) == size[1]
        assert all(len(row) <= size[0] for row in rows)


async def test_how_far_each_reading_goes_stands_under_the_text(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        rows = dan.rows()
        under = next(n for n, row in enumerate(rows) if "1╌" in row)
        first, second = (rows[under + n].rstrip() for n in (0, 1))
        assert first.lstrip() == "1" + "╌" * (len("the curfew would stay in force") - 1)
        assert second == first.replace("1", "2") + "╌" * len(" until noon")
        assert rows[under - 1].index("the curfew") == first.index("1")
        await dan.press("2")  # missing: there is but one reading, which is marked already
        assert not any("╌" in row for row in dan.rows())
        await dan.press("d")
        label = [row.split() for row in dan.rows() if "╌" in row]
        assert label == [["1╌╌╌╌╌╌╌╌╌", "actor"], ["2╌╌╌╌╌╌╌╌╌", "location"]]


async def test_a_click_below_what_stands_under_the_text_is_where_it_is_seen(
    tmp_path: Path,
) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        at = next(n for n, row in enumerate(dan.rows()) if "Protesters" in row)
        await dan.pilot.click(offset=(dan.rows()[at].index("Protesters") + 2, at))
        await dan.settle()
        assert dan.pane.page.text[dan.pane.selection.head :].startswith("otesters")


async def test_what_all_agree_on_is_gone_to_where_nothing_else_is_left(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        await dan.press("Y 1 1 1 1")
        assert dan.article_id == "2_paper"
        assert dan.says() == "All questions are decided; Y takes the 1 agreed here"
        await dan.press("tab j")
        assert dan.article_id == "2_paper"
        await dan.press("Y")
        assert dan.gold("2_paper") == ["actor protesters", "source a pastor"]


async def test_the_item_is_marked_in_the_text_also_without_colour(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        marked = [row for row in dan.rows() if row.startswith("  >")]
        assert [row.split()[1] for row in marked] == ["The"]


def test_no_command_of_adjudication_is_without_a_handler() -> None:
    keymap = keymap_for(all_commands(DEFAULT_LABELS))
    assert all(keymap.keys_of(command.id) for command in ADJUDICATION_COMMANDS)


async def test_every_command_of_adjudication_does_something(tmp_path: Path) -> None:
    async with adjudicating(write(tmp_path / "story")) as dan:
        assert {command.id for command in ADJUDICATION_COMMANDS} <= set(dan.main.handlers)


async def test_77_keys_and_corrections_lead_to_the_hebrew_gold_on_the_screen(
    tmp_path: Path,
) -> None:
    folder = write_hebrew(tmp_path / "hebrew")
    gold = {(a.start, a.end, a.label) for a in hebrew_spans("gold")}
    async with adjudicating(folder, people=("a", "b"), size=(160, 50)) as dan:
        keys = ["Y"]
        await dan.press("Y")
        adjudication = dan.screen_.adjudication
        while (entry := adjudication.entry) is not None and entry.needs_a_look:
            places = [
                {(v.start, v.end, v.label) for v in reading.values}  # type: ignore[union-attr]  # of spans
                for reading in entry.question.readings
            ]
            here = {p for p in gold if any(p in reading for reading in places)}
            number = next((n for n, reading in enumerate(places, 1) if reading == here), None)
            keys.append(str(number) if number else "d" if not here else "1")
            await dan.press(keys[-1])
        assert len(keys) == 77
        there = {(a.start, a.end, a.label) for a in dan.workspace.article("hebrew").annotations}
        assert len(gold ^ there) <= 12
