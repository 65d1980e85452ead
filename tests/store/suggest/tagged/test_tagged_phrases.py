from __future__ import annotations

from collections import Counter

import pytest

from store.annotations.model import Annotation
from store.suggest.level import BREAK_EVEN
from store.suggest.tagged.beside import Beside
from store.suggest.tagged.forms import FoundForm, How
from store.suggest.tagged.tag_counts import PhraseKey, TagCounts
from store.suggest.tagged.tagged_phrases import TaggedPhrases
from store.suggest.tagged.word_index import WordIndex, blocks_of
from store.text.span import Span


def found(text: str, *tagged: str) -> list[str]:
    """What is found in a text that is like what was tagged, with how it is like that."""
    phrases = TaggedPhrases()
    for words in tagged:
        phrases.add(words, "actor")
    blocks = [WordIndex.of(text, within) for within in blocks_of(text)]
    ones = [one for block in blocks for some in phrases.find(block, 0).values() for one in some]
    return [f"{one.span.of(text)}: {one.how}" for one in sorted(ones, key=lambda one: one.start)]


@pytest.mark.parametrize(
    ("text", "tagged", "forms"),
    [
        ("Ana Boe’s aide met ANA BOE.", "Ana Boe", ["Ana Boe: same", "ANA BOE: same"]),
        ("Boe left. Boern left. Then Maria Boe left.", "Maria Boe",
         ["Boe: surname", "Maria Boe: same"]),
        ("The House met.", "White House", []),
        ("Boe left. Then Mr Boe met Carl Boe.", "President Boe", ["Boe: surname", "Boe: surname"]),
        ("The Department met in the County.", "Justice Department", []),
        ("Boe left. Jae-in left.", "Carl Quist Boe", ["Boe: surname"]),
        ("Rahman left.", "Hasim Rahman", ["Rahman: surname"]),
        ("Moon left. Jae-in left.", "Moon Jae-in", []),
        ("Boe’s aide met Boe.", "Boe's", ["Boe: same", "Boe’s: same", "Boe: same"]),
        ("Mr Boe met Carl Boe. Then Boe Quist left; Boe, too. Monday Boe slept.", "Boe",
         ["Boe: same", "Boe: same", "Boe: same"]),
        ("the fleet and The fleet", "the fleet", ["the fleet: same", "The fleet: same"]),
        ("A Court sat. Court is out. The court, a COURT.", "court",
         ["Court: same", "court: same", "COURT: same"]),
        ("us and US", "US", ["US: same"]),
        ("Boe: “no”: Quist", ":", []),
        ("新华社报道，新华社", "新华社", ["新华社: same", "新华社: same"]),
    ],
)  # fmt: skip
def test_what_was_tagged_is_found_in_its_forms(text: str, tagged: str, forms: list[str]) -> None:
    assert [one for one in found(text, tagged) if "Maria Boe: surname" not in one] == forms


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


@pytest.mark.parametrize(
    ("words", "tagged", "left", "rejected", "is_shown"),
    [
        ("fleet", 1, 0, 0, True),
        ("fleet", 1, 3, 0, False),  # a common word means something else elsewhere
        ("fleet", 4, 3, 0, True),
        ("Ana Boe", 1, 3, 0, True),  # a name is rather overlooked
        ("Ana Boe", 1, 9, 0, False),
        ("Ana Boe", 1, 0, 1, False),  # refused: gone at once
        ("Ana Boe", 9, 0, 1, True),
    ],
)
def test_what_is_left_or_rejected_fades(
    words: str, tagged: int, left: int, rejected: int, *, is_shown: bool
) -> None:
    phrases = TaggedPhrases()
    key = phrases.add(words, "actor")
    counts = phrases.counts
    counts.tagged[key], counts.left[key], counts.rejected[key] = tagged, left, rejected
    assert (phrases.score(key) >= BREAK_EVEN) is is_shown


