"""What the gold says of an edit, as a sentence with places for keys and texts.

`{command.id}` stands for the command's key, `{}` for the next of the texts that come with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.practice.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.practice.judging import Remark, Verdict

Words = tuple[str, list[str]]
"""A sentence and its texts."""


def shorten(text: str, most: int) -> str:
    """A text in one line of at most `most` characters: its start and its end."""
    one_line = " ".join(text.split())
    if len(one_line) <= most:
        return one_line
    tail = most // 3
    return f"{one_line[: most - tail - 3].rstrip()} … {one_line[-tail:].lstrip()}"


def remark_words(remark: Remark, *, most: int, can_relabel: bool, is_over: bool) -> Words:
    """What the gold says of an edit; an empty sentence if nothing.

    Args:
        remark: On the edit.
        most: How many characters of a text are quoted.
        can_relabel: Whether a label's key would change what was tagged.
        is_over: Whether there are no more lessons.
    """
    begin = ""
    if remark.goes_on:
        begin = "That was the last lesson. " if is_over else "Lesson done. "
    sentence, texts = _said(remark, can_relabel=can_relabel)
    return begin + sentence, [shorten(text, most) for text in texts]


def _said(remark: Remark, *, can_relabel: bool) -> Words:
    if len(remark.verdicts) > 1:
        return _summary(remark.verdicts), []
    if remark.verdicts:
        return _of_verdict(remark.verdicts[0], can_relabel=can_relabel)
    if remark.lost:
        begin = "The gold has it" if remark.by_rejecting else "That was right"
        return f"{begin}: {{undo}} brings it back", []
    return "Right: the gold does not have it either" if remark.by_rejecting else "", []


def _summary(verdicts: Sequence[Verdict]) -> str:
    judgements = [verdict.judgement for verdict in verdicts]
    right, absent = judgements.count(Judgement.RIGHT), judgements.count(Judgement.ABSENT)
    if right == len(verdicts):
        return f"Right, all {right} of them"
    nearly = len(verdicts) - right - absent
    counts = ((right, "right"), (nearly, "nearly"), (absent, "not in the gold"))
    return f"Of {len(verdicts)}: " + ", ".join(f"{n} {what}" for n, what in counts if n)


def _of_verdict(verdict: Verdict, *, can_relabel: bool) -> Words:
    wanted, label, text = verdict.wanted, verdict.label, verdict.text
    if verdict.judgement is Judgement.RIGHT:
        return f"Right: {label} “{{}}”", [text]
    if wanted is None:
        return f"The gold has no {label} “{{}}”; {{undo}} takes it back, or keep it", [text]
    if verdict.judgement is Judgement.LABEL:
        keys = f"press {{tag.{wanted.label}}}"
        mend = keys if can_relabel else "{undo} takes it back"
        return f"To the gold “{{}}” is {wanted.label}, not {label}: {mend}", [text]
    changes = []
    if verdict.leaves_out:
        changes.append("leaves out " + " and ".join(["“{}”"] * len(verdict.leaves_out)))
    if verdict.takes_in:
        changes.append("has " + " and ".join(["“{}”"] * len(verdict.takes_in)) + " too")
    keys = " ".join(f"{{{nudge}}}" for nudge in verdict.nudges)
    mend = f": press {keys}" if keys else "; {undo} takes yours back"
    return f"Nearly: the gold {' and '.join(changes)}{mend}", [
        *verdict.leaves_out,
        *verdict.takes_in,
    ]
