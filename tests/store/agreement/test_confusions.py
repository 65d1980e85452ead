"""Which label is taken for which, with the first places where it is so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.agreement.confusions import ConfusedExample, LabelConfusions
from store.agreement.units import ComparedUnit

TEXT = "An official said that Moscow denies it."
PAIR = ("ana", "ben")


def unit(words: str, label: str) -> ComparedUnit:
    start = TEXT.index(words)
    return ComparedUnit(start, start + len(words), label)


def confused(*articles: tuple[list[ComparedUnit], list[ComparedUnit]]) -> LabelConfusions:
    found = LabelConfusions([PAIR])
    for number, (first, second) in enumerate(articles):
        found.add(PAIR, ("s", f"{number}"), TEXT, first, second)
    return found


def counts(found: LabelConfusions) -> dict[tuple[str, str], int]:
    return {(cell.first, cell.second): cell.count for cell in found.cells()}


def test_a_label_for_another_and_what_only_one_has() -> None:
    first = [unit("An official", "source"), unit("Moscow", "actor"), unit("denies", "cue")]
    second = [unit("official", "actor"), unit("Moscow", "actor"), unit("it", "claim")]
    found = confused((first, second))
    assert counts(found) == {
        ("actor", "actor"): 1,
        ("source", "actor"): 1,
        ("cue", ""): 1,
        ("", "claim"): 1,
    }
    by_labels = {(cell.first, cell.second): cell for cell in found.cells()}
    assert by_labels["actor", "actor"].examples == ()
    (example,) = by_labels["source", "actor"].examples
    assert example == ConfusedExample("s", "0", 0, 11, "An official", "official")
    assert example.place == "s:0:0-11"


def test_one_of_the_same_label_goes_before_one_of_the_very_same_place() -> None:
    first = [unit("An official", "source")]
    second = [unit("An official", "actor"), unit("official", "source")]
    assert counts(confused((first, second))) == {("source", "source"): 1, ("", "actor"): 1}


def test_the_first_three_examples_are_kept() -> None:
    article = ([unit("Moscow", "actor")], [unit("Moscow", "place")])
    (cell,) = confused(*[article] * 9).cells()
    assert (cell.count, [each.article for each in cell.examples]) == (9, ["0", "1", "2"])


UNITS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(10, 20), st.sampled_from("ab")).map(
        lambda place: ComparedUnit(*place)
    ),
    max_size=5,
    unique=True,
)


@given(first=UNITS, second=UNITS)
def test_every_annotation_is_counted_once(
    first: list[ComparedUnit], second: list[ComparedUnit]
) -> None:
    found = counts(confused((first, second)))
    assert counts(confused((first[::-1], second[::-1]))) == found
    for label in "ab":
        mine = sum(count for (one, _), count in found.items() if one == label)
        theirs = sum(count for (_, other), count in found.items() if other == label)
        assert (mine, theirs) == tuple(
            sum(unit.label == label for unit in units) for units in (first, second)
        )
