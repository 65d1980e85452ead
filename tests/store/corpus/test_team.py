"""What the list of stories says of several people: who is done, and how far two agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations.actions import Refusal
from store.annotations.assessing import mark
from store.annotations.model import ArticleState
from store.articles import find_story
from store.corpus.story_summary import Team
from store.corpus.summarising import summary_in_steps
from store.corpus.work_place import WorkPlace, stamp_of
from store.steps import Steps
from store.story.workspace import Workspace
from tests.stories import ANA, PAPER, WIRE, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.corpus.story_summary import StorySummary


def work(story: Path, who: str, phrases: tuple[str, ...], done: tuple[str, ...]) -> None:
    with Workspace.open(find_story([story]), who) as workspace:
        for phrase in phrases:
            tag(workspace, phrase)
        for article in done:
            edit = mark(
                workspace.now.links(), workspace.article(article).article, ArticleState.DONE
            )
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)


def summary(corpus: Path) -> StorySummary:
    steps = Steps(summary_in_steps(WorkPlace(corpus, ANA), "one"), 0)
    while not steps.work(1):
        pass
    return steps.result


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_story(tmp_path / "corpus" / "one")
    return tmp_path / "corpus"


def test_two_who_are_done_with_the_same(corpus: Path) -> None:
    work(corpus / "one", "ana", ("Moscow", "troops"), (WIRE, PAPER))
    work(corpus / "one", "ben", ("Moscow",), (WIRE,))
    found = summary(corpus).team
    assert found == Team({"ana": 2, "ben": 1}, 1, 2 / 3)


def test_where_nobody_is_done_nothing_is_compared(corpus: Path) -> None:
    work(corpus / "one", "ana", ("Moscow",), (WIRE,))
    work(corpus / "one", "ben", ("Moscow",), ())
    assert summary(corpus).team == Team({"ana": 1, "ben": 0}, 0, None)


def test_one_alone_is_no_team(corpus: Path) -> None:
    work(corpus / "one", "ana", ("Moscow",), (WIRE,))
    assert summary(corpus).team == Team()


def test_nothing_marked_by_both_is_no_figure(corpus: Path) -> None:
    for who in ("ana", "ben"):
        work(corpus / "one", who, (), (WIRE,))
    assert summary(corpus).team == Team({"ana": 1, "ben": 1}, 1, None)


def test_work_that_cannot_be_read_stops_nothing(corpus: Path) -> None:
    work(corpus / "one", "ana", ("Moscow",), (WIRE,))
    work(corpus / "one", "ben", ("Moscow",), (WIRE,))
    (corpus / "one" / "annotations" / "ben" / "story.json").write_text("{")
    (corpus / "one" / "annotations" / "ben" / "journal.jsonl").write_text("")
    found = summary(corpus)
    assert found.team.done == {"ana": 1}
    assert found.people == ("ana", "ben")


def test_what_somebody_else_does_is_noticed(corpus: Path) -> None:
    work(corpus / "one", "ana", ("Moscow",), ())
    work(corpus / "one", "ben", ("Moscow",), ())
    place = WorkPlace(corpus, ANA)
    before = stamp_of(place, "one")
    assert stamp_of(place, "one") == before
    work(corpus / "one", "ben", ("troops",), ())
    assert stamp_of(place, "one") != before
