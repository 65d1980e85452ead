"""Whatever is edited, and whenever: what is known equals what a scan from nothing finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.suggest.consistency.scan import ConsistencyScan
from store.suggest.tagged.word_index import WordIndex
from store.text.span import Span
from tests.store.suggest.consistency.support import look_again, survey_of
from tests.store.suggest.marked import opened, story

if TYPE_CHECKING:
    import pytest

    from store.story.open_article import OpenArticle

_FAR: Final = " and so on, and so on\n" * 50
"""As long as a block, so that what is behind it is in another."""
_NAMES: Final = ["Oslo", "OSLO", "Oslo’s", "Ana Boe", "Boe", "US", "us", "莫斯科", ":"]
_PHRASES: Final = ["Oslo fleet", "the Oslo  fleet", "Boe left the Oslo fleet"]
_WORDS: Final = st.sampled_from([*_PHRASES, *_NAMES, _FAR])
_TEXTS: Final = st.lists(_WORDS, min_size=3, max_size=8).map(" ".join)
_LABELS: Final = st.sampled_from(["actor", "location", "source"])


class Edited:
    """A story that is edited at random, and a scan of it that is told of that."""

    def __init__(self, texts: list[str], data: st.DataObject) -> None:
        self._data = data
        self.articles = story(*texts)
        self.survey = ConsistencyScan(list(self.articles), self.read)
        self._made = 0

    def read(self, article_id: str) -> OpenArticle:
        return replace(self.articles[article_id])

    def edit(self) -> None:
        """Do something to one of the articles."""
        draw = self._data.draw
        here = self.articles[draw(st.sampled_from(sorted(self.articles)))]
        acts = [self._tag, self._tag, self._reject, self._remove, self._relabel]
        more = [self._rewrite, self._add_article, self._remove_article, self._turn, self._spoil]
        draw(st.sampled_from([*acts, *acts, *more]))(here)
        self.survey.look_again([here.id])

    def _span(self, here: OpenArticle) -> Span:
        text = here.article.text
        places = [
            Span(n, n + len(said))
            for said in (*_NAMES, *_PHRASES)
            for n in range(len(text))
            if text.startswith(said, n)
        ]
        return self._data.draw(st.sampled_from(places or [Span(0, 1)]))

    def _new(self, here: OpenArticle, *, rejected: bool = False) -> Annotation:
        self._made += 1
        span, label = self._span(here), self._data.draw(_LABELS)
        name = f"new{self._made:023}"
        return Annotation(
            name, span.start, span.end, label, span.of(here.article.text), rejected=rejected
        )

    def _tag(self, here: OpenArticle) -> None:
        here.annotations = here.annotations.changed([(None, self._new(here))])

    def _reject(self, here: OpenArticle) -> None:
        here.rejected = here.rejected.changed([(None, self._new(here, rejected=True))])

    def _remove(self, here: OpenArticle) -> None:
        for one in self._one_of(here):
            here.annotations = here.annotations.changed([(one, None)])

    def _relabel(self, here: OpenArticle) -> None:
        for one in self._one_of(here):
            after = replace(one, label=self._data.draw(_LABELS))
            here.annotations = here.annotations.changed([(one, after)])

    def _one_of(self, here: OpenArticle) -> list[Annotation]:
        known = list(here.annotations)
        return [self._data.draw(st.sampled_from(known))] if known else []

    def _rewrite(self, here: OpenArticle) -> None:
        """The file is another, and its annotations are gone or where they were."""
        self._made += 1
        text = self._data.draw(_TEXTS)
        here.article = replace(here.article, text=text, sha256=f"text {self._made}")
        stay = [a for a in here.annotations if a.span.of(text) == a.text]
        here.annotations, here.rejected = Annotations.of(stay), Annotations()

    def _add_article(self, _: OpenArticle) -> None:
        name = f"{self._data.draw(st.integers(0, 9))}{len(self.articles)} more"
        new = opened(self._data.draw(_TEXTS))
        self.articles[name] = replace(new, id=name)
        self._arrange()

    def _remove_article(self, here: OpenArticle) -> None:
        if len(self.articles) > 1:
            del self.articles[here.id]
            self._arrange()

    def _turn(self, _: OpenArticle) -> None:
        self.articles = dict(reversed(self.articles.items()))
        self._arrange()

    def _arrange(self) -> None:
        self.survey.arrange(list(self.articles))

    def _spoil(self, here: OpenArticle) -> None:
        here.problem = "" if here.problem else "Its annotations are damaged"


@given(st.lists(_TEXTS, min_size=1, max_size=3), st.integers(4, 16), st.data())
def test_it_equals_a_scan_from_nothing_after_each_edit(
    texts: list[str], edits: int, data: st.DataObject
) -> None:
    edited = Edited(texts, data)
    for _ in range(edits):
        edited.edit()
        edited.survey.work()
        assert edited.survey.findings == survey_of(edited.articles).findings


@given(st.lists(_TEXTS, min_size=1, max_size=3), st.integers(1, 8), st.data())
def test_edits_may_come_while_it_is_at_work(
    texts: list[str], edits: int, data: st.DataObject
) -> None:
    edited = Edited(texts, data)
    for _ in range(edits):
        for _ in range(data.draw(st.integers(0, 9))):
            edited.survey.work(-1)
        edited.edit()
    edited.survey.work()
    assert edited.survey.ranked() == survey_of(edited.articles).ranked()


def test_what_was_found_is_right_before_what_is_tagged_for_the_first_time_is_looked_for() -> None:
    articles = story("[Oslo]a, Oslo, Bern. " + _FAR * 9, "Bern, Oslo")
    survey = survey_of(articles)
    here = articles["1"]
    changed = opened("[Oslo]a, [Oslo]a, [Bern]l. " + _FAR * 9)
    here.annotations = changed.annotations
    survey.look_again(["1"])
    steps = 0
    while not survey.is_right:
        steps += 1
        assert survey.work(-1)
    assert steps
    (oslo,) = survey.ranked()
    assert [(p.article, p.is_open) for p in oslo.occurrences] == [
        ("2", True), ("1", False), ("1", False),
    ]  # fmt: skip
    survey.work()
    assert [finding.text for finding in survey.ranked()] == ["Oslo", "Bern"]


def test_an_edit_has_only_the_blocks_looked_at_in_which_a_new_text_may_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[Span] = []
    index = WordIndex.of

    def counted(text: str, within: Span) -> WordIndex:
        looked.append(within)
        return index(text, within)

    articles = story("[Oslo]a, Bern. " + _FAR * 9 + "Bern.", _FAR * 9)
    survey = survey_of(articles)
    monkeypatch.setattr(WordIndex, "of", counted)
    articles["1"].annotations = opened("Oslo, [Bern]l. " + _FAR * 9 + "Bern.").annotations
    look_again(survey, "1")
    assert len(looked) == 2
    articles["1"].annotations = opened("[Oslo]a, Bern. " + _FAR * 9 + "Bern.").annotations
    look_again(survey, "1")
    assert len(looked) == 2
    assert survey.findings == {}
