"""What answers do to clusters, and that what was parted is not offered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.across import cluster_edits
from store.across.mention_groups import groups_of
from store.across.merge_offers import MergeOffer, merge_offers
from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import singles
from store.annotations.linking import rename
from store.annotations.links import Links
from tests.store.across.support import context, tagged

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.across.mention_groups import MentionGroup
    from store.annotations.edits import Edit

MARKED: Final = (
    "[Donald Trump]a met [Kim Jong Un]a. [Mr. Trump]a left. [Trump]a spoke, [Kim]a did not.",
    "[Trump]a denies it. [Seoul]l is silent.",
)


class Clustering:
    """The clusters of a story while they are worked on."""

    def __init__(self, *marked: str) -> None:
        self.marked = marked
        self.mentions = tagged(*marked)
        self.links = Links.of()

    @property
    def groups(self) -> tuple[MentionGroup, ...]:
        return groups_of(self.mentions, self.links.clusters.values())

    def group(self, text: str) -> MentionGroup:
        """The first group that has a text."""
        return next(g for g in self.groups if text in g.texts)

    @property
    def offers(self) -> list[MergeOffer]:
        refused = self.links.refused.values()
        return merge_offers(self.groups, context(*self.marked, refused=refused))

    def do(self, edit: Edit | Refusal) -> str:
        """Make an edit; what it says it does, or why it is not made."""
        if isinstance(edit, Refusal):
            return edit.reason
        self.links = self.links.changed(singles(edit))
        return describe(edit)

    def accept_all(self) -> None:
        while offers := self.offers:
            self.do(cluster_edits.accepted(self.links, offers[:1]))

    def told(self) -> list[str]:
        """The clusters with their texts."""
        return sorted(
            f"{group.cluster.name}: {', '.join(each.annotation.text for each in group.members)}"
            for group in self.groups
            if group.cluster is not None
        )


TRUMP: Final = "Donald Trump: Donald Trump, Mr. Trump, Trump, Trump"
KIM: Final = "Kim Jong Un: Kim Jong Un, Kim"


def test_what_is_offered_is_joined_under_its_longest_name() -> None:
    story = Clustering(*MARKED)
    story.accept_all()
    assert story.told() == [TRUMP, KIM]
    assert {each.origin for each in story.links.clusters.values()} == {"suggested"}


def test_all_of_a_sieve_are_joined_by_one_edit() -> None:
    story = Clustering(*MARKED)
    of_one = [each for each in story.offers if each.sieve.name == "SURNAME"]
    assert story.do(cluster_edits.accepted(story.links, of_one)) == "merge what 2 offers joined"
    assert story.told() == ["Donald Trump: Donald Trump, Trump, Trump", KIM]
    assert story.do(cluster_edits.accepted(story.links, [])) == "Nothing of the kind is offered"


def test_a_name_that_a_person_gave_stays() -> None:
    story = Clustering(*MARKED)
    story.do(cluster_edits.joined(story.links, [story.group("Trump")]))
    cluster = story.group("Trump").cluster
    assert cluster is not None
    story.do(rename(story.links, cluster, "The president"))
    story.accept_all()
    assert TRUMP.replace("Donald Trump:", "The president:") in story.told()


def test_what_has_other_labels_is_not_one() -> None:
    story = Clustering(*MARKED)
    both = [story.group("Kim"), story.group("Seoul")]
    assert "same label" in story.do(cluster_edits.joined(story.links, both))


@pytest.mark.parametrize(
    ("part", "after"),
    [
        (cluster_edits.parted, ["Kim Jong Un: Kim Jong Un", "Kim: Kim"]),
        (cluster_edits.taken_out, ["Kim Jong Un: Kim Jong Un"]),
    ],
)
def test_what_is_parted_is_not_offered_again(
    part: Callable[..., Edit | Refusal], after: list[str]
) -> None:
    story = Clustering(*MARKED)
    story.accept_all()
    kim = story.group("Kim")
    story.do(part(story.links, kim, {kim.members[1].mention}))
    assert story.told() == [TRUMP, *after]
    assert story.offers == []


def test_of_the_same_words_one_is_parted_too() -> None:
    story = Clustering("[Kim]a met [Kim]a. [Kim]a left.")
    story.accept_all()
    kim = story.group("Kim")
    told = story.do(cluster_edits.parted(story.links, kim, {kim.members[2].mention}))
    assert told == "split cluster “Kim” from “Kim”"
    assert story.told() == ["Kim: Kim", "Kim: Kim, Kim"]
    assert story.offers == []


def test_a_mention_may_be_in_several_clusters() -> None:
    story = Clustering(*MARKED, "[the two leaders]a")
    story.accept_all()
    both = story.group("the two leaders").members
    for text in ("Trump", "Kim"):
        story.do(cluster_edits.added(story.links, story.group(text), both))
    assert story.told() == [f"{TRUMP}, the two leaders", f"{KIM}, the two leaders"]


def test_a_cluster_is_taken_apart() -> None:
    story = Clustering(*MARKED)
    story.accept_all()
    kim = story.group("Kim")
    story.do(cluster_edits.taken_out(story.links, kim, {m.mention for m in kim.members}))
    assert story.told() == [TRUMP]
    assert [sorted(each.texts) for each in story.offers] == [["kim", "kim jong un"]]
    nothing = cluster_edits.taken_out(story.links, story.group("Kim"), ())
    assert story.do(nothing) == "These are in no cluster"


@given(st.data())
def test_every_answer_can_be_taken_back_and_loses_no_mention(data: st.DataObject) -> None:
    story = Clustering(*MARKED, "[Kim]a and [the president]a; President [Trump]a")
    for _ in range(data.draw(st.integers(1, 6))):
        before = story.links
        groups = story.groups
        edit: Edit | Refusal
        match data.draw(st.sampled_from(["accept", "refuse", "join", "part"])):
            case "accept":
                edit = cluster_edits.accepted(story.links, story.offers[:1])
            case "refuse" if story.offers:
                edit = cluster_edits.refused(story.links, story.offers[0])
            case "join":
                some = data.draw(st.lists(st.sampled_from(groups), min_size=1, unique_by=id))
                edit = cluster_edits.joined(story.links, some)
            case _:
                group = data.draw(st.sampled_from(groups))
                gone = data.draw(st.sets(st.sampled_from([m.mention for m in group.members])))
                edit = cluster_edits.parted(story.links, group, gone)
        if isinstance(edit, Refusal):
            continue
        story.do(edit)
        assert sorted(before, key=repr) == sorted(
            story.links.changed(singles(edit.inverse())), key=repr
        )
        found = {each.mention for group in story.groups for each in group.members}
        assert found == {each.mention for each in story.mentions}
        assert all(each.members for each in story.links.clusters.values())


def test_the_name_is_that_of_the_mentions_until_a_person_says_otherwise() -> None:
    story = Clustering(*MARKED)
    story.accept_all()
    kim = story.group("Kim")
    assert not cluster_edits.is_named(kim)
    assert kim.cluster is not None
    assert cluster_edits.is_named(replace(kim, cluster=replace(kim.cluster, name="The leader")))