@pytest.mark.parametrize(
    ("tagged", "left", "said"),
    [
        (1, 0, "you tagged “Boe” as actor"),
        (1, 1, "you tagged “Boe” as actor and left it once"),
        (2, 2, "you tagged “Boe” as actor twice and left it twice"),
        (3, 5, "you tagged “Boe” as actor 3 times and left it 5 times"),
    ],
)
def test_it_is_said_how_often_it_was_tagged_and_left(tagged: int, left: int, said: str) -> None:
    phrases = TaggedPhrases()
    key = phrases.add("Boe", "actor")
    phrases.counts.tagged[key], phrases.counts.left[key] = tagged, left
    (entry,) = phrases.entries
    assert phrases.suggestion("Boe", entry, FoundForm(0, 3, How.SAME), 0.5).reason == said


def test_where_what_has_a_label_is_mostly_left_being_left_says_more() -> None:
    phrases = TaggedPhrases()
    names = [phrases.add(f"Ana Boe{letter}", "source") for letter in "abcdef"]
    for key in names:
        phrases.counts.tagged[key], phrases.counts.left[key] = 1, 3
    before = phrases.score(names[0])
    assert phrases.weigh()
    assert phrases.is_doubted(("source", True))
    assert phrases.score(names[0]) < BREAK_EVEN < before
    (entry, *_) = phrases.entries
    assert (
        phrases.sure(entry, FoundForm(0, 3, How.SURNAME), "Boe", Beside("Boe", Span(0, 3), ())) == 0
    )


def test_a_surname_that_was_rejected_is_suggested_nowhere_until_it_is_tagged() -> None:
    phrases = TaggedPhrases()
    phrases.counts.tagged[phrases.add("Ana Boe", "actor")] = 3
    (entry,), text = phrases.entries, "Boe left"
    one, beside = FoundForm(0, 3, How.SURNAME), Beside(text, Span(0, len(text)), ())
    assert phrases.sure(entry, one, text, beside) >= BREAK_EVEN
    own = phrases.add("Boe", "actor")
    assert phrases.sure(entry, one, text, beside) >= BREAK_EVEN
    phrases.counts.rejected[own] = 1
    assert phrases.sure(entry, one, text, beside) == 0
    phrases.counts.tagged[own] = 1
    assert phrases.sure(entry, one, text, beside) >= BREAK_EVEN


def test_a_label_that_was_left_makes_new_words_less_likely_and_one_that_held_more() -> None:
    def score_of_new(tagged: int, left: int) -> float:
        phrases = TaggedPhrases()
        for letter in "abc":
            known = phrases.add(f"fleet {letter}", "actor")
            phrases.counts.tagged[known], phrases.counts.left[known] = tagged, left
        new = phrases.add("crew", "actor")
        phrases.counts.tagged[new] = 1
        phrases.weigh()
        return phrases.score(new)

    assert score_of_new(tagged=4, left=0) > 0.7 > BREAK_EVEN > score_of_new(tagged=1, left=2)


def test_where_a_label_stands_beside_what_reports_nothing_is_suggested_elsewhere() -> None:
    phrases = TaggedPhrases()
    key = phrases.add("Boe", "source")
    phrases.counts.tagged[key] = 3
    text = "Boe said no. Then Boe left. Boe vows it"
    cue = Annotation("a", 32, 36, "cue", "vows")
    (entry,), beside = phrases.entries, Beside(text, Span(0, len(text)), [cue])
    places = [FoundForm(at, at + 3, How.SAME) for at in (0, 18, 28)]

    def shown() -> list[bool]:
        return [phrases.sure(entry, one, text, beside) >= BREAK_EVEN for one in places]

    phrases.counts.said = Counter({("source", True): 2, ("source", False): 2})
    phrases.weigh()
    assert shown() == [True, True, True]
    phrases.counts.said["source", True] = 3
    phrases.weigh()
    assert shown() == [True, False, True]
    phrases.counts.left[key] = phrases.counts.aside[key] = 9
    phrases.weigh()
    assert shown() == [True, False, True], "what is left elsewhere says nothing of what is here"


