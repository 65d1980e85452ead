from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations.collection import Annotations
from store.labels import DEFAULT_LABELS
from store.suggest.candidates.attributions import attributions
from store.suggest.candidates.rules import suggest_by_rules
from store.suggest.level import LEAST_OF_ALL
from store.suggest.merging import to_show
from store.text.span import Span
from tests.store.suggest.candidates.sentences import WHOLE, suggested

if TYPE_CHECKING:
    from store.suggest.model import Suggestion


def shown(text: str) -> list[Suggestion]:
    """The surest of those that overlap."""
    nothing = Annotations()
    found = (s for s in suggest_by_rules(text, DEFAULT_LABELS) if s.score >= LEAST_OF_ALL)
    return to_show(found, nothing, nothing, ())


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
        "The Latest: the bridge is closed for good",
        "Two questions: who closed the bridge, and when",
        "A lesson from Lyra: close the bridge in time",
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
