from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.actions import Refusal
from store.annotations.collection import Annotations
from store.annotations.describing import describe
from store.annotations.edits import Batch, EditOfAnnotation, singles
from store.annotations.links import Links
from store.annotations.model import Origin
from store.ledger.replay import edited
from store.suggest.consistency import resolving as settling
from store.suggest.consistency.scan import ConsistencyScan
from tests.store.suggest.consistency.support import look_again, said, survey_of
from tests.store.suggest.marked import marked, story

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.story.open_article import OpenArticle


def settle(articles: dict[str, OpenArticle], key: str, number: int = 0) -> Edit | Refusal:
    """What a key makes of an open place of the first text."""
    finding = survey_of(articles).ranked()[0]
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
        opened = articles[single.article]
        opened.update([single], edited(Annotations.of(opened.everything), [single]))
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
        ("[Oslo]a, [Oslo]a, [Oslo]l", "l", "“Oslo” is tagged as location already"),
        ("[Oslo]a, [Oslo]a, [Oslo]l", "Y", "No place of this text is untagged"),
        ("[Oslo men]a, [Oslo]a men", "Y", "No place of this text is untagged"),
    ],
)
def test_what_cannot_be_done_is_said(text: str, key: str, reason: str) -> None:
    assert settle(story(text), key) == Refusal(reason)


def test_a_place_like_the_others_is_not_rejected() -> None:
    articles = story("[Oslo]a, Oslo")
    (finding,) = survey_of(articles).findings.values()
    alike = next(place for place in finding.occurrences if not place.is_open)
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


_WORDS = st.sampled_from(["Oslo", "Ana Boe", "Boe", "the fleet", "left", "Minister Ana Boe"])


_TAGS = st.sampled_from(["", "", "a", "l", "as", "s", "-a"])


_PIECES = st.tuples(_WORDS, _TAGS).map(lambda p: f"[{p[0]}]{p[1]}" if p[1] else p[0])


STORIES = st.lists(st.lists(_PIECES, max_size=8).map(" and ".join), min_size=1, max_size=3)


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
        make(articles, edit)
        look_again(survey, place.article)
        assert survey.findings == survey_of(articles).findings
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
            look_again(survey, *articles)
            left = survey.findings.get(key)
            assert left is None or all(place.tags or place.part for place in left.open)


def test_a_label_of_another_layer_takes_no_place() -> None:
    def layer_of(label: str) -> str:
        return "roles" if label == "source" else ""

    articles = story("[Oslo]a, [Oslo]a, [Oslo]l")
    finding = survey_of(articles).ranked()[0]
    (place,) = finding.open
    article = articles[place.article]
    edit = make(articles, settling.tagged(article, finding, place, "source", layer_of))
    assert describe(edit) == "add source “Oslo”"
    assert marked(article) == "[Oslo]a, [Oslo]a, [Oslo]ls"


def test_labels_of_two_layers_are_no_slip() -> None:
    articles = story("[Oslo]a, [Oslo]a, [Oslo]s. [Bo]a")
    assert [said(each) for each in survey_of(articles).ranked()] == ["Oslo: actor 2 · source 1"]
    layers = {"source": "roles"}
    survey = ConsistencyScan(
        list(articles), articles.__getitem__, lambda label: layers.get(label, "")
    )
    survey.work()
    assert survey.ranked() == []
