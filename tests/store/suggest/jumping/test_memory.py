"""What is learned from a story's annotations: live, taken back, and when it is opened again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations import actions
from store.annotations.edits import Batch, singles
from store.articles import find_story
from store.story.workspace import Workspace
from store.suggest.jumping.finding import jumpables
from store.suggest.jumping.memory import JumpMemory
from store.text.span import Span
from tests.stories import open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.annotations.edits import SingleEdit

TEXT: Final = (
    "The old man met the old woman in Paris. The old man saw her. A young man left the old house. "
    "Then the tall boy came with a dog, and the old man was late.\n"
)
STORY: Final = {"a.txt": TEXT, "b.txt": TEXT}


@contextmanager
def remembering(folder: Path) -> Iterator[tuple[Workspace, JumpMemory]]:
    with open_story(folder) as workspace:
        memory = JumpMemory(workspace)
        while memory.recall():
            pass
        yield workspace, memory
        memory.close()


def tag(workspace: Workspace, phrase: str, number: int = 0, article: str = "a") -> None:
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(phrase, start + 1)
    opened = workspace.article(article)
    edit = actions.tag(
        opened.article, opened.annotations, Span(start, start + len(phrase)), "actor"
    )
    assert not isinstance(edit, actions.Refusal)
    workspace.apply(edit)


def odds(memory: JumpMemory, label: str = "actor") -> list[float]:
    taste = memory.taste(label)
    return [taste.log_odds(one) for one in jumpables(TEXT, Span(0, len(TEXT)), is_long=False)]


def test_undo_takes_back_what_was_learned_and_redo_brings_it_back(tmp_path: Path) -> None:
    with remembering(write_story(tmp_path, STORY)) as (workspace, memory):
        tag(workspace, "The old man")
        before = odds(memory)
        tag(workspace, "the old woman")
        tag(workspace, "A young man")
        after = odds(memory)
        assert after != pytest.approx(before)
        workspace.undo()
        workspace.undo()
        assert odds(memory) == pytest.approx(before)
        workspace.undo()
        assert memory.taste("actor").tagged == 0
        assert not memory.taste("actor").phrases.passed
        workspace.redo()
        assert memory.taste("actor").tagged == 1


def test_what_was_passed_is_less_likely(tmp_path: Path) -> None:
    with remembering(write_story(tmp_path, STORY)) as (workspace, memory):
        tag(workspace, "The old man")
        tag(workspace, "A young man")
        passed = memory.taste("actor").phrases.passed
        assert {"the old woman", "Paris", "her"} <= set(passed)
        assert "The old man" not in memory.taste("location").phrases.passed
        assert not {"house", "dog", "A young man"} & set(passed)  # not come to yet, or tagged


def test_what_is_relabelled_or_resized_is_learned_anew(tmp_path: Path) -> None:
    with remembering(write_story(tmp_path, STORY)) as (workspace, memory):
        tag(workspace, "The old man")
        opened = workspace.article("a")
        annotation = next(iter(opened.annotations))
        edit = actions.relabel(opened.article, opened.annotations, annotation, "location")
        assert not isinstance(edit, actions.Refusal)
        workspace.apply(edit)
        assert (memory.taste("actor").tagged, memory.taste("location").tagged) == (0, 1)
        assert not memory.taste("actor").phrases.tagged


def test_when_it_is_opened_again_it_is_learned_again(tmp_path: Path) -> None:
    folder = write_story(tmp_path, STORY)
    with remembering(folder) as (workspace, memory):
        for phrase, number in (("The old man", 0), ("the old woman", 0), ("The old man", 1)):
            tag(workspace, phrase, number)
        tag(workspace, "A young man", article="b")
        live, tagged = odds(memory), memory.taste("actor").tagged
    with remembering(folder) as (_, memory):
        assert memory.taste("actor").tagged == tagged == 4
        assert odds(memory) == pytest.approx(live)


def test_nothing_comes_from_another_annotator_or_story(tmp_path: Path) -> None:
    folder = write_story(tmp_path / "one", STORY)
    with remembering(folder) as (workspace, _):
        tag(workspace, "The old man")
    with Workspace.open(find_story([folder]), "ben") as workspace:
        memory = JumpMemory(workspace)
        assert not memory.recall()
        assert memory.taste("actor").tagged == 0
    with remembering(write_story(tmp_path / "two", STORY)) as (_, memory):
        assert memory.taste("actor").tagged == 0


def test_what_is_accepted_by_the_dozen_has_passed_nothing(tmp_path: Path) -> None:
    with remembering(write_story(tmp_path, STORY)) as (workspace, memory):
        opened = workspace.article("a")
        edits: list[SingleEdit] = []
        annotations = opened.annotations
        for phrase in ("The old man", "the old woman", "A young man", "the tall boy"):
            start = TEXT.index(phrase)
            edit = actions.tag(
                opened.article, annotations, Span(start, start + len(phrase)), "actor"
            )
            assert not isinstance(edit, actions.Refusal)
            edits += singles(edit)
        workspace.apply(Batch(tuple(edits), "accept"))
        assert memory.taste("actor").tagged == 4
        assert not memory.taste("actor").phrases.passed
