"""Voyages of ships: articles in which it can be learned what a ship and what a port is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.model import Annotation, new_id, timestamp
from store.labels import Label, LabelSet
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.learner import Learner
from store.suggest.learning.other_stories import others_of
from store.suggest.suggester import Suggester
from tests.stories import open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion

T = TypeVar("T")
SHIPS: Final = LabelSet((Label("ship", "h", "blue"), Label("port", "p", "green")))
_LABELS: Final = """[[label]]
name = "ship"
key = "h"

[[label]]
name = "port"
key = "p"
"""
NAMES: Final = (
    *("Aurora", "Belisar", "Corvina", "Dolmar", "Estrela", "Fulmar", "Gannet", "Heron"),
    *("Ibis", "Jacana", "Kestrel", "Linnet", "Merlin", "Nandu", "Oriole", "Petrel"),
)
PORTS: Final = (
    *("Ladeby", "Marsund", "Nordhavn", "Ostby", "Palmar", "Quist", "Rosvik", "Sandnes"),
    *("Torvik", "Ulsund", "Varholm", "Westby", "Ystad", "Zarvik", "Asnes", "Bergby"),
)


def voyages(names: Sequence[str], ports: Sequence[str], *, name: str) -> TaggedText:
    """An article in which every ship and every port is tagged."""
    text, spans = "", []
    for number, (ship, port) in enumerate(zip(names, ports, strict=True)):
        for piece, label in (
            ("The freighter ", ""),
            (ship, "ship"),
            (f" left on day {number} and sailed to ", ""),
            (port, "port"),
            (". Her captain said that ", ""),
            (ship, "ship"),
            (" was sound.\n\n", ""),
        ):
            if label:
                spans.append((len(text), len(text) + len(piece), label))
            text += piece
    return TaggedText(name, text, tuple(spans))


FIRST: Final = voyages(NAMES[:6], PORTS[:6], name="one")
SECOND: Final = voyages(NAMES[6:12], PORTS[6:12], name="two")
THIRD: Final = voyages(NAMES[12:], PORTS[12:], name="three")


def finished(steps: Generator[object, None, T]) -> T:
    """What a generator of steps makes."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: T = stop.value
            return result


def write_voyages(folder: Path, *articles: TaggedText) -> Path:
    """A story of some articles; nothing is tagged."""
    write_story(folder, {f"{each.id}.txt": each.text for each in articles})
    (folder / "labels.toml").write_text(_LABELS, "utf-8")
    return folder


def tag(workspace: Workspace, example: TaggedText) -> None:
    """Tag and reject what an example says."""
    now = timestamp()
    said = [(each, False) for each in example.spans] + [(each, True) for each in example.rejected]
    edits = [
        EditOfAnnotation(
            example.id,
            None,
            Annotation(
                *(new_id(), start, end, label, example.text[start:end]),
                created=now,
                updated=now,
                rejected=is_rejected,
            ),
        )
        for (start, end, label), is_rejected in said
    ]
    workspace.apply(Batch(tuple(edits), "import"))


def annotated(folder: Path, *articles: TaggedText) -> Path:
    """A story in which Ana has tagged all of some articles."""
    with open_story(write_voyages(folder, *articles)) as workspace:
        for each in articles:
            tag(workspace, each)
    return folder


@contextmanager
def learning(folder: Path) -> Iterator[tuple[Workspace, Suggester]]:
    """The story of a folder with what is suggested in it, learning as the program does."""
    with open_story(folder) as workspace:
        learner = Learner(workspace.labels, others_of(workspace.story, workspace.annotator))
        suggester = Suggester(workspace, learner=learner)
        work(suggester)
        yield workspace, suggester
        suggester.close()


def work(suggester: Suggester) -> None:
    """Have all done that can wait."""
    while suggester.work(1.0):
        pass


def shown(suggester: Suggester, article: str) -> list[Suggestion]:
    """What is suggested in an article."""
    return list(suggester.proposals(article))


def names(found: Sequence[Suggestion]) -> set[str]:
    """The texts and labels of suggestions."""
    return {f"{one.text} {one.label}" for one in found}
