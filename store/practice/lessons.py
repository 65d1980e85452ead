"""The lessons: what is to be done, by which keys, and how far somebody has come.

A lesson names commands by their ids, so that it holds whatever keys somebody has given them. It is
over when its deed has been done by its keys; what was tagged need not be right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from store.practice.gold import Gold, GoldSpan

BRUSH: Final = "jump.brush"
"""Stands among the ids of commands for a label chosen before the letters of spans."""


@dataclass(frozen=True, slots=True)
class Example:
    """What kind of gold span a lesson is tried on."""

    label: str
    words: tuple[int, int] = (1, 99)
    """The fewest and the most."""
    is_repeated: bool = False
    """Whether the same text stands elsewhere too."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    lesson: str
    """Its heading; several steps may share one."""
    text: str
    """What to do. `{command.id}` stands for the command's key, `{}` for the example."""
    uses: frozenset[str] = frozenset()
    """The commands of which one must have been used since the edit before; none: any will do."""
    labels: frozenset[str] = frozenset()
    """The labels of which one must be on what the edit changes; none: any will do."""
    times: int = 1
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """An edit, as far as lessons care."""

    means: frozenset[str]
    """The commands that were used since the edit before, and `BRUSH`."""
    labels: frozenset[str]
    """The labels of what it changes."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far somebody has come in the lessons."""

    steps: tuple[Step, ...]
    at: int = 0
    """The number of the step, counted from 0; as many as there are when the lessons are over."""
    times: int = 0
    """How often it has been done."""

    @property
    def step(self) -> Step | None:
        """What is to be done now; nothing when the lessons are over."""
        return self.steps[self.at] if self.at < len(self.steps) else None

    @property
    def lessons(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(dict.fromkeys(step.lesson for step in self.steps))


def _any_of(prefix: str) -> frozenset[str]:
    return frozenset(f"{prefix}.{label}" for label in ("actor", "location", "claim", "source"))


_NUDGES: Final = frozenset(
    f"nudge.{name}" for name in ("start-left", "start-right", "end-left", "end-right", "tighten")
)
STEPS: Final = (
    Step(
        "A word",
        "Go to a word with the arrows, {go.next-word} and {go.previous-word}, and press a label’s "
        "key: try “{}”, which {tag.actor} makes an actor.",
        _any_of("tag"),
        example=Example("actor", (1, 1)),
    ),
    Step(
        "A letter at each span",
        "{jump} shows a letter at each likely span. Type the one before “{}”: it is selected, and "
        "{tag.actor} makes it an actor.",
        frozenset({"jump"}),
        example=Example("actor", (2, 4)),
    ),
    Step(
        "One label for many",
        "{jump.keep}, then {tag.actor}: from now on each letter you type tags an actor at once. "
        "Tag three; {jump.leave} {jump.leave} leaves.",
        frozenset({BRUSH}),
        times=3,
        example=Example("actor"),
    ),
    Step(
        "More and less",
        "Go into “{}”. Each {select.grow} selects more (word, name, clause, sentence), each "
        "{select.shrink} less. Then press a label’s key.",
        frozenset({"select.grow"}),
        example=Example("actor", (2, 6)),
    ),
    Step(
        "More and less",
        "You can still move what you have just tagged: {nudge.start-left} and {nudge.start-right} "
        "move its start by a word, {nudge.end-left} and {nudge.end-right} do the same with its "
        "end, and {nudge.tighten} drops “the” or ’s.",
        _NUDGES,
    ),
    Step(
        "Once is enough",
        "Jump or go to “{}” and press {propose.actor} instead of {tag.actor}: it is tagged, and "
        "proposed wherever else it stands.",
        _any_of("propose"),
        example=Example("actor", (1, 3), is_repeated=True),
    ),
    Step(
        "Once is enough",
        "{suggestion.accept} goes to a proposal, takes it and goes on; {suggestion.reject} drops "
        "it, and it does not come back. Take one.",
        frozenset({"suggestion.accept"}),
    ),
    Step(
        "Once is enough",
        "{suggestion.accept-kind} takes all proposals of the same kind, in both articles; "
        "{undo} would bring them back. Take them.",
        frozenset({"suggestion.accept-kind"}),
    ),
    Step(
        "A claim and its source",
        "A claim is the shortest clause, without “he said”: {jump.keep} {tag.claim} and the letter "
        "behind it; Shift+letter begins a longer one. Try “{}”.",
        labels=frozenset({"claim"}),
        example=Example("claim"),
    ),
    Step(
        "A claim and its source",
        "Now who says so: tag “{}” as source with {tag.source}.",
        labels=frozenset({"source"}),
        example=Example("source"),
    ),
    Step(
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
    steps = tuple(step for step in STEPS if not step.uses or step.uses & known)
    return Course(steps, min(max(at, 0), len(steps)))


def after(here: Course, deed: Deed) -> Course:
    """How far it is after an edit."""
    step = here.step
    if step is None:
        return here
    by_keys = not step.uses or bool(step.uses & deed.means)
    if not (by_keys and (not step.labels or step.labels & deed.labels)):
        return here
    if here.times + 1 < step.times:
        return replace(here, times=here.times + 1)
    return replace(here, at=here.at + 1, times=0)


def skipped(here: Course) -> Course:
    """Go on to the next step without having done this one."""
    return replace(here, at=min(here.at + 1, len(here.steps)), times=0)


def example_for(
    example: Example | None,
    gold: Gold,
    tagged: Collection[GoldSpan],
    article: str,
    offset: int,
    articles: Sequence[str],
) -> GoldSpan | None:
    """The next span of the gold that a lesson can be tried on and that is not tagged yet.

    Args:
        example: What is wanted; nothing if any span will do.
        gold: Where it is taken from.
        tagged: All that is tagged.
        article: The article in which somebody is.
        offset: Where they are in it, in code points; what begins behind it comes first, then the
            other articles, then what they have passed.
        articles: The ids of all articles, in order.
    """
    here = articles.index(article)
    fitting = [
        span
        for name in (*articles[here:], *articles[:here])
        for span in gold.of_article(name)
        if span not in tagged and (example is None or _fits(example, gold, span))
    ]
    passed = [span for span in fitting if span.article == article and span.start <= offset]
    return next((span for span in fitting if span not in passed), passed[0] if passed else None)


def _fits(example: Example, gold: Gold, span: GoldSpan) -> bool:
    text = gold.text_of(span)
    fewest, most = example.words
    if span.label != example.label or not fewest <= len(text.split()) <= most:
        return False
    return not example.is_repeated or sum(t.count(text) for t in gold.texts.values()) > 2
