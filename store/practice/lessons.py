"""The lessons: what is to be done, by which keys, and how far somebody has come.

A lesson names commands by their ids, so that it holds whatever keys somebody has given them. An
exercise is over when it has been done by its keys; what was tagged need not be right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Set

    from store.practice.gold import Gold, GoldSpan

BRUSH: Final = "jump.brush"
"""Stands among the ids of commands for a label chosen before the letters of spans."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do."""

    lesson: str
    """Its heading; several exercises may share one."""
    text: str
    """What to do. `{command.id}` stands for the command's key, `{}` for what it is tried on."""
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
            labels: Of what the edit changes.
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


def _any_of(prefix: str) -> frozenset[str]:
    return frozenset(f"{prefix}.{label}" for label in ("actor", "location", "claim", "source"))


_NUDGES: Final = frozenset(
    f"nudge.{name}" for name in ("start-left", "start-right", "end-left", "end-right", "tighten")
)
EXERCISES: Final = (
    Exercise(
        "A word",
        "Go to a word with the arrows, {go.next-word} and {go.previous-word}, and press a label’s "
        "key: try “{}”, which {tag.actor} makes an actor.",
        _any_of("tag"),
        tried_on="actor",
        words=(1, 1),
    ),
    Exercise(
        "A letter at each span",
        "{jump} shows letters at likely spans. Type the one before “{}”, or {jump.words} and the "
        "letter it begins with; {tag.actor} makes it an actor.",
        frozenset({"jump"}),
        tried_on="actor",
        words=(2, 4),
    ),
    Exercise(
        "One label for many",
        "{jump.keep}, then {tag.actor}: from now on each letter you type tags an actor at once. "
        "{jump.words} and its first letter any other. Tag three; {jump.leave} {jump.leave} leaves.",
        frozenset({BRUSH}),
        times=3,
        tried_on="actor",
    ),
    Exercise(
        "More and less",
        "Go into “{}”. Each {select.grow} selects more (word, name, clause, sentence), each "
        "{select.shrink} less. Then press a label’s key.",
        frozenset({"select.grow"}),
        tried_on="actor",
        words=(2, 6),
    ),
    Exercise(
        "More and less",
        "You can still move what you have just tagged: {nudge.start-left} and {nudge.start-right} "
        "move its start by a word, {nudge.end-left} and {nudge.end-right} do the same with its "
        "end, and {nudge.tighten} drops “the” or ’s.",
        _NUDGES,
    ),
    Exercise(
        "Once is enough",
        "Jump or go to “{}” and press {propose.actor} instead of {tag.actor}: it is tagged, and "
        "proposed wherever else it stands.",
        _any_of("propose"),
        tried_on="actor",
        words=(1, 3),
        is_repeated=True,
    ),
    Exercise(
        "Once is enough",
        "{suggestion.accept} goes to a proposal, takes it and goes on; {suggestion.reject} drops "
        "it, and it does not come back. Take one.",
        frozenset({"suggestion.accept"}),
    ),
    Exercise(
        "Once is enough",
        "{suggestion.accept-kind} takes all proposals of the same kind in sight; again, in both "
        "articles; {undo} would bring them back. Take them.",
        frozenset({"suggestion.accept-kind"}),
    ),
    Exercise(
        "A claim and its source",
        "A claim is the shortest clause, without “he said”: {jump.keep} {tag.claim} and the letter "
        "before it; Shift+letter shows where it can end. Try “{}”.",
        labels=frozenset({"claim"}),
        tried_on="claim",
    ),
    Exercise(
        "A claim and its source",
        "Now who says so: tag “{}” as source with {tag.source}.",
        labels=frozenset({"source"}),
        tried_on="source",
    ),
    Exercise(
        "Nothing is lost",
        "{undo} takes back the last edit, as often as you like, even tomorrow; {redo} does it "
        "again. Press {undo}.",
        frozenset({"undo"}),
    ),
)
"""All of them, in the order in which they are taught."""


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
