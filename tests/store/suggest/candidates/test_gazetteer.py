from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.suggest.candidates.gazetteer import PlaceKind, is_given_name, place, places_in
from store.text.span import Span
from store.text.tokens import tokens_in

COUNTRY, CAPITAL, DEMONYM = PlaceKind.COUNTRY, PlaceKind.CAPITAL, PlaceKind.DEMONYM
CITY, REGION, WATER = PlaceKind.CITY, PlaceKind.REGION, PlaceKind.WATER


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Kenya", COUNTRY, "Kenya"),
        ("U.S.", COUNTRY, "United States"),
        ("UK", COUNTRY, "United Kingdom"),
        ("Nairobi", CAPITAL, "Kenya"),
        ("Kyiv", CAPITAL, "Ukraine"),
        ("Kenyan", DEMONYM, "Kenya"),
        ("South Koreans", DEMONYM, "South Korea"),
        ("Osaka", CITY, ""),
        ("Catalonia", REGION, ""),
        ("Red Sea", WATER, ""),
        ("Côte d’Ivoire", COUNTRY, "Ivory Coast"),
    ],
)
def test_a_place_is_what_it_is(name: str, kind: PlaceKind, country: str) -> None:
    found = place(name)
    assert found is not None
    assert (found.kind, found.country) == (kind, country)


@pytest.mark.parametrize("name", ["kenya", "us", "Ana", "", "The"])
def test_other_words_are_no_places(name: str) -> None:
    assert place(name) is None


def test_a_people_is_told_from_an_adjective_and_an_ambiguous_name_from_a_plain_one() -> None:
    people, adjective, bath, kenya = (
        place(name) for name in ("Kenyans", "Kenyan", "Bath", "Kenya")
    )
    assert people is not None
    assert adjective is not None
    assert bath is not None
    assert kenya is not None
    assert (people.is_people, adjective.is_people) == (True, False)
    assert (bath.is_ambiguous, kenya.is_ambiguous) == (True, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kenya's army left Nairobi.", ["Kenya", "Nairobi"]),
        ("in South Korea and Korea", ["South Korea", "Korea"]),
        ("the United States of America.", ["United States of America"]),
        ("the U.S. and the U.K.", ["U.S.", "U.K."]),
        ("WAR IN SYRIA", ["SYRIA"]),
        ("Kenyan-backed troops of non-Kenyan origin", ["Kenyan", "Kenyan"]),
        ("New York City’s mayor", ["New York City"]),
        ("New\nYork", ["York"]),
        ("the us and the reading turkey", []),
        ("Kenyatta and Malicious", []),
    ],
)
def test_places_are_found_in_a_text(text: str, found: list[str]) -> None:
    places = list(places_in(text, tokens_in(text, Span(0, len(text)))))
    assert [span.of(text) for span, _ in places] == found


@given(st.text(alphabet="MaliKeny UK.'’-\n Süd", max_size=200))
def test_places_are_within_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for span, _ in places_in(text, tokens_in(text, Span(0, len(text)))):
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        last = span.end


def test_only_the_stretch_that_is_asked_for_is_looked_at() -> None:
    text = "Kenya, Mali, Peru"
    assert [span.of(text) for span, _ in places_in(text, tokens_in(text, Span(7, 11)))] == ["Mali"]


def test_given_names() -> None:
    assert is_given_name("Maria")
    assert is_given_name("José")
    assert not is_given_name("maria")
    assert not is_given_name("Parliament")
