"""The figures of people over articles, whatever the order of people, spans and articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.coefficients import (
    NOTHING_MARKED,
    ONE_VALUE,
    Figure,
)
from store.agreement.row import Among, By, Interval
from store.agreement.rows import rows_in_steps
from store.agreement.spans import ALL, EACH_APART
from store.agreement.tallying import AgreementTally
from store.agreement.units import ComparedUnit
from store.steps import Steps
from store.text.tokens import counted_places
from tests.store.agreement.judged import cohen_kappa, fleiss_kappa, nominal_alpha

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.agreement.row import AgreementRow

TEXT = "An official said that Moscow denies it, and that no troops were sent."
PEOPLE = ("ana", "ben", "cleo")
UNITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(31, len(TEXT)), st.sampled_from("ab")).map(
        lambda place: ComparedUnit(*place)
    ),
    max_size=4,
)
ARTICLES = st.lists(st.dictionaries(st.sampled_from(PEOPLE), UNITS), max_size=4)
Article = dict[str, list[ComparedUnit]]


def rows(tally: AgreementTally, by: By = By.LABEL) -> list[AgreementRow]:
    return Steps(rows_in_steps(tally, by), 0).all()


def counted(
    articles: Sequence[Mapping[str, list[ComparedUnit]]], people: Sequence[str] = PEOPLE
) -> AgreementTally:
    tally = AgreementTally(people)
    for number, article in enumerate(articles):
        tally.add_article(("story", f"{number}"), TEXT, article)
    return tally


def one(found: Sequence[AgreementRow], label: str = ALL, *people: str) -> AgreementRow:
    (row,) = (r for r in found if r.label == label and people in ((), r.people))
    return row


@given(articles=ARTICLES)
def test_no_order_matters(articles: list[Article]) -> None:
    there, back = AgreementTally(PEOPLE), AgreementTally(PEOPLE[::-1])
    numbered = list(enumerate(articles))
    for number, article in numbered:
        there.add_article(("story", f"{number}"), TEXT, article)
    for number, article in reversed(numbered):
        turned = {name: article[name][::-1] for name in sorted(article, reverse=True)}
        back.add_article(("story", f"{number}"), TEXT, turned)
    for by in By:
        assert rows(there, by) == rows(back, by)


def _labels_on(token: tuple[int, int], units: list[ComparedUnit]) -> str:
    start, end = token
    return " ".join(sorted({u.label for u in units if u.start < end and start < u.end}))


@given(
    articles=st.lists(st.fixed_dictionaries(dict.fromkeys(PEOPLE, UNITS)), min_size=1, max_size=3)
)
def test_tokens_are_counted_as_one_would_count_them_one_by_one(articles: list[Article]) -> None:
    found = rows(counted(articles))
    tokens = counted_places(TEXT)
    for label in sorted({unit.label for a in articles for units in a.values() for unit in units}):
        marked = [
            tuple(_labels_on(t, [u for u in a[who] if u.label == label]) for who in PEOPLE)
            for a in articles
            for t in tokens
        ]
        figures = one(found, label, *PEOPLE[:2]).figures
        kappa = cohen_kappa(Counter((a, b) for a, b, _ in marked))
        assert figures["kappa"].value == kappa.value
        (together,) = (r for r in found if r.among is Among.ALL and r.label == label)
        units: Counter[tuple[str, ...]] = Counter(marked)
        assert together.figures["alpha"].value == nominal_alpha(units).value
        assert together.figures["fleiss_kappa"].value == fleiss_kappa(units).value
    sets: Counter[tuple[str, ...]] = Counter(
        tuple(_labels_on(t, a[who]) for who in PEOPLE) for a in articles for t in tokens
    )
    (together,) = (r for r in found if r.among is Among.ALL and r.label == ALL)
    assert together.figures["alpha"].value == nominal_alpha(sets).value
    pairs: Counter[tuple[str, str]] = Counter()
    for (first, second, _), count in sets.items():
        pairs[first, second] += count
    assert one(found, ALL, *PEOPLE[:2]).figures["kappa"].value == cohen_kappa(pairs).value


def unitizing(length: int, *people: Sequence[tuple[int, int]]) -> Figure:
    names = [f"p{n}" for n in range(len(people))]
    tally = AgreementTally(names)
    given = {
        name: [ComparedUnit(start, end, "a") for start, end in places]
        for name, places in zip(names, people, strict=True)
    }
    tally.add_article(("story", "1"), "x" * length, {**given, names[0]: [*given[names[0]]]})
    found = [row for row in rows(tally) if row.label == "a"]
    return found[-1].figures["unitizing_alpha"] if found else Figure(None, NOTHING_MARKED)


def test_the_unitizing_alpha_by_hand() -> None:
    """Ten of a hundred each, five shared: 20 of 200 differ; pairs within a unit are out."""
    expected = 1 - 20 * (200**2 - (100 + 90) * 2) / (2 * 200 * 20 * 180)
    assert unitizing(100, [(10, 20)], [(15, 25)]).value == pytest.approx(expected, abs=1e-12)
    assert unitizing(100, [(10, 20)], [(10, 20)]) == Figure(1.0)
    assert unitizing(100, [(10, 20)], [(10, 15), (15, 20)]) == Figure(1.0)
    assert unitizing(100, [(0, 100)], [(0, 100)]) == Figure(None, ONE_VALUE)
    assert unitizing(100, [(10, 20)], [(10, 20)], [(10, 20)]) == Figure(1.0)


def test_what_is_in_pieces_is_one_annotation() -> None:
    pieces = ComparedUnit(3, 21, "a", ((3, 11), (17, 21)))
    (row, _) = rows(counted([{"ana": [pieces], "ben": [pieces]}], PEOPLE[:2]))
    assert (row.count, row.figures["exact_f1"]) == (2, Figure(1.0))
    assert row.figures["unitizing_alpha"] == Figure(None, EACH_APART)
    (row, _) = rows(counted([{"ana": [pieces], "ben": [ComparedUnit(3, 21, "a")]}], PEOPLE[:2]))
    assert row.figures["exact_f1"] == Figure(0.0)
    assert row.figures["overlap_f1"] == Figure(1.0)


SAME, OTHER = [ComparedUnit(3, 11, "a")], [ComparedUnit(22, 28, "a")]


def test_with_few_articles_the_range_is_told_and_with_many_an_interval() -> None:
    agreed, missed = {"ana": SAME, "ben": SAME}, {"ana": SAME, "ben": OTHER}
    few = one(rows(counted([agreed, missed], PEOPLE[:2])))
    assert few.interval is Interval.ARTICLES
    assert few.figures["exact_f1"] == Figure(0.5, "", 0.0, 1.0)
    many = one(rows(counted([agreed, missed] * 50, PEOPLE[:2])))
    assert many.interval is Interval.BOOTSTRAP
    low, high = many.figures["exact_f1"].low, many.figures["exact_f1"].high
    assert low is not None
    assert high is not None
    # Of a hundred articles of which half agree: 0.5 by twice 0.05.
    assert low == pytest.approx(0.4, abs=0.02)
    assert high == pytest.approx(0.6, abs=0.02)


def test_one_article_has_no_ends() -> None:
    row = one(rows(counted([{"ana": SAME, "ben": OTHER}], PEOPLE[:2])))
    assert row.interval is Interval.NONE
    assert (row.figures["exact_f1"].low, row.figures["exact_f1"].high) == (None, None)


def test_the_mean_is_that_of_the_pairs() -> None:
    found = rows(counted([{"ana": SAME, "ben": SAME, "cleo": OTHER}]))
    (mean,) = (row for row in found if row.among is Among.MEAN and row.label == ALL)
    assert mean.figures["exact_f1"] == Figure(1 / 3, "", 0.0, 1.0)
    assert mean.interval is Interval.PAIRS
    assert mean.people == PEOPLE


def test_by_article_story_and_annotator() -> None:
    tally = AgreementTally(PEOPLE[:2])
    for story, article, ben in (("one", "x", SAME), ("one", "y", OTHER), ("two", "x", SAME)):
        tally.add_article((story, article), TEXT, {"ana": SAME, "ben": ben})

    def told(by: By) -> list[tuple[str, float | None]]:
        return [(r.part, r.figures["exact_f1"].value) for r in rows(tally, by) if r.label == ALL]

    assert told(By.ARTICLE) == [("one:x", 1.0), ("one:y", 0.0), ("two:x", 1.0)]
    assert told(By.STORY) == [("one", 0.5), ("two", 1.0)]
    assert told(By.ANNOTATOR) == [("ana", 2 / 3), ("ben", 2 / 3)]


def test_only_the_pairs_that_are_named() -> None:
    tally = AgreementTally(PEOPLE, [("cleo", "ana")])
    tally.add_article(("s", "1"), TEXT, {"ana": SAME, "ben": SAME, "cleo": SAME})
    assert {row.people for row in rows(tally)} == {("ana", "cleo")}
