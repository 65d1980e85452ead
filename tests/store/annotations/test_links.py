"""Relations and clusters, by id and by what they tie, however they came to be there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.links import CONTRADICTS, Links, cluster_without
from store.annotations.model import Cluster, Mention, Relation
from store.errors import ConflictError

MENTIONS = [Mention("a", str(number)) for number in range(4)]
RELATIONS = st.builds(
    Relation,
    st.sampled_from("RST"),
    st.just("same"),
    st.sampled_from(MENTIONS),
    st.sampled_from(MENTIONS),
)
CLUSTERS = st.builds(
    Cluster,
    st.sampled_from("CDE"),
    st.just("actor"),
    st.just("Iran"),
    st.lists(st.sampled_from(MENTIONS), max_size=4).map(tuple),
)
MANY = Links.of(
    [Relation(f"far {n}", "same", Mention("z", "1"), Mention("z", "2")) for n in range(100)], []
)
"""So many that a few changes are made one by one."""


@pytest.mark.parametrize("begin", [Links(), MANY], ids=["few", "many"])
@given(after=st.lists(RELATIONS | CLUSTERS, max_size=6), gone=st.sets(st.sampled_from("RSTCDE")))
def test_links_are_found_by_what_they_tie(
    begin: Links, after: list[Relation | Cluster], gone: set[str]
) -> None:
    links = begin
    for link in after:
        if isinstance(link, Relation):
            links = links.changed([EditOfRelation(links.relations.get(link.id), link)])
        else:
            links = links.changed([EditOfCluster(links.clusters.get(link.id), link)])
    links = links.changed(
        [EditOfRelation(r, None) for r in links.relations.values() if r.id in gone]
        + [EditOfCluster(c, None) for c in links.clusters.values() if c.id in gone]
    )
    last = {link.id: link for link in after if link.id not in gone}
    for mention in MENTIONS:
        assert links.relations_of(mention) == [
            last[each]
            for each in sorted(last)
            if isinstance(r := last[each], Relation) and mention in (r.head, r.tail)
        ]
        assert links.clusters_of(mention) == [
            last[each]
            for each in sorted(last)
            if isinstance(c := last[each], Cluster) and mention in c.members
        ]
    assert len(links) == len(begin) + len(last)


TIE = Relation("R", "same", MENTIONS[0], MENTIONS[1])


@pytest.mark.parametrize("begin", [Links(), MANY], ids=["few", "many"])
def test_a_change_fits_what_is_there_or_is_refused(begin: Links) -> None:
    with pytest.raises(ConflictError, match="link R is not there any more"):
        begin.changed([EditOfRelation(TIE, None)])
    tied = begin.changed([EditOfRelation(None, TIE)])
    with pytest.raises(ConflictError, match="link R already"):
        tied.changed([EditOfRelation(None, TIE)])
    with pytest.raises(ConflictError, match="link R is not there any more"):
        tied.changed([EditOfRelation(replace(TIE, type="other"), None)])


@pytest.mark.parametrize(
    ("relation", "left"), [("", 1), ("supports", 1), (CONTRADICTS, 0)], ids=str
)
def test_a_cluster_goes_where_what_is_left_says_nothing(relation: str, left: int) -> None:
    pair = Cluster("C", "claim", "It rains", tuple(MENTIONS[:2]), relation)
    after = cluster_without(pair, MENTIONS[0].__eq__)
    assert (after is not None) == bool(left)
    assert cluster_without(pair, lambda _: False) == pair
    assert cluster_without(pair, lambda _: True) is None