def test_what_was_tagged_elsewhere_is_suggested_as_long_as_that_holds() -> None:
    phrases = TaggedPhrases()
    words = ("Ana Boe", "Bo Quist", "Cara Lind")
    new, met, left = (phrases.add(each, "actor", is_elsewhere=True) for each in words)
    phrases.elsewhere = {new: 0.8, met: 0.8, left: 0.8}
    phrases.weigh()
    assert phrases.score(new) == 0.8
    phrases.counts.met[left] = 1
    phrases.weigh()
    assert phrases.score(new) == phrases.score(left) == 0
    phrases.counts.tagged[met] = 1
    phrases.weigh()
    assert (phrases.score(new), phrases.score(left)) == (0.8, 0)


def test_what_was_tagged_elsewhere_has_to_be_surer_beside_what_is_tagged_here() -> None:
    phrases = TaggedPhrases()
    sure, likely = (phrases.add(each, "actor", is_elsewhere=True) for each in ("Boe", "Quist"))
    phrases.elsewhere = {sure: 0.8, likely: 0.6}
    phrases.weigh()
    assert (phrases.score(sure), phrases.score(likely)) == (0.8, 0.6)
    phrases.counts.tagged[phrases.add("Lind", "actor")] = 1
    phrases.weigh()
    assert (phrases.score(sure), phrases.score(likely)) == (0.8, 0)


def test_what_other_stories_say_of_the_article_holds_for_their_words_alone() -> None:
    phrases = TaggedPhrases()
    own, new = phrases.add("fleet", "actor"), phrases.add("crew", "actor", is_elsewhere=True)
    phrases.counts.tagged[own], phrases.elsewhere = 1, {new: 0.8}
    phrases.articles_elsewhere = Counter({("actor", True): 9})
    phrases.weigh()
    text = "the fleet, the crew"
    places = [FoundForm(4, 9, How.SAME), FoundForm(15, 19, How.SAME)]
    beside = Beside(text, Span(0, len(text)), ())

    def shown() -> list[bool]:
        both = zip(phrases.entries, places, strict=True)
        return [phrases.sure(entry, one, text, beside) >= BREAK_EVEN for entry, one in both]

    assert shown() == [True, False]
    phrases.counts.articles["actor", True] = 9
    phrases.weigh()
    assert shown() == [False, False]


def test_what_may_not_have_been_read_says_nothing_unless_the_label_is_doubted() -> None:
    phrases = TaggedPhrases()
    key = phrases.add("fleet", "actor")
    phrases.counts.tagged[key], phrases.counts.left[key] = 1, 2
    assert phrases.score(key) < BREAK_EVEN
    unread = TagCounts()
    unread.unread[key] = 2
    phrases.exchange(TagCounts(), unread)
    assert phrases.score(key) >= BREAK_EVEN
    phrases.counts.left[key] = 40
    phrases.counts.unread[key] = 10
    phrases.weigh()
    assert phrases.is_doubted(("actor", False))
    doubted = phrases.score(key)
    phrases.exchange(unread, TagCounts())
    assert phrases.score(key) == doubted


@pytest.mark.parametrize("words", [("He", "he"), ("They",), ("Officials", "officials")])
def test_what_has_a_capital_only_where_a_sentence_begins_is_no_name(words: tuple[str, ...]) -> None:
    for order in (words, words[::-1]):
        phrases = TaggedPhrases()
        (*_, key) = (phrases.add(each, "source") for each in order)
        phrases.counts.tagged[key], phrases.counts.left[key] = 1, 3
        assert phrases.score(key) < BREAK_EVEN


def test_a_part_that_is_counted_anew_replaces_what_it_was() -> None:
    phrases = TaggedPhrases()
    key = phrases.add("Ana Boe", "actor")
    once = TagCounts()
    once.tagged[key] = 1
    phrases.exchange(TagCounts(), once)
    assert (phrases.counts.tagged[key], phrases.take_changed()) == (1, {0})
    phrases.exchange(once, once)
    assert phrases.take_changed() == set()
    phrases.exchange(once, TagCounts())
    assert (phrases.counts.tagged[PhraseKey.of("ana boe", "actor")], phrases.score(key)) == (0, 0)
