from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

import pytest

from store.labels import Label, LabelSet
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.learner import WORKER, Learner
from tests.stories import ANA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.suggest.learning.learned_model import LearnedModel, LikelySpan
    from store.suggest.model import Suggestion


SECONDS = 60.0
"""Long enough for any machine to start a process; nothing is waited for that long."""


SHIPS = LabelSet((Label("ship", "h", "blue"), Label("port", "p", "green")))


NAMES = ("Aurora", "Belisar", "Corvina", "Dolmar", "Estrela", "Fulmar", "Gannet", "Heron")


PORTS = ("Ladeby", "Marsund", "Nordhavn", "Ostby", "Palmar", "Quist", "Rosvik", "Sandnes")


def voyages(names: tuple[str, ...], ports: tuple[str, ...], *, story: str = "a") -> TaggedText:
    """An article in which every ship and every port is tagged."""
    text, spans = "", []
    for number, (name, port) in enumerate(zip(names, ports, strict=True)):
        for piece, label in (
            ("The freighter ", ""),
            (name, "ship"),
            (f" left on day {number} and sailed to ", ""),
            (port, "port"),
            (". Her captain said that ", ""),
            (name, "ship"),
            (" was sound.\n\n", ""),
        ):
            if label:
                spans.append((len(text), len(text) + len(piece), label))
            text += piece
    return TaggedText(story, text, tuple(spans))


FIRST = voyages(NAMES[:5], PORTS[:5], story="1")


SECOND = voyages(NAMES[5:], PORTS[5:], story="2")


def found(model: LearnedModel, text: str) -> list[LikelySpan]:
    return model.suggest(*model.read(text))


def eventually(predicate: Callable[[], object], description: str) -> None:
    """Wait until something is so; fail with its description if it never is."""
    end = time.monotonic() + SECONDS
    while not predicate():
        if time.monotonic() > end:
            pytest.fail(f"waited in vain until {description}")
        time.sleep(0.01)


@contextlib.contextmanager
def learner(command: str = "", corpus: Path | None = None) -> Iterator[Learner]:
    """A learner, with a program of another text instead of the worker if one is given."""
    made = Learner(SHIPS, corpus, ANA, [sys.executable, "-c", command] if command else WORKER)
    try:
        yield made
    finally:
        made.close()


def polled(one: Learner) -> dict[str, list[Suggestion]]:
    """All that comes back until nothing more is to come."""
    results: dict[str, list[Suggestion]] = {}

    def is_over() -> bool:
        results.update(one.poll())
        return not one.is_busy

    eventually(is_over, "the learner is no longer busy")
    return results
