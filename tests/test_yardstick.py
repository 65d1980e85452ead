"""Suggestions save no fewer keys than exact strings already tagged; another story takes none."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pytest

from bench.golds import CORPORA, Gold, corpora, gold_of
from bench.suggest import BY_HAND, Setting, Tally, add, measure
from store.practice.gold import GoldSpan
from tests.store.suggest.marked import opened

STORIES: Final = {"seeds": 1, "NewsWCL50": 3, "ECB+": 8, "PolNeAR": 3}
"""Of each corpus, so that it takes seconds and has 130 spans or more to find: the first ones.
`python -m bench.suggest` looks at all."""
NOTHING, ARTICLE = Setting(0, 0), Setting(1, 0)
ANOTHER, BOTH = Setting(0, 1), Setting(1, 1)
MORE: Final = (BOTH, Setting(1, 2), Setting(1, 4))
"""Beside one article, other stories; on the corpora, and on own text."""
OWN: Final = (
    ("[Ana Boe]a met [the Guard]a in Ostby. The fleet left, [Ana Boe]a said.",
     "[The Guard]a saw a fleet near Ostby. [Ana Boe]a denied it."),
    ("A fleet came to Ostby. Nobody saw the Guard or Ana Boe. [Dan Moe]a wept.",
     "In Ostby the Guard slept. [Bo Quist]a was there, a fleet too."),
    ("Ana Boe spoke in Ostby. [The fleet]a and [Bo Quist]a met.",
     "Ana Boe wrote of [the fleet]a; [Bo Quist]a read it in Ostby. [The fleet]a stayed."),
    ("[Ana Boe]a and [Bo Quist]a left Ostby. The Guard came.",
     "In Ostby [Bo Quist]a met [Ana Boe]a again. [Ana Boe]a wept."),
    ("[Cara Lind]a asked the Guard. [Cara Lind]a left Ostby.",
     "Ana Boe saw [Cara Lind]a in Ostby with a fleet."),
)  # fmt: skip
"""Stories in which the same words are tagged here and left there."""


def own_stories() -> list[Gold]:
    stories = []
    for number, marked in enumerate(OWN):
        articles = {f"{n}": opened(text) for n, text in enumerate(marked)}
        texts = {each: one.article.text for each, one in articles.items()}
        wanted = [
            GoldSpan(each, a.start, a.end, a.label)
            for each, one in articles.items()
            for a in one.annotations
        ]
        stories.append(gold_of(f"own {number}", texts, wanted, fitted=False))
    return stories


@lru_cache
def stories_of(corpus: str) -> tuple[Gold, ...]:
    return tuple(gold for gold in corpora() if gold.corpus == corpus)


@lru_cache
def saved(corpus: str, setting: Setting) -> tuple[float, float]:
    """The share of keys that is saved by what is suggested, and by the yardstick."""
    ours, strings = Tally(), Tally()
    stories = stories_of(corpus)
    for number in range(min(STORIES[corpus], len(stories))):
        outcome = measure(stories, number, setting)
        if outcome is not None:
            add(ours, outcome.ours)
            add(strings, outcome.yardstick)
    return ours.saved(BY_HAND), strings.saved(BY_HAND)


@pytest.mark.parametrize("setting", [NOTHING, ARTICLE], ids=str)
def test_the_seeds_are_never_below_the_yardstick(setting: Setting) -> None:
    ours, strings = saved("seeds", setting)
    assert ours >= max(0, strings)


@pytest.mark.parametrize("setting", MORE, ids=str)
def test_own_text_loses_nothing_beside_other_stories_and_no_keys_in_all(setting: Setting) -> None:
    stories, sums = own_stories(), (Tally(), Tally())
    for number in range(len(stories)):
        alone, beside = (measure(stories, number, each) for each in (ARTICLE, setting))
        assert alone is not None
        assert beside is not None
        assert beside.ours.right >= alone.ours.right
        for whole, part in zip(sums, (alone.ours, beside.ours), strict=True):
            add(whole, part)
    assert sums[1].saved(BY_HAND) >= sums[0].saved(BY_HAND)


@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"there are no corpora in {CORPORA}")
@pytest.mark.parametrize("corpus", ["NewsWCL50", "ECB+", "PolNeAR"])
def test_a_corpus_is_never_below_the_yardstick_nor_worse_beside_another_story(corpus: str) -> None:
    if len(stories_of(corpus)) < STORIES[corpus]:
        pytest.skip(f"{corpus} is not there")
    for setting in (ARTICLE, ANOTHER, BOTH):
        ours, strings = saved(corpus, setting)
        assert ours >= strings, setting
        assert ours >= 0 or setting is ANOTHER  # on all of ECB+ that is 3 %, on these 8 -0.5 %
    for setting in MORE:
        assert saved(corpus, setting)[0] >= saved(corpus, ARTICLE)[0], setting
