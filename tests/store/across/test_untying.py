"""Ties are taken away again: what is left of what an annotation was in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.across.story_groups import LabelGroups
from store.across.tie_ends import ends_of
from store.across.ties import TieTarget, TieWish, tied
from store.across.untying import untied
from store.annotations.actions import Refusal
from store.annotations.edits import singles
from store.annotations.links import CONTRADICTS, Links
from store.annotations.model import Cluster, Stance, StanceValue
from store.labels import DEFAULT_LABELS, SAME, SUPPORTS
from tests.store.across.support import tagged

if TYPE_CHECKING:
    from store.across.mention_groups import TaggedMention


def without_tie(one: TaggedMention, story: list[TaggedMention], links: Links) -> Links:
    """The links after the first tie of an annotation was taken away, by one edit."""
    end = ends_of(links, one.mention)[0]
    groups = LabelGroups.of(story, links.clusters.values()).groups
    group = next((each for each in groups if each.cluster == end.cluster), None)
    edit = untied(one, end, group if end.cluster is not None else None, links)
    assert not isinstance(edit, Refusal)
    assert edit.what == "untie"
    after = links.changed(singles(edit))
    assert list(after.changed(singles(edit.inverse()))) == list(links)
    return after


def test_a_claim_left_alone_is_a_row_only_if_something_was_said_of_that() -> None:
    claims = tagged("[It fell]c.", "[It fell down]c.")
    row = Cluster("c", "claim", "It fell", tuple(c.mention for c in claims), SUPPORTS)
    assert not len(without_tie(claims[0], claims, Links.of([row])))
    stance = Stance("s", "c", "2", StanceValue.HEDGES)
    left = without_tie(claims[0], claims, Links.of([row], [stance]))
    assert [each.members for each in left.clusters.values()] == [(claims[1].mention,)]


@pytest.mark.parametrize("number", [0, 1])
def test_a_name_that_left_its_cluster_is_not_offered_for_it_again(number: int) -> None:
    names = tagged("[Ana Lee]a.", "[Lee]a.")
    both = Cluster("c", "actor", "Ana Lee", tuple(n.mention for n in names))
    links = without_tie(names[number], names, Links.of([both]))
    assert [each.members for each in links.clusters.values()] == [(names[1 - number].mention,)]
    assert [each.texts for each in links.refused.values()] == [("ana lee", "lee")]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.integers(0, 5), st.sampled_from([SAME, CONTRADICTS, SUPPORTS])
        ),
        max_size=12,
    )
)
def test_whatever_is_tied_nothing_is_once_each_tie_was_taken_away(
    wanted: list[tuple[int, int, str]],
) -> None:
    claims = tagged("[one]c [two]c [three]c", "[four]c [five]c [six]c")
    links = Links()
    for one, other, kind in wanted:
        edit = tied(TieWish(claims[one]), TieTarget(claims[other], kind), links, DEFAULT_LABELS)
        links = links if isinstance(edit, Refusal) or one == other else links.changed(singles(edit))
    for claim in claims:
        while ends_of(links, claim.mention):
            links = without_tie(claim, claims, links)
    assert {len(each.members) for each in links.clusters.values()} <= {1}
    assert not len(links.relations)
