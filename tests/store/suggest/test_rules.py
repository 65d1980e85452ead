from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.collection import Annotations
from store.annotations.model import Origin
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.candidates.attributions import attributions
from store.suggest.candidates.roles import Roles, roles_of
from store.suggest.candidates.rules import suggest_by_rules
from store.suggest.merging import to_show
from store.suggest.suggester import THRESHOLD
from store.text.span import Span

if TYPE_CHECKING:
    from store.suggest.model import Suggestion

WHOLE = "The mayor closed the bridge on Friday, according to Radio Lomé."


def label_set(*names: str) -> LabelSet:
    return LabelSet(tuple(Label(name, chr(97 + i), "blue") for i, name in enumerate(names)))


def suggested(text: str, label: str, labels: LabelSet = DEFAULT_LABELS) -> dict[str, float]:
    found = suggest_by_rules(text, labels)
    return {one.text: one.score for one in found if one.label == label}


def shown(text: str) -> list[Suggestion]:
    """The surest of those that overlap."""
    nothing = Annotations()
    return to_show(suggest_by_rules(text, DEFAULT_LABELS), nothing, nothing, (), THRESHOLD)


# Who says what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "claim"),
    [
        (
            "The bridge is closed, the mayor said.",
            "the mayor",
            "The bridge is closed",
        ),
        (
            "The mayor said that the bridge was closed.",
            "The mayor",
            "the bridge was closed",
        ),
        (
            "Two aid workers say the road has been cut since May.",
            "Two aid workers",
            "the road has been cut since May",
        ),
        (
            "“The bridge is closed,” said Ana Boe.",
            "Ana Boe",
            "The bridge is closed",
        ),
        (
            '"The bridge is closed," Ana Boe told reporters. "It will stay so."',
            "Ana Boe",
            "The bridge is closed",
        ),
        (
            "The bridge is closed, according to two people at the scene.",
            "two people",
            "The bridge is closed",
        ),
        (
            "According to Radio Lomé, the bridge is closed.",
            "Radio Lomé",
            "the bridge is closed",
        ),
        (
            "Official: the bridge is closed for good",
            "Official",
            "the bridge is closed for good",
        ),
        (
            "Meanwhile, the ministry has confirmed that nobody was hurt.",
            "the ministry",
            "nobody was hurt",
        ),
        (
            "Officials believe the rebels have crossed the river.",
            "Officials",
            "the rebels have crossed the river",
        ),
        (
            "Ana Boe, the head of the port, warned that the cranes would stop.",
            "Ana Boe",
            "the cranes would stop",
        ),
    ],
)
def test_a_cue_gives_source_and_claim(text: str, source: str, claim: str) -> None:
    found = next(attributions(text, Span(0, len(text))))
    assert found.source is not None
    assert found.claim is not None
    assert (found.source.of(text), found.claim.of(text)) == (source, claim)


@pytest.mark.parametrize(
    "text",
    [
        "The said bridge is closed for the day.",
        "Russia's alleged role was not discussed.",
        "They came to report on the bridge.",
        "It is the statement of a man.",
        "Read the Post today.",
    ],
)
def test_other_uses_of_the_words_are_no_cues(text: str) -> None:
    assert list(attributions(text, Span(0, len(text)))) == []


def test_a_pronoun_is_no_source_but_its_claim_is_one() -> None:
    text = "She said that the bridge was closed."
    (found,) = attributions(text, Span(0, len(text)))
    assert found.source is None
    assert found.claim is not None
    assert found.claim.of(text) == "the bridge was closed"


def test_a_statement_told_to_a_paper_has_it_as_its_carrier() -> None:
    text = "A miner told Le Jour that the shaft had been flooded."
    (found,) = attributions(text, Span(0, len(text)))
    assert found.carrier is not None
    assert found.carrier.of(text) == "Le Jour"


def test_a_claim_knows_where_its_source_stands() -> None:
    found = suggest_by_rules(WHOLE, DEFAULT_LABELS)
    (claim,) = [one for one in shown(WHOLE) if one.label == "claim"]
    (source,) = [one for one in found if one.label == "source"]
    assert claim.source == source.span
    assert source.text == "Radio Lomé"
    assert claim.text == "The mayor closed the bridge on Friday"
    assert "according to" in claim.reason


def test_a_quotation_of_two_sentences_is_two_claims_of_one_source() -> None:
    text = "“The bridge is closed for now. The river is still rising,” Ana Boe said."
    claims = [one for one in shown(text) if one.label == "claim"]
    assert [one.text for one in claims] == [
        "The bridge is closed for now",
        "The river is still rising",
    ]
    assert {one.source.of(text) for one in claims if one.source} == {"Ana Boe"}


def test_a_sentence_that_nobody_is_said_to_have_said_is_a_less_likely_claim() -> None:
    stated = suggested("Meanwhile, the army has taken the town of Bo.", "claim")
    said = suggested("The army has taken the town of Bo, Ana Boe said.", "claim")
    assert list(stated) == list(said).copy() or list(stated) == [
        "the army has taken the town of Bo"
    ]
    assert max(stated.values()) < max(said.values())


# Places and names ------------------------------------------------------------------------------


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


# Label sets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (
            ("actor", "location", "claim", "source"),
            Roles("actor", "actor", "actor", "location", "claim", "source"),
        ),
        (("PER", "ORG", "LOC"), Roles("PER", "ORG", "PER", "LOC", "", "")),
        (("Persons", "Places"), Roles("Persons", "", "Persons", "Places", "", "")),
        (("ACTOR-I", "ACTOR"), Roles("ACTOR", "ACTOR", "ACTOR", "", "", "")),
        (("speaker", "quotation"), Roles("", "", "", "", "quotation", "speaker")),
        (("gene", "protein"), Roles()),
    ],
)
def test_labels_are_told_by_their_names(names: tuple[str, ...], roles: Roles) -> None:
    assert roles_of(label_set(*names)) == roles


def test_labels_that_mean_nothing_to_the_rules_are_never_suggested() -> None:
    assert suggest_by_rules(WHOLE, label_set("gene", "protein")) == []
    assert {one.label for one in suggest_by_rules(WHOLE, label_set("place", "gene"))} <= {"place"}


# Any text --------------------------------------------------------------------------------------

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
