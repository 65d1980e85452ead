from __future__ import annotations

import pytest

from store.labels import Drawing, Label, LabelSet, Meaning
from store.suggest.candidates.roles import Roles, meaning_of, roles_of
from store.suggest.candidates.rules import suggest_by_rules
from tests.store.suggest.candidates.sentences import WHOLE


def label_set(*names: str) -> LabelSet:
    return LabelSet(tuple(Label(name, chr(97 + i), "blue") for i, name in enumerate(names)))


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


def test_what_a_label_is_said_to_be_for_goes_before_its_name_and_its_style() -> None:
    said = Label("claim", "c", "blue", Drawing.BAR, suggests=Meaning.SOURCE)
    labels = LabelSet((said, Label("statement", "s", "green"), Label("moral", "m", "red")))
    assert roles_of(labels) == Roles(source="claim", claim="statement")
    assert [meaning_of(label) for label in labels] == ["source", "claim", "short"]


@pytest.mark.parametrize(
    ("name", "drawing", "meaning"),
    [
        ("Persons", Drawing.FILL, Meaning.PERSON),
        ("ORG", Drawing.FILL, Meaning.ORGANISATION),
        ("quote", Drawing.UNDERLINE, Meaning.QUOTATION),
        ("dates", Drawing.FILL, Meaning.AMOUNT),
        ("moral", Drawing.FILL, Meaning.SHORT),
        ("moral", Drawing.UNDERLINE, Meaning.LONG),
        ("moral", Drawing.BAR, Meaning.LONG),
    ],
)
def test_what_a_label_is_for(name: str, drawing: Drawing, meaning: Meaning) -> None:
    assert meaning_of(Label(name, "x", "blue", drawing)) is meaning
