"""What is not tagged alike is found, settled by edits, and asked of nobody again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfAnnotation, describe, singles
from store.annotations.links import Links
from store.annotations.model import Origin
from store.suggest import settling
from store.suggest.survey import Survey
from tests.store.suggest.marked import marked, opened, story

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.story.open_article import OpenArticle
    from store.suggest.consistency import Finding

LONG: Final = "that the ships of the northern fleet had left the port for the south on Monday night"


def survey_of(articles: dict[str, OpenArticle]) -> Survey:
    survey = Survey(list(articles), articles.__getitem__)
    assert survey.work() is False
    return survey


def findings(*texts: str) -> list[Finding]:
    return list(survey_of(story(*texts)).findings.values())


def said(finding: Finding) -> str:
    """A finding as the screen shows it."""
    counts = [*finding.counts, *([("untagged", finding.untagged)] if finding.untagged else [])]
    return f"{finding.text}: " + " · ".join(f"{label} {number}" for label, number in counts)


def shown(articles: dict[str, OpenArticle], finding: Finding) -> list[str]:
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


# What is found -----------------------------------------------------------------------------------


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
        "[Rome]l " * 9 + "Rome. [Oslo]a and Oslo. [Lima]l, Lima, Lima, Lima. [Bern]l [Kyiv]l.",
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
    places = [(p.article, p.is_open, p.is_read, sorted(p.labels)) for p in finding.places]
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
    survey = Survey(list(articles), articles.__getitem__)
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


# How it is settled -------------------------------------------------------------------------------


def settle(articles: dict[str, OpenArticle], key: str, number: int = 0) -> Edit | Refusal:
    """What a key makes of an open place of the first text."""
    finding = next(iter(survey_of(articles).findings.values()))
    if key == "Y":
        return settling.filled(articles.__getitem__, finding)
    place = finding.open[number]
    article = articles[place.article]
    if key == "n":
        return settling.kept(article, finding, place)
    if key == "d":
        return settling.removed(article, finding, place, Links())
    label = {"a": "actor", "l": "location", "c": "claim", "s": "source"}[key]
    return settling.tagged(article, finding, place, label)


def make(articles: dict[str, OpenArticle], edit: Edit | Refusal) -> Edit:
    assert not isinstance(edit, Refusal), edit.reason
    for single in singles(edit):
        assert isinstance(single, EditOfAnnotation)
        articles[single.article].update([single])
    return edit


@pytest.mark.parametrize(
    ("before", "key", "after", "what"),
    [
        ("[Oslo]a, Oslo. [Bo]a", "a", "[Oslo]a, [Oslo]a. [Bo]a", "add actor “Oslo”"),
        ("[Oslo]a, Oslo. [Bo]a", "n", "[Oslo]a, [Oslo]-a. [Bo]a", "reject actor “Oslo”"),
        ("[Oslo]a, Oslo. [Bo]a", "l", "[Oslo]a, [[Oslo]-a]l. [Bo]a", "add location “Oslo”"),
        (
            "[Oslo]a, [Oslo]a, [Oslo]l",
            "a",
            "[Oslo]a, [Oslo]a, [Oslo]a",
            "relabel “Oslo” location → actor",
        ),
        (
            "[Oslo]a, [Oslo]a, [Oslo]l",
            "n",
            "[Oslo]a, [Oslo]a, [[Oslo]-a]l",
            "reject actor “Oslo”",
        ),
        (
            "[Oslo]a, [Oslo]a, [Oslo]l",
            "d",
            "[Oslo]a, [Oslo]a, [Oslo]-al",
            "remove location “Oslo”",
        ),
        (
            "[Oslo]a, [Oslo]a, [Oslo]l",
            "s",
            "[Oslo]a, [Oslo]a, [[Oslo]-al]s",
            "relabel “Oslo” location → source",
        ),
        (
            "[Oslo]a, [Oslo]as, [Oslo]as, [Oslo]al",
            "d",
            "[Oslo]a, [Oslo]as, [Oslo]as, [[Oslo]-l]a",
            "remove location “Oslo”",
        ),
        (
            "[Oslo]a, Oslo, [Oslo]l, Oslo. [Bo]a",
            "Y",
            "[Oslo]a, [Oslo]a, [Oslo]l, [Oslo]a. [Bo]a",
            "propagate 2 annotations",
        ),
        (
            "[Oslo men]a, [Oslo]a men. [Oslo]a",
            "a",
            "[Oslo men]a, [Oslo men]a. [Oslo]a",
            "resize actor to “Oslo men”",
        ),
    ],
)
def test_a_key_settles_a_place(before: str, key: str, after: str, what: str) -> None:
    articles = story(before)
    edit = make(articles, settle(articles, key))
    assert marked(articles["1"]) == after
    assert describe(edit) == what
    make(articles, edit.inverse())
    assert marked(articles["1"]) == before


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[Oslo]a, Oslo", "d", "There is no annotation here to remove"),
        ("[Oslo]a, [Oslo]a, [Oslo]l", "l", "This is tagged as location already"),
        ("[Oslo]a, [Oslo]a, [Oslo]l", "Y", "No place of this text is untagged"),
        ("[Oslo men]a, [Oslo]a men", "Y", "No place of this text is untagged"),
    ],
)
def test_what_cannot_be_done_is_said(text: str, key: str, reason: str) -> None:
    assert settle(story(text), key) == Refusal(reason)


def test_a_place_like_the_others_is_not_rejected() -> None:
    articles = story("[Oslo]a, Oslo")
    (finding,) = survey_of(articles).findings.values()
    alike = next(place for place in finding.places if not place.is_open)
    refusal = settling.kept(articles["1"], finding, alike)
    assert isinstance(refusal, Refusal)
    assert "like the others" in refusal.reason


def test_what_is_given_to_all_is_propagated_and_what_a_key_tags_is_manual() -> None:
    articles = story("[Oslo]a, Oslo, Oslo, Oslo")
    make(articles, settle(articles, "a", 1))
    edit = make(articles, settle(articles, "Y"))
    assert isinstance(edit, Batch)
    origins = [annotation.origin for annotation in articles["1"].annotations]
    assert origins == [Origin.MANUAL, Origin.PROPAGATED, Origin.MANUAL, Origin.PROPAGATED]


# Whatever is tagged ------------------------------------------------------------------------------

_WORDS = st.sampled_from(["Oslo", "Ana Boe", "Boe", "the fleet", "left", "Minister Ana Boe"])
_TAGS = st.sampled_from(["", "", "a", "l", "as", "s", "-a"])
_PIECES = st.tuples(_WORDS, _TAGS).map(lambda p: f"[{p[0]}]{p[1]}" if p[1] else p[0])
STORIES = st.lists(st.lists(_PIECES, max_size=8).map(" and ".join), min_size=1, max_size=3)


def state(survey: Survey) -> dict[str, tuple[str, set[tuple[str, int, bool]]]]:
    """What a survey has found, whatever the order."""
    return {
        key: (said(finding), {(p.article, p.start, p.is_open) for p in finding.places})
        for key, finding in survey.findings.items()
    }


@given(STORIES, st.sampled_from("nadls"), st.data())
def test_each_answer_settles_its_place_and_a_survey_keeps_up(
    texts: list[str], key: str, data: st.DataObject
) -> None:
    articles = story(*texts)
    survey = survey_of(articles)
    while survey.findings:
        finding = data.draw(st.sampled_from(sorted(survey.findings.values(), key=lambda f: f.key)))
        place = data.draw(st.sampled_from(finding.open))
        article = articles[place.article]
        if key == "n" or (key == "d" and not place.tags):
            edit: Edit | Refusal = settling.kept(article, finding, place)
        elif key == "d":
            edit = settling.removed(article, finding, place, Links())
        else:
            label = {"a": "actor", "l": "location", "s": "source"}[key]
            edit = settling.tagged(article, finding, place, label)
            if isinstance(edit, Refusal):
                edit = settling.kept(article, finding, place)
        made = make(articles, edit)
        assert survey.update(made)
        assert state(survey) == state(survey_of(articles))
        still = survey.findings.get(finding.key)
        assert still is None or not any(
            (p.article, p.span) == (place.article, place.span) for p in still.open if not p.tags
        )


@given(STORIES)
def test_nothing_is_untagged_after_all_was_tagged_alike(texts: list[str]) -> None:
    articles = story(*texts)
    for key in list(survey_of(articles).findings):
        survey = survey_of(articles)
        finding = survey.findings.get(key)
        edit = settling.filled(articles.__getitem__, finding) if finding is not None else None
        if edit is not None and not isinstance(edit, Refusal):
            make(articles, edit)
            assert survey.update(edit)
            left = survey.findings.get(key)
            assert left is None or all(place.tags or place.part for place in left.open)


def test_a_text_that_was_tagged_nowhere_needs_a_new_survey() -> None:
    articles = story("[Oslo]a, Bern, Bern")
    survey = survey_of(articles)
    new = opened("Oslo, [Bern]l, Bern")
    (annotation,) = new.annotations
    edit = EditOfAnnotation("1", None, annotation)
    make(articles, edit)
    assert survey.update(edit) is False


# In reasonable time ------------------------------------------------------------------------------


def test_an_article_is_read_no_more_than_needed() -> None:
    articles = story("[Oslo]a", "Oslo", "Bern")
    reads: list[str] = []

    def read(article_id: str) -> OpenArticle:
        reads.append(article_id)
        return articles[article_id]

    Survey(list(articles), read).work()
    assert reads == ["1", "2", "3"]
