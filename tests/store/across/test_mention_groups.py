"""Groups of mentions: what they may be called, and which a mention most likely belongs to."""

from __future__ import annotations

import pytest

from store.across.likely_clusters import MOST, likely_clusters
from store.across.mention_groups import groups_of
from store.annotations.model import Cluster
from tests.store.across.support import tagged


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[President Donald Trump]a, [Trump]a, [Trump]a, [the president]a", "Donald Trump"),
        ("[Quds Force]a, [Quds force]a, [Quds Force]a", "Quds Force"),
        ("[the regime]a, [Assad’s regime]a", "Assad’s regime"),
    ],
)
def test_the_likely_name_of_a_cluster(marked: str, name: str) -> None:
    mentions = tagged(marked)
    cluster = Cluster("c", "actor", "", tuple(each.mention for each in mentions))
    (group,) = groups_of(mentions, [cluster])
    assert group.likely_name == name


def clusters(marked: str) -> list[str]:
    """The keys of the groups that are likely for the last mention, the likeliest first."""
    mentions = tagged(marked)
    groups = groups_of(mentions, ())
    return [group.members[0].form.key for group in likely_clusters(mentions[-1], groups)]


def test_large_clusters_near_ones_and_those_that_share_words_are_likely() -> None:
    large = ", ".join(["[Assad]a"] * 8)
    assert clusters(f"[Putin]a, {large}; [his administration]a")[0] == "assad"
    assert clusters("[the Assad regime]a and [Putin]a; [his regime]a")[0] == "assad regime"
    assert clusters(f"[Putin]a {'x ' * 900} [Assad]a: [his office]a")[0] == "assad"


def test_nine_at_the_most_and_only_of_the_label() -> None:
    many = ", ".join(f"[Person{number}]a" for number in range(12))
    found = clusters(f"in [Moscow]l: {many}; [he]a")
    assert len(found) == MOST
    assert "moscow" not in found
