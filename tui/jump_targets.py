"""What can be jumped to in what is visible of an article: what is likely, what begins with a
letter, where a longer span can end."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.roles import meaning_of
from store.suggest.jumping.ends import ends_from
from store.suggest.jumping.finding import (
    jumpable_at,
    jumpables,
    jumpables_in_passage,
    phrases_in,
)
from store.suggest.jumping.surroundings import Surroundings
from store.suggest.jumping.taste import Taste, chance_of, log_odds_of
from store.text.boundaries import paragraph_at
from store.text.passages import passages
from store.text.span import Span
from tui.jumping import JumpTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.annotations.collection import Annotations
    from store.labels import Label, Meaning
    from store.suggest.jumping.jumpable import Jumpable
    from store.suggest.proposals import Proposals

_LONG_PROPOSAL: Final = 40
"""Code points above which what is proposed is drawn like a clause."""
_MOST_PHRASES: Final = 400
"""Texts that were tagged, at most, that are looked for on the screen: the last ones."""
_CROSSES: Final = -1.6
"""How much less likely a span is that lies across one with the same label, in log odds."""
_ENDS_ACROSS: Final = 0.05
"""How likely an end is, for what it would be, if the span would have something in common with one
of the same label."""
_MOST_OTHERS: Final = 3
"""Spans, at most, that begin where a likelier one does and have a letter of their own."""
_LEAST_OTHER: Final = 0.02
"""How likely such a span is at least."""

_TYPED_FOR: Final = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚‹›", "'"),
    **dict.fromkeys("–—−", "-"),
    **dict.fromkeys("…·•", "."),
}
"""What is typed for marks that have no key."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is visible of an article."""

    article: str
    """Its id."""
    text: str
    visible: Span
    annotations: Annotations
    proposed: Proposals | None
    """What is suggested, as far as it is to be offered."""


# Likely ones -------------------------------------------------------------------------------


def likely(stretch: Stretch, tastes: Mapping[str, Taste], *, is_floored: bool) -> list[JumpTarget]:
    """The likeliest span at each place, and others that begin there, in the order of the text.

    Args:
        stretch: Where.
        tastes: Of the labels that are thought of, by their names.
        is_floored: Whether what is not likely enough is left out.
    """
    found: dict[int, dict[int, JumpTarget]] = {}
    for label, taste in tastes.items():
        for target in _judged(stretch, label, taste, is_floored=is_floored):
            here = found.setdefault(target.start, {})
            known = here.get(target.end)
            if known is None or target.likelihood > known.likelihood:
                here[target.end] = target
    for suggestion in stretch.proposed.overlapping(stretch.visible) if stretch.proposed else ():
        if suggestion.label in tastes and suggestion.start in stretch.visible:
            start, end = suggestion.start, suggestion.end
            here = found.setdefault(start, {})
            is_long = end - start > _LONG_PROPOSAL
            known = here.get(end)
            sure = max(suggestion.score, known.likelihood if known is not None else 0.0)
            here[end] = JumpTarget(stretch.article, start, end, sure, is_long)
    return [each for start in sorted(found) for each in _together(found[start].values())]


def _together(targets: Iterable[JumpTarget]) -> list[JumpTarget]:
    """The likeliest of what begins at one place, and others, whose letters stand at their ends."""
    first, *others = sorted(targets, key=lambda each: each.likelihood, reverse=True)
    likely_ones = (each for each in others[:_MOST_OTHERS] if each.likelihood > _LEAST_OTHER)
    return [first, *(replace(each, is_end=True) for each in likely_ones)]


def _judged(
    stretch: Stretch, label: str, taste: Taste, *, is_floored: bool
) -> Iterator[JumpTarget]:
    """What may be tagged with a label, with how likely that is."""
    visible, text = stretch.visible, stretch.text
    annotations = stretch.annotations.overlapping(visible)
    surroundings = Surroundings(annotations, visible)
    tagged = {(each.start, each.end) for each in annotations if each.label == label}
    least = log_odds_of(taste.least) if is_floored else -100.0
    found = jumpables(text, visible, is_long=taste.wants_long)
    priors: Sequence[float] = _priors(text, visible, taste.meaning, is_long=taste.wants_long)
    repeated = list(_repeated(stretch, taste, found))
    if repeated:
        found = (*found, *repeated)
        priors = (*priors, *map(taste.prior, repeated))
    learned, around = taste.learned, surroundings.signs
    for one, prior in zip(found, priors, strict=True):
        start, end = one[0], one[1]
        odds = prior + learned(one, around(start, end, label))
        if odds < least or (start, end) in tagged:
            continue
        if surroundings.crosses(start, end, label):
            odds += _CROSSES
            if odds < least:
                continue
        yield JumpTarget(stretch.article, start, end, chance_of(odds), one.is_long)


