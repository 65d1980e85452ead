from __future__ import annotations

import pytest

from store.suggest.tagged.forms import definitions_in
from store.suggest.tagged.tagged_phrases import TaggedPhrases
from store.suggest.tagged.word_index import WordIndex, blocks_of, find_in_text


def found(text: str, *tagged: str) -> list[str]:
    """What is found in a text that is like what was tagged, with how it is like that."""
    phrases = TaggedPhrases()
    for words in tagged:
        phrases.add(words, "actor")
    blocks = [WordIndex.of(text, within) for within in blocks_of(text)]
    for block in blocks:
        phrases.meet(block.small, definitions_in(block.within.of(text)))
    ones = [one for block in blocks for some in phrases.find(block, 0).values() for one in some]
    return [f"{one.span.of(text)}: {one.how}" for one in sorted(ones, key=lambda one: one.start)]


@pytest.mark.parametrize(
    ("text", "tagged", "forms"),
    [
        ("Ana Boe’s aide met ANA BOE.", "Ana Boe", ["Ana Boe: same", "ANA BOE: same"]),
        ("Boe left. Boern left. Then Maria Boe left.", "Ana Boe", ["Boe: surname"]),
        ("Then Ana Boe left.", "Boe", ["Ana Boe: full name"]),
        ("the fleet and The fleet", "the fleet", ["the fleet: same", "The fleet: same"]),
        ("us and US", "US", ["US: same"]),
        ("the World Food Fund (WFF). The WFF left.", "World Food Fund",
         ["World Food Fund: same", "WFF: acronym", "WFF: acronym"]),
        ("新华社报道，新华社", "新华社", ["新华社: same", "新华社: same"]),
    ],
)  # fmt: skip
def test_what_was_tagged_is_found_in_its_forms(text: str, tagged: str, forms: list[str]) -> None:
    assert found(text, tagged) == forms


def test_many_are_found_as_each_alone() -> None:
    text = "Ana Boe met Bo Quist and the fleet of Cara Lind.\n" * 80
    names = ("Ana Boe", "Bo Quist", "the fleet", "Cara Lind", "Dan Moe")
    assert sorted(found(text, *names)) == sorted(one for name in names for one in found(text, name))
    assert len(found(text, "the fleet")) == 80


def test_only_what_is_new_is_looked_for() -> None:
    text = "Ana Boe met Bo Quist."
    phrases = TaggedPhrases()
    phrases.add("Ana Boe", "actor")
    (block,) = (WordIndex.of(text, within) for within in blocks_of(text))
    first = len(phrases.entries)
    assert list(phrases.find(block, 0)) == [0]
    assert phrases.find(block, first) == {}
    phrases.add("Bo Quist", "actor")
    assert list(phrases.find(block, first)) == [first]


def test_the_more_often_it_was_left_or_rejected_the_less_sure_it_is() -> None:
    phrases = TaggedPhrases()
    key = phrases.add("Ana Boe", "actor")
    scores = [phrases.score(key)]
    for counter, times in (("tagged", 3), ("stands", 12), ("rejected", 1)):
        getattr(phrases, counter)[key] += times
        scores.append(phrases.score(key))
    first, tagged, left, rejected = scores
    assert tagged > first > left > rejected
    assert phrases.is_wanted(key)


def test_a_whole_text_is_searched_for_one_phrase() -> None:
    phrases = TaggedPhrases()
    phrases.add("Ana Boe", "actor")
    text = "Boe.\n" + "Nothing.\n" * 500 + "Ana Boe."
    (entry,) = phrases.entries
    ones = find_in_text(text, entry.forms, phrases.is_common)
    assert [one.span.of(text) for one in ones] == ["Boe", "Ana Boe"]
