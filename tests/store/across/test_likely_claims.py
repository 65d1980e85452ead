"""Claims in the order of how like another they are worded."""

from __future__ import annotations

import pytest

from store.across.likely_claims import ClaimIndex
from store.across.terms import stem
from store.annotations.model import Annotation, Mention


def index(*texts: str) -> tuple[ClaimIndex, list[Mention]]:
    mentions = [Mention("1", str(number)) for number in range(len(texts))]
    claims = [Annotation(m.id, 0, len(t), "claim", t) for m, t in zip(mentions, texts, strict=True)]
    return ClaimIndex(zip(mentions, claims, strict=True)), mentions


def test_the_claim_most_like_it_comes_first() -> None:
    claims, (asked, *others) = index(
        "Iran and Russia plotted for months",
        "The harbour master had warned the ministry",
        "Russia began plotting military action with Iran months before",
        "Russia is large",
    )
    order = [int(mention.id) for mention, _ in claims.likely(asked, others)]
    assert order == [2, 3, 1]


def test_a_claim_is_wholly_like_itself_and_the_order_of_two_does_not_count() -> None:
    claims, (one, other, bare) = index("Ana saw 40 ships", "40 ships sank", "of the")
    assert claims.likeness_to(one)[one] == pytest.approx(1)
    assert claims.likeness_to(one)[other] == claims.likeness_to(other)[one]
    assert bare not in claims.likeness_to(one)


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("plotting", "plott"), ("officials", "official"), ("said", "said"), ("is", "is")],
)
def test_endings_are_cut_where_enough_is_left(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed
