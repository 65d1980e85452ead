from __future__ import annotations

import pytest

from store.errors import InputError
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.outside.mapping import LabelMap, read_label_options

ENTITY_LABELS = LabelSet(
    (Label("PER", "p", "blue"), Label("Organisation", "o", "red"), Label("places", "l", "green"))
)


@pytest.mark.parametrize(
    ("labels", "theirs", "ours"),
    [
        (DEFAULT_LABELS, "PERSON", "actor"),
        (DEFAULT_LABELS, "PER", "actor"),
        (DEFAULT_LABELS, "ORG", "actor"),
        (DEFAULT_LABELS, "NORP", "actor"),
        (DEFAULT_LABELS, "GPE", "location"),
        (DEFAULT_LABELS, "LOC", "location"),
        (DEFAULT_LABELS, "FAC", "location"),
        (DEFAULT_LABELS, "Claim", "claim"),
        (DEFAULT_LABELS, "Quotation", "claim"),
        (DEFAULT_LABELS, "speaker", "source"),
        (DEFAULT_LABELS, "DATE", None),
        (DEFAULT_LABELS, "MISC", None),
        (ENTITY_LABELS, "person", "PER"),
        (ENTITY_LABELS, "ORG", "Organisation"),
        (ENTITY_LABELS, "organisation", "Organisation"),
        (ENTITY_LABELS, "GPE", "places"),
        (ENTITY_LABELS, "claim", None),
    ],
)
def test_what_labels_of_others_mean(labels: LabelSet, theirs: str, ours: str | None) -> None:
    assert LabelMap(labels)(theirs) == ours


def test_what_was_said_of_a_label_goes_before_its_name() -> None:
    mapping = read_label_options(["person=source", "DATE = claim", "gpe="], DEFAULT_LABELS)
    assert [mapping(name) for name in ("PERSON", "DATE", "GPE", "ORG", "actor")] == [
        "source",
        "claim",
        "",
        "actor",
        "actor",
    ]


def test_the_labels_asked_for_are_those_that_were_said_to_mean_one_of_ours() -> None:
    options = ["military group=actor", "politician=actor", "date="]
    mapping = read_label_options(options, DEFAULT_LABELS)
    assert mapping.wanted == ("military group", "politician", "location", "claim", "source")


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (
            "PERSON",
            "'PERSON' is no pair of labels; say it as in {option:suggest-label} PERSON=actor",
        ),
        (
            "=actor",
            "'=actor' is no pair of labels; say it as in {option:suggest-label} PERSON=actor",
        ),
        (
            "PERSON=human",
            "{option:suggest-label} PERSON=human: the label set has no 'human', "
            "only actor, location, claim, source",
        ),
    ],
)
def test_a_pair_of_labels_that_is_none(option: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        read_label_options([option], DEFAULT_LABELS)
    assert str(error.value) == sentence
