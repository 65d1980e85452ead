from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.articles import find_story
from store.errors import InputError
from store.library.places import check_name, is_work
from store.library.scanning import annotated_stories, annotators, progress, stories_in
from store.story.workspace import Workspace
from tests.stories import ANA, PAPER, WIRE, home, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path


def test_a_corpus_has_the_stories_with_articles(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden", "annotations"):
        write_story(tmp_path / name)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.xyz").write_text("no story", "utf-8")
    assert stories_in(tmp_path) == ["a", "b"]
    assert stories_in(tmp_path / "a") == []
    assert stories_in(tmp_path / "nowhere") == []


def test_those_who_have_annotated_are_found(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "actor", WIRE)
    (story / "annotations" / "notes").mkdir()
    (story / "annotations" / "README").write_text("ours", "utf-8")
    assert annotators(find_story([story])) == [ANA]
    assert annotators(find_story([story]), story / "elsewhere") == []
    assert is_work(home(story))
    assert not is_work(story / "annotations" / "notes")


def test_progress_is_told_without_opening(story: Path) -> None:
    found = find_story([story])
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "actor", WIRE)
        tag(workspace, "Moscow", "actor", PAPER)
        tag(workspace, "official", "source", PAPER)
    with Workspace.open(found, "eve") as workspace:
        workspace.checkpoint()
        tag(workspace, "troops", "equipment", WIRE)
    ana, eve = progress(found)
    assert (ana.annotator, ana.edits, ana.labels) == (ANA, 3, {"actor": 2, "source": 1})
    assert (ana.annotations, ana.articles) == (3, 2)
    assert (eve.annotator, eve.annotations, eve.articles) == ("eve", 1, 1)


def test_stories_that_somebody_worked_on_are_found_with_the_stamp_of_their_journal(
    tmp_path: Path,
) -> None:
    for name in ("a", "b", "c"):
        write_story(tmp_path / name)
    with open_story(tmp_path / "b") as workspace:
        tag(workspace, "Moscow", "actor", WIRE)
    [found] = annotated_stories(tmp_path, ANA)
    journal = (home(tmp_path / "b") / "journal.jsonl").stat()
    assert found.root == tmp_path / "b"
    assert found.stamp == (journal.st_mtime_ns, journal.st_size)
    assert list(annotated_stories(tmp_path / "nowhere", ANA)) == []


@pytest.mark.parametrize("name", ["", " ana", "a/b", "..", "x" * 101, "a\nb"])
def test_a_name_that_no_folder_can_have_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="cannot name a folder"):
        check_name(name)
