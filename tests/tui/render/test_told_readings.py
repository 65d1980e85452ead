"""What a reading says is seen to be another than what the others say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.adjudication.questions import Question, Reading
from store.annotations.model import (
    Annotation,
    Cluster,
    DecisionKind,
    Mention,
    Relation,
    Stance,
    StanceValue,
)
from tui.render.told_readings import StoryWords, label_of, said_in, subject_of, told_short

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG: Final = "the curfew would stay in force until noon on the day after"
TEXTS: Final = {"m1": "The mayor", "m2": "He", "m3": "The mayor", "claim": LONG}
WHERE: Final = {"m1": "wire", "m2": "wire", "m3": "paper", "claim": "paper"}
CLUSTER: Final = Cluster("c", "actor", "mayor", (Mention("wire", "m1"), Mention("paper", "m3")))
WORDS: Final = StoryWords(
    lambda mention: TEXTS[mention.id],
    lambda article: ("wire", "paper").index(article) + 1,
    {"c": CLUSTER}.get,
)

Value = Annotation | Cluster | Relation | Stance


def mention(name: str) -> Mention:
    return Mention(WHERE[name], name)


def question(kind: DecisionKind, *readings: Sequence[Value]) -> Question:
    found = tuple(Reading((f"p{n}",), tuple(each)) for n, each in enumerate(readings))
    return Question(kind, "wire", 0, 9, (kind.value,), found, (), ())


def told(asked: Question, room: int = 60) -> list[tuple[str, str]]:
    return [(label_of(each), said_in(each, asked, WORDS, room)) for each in asked.readings]


def tie(role: str) -> Relation:
    return Relation("", "attribution", mention("claim"), mention("m1"), role=role)


def cluster(*names: str) -> Cluster:
    return Cluster("", "actor", names[0], tuple(sorted(map(mention, names))))


def test_ties_differ_by_their_roles() -> None:
    asked = question(DecisionKind.RELATION, [tie("speaker")], [tie("carrier"), tie("")])
    ends = "the curfew would stay in … on the day after → The mayor"
    assert told(asked) == [
        ("attribution speaker", ends),
        ("attribution carrier + attribution", ends),
    ]
    assert told_short(asked, WORDS, 32) == "the curfew … after → The mayor"


def test_clusters_say_who_is_with_whom_in_which_articles() -> None:
    apart = [cluster("m1", "m3"), cluster("m2", "claim")]
    asked = question(DecisionKind.CLUSTER, apart, [cluster("m1", "m2", "m3")])
    assert told(asked, 90) == [
        ("2 + 2 mentions", f"The mayor (1, 2) | {LONG} (2), He (1)"),
        ("3 mentions", "The mayor (1, 2), He (1)"),
    ]


def test_what_is_not_in_all_readings_is_said_first() -> None:
    asked = question(DecisionKind.CLUSTER, [cluster("m1", "m3")], [cluster("m1", "m2", "m3")])
    assert told(question(DecisionKind.CLUSTER, [cluster("m3", "claim")]), 40) == [
        ("2 mentions", "the curfew … after (2), The mayor (2)")
    ]
    assert told(asked) == [
        ("2 mentions", "The mayor (1, 2)"),
        ("3 mentions", "He (1), The mayor (1, 2)"),
    ]


def test_a_cell_is_a_value_and_says_of_what() -> None:
    asserts, hedges = (
        [Stance("", "c", "wire", each)] for each in (StanceValue.ASSERTS, StanceValue.HEDGES)
    )
    asked = question(DecisionKind.CELL, asserts, hedges)
    assert told(asked) == [("asserts", ""), ("hedges", "")]
    assert subject_of(asked, WORDS, 60) == "mayor: The mayor (1, 2)"
    assert told_short(asked, WORDS, 40) == "mayor"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (["claim"], ("claim", "the curfew would stay in … day after")),
        (["m1", "m2"], ("claim", "The mayor + claim He")),
    ],
)
def test_spans_by_their_words(spans: list[str], expected: tuple[str, str]) -> None:
    values = [Annotation("", 0, 9, "claim", TEXTS[each]) for each in spans]
    assert told(question(DecisionKind.SPANS, values), 37) == [expected]
