"""Suggestions save no fewer keys than exact strings already tagged; another story takes none."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pytest

from bench.golds import CORPORA, Gold, corpora
from bench.suggest import BY_HAND, Setting, Tally, measure

STORIES: Final = {"seeds": 1, "NewsWCL50": 3, "ECB+": 8, "PolNeAR": 3}
"""Of each corpus, so that it takes seconds and has 130 spans or more to find: the first ones.
`python -m bench.suggest` looks at all."""
NOTHING, ARTICLE = Setting(0, 0), Setting(1, 0)
ANOTHER, BOTH = Setting(0, 1), Setting(1, 1)


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
            for whole, part in ((ours, outcome.ours), (strings, outcome.yardstick)):
                whole.right, whole.shown = whole.right + part.right, whole.shown + part.shown
                whole.gold += part.gold
    return ours.saved(BY_HAND), strings.saved(BY_HAND)


@pytest.mark.parametrize("setting", [NOTHING, ARTICLE], ids=str)
def test_the_seeds_are_never_below_the_yardstick(setting: Setting) -> None:
    ours, strings = saved("seeds", setting)
    assert ours >= max(0, strings)


@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"there are no corpora in {CORPORA}")
@pytest.mark.parametrize("corpus", ["NewsWCL50", "ECB+", "PolNeAR"])
def test_a_corpus_is_never_below_the_yardstick_nor_worse_beside_another_story(corpus: str) -> None:
    if len(stories_of(corpus)) < STORIES[corpus]:
        pytest.skip(f"{corpus} is not there")
    for setting in (ARTICLE, ANOTHER, BOTH):
        ours, strings = saved(corpus, setting)
        assert ours >= strings, setting
        assert ours >= 0 or setting is ANOTHER  # on all of ECB+ that is 3 %, on these 8 -0.5 %
    assert saved(corpus, BOTH)[0] >= saved(corpus, ARTICLE)[0]
