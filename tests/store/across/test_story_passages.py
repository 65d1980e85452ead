"""What the articles of a story share: each passage once, its places, and where it was first."""

from __future__ import annotations

import pytest

from store.across.shared_passages import SharedKind
from store.across.story_passages import DatedText, day_of, story_passages

TOLD = "the old tower fell into the harbour before dawn"
SECOND = "nobody knows when the missing keeper left his house"


def shared(*texts: str, dates: tuple[str, ...] = ("", "", "")) -> list[str]:
    """Each passage as "words in the articles that have it, by number"."""
    articles = {str(n): DatedText(text, dates[n]) for n, text in enumerate(texts)}
    return [
        f"{each.places[0].span.of(texts[int(each.places[0].article)])} in"
        f" {' '.join(place.article for place in each.places)}"
        for each in story_passages(articles)
    ]


def first(*dates: str) -> str:
    articles = {
        str(n): DatedText(f"On day {n}, {TOLD}, at {n}.", date) for n, date in enumerate(dates)
    }
    (passage,) = story_passages(articles)
    return passage.first


def test_what_three_articles_share_is_one_passage() -> None:
    assert shared(f"On Monday {TOLD}.", f"Boe knew {TOLD}.", f"So {TOLD}!") == [f"{TOLD} in 0 1 2"]


def test_what_stands_twice_in_an_article_has_two_places_there() -> None:
    assert shared(f"On Monday {TOLD}. Yes, {TOLD}.", f"Boe knew {TOLD}.") == [f"{TOLD} in 0 0 1"]


def test_other_passages_stay_apart_in_the_order_of_the_story() -> None:
    found = shared(f"On Monday {TOLD}. So {SECOND}.", f"But {SECOND}.", f"And {TOLD}.")
    assert found == [f"{TOLD} in 0 2", f"{SECOND} in 0 1"]


def test_a_short_run_within_a_long_one_is_a_passage_of_its_own() -> None:
    long = f"{TOLD} and so, as people there say today, {SECOND}"
    found = shared(f"On Monday {long}.", f"Boe knew {long}.", f"But {SECOND}.")
    assert found == [f"{long} in 0 1", f"{SECOND} in 0 1 2"]


@pytest.mark.parametrize(
    ("quoted", "kind"),
    [
        ("“{}”|“{}”|“{}”", SharedKind.UTTERANCE),
        ("“{}”|{}|“{}”", SharedKind.PARAPHRASE),
        ("{}|{}|{}", SharedKind.COPIED),
    ],
)
def test_quotation_marks_in_all_of_them_say_what_it_means(quoted: str, kind: SharedKind) -> None:
    texts = (f"On {n}, {each.format(TOLD)}." for n, each in enumerate(quoted.split("|")))
    (passage,) = story_passages({str(n): DatedText(text) for n, text in enumerate(texts)})
    assert passage.kind is kind


@pytest.mark.parametrize(
    ("dates", "where"),
    [
        (("Oct. 7, 2015", "6 October 2015"), "1"),
        (("2015-10-06", "Sept 30, 2015", "1 Oct 2015"), "1"),
        (("2015-10-06", "October 6, 2015"), ""),
        (("2015-10-06", ""), ""),
        (("2015-10-06", "last week"), ""),
    ],
)
def test_the_article_with_the_earliest_date_had_it_first(
    dates: tuple[str, ...], where: str
) -> None:
    assert first(*dates) == where


@pytest.mark.parametrize(
    ("written", "day"), [("June 3, 2018", "2018-06-03"), ("3 Jun 2018", "2018-06-03"), ("", "")]
)
def test_a_written_date_is_read(written: str, day: str) -> None:
    assert day_of(written) == day
