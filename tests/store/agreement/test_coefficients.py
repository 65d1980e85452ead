"""Coefficients of agreement: published and hand-made values, other libraries, what has no value."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.coefficients import (
    NOT_BY_ALL,
    NOTHING_MARKED,
    NOTHING_SHARED,
    ONE_VALUE,
    Figure,
    f1,
    share,
    unitizing_alpha,
)
from tests.store.agreement.judged import cohen_kappa, fleiss_kappa, nominal_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        (unitizing_alpha({}, 0, 0, 0), NOTHING_SHARED),
        (unitizing_alpha({2: 0}, 0, 9, 0), NOTHING_MARKED),
        (unitizing_alpha({2: 0}, 9, 9, 9), ONE_VALUE),
        (share(0, 0), NOTHING_SHARED),
        (fleiss_kappa({}), NOT_BY_ALL),
        (fleiss_kappa({("a", "a"): 7}), ONE_VALUE),
        (fleiss_kappa({("a", "b"): 7, ("a", "b", "b"): 2}), NOT_BY_ALL),
    ],
)
def test_what_has_no_value_says_why(figure: Figure, why: str) -> None:
    assert figure == Figure(None, why)


def _units(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter(pairs)
    return counts


def test_the_kappa_of_fleiss_1971() -> None:
    """Six psychiatrists, thirty patients, five diagnoses: the table of the paper, and 0.430."""
    rows = (
        "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 "
        "02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 "
        "10500 00006"
    )
    table = rows.split()
    units = Counter(
        tuple("abcde"[n] for n, count in enumerate(row) for _ in range(int(count))) for row in table
    )
    assert (len(table), units.total()) == (30, 30)
    assert _value(fleiss_kappa(units)) == pytest.approx(0.430, abs=5e-4)


def test_of_two_people_the_kappa_of_fleiss_is_that_of_scott() -> None:
    units: dict[tuple[str, ...], int] = {
        ("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15,
    }  # fmt: skip
    yes = 55 / 100
    chance = yes**2 + (1 - yes) ** 2
    assert _value(fleiss_kappa(units)) == pytest.approx((0.7 - chance) / (1 - chance), abs=1e-12)


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


@given(pairs=PAIRS)
def test_the_kappa_of_fleiss_is_that_of_nltk_for_two(pairs: list[tuple[str, str]]) -> None:
    """Of two people it is Scott's pi, which nltk has; nltk's own for more is Davies and Fleiss."""
    library = pytest.importorskip("nltk.metrics.agreement", reason="nltk is not installed")
    figure = fleiss_kappa(_units(pairs))
    if figure.value is not None:
        said = [(who, n, pair[who]) for n, pair in enumerate(pairs) for who in (0, 1)]
        assert figure.value == pytest.approx(library.AnnotationTask(said).pi(), abs=1e-12)


@given(units=st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=20))
def test_alpha_of_any_number_of_people_is_that_of_krippendorff(units: list[list[str]]) -> None:
    library = pytest.importorskip("krippendorff", reason="krippendorff is not installed")
    figure = nominal_alpha(Counter(map(tuple, units)))
    if figure.value is not None:
        counts = [[unit.count(value) for value in "abc"] for unit in units]
        theirs = library.alpha(value_counts=counts, level_of_measurement="nominal")
        assert figure.value == pytest.approx(theirs, abs=1e-12)
