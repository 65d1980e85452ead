from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.learning.other_stories import OtherStories
from tests.store.suggest.learning.support import FIRST, SECOND, annotated
from tests.stories import ANA, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.suggest.learning.examples import TaggedText


def read(corpus: Path, annotator: str = ANA, own: str = "own") -> list[TaggedText]:
    found = OtherStories(corpus, annotator, corpus / own).examples()
    return [example for example in found if example is not None]


def test_the_other_stories_of_a_corpus_are_read(tmp_path: Path) -> None:
    annotated(tmp_path / "one", FIRST)
    annotated(tmp_path / "two", SECOND)
    write_story(tmp_path / "untouched")
    (tmp_path / "notes.txt").write_text("no story", "utf-8")
    assert [set(each.spans) for each in read(tmp_path, own="one")] == [set(SECOND.spans)]
    assert len(read(tmp_path)) == 2
    assert read(tmp_path, "ben") == []
    assert read(tmp_path / "none") == []


def test_reading_another_story_leaves_it_as_it_is(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(read(tmp_path)) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_story_teaches_nothing(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    (folder / "one.txt").unlink()
    assert read(tmp_path) == []
