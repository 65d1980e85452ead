from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from tinydb import where

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Mention
from store.errors import InputError, ReadOnlyError
from store.ledger.tables import open_tables
from tests.stories import PAPER, WIRE, gather, home, open_story, relate, tag, tag_edit

if TYPE_CHECKING:
    from pathlib import Path


def every_file(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_tables_hold_what_the_journal_has_and_no_file_yet(story: Path) -> None:
    with open_story(story) as workspace:
        moscow = tag(workspace, "Moscow", "actor", WIRE)
        workspace.checkpoint()
        troops = tag(workspace, "troops", "equipment", WIRE)
        there = tag(workspace, "Moscow", "actor", PAPER)
        relate(workspace, Mention(WIRE, moscow.id), Mention(PAPER, there.id))
        gather(workspace, "Moscow", Mention(WIRE, moscow.id), Mention(PAPER, there.id))
        before = every_file(story)
        tables = open_tables(home(story))
        assert every_file(story) == before
        found = tables.search(where("label") == "actor")
        assert [(each["article"], each["id"]) for each in found] == [
            (WIRE, moscow.id),
            (PAPER, there.id),
        ]
        assert [each["id"] for each in tables] == [moscow.id, troops.id, there.id]
        [tie] = tables.table("relations").search(where("head").article == WIRE)
        assert tie["tail"] == {"article": PAPER, "id": there.id}
        assert [each["name"] for each in tables.table("clusters")] == ["Moscow"]


def test_tables_of_one_article_have_the_numbers_of_its_file(story: Path) -> None:
    with open_story(story) as workspace:
        troops = tag(workspace, "troops", "equipment", WIRE)
        workspace.checkpoint()
        moscow = tag(workspace, "Moscow", "actor", WIRE)
        workspace.apply(EditOfAnnotation(WIRE, troops, replace(troops, note="seen")))
        tables = open_tables(home(story), WIRE)
        assert {each["id"]: each.doc_id for each in tables} == {moscow.id: 2, troops.id: 1}
        workspace.checkpoint()
    after = open_tables(home(story), WIRE)
    assert {each["id"]: each.doc_id for each in after} == {moscow.id: 2, troops.id: 1}


def test_nothing_can_be_written_through_tables(story: Path) -> None:
    with open_story(story) as workspace:
        workspace.apply(tag_edit(workspace, "Moscow", "actor", WIRE))
    before = every_file(story)
    tables = open_tables(home(story))
    with pytest.raises(ReadOnlyError):
        tables.update({"note": "seen"})
    assert every_file(story) == before


def test_a_folder_that_is_not_there_has_no_tables(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        open_tables(tmp_path / "nobody")
    assert not (tmp_path / "nobody").exists()
