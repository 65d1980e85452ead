"""What is learned in a story as it is tagged, through the suggester that the program uses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store.suggest.level import Level
from tests.store.suggest.learning.support import (
    FIRST,
    NAMES,
    PORTS,
    SECOND,
    THIRD,
    annotated,
    learning,
    names,
    shown,
    tag,
    voyages,
    work,
    write_voyages,
)

if TYPE_CHECKING:
    from pathlib import Path

ALL_OF_THIRD = {f"{THIRD.text[start:end]} {label}" for start, end, label in THIRD.spans}


def test_before_anything_is_tagged_only_guesses_can_be_had(tmp_path: Path) -> None:
    with learning(write_voyages(tmp_path, FIRST)) as (_, suggester):
        assert shown(suggester, "one") == []
        suggester.level = Level.ALL
        work(suggester)
        assert shown(suggester, "one") == []  # labels of these names mean nothing to the rules


def test_what_is_new_is_suggested_once_its_kind_has_proved_right(tmp_path: Path) -> None:
    with learning(write_voyages(tmp_path, FIRST, SECOND, THIRD)) as (workspace, suggester):
        tag(workspace, replace(FIRST, spans=FIRST.spans[:6]))
        work(suggester)
        assert {one.suggester for one in shown(suggester, "three")} <= {"like"}
        tag(workspace, replace(FIRST, spans=FIRST.spans[6:]))
        tag(workspace, SECOND)
        work(suggester)
        assert names(shown(suggester, "three")) == ALL_OF_THIRD


def test_undo_takes_back_what_was_learned(tmp_path: Path) -> None:
    with learning(write_voyages(tmp_path, FIRST, SECOND, THIRD)) as (workspace, suggester):
        tag(workspace, FIRST)
        work(suggester)
        before = shown(suggester, "three")
        tag(workspace, SECOND)
        work(suggester)
        assert shown(suggester, "three") != before
        workspace.undo()
        work(suggester)
        assert shown(suggester, "three") == before
        workspace.undo()
        work(suggester)
        assert shown(suggester, "three") == []


@pytest.mark.parametrize("seconds", [0.0, 0.001])
def test_neither_when_nor_in_which_order_it_was_tagged_makes_a_difference(
    tmp_path: Path, seconds: float
) -> None:
    with learning(annotated(tmp_path / "at once", FIRST, SECOND)) as (_, suggester):
        expected = shown(suggester, "one"), shown(suggester, "two")
    folder = write_voyages(tmp_path / "apart" / "story", FIRST, SECOND)
    with learning(folder) as (workspace, suggester):
        for example in (SECOND, FIRST):
            for span in reversed(example.spans):
                tag(workspace, replace(example, spans=(span,)))
                suggester.work(seconds)
        work(suggester)
        assert (shown(suggester, "one"), shown(suggester, "two")) == expected


def test_another_story_helps_and_never_makes_it_worse(tmp_path: Path) -> None:
    elsewhere = voyages(NAMES[6:12], PORTS[6:12], name="elsewhere")
    found: dict[bool, tuple[set[str], set[str]]] = {}
    for has_other in (False, True):
        folder = tmp_path / str(has_other)
        if has_other:
            annotated(folder / "other", elsewhere)
        with learning(write_voyages(folder / "story", FIRST, THIRD)) as (workspace, suggester):
            at_first = names(shown(suggester, "three"))
            tag(workspace, FIRST)
            work(suggester)
            found[has_other] = at_first, names(shown(suggester, "three"))
    assert found[False][0] <= found[True][0] <= ALL_OF_THIRD
    assert found[False][1] <= found[True][1] <= ALL_OF_THIRD
    assert found[True][1] == ALL_OF_THIRD


def test_what_others_have_tagged_teaches_nothing(tmp_path: Path) -> None:
    other = annotated(tmp_path / "other", FIRST, SECOND)
    (other / "annotations" / "ana").rename(other / "annotations" / "ben")
    with learning(write_voyages(tmp_path / "story", THIRD)) as (_, suggester):
        assert shown(suggester, "three") == []
        assert suggester.explained() == ["Suggested is what is expected to save keys"]


def test_what_was_learned_can_be_told(tmp_path: Path) -> None:
    annotated(tmp_path / "other", THIRD)
    with learning(annotated(tmp_path / "story", FIRST, SECOND)) as (_, suggester):
        assert suggester.explained() == [
            "Suggested is what is expected to save keys",
            "1 article of other stories count too",
            "port is learned: suggested are words that were never tagged too",
            "ship is learned: suggested are words that were never tagged too",
        ]


def test_a_reason_is_given_in_words(tmp_path: Path) -> None:
    more = voyages(("Aurora", *NAMES[13:]), PORTS[12:], name="three")
    with learning(write_voyages(tmp_path, FIRST, SECOND, more)) as (workspace, suggester):
        tag(workspace, FIRST)
        tag(workspace, SECOND)
        work(suggester)
        reasons = {one.text: one.reason for one in shown(suggester, "three")}
        assert reasons["Aurora"] == "you tagged “Aurora” as ship twice"
        why = "like other spans of port: after a word such as in, after “to”"
        assert reasons["Bergby"] == why
