"""What is learned from two articles finds more in a third than the strings that were tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import regex

from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.training import train

if TYPE_CHECKING:
    from collections.abc import Callable

Spans = set[tuple[int, int, str]]

THRESHOLD: Final = 0.35
STORY: Final = (
    """[actor:The striking dockers] closed the quay at [location:Marsund] on Friday.
Foreman [actor:Odd Ravnkilde] told [actor:two idle dockers] that the crane was broken.
The Aurora lay at anchor, and the Dolmar waited beside it.
[actor:Some older dockers] went home. [actor:Ravnkilde] stayed at the quay at [location:Ostby].
The Belisar sailed with grain for the mill.""",
    """[actor:Several young dockers] met at the quay at [location:Ladeby].
Foreman [actor:Ulf Tvermose] said that [actor:the striking dockers] were tired.
The Corvina was empty. The Aurora lay beside it.
Foreman [actor:Odd Ravnkilde] left the quay at [location:Marsund] with [actor:a few loyal dockers].
[actor:Tvermose] asked for grain from the Fulmar.""",
    """[actor:A dozen angry dockers] blocked the quay at [location:Sandvig].
Foreman [actor:Per Holtegaard] said that [actor:three tired dockers] had been hurt.
The Estrela and the Gannet lay at anchor.
Foreman [actor:Odd Ravnkilde] told [actor:the new dockers] that the Aurora was empty.
[actor:Holtegaard] went to the quay at [location:Rosvik].""",
)
"""Three articles as one annotator tags them: people and ports, and never a ship."""
_MARK: Final = regex.compile(r"\[(\w+):([^]]*)\]")


def example(number: int, rename: Callable[[str], str] = str) -> TaggedText:
    """An article of the story, with its labels under other names."""
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(STORY[number]):
        text += STORY[number][last : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), rename(mark[1])))
        text += mark[2]
        last = mark.end()
    return TaggedText(str(number), text + STORY[number][last:], tuple(spans))


def exact_strings(known: list[TaggedText], text: str) -> Spans:
    """Wherever what was tagged stands again, as a whole."""
    tagged = {(e.text[start:end], label) for e in known for start, end, label in e.spans}
    return {
        (match.start(), match.end(), label)
        for said, label in tagged
        for match in regex.finditer(rf"\b{regex.escape(said)}\b", text)
    }


def learned(labels: LabelSet, known: list[TaggedText], text: str) -> Spans:
    """What is suggested at the threshold of the app."""
    model = train(labels, known)
    found = model.suggest(*model.read(text))
    used = {label for each in known for _, _, label in each.spans}
    sure = (f for f in found if f.score >= THRESHOLD and f.label in used)
    return {(f.span.start, f.span.end, f.label) for f in sure}


def f1(found: Spans, gold: Spans) -> float:
    return 2 * len(found & gold) / (len(found) + len(gold))


OTHERS: Final = LabelSet((Label("lorem", "l", "blue"), Label("ipsum", "i", "green")))
MEANINGLESS: Final = {"actor": "lorem", "location": "ipsum"}


@pytest.mark.parametrize(
    ("labels", "names"),
    [(DEFAULT_LABELS, {}), (OTHERS, MEANINGLESS)],
    ids=["labels whose names mean something", "labels whose names mean nothing"],
)
def test_what_is_learned_beats_exact_strings(labels: LabelSet, names: dict[str, str]) -> None:
    first, second, third = (example(i, lambda name: names.get(name, name)) for i in range(3))
    gold: Spans = set(third.spans)
    strings = exact_strings([first, second], third.text)
    ours = learned(labels, [first, second], third.text)
    assert f1(ours, gold) > f1(strings, gold) + 0.2


def said(labels: LabelSet, names: dict[str, str]) -> set[tuple[str, str]]:
    """What is suggested in the third article after the first two, with its label."""
    known = [example(i, lambda name: names.get(name, name)) for i in (0, 1)]
    text = example(2).text
    return {(text[start:end], label) for start, end, label in learned(labels, known, text)}


def test_roles_are_found_by_the_word_they_end_in() -> None:
    roles = ("A dozen angry dockers", "three tired dockers", "the new dockers")
    assert {(role, "actor") for role in roles} <= said(DEFAULT_LABELS, {})
    assert {(role, "lorem") for role in roles} <= said(OTHERS, MEANINGLESS)


def test_names_are_found_by_what_stands_beside_them() -> None:
    assert {("Sandvig", "ipsum"), ("Rosvik", "ipsum")} <= said(OTHERS, MEANINGLESS)


def test_what_was_left_untagged_is_not_suggested() -> None:
    assert "Aurora" not in {text for text, _ in said(DEFAULT_LABELS, {})}
