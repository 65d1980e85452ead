"""Which part of a split a story goes to."""

from __future__ import annotations

import itertools
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.datasets.splitting import NAMES, Split, divide, read_split
from store.errors import InputError
from tests.examples import scaled

SPLITS: Final = st.builds(
    Split,
    st.sampled_from([(80, 10, 10), (1, 1, 1), (70, 0, 30), (0, 50, 50), (98, 1, 1)]),
    st.integers(-3, 3),
)


def shares(sizes: dict[str, int], split: Split) -> dict[str, int]:
    parts = divide(sizes, split)
    return {name: sum(sizes[story] for story in stories) for name, stories in parts.items()}


def off(given_to: list[int], split: Split) -> float:
    total = sum(given_to)
    return sum(
        abs(count - total * share / sum(split.shares))
        for count, share in zip(given_to, split.shares, strict=True)
    )


@given(st.lists(st.integers(1, 30), min_size=3, max_size=40), SPLITS)
def test_a_story_is_in_one_part_and_no_part_is_empty(numbers: list[int], split: Split) -> None:
    sizes = {f"story {n}": size for n, size in enumerate(numbers)}
    parts = divide(sizes, split)
    assert tuple(parts) == split.names
    assert all(parts.values())
    assert sorted(itertools.chain(*parts.values())) == sorted(sizes)
    assert divide(sizes, split) == parts


@given(st.lists(st.integers(1, 9), min_size=3, max_size=6), SPLITS)
def test_no_way_to_deal_is_nearer_to_the_shares(numbers: list[int], split: Split) -> None:
    sizes = {f"story {n}": size for n, size in enumerate(numbers)}
    found = shares(sizes, split)
    ways = (
        [sum(s for s, p in zip(numbers, parts, strict=True) if p == part) for part in range(3)]
        for parts in itertools.product(range(3), repeat=len(numbers))
    )
    fit = [
        way for way in ways
        if all(bool(n) == bool(s) for n, s in zip(way, split.shares, strict=True))
    ]  # fmt: skip
    assert off([found.get(name, 0) for name in NAMES], split) == pytest.approx(
        min(off(way, split) for way in fit)
    )


@settings(max_examples=scaled(15))
@given(st.lists(st.integers(1, 2_000), min_size=60, max_size=200), st.integers(0, 9))
def test_many_stories_come_close(numbers: list[int], seed: int) -> None:
    sizes = {f"story {n}": size for n, size in enumerate(numbers)}
    found = shares(sizes, Split((80, 10, 10), seed))
    assert off([found[name] for name in NAMES], Split((80, 10, 10))) <= 2 * max(numbers)


def test_the_seed_says_which_stories() -> None:
    sizes = {f"story {n}": 2 for n in range(20)}
    parts = {str(divide(sizes, Split((80, 10, 10), seed))) for seed in range(10)}
    assert len(parts) == 10
    assert divide(sizes, Split((80, 10, 10), 1))["test"] == ("story 3", "story 12")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("80/10/10", (80, 10, 10)), ("8/1/1", (8, 1, 1)), (" 80 / 20 ", (80, 0, 20)),
     ("70/0/30", (70, 0, 30))],
)  # fmt: skip
def test_how_a_split_is_said(said: str, meant: tuple[int, int, int]) -> None:
    assert read_split(said, 4) == Split(meant, 4)


@pytest.mark.parametrize(
    "said", ["", "80", "80/10/5/5", "a/b", "-1/1/1", "100/0/0", "0/0", "8.5/1/1"]
)
def test_what_is_no_split(said: str) -> None:
    with pytest.raises(InputError, match="is no split; say the shares of train, dev and test"):
        read_split(said)


@pytest.mark.parametrize(
    ("stories", "sentence"),
    [(1, "there is one story only, and a split would divide it: name a corpus"),
     (2, "there are 2 stories for 3 parts, and a story is never divided")],
)  # fmt: skip
def test_too_few_stories(stories: int, sentence: str) -> None:
    with pytest.raises(InputError) as fault:
        divide({f"story {n}": 5 for n in range(stories)}, Split((80, 10, 10)))
    assert str(fault.value) == sentence
