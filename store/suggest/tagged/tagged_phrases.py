"""What has been tagged in the story, by its words, and how sure that makes the same elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.annotations.model import Origin
from store.suggest.model import ELSEWHERE, SUGGESTER, Suggestion
from store.suggest.tagged.forms import FoundForm, How, forms_of, is_behind_article, is_name
from store.suggest.tagged.lookup import Lookup
from store.suggest.tagged.tag_counts import (
    LEFT,
    PRIOR,
    PRIOR_ELSEWHERE,
    WORTH_ELSEWHERE,
    PhraseKey,
    TagCounts,
    share_of,
)
from store.wording import cut_short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.suggest.tagged.beside import Beside
    from store.suggest.tagged.forms import Form
    from store.suggest.tagged.word_index import WordIndex
    from store.text.span import Span

_SHARE: Final = {How.SAME: 1.0, How.SURNAME: 0.9}
"""How sure a form is beside the very words that were tagged."""
_LONGEST_QUOTE: Final = 40
_MOSTLY: Final = 0.55
"""What share of what has a label and is written alike has to be tagged, else it is doubted."""
_SAMPLE: Final = 4
"""How many times one text counts in that at most."""
_WORTH_BEFORE: Final = 8
"""How many times what is taken to be tagged beforehand is worth in that."""
_BESIDE: Final = 0.7
"""How sure what was tagged in other stories has to be once anything is tagged here."""
_STEPS: Final = 20
"""Into how many steps that share is divided: not all that is shown is judged anew at each tag."""
_TAKEN_IN: Final = 2
"""How many times as often the spans of a label begin with an article as they stand behind one, at
least, so that none is suggested behind one."""
_SAID: Final = 2
"""How many times as often the spans of a label stand elsewhere as beside a word that reports, at
most, so that none is suggested elsewhere."""


@dataclass(frozen=True, slots=True)
class TaggedPhrase:
    """Something to look for."""

    key: PhraseKey
    text: str
    """As it was tagged."""
    forms: tuple[Form, ...]
    is_elsewhere: bool = False
    """Whether it was tagged in another story, and so counts for nothing that was tagged here."""


@dataclass(slots=True)
class TaggedPhrases:
    """All that was tagged, in the order in which it became known."""

    entries: list[TaggedPhrase] = field(default_factory=list)
    """Only ever appended to, so that a reader knows by a number up to where it has looked."""
    counts: TagCounts = field(default_factory=TagCounts)
    asked: set[PhraseKey] = field(default_factory=set)
    """What a person wants to have proposed everywhere."""
    elsewhere: Mapping[PhraseKey, float] = field(default_factory=dict)
    """How sure that is which was tagged in other stories only."""
    articles_elsewhere: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """What of the articles was taken in there."""
    likely: dict[tuple[str, bool], float] = field(default_factory=dict)
    """By label, and whether of names: what share of what was tagged is tagged where it stands
    again, as far as anything is counted."""
    takes_articles: frozenset[str] = frozenset()
    """Labels whose spans begin with an article where there is one."""
    takes_articles_elsewhere: frozenset[str] = frozenset()
    """The same, with what was tagged in other stories counted too: what comes from there is held
    against that, while what was tagged here goes by this story alone."""
    saying: frozenset[str] = frozenset()
    """Labels whose spans stand beside what reports, such as those of who says something."""
    held: frozenset[str] = frozenset()
    """Labels of which what was tagged in other stories is mostly tagged here too."""
    is_begun: bool = False
    """Whether anything is tagged here: from then on the story speaks for itself."""
    _lookup: Lookup[int] = field(default_factory=Lookup)
    """By the numbers of the entries."""
    _texts: set[tuple[str, str, bool]] = field(default_factory=set)
    """Texts with labels that are looked for, and whether they were tagged elsewhere."""
    _changed: set[PhraseKey] = field(default_factory=set)
    _scores: dict[PhraseKey, float] = field(default_factory=dict)
    """What has been worked out and still holds."""
    _names: dict[PhraseKey, bool] = field(default_factory=dict)
    """Whether what was tagged is a name."""

    def add(self, text: str, label: str, *, is_elsewhere: bool = False) -> PhraseKey:
        """Remember that something was tagged, so that it is looked for from now on."""
        key = PhraseKey.of(text, label)
        if (text, label, is_elsewhere) not in self._texts:
            self._texts.add((text, label, is_elsewhere))
            self._names[key] = is_name(text) and self._names.get(key, True)
            forms = forms_of(text)[: 1 if is_elsewhere else None]
            for form in forms:
                self._lookup.add(form, len(self.entries))
            self.entries.append(TaggedPhrase(key, text, forms, is_elsewhere))
        return key

    def ask(self, text: str, label: str) -> PhraseKey:
        """Remember that a person wants something proposed wherever it stands."""
        key = self.add(text, label)
        self.asked.add(key)
        return key

    def find(self, words: WordIndex, first: int) -> dict[int, tuple[FoundForm, ...]]:
        """Where forms of the entries from a number on stand in a block of text."""
        found: dict[int, dict[Span, FoundForm]] = {}
        wanted = range(first, len(self.entries))
        if wanted:
            for number, form, spans in self._lookup.find(words, wanted.__contains__):
                places = found.setdefault(number, {})
                for span in spans:
                    places.setdefault(span, FoundForm(span.start, span.end, form.how))
        return {number: tuple(found[number].values()) for number in sorted(found)}

    def exchange(self, before: TagCounts, after: TagCounts) -> None:
        """Count a part of the story otherwise than before."""
        changed = self.counts.exchange(before, after)
        self._changed |= changed
        for key in changed:
            self._scores.pop(key, None)

    def take_changed(self) -> set[int]:
        """The numbers of what is counted otherwise than when this was last called."""
        changed, self._changed = self._changed, set()
        return {number for number, entry in enumerate(self.entries) if entry.key in changed}

    def weigh(self) -> bool:
        """Find out what is likely of each label, and which have held; whether that has changed."""
        before = self._weighed
        tagged = self.counts.tagged
        self.is_begun = any(times > 0 for times in tagged.values())
        self.takes_articles = _taking_articles(self.counts.articles)
        self.takes_articles_elsewhere = _taking_articles(
            self.counts.articles + self.articles_elsewhere
        )
        said = self.counts.said
        self.saying = frozenset(
            label
            for (label, is_said), times in said.items()
            if is_said and _SAID * (times - 1) > said[label, False]
        )
        of: defaultdict[tuple[str, bool], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for key, times in tagged.items():
            again = times - 1 + self._left(key)
            if times > 0 and again > 0:
                share = min(1.0, _SAMPLE / again)
                sums = of[key.label, self._names.get(key, False)]
                sums[0] += share * (times - 1)
                sums[1] += share * again
        self.likely = {
            kind: round(_STEPS * (right + _WORTH_BEFORE * PRIOR) / (all_ + _WORTH_BEFORE)) / _STEPS
            for kind, (right, all_) in of.items()
        }
        met: defaultdict[str, list[int]] = defaultdict(lambda: [1, 1])
        for key in self.elsewhere:
            if tagged[key] > 0:
                met[key.label][0] += 1
            elif self.counts.met[key] > 0 or self.counts.rejected[key] > 0:
                met[key.label][1] += 1
            else:
                met[key.label]
        self.held = frozenset(label for label, (right, wrong) in met.items() if right >= wrong)
        if before == self._weighed:
            return False
        self._scores.clear()
        return True

    @property
    def _weighed(self) -> tuple[object, ...]:
        """What `weigh` finds out."""
        articles = self.takes_articles, self.takes_articles_elsewhere
        return self.likely, self.held, self.is_begun, *articles, self.saying

    def _left(self, key: PhraseKey, *, is_doubted: bool = False) -> float:
        """How often it was left where it might be suggested, but for what may not have been read,
        which counts only if it is doubted."""
        if key.label in self.saying:
            return self.counts.left[key] - self.counts.aside[key]
        return self.counts.left[key] - (0 if is_doubted else self.counts.unread[key])

    def is_tagged(self, key: PhraseKey) -> bool:
        """Whether it is tagged anywhere in the story now."""
        return self.counts.tagged[key] > 0

    def score(self, key: PhraseKey) -> float:
        """How likely it is that the same words are tagged so where they stand next, from 0 to 1."""
        if key not in self._scores:
            self._scores[key] = self._score(key)
        return self._scores[key]

    def _score(self, key: PhraseKey) -> float:
        tagged, rejected = self.counts.tagged[key], self.counts.rejected[key]
        if tagged <= 0:
            is_new = key.label in self.held and self.counts.met[key] <= 0 and rejected <= 0
            sure = self.elsewhere.get(key, 0.0) if is_new else 0.0
            return sure if sure >= _BESIDE or not self.is_begun else 0.0
        kind = key.label, self._names.get(key, False)
        is_doubted = self.is_doubted(kind)
        left = self._left(key, is_doubted=is_doubted)
        is_overlooked = kind[1] and not is_doubted
        return share_of(
            tagged - 1, left, rejected, self.likely.get(kind, PRIOR), is_name=is_overlooked
        )

    def is_doubted(self, kind: tuple[str, bool]) -> bool:
        """Whether what has a label, and is a name or not, is mostly left."""
        return self.likely.get(kind, PRIOR) < _MOSTLY

    def sure_elsewhere(self, key: PhraseKey) -> float:
        """How likely words are to be tagged in another story, from how often they were in this."""
        is_doubted = self.is_doubted((key.label, self._names.get(key, False)))
        tagged, left = self.counts.tagged[key], self.counts.left[key]
        before = 0.0 if is_doubted else PRIOR_ELSEWHERE
        return (tagged + before * WORTH_ELSEWHERE) / (tagged + LEFT * left + WORTH_ELSEWHERE)

    def sure(self, entry: TaggedPhrase, one: FoundForm, text: str, beside: Beside) -> float:
        """How sure it is that what was tagged is tagged where one of its forms stands in a text.

        Where what has its label begins with "the", nothing is likely that stands behind it; where
        it stands beside words that report, nothing that does not. A surname alone is not where
        names are doubted, nor once it was rejected, as long as it is tagged nowhere.
        """
        label = entry.key.label
        if self.is_tagged(entry.key) is entry.is_elsewhere:
            return 0.0
        if one.how is How.SURNAME and self._is_no_name_here(entry.forms[-1].text, label):
            return 0.0
        takes = self.takes_articles_elsewhere if entry.is_elsewhere else self.takes_articles
        if label in takes and is_behind_article(text, one.start):
            return 0.0
        if label in self.saying and not beside.is_said(one.start, one.end, label):
            return 0.0
        return round(self.score(entry.key) * _SHARE[one.how], 4)

    def _is_no_name_here(self, surname: str, label: str) -> bool:
        """Whether a surname alone is not suggested for a label."""
        key = PhraseKey.of(surname, label)
        is_rejected = self.counts.rejected[key] > 0 and not self.is_tagged(key)
        return is_rejected or self.is_doubted((label, True))

    def suggestion(
        self, article_text: str, entry: TaggedPhrase, one: FoundForm, sure: float
    ) -> Suggestion:
        """What was tagged, proposed where it stands."""
        return Suggestion(
            one.start,
            one.end,
            entry.key.label,
            article_text[one.start : one.end],
            origin=Origin.PROPAGATED if entry.key in self.asked else Origin.SUGGESTED,
            reason=self._reason(entry, one.how),
            score=sure,
            suggester=ELSEWHERE if entry.is_elsewhere else SUGGESTER,
            kind=entry.key.kind,
        )

    def _reason(self, entry: TaggedPhrase, how: How) -> str:
        quote, label = f"“{_short(entry.text)}”", entry.key.label
        tagged = self.counts.tagged[entry.key]
        if entry.is_elsewhere:
            return f"in other stories you tagged {quote} as {label}"
        if how is How.SURNAME:
            return f"short for {quote}, which you tagged as {label}"
        return f"you tagged {quote} as {label}{_how_often(tagged, self.counts.left[entry.key])}"


def _taking_articles(articles: Counter[tuple[str, bool]]) -> frozenset[str]:
    """The labels whose spans begin with an article where there is one, by how often they do."""
    return frozenset(
        label
        for (label, is_taken_in), times in articles.items()
        if is_taken_in and times > _TAKEN_IN * (1 + articles[label, False])
    )


def _how_often(tagged: int, left: int) -> str:
    """How often something was tagged and left, behind what it was tagged as; a blank before it."""
    often = _times(tagged) if tagged > 1 else ""
    return often + (f" and left it{_times(left)}" if left else "")


def _times(number: int) -> str:
    return {1: " once", 2: " twice"}.get(number, f" {number:,} times")


def _short(text: str) -> str:
    """A text to be quoted in a reason."""
    return cut_short(" ".join(text.split()), _LONGEST_QUOTE)
