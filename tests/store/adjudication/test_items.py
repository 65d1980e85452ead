"""Which spans of several people are one item, in what they differ, and who has which reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.adjudication.items import Difference, DisputedSpans, disputed_spans
from store.annotations.model import Annotation
from tests.people import hebrew_spans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

TEXT: Final = "The mayor said the curfew would stay in force until noon, officers said."


def annotated(quotes: str) -> list[Annotation]:
    """Annotations of `TEXT` from a line such as "actor The mayor + claim the curfew"."""
    found = []
    for quote in filter(None, quotes.split(" + ")):
        label, _, text = quote.partition(" ")
        start = TEXT.index(text)
        found.append(Annotation(f"{label}{start}", start, start + len(text), label, text))
    return found


def items_of(people: Mapping[str, str]) -> list[DisputedSpans]:
    return disputed_spans({who: annotated(quotes) for who, quotes in people.items()})


def told(item: DisputedSpans) -> str:
    """An item as one line: each reading with who has it, then who has none."""
    lines = [
        " + ".join(f"{label} {TEXT[start:end]}" for start, end, label in reading.place)
        + f" ({' '.join(reading.people)})"
        for reading in item.readings
    ]
    return " | ".join([*lines, *([f"({' '.join(item.left_out_by)})"] if item.left_out_by else [])])


@pytest.mark.parametrize(
    ("ana", "ben", "differences", "line"),
    [
        ("actor The mayor", "actor The mayor", "", "actor The mayor (ana ben)"),
        ("actor The mayor", "", "missing", "actor The mayor (ana) | (ben)"),
        (
            "claim the curfew would stay",
            "claim curfew would stay in force",
            "boundary",
            "claim the curfew would stay (ana) | claim curfew would stay in force (ben)",
        ),
        (
            "actor officers",
            "source officers",
            "label",
            "actor officers (ana) | source officers (ben)",
        ),
        (
            "claim the curfew would stay",
            "event the curfew would",
            "boundary label",
            "event the curfew would (ben) | claim the curfew would stay (ana)",
        ),
        (
            "claim the curfew would stay",
            "claim the curfew + claim stay",
            "several",
            "claim the curfew + claim stay (ben) | claim the curfew would stay (ana)",
        ),
    ],
)
def test_two_people_differ_in_what_an_item_says(
    ana: str, ben: str, differences: str, line: str
) -> None:
    (item,) = items_of({"ana": ana, "ben": ben})
    assert item.differences == set(differences.split())
    assert told(item) == line


def test_spans_with_other_labels_are_one_item_only_if_they_cover_nearly_the_same() -> None:
    items = items_of({"ana": "claim the curfew would stay in force", "ben": "event curfew"})
    assert [told(item) for item in items] == [
        "claim the curfew would stay in force (ana) | (ben)",
        "event curfew (ben) | (ana)",
    ]


def test_spans_of_one_person_are_joined_only_through_those_of_others() -> None:
    nested = "claim the curfew would stay + claim curfew"
    assert len(items_of({"ana": nested, "ben": ""})) == 2
    (item,) = items_of({"ana": nested, "ben": "claim the curfew would"})
    assert item.differences == {Difference.SEVERAL}


def test_two_spans_on_which_all_agree_are_agreed() -> None:
    nested = "claim the curfew would stay + claim curfew"
    (item,) = items_of({"ana": nested, "ben": nested})
    assert not item.differences


def test_the_reading_of_most_people_is_first_whatever_their_names() -> None:
    (item,) = items_of(
        {"ana": "actor officers", "ben": "source officers", "cleo": "source officers"}
    )
    assert told(item) == "source officers (ben cleo) | actor officers (ana)"


def test_what_was_rejected_or_lost_its_place_does_not_count() -> None:
    rejected = Annotation("1", 0, 9, "actor", "The mayor", rejected=True)
    adrift = Annotation("2", 0, 9, "actor", "The mayor", adrift="unknown")
    assert disputed_spans({"ana": [rejected], "ben": [adrift]}) == []


PLACES: Final = st.lists(
    st.builds(
        lambda start, length, label: Annotation(
            f"{start}-{length}-{label}", start, start + length, label, ""
        ),
        st.integers(0, 20),
        st.integers(1, 8),
        st.sampled_from("ab"),
    ),
    max_size=5,
    unique_by=lambda each: each.id,
)
PEOPLE: Final = st.dictionaries(st.sampled_from("vwxyz"), PLACES, min_size=2, max_size=4)


@given(PEOPLE)
def test_every_span_is_in_one_item_and_every_person_has_one_reading_of_it(
    people: dict[str, list[Annotation]],
) -> None:
    items = disputed_spans(people)
    held: dict[str, list[str]] = {who: [] for who in people}
    for item in items:
        readers = [who for reading in item.readings for who in reading.people]
        assert sorted([*readers, *item.left_out_by]) == sorted(people)
        for reading in item.readings:
            for who, spans in zip(reading.people, reading.annotations, strict=True):
                held[who] += [each.id for each in spans]
    for who, given_ in people.items():
        assert sorted(held[who]) == sorted(each.id for each in given_)


@given(PEOPLE, st.randoms(use_true_random=False), st.permutations("vwxyz"))
def test_neither_order_nor_names_change_what_is_to_be_decided(
    people: dict[str, list[Annotation]], chance: Random, names: list[str]
) -> None:
    renamed = dict(zip("vwxyz", names, strict=True))
    other = [(renamed[who], chance.sample(spans, len(spans))) for who, spans in people.items()]
    chance.shuffle(other)

    def without_names(items: list[DisputedSpans]) -> list[object]:
        return [
            ([(r.place, len(r.people)) for r in item.readings], len(item.left_out_by))
            for item in items
        ]

    assert without_names(disputed_spans(people)) == without_names(disputed_spans(dict(other)))


def test_two_people_who_annotated_484_hebrew_sentences_leave_76_items_to_decide() -> None:
    items = disputed_spans({"a": hebrew_spans("annotator_a"), "b": hebrew_spans("annotator_b")})
    to_decide = [item for item in items if item.differences]
    assert (len(items), len(to_decide)) == (492, 76)
    kinds = [" ".join(sorted(item.differences)) for item in to_decide]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "missing": 49,
        "boundary": 14,
        "label": 7,
        "boundary label": 5,
        "several": 1,
    }


def test_the_hebrew_adjudicators_took_a_reading_or_none_in_74_of_76() -> None:
    a, b, gold = hebrew_spans("annotator_a"), hebrew_spans("annotator_b"), hebrew_spans("gold")
    of_three = disputed_spans({"a": a, "b": b, "gold": gold})
    others = {"of what two agree on": 0, "of what was to decide": 0, "what nobody had": 0}
    for item in of_three:
        place = {who: reading.place for reading in item.readings for who in reading.people}
        a_place, b_place = place.get("a", ()), place.get("b", ())
        if place.get("gold", ()) in (a_place, b_place):
            continue
        if not a_place and not b_place:
            others["what nobody had"] += 1
        elif a_place == b_place:
            others["of what two agree on"] += 1
        else:
            others["of what was to decide"] += 1
    assert len(of_three) == 495
    assert others == {
        "of what two agree on": 4,
        "of what was to decide": 2,
        "what nobody had": 3,
    }
