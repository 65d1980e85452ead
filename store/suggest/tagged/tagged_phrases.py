"""What has been tagged in the story, by its words, and how sure that makes the same elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.annotations.model import Origin
from store.suggest.model import Suggestion
from store.suggest.tagged.forms import How, forms_of
from store.suggest.tagged.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.suggest.tagged.forms import Form
    from store.suggest.tagged.word_index import FoundForm
    from store.text.span import Span

SUGGESTER: Final = "like"
_PRIOR: Final = 0.6
"""How likely what was tagged is to be tagged where it stands next, before anything is counted."""
_WEIGHT: Final = 1.5
"""How many times of standing there the prior is worth (the mean of a beta distribution)."""
_REJECTION: Final = 2
"""How many times of being left untagged a rejection is worth."""
_MOST: Final = 0.97
_SHARE: Final = {
    How.SAME: 1.0,
    How.PLURAL: 0.6,
    How.SINGULAR: 0.6,
    How.SURNAME: 0.9,
    How.FULL_NAME: 0.75,
    How.ACRONYM: 0.9,
    How.SPELT_OUT: 0.9,
}
"""How sure a form is beside the very words that were tagged."""
_REASONS: Final = {
    How.PLURAL: "the plural of {}, which you tagged as {}",
    How.SINGULAR: "the singular of {}, which you tagged as {}",
    How.SURNAME: "short for {}, which you tagged as {}",
    How.FULL_NAME: "the full name of {}, which you tagged as {}",
    How.ACRONYM: "it stands for {}, which you tagged as {}",
    How.SPELT_OUT: "{} stands for it, which you tagged as {}",
}
_LONGEST_QUOTE: Final = 40
COVERS: Final = 60
"""Code points of the longest annotation whose parts are not counted as left untagged: in "Foreign
Minister Ana Boe", tagged as a whole, nobody left "Boe" out; in a whole claim somebody did."""


@dataclass(frozen=True, slots=True)
class PhraseKey:
    """A text and a label that it was tagged with."""

    text: str
    """As `spelling.canonical` makes it."""
    label: str

    @classmethod
    def of(cls, text: str, label: str) -> PhraseKey:
        """The key of a tagged text."""
        return cls(canonical(text), label)


@dataclass(frozen=True, slots=True)
class TaggedPhrase:
    """Something to look for."""

    key: PhraseKey
    text: str
    """As it was first tagged."""
    forms: tuple[Form, ...]


@dataclass(slots=True)
class TaggedPhrases:
    """All that was tagged, in the order in which it became known."""

    entries: list[TaggedPhrase] = field(default_factory=list)
    """Only ever appended to, so that a reader knows by a number up to where it has looked."""
    tagged: Counter[PhraseKey] = field(default_factory=Counter)
    """How often each was tagged."""
    stands: Counter[PhraseKey] = field(default_factory=Counter)
    """How often its words stand in what has been read, tagged or not."""
    rejected: Counter[PhraseKey] = field(default_factory=Counter)
    asked: set[PhraseKey] = field(default_factory=set)
    """What a person wants to have proposed everywhere."""
    small: set[str] = field(default_factory=set)
    """Words that stand in the story in lower case."""
    definitions: dict[tuple[str, str], None] = field(default_factory=dict)
    """Acronyms and what they stand for."""
    _known: dict[PhraseKey, str] = field(default_factory=dict)
    _formed: dict[PhraseKey, set[str]] = field(default_factory=dict)

    def is_common(self, word: str) -> bool:
        """Whether a word, in lower case, stands in the story in lower case too."""
        return word in self.small

    def add(self, text: str, label: str) -> PhraseKey:
        """Remember that something was tagged, so that it is looked for from now on."""
        key = PhraseKey.of(text, label)
        if key not in self._known:
            self._known[key] = text
            self._enter(key, text, forms_of(text, self.is_common, self.definitions))
        return key

    def _enter(self, key: PhraseKey, text: str, forms: Iterable[Form]) -> None:
        new = tuple(f for f in forms if f.text not in self._formed.setdefault(key, set()))
        self._formed[key] |= {form.text for form in new}
        if new:
            self.entries.append(TaggedPhrase(key, text, new))

    def define(self, definitions: Iterable[tuple[str, str]]) -> None:
        """Learn acronyms; what was tagged is looked for in these forms too."""
        new = [each for each in definitions if each not in self.definitions]
        self.definitions.update(dict.fromkeys(new))
        if new:
            for key, text in list(self._known.items()):
                forms = forms_of(text, self.is_common, new)
                self._enter(key, text, (f for f in forms if f.how in _BY_DEFINITION))

    def score(self, key: PhraseKey) -> float:
        """How likely it is that the same words are tagged so where they stand next, from 0 to 1."""
        tagged = self.tagged[key]
        stands = max(tagged, self.stands[key]) + _REJECTION * max(0, self.rejected[key])
        return min(_MOST, (tagged + _WEIGHT * _PRIOR) / (stands + _WEIGHT))

    def is_wanted(self, key: PhraseKey) -> bool:
        """Whether it is tagged anywhere now."""
        return self.tagged[key] > 0

    def sure(self, entry: TaggedPhrase, one: FoundForm) -> float:
        """How sure it is that what was tagged is tagged where one of its forms stands."""
        return round(self.score(entry.key) * _SHARE[one.how], 4)

    def suggestion(self, article_text: str, entry: TaggedPhrase, one: FoundForm) -> Suggestion:
        """What was tagged, proposed where it stands."""
        key = entry.key
        is_asked = key in self.asked
        return Suggestion(
            one.start,
            one.end,
            key.label,
            article_text[one.start : one.end],
            Origin.PROPAGATED if is_asked else Origin.SUGGESTED,
            self._reason(entry, one.how),
            self.sure(entry, one),
            SUGGESTER,
            kind_of_key(key),
        )

    def _reason(self, entry: TaggedPhrase, how: How) -> str:
        key = entry.key
        said = f"“{_short(entry.text)}”"
        if how is not How.SAME:
            return _REASONS[how].format(said, key.label)
        times = self.tagged[key]
        often = {1: "", 2: " twice"}.get(times, f" {times} times")
        left = max(0, self.stands[key] - times)
        but = f" and left it {left} times" if left > 1 else " and left it once" if left else ""
        return f"you tagged {said} as {key.label}{often}{but}"


def kind_of_key(key: PhraseKey) -> str:
    """What the proposals share that are like one tagged text."""
    return f"{key.label}: {key.text}"


def rejected_key(text: str, label: str) -> PhraseKey:
    """The key of something that was rejected."""
    return PhraseKey.of(text, label)


def is_left_out(one: Span, around: Iterable[Span]) -> bool:
    """Whether somebody left words untagged, and did not tag them as a part of something short."""
    return not any(other != one and other.covers(one) and len(other) <= COVERS for other in around)


_BY_DEFINITION: Final = frozenset({How.ACRONYM, How.SPELT_OUT})


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST_QUOTE else f"{said[: _LONGEST_QUOTE - 1].rstrip()}…"