def find_ahead(text: str, visible: Span, labels: Iterable[Label]) -> Iterator[bool]:
    """Find what is likely in what is visible of a text, a passage at a time; it is remembered."""
    meanings = dict.fromkeys(meaning_of(label) for label in labels)
    kinds = {meaning: Taste(meaning).wants_long for meaning in meanings}
    paragraph_at(text, visible.start)  # what finds paragraphs is compiled at the first one
    for passage in [*passages(text, visible)]:
        for is_long in sorted({*kinds.values()}):
            jumpables_in_passage(passage.of(text), is_long=is_long)
            yield False
    for meaning, is_long in kinds.items():
        _priors(text, visible, meaning, is_long=is_long)
        yield False


@lru_cache(maxsize=32)
def _priors(text: str, visible: Span, meaning: Meaning, *, is_long: bool) -> tuple[float, ...]:
    """How likely each span is for what a label is for, before anything is learned."""
    prior = Taste(meaning).prior
    return tuple(map(prior, jumpables(text, visible, is_long=is_long)))


def _repeated(stretch: Stretch, taste: Taste, found: Sequence[Jumpable]) -> Iterator[Jumpable]:
    """Texts that were tagged with a label, wherever else they stand, as far as that is new."""
    phrases = list(taste.phrases.tagged)[-_MOST_PHRASES:]
    known: set[tuple[int, int]] = set()
    for span in phrases_in(stretch.text, stretch.visible, phrases):
        if not known:
            known = {one[:2] for one in found}
        if (span.start, span.end) not in known:
            yield jumpable_at(stretch.text, span, is_long=taste.wants_long)


# What begins with a letter -----------------------------------------------------------------


def beginnings(stretch: Stretch, tastes: Mapping[str, Taste]) -> list[JumpTarget]:
    """The likeliest span from each word and mark on, in the order of the text."""
    likeliest = likely(stretch, tastes, is_floored=False)
    found = {target.start: target for target in likeliest if not target.is_end}
    for one in jumpables(stretch.text, stretch.visible, is_long=False):
        known = found.get(one.start)
        if known is None or (known.likelihood == 0.0 and one.end < known.end):
            found[one.start] = JumpTarget(stretch.article, one.start, one.end)
    return [found[start] for start in sorted(found)]


def keys_of(character: str) -> str:
    """The keys that stand for the first character of a span: itself, and its letter bare."""
    small = character.casefold()
    bare = _TYPED_FOR.get(small) or unicodedata.normalize("NFKD", small)[:1]
    return small if small == bare else small + bare


# Ends --------------------------------------------------------------------------------------


def ends(
    stretch: Stretch, start: JumpTarget, tastes: Mapping[str, Taste], *, has_all: bool
) -> list[JumpTarget]:
    """Where in its paragraph a span can end that begins somewhere, in the order of the text.

    Args:
        stretch: Where.
        start: What begins there.
        tastes: Of the labels that are thought of.
        has_all: Whether also what is too far away to be likely is found.
    """
    last = min(paragraph_at(stretch.text, start.start).end, stretch.visible.end)
    chances: dict[int, float] = {}
    near = stretch.annotations.overlapping(Span(start.start, max(start.start, last)))
    for label, taste in tastes.items():
        is_long = taste.wants_long
        free = min((each.start for each in near if each.label == label), default=last)
        found = ends_from(stretch.text, start.start, is_long=is_long, has_all=has_all)
        for each, chance in zip(found, taste.end_chances(found), strict=True):
            if each.end <= last:
                worth = chance if each.end <= free else _ENDS_ACROSS * chance
                chances[each.end] = chances.get(each.end, 0.0) + worth / len(tastes)
    return [JumpTarget(start.article, start.start, end, chances[end]) for end in sorted(chances)]


def last_word(text: str, target: JumpTarget) -> int:
    """Where the last word of a span begins."""
    begins = target.end - 1
    while begins > target.start and text[begins - 1].isalnum() and text[begins].isalnum():
        begins -= 1
    return begins
