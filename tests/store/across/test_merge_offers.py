"""What is offered to be one cluster, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.across.mention_groups import groups_of
from store.across.merge_offers import OFFERED, merge_offers, merge_offers_in_steps
from store.across.sieves import Sieve
from store.annotations.model import Cluster, RefusedOffer
from tests.store.across.support import context, offered, pairs_offered, tagged


@pytest.mark.parametrize(
    ("marked", "pairs"),
    [
        ("[Donald Trump]a met [Mr. Trump]a", ["donald trump = mr trump (surname)"]),
        ("[President Trump]a met [Trump]a", ["president trump = trump (title)"]),
        ("[Kim]a wrote to [Kim Jong-un]a", ["kim = kim jong un (surname)"]),
        ("the [United States]a, or [US]a", ["US = united states (acronym)"]),
        ("the [Islamic State]a and [ISIS]a", ["ISIS = islamic state (acronym)"]),
        (
            "the [Free Syrian Army]a ([FSA]a)",
            ["FSA = free syrian army (acronym)"],
        ),
        (
            "[Revolutionary Guards]a in the [Iranian Revolutionary Guards Corps]a",
            ["iranian revolutionary guards corps = revolutionary guards (part)"],
        ),
        (
            "[A top Iranian general]a, Major General [Qassem Soleimani]a",
            ["qassem soleimani = top iranian general (apposition)"],
        ),
        ("[Moscow]a and [Russia]a agree", ["moscow = russia (capital)"]),
        ("in [Latakia province]l, in [Latakia]l", ["latakia = latakia province (place)"]),
        ("[North Korea]l; in [the North]l", ["north = north korea (place)"]),
        ("[in Bern, Switzerland]l, [to Bern]l", ["bern = bern switzerland (place)"]),
        (
            "[an SAP Arena in Mannheim, Germany]l, [the SAP-Arena in Germany]l",
            ["sap arena in germany = sap arena in mannheim germany (place)"],
        ),
        (
            "[Toledo, Calif.]l, [Toledo, California]l",
            ["toledo calif = toledo california (place)"],
        ),
        ("[the Kodak Theatre]l, [Kodak Theater]l", ["kodak theater = kodak theatre (title)"]),
        ("[Mark Jay Heller]a; [Mark Heller]a", ["mark heller = mark jay heller (title)"]),
        ("[The Associated Press]a; [AP]a", ["AP = associated press (acronym)"]),
        (
            "President [Donald Trump]a spoke. [The president]a left",
            ["donald trump = president (role)"],
        ),
        (
            "[Assad’s regime]a; [the regime]a",
            ["assad regime = regime (head)"],
        ),
    ],
)
def test_each_sieve_offers(marked: str, pairs: list[str]) -> None:
    assert pairs_offered(marked) == pairs


@pytest.mark.parametrize(
    "marked",
    [
        "[Bill Clinton]a, [Hillary Clinton]a and [Clinton]a",
        "[Donald Trump]a and [Donald Trump Jr.]a",
        "[a senior regional official]a and [senior regional officials]a",
        "[the country]a and [a large country]a",
        "[the two Koreas]a and [the two leaders]a",
        "in [Moscow]l, in [Russia]l",
        "[North Korea]a and [South Korea]a",
        "[the Iranian troops]a and [the Russian troops]a",
        "[Donald Trump]a, [the president]a's son",
        "[Moscow]a said in [Moscow]l",
        "[Trump Tower]a and [Trump]l",
        "[Toledo, Ohio]l, [Toledo, Spain]l and [Toledo]l",
        "[Mark Jay Heller Jr.]a and [Mark Heller]a",
        "[Mark Heller]a and [MH]a",
        "[Associated Press]a, [Arms Panel]a and [AP]a",
    ],
)
def test_nothing_is_offered_where_the_words_do_not_say_it(marked: str) -> None:
    assert pairs_offered(marked) == []


def test_mentions_of_the_same_words_are_one_offer() -> None:
    (offer,) = offered("[Assad]a, [Assad’s]a, [ASSAD]a")
    assert (offer.sieve, offer.groups[0].size) == (Sieve.SAME_TEXT, 3)


def test_the_same_words_are_not_offered_where_they_name_two() -> None:
    assert offered("[the two leaders]a and [the two leaders]a") == []


def test_a_new_mention_is_offered_the_one_cluster_that_has_its_words() -> None:
    mentions = tagged("[Assad]a", "[Assad]a")
    cluster = Cluster("c", "actor", "Assad", (mentions[0].mention,))
    (offer,) = offered("[Assad]a", "[Assad]a", clusters=[cluster])
    assert offer.sieve is Sieve.SAME_TEXT
    assert {group.cluster for group in offer.groups} == {None, cluster}


def test_what_gains_most_comes_first() -> None:
    texts = ["[Donald Trump]a [Trump]a [Trump]a [Trump]a [Ana Boe]a [Boe]a"]
    assert [offer.texts[1] for offer in offered(*texts)][:1] == ["donald trump"]


def test_of_offers_that_join_the_same_one_is_made() -> None:
    assert len(offered("[Donald Trump]a [Mr. Trump]a [President Trump]a")) == 2


def refused(*texts: str) -> RefusedOffer:
    return RefusedOffer("", OFFERED, "actor", tuple(sorted(texts)))


def test_a_refused_pair_does_not_come_again_and_blocks_what_holds_it() -> None:
    marked = "[Donald Trump]a [Trump]a [Mr. Trump]a"
    mentions = tagged(marked)
    known = context(marked, refused=[refused("donald trump", "trump")])
    both = tuple(each.mention for each in mentions[1:])
    clusters = [Cluster("c", "actor", "Trump", both)]
    assert merge_offers(groups_of(mentions, clusters), known) == []


def test_a_refusal_of_another_label_blocks_nothing() -> None:
    marked = "[Moscow]a and [Russia]a"
    of_places = RefusedOffer("", OFFERED, "location", ("moscow", "russia"))
    assert merge_offers(groups_of(tagged(marked), ()), context(marked, refused=[of_places]))


def test_offers_are_made_a_label_at_a_step() -> None:
    marked = "[Donald Trump]a [Trump]a in [Latakia]l, [Latakia province]l"
    steps = merge_offers_in_steps(groups_of(tagged(marked), ()), context(marked))
    assert not steps.work(0)
    assert len(steps.all()) == 2


NAMES = st.sampled_from(
    [
        *("Donald Trump", "Trump", "Mr. Trump", "the president", "President Trump", "Kim"),
        *("Kim Jong Un", "the two leaders", "the United States", "US", "the regime", "he"),
        *("Assad’s regime", "a regime", "Moscow", "Russia", "North Korea", "the North"),
    ]
)


@given(st.lists(NAMES, max_size=12), st.data())
def test_answers_in_any_order_give_a_partition_and_end(
    names: list[str], data: st.DataObject
) -> None:
    marked = ", ".join(f"[{name}]a" for name in names)
    mentions = tagged(marked)
    clusters: dict[str, Cluster] = {}
    closed: list[RefusedOffer] = []
    for number in range(4 * len(mentions) + 4):
        groups = groups_of(mentions, clusters.values())
        offers = merge_offers(groups, context(marked, refused=closed))
        seen = [each.mention for group in groups for each in group.members]
        assert sorted(seen) == sorted(each.mention for each in mentions)
        if not offers:
            break
        offer = data.draw(st.sampled_from(offers))
        assert {group.label for group in offer.groups} == {"actor"}
        if data.draw(st.booleans()):
            members = [each.mention for group in offer.groups for each in group.members]
            for group in offer.groups:
                if group.cluster is not None:
                    del clusters[group.cluster.id]
            clusters[str(number)] = Cluster(str(number), "actor", "", tuple(members))
        else:
            closed.append(refused(*offer.texts))
    else:
        pytest.fail("there is always another offer")
    if not closed:
        assert all(len(each.keys) >= 1 for each in groups)


@given(st.lists(NAMES, max_size=12))
def test_nothing_is_merged_without_an_answer(names: list[str]) -> None:
    mentions = tagged(", ".join(f"[{name}]a" for name in names))
    groups = groups_of(mentions, ())
    assert all(len(group.keys) == 1 and group.cluster is None for group in groups)


def test_a_mention_of_several_clusters_is_in_each() -> None:
    mentions = tagged("[Kim]a and [Moon]a, [the two leaders]a")
    kim, moon, both = (each.mention for each in mentions)
    clusters = [
        Cluster("k", "actor", "Kim", (kim, both)),
        Cluster("m", "actor", "Moon", (moon, both)),
    ]
    groups = groups_of(mentions, clusters)
    assert [[each.annotation.text for each in group.members] for group in groups] == [
        ["Kim", "the two leaders"],
        ["Moon", "the two leaders"],
    ]
