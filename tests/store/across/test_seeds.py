"""The gold of the two articles that are practised on, and what is made of it here."""

from __future__ import annotations

import pytest

from bench.attribution import of_seeds as attributed
from bench.attribution import offers, ranks
from bench.clusters import Outcome, Sieving
from bench.golds import SEEDS
from bench.tied_golds import load_tied
from store.across.matrix import claim_matrix
from store.across.story_ties import ArticleText, StoryTies
from store.annotations.links import Links

GOLD = load_tied(SEEDS)


@pytest.fixture(scope="module")
def ties() -> StoryTies:
    articles = list(GOLD.texts)
    ordered = sorted(
        GOLD.annotations.items(), key=lambda each: (articles.index(each[0].article), each[1].order)
    )
    return StoryTies(
        {article: ArticleText(text) for article, text in GOLD.texts.items()},
        dict(ordered),
        Links.of(GOLD.clusters, GOLD.relations),
    )


def test_the_matrix_of_the_seeds(ties: StoryTies) -> None:
    matrix = claim_matrix(ties, "claim")
    shown = [
        (row.name.split("(")[0][:42], *(cell.sign for cell in row.cells), len(row.origins))
        for row in matrix.rows
    ]
    assert shown == [
        ("Russia's campaign is aimed at Western-back", "+!", "+", 2),
        ("the increased military activity is meant t", "+!", "!", 1),
        ("Soleimani went to Moscow and met Russia's ", "+", "+", 3),
        ("Iran and Russia act jointly to keep the As", "+", "+", 2),
        ("Soleimani commands the Quds Force of the R", "+", "+", 2),
        ("Soleimani oversees ground fighting in Syri", "+", "+", 2),
        ("Hundreds of Iranian ground troops have ent", "+", "+", 2),
        ("Iran and Russia plotted intervention in Sy", "+", ".", 1),
    ]


def test_the_three_disputed_pairs_with_who_said_them(ties: StoryTies) -> None:
    pairs = claim_matrix(ties, "claim").pairs
    assert [(pair.first.sources, pair.second.sources) for pair in pairs] == [
        ((), ("Moscow",)),
        (("Moscow",), ("U.S. officials",)),
        (("Moscow",), ()),
    ]


def test_every_speaker_comes_first_and_every_carrier() -> None:
    claims = attributed()
    assert ranks(claims, "seeds").rows[-1][:3] == ["ours", "28", "1.000"]
    speakers, carriers = offers(claims, "seeds").rows
    assert int(speakers[3]) / int(speakers[2]) >= 0.9
    assert carriers[1] == carriers[3] == "8"


def test_the_offers_of_clusters_are_right_and_reach_what_they_should() -> None:
    outcome = Outcome()
    outcome.count(Sieving.of(GOLD))
    assert outcome.lea["all", "all offers"].score.f1 >= 0.90
    assert not any(count[False] for count in outcome.answers.values())
    assert outcome.picked / outcome.links <= 0.55
