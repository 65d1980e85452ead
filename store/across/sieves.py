"""Which groups of mentions may mean the same thing, by how they are worded and where they stand.

Sieves, the surest first, after Raghunathan et al., "A multi-pass sieve for coreference resolution"
(2010), over mentions that a person has tagged with one label. None merges anything: each says which
two groups a person may want to merge, and by which two of their mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.across.mention_form import mention_form
from store.suggest.candidates.gazetteer import PlaceKind, is_given_name, place
from store.suggest.candidates.nouns import is_modest
from store.text.lexicon import (
    BEFORE_PLACE,
    CONJUNCTIONS,
    GEOGRAPHY,
    MODEST,
    PARTICLES,
    PREPOSITIONS,
    TITLES,
    YOUNGER,
    lines_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from store.across.mention_form import MentionForm

    Pairs: TypeAlias = Iterator[tuple[MentionForm, MentionForm]]
    Holders: TypeAlias = Mapping[str, list[tuple[MentionForm, str]]]
    """By title: names that stand behind it, with the country that they are said to be of."""

_DATA: Final = Path(__file__).parent / "data"
_FAR_MORE: Final = 4
"""How many times as often the one holder of a title is named as another of them."""
_MOST_SYLLABLES: Final = 4
"""Letters in each part of a name such as Kim Jong Un, which begins with the surname."""

_SMALL: Final = PREPOSITIONS | CONJUNCTIONS


class Sieve(StrEnum):
    """Why two groups may be one; the value is how a reason says it."""

    SAME_TEXT = "the same words"
    TITLE = "the same name but for a title or middle name"
    ACRONYM = "short for it"
    SURNAME = "the surname of the only one here"
    PART = "part of the name"
    APPOSITION = "side by side"
    CAPITAL = "the capital for its country"
    PLACE = "the same place"
    ROLE = "the only one here with that title"
    HEAD = "the same noun"


def title_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """ "Mr. Trump" and "Trump", "Donald John Trump" and "Donald Trump"."""

    def names(form: MentionForm) -> Iterator[tuple[str, ...]]:
        if form.name:
            yield (name := _short_name(form))
            if len(name) > 2 and name[-1] not in YOUNGER and is_given_name(form.written.split()[0]):
                yield name[0], name[-1]

    yield from _alike(forms, names)


def acronym_sieve(
    forms: Sequence[MentionForm], definitions: Iterable[tuple[str, str]] = ()
) -> Pairs:
    """A short name and what it stands for, as the story explains it, as lists know, by initials."""
    explained = defaultdict(set)
    for short, long in definitions:
        explained[mention_form(long).key].add(mention_form(short).key)
    # Two letters may be anybody's: only those of one name that is no person's.
    of_two = Counter(
        form.initials
        for form in forms
        if len(form.initials) == 2 and not is_given_name(form.written.split()[0])
    )

    def names(form: MentionForm) -> Iterator[str]:
        yield from _listed().get(form.key, ())
        entry = place(form.written) if form.name else None
        if entry is not None and entry.kind is PlaceKind.COUNTRY:
            yield f"= {entry.country}"
        yield from (f"({short})" for short in explained.get(form.key, ()))
        if form.is_acronym:
            yield f"({form.key})"
            yield form.key.lower()
        elif len(form.initials) > 2 or of_two[form.initials] == 1:
            yield form.initials

    yield from _alike(forms, names)


def surname_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """One word, and the only longer name of the story that it is the surname of, or begins."""
    holders: dict[str, dict[tuple[str, str], MentionForm]] = defaultdict(dict)
    for form in forms:
        if len(form.name) > 1 and form.says_which and place(form.written) is None:
            for word in _called(form):
                holders[word].setdefault((form.name[0], form.name[-1]), form)
    for form in forms:
        if len(form.name) == 1 and not form.is_acronym:
            found = holders.get(form.name[0], {})
            if len(found) == 1:
                yield form, next(iter(found.values()))


def part_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """Two words and more of a longer name, such as "Revolutionary Guards"."""
    named = [
        form
        for form in forms
        if len(form.name) > 1 and form.says_which and form.name[-1] not in YOUNGER
    ]
    by_word = defaultdict(list)
    for form in named:
        for word in set(form.name):
            by_word[word].append(form)
    for form in named:
        for longer in by_word[form.name[0]]:
            before, part, _ = f" {' '.join(longer.name)} ".partition(f" {' '.join(form.name)} ")
            if part and longer is not form and not _SMALL & set(before.split()):
                yield form, longer


def capital_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """A capital that acts, and its country."""
    countries: dict[str, MentionForm] = {}
    capitals = []
    for form in forms:
        entry = place(form.written) if form.name else None
        if entry is not None and entry.kind is PlaceKind.COUNTRY:
            countries.setdefault(entry.country, form)
        elif entry is not None and entry.kind is PlaceKind.CAPITAL:
            capitals.append((form, entry.country))
    yield from ((form, countries[at]) for form, at in capitals if at in countries)


def place_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """ "Latakia province" and "Latakia"; "Bern, Switzerland" and "Bern", if none lies elsewhere;
    "the North" and the only country that begins so."""

    def names(form: MentionForm) -> Iterator[tuple[str, ...]]:
        for name in (form.name, form.place):
            bare = tuple(_spelt(word) for word in name if word not in GEOGRAPHY and word != "of")
            if bare and (name is form.name or bare not in elsewhere):
                yield bare

    elsewhere = set[tuple[str, ...]]()
    within: dict[tuple[str, ...], frozenset[str]] = {}
    for form in forms:
        if form.place and not _is_within(form.within, within.setdefault(form.place, form.within)):
            elsewhere.add(form.place)
    yield from _alike(forms, names)
    halves: dict[tuple[str, ...], dict[str, MentionForm]] = defaultdict(dict)
    for form in forms:
        entry = place(form.written) if len(form.name) == 2 else None
        if entry is not None and entry.kind is PlaceKind.COUNTRY and form.name[0] in BEFORE_PLACE:
            halves[form.name[:1]].setdefault(entry.country, form)
    for form in forms:
        if len(whole := halves.get(form.name, {})) == 1:
            yield form, next(iter(whole.values()))


def role_sieve(forms: Sequence[MentionForm], holders: Holders, counts: Mapping[str, int]) -> Pairs:
    """A title, and the one name of the story that stands behind that title.

    Args:
        forms: Of all groups of one label.
        holders: Names by the title that stands before them, in a mention or beside one.
        counts: How often the last word of a name is in one: by it one of several is told who is
            far more in the news than the others.
    """
    for form in forms:
        if not form.head or form.is_plural or form.is_indefinite or not form.says_which:
            continue
        known = [each for each in holders.get(form.role, ()) if form.country in (each[1], "")]
        found = {holder.name[-1]: holder for holder, _ in reversed(known)}
        ordered = sorted(found, key=lambda name: -counts[name])
        if len(found) == 1 or (found and counts[ordered[0]] >= _FAR_MORE * counts[ordered[1]]):
            yield form, found[ordered[0]]


def head_sieve(forms: Sequence[MentionForm]) -> Pairs:
    """The same noun in the same number, the later saying no more than the earlier.

    Args:
        forms: Of all groups of one label, in the order in which they first stand in the story.
    """
    seen: dict[tuple[str, bool], list[MentionForm]] = defaultdict(list)
    for form in forms:
        if not form.head or not form.says_which:
            continue
        group = seen[form.head, form.is_plural]
        says_little = is_modest(form.head) or form.head in _GENERAL
        is_bare = says_little and form.modifiers <= TITLES and not form.country
        if not (form.is_indefinite or form.is_owned or is_bare):
            for earlier in reversed(group):
                if _says_no_more(form, earlier):
                    yield form, earlier
                    break
        group.append(form)


def _says_no_more(later: MentionForm, earlier: MentionForm) -> bool:
    """Whether the later has no word that the earlier lacks, nor lacks the name that tells it."""
    return (
        later.modifiers <= earlier.modifiers
        and later.country in ("", earlier.country)
        and earlier.names_behind <= later.modifiers
    )


_GENERAL: Final = MODEST | TITLES | frozenset(("country", "official", "source"))
"""Nouns that alone do not tell who is meant."""


# What they are made of ---------------------------------------------------------------------------


def _alike(forms: Sequence[MentionForm], names: Callable[[MentionForm], Iterable[object]]) -> Pairs:
    """Each form with the first that shares a name with it."""
    first: dict[object, MentionForm] = {}
    for form in forms:
        if not form.says_which:
            continue
        for name in names(form):
            known = first.setdefault(name, form)
            if known is not form:
                yield form, known


def _short_name(form: MentionForm) -> tuple[str, ...]:
    """A name without middle initials and small words."""
    last = len(form.name) - 1
    return tuple(
        _spelt(word)
        for number, word in enumerate(form.name)
        if number in (0, last) or (len(word) > 1 and word not in PARTICLES)
    )


def _is_within(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two places of one name, which are said to lie there, may be one: "Calif." is short
    for "California"."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def _spelt(word: str) -> str:
    """A word as it is spelt in America."""
    return f"{word[:-3]}ter" if word.endswith("tre") else word


def _called(form: MentionForm) -> Iterator[str]:
    """By which one word somebody may be called."""
    name = _short_name(form)
    if name[-1] in YOUNGER:
        return
    yield name[-1]
    is_surname_first = len(name) > 1 and all(len(word) <= _MOST_SYLLABLES for word in name)
    if is_surname_first or is_given_name(form.written.split()[0]) or len(name[0]) == 2:
        yield name[0]


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, tuple[str, ...]]:
    """Which things of the list a text may name, each as a name of its own."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines_of(_DATA / "same_names.txt"):
        names = [mention_form(name.strip()).key for name in line.split(",")]
        for name in names:
            found[name] = (*found.get(name, ()), f"~ {names[0]}")
    return found
