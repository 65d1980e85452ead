"""The lessons: what is to be done, by which keys, and how far somebody has come.

They stand in `lessons.toml`, which says what its fields mean.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Set

    from store.practice.gold import Gold, GoldSpan

BRUSH: Final = "jump.brush"
"""Stands among the ids of commands for a label chosen before the letters of spans."""
TIE: Final = "a tie"
"""Stands among the labels of what an edit changes for something that it ties."""


class Exercise(msgspec.Struct, frozen=True):
    """One thing to do."""

    lesson: str
    """Its heading; several exercises may share one."""
    text: str
    """What to do. `{key:command.id}` stands for the command's key, `{}` for what it is tried on."""
    uses: frozenset[str] = frozenset()
    """The commands of which one must have been used since the edit before; none: any will do."""
    labels: frozenset[str] = frozenset()
    """The labels of which one must be on what the edit changes; none: any will do."""
    times: int = 1
    tried_on: str = ""
    """The label of the gold spans that it can be tried on; empty for none."""
    words: tuple[int, int] = (1, 99)
    """The fewest and the most in such a span."""
    is_repeated: bool = False
    """Whether the same text must stand elsewhere too."""

    def suits(self, gold: Gold, span: GoldSpan) -> bool:
        """Whether it can be tried on a span."""
        text = gold.text_of(span)
        fewest, most = self.words
        if span.label != self.tried_on or not fewest <= len(text.split()) <= most:
            return False
        return not self.is_repeated or sum(t.count(text) for t in gold.texts.values()) > 2


def _read() -> tuple[Exercise, ...]:
    text = (resources.files(__package__) / "lessons.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text)["exercise"], tuple[Exercise, ...])


EXERCISES: Final = _read()
"""All of them, in the order in which they are taught."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far somebody has come in the lessons."""

    exercises: tuple[Exercise, ...]
    at: int = 0
    """The number of the exercise, counted from 0; as many as there are when they are over."""
    times: int = 0
    """How often it has been done."""

    @property
    def exercise(self) -> Exercise | None:
        """What is to be done now; nothing when the lessons are over."""
        return self.exercises[self.at] if self.at < len(self.exercises) else None

    def after(self, means: Set[str], labels: Set[str]) -> Course:
        """How far it is after an edit.

        Args:
            means: The commands that were used since the edit before, and `BRUSH`.
            labels: Of what the edit changes, and `TIE`.
        """
        now = self.exercise
        if now is None or (now.uses and not now.uses & means):
            return self
        if now.labels and not now.labels & labels:
            return self
        if self.times + 1 < now.times:
            return replace(self, times=self.times + 1)
        return self.skip()

    def skip(self) -> Course:
        """Go on to the next exercise."""
        return replace(self, at=min(self.at + 1, len(self.exercises)), times=0)


def course(known: Collection[str], at: int = 0) -> Course:
    """The lessons for which there are commands.

    Args:
        known: The ids of all commands that have a key.
        at: Where to begin.
    """
    known = {*known, *((BRUSH,) if "jump.keep" in known else ())}
    exercises = tuple(each for each in EXERCISES if not each.uses or each.uses & known)
    return Course(exercises, min(max(at, 0), len(exercises)))


def next_missing(
    gold: Gold,
    tagged: Collection[GoldSpan],
    place: tuple[str, int],
    articles: Sequence[str],
    exercise: Exercise | None = None,
) -> GoldSpan | None:
    """The next span of the gold that is not tagged yet.

    Args:
        gold: Where it is taken from.
        tagged: All that is tagged.
        place: The article in which somebody is, and where in it; what begins behind it comes first,
            then the other articles, then what they have passed.
        articles: The ids of all articles, in order.
        exercise: What must be able to be tried on it, if anything.
    """
    here = articles.index(place[0])
    found = [
        span
        for name in (*articles[here:], *articles[:here])
        for span in gold.of_article(name)
        if span not in tagged and (exercise is None or exercise.suits(gold, span))
    ]
    ahead = (span for span in found if span.article != place[0] or span.start > place[1])
    return next(ahead, found[0] if found else None)
