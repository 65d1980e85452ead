"""Disagreements as lines: what is said of spans and of relations."""

from __future__ import annotations

from store.adjudication.gathering import StoryItems
from store.adjudication.items import disputed_spans
from store.adjudication.listing import Disagreement, disagreements
from tests.store.adjudication.test_relations import ARTICLE, SPANS, annotation, relations_of


def test_a_span_in_dispute_has_its_place_and_what_each_person_has() -> None:
    items = disputed_spans(
        {
            "ana": [annotation("source an official")],
            "ben": [annotation("source official")],
            "cleo": [],
        }
    )
    assert list(disagreements("sea", StoryItems({ARTICLE: items}, (), ()))) == [
        Disagreement(
            "sea:1_wire:20-31",
            ("boundary", "missing"),
            ("ana: source “an official”", "ben: source “official”"),
            ("cleo",),
        )
    ]


def test_a_relation_is_listed_where_its_ends_are_agreed() -> None:
    tied = relations_of({"ana": (SPANS, ("speaker",)), "ben": (SPANS, ())})
    assert list(disagreements("sea", StoryItems({}, tuple(tied), ()))) == [
        Disagreement(
            "sea:1_wire:0-18",
            ("relation",),
            ("ana: attribution speaker to 1_wire:20-31",),
            ("ben",),
        )
    ]


def test_what_is_agreed_or_waits_is_not_listed() -> None:
    waiting = relations_of({"ana": (SPANS, ("speaker",)), "ben": (SPANS[:1] * 2, ())})
    agreed = disputed_spans({"ana": [annotation(SPANS[0])], "ben": [annotation(SPANS[0])]})
    found = disagreements("sea", StoryItems({ARTICLE: agreed}, tuple(waiting), ()))
    assert list(found) == []
