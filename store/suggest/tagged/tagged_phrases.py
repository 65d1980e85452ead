"""What has been tagged in the story, by its words, and how sure that makes the same elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.annotations.model import Origin
from store.suggest.model import Suggestion
from store.suggest.tagged.forms import How, forms_of
from store.suggest.tagged.lookup import Lookup
from store.suggest.tagged.tag_counts import share_of
from store.text.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.model import Annotation
    from store.suggest.tagged.forms import Form
    from store.suggest.tagged.word_index import FoundForm, WordIndex
    from store.text.span import Span

SUGGESTER: Final = "like"
_MOST: Final = 0.97
_SHARE: Final = {
    How.SAME: 1.0,
    How.SURNAME: 0.9,
    How.FULL_NAME: 0.75,
    How.ACRONYM: 0.9,
    How.SPELT_OUT: 0.9,
}
"""How sure a form is beside the very words that were tagged."""
_REASONS: Final = {
    How.SURNAME: "short for {}, which you tagged as {}",
    How.FULL_NAME: "the full name of {}, which you tagged as {}",
    How.ACRONYM: "it stands for {}, which you tagged as {}",
    How.SPELT_OUT: "{} stands for it, which you tagged as {}",
}
_LONGEST_QUOTE: Final = 40


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

    @property
    def kind(self) -> str:
        """What the suggestions share that are like one tagged text."""
        return f"{self.label}: {self.text}"


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
    rejected: Counter[PhraseKey] = field(default_factory=Counter)
    stands: Counter[PhraseKey] = field(default_factory=Counter)
    """How often each stands, tagged or not, in what has been read."""
    changed: set[PhraseKey] = field(default_factory=set)
    """What is counted otherwise than when it was last proposed."""
    asked: set[PhraseKey] = field(default_factory=set)
    """What a person wants to have proposed everywhere."""
    small: set[str] = field(default_factory=set)
    """Words that stand in the story in lower case."""
    definitions: dict[tuple[str, str], None] = field(default_factory=dict)
    """Acronyms and what they stand for."""
    _lookup: Lookup[int] = field(default_factory=Lookup)
    """By the numbers of the entries."""
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

    def ask(self, text: str, label: str) -> PhraseKey:
        """Remember that a person wants something proposed wherever it stands."""
        key = self.add(text, label)
        self.asked.add(key)
        return key

    def _enter(self, key: PhraseKey, text: str, forms: Iterable[Form]) -> None:
        new = tuple(f for f in forms if f.text not in self._formed.setdefault(key, set()))
        self._formed[key] |= {form.text for form in new}
        if new:
            for form in new:
                self._lookup.add(form, len(self.entries))
            self.entries.append(TaggedPhrase(key, text, new))

    def find(self, words: WordIndex, first: int) -> dict[int, tuple[FoundForm, ...]]:
        """Where forms of the entries from a number on stand in a block of text."""
        found: dict[int, dict[Span, FoundForm]] = {}
        if first < len(self.entries):
            for number, one in self._lookup.find(words, self.is_common, lambda n: n >= first):
                found.setdefault(number, {}).setdefault(one.span, one)
        return {number: tuple(found[number].values()) for number in sorted(found)}

    def meet(self, small: Iterable[str], definitions: Iterable[tuple[str, str]]) -> None:
        """Learn the words and the acronyms of a text; what was tagged is looked for in these too.

        Args:
            small: Words that stand in it in lower case.
            definitions: Acronyms and what they stand for.
        """
        self.small.update(small)
        new = [each for each in definitions if each not in self.definitions]
        self.definitions.update(dict.fromkeys(new))
        if new:
            for key, text in list(self._known.items()):
                forms = forms_of(text, self.is_common, new)
                self._enter(key, text, (f for f in forms if f.how in _BY_DEFINITION))

    def count(self, annotation: Annotation, change: int) -> None:
        """Count an annotation, or a rejection, that has come (1) or gone (-1)."""
        if annotation.rejected:
            key = PhraseKey.of(annotation.text, annotation.label)
            self.rejected[key] += change
        else:
            key = self.add(annotation.text, annotation.label)
            self.tagged[key] += change
        self.changed.add(key)

    def recount_standing(self, before: Counter[PhraseKey], after: Counter[PhraseKey]) -> None:
        """Count what stands in a block otherwise than before."""
        self.stands.subtract(before)
        self.stands.update(after)
        self.changed |= {k for k in before.keys() | after.keys() if before[k] != after[k]}

    def forget_counts(self) -> None:
        """Forget how often anything was tagged or rejected; not how often it stands there."""
        self.tagged.clear()
        self.rejected.clear()

    def take_changed(self) -> set[int]:
        """The numbers of what is counted otherwise than when this was last called."""
        changed, self.changed = self.changed, set()
        return {number for number, entry in enumerate(self.entries) if entry.key in changed}

    def score(self, key: PhraseKey) -> float:
        """How likely it is that the same words are tagged so where they stand next, from 0 to 1."""
        tagged = self.tagged[key]
        left = max(0, self.stands[key] - tagged)
        return min(_MOST, share_of(tagged, left, max(0, self.rejected[key])))

    def is_wanted(self, key: PhraseKey) -> bool:
        """Whether it is tagged anywhere now."""
        return self.tagged[key] > 0

    def sure(self, entry: TaggedPhrase, one: FoundForm) -> float:
        """How sure it is that what was tagged is tagged where one of its forms stands."""
        return round(self.score(entry.key) * _SHARE[one.how], 4)

    def suggestion(self, article_text: str, entry: TaggedPhrase, one: FoundForm) -> Suggestion:
        """What was tagged, proposed where it stands."""
        return Suggestion(
            one.start,
            one.end,
            entry.key.label,
            article_text[one.start : one.end],
            origin=Origin.PROPAGATED if entry.key in self.asked else Origin.SUGGESTED,
            reason=self._reason(entry, one.how),
            score=self.sure(entry, one),
            suggester=SUGGESTER,
            kind=entry.key.kind,
        )

    def _reason(self, entry: TaggedPhrase, how: How) -> str:
        key = entry.key
        quote = f"“{short(entry.text)}”"
        if how is not How.SAME:
            return _REASONS[how].format(quote, key.label)
        left = self.stands[key] - self.tagged[key]
        return f"you tagged {quote} as {key.label}{how_often(self.tagged[key], left)}"


_BY_DEFINITION: Final = frozenset({How.ACRONYM, How.SPELT_OUT})


def how_often(tagged: float, left: float) -> str:
    """How often something was tagged and left, behind what it was tagged as; a blank before it."""
    times, missed = round(tagged), max(0, round(left))
    often = {1: "", 2: " twice"}.get(times, f" {times} times")
    but = f" and left it {missed} times" if missed > 1 else " and left it once" if missed else ""
    return often + but


def short(text: str) -> str:
    """A text to be quoted in a reason."""
    quote = " ".join(text.split())
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[: _LONGEST_QUOTE - 1].rstrip()}…"
