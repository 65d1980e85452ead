"""What a full or failing disk does to an edit: it is kept and shown, or neither, and it is said."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError, ReadOnlyError, SaveError
from store.files import Files
from store.formats.exporting import export_to_file
from tests.faults import FaultyFiles, ShortWrites
from tests.stories import (
    Kept,
    gather,
    home,
    open_story,
    said,
    tag,
    tag_edit,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Keep = Callable[[Path], Kept]

IO_ERROR = OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("times", [1, 1_000_000], ids=["once", "for ever"])
@pytest.mark.parametrize("first_edit", [True, False], ids=["first edit", "later edit"])
def test_an_edit_that_fails_changes_nothing_and_the_next_one_works(
    story: Path, kept: Keep, times: int, first_edit: bool
) -> None:
    files = FaultyFiles()
    with open_story(story, files=files) as workspace:
        if not first_edit:
            tag(workspace, "Moscow")
        before, edit = said(workspace), tag_edit(workspace, "troops")
        told: list[object] = []
        workspace.subscribe(told.append)
        files.arm("write_some", times=times)
        for _ in range(1 if times == 1 else 3):
            with pytest.raises(SaveError) as caught:
                workspace.apply(edit)
            assert str(caught.value) == workspace.status.trouble
            assert workspace.status.trouble.startswith(
                "NOT SAVED: no space left on device; the edit was"
            )
            assert (said(workspace), told) == (before, [])
            assert kept(story).said() == before
        assert workspace.status.read_only == ""
        files.disarm()
        workspace.apply(edit)
        assert workspace.status.trouble == ""
        assert len(told) == 1
        now = said(workspace)
        assert kept(story).said() == now != before
    assert Kept(story).said() == now


@pytest.mark.parametrize("times", [1, 1_000_000], ids=["once", "for ever"])
def test_whatever_call_fails_an_edit_is_kept_and_shown_or_neither(
    tmp_path: Path, kept: Keep, times: int
) -> None:
    number = 0
    while True:
        number += 1
        story = write_story(tmp_path / f"story-{number}")
        files = FaultyFiles()
        workspace = open_story(story, files=files)
        before, edit = said(workspace), tag_edit(workspace, "Moscow")
        files.arm(first=number, times=times)
        try:
            workspace.apply(edit)
        except SaveError:
            assert said(workspace) == before
            files.disarm()
            if workspace.status.read_only:
                assert "UNCONFIRMED" in workspace.status.trouble
            else:
                assert kept(story).said() == before
                workspace.apply(edit)
                assert kept(story).said() == said(workspace) != before
        else:
            files.disarm()
            assert kept(story).said() == said(workspace) != before
            if len(files.calls) < number:
                break
        workspace.close()
    assert number > len(["open_to_append", "sync_folder", "write_some", "sync"])


def test_half_a_line_that_cannot_be_cut_off_harms_no_later_edit(story: Path, kept: Keep) -> None:
    files = FaultyFiles()
    with open_story(story, files=files) as workspace:
        tag(workspace, "Moscow")
        files.arm("write_some", "truncate")
        with pytest.raises(SaveError, match="NOT SAVED"):
            tag(workspace, "troops")
        assert kept(story).said() == said(workspace)
        files.disarm()
        tag(workspace, "Latakia", "location")
        assert kept(story).said() == said(workspace)
        assert texts(workspace) == ["actor:Moscow", "location:Latakia"]


def test_a_failed_undo_can_be_repeated(story: Path, kept: Keep) -> None:
    files = FaultyFiles()
    with open_story(story, files=files) as workspace:
        tag(workspace, "Moscow")
        for act in (workspace.undo, workspace.redo):
            before = said(workspace)
            files.arm("write_some", times=1)
            with pytest.raises(SaveError, match="NOT SAVED"):
                act()
            assert kept(story).said() == said(workspace) == before
            assert act() is not None
            assert kept(story).said() == said(workspace) != before


def test_short_writes_are_finished(story: Path, kept: Keep) -> None:
    with open_story(story, files=ShortWrites()) as workspace:
        tag(workspace, "Moscow")
        assert kept(story).said() == said(workspace)
    assert Kept(story).said().counts == {"actor": 1}


@pytest.mark.parametrize("times", [1, 1_000_000], ids=["once", "for ever"])
def test_an_edit_the_disk_does_not_confirm_makes_the_story_read_only(
    story: Path, kept: Keep, times: int
) -> None:
    files = FaultyFiles()
    with open_story(story, files=files) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
        files.arm("sync", times=times, error=IO_ERROR)
        with pytest.raises(SaveError, match=r"LAST EDIT UNCONFIRMED.*input/output error"):
            tag(workspace, "troops")
        assert said(workspace) == before
        assert "UNCONFIRMED" in workspace.status.trouble
        assert "UNCONFIRMED" in workspace.status.read_only
        for act in (lambda: tag(workspace, "Latakia"), workspace.undo):
            with pytest.raises(ReadOnlyError, match=r"UNCONFIRMED.*nothing was changed"):
                act()
        assert said(workspace) == before
        journal = (home(story) / "journal.jsonl").read_bytes()
    assert (home(story) / "journal.jsonl").read_bytes() == journal
    with open_story(story) as workspace:
        assert texts(workspace) in (["actor:Moscow"], ["actor:Moscow", "actor:troops"])
        tag(workspace, "Latakia", "location")


@pytest.mark.parametrize("times", [1, 1_000_000], ids=["once", "for ever"])
def test_a_checkpoint_that_fails_at_any_call_only_warns(
    tmp_path: Path, kept: Keep, times: int
) -> None:
    number, calls = 0, 1_000
    while number < calls:
        number += 1
        story = write_story(tmp_path / f"story-{number}")
        files = FaultyFiles()
        workspace = open_story(story, files=files)
        tag(workspace, "Moscow")
        gather(workspace, "Moscow")
        before = said(workspace)
        files.arm(first=number, times=times)
        workspace.checkpoint()
        failed = len(files.calls) >= number
        calls = calls if failed else number
        assert said(workspace) == before
        assert workspace.status.read_only == ""
        assert ("every edit is safe in the journal" in workspace.status.trouble) == failed, number
        files.disarm()
        assert kept(story).said() == before, number
        tag(workspace, "troops")
        now = said(workspace)
        assert kept(story).said() == now, number
        workspace.checkpoint()
        assert workspace.status.trouble == ""
        assert kept(story).said() == now, number
        workspace.close()
        assert Kept(story).said() == now, number
    assert calls > 15


def test_closing_on_a_full_disk_loses_nothing_and_frees_the_lock(story: Path) -> None:
    files = FaultyFiles()
    workspace = open_story(story, files=files)
    tag(workspace, "Moscow")
    before = said(workspace)
    files.arm("write_some", "sync", "rename")
    workspace.close()
    with open_story(story) as workspace:
        assert workspace.status.holder is None
        assert said(workspace) == before


def test_a_journal_that_cannot_be_read_is_refused_and_the_lock_freed(story: Path) -> None:
    class Unreadable(Files):
        def read(self, path: Path, offset: int = 0) -> bytes:
            if path.name == "journal.jsonl":
                raise IO_ERROR
            return super().read(path, offset)

    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
    with pytest.raises(InputError, match="annotations cannot be read: input/output error"):
        open_story(story, files=Unreadable())
    assert Kept(story).said() == before


def test_a_torn_end_that_cannot_be_set_aside_is_left_for_the_next_time(
    story: Path, kept: Keep
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
        tag(workspace, "troops")
        killed = kept(story)
    journal = home(killed.folder) / "journal.jsonl"
    torn = journal.read_bytes()[:-9]
    for number in range(1, 20):
        journal.write_bytes(torn)
        files = FaultyFiles().arm(first=number + 6, times=1)  # the first six are of the lock's note
        try:
            open_story(killed.folder, files=files).close()
        except InputError:
            with killed.open() as workspace:
                assert said(workspace) == before, number
        else:
            assert killed.said() == before
    assert journal.read_bytes() == torn[: torn.rindex(b"\n") + 1]


def test_an_export_that_fails_leaves_the_old_one(story: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        for number in range(1, 5):
            files = FaultyFiles().arm(first=number)
            with pytest.raises(
                InputError, match=r"out\.jsonl: it cannot be written: no space left"
            ):
                export_to_file(workspace, target, files)
            assert target.read_bytes() == b"old"
