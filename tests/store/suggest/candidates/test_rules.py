from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.model import Origin
from store.labels import DEFAULT_LABELS
from store.suggest.candidates.rules import suggest_by_rules
from tests.store.suggest.candidates.sentences import WHOLE, suggested


@pytest.mark.parametrize(
    ("text", "location", "actor"),
    [
        ("Troops went to Kenya on Monday.", {"Kenya"}, set()),
        ("He was arrested in Nairobi.", {"Nairobi"}, set()),
        ("Kenya has closed its border.", set(), {"Kenya"}),
        ("The deal with Kenya was off.", set(), {"Kenya"}),
        ("Some of the Kenyans were hurt.", set(), {"the Kenyans"}),
        ("A Kenyan flag hung there.", set(), set()),
    ],
)
def test_a_country_acts_or_is_a_place(text: str, location: set[str], actor: set[str]) -> None:
    def surely(label: str) -> set[str]:
        places = {"Kenya", "the Kenyans", "Kenyan", "Nairobi"}
        return {one for one, score in suggested(text, label).items() if score > 0.4} & places

    assert (surely("location"), surely("actor")) == (location, actor)


def test_reasons_name_what_was_seen() -> None:
    found = suggest_by_rules("Troops went to Kenya.", DEFAULT_LABELS)
    reasons = {one.reason for one in found if one.text == "Kenya"}
    assert "a country in the list of places, after “to”" in reasons


PIECES = [
    "Kenya",
    "said",
    "“",
    "”",
    '"',
    ",",
    ".",
    " ",
    " ",
    "\n",
    "the ",
    "Ana",
    "told",
    ":",
    "’s",
]


@given(
    st.lists(st.sampled_from([*PIECES, "(", ")", "\u00a0", "U.S.", "é\u0301", "中"]), max_size=60)
)
def test_suggestions_fit_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = suggest_by_rules(text, DEFAULT_LABELS)
    assert found == sorted(found, key=lambda one: one.order)
    assert len({(one.start, one.end, one.label) for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end] == one.text.strip()
        assert 0 < one.score < 1
        assert one.reason
        assert one.origin is Origin.SUGGESTED
        if one.source is not None:
            assert one.label == "claim"
            assert one.source.end <= len(text)


def test_a_long_text_is_looked_at_to_its_end() -> None:
    sentence = "Nothing much happened there at all.\n\n"
    text = sentence * 2_000 + WHOLE
    found = [one for one in suggest_by_rules(text, DEFAULT_LABELS) if one.label == "source"]
    assert [one.text for one in found] == ["Radio Lomé"]


def test_a_text_without_any_line_end_is_no_trouble() -> None:
    text = "Ana said that Kenya said “no” " * 3_000
    assert all(one.end <= len(text) for one in suggest_by_rules(text, DEFAULT_LABELS))
