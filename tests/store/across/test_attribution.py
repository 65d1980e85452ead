"""Who said it: the order of the sources, the offer, and who carried it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.across.attribution import (
    OfferReason,
    claims_offered,
    likely_carriers,
    likely_sources,
    offered_source,
)
from store.text.span import Span
from tests.store.across.support import sources_of


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[Ana]s said [the bridge fell]c.", "Ana"),
        ("[The bridge fell]c, [Ana]s said. [Boe]s said it held.", "Ana"),
        ("[Ana]s spoke at noon.\n\nLater [the bridge fell]c, according to [Boe]s.", "Boe"),
        ("“[The bridge fell]c,” [Ana]s told [Boe]s.", "Ana"),
        ("[Ana]s of the [Post]s said [the bridge fell]c.", "Ana"),
        ("[A report by [Boe]s is wrong]c, [Ana]s said.", "Ana"),
        ("[Ana]s warned that [the bridge fell]c, but [Boe]s said it held.", "Ana"),
        ("[Reuters]s reported:\n\n[The bridge fell at noon]c.\n\n[Ana]s wept.", "Reuters"),
    ],
)
def test_the_likeliest_source_of_a_claim(marked: str, speaker: str) -> None:
    article, claims = sources_of(marked)
    assert likely_sources(article, (claims[0].span,))[0].source.text == speaker


def test_a_claim_in_parts_is_looked_at_part_by_part() -> None:
    article, (first, second) = sources_of("“[It fell]c,” [Ana]s said, [“at noon”]c. [Boe]s left.")
    parts = (first.span, second.span)
    hull = Span(first.start, second.end)
    assert likely_sources(article, parts)[0].source.text == "Ana"
    assert likely_sources(article, parts)[0].cost < likely_sources(article, (hull,))[0].cost


@pytest.mark.parametrize(
    ("marked", "offer"),
    [
        ("[Ana]s said [the bridge fell]c.", ("Ana", OfferReason.SENTENCE)),
        ("[Reuters]s reported:\n\n[The bridge fell]c.", ("Reuters", OfferReason.HEADING)),
        (
            "“It fell,” [Ana]s said. “[Nobody was hurt there]c.”",
            ("Ana", OfferReason.QUOTATION),
        ),
        ("[Ana]s came.\n\n[The bridge fell]c.", None),
        ("[The bridge fell]c.", None),
        ("[What [Ana]s built fell]c.", None),
    ],
)
def test_what_is_offered(marked: str, offer: tuple[str, OfferReason] | None) -> None:
    article, claims = sources_of(marked)
    found = offered_source(article, (claims[0].span,))
    assert (found and (found.source.text, found.reason)) == offer


def test_of_a_pronoun_the_last_speaker_is_offered_and_it_says_so() -> None:
    marked = "[Ana]s said it fell.\n\n[Boe]s wept.\n\nNobody, she said, [was hurt there at all]c."
    article, claims = sources_of(marked)
    assert offered_source(article, (claims[0].span,)) is None
    spoken = replace(article, speakers=article.sources[:1])
    found = offered_source(spoken, (claims[0].span,))
    assert found is not None
    assert (found.source.text, found.reason) == ("Ana", OfferReason.PRONOUN)


def test_a_new_source_is_offered_to_the_claims_that_would_have_it() -> None:
    article, claims = sources_of("[It fell]c, [Ana]s said.\n\n[It rained]c, [Boe]s said.")
    offered = claims_offered(article, article.sources[1], claims)
    assert [claim.text for claim in offered] == ["It rained"]


@pytest.mark.parametrize(
    ("marked", "carrier"),
    [
        ("[It fell]c, [Ana]s told [YNet]s. [Reuters]s called.", "YNet"),
        ("[It fell]c, wrote [Ana]s of the [Post]s. [Reuters]s called.", "Post"),
        ("[Reuters]s reported:\n\n[It fell]c, [Ana]s said.\n\nSo did [Boe]s.", "Reuters"),
    ],
)
def test_the_likeliest_carrier_once_the_speaker_is_tied(marked: str, carrier: str) -> None:
    article, claims = sources_of(marked)
    speaker = next(each for each in article.sources if each.text == "Ana")
    found = likely_carriers(article, (claims[0].span,), speaker.span)
    assert found[0].source.text == carrier


def test_an_article_without_sources_offers_none() -> None:
    article, claims = sources_of("[It fell]c.")
    assert likely_sources(article, (claims[0].span,)) == []
