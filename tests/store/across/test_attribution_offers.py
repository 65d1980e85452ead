"""What is offered once a claim or a source was tagged, and the one edit that takes it."""

from __future__ import annotations

import pytest

from store.across.attribution import OfferReason
from store.across.attribution_offers import accept_offer, attribution_offer
from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import singles
from store.annotations.links import Links
from store.annotations.model import Mention, Origin, Relation
from store.labels import ATTRIBUTION, DEFAULT_LABELS
from tests.store.suggest.marked import opened


@pytest.mark.parametrize(
    ("marked", "made", "offer"),
    [
        ("[Ana]s said [the bridge fell]c.", "the bridge fell", ("Ana", ["the bridge fell"])),
        ("[Ana]s said [the bridge fell]c.", "Ana", ("Ana", ["the bridge fell"])),
        ("“[It fell]c,” said [Ana]s, “[it burned]c.”", "Ana", ("Ana", ["It fell", "it burned"])),
        ("[The bridge]a fell, said [Ana]s.", "The bridge", None),
        ("[Ana]s came.\n\n[The bridge fell]c.", "The bridge fell", None),
    ],
)
def test_who_said_it_is_offered(
    marked: str, made: str, offer: tuple[str, list[str]] | None
) -> None:
    article = opened(marked)
    annotation = next(each for each in article.annotations if each.text == made)
    found = attribution_offer(article, annotation, Links(), DEFAULT_LABELS)
    told = (found.source.text, [each.text for each in found.claims]) if found is not None else None
    assert told == offer


def test_taking_an_offer_is_one_edit_and_what_is_sourced_is_left_alone() -> None:
    article = opened("“[It fell]c,” said [Ana]s, “[it burned]c.”")
    ana = next(each for each in article.annotations if each.text == "Ana")
    offer = attribution_offer(article, ana, Links(), DEFAULT_LABELS)
    assert offer is not None
    assert offer.reason is OfferReason.SENTENCE
    edit = accept_offer(offer, Links(), DEFAULT_LABELS)
    assert not isinstance(edit, Refusal)
    assert describe(edit) == "tie 2 claims to source “Ana”"
    links = Links().changed(singles(edit))
    assert [each.origin for each in links.relations.values()] == [Origin.SUGGESTED] * 2
    assert attribution_offer(article, ana, links, DEFAULT_LABELS) is None


@pytest.mark.parametrize(
    ("between", "claims"),
    [
        (" ", ["it burned"]),
        ("\n\n", []),  # somebody who is not tagged yet may have spoken last
    ],
)
def test_a_pronoun_stands_for_a_source_that_was_just_tagged_in_its_paragraph(
    between: str, claims: list[str]
) -> None:
    article = opened(f"[Ana]s said [the bridge fell]c.{between}She said [it burned]c.")
    ana = next(each for each in article.annotations if each.text == "Ana")
    fell = next(each for each in article.annotations if each.text == "the bridge fell")
    said = Relation("1", ATTRIBUTION, Mention(article.id, fell.id), Mention(article.id, ana.id))
    found = attribution_offer(article, ana, Links.of([said]), DEFAULT_LABELS)
    assert [each.text for each in found.claims] == claims if found is not None else not claims
