"""Coefficients of agreement: published and hand-made values, other libraries, what has no value."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.coefficients import (
    NOTHING_MARKED,
    NOTHING_SHARED,
    ONE_VALUE,
    Figure,
    UnitizedLengths,
    cohen_kappa,
    f1,
    nominal_alpha,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VALUES = st.sampled_from("abc")
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40)


def _value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def test_kappa_of_a_table_of_two_by_two() -> None:
    table = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert _value(cohen_kappa(table)) == pytest.approx(0.4, abs=1e-12)


def test_alpha_of_the_four_observers_of_krippendorff_2011() -> None:
    """Computing Krippendorff's alpha-reliability, section C: 0.743 of four observers with gaps."""
    units = [
        "111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3",
    ]  # fmt: skip
    assert _value(nominal_alpha(Counter(map(tuple, units)))) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (f1(0, 0, 0), NOTHING_MARKED),
        (cohen_kappa({}), NOTHING_SHARED),
        (cohen_kappa({("a", "a"): 7}), ONE_VALUE),
        (nominal_alpha({}), NOTHING_SHARED),
        (nominal_alpha({("a",): 7}), NOTHING_SHARED),
        (nominal_alpha({("a", "a"): 7}), ONE_VALUE),
        (UnitizedLengths().alpha, NOTHING_SHARED),
    ],
)
def test_what_has_no_value_says_why(figure: Figure, why: str) -> None:
    assert figure == Figure(None, why)


def _units(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter(pairs)
    return counts


def _unitizing(length: int, *people: Sequence[tuple[int, int]]) -> Figure:
    lengths = UnitizedLengths()
    lengths.add(length, people)
    return lengths.alpha


def test_the_unitizing_alpha_by_hand() -> None:
    """Ten of a hundred each, five shared: 20 of 200 differ; pairs within a unit are out."""
    expected = 1 - 20 * (200**2 - (100 + 90) * 2) / (2 * 200 * 20 * 180)
    assert _value(_unitizing(100, [(10, 20)], [(15, 25)])) == pytest.approx(expected, abs=1e-12)
    assert _unitizing(100, [(10, 20)], [(10, 20)]) == Figure(1.0)
    assert _unitizing(100, [(10, 20)], [(10, 15), (15, 20)]) == Figure(1.0)
    assert _unitizing(100, [], []) == Figure(None, NOTHING_MARKED)
    assert _unitizing(100, [(0, 100)], [(0, 100)]) == Figure(None, ONE_VALUE)


@given(pairs=PAIRS)
def test_a_figure_is_finite_and_whoever_is_first_changes_nothing(
    pairs: list[tuple[str, str]],
) -> None:
    turned = Counter((b, a) for a, b in pairs)
    for figure in (cohen_kappa(Counter(pairs)), nominal_alpha(_units(pairs))):
        assert figure.why or math.isfinite(_value(figure))
    assert cohen_kappa(Counter(pairs)) == cohen_kappa(turned)
    assert nominal_alpha(_units(pairs)) == nominal_alpha(_units((b, a) for a, b in pairs))


@given(pairs=PAIRS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    figure = cohen_kappa(Counter(pairs))
    if figure.value is not None:
        theirs = metrics.cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs])
        assert figure.value == pytest.approx(theirs, abs=1e-12)


@given(pairs=PAIRS)
def test_alpha_is_that_of_krippendorff(pairs: list[tuple[str, str]]) -> None:
    library = pytest.importorskip("krippendorff", reason="krippendorff is not installed")
    figure = nominal_alpha(_units(pairs))
    if figure.value is not None:
        counts = [[pair.count(value) for value in "abc"] for pair in pairs]
        theirs = library.alpha(value_counts=counts, level_of_measurement="nominal")
        assert figure.value == pytest.approx(theirs, abs=1e-12)


@given(pairs=PAIRS)
def test_alpha_is_that_of_nltk(pairs: list[tuple[str, str]]) -> None:
    library = pytest.importorskip("nltk.metrics.agreement", reason="nltk is not installed")
    figure = nominal_alpha(_units(pairs))
    if figure.value is not None:
        said = [(who, n, pair[who]) for n, pair in enumerate(pairs) for who in (0, 1)]
        assert figure.value == pytest.approx(library.AnnotationTask(said).alpha(), abs=1e-12)
