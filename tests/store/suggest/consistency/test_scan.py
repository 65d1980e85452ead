from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.suggest.consistency.scan import ConsistencyScan
from tests.store.suggest.consistency.support import said, survey_of
from tests.store.suggest.marked import story

if TYPE_CHECKING:
    from store.story.open_article import OpenArticle
    from store.suggest.consistency.inconsistency import Inconsistency


LONG: Final = "that the ships of the northern fleet had left the port for the south on Monday night"


def findings(*texts: str) -> list[Inconsistency]:
    return survey_of(story(*texts)).ranked()


def shown(articles: dict[str, OpenArticle], finding: Inconsistency) -> list[str]:
    """The articles with the open places of a text in angle brackets."""
    lines = []
    for article in articles.values():
        text = article.article.text
        places = [p for p in finding.open if p.article == article.id]
        for place in sorted(places, key=lambda p: p.start, reverse=True):
            text = f"{text[: place.start]}<{text[place.start : place.end]}>{text[place.end :]}"
        if places:
            lines.append(text)
    return lines


@pytest.mark.parametrize(
    ("texts", "summary", "places"),
    [
        pytest.param(
            ["[Moscow]a sent troops. Moscow denies it. [Ana]a."],
            "Moscow: actor 1 · untagged 1",
            ["Moscow sent troops. <Moscow> denies it. Ana."],
            id="untagged-in-the-same-article",
        ),
        pytest.param(
            ["[Moscow]a sent troops.", "In Moscow nobody knew."],
            "Moscow: actor 1 · untagged 1",
            ["In <Moscow> nobody knew."],
            id="untagged-in-another",
        ),
        pytest.param(
            ["[Moscow]a sent it, [Moscow]a said.", "In [Moscow]l nobody knew."],
            "Moscow: actor 2 · location 1",
            ["In <Moscow> nobody knew."],
            id="tagged-otherwise",
        ),
        pytest.param(
            ["[Moscow]a and [Moscow]a, and [Moscow]l.", "MOSCOW’s fleet left Moscow."],
            "Moscow: actor 2 · location 1 · untagged 2",
            ["Moscow and Moscow, and <Moscow>.", "<MOSCOW>’s fleet left <Moscow>."],
            id="both-and-in-capitals-and-with-a-possessive",
        ),
        pytest.param(
            ["[An official]as spoke. [An official]s spoke. [an official]a left. An official ate."],
            "An official: actor 2 · source 2 · untagged 1",
            ["An official spoke. <An official> spoke. an official left. <An official> ate."],
            id="one-is-only-a-source-where-another-is-only-an-actor",
        ),
        pytest.param(
            ["[Ana Boe]a left. [Foreign Minister Ana Boe]s stays. Ana Boe left. [Oslo]l"],
            "Ana Boe: actor 1 · untagged 2",
            ["Ana Boe left. Foreign Minister <Ana Boe> stays. <Ana Boe> left. Oslo"],
            id="a-part-of-what-has-another-label",
        ),
        pytest.param(
            [f"[They say [Oslo]a knows {LONG}]c.", f"[They say Oslo knows {LONG}]c."],
            "Oslo: actor 1 · untagged 1",
            [f"They say <Oslo> knows {LONG}."],
            id="in-a-claim",
        ),
        pytest.param(
            [f"He said {LONG}.", f"[{LONG}]c, she said."],
            f"{LONG}: claim 1 · untagged 1",
            [f"He said <{LONG}>."],
            id="a-whole-claim-that-stands-twice",
        ),
        pytest.param(
            ["From OSLO, news. [Bo]l", "[Oslo]a"],
            "Oslo: actor 1 · untagged 1",
            ["From <OSLO>, news. Bo"],
            id="in-a-heading",
        ),
        pytest.param(
            ["[莫斯科]l否认。莫斯科知道。[王]a"],
            "莫斯科: location 1 · untagged 1",
            ["莫斯科否认。<莫斯科>知道。王"],
            id="a-script-without-spaces",
        ),
        pytest.param(
            ["[Oslo]a, [Oslo]a, [Oslo]l-", "[Oslo]-l [Oslo]a"],
            "Oslo: actor 3 · location 1",
            ["Oslo, Oslo, <Oslo>-"],
            id="only-the-rarer-is-open",
        ),
    ],
)
def test_what_is_not_tagged_alike_is_found(
    texts: list[str], summary: str, places: list[str]
) -> None:
    articles = story(*texts)
    (finding,) = survey_of(articles).findings.values()
    assert said(finding) == summary
    assert shown(articles, finding) == places


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Moscow sent troops."], id="nothing-is-tagged"),
        pytest.param(["[Moscow]a sent troops.", "[Moscow]a’s fleet", "[MOSCOW]a"], id="alike"),
        pytest.param(["[The officials]a left.", "[the officials]a"], id="a-capital-does-not-count"),
        pytest.param(["[US]a", "It told us nothing."], id="an-acronym-is-no-pronoun"),
        pytest.param(["[Oslo]a", "Oslos and Osloans"], id="only-whole-words"),
        pytest.param(
            ["[Ana Boe]a left.", "[Minister Ana Boe]a left."], id="part-of-the-same-label"
        ),
        pytest.param(["[Boe]a left.", "[Ana Boe]a and Carl Boe left."], id="part-of-longer-names"),
        pytest.param(["[Oslo]a", "[Oslo]-a knew."], id="rejected"),
        pytest.param(["From [OSLO]a, news.", "[Oslo]a"], id="a-heading-that-is-tagged"),
        pytest.param(["[Oslo]a [Oslo]a", "[[Oslo]-a]l knew."], id="another-label-and-rejected"),
        pytest.param(["[Reuters]s [Reuters]s", "[Reuters]as"], id="one-label-more-is-no-slip"),
        pytest.param([f"[{LONG}]c.", "Nothing else."], id="a-claim-that-stands-once"),
        pytest.param(["", "[Oslo]a"], id="an-empty-article"),
    ],
)
def test_what_is_no_slip_is_not_found(texts: list[str]) -> None:
    assert [said(finding) for finding in findings(*texts)] == []


