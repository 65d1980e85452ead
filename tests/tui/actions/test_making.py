"""Edits that are made or refused, and those of one dialog taken back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.annotations.actions import Refusal
from store.errors import InputError
from store.text.span import Span
from tests.stories import WIRE, open_story, write_story
from tui.actions.making import OwnEdits, make_edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.story.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_story(write_story(tmp_path)) as opened:
        yield opened


def tag(workspace: Workspace, start: int, end: int) -> Edit | Refusal:
    opened = workspace.article(WIRE)
    return actions.tag(opened.article, opened.annotations, Span(start, end), "actor")


def tags(workspace: Workspace) -> list[str]:
    return [annotation.text for annotation in workspace.article(WIRE).annotations]


def test_a_refusal_is_said_and_a_fault_is_complained_of(workspace: Workspace) -> None:
    said: list[str] = []
    bad: list[str] = []

    def fails() -> Edit:
        raise InputError("the disk is full")

    refused = make_edit(workspace, lambda: Refusal("not here"), said.append, bad.append)
    failed = make_edit(workspace, fails, said.append, bad.append)
    assert (refused, failed) == (None, None)
    assert (said, bad) == (["not here"], ["the disk is full"])
    assert tags(workspace) == []


def test_no_more_is_taken_back_than_was_made_here(workspace: Workspace) -> None:
    make_edit(workspace, lambda: tag(workspace, 0, 6), print, print)
    said: list[str] = []
    own = OwnEdits(workspace, said.append, said.append)
    assert own.undo() is None
    own.make(lambda: tag(workspace, 12, 18))
    assert tags(workspace) == ["Moscow", "troops"]
    assert own.undo() is not None
    assert own.undo() is None
    assert tags(workspace) == ["Moscow"]
    assert own.redo() is not None
    assert own.redo() is None
    assert tags(workspace) == ["Moscow", "troops"]
    assert said == []


def test_what_was_taken_back_is_gone_once_something_else_was_made(workspace: Workspace) -> None:
    own = OwnEdits(workspace, print, print)
    own.make(lambda: tag(workspace, 0, 6))
    own.undo()
    own.make(lambda: tag(workspace, 12, 18))
    assert (own.made, own.unmade) == (1, 0)
    assert own.redo() is None


def test_what_others_have_made_meanwhile_is_not_taken_back(workspace: Workspace) -> None:
    said: list[str] = []
    own = OwnEdits(workspace, said.append, said.append)
    own.make(lambda: tag(workspace, 0, 6))
    make_edit(workspace, lambda: tag(workspace, 12, 18), print, print)
    assert own.take_back(is_undo=True) is None
    assert tags(workspace) == ["Moscow", "troops"]
    workspace.undo()
    workspace.undo()
    assert own.take_back(is_undo=False) is None
    assert tags(workspace) == []
    assert said == ["Nothing was changed here yet", "Nothing was undone here"]


def test_what_others_made_and_took_back_again_does_not_stand_in_its_way(
    workspace: Workspace,
) -> None:
    own = OwnEdits(workspace, print, print)
    own.make(lambda: tag(workspace, 0, 6))
    make_edit(workspace, lambda: tag(workspace, 12, 18), print, print)
    workspace.undo()
    assert own.undo() is not None
    assert tags(workspace) == []
