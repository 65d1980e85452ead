"""Disagreements as lines: what is said of spans, and of what ties those on which all agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.adjudication.gathering import StoryItems
from store.adjudication.items import disputed_spans
from store.adjudication.listing import Disagreement, disagreements
from store.annotations.links import Links
from store.annotations.model import (
    Annotation,
    Cluster,
    Mention,
    Relation,
    Stance,
    StanceValue,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ARTICLE: Final = "1_wire"
TEXT: Final = "Moscow sent troops, an official said."
SPANS: Final = ("claim Moscow sent troops", "source an official")
LOST: Final = Mention(ARTICLE, "gone")


def annotation(quote: str) -> Annotation:
    label, _, text = quote.partition(" ")
    start = TEXT.index(text)
    return Annotation(f"{start}", start, start + len(text), label, text)


def listed(
    spans: Mapping[str, tuple[str, ...]], links: Mapping[str, Links] | None = None
) -> list[Disagreement]:
    """The disagreements of people by their spans, and by what they say of the story."""
    found = {who: [annotation(each) for each in quotes] for who, quotes in spans.items()}
    items = StoryItems(
        {ARTICLE: disputed_spans(found)},
        texts={ARTICLE: TEXT},
        links={who: (links or {}).get(who, Links()) for who in spans},
    )
    return list(disagreements("sea", items))


def tied(people: Mapping[str, tuple[str, ...]]) -> list[Disagreement]:
    """The same of people who have the same spans, and tie the first to the second by roles."""
    head, tail = (Mention(ARTICLE, annotation(each).id) for each in SPANS)
    links = {
        who: Links.of([Relation(f"{who}{r}", "attribution", head, tail, role=r) for r in roles])
        for who, roles in people.items()
    }
    return listed(dict.fromkeys(people, SPANS), links)


def test_a_span_in_dispute_has_its_place_and_what_each_person_has() -> None:
    found = listed({"ana": ("source an official",), "ben": ("source official",), "cleo": ()})
    assert found == [
        Disagreement(
            "sea:1_wire:20-31",
            ("boundary", "missing"),
            ("ana: source “an official”", "ben: source “official”"),
            ("cleo",),
        )
    ]


def test_what_all_tie_alike_is_not_listed_nor_are_the_numbers_of_brat_events() -> None:
    assert tied({"ana": ("speaker",), "ben": ("speaker",)}) == []
    assert tied({"ana": ("E4",), "ben": ("E8",)}) == []


def test_a_relation_that_somebody_leaves_out_is_listed_with_its_ends() -> None:
    assert tied({"ana": ("speaker",), "ben": ()}) == [
        Disagreement(
            "sea:1_wire:0-18",
            ("relation",),
            ("ana: attribution speaker to 1_wire:20-31",),
            ("ben",),
        )
    ]


def test_the_role_of_most_people_is_first() -> None:
    (found,) = tied({"ana": ("carrier",), "ben": ("speaker",), "cleo": ("speaker",)})
    assert found.readings == (
        "ben, cleo: attribution speaker to 1_wire:20-31",
        "ana: attribution carrier to 1_wire:20-31",
    )


def test_a_relation_waits_for_an_end_in_dispute() -> None:
    head, tail = (Mention(ARTICLE, annotation(each).id) for each in SPANS)
    links = {"ana": Links.of([Relation("1", "attribution", head, tail)])}
    found = listed({"ana": SPANS, "ben": ("claim Moscow sent", SPANS[1])}, links)
    assert [each.differences for each in found] == [("boundary",)]


def test_what_ties_a_span_that_does_not_count_is_left_out() -> None:
    here = Mention(ARTICLE, annotation(SPANS[0]).id)
    links = {"ana": Links.of([Relation("1", "attribution", here, LOST)])}
    assert listed({"ana": SPANS[:1], "ben": SPANS[:1]}, links) == []


def test_clusters_of_what_all_have_and_cells_of_what_all_have_are_listed() -> None:
    moscow, official = (
        Mention(ARTICLE, annotation(each).id) for each in ("actor Moscow", SPANS[1])
    )
    spans = dict.fromkeys(("ana", "ben"), ("actor Moscow", SPANS[1]))

    def said(who: str, members: tuple[Mention, ...], value: StanceValue) -> Links:
        cluster = Cluster(f"{who}-c", "actor", "Moscow", members)
        return Links.of([cluster], [Stance(f"{who}-s", cluster.id, ARTICLE, value)])

    asserts, hedges = StanceValue.ASSERTS, StanceValue.HEDGES
    apart = {"ana": said("ana", (moscow, official), asserts), "ben": said("ben", (moscow,), hedges)}
    (found,) = listed(spans, apart)  # the cell waits for the cluster
    assert (found.place, found.differences) == ("sea:1_wire:0-6", ("cluster",))
    assert found.readings == (
        "ana: “Moscow” 1_wire:0-6 = “an official” 1_wire:20-31",
        "ben: “Moscow” 1_wire:0-6",
    )
    alike = {
        who: said(who, (moscow, official), v) for who, v in (("ana", asserts), ("ben", hedges))
    }
    (found,) = listed(spans, alike)
    assert (found.place, found.differences) == ("sea:1_wire:0-6", ("cell",))
    assert found.readings == ("ana: asserts “Moscow”", "ben: hedges “Moscow”")
