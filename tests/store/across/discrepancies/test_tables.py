"""What differs in what is tied: claims of a row, mentions of a cluster; and what only looks so."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.across.discrepancies.answers import contradict, not_the_same
from store.across.discrepancies.model import ThingSource
from store.across.discrepancies.tables import discrepancies
from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster
from store.annotations.links import Links
from store.annotations.model import Annotation, Cluster
from store.labels import DEFAULT_LABELS
from tests.store.across.support import ties_of

if TYPE_CHECKING:
    from store.across.discrepancies.answers import TagClaim
    from store.across.discrepancies.model import Discrepancy
    from store.across.story_ties import StoryTies
    from store.text.span import Span


def tied(*marked: str) -> StoryTies:
    """Articles of which all claims are one row, and all actors and places a cluster each."""
    ties = ties_of(*marked)
    labels = {annotation.label for annotation in ties.annotations.values()}
    clusters = [
        Cluster(label, label, f"the {label}s",
                tuple(m for m, a in ties.annotations.items() if a.label == label),
                "supports" if label == "claim" else "")
        for label in sorted(labels)
    ]  # fmt: skip
    return replace(ties, links=Links.of(clusters))


def alarms(ties: StoryTies) -> list[str]:
    """The alarms, as `kind: value ! value`, a pair each."""
    found = []
    for table in discrepancies(ties, DEFAULT_LABELS):
        for pair in table.differing if table.is_alarm else ():
            one, other = (table.values[number].value.told for number in pair)
            found.append(f"{table.kind.value}: {one} ! {other}")
    return found


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        # Claims that say the same.
        ("[43 workers were killed]c.", "[Fewer than 30 people died]c.",
         ["how many: under 30 ! 43"]),
        ("[At least 40 people died]c.", "[43 sailors were killed]c.", []),
        ("[40 died and 100 were hurt]c.", "[40 were killed, 120 injured]c.",
         ["how many: 100 ! 120"]),
        ("[40 died]c.", "[43 were injured]c.", []),  # not of the same people
        ("[Nobody died]c.", "[Forty died]c.", ["how many: none ! 40"]),
        ("[It cost $2 million]c.", "[It cost $3 million]c.",
         ["how much money: $2 million ! $3 million"]),
        ("[It cost $2 million]c.", "[It cost €3 million]c.", []),
        ("[It lies 5 miles off]c.", "[It lies 8 km off]c.", []),
        ("[It fell on May 12]c.", "[It fell on May 14]c.", ["when: 05-12 ! 05-14"]),
        ("[It fell on Friday]c.", "[It fell on Monday]c.", []),  # of which week nobody knows
        ("[It fell in 2014]c.", "[It fell in 2015]c.", []),
        ("[They met in Moscow]c.", "[They met in Berlin]c.", ["where: Moscow ! Berlin"]),
        ("[They met in Moscow]c.", "[They met in Russia]c.", []),
        ("[They met in Moscow]c.", "[They went to Berlin]c.", []),
        ("[3 died, later 7 died]c.", "[7 died]c.", []),  # an article that has both
        # Mentions of one cluster.
        ("[43 workers]a fell.", "[40 workers]a fell.", ["how many: 40 ! 43"]),
        ("[43 workers]a fell.", "About [40 workers]a fell.", []),
        ("[43 workers]a fell.", "[several groups of workers]a fell.", []),
        ("[two officials]a spoke.", "[50 people]a spoke.", ["how many: 2 ! 50"]),
        ("[Ana Boe]a, 34, spoke.", "[Ms. Boe]a, 36, spoke.", ["how old: 34 ! 36"]),
        ("[the father of 2 sons]a", "[the father of 3 sons]a", []),  # it counts no fathers
    ],
)  # fmt: skip
def test_an_alarm_is_raised_where_both_cannot_hold(one: str, other: str, said: list[str]) -> None:
    assert alarms(tied(one, other)) == said


def test_without_a_tie_a_noun_is_a_table_and_no_alarm() -> None:
    found = discrepancies(ties_of("It had 12 boats.", "It had 10 boats."), DEFAULT_LABELS)
    assert [(each.name, each.source, each.is_alarm) for each in found] == [
        ("boat", ThingSource.NOUN, False)
    ]
    assert [value.said for value in found[0].values] == ["It had 10 boats.", "It had 12 boats."]


def test_within_one_article_nothing_differs() -> None:
    assert alarms(tied("[40 died]c. [43 died]c.")) == []


def only(ties: StoryTies) -> Discrepancy:
    (table,) = (each for each in discrepancies(ties, DEFAULT_LABELS) if each.is_sure)
    return table


def test_a_contradiction_settles_it_and_is_kept_in_sight() -> None:
    ties = tied("[40 died]c.", "[43 died]c.")
    edit = contradict(ties, only(ties), (0, 1), as_claim(ties))
    assert isinstance(edit, Batch)
    after = only(replace(ties, links=ties.links.changed(edit.edits)))
    assert after.differing == after.contradicted == ((0, 1),)
    assert after.open == ()


def test_what_is_not_the_same_thing_goes_and_the_others_stay() -> None:
    ties = tied("[40 died]c.", "[43 died]c.", "[3 died]c.")
    edit = not_the_same(ties.links, only(ties), 0)
    assert isinstance(edit, Batch)
    after = only(replace(ties, links=ties.links.changed(edit.edits)))
    assert [each.value.told for each in after.values] == ["40", "43"]
    assert isinstance(not_the_same(ties.links.changed(edit.edits), after, 0), Batch)


def test_a_refusal_is_of_one_kind_of_value() -> None:
    ties = tied("[40 died in Moscow]c.", "[43 died in Berlin]c.")
    first, second = (each for each in discrepancies(ties, DEFAULT_LABELS) if each.is_sure)
    edit = not_the_same(ties.links, first, 0)
    assert isinstance(edit, Batch)
    assert only(replace(ties, links=ties.links.changed(edit.edits))).kind is second.kind


def as_claim(ties: StoryTies, refusal: Refusal | None = None) -> TagClaim:
    """Tags a claim in a story, or refuses to."""
    numbers = count(1)

    def tagged(article: str, span: Span) -> EditOfAnnotation | Refusal:
        text = span.of(ties.articles[article].text)
        made = Annotation(f"new{next(numbers)}", span.start, span.end, "claim", text)
        return refusal or EditOfAnnotation(article, None, made)

    return tagged


@pytest.mark.parametrize(
    ("one", "other", "made"),
    [
        ("It rained. [40 workers]a fell.", "[43 workers]a fell",
         ["40 workers fell", "43 workers fell"]),
        ("[40 workers]a fell.", "[[43 workers]a fell]c.", ["40 workers fell"]),
        ("[[40 workers]a fell]c.", "[[43 workers]a fell]c.", []),
    ],
)  # fmt: skip
def test_a_sentence_becomes_the_claim_that_is_contradicted(
    one: str, other: str, made: list[str]
) -> None:
    ties = tied(one, other)
    table = next(t for t in discrepancies(ties, DEFAULT_LABELS) if t.label == "actor")
    edit = contradict(ties, table, (0, 1), as_claim(ties))
    assert isinstance(edit, Batch)
    tagged = [each.after for each in edit.edits if isinstance(each, EditOfAnnotation)]
    assert [each.text for each in tagged if each] == made
    *_, pair = edit.edits
    assert isinstance(pair, EditOfCluster)
    assert pair.after is not None
    assert len(pair.after.members) == 2
    assert ("now a claim" in describe(edit)) is bool(made)


def test_what_cannot_be_a_claim_cannot_be_contradicted() -> None:
    ties = tied("[40 workers]a fell.", "[43 workers]a fell.")
    refusal = Refusal("No")
    assert contradict(ties, only(ties), (0, 1), as_claim(ties, refusal)) is refusal


@given(st.lists(st.sampled_from(["40 died", "43 died", "at least 30 died", "dozens died"]),
                min_size=2, max_size=5))  # fmt: skip
def test_every_pair_that_differs_is_of_two_articles_and_in_order(said: list[str]) -> None:
    for table in discrepancies(tied(*(f"[{each}]c." for each in said)), DEFAULT_LABELS):
        for one, other in table.differing:
            assert one < other
            assert table.values[one].article != table.values[other].article
        lows = [each.value.low for each in table.values]
        assert lows == sorted(lows)
