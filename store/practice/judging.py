"""What the gold says of an annotation: is it right, and if not, how would it be.

In sentences `{key:command.id}` stands for a command's key, `{}` for the next of the texts that come
with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.text.ends import move_end, move_start
from store.text.tightening import tightened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from store.practice.gold import Gold, GoldSpan
    from store.text.span import Span

    Words = tuple[str, list[str]]
    """A sentence and its texts."""

_MOST_NUDGES: Final = 4
"""Beyond so many it is less trouble to select anew."""
_SHARE: Final = 0.3
"""The share of two spans that must be common to both for one to be meant by the other."""
NUDGES: Final[Mapping[str, Callable[[str, Span], Span]]] = {
    "nudge.tighten": tightened,
    "nudge.start-right": lambda text, span: move_start(text, span, 1),
    "nudge.end-left": lambda text, span: move_end(text, span, -1),
    "nudge.start-left": lambda text, span: move_start(text, span, -1),
    "nudge.end-right": lambda text, span: move_end(text, span, 1),
}
"""What the keys that move an end do, by the ids of their commands."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gold says of one annotation."""

    tagged: GoldSpan
    """What was tagged."""
    wanted: GoldSpan | None
    """What the gold has instead, or the same; nothing where it has nothing like it."""

    @property
    def is_right(self) -> bool:
        """Whether the gold has the same."""
        return self.wanted == self.tagged


@dataclass(frozen=True, slots=True)
class Remark:
    """What the gold says of an edit."""

    verdicts: tuple[Verdict, ...] = ()
    """Of each annotation that it leaves, in the order of the edit."""
    is_loss: bool = False
    """Whether something was right and is not tagged any more, or is rejected though it is right."""
    by_rejecting: bool = False
    """Whether the edit rejects something."""
    goes_on: bool = False
    """Whether an exercise was done by it."""

    @property
    def is_right(self) -> bool:
        """Whether all that it leaves is right."""
        return bool(self.verdicts) and all(verdict.is_right for verdict in self.verdicts)


def judge(gold: Gold, tagged: GoldSpan, others: Collection[GoldSpan]) -> Verdict:
    """Compare an annotation with the gold.

    Args:
        gold: What is right.
        tagged: The annotation.
        others: All that is tagged; what of the gold is among it is not meant by something else.
    """
    if tagged in gold.spans:
        return Verdict(tagged, tagged)

    def likeness(span: GoldSpan) -> float:
        return tagged.span.likeness(span.span)

    missing = [span for span in gold.of_article(tagged.article) if span not in others]
    relabelled = (span for span in missing if span.span == tagged.span)
    alike = (span for span in missing if span.label == tagged.label and likeness(span) >= _SHARE)
    return Verdict(tagged, next(relabelled, None) or max(alike, key=likeness, default=None))


def nudges_between(text: str, span: Span, wanted: Span) -> tuple[str, ...]:
    """The commands that lead from one span to another, the fewest; none if that takes too many."""
    ways: dict[Span, tuple[str, ...]] = {span: ()}
    for _ in range(_MOST_NUDGES):
        for here, way in list(ways.items()) if wanted not in ways else ():
            for nudge, move in NUDGES.items():
                ways.setdefault(move(text, here), (*way, nudge))
    return ways.get(wanted, ())


# In words ------------------------------------------------------------------------------------


def remark_words(gold: Gold, remark: Remark, *, can_relabel: bool) -> Words:
    """What the gold says of an edit; an empty sentence if nothing.

    Args:
        gold: What is right.
        remark: On the edit.
        can_relabel: Whether a label's key would change what was tagged.
    """
    if len(remark.verdicts) > 1:
        return _summary(remark), []
    if remark.verdicts:
        return _words(gold, remark.verdicts[0], can_relabel=can_relabel)
    if remark.is_loss:
        begin = "The gold has it" if remark.by_rejecting else "That was right"
        return f"{begin}: {{key:undo}} brings it back", []
    return "Right: the gold does not have it either" if remark.by_rejecting else "", []


def _summary(remark: Remark) -> str:
    total = len(remark.verdicts)
    right = sum(verdict.is_right for verdict in remark.verdicts)
    absent = sum(verdict.wanted is None for verdict in remark.verdicts)
    if right == total:
        return f"Right, all {right} of them"
    counts = ((right, "right"), (total - right - absent, "nearly"), (absent, "not in the gold"))
    return f"Of {total}: " + ", ".join(f"{n} {what}" for n, what in counts if n)


def _words(gold: Gold, verdict: Verdict, *, can_relabel: bool) -> Words:
    tagged, wanted, said = verdict.tagged, verdict.wanted, gold.text_of(verdict.tagged)
    if verdict.is_right:
        return f"Right: {tagged.label} “{{}}”", [said]
    if wanted is None:
        sentence = f"The gold has no {tagged.label} “{{}}”; {{key:undo}} takes it back, or keep it"
        return sentence, [said]
    if wanted.span == tagged.span:
        mend = f"press {{key:tag.{wanted.label}}}" if can_relabel else "{key:undo} takes it back"
        return f"To the gold “{{}}” is {wanted.label}, not {tagged.label}: {mend}", [said]
    text = gold.texts[tagged.article]
    less, more = _beyond(text, tagged, wanted), _beyond(text, wanted, tagged)
    changes = [("leaves out " + " and ".join(["“{}”"] * len(less)))] if less else []
    changes += [("has " + " and ".join(["“{}”"] * len(more)) + " too")] if more else []
    nudges = nudges_between(text, tagged.span, wanted.span)
    keys = " ".join(f"{{key:{nudge}}}" for nudge in nudges)
    mend = f": press {keys}" if keys else "; {key:undo} takes yours back"
    return f"Nearly: the gold {' and '.join(changes)}{mend}", [*less, *more]


def _beyond(text: str, one: GoldSpan, other: GoldSpan) -> list[str]:
    """What a span has before the start and behind the end of another."""
    pieces = (text[one.start : other.start], text[other.end : one.end])
    return [piece.strip() for piece in pieces if piece.strip()]
