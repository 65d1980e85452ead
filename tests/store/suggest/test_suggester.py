"""What a suggester proposes as its story is edited; nothing of it needs a screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.links import Links
from store.suggest.level import Level
from store.suggest.suggester import MOST, Suggester
from store.text.span import Span
from tests.stories import open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion
    from store.suggest.upkeep import Rules

ONE, TWO = "one", "two"
STORY = {
    f"{ONE}.txt": "Ana Boe came. The fleet left. Then Boe left, and Ana Boe said no.\n",
    f"{TWO}.txt": "Nobody had seen Ana Boe.\n\nThe fleet and Boe were gone.\n",
}


def nothing(*_: object) -> list[Suggestion]:
    return []


@contextmanager
def suggesting(
    folder: Path, story: Mapping[str, str] = STORY, rules: Rules = nothing, most: int = MOST
) -> Iterator[tuple[Workspace, Suggester]]:
    with open_story(write_story(folder, story)) as workspace:
        suggester = Suggester(workspace, rules=rules, most=most)
        finish(suggester)
        yield workspace, suggester
        suggester.close()


def finish(suggester: Suggester) -> None:
    while suggester.work(1.0):
        pass


def shown(suggester: Suggester, article_id: str) -> list[str]:
    return [f"{one.text} {one.label}" for one in suggester.proposals(article_id)]


def do(workspace: Workspace, edit: Edit | Refusal) -> None:
    assert not isinstance(edit, Refusal), edit.reason
    workspace.apply(edit)


def tag(workspace: Workspace, article_id: str, words: str, label: str = "actor") -> Annotation:
    opened = workspace.article(article_id)
    start = opened.article.text.index(words)
    span = Span(start, start + len(words))
    do(workspace, actions.tag(opened.article, opened.annotations, span, label))
    found = workspace.article(article_id).annotations.find(span, label)
    assert found is not None
    return found


def test_what_is_tagged_is_proposed_wherever_else_it_stands_and_in_short(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        assert (shown(suggester, ONE), suggester.count) == ([], 0)
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        assert shown(suggester, ONE) == ["Boe actor", "Ana Boe actor"]
        assert shown(suggester, TWO) == ["Ana Boe actor", "Boe actor"]
        assert suggester.count == 4
        assert suggester.progress == (2, 2)


def test_where_spans_begin_with_the_article_nothing_is_suggested_behind_one(tmp_path: Path) -> None:
    story = {
        "one.txt": "Union men saw the Fleet, the Guard and the Navy.\n",
        "two.txt": "Of the Union. Union.\n",
    }
    with suggesting(tmp_path, story) as (workspace, suggester):
        for words in ("Union", "the Fleet", "the Guard"):
            tag(workspace, ONE, words)
        finish(suggester)
        assert shown(suggester, TWO) == ["Union actor"] * 2
        tag(workspace, ONE, "the Navy")
        finish(suggester)
        (only,) = suggester.proposals(TWO)
        assert only.start == len("Of the Union. ")


def test_undo_takes_away_what_was_proposed(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        workspace.undo()
        finish(suggester)
        assert shown(suggester, TWO) == []


def test_an_edit_shows_at_once_where_somebody_looks(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        first = next(iter(suggester.proposals(TWO)))
        do(workspace, suggester.accept(TWO, first))
        assert shown(suggester, TWO) == ["Boe actor"]


def test_a_tag_takes_away_at_once_what_lies_under_it(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        assert shown(suggester, TWO) == ["Ana Boe actor", "Boe actor"]
        tag(workspace, TWO, "Ana Boe")
        assert shown(suggester, TWO) == ["Boe actor"]


def test_what_edits_have_counted_is_what_is_counted_anew(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        fleet = tag(workspace, ONE, "The fleet", "source")
        finish(suggester)
        tag(workspace, TWO, "Ana Boe")
        opened = workspace.article(ONE)
        do(workspace, actions.relabel(opened.article, opened.annotations, fleet, "location"))
        shown(suggester, ONE)
        boe = tag(workspace, TWO, "Boe were", "claim")
        do(workspace, actions.remove(TWO, boe, Links()))
        workspace.undo()
        finish(suggester)
        anew = Suggester(workspace, rules=nothing)
        finish(anew)
        for article in (ONE, TWO):
            assert [*suggester.proposals(article)] == [*anew.proposals(article)]


def test_what_was_rejected_never_comes_back(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        for each in suggester.proposals(TWO):
            do(workspace, suggester.reject(TWO, each))
        finish(suggester)
        assert shown(suggester, TWO) == []
        assert suggester.reject(TWO, each) == Refusal("This was rejected already")


def test_what_was_tagged_and_removed_again_is_not_proposed_there(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        again = tag(workspace, TWO, "Ana Boe")
        do(workspace, actions.remove(TWO, again, Links()))
        finish(suggester)
        assert shown(suggester, TWO) == ["Boe actor"]


def test_all_of_a_kind_are_answered_by_one_edit(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        first = next(iter(suggester.proposals(ONE)))
        assert suggester.count_of_kind(first) == len(suggester.of_kind(ONE, first)) == 4
        do(workspace, suggester.accepting(suggester.of_kind(ONE, first)).all())
        finish(suggester)
        assert suggester.count == 0
        assert len(workspace.article(TWO).annotations) == 2
        workspace.undo()
        assert len(workspace.article(TWO).annotations) == 0


def test_what_a_person_asks_for_is_proposed_however_unsure(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        fleet = tag(workspace, ONE, "The fleet")
        suggester.level = Level.ASKED
        assert suggester.propose_like(ONE, fleet) == 1
        assert shown(suggester, TWO) == ["The fleet actor"]
        assert suggester.reached == 2
        found = suggester.asked_for(fleet)
        assert found is not None
        assert (found[0], found[1].text) == (TWO, "The fleet")


def test_in_a_large_story_the_others_are_known_once_somebody_asks(tmp_path: Path) -> None:
    with suggesting(tmp_path, most=10) as (workspace, suggester):
        ana = tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        assert suggester.known_proposals(TWO) is None
        suggester.propose_like(ONE, ana)
        finish(suggester)
        known = suggester.known_proposals(TWO)
        assert known is not None
        assert [one.text for one in known] == ["Ana Boe", "Boe"]


def test_nothing_is_suggested_when_that_is_off_but_what_was_asked_for(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        ana = tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        suggester.is_on = False
        assert shown(suggester, ONE) == []
        suggester.propose_like(ONE, ana)
        assert shown(suggester, ONE) == ["Boe actor", "Ana Boe actor"]


def test_who_subscribes_is_told_of_each_article_that_changes(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        told: list[str] = []
        stop = suggester.subscribe(told.append)
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        assert set(told) == {ONE, TWO}
        stop()
        told.clear()
        workspace.undo()
        finish(suggester)
        assert told == []


def test_a_story_that_is_only_read_gets_no_proposals_unless_they_are_for_reading(
    tmp_path: Path,
) -> None:
    root = write_story(tmp_path, STORY)
    with open_story(root) as workspace:
        tag(workspace, ONE, "Ana Boe")
    with open_story(root, read_only=True) as workspace:
        closed = Suggester(workspace, rules=nothing)
        assert not closed.work(1.0)
        assert (shown(closed, TWO), closed.progress) == ([], (2, 2))
        reading = Suggester(workspace, rules=nothing, for_reading=True)
        finish(reading)
        assert shown(reading, TWO) == ["Ana Boe actor", "Boe actor"]


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_a_slice_of_no_time_still_does_something(tmp_path: Path, share: float) -> None:
    with open_story(write_story(tmp_path, STORY)) as workspace:
        suggester = Suggester(workspace, rules=nothing)
        steps = 0
        while suggester.work(share):
            steps += 1
            assert steps < 100
        assert suggester.progress == (2, 2)


def test_a_suggestion_is_the_same_by_place_and_label(tmp_path: Path) -> None:
    with suggesting(tmp_path) as (workspace, suggester):
        tag(workspace, ONE, "Ana Boe")
        finish(suggester)
        (before, _) = suggester.proposals(TWO)
        tag(workspace, ONE, "Boe left", "claim")
        do(workspace, suggester.accept(ONE, list(suggester.proposals(ONE))[-1]))
        finish(suggester)
        (after, _) = suggester.proposals(TWO)
        assert before != after
        assert before.key == after.key == (16, 23, "actor")
