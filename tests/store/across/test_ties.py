"""Ties: of which type one is, what is likeliest, the edit, and what is seen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.across.story_groups import LabelGroups
from store.across.tie_ends import TieSigns, ends_of, others_of
from store.across.tie_targets import digit_clusters, likely_targets
from store.across.ties import TieTarget, TieWish, kind_between, put_into, tied
from store.annotations.actions import Refusal
from store.annotations.edits import singles
from store.annotations.links import CONTRADICTS, Links
from store.labels import ATTRIBUTION, COPIED_FROM, DEFAULT_LABELS, SAME, SUPPORTS
from tests.store.across.support import tagged
from tests.store.suggest.marked import story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.across.mention_groups import MentionGroup, TaggedMention

STORY: Final = (
    "[The bridge fell]c, [Ana]s told [the Post]s. [[Kenya]a left]c.",
    "[The bridge fell at noon]c. [Kenya]a and [Uganda]a met.",
)


def named(text: str, among: list[TaggedMention]) -> TaggedMention:
    return next(each for each in among if each.annotation.text == text)


def targets(one: str, links: Links | None = None, kind: str = "", label: str = "") -> list[str]:
    """What an annotation of the story may be tied to, as `kind text`."""
    mentions = tagged(*STORY)
    articles = story(*STORY)
    wish = TieWish(named(one, mentions), kind, label=label)
    found = likely_targets(
        wish, mentions, links or Links(), DEFAULT_LABELS, lambda id_: articles[id_].article.text
    )
    return [f"{each.role or each.kind} {each.other.annotation.text}" for each in found]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("claim", "source", ATTRIBUTION),
        ("source", "claim", ATTRIBUTION),
        ("claim", "claim", SAME),
        ("actor", "actor", SAME),
        ("actor", "claim", ""),
        ("actor", "location", ""),
    ],
)
def test_the_type_follows_from_the_labels(one: str, other: str, kind: str) -> None:
    assert kind_between(DEFAULT_LABELS, one, other) == kind


@pytest.mark.parametrize(
    ("one", "kind", "label", "likeliest"),
    [
        ("The bridge fell", "", "", ["speaker Ana", "speaker the Post",
                                     "same The bridge fell at noon", "same Kenya left"]),
        ("The bridge fell", SAME, "", ["same The bridge fell at noon", "same Kenya left"]),
        ("The bridge fell", CONTRADICTS, "", ["contradicts The bridge fell at noon",
                                              "contradicts Kenya left"]),
        ("The bridge fell", "", "source", ["speaker Ana", "speaker the Post"]),
        ("Ana", "", "", ["speaker The bridge fell", "speaker Kenya left", "same the Post",
                         "speaker The bridge fell at noon"]),
        ("Kenya", "", "", ["same Kenya", "same Uganda"]),
    ],
)  # fmt: skip
def test_the_likeliest_comes_first(one: str, kind: str, label: str, likeliest: list[str]) -> None:
    assert targets(one, kind=kind, label=label) == likeliest


def test_once_it_is_said_who_said_it_the_carrier_comes_first() -> None:
    mentions = tagged(*STORY)
    claim, ana = named("The bridge fell", mentions), named("Ana", mentions)
    links = made(Links(), claim, TieTarget(ana, ATTRIBUTION, "speaker"))
    assert targets("The bridge fell", links)[0] == "carrier the Post"
    links = made(links, claim, TieTarget(named("the Post", mentions), ATTRIBUTION, "carrier"))
    assert targets("The bridge fell", links)[0] == "same The bridge fell at noon"


def made(links: Links, one: TaggedMention, target: TieTarget) -> Links:
    """The links after a tie."""
    edit = tied(TieWish(one), target, links, DEFAULT_LABELS)
    assert not isinstance(edit, Refusal), edit.reason
    assert edit.what == "tie"
    assert edit.to
    return links.changed(singles(edit))


@pytest.mark.parametrize(
    ("kind", "signs", "clusters"),
    [
        (SAME, ["=", "="], [SUPPORTS]),
        (CONTRADICTS, ["!", "!"], [CONTRADICTS]),
        (SUPPORTS, ["", ""], []),
        (COPIED_FROM, ['"', '"'], []),
    ],
)
def test_a_tie_of_claims_and_its_signs(kind: str, signs: list[str], clusters: list[str]) -> None:
    mentions = tagged(*STORY)
    one, other = named("The bridge fell", mentions), named("The bridge fell at noon", mentions)
    links = made(Links(), one, TieTarget(other, kind))
    both = (one, other)
    shown = [TieSigns(each.article, links).sign(each.annotation.id) for each in both]
    assert shown == signs
    assert [each.relation for each in links.clusters.values()] == clusters
    for each, its in (both, both[::-1]):
        assert others_of(ends_of(links, each.mention), each.mention) == [its.mention]
    again = tied(TieWish(one), TieTarget(other, kind), links, DEFAULT_LABELS)
    assert isinstance(again, Refusal)


def digits(
    one: TaggedMention, mentions: Sequence[TaggedMention], links: Links
) -> list[MentionGroup]:
    """The clusters that digits take."""
    known = LabelGroups.of(mentions, links.clusters.values())
    return digit_clusters(one, known, links, DEFAULT_LABELS)


def test_two_clusters_become_one_and_what_is_in_several_is_refused() -> None:
    one, two, three, four = tagged("[Kenya]a [Uganda]a [they]a [both]a")
    links = made(Links(), one, TieTarget(two, SAME))
    links = made(links, three, TieTarget(four, SAME))
    assert len(links.clusters) == 2
    joined = made(links, one, TieTarget(four, SAME))
    assert [len(each.members) for each in joined.clusters.values()] == [4]
    groups = digits(one, (one, two, three, four), links)
    assert [sorted(m.annotation.text for m in each.members) for each in groups] == [
        ["both", "they"]
    ]
    edit = put_into(TieWish(one), groups[0], links, DEFAULT_LABELS)
    assert not isinstance(edit, Refusal)
    links = links.changed(singles(edit))
    refused = tied(TieWish(three), TieTarget(one, SAME), links, DEFAULT_LABELS)
    assert refused == Refusal("They are in one cluster already")
    fifth = tagged("[Kenya]a [Uganda]a [they]a [both]a [it]a")[4]
    refused = tied(TieWish(fifth), TieTarget(one, SAME), links, DEFAULT_LABELS)
    assert refused == Refusal("“Kenya” is in several clusters; a digit takes one of them")


def test_a_row_is_called_what_its_claim_says_and_not_after_a_name_in_it() -> None:
    claims = tagged("[Kenya left the talks]c, and [Kenya has left the talks]c.")
    (group,) = digits(claims[0], claims, Links())
    edit = put_into(TieWish(claims[0]), group, Links(), DEFAULT_LABELS)
    assert not isinstance(edit, Refusal)
    (cluster,) = Links().changed(singles(edit)).clusters.values()
    assert cluster.name == "Kenya has left the talks"


ROWS: Final = (
    "[The bridge fell]c. [The bridge fell at noon]c.",
    "[The bridge fell, officials said]c. [A bridge fell]c.",
)


@pytest.mark.parametrize(
    ("tied_before", "wish", "sizes"),
    [
        ([(0, 1)], {}, [3]),  # a claim alone joins the row that the claim is in
        ([(0, 1), (2, 3)], {}, [4]),  # two rows become one
        ([(0, 1)], {"kind": SAME, "is_apart": True}, [2, 2]),
        ([(0, 1), (2, 3)], {"kind": SAME, "is_apart": True}, [2, 3]),
    ],
)
def test_a_digit_takes_the_row_of_a_claim_along(
    tied_before: list[tuple[int, int]], wish: dict[str, object], sizes: list[int]
) -> None:
    claims = tagged(*ROWS)
    links = Links()
    for one, other in tied_before:
        links = made(links, claims[one], TieTarget(claims[other], SAME))
    groups = digits(claims[0], claims, links)
    group = next(each for each in groups if claims[2] in each.members)
    edit = put_into(replace(TieWish(claims[0]), **wish), group, links, DEFAULT_LABELS)
    assert not isinstance(edit, Refusal)
    links = links.changed(singles(edit))
    assert sorted(len(each.members) for each in links.clusters.values()) == sizes


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.integers(0, 5), st.sampled_from([SAME, CONTRADICTS, SUPPORTS])
        ),
        max_size=12,
    )
)
def test_whatever_is_tied_every_tie_can_be_taken_back(
    wanted: list[tuple[int, int, str]],
) -> None:
    claims = tagged("[one]c [two]c [three]c", "[four]c [five]c [six]c")
    links = Links()
    done = []
    for one, other, kind in wanted:
        if one == other:
            continue
        wish, target = TieWish(claims[one]), TieTarget(claims[other], kind)
        edit = tied(wish, target, links, DEFAULT_LABELS)
        if isinstance(edit, Refusal):
            continue
        before, links = links, links.changed(singles(edit))
        done.append((edit, before))
        assert others_of(ends_of(links, claims[one].mention), claims[one].mention)
        for cluster in links.clusters.values():
            assert cluster.relation != CONTRADICTS or len(cluster.members) == 2
    for edit, before in reversed(done):
        links = links.changed(singles(edit.inverse()))
        assert sorted(links, key=lambda each: each.id) == sorted(before, key=lambda each: each.id)
