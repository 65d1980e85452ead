"""What a format loses is foreseen as it is found by writing, and that can be left at any step."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store.annotations.model import Mention
from store.errors import InputError
from store.formats.collecting import story_rows
from store.formats.exporting import export_to_file
from store.formats.registry import every_format, format_named
from store.formats.rehearsing import Rehearsal
from tests.stories import PAPER, WIRE, gather, open_story, relate, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.formats.rows import ArticleRow
    from store.formats.writing import Output
    from store.story.workspace import Workspace

PATIENCE = 60.0
WRITTEN = [each.name for each in every_format() if each.writes is not None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_story(write_story(tmp_path / "story")) as workspace:
        whole = tag(workspace, "Moscow sent troops", "claim")
        here = tag(workspace, "Moscow", "actor")
        tag(workspace, "Lataki", "location")
        there = tag(workspace, "Moscow", "actor", PAPER)
        gather(workspace, "Moscow", Mention(WIRE, here.id), Mention(PAPER, there.id))
        relate(workspace, Mention(WIRE, whole.id), Mention(PAPER, there.id))
        yield workspace


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_foreseen_is_what_is_lost(workspace: Workspace, name: str, tmp_path: Path) -> None:
    format_ = format_named(name)
    rehearsal = Rehearsal(story_rows(workspace), format_, workspace.labels)
    assert rehearsal.work(PATIENCE)
    assert rehearsal.done == 2
    foreseen = rehearsal.losses
    report = export_to_file(workspace, tmp_path / "out", format_=name)
    if name == "spacy":  # whose own tokens are not made for it
        report.losses.changed.clear()
    assert foreseen == report.losses


def test_nothing_is_at_work_any_more_where_it_is_left(workspace: Workspace) -> None:
    before = threading.active_count()
    rehearsal = Rehearsal(story_rows(workspace), format_named("conll"), workspace.labels)
    rehearsal.work(0)
    assert threading.active_count() == before + 1
    rehearsal.stop()
    assert threading.active_count() == before


def test_who_waits_is_not_held_up_by_a_long_article(workspace: Workspace) -> None:
    is_written, rows = threading.Event(), list(story_rows(workspace))

    def write(_: Iterable[ArticleRow], __: Output) -> None:
        is_written.wait(PATIENCE)

    format_ = replace(format_named("jsonl"), writes=write)
    rehearsal = Rehearsal(rows, format_, workspace.labels)
    for _ in range(3):
        assert not rehearsal.work(0.01)
    is_written.set()
    rehearsal.stop()


def test_what_cannot_be_exported_says_why(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "story" / f"{PAPER}.txt"
    path.unlink()
    workspace.now.refresh()
    rehearsal = Rehearsal(story_rows(workspace), format_named("jsonl"), workspace.labels)
    with pytest.raises(InputError, match="the export was stopped"):
        rehearsal.work(PATIENCE)
