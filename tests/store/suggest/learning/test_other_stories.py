from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations import actions
from store.articles import find_story
from store.story.workspace import Workspace
from store.suggest.learning.other_stories import OtherStories
from store.text.span import Span
from tests.store.suggest.learning.support import FIRST, SECOND, learner, polled
from tests.stories import ANA, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.suggest.learning.examples import TaggedText


def annotated(folder: Path, example: TaggedText) -> Path:
    """A story of one article, in which Ana has tagged what the example says."""
    write_story(folder, {"1.txt": example.text})
    with Workspace.open(find_story([folder]), ANA) as workspace:
        opened = workspace.article("1")
        for start, end, label in example.spans:
            edit = actions.tag(opened.article, opened.annotations, Span(start, end), label)
            assert not isinstance(edit, actions.Refusal)
            workspace.apply(edit)
    return folder


def test_the_other_stories_of_a_corpus_are_read(tmp_path: Path) -> None:
    annotated(tmp_path / "one", FIRST)
    annotated(tmp_path / "two", SECOND)
    write_story(tmp_path / "untouched")
    (tmp_path / "notes.txt").write_text("no story", "utf-8")
    stories = OtherStories(str(tmp_path), ANA)
    (only,) = stories.examples({FIRST.text})
    assert [example.spans for example in only] == [SECOND.spans]
    assert len(stories.examples(set())) == 2
    assert OtherStories(str(tmp_path), "ben").examples(set()) == []
    assert OtherStories(str(tmp_path / "none"), ANA).examples(set()) == []


def test_reading_another_story_leaves_it_as_it_is(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    OtherStories(str(tmp_path), ANA).examples(set())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_story_teaches_nothing(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    (folder / "1.txt").unlink()
    assert OtherStories(str(tmp_path), ANA).examples(set()) == []


def test_a_real_process_learns_from_the_other_stories(tmp_path: Path) -> None:
    annotated(tmp_path / "one", FIRST)
    with learner(corpus=tmp_path) as one:
        one.learn([], [("2", SECOND.text)])
        suggestions = polled(one)["2"]
    assert ("Fulmar", "ship") in {(s.text, s.label) for s in suggestions if s.score > 0.3}