def test_the_likeliest_slips_come_first_and_last_what_nobody_has_read() -> None:
    found = findings(
        "[Rome]l, " * 9 + "Rome. [Oslo]a and Oslo. [Lima]l, Lima, Lima, Lima. [Bern]l [Kyiv]l.",
        "In Bern and Bern.",
    )
    assert [said(finding) for finding in found] == [
        "Rome: location 9 · untagged 1",
        "Oslo: actor 1 · untagged 1",
        "Lima: location 1 · untagged 3",
        "Bern: location 1 · untagged 2",
    ]


def test_of_the_places_of_a_text_the_open_ones_come_first_and_of_these_what_was_read() -> None:
    (finding,) = findings("[Oslo]a.", "Oslo.", "[Oslo]a. [Oslo]l. Oslo. [Bern]l")
    places = [(p.article, p.is_open, p.is_read, sorted(p.labels)) for p in finding.occurrences]
    assert places == [
        ("3", True, True, ["location"]),
        ("3", True, True, []),
        ("2", True, False, []),
        ("1", False, True, ["actor"]),
        ("3", False, True, ["actor"]),
    ]


def test_an_article_that_cannot_be_annotated_is_left_out() -> None:
    articles = story("[Oslo]a", "Oslo")
    articles["2"].problem = "Its annotations are damaged"
    assert survey_of(articles).findings == {}


def test_the_work_is_done_in_steps_and_says_how_far_it_is() -> None:
    articles = story(*["[Oslo]a " + "and so on. " * 800] * 3, "Oslo")
    survey = ConsistencyScan(list(articles), articles.__getitem__)
    shares = [survey.progress]
    while survey.work(0):
        assert not survey.findings
        shares.append(survey.progress)
    assert len(shares) > 12
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert [said(finding) for finding in survey.findings.values()] == [
        "Oslo: actor 3 · untagged 1",
    ]


def test_an_article_is_read_no_more_than_needed() -> None:
    articles = story("[Oslo]a", "Oslo", "Bern")
    reads: list[str] = []

    def read(article_id: str) -> OpenArticle:
        reads.append(article_id)
        return articles[article_id]

    ConsistencyScan(list(articles), read).work()
    assert reads == ["1", "2", "3"]
