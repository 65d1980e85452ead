"""Values as texts say them: numbers, bounds, units, money, shares, ages, dates, times."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.across.discrepancies.dates import date_of, dates_in, times_in
from store.across.discrepancies.quantities import quantities_in
from store.across.discrepancies.values import can_both_hold
from store.text.span import Span
from store.text.tokens import tokens_in

WRITTEN: Final = date(2015, 10, 6)
"""A Tuesday."""


def quantities(text: str) -> list[str]:
    """The quantities in a text, as `words | in short | noun state`."""
    found = quantities_in(tokens_in(text, Span(0, len(text))))
    return [
        " | ".join((text[v.start : v.end], v.told, f"{v.noun} {v.state}".strip())) for v in found
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("43 workers were killed", ["43 workers | 43 | worker killed"]),
        ("forty-three dockers", ["forty-three dockers | 43 | docker"]),
        ("a hundred and twelve houses", ["a hundred and twelve houses | 112 | house"]),
        ("one hundred and twelve men", ["one hundred and twelve men | 112 | man"]),
        ("two million refugees", ["two million refugees | 2 million | refugee"]),
        ("half a dozen officials", ["half a dozen officials | 6 | official"]),
        ("200, 000 people", ["200, 000 people | 200,000 | person"]),
        ("Forty died", ["Forty | 40 |  killed".replace("  ", " ")]),
        ("the death toll rose to 43", ["43 | 43 | killed"]),
        ("killed 40 people and injured 100",
         ["40 people | 40 | person killed", "100 | 100 | injured"]),
        ("at least 40 people, most of them dockers", ["at least 40 people | 40+ | person"]),
        ("40-plus migrants", ["40-plus migrants | 40+ | migrant"]),
        ("more than 150 migrants", ["more than 150 migrants | over 150 | migrant"]),
        ("fewer than 30 bodies were found", ["fewer than 30 bodies | under 30 | body killed"]),
        ("up to 200 soldiers", ["up to 200 soldiers | at most 200 | soldier"]),
        ("nearly 500 U.S. service members",
         ["nearly 500 U.S. service members | nearly 500 | member"]),
        ("between 20 and 30 tanks", ["between 20 and 30 tanks | 20 – 30 | tank"]),
        ("20-30 tanks", ["20-30 tanks | 20 – 30 | tank"]),
        ("two or three ships", ["two or three ships | 2 – 3 | ship"]),
        ("dozens of sailors", ["dozens of sailors | 24 – 199 | sailor"]),
        ("several hundred supporters", ["several hundred supporters | 300 – 900 | supporter"]),
        ("nobody was killed", ["nobody | none | killed"]),
        ("no casualties", ["no casualties | none | casualty"]),
        ("$1.8 billion", ["$1.8 billion | $1.8 billion | "]),
        ("$7 to $10 million", ["$7 to $10 million | $7 million – $10 million | "]),
        ("more than $100m", ["more than $100m | over $100 million | "]),
        ("20 million euros", ["20 million euros | €20 million | "]),
        ("about 15 percent", ["about 15 percent | about 15% | "]),
        ("two-thirds of voters", ["two-thirds | 66.7% | "]),
        ("up to 5 miles", ["up to 5 miles | at most 5 miles | "]),
        ("a three-year deal", ["three-year | 3 years | "]),
        ("the 47-year-old driver", ["47-year-old | 47 | driver"]),
        ("Ana Boe, 34, a migrant", ["34 | 34 | "]),
        ("several groups of people", ["several groups | 3 – 9 | group"]),
        ("One adviser said so", []),
        ("the No. 2 official", []),
        ("the Philadelphia 76ers", []),
        ("12000 block of East", []),
        ("three times", []),
    ],
)  # fmt: skip
def test_a_quantity_is_read_with_what_it_is_of(text: str, said: list[str]) -> None:
    assert quantities(text) == [each.replace("|  ", "| ") for each in said]


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ("40 people", "43 people", False),
        ("at least 40 people", "43 people", True),
        ("fewer than 30 people", "at least 40 people", False),
        ("dozens of people", "43 people", True),
        ("dozens of people", "12 people", True),  # a vague word is not off by less than half
        ("dozens of people", "900 people", False),
        ("about 40 people", "43 people", True),
        ("1,200 people", "1,237 people", True),
        ("1,200 people", "1,300 people", False),
        ("$1.8 billion", "$1.83 billion", True),
        ("$1.8 billion", "$2.1 billion", False),
        ("5 miles", "8 km", True),
        ("5 miles", "12 km", False),
        ("two years", "24 months", True),
        ("half of voters", "52 percent", True),
        ("a third of voters", "52 percent", False),
    ],
)
def test_what_can_both_hold(one: str, other: str, holds: bool) -> None:
    first, second = (
        next(quantities_in(tokens_in(each, Span(0, len(each))))) for each in (one, other)
    )
    assert can_both_hold(first, second) is holds
    assert can_both_hold(second, first) is holds


def dates(text: str, written: date | None = WRITTEN) -> list[str]:
    return [
        f"{text[v.start : v.end]} | {v.told or '?'}" for v in dates_in(text, 0, len(text), written)
    ]


@pytest.mark.parametrize(
    ("text", "said", "undated"),
    [
        ("a letter dated May 12", "May 12 | 2015-05-12", "May 12 | 05-12"),
        ("on Dec. 30, 2014", "Dec. 30, 2014 | 2014-12-30", "Dec. 30, 2014 | 2014-12-30"),
        ("the 5th of October", "the 5th of October | 2015-10-05", "the 5th of October | 10-05"),
        ("on 2015-09-30", "2015-09-30 | 2015-09-30", "2015-09-30 | 2015-09-30"),
        ("warned in June", "in June | 2015-06", "in June | 06"),
        ("since December", "since December | 2014-12", "since December | 12"),
        ("in July 2014", "July 2014 | 2014-07", "July 2014 | 2014-07"),
        ("in 2012", "in 2012 | 2012", "in 2012 | 2012"),
        ("it sank on Friday", "Friday | 2015-10-02", "Friday | ?"),
        ("they will meet on Friday", "Friday | 2015-10-09", "Friday | ?"),
        ("on Friday evening", "Friday evening | 2015-10-02 – 03", "Friday evening | ?"),
        ("yesterday", "yesterday | 2015-10-05", "yesterday | ?"),
        ("last week", "last week | 2015-09-27 – 2015-10-04", "last week | ?"),
        ("over the weekend", "over the weekend | 2015-10-03 – 04", "over the weekend | ?"),
        ("two weeks ago", "two weeks ago | 2015-09-19 – 25", "two weeks ago | ?"),
    ],
)
def test_a_date_is_resolved_by_the_articles_own_and_never_guessed(
    text: str, said: str, undated: str
) -> None:
    assert dates(text) == [said]
    assert dates(text, None) == [undated]


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ("in June", "May 12", False),
        ("in June", "in July", True),  # too long to contradict each other
        ("May 12", "May 14, 2015", False),
        ("Friday evening", "Saturday morning", True),  # time zones
        ("on Friday", "on Saturday", False),
    ],
)
def test_which_dates_can_both_hold(one: str, other: str, holds: bool) -> None:
    first, second = (next(dates_in(each, 0, len(each), WRITTEN)) for each in (one, other))
    assert can_both_hold(first, second) is holds


@pytest.mark.parametrize(
    ("text", "said"),
    [("at 7:30 p.m.", "19:30"), ("at noon", "12:00"), ("at 19:05", "19:05"), ("at 7 am", "07:00")],
)
def test_a_time_of_day_is_read(text: str, said: str) -> None:
    assert [each.told for each in times_in(text, 0, len(text))] == [said]


@pytest.mark.parametrize(
    ("written", "day"),
    [("October 6, 2015", WRITTEN), ("6 Oct. 2015", WRITTEN), ("2015-10-06", WRITTEN), ("", None)],
)
def test_the_date_of_an_article_is_read(written: str, day: date | None) -> None:
    assert date_of(written) == day


PIECES: Final = st.lists(
    st.sampled_from([
        "at least", "more than", "40", "1,200", "$", "million", "half", "a", "dozen", "dozens of",
        "people", "killed", "and", "-", "to", "%", "years", "old", "Friday", "May", "12", "2015",
        "no", "one", "hundred", "in", ",", ".", "p.m.", "é", "日本", "\n", "between", "tens of",
    ])
)  # fmt: skip


@given(PIECES, st.sampled_from([" ", ""]))
def test_a_value_stands_where_it_says_and_goes_from_the_least_to_the_most(
    pieces: list[str], blank: str
) -> None:
    text = blank.join(pieces)
    values = [
        *quantities_in(tokens_in(text, Span(0, len(text)))),
        *dates_in(text, 0, len(text), WRITTEN),
        *times_in(text, 0, len(text)),
    ]
    for value in values:
        assert 0 <= value.start < value.end <= len(text)
        assert text[value.start : value.end].strip() == text[value.start : value.end]
        assert value.low <= value.high
        assert can_both_hold(value, value)
