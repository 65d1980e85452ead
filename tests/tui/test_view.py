"""Where a reader is: each move gives another view, in which at most one thing is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.model import Annotation, Origin
from store.suggest.model import Suggestion
from store.text.span import Span
from tui.selection import Selection
from tui.view import View, clamp

if TYPE_CHECKING:
    from collections.abc import Callable

IRAN: Final = Annotation("x", 5, 9, "actor", "Iran")
PARIS: Final = Annotation("y", 12, 17, "location", "Paris")


@pytest.mark.parametrize(
    "leave",
    [
        lambda view: view.moved_to(Selection.caret(2)),
        lambda view: view.caret_at(2),
        lambda view: view.selecting(Span(1, 3)),
        lambda view: view.extending_over(Span(1, 3)),
        lambda view: view.reaching(PARIS),
        lambda view: view.making(PARIS, 12),
        lambda view: view.stripped(),
    ],
)
def test_a_move_leaves_behind_what_was_meant(leave: Callable[[View], View]) -> None:
    for view in (View().reaching(IRAN), View().making(IRAN, 5)):
        after = leave(view)
        assert IRAN not in (after.current, after.last_created, after.suggested)


def test_what_was_reached_and_is_changed_goes_on_being_meant() -> None:
    changed = Annotation("x", 5, 9, "source", "Iran")
    assert View().reaching(IRAN).making(changed).current == changed
    assert View().reaching(PARIS).making(changed).last_created == changed


def test_what_is_reached_takes_the_place_of_what_was_made() -> None:
    view = View().making(IRAN, 5).meaning(PARIS)
    assert (view.current, view.last_created) == (PARIS, None)


def test_a_change_of_what_was_reached_ends_extending_and_selecting_over_begins_it() -> None:
    view = View().extending_over(Span(5, 9))
    assert (view.extending, view.selection) == (True, Selection(5, 9))
    changed = Annotation("x", 5, 9, "source", "Iran")
    assert not view.meaning(IRAN).making(changed).extending


def test_in_another_text_nothing_that_was_grown_can_be_taken_back() -> None:
    step = (Selection.caret(6), Selection(5, 9))
    assert View(step[1], grown=(step,)).stripped() == View(step[1])


def test_a_view_follows_what_it_means() -> None:
    after = Annotation("x", 5, 12, "actor", "Iran an")
    view = View().moving_ends(IRAN, IRAN.span)
    assert view.followed(IRAN, after).resizing == after
    assert view.followed(IRAN, None).resizing is None
    assert view.followed(PARIS, None) is view
    assert view.followed(None, PARIS) is view


def test_only_one_of_annotation_and_suggestion_is_meant() -> None:
    suggestion = Suggestion(
        5,
        9,
        "actor",
        "Iran",
        origin=Origin.PROPAGATED,
        reason="asked",
        score=0.9,
        suggester="like",
    )
    view = View().reaching(IRAN).meaning(suggestion)
    assert (view.current, view.marked) == (None, suggestion)
    assert view.meaning(IRAN).suggested is None
    assert view.meaning(None).marked is None


@pytest.mark.parametrize(
    ("text", "anchor", "head", "expected"),
    [
        ("Iran", 1, 9, (1, 4)),
        ("e\u0301a", 1, 2, (0, 2)),
        ("ae\u0301", 0, 2, (0, 1)),
        ("", 3, 3, (0, 0)),
    ],
)
def test_a_selection_is_brought_into_a_text(
    text: str, anchor: int, head: int, expected: tuple[int, int]
) -> None:
    selection = clamp(View(Selection(anchor, head)), text).selection
    assert (selection.anchor, selection.head) == expected
