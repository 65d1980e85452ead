"""The lessons: in which order, when one is over, and on what it is tried."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.labels import DEFAULT_LABELS
from store.practice.gold import load_gold
from store.practice.lessons import (
    BRUSH,
    EXERCISES,
    Course,
    Exercise,
    course,
    next_missing,
)
from tests.store.practice.support import (
    CLAIM,
    GENERAL,
    GOLD,
    MOSCOW,
    ONE,
    PUTIN,
    SPANS,
    STATE,
    TWICE,
    TWO,
    VLADIMIR,
)

if TYPE_CHECKING:
    from store.practice.gold import GoldSpan

ALL: Final = frozenset().union(*(step.uses for step in EXERCISES)) - {BRUSH} | {"jump.keep"}
SHIPPED: Final = load_gold()
ACTOR: Final = frozenset({"actor"})


Deed = tuple[frozenset[str], frozenset[str]]
"""The commands that were used, and the labels of what was changed."""


def deed(*means: str, labels: frozenset[str] = ACTOR) -> Deed:
    return frozenset(means), labels


def headings(here: Course) -> list[str]:
    """The lessons, in order."""
    return list(dict.fromkeys(exercise.lesson for exercise in here.exercises))


def three(times: int = 1) -> Course:
    """A word by its key, then many by a label chosen first, then any claim."""
    return Course((
        Exercise("one", "", frozenset({"tag.actor", "tag.claim"})),
        Exercise("two", "", frozenset({BRUSH}), times=times),
        Exercise("three", "", labels=frozenset({"claim"})),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("at", "done", "where"),
    [
        (0, deed("tag.actor"), (1, 0)),
        (0, deed("tag.claim", "undo"), (1, 0)),
        (0, deed("tag.source"), (0, 0)),
        (0, deed(BRUSH), (0, 0)),
        (0, deed(), (0, 0)),
        (1, deed("jump.keep", BRUSH), (1, 1)),
        (1, deed("tag.actor"), (1, 0)),
        (2, deed("tag.actor"), (2, 0)),
        (2, deed("tag.actor", labels=frozenset({"actor", "claim"})), (3, 0)),
        (2, deed(labels=frozenset({"claim"})), (3, 0)),
        (3, deed("tag.actor"), (3, 0)),
    ],
)
def test_a_step_is_over_when_its_deed_is_done_by_its_keys(
    at: int, done: Deed, where: tuple[int, int]
) -> None:
    here = replace(three(times=2), at=at).after(*done)
    assert (here.at, here.times) == where


def test_a_step_may_have_to_be_done_several_times() -> None:
    here = replace(three(times=3), at=1)
    for times in (1, 2):
        here = here.after(*deed(BRUSH)).after(*deed("tag.actor"))
        assert (here.at, here.times) == (1, times)
    here = here.after(*deed(BRUSH))
    assert (here.at, here.times) == (2, 0)


def test_skipping_goes_on_to_the_end_and_stays_there() -> None:
    here = replace(three(times=3), at=1, times=2)
    for at in (2, 3, 3):
        here = here.skip()
        assert (here.at, here.times) == (at, 0)
    assert here.exercise is None


@given(
    st.lists(
        st.builds(
            deed,
            st.sampled_from(sorted(ALL | {BRUSH})),
            labels=st.sampled_from(DEFAULT_LABELS.names).map(lambda name: frozenset({name})),
        )
        | st.none()
    )
)
def test_nobody_goes_back(deeds: list[Deed | None]) -> None:
    here = course(ALL)
    for done in deeds:
        further = here.skip() if done is None else here.after(*done)
        assert (further.at, further.times) >= (here.at, here.times)
        assert further.at - here.at <= 1
        assert (further.exercise is None) == (further.at == len(EXERCISES))
        here = further


# Which lessons there are ---------------------------------------------------------------------


def test_with_all_commands_there_are_all_lessons() -> None:
    assert course(ALL).exercises == EXERCISES


@pytest.mark.parametrize(
    ("missing", "lessons"),
    [
        ("jump.keep", ["One label for many"]),
        ("jump", ["A letter at each span"]),
        ("undo", ["Nothing is lost"]),
        ("suggestion.accept", []),  # the lesson has other steps
    ],
)
def test_without_a_command_its_lesson_is_left_out(missing: str, lessons: list[str]) -> None:
    whole, less = course(ALL), course(ALL - {missing})
    assert len(less.exercises) == len(whole.exercises) - 1
    assert [name for name in headings(whole) if name not in headings(less)] == lessons


@pytest.mark.parametrize(("at", "where"), [(-1, 0), (0, 0), (4, 4), (10_000, len(EXERCISES))])
def test_where_somebody_goes_on(at: int, where: int) -> None:
    assert course(ALL, at).at == where


def test_the_lessons_come_in_the_order_in_which_they_pay() -> None:
    order = headings(course(ALL))
    assert order[0] == "A word"
    assert order.index("One label for many") < order.index("More and less")
    assert order.index("More and less") < order.index("A claim and its source")


@pytest.mark.parametrize("step", EXERCISES, ids=lambda step: step.text[:30])
def test_a_step_says_what_to_do_with_what_it_has(step: Exercise) -> None:
    named = set(re.findall(r"\{(?:key:)?([^}]*)\}", step.text))
    assert ("" in named) <= bool(step.tried_on)
    assert step.times > 0
    mentioned = named - {""}
    if step.uses and BRUSH not in step.uses and not step.uses <= {"undo"}:
        assert mentioned & step.uses or any(name.startswith("tag.") for name in mentioned)
    if step.tried_on:
        articles = sorted(SHIPPED.texts)
        assert next_missing(SHIPPED, (), (articles[0], -1), articles, step) is not None


# Examples ------------------------------------------------------------------------------------

ACTORS: Final = (GENERAL, VLADIMIR, PUTIN, STATE, TWICE[0])


@pytest.mark.parametrize(
    ("example", "found"),
    [
        (Exercise("", "", tried_on="actor"), ACTORS),
        (Exercise("", "", tried_on="actor", words=(1, 1)), (PUTIN, STATE, TWICE[0])),
        (Exercise("", "", tried_on="actor", words=(2, 2)), (GENERAL, VLADIMIR)),
        (Exercise("", "", tried_on="actor", is_repeated=True), (PUTIN, TWICE[0])),
        (Exercise("", "", tried_on="location"), (MOSCOW,)),
        (Exercise("", "", tried_on="claim", words=(1, 3)), ()),
        (Exercise("", "", tried_on="claim"), (CLAIM,)),
        (Exercise("", "", tried_on="source", words=(1, 1)), (TWICE[1],)),
        (None, (CLAIM, GENERAL, VLADIMIR, MOSCOW, SPANS[4], PUTIN, STATE, *TWICE)),
    ],
)
def test_what_an_example_can_be(example: Exercise | None, found: tuple[GoldSpan, ...]) -> None:
    tagged: list[GoldSpan] = []
    while span := next_missing(GOLD, tagged, (ONE, -1), (ONE, TWO), example):
        tagged.append(span)
    assert tuple(tagged) == found


@pytest.mark.parametrize(
    ("article", "offset", "found"),
    [
        (ONE, -1, GENERAL),
        (ONE, GENERAL.start - 1, GENERAL),
        (ONE, GENERAL.start, VLADIMIR),
        (ONE, VLADIMIR.start, PUTIN),  # in the other article
        (TWO, -1, PUTIN),
        (TWO, PUTIN.start, STATE),
        (TWO, TWICE[0].start, GENERAL),
    ],
)
def test_what_begins_behind_a_place_comes_first(article: str, offset: int, found: GoldSpan) -> None:
    assert (
        next_missing(GOLD, (), (article, offset), (ONE, TWO), Exercise("", "", tried_on="actor"))
        == found
    )


def test_what_was_passed_comes_last() -> None:
    end = len(GOLD.texts[TWO])
    assert (
        next_missing(
            GOLD, (GENERAL, VLADIMIR), (TWO, end), (ONE, TWO), Exercise("", "", tried_on="actor")
        )
        == PUTIN
    )
