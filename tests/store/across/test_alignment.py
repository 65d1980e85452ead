"""What is most like a passage in the other articles, how sure that is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.align import claims_table
from store.across.alignment import (
    AlignedPassage,
    AlignmentLevel,
    AlignmentReason,
    AskedPassage,
    TiedTexts,
    aligned_passages,
    index_clusters,
    level_of,
    reason_for,
)
from store.across.passage_index import MOST, index_steps
from store.annotations.links import Links
from store.annotations.model import Cluster, Linked, Mention, Relation
from store.text.span import Span
from tests.store.across.support import ties_of

if TYPE_CHECKING:
    from store.across.passage_index import PassageIndex
    from store.across.story_ties import StoryTies

FIRE = "The harbour burned on Monday. Ana Boe led the crews. Nobody was hurt."
REPORT = "Rain fell all week. Crews under Boe fought the blaze. The harbour is shut since Monday."


def asked(ties: StoryTies, words: str, article: str = "1") -> AskedPassage:
    """A passage by its words, with the claims in it."""
    start = ties.articles[article].text.index(words)
    span = Span(start, start + len(words))
    claims = tuple(
        mention
        for mention, each in ties.annotations.items()
        if mention.article == article and each.label == "claim" and each.span.overlaps(span)
    )
    return AskedPassage(article, span, claims)


def with_links(*marked: str, values: tuple[Linked, ...] = ()) -> StoryTies:
    return ties_of(*marked, links=Links.of(values))


def tied_texts(ties: StoryTies) -> TiedTexts:
    return TiedTexts(ties.links, ties.annotations.get)


def indexed(ties: StoryTies) -> PassageIndex:
    index = index_steps({article: each.text for article, each in ties.articles.items()}).all()
    index_clusters(index, tied_texts(ties))
    return index


def reason_of_first(ties: StoryTies, words: str) -> AlignmentReason:
    return reason_for(indexed(ties), asked(ties, words), found(ties, words)[0])


def found(ties: StoryTies, words: str, other: str = "2") -> list[AlignedPassage]:
    index = indexed(ties)
    return list(aligned_passages(index, tied_texts(ties), asked(ties, words))[other])


def sentences(ties: StoryTies, words: str, other: str = "2") -> list[str]:
    return [p.sentence.of(ties.articles[other].text) for p in found(ties, words, other)]


def mention(ties: StoryTies, article: str, text: str) -> Mention:
    fitting = (m for m, a in ties.annotations.items() if m.article == article and a.text == text)
    return next(fitting)


@pytest.mark.parametrize(
    ("words", "like"),
    [
        ("The harbour burned on Monday.", "The harbour is shut since Monday."),
        ("Ana Boe led the crews.", "Crews under Boe fought the blaze."),
    ],
)
def test_the_sentence_with_the_same_words_comes_first(words: str, like: str) -> None:
    assert sentences(ties_of(FIRE, REPORT), words)[0] == like


def test_what_shares_nothing_is_not_among_them() -> None:
    assert found(ties_of(FIRE, REPORT), "Nobody was hurt.") == []


def test_it_is_said_which_names_and_words_are_shared() -> None:
    reason = reason_of_first(ties_of(FIRE, REPORT), "Ana Boe led the crews.")
    assert (reason.names, reason.words) == (("Boe",), ("Crews",))


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0.4, AlignmentLevel.ALIKE),
        (0.39, AlignmentLevel.PERHAPS),
        (0.2, AlignmentLevel.PERHAPS),
        (0.19, AlignmentLevel.NOTHING),
    ],
)
def test_how_sure_a_score_is(score: float, level: AlignmentLevel) -> None:
    assert level_of(score) is level


def test_a_shared_cluster_brings_together_what_shares_no_word() -> None:
    marked = ("[Ana Boe]a led. More came.", "It rained. [The chief]a slept.")
    ties = ties_of(*marked)
    members = (mention(ties, "1", "Ana Boe"), mention(ties, "2", "The chief"))
    cluster = Cluster("boe", "actor", "Boe", members)
    assert found(ties, "Ana Boe led.") == []
    tied = with_links(*marked, values=(cluster,))
    assert sentences(tied, "Ana Boe led.") == ["The chief slept."]
    assert reason_of_first(tied, "Ana Boe led.").clusters == ("boe",)


def test_clusters_that_are_gone_no_longer_count() -> None:
    marked = ("[Ana Boe]a led. More came.", "It rained. [The chief]a slept.")
    ties = ties_of(*marked)
    members = (mention(ties, "1", "Ana Boe"), mention(ties, "2", "The chief"))
    tied = with_links(*marked, values=(Cluster("boe", "actor", "Boe", members),))
    texts = {article: each.text for article, each in ties.articles.items()}
    index = index_steps(texts).all()
    index_clusters(index, tied_texts(tied))
    index_clusters(index, tied_texts(ties))
    assert aligned_passages(index, tied_texts(ties), asked(ties, "Ana Boe led.")) == {"2": ()}


@pytest.mark.parametrize("relation", ["supports", "contradicts", ""])
def test_what_a_person_has_tied_beats_any_score(relation: str) -> None:
    marked = ("[The harbour burned]c on Monday.", "The harbour burned on Monday. [It is gone]c.")
    ties = ties_of(*marked)
    one, other = mention(ties, "1", "The harbour burned"), mention(ties, "2", "It is gone")
    value: Linked = Relation("r", "supports", other, one)
    if relation:
        value = Cluster("k", "claim", "", (one, other), relation)
    first, second = found(with_links(*marked, values=(value,)), "The harbour burned on Monday.")
    assert (first.level, first.score) == (AlignmentLevel.TIED, 0.0)
    assert second.level is AlignmentLevel.ALIKE


def test_a_short_line_that_stands_in_most_articles_is_left_out() -> None:
    follow = "Follow the harbour on our pages"
    ties = ties_of(*(f"{follow}\n\n{each}" for each in (FIRE, REPORT, "The harbour slept.")))
    assert follow not in sentences(ties, "The harbour burned on Monday.")
    assert follow in sentences(ties_of(f"{follow}\n\n{FIRE}", f"{follow}\n\n{REPORT}"), follow)


def test_writing_without_spaces_is_compared_by_two_characters() -> None:
    ties = ties_of("北京发生火灾。", "天气晴朗。昨天北京火灾严重。")
    assert sentences(ties, "北京发生火灾。") == ["昨天北京火灾严重。"]


def test_of_a_long_article_the_beginning_is_indexed() -> None:
    text = "The harbour burned. " * (MOST // 20) + "The tower fell. "
    index = index_steps({"1": text, "2": "The tower fell."}).all()
    assert index.articles["1"].sentences[-1].span.start < MOST


@given(st.lists(st.text("ab .\n人", max_size=600), min_size=1, max_size=3))
def test_steps_are_no_more_than_was_said(texts: list[str]) -> None:
    steps = index_steps({str(number): text for number, text in enumerate(texts)})
    steps.all()
    assert steps.done <= steps.total


def test_the_mates_of_the_claims_of_the_seeds() -> None:
    rows = {(row[0], row[1]): row[2] for row in claims_table().rows}
    assert rows["sentences", "here, by claim"] == "12 of 15"
    assert rows["sentences", "TF-IDF"] == "7 of 15"
