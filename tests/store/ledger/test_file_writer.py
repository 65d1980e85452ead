"""The files are written by a thread: edits go on, and whoever ends at any moment loses none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from store.annotations.model import Mention
from store.files import Files
from store.ledger.checkpoints import STATE, STORY, Checkpoints, State
from store.ledger.journal import JOURNAL
from tests.faults import FaultyFiles
from tests.stories import WIRE, gather, home, open_story, said, tag, write_story
from tests.torture.recorder import image_of, write_image
from tests.torture.taps import Tapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from store.story.workspace import Workspace
    from tests.torture.taps import Call

    T = TypeVar("T")


class Beside(Tapped):
    """Files of which a thread's calls are told before they are made."""

    def __init__(self) -> None:
        super().__init__()
        self.before_call: Callable[[], None] | None = None

    def tap(self, call: Call, run: Callable[[], T]) -> T:
        before, self.before_call = self.before_call, None  # what it does itself is not told
        if before is not None and threading.current_thread() is not threading.main_thread():
            before()
        self.before_call = before
        return run()


def begun(workspace: Workspace) -> threading.Event:
    """Begin to write the files beside; what is set once that has ended."""
    done = threading.Event()
    workspace.checkpoint(done.set)
    return done


def files_of(story: Path) -> State:
    """What the state file says."""
    return Checkpoints(home(story), Files()).read_state()


def test_edits_go_on_before_each_call_and_whoever_ends_there_loses_none(tmp_path: Path) -> None:
    story, files = write_story(tmp_path / "story"), Beside()
    images: list[tuple[int, dict[str, bytes | None]]] = []
    with open_story(story, files=files) as workspace:
        gather(workspace, "Moscow", Mention(WIRE, tag(workspace, "Moscow").id))
        edits = 1

        def edit() -> None:
            nonlocal edits
            tag(workspace, "Moscow", str(edits))
            edits += 1
            images.append((edits, image_of(story)))

        files.before_call = edit
        done = begun(workspace)
        workspace.ledger.settle()
        files.before_call = None
        assert done.is_set()
        assert files_of(story).seq == 2, "what was edited meanwhile is only in the journal"
        assert workspace.ledger.contents.is_dirty
        workspace.checkpoint()
        assert files_of(story).seq == 1 + edits
    assert len(images) > 15
    for number, (count, image) in enumerate(images):
        there = tmp_path / f"{number}"
        write_image(there, image)
        with open_story(there) as again:
            assert not again.status.read_only
            assert len(said(again).annotations[WIRE]) == count


def test_a_failure_is_told_when_it_is_settled_and_the_next_time_all_is_written(
    tmp_path: Path,
) -> None:
    story, files = write_story(tmp_path), FaultyFiles()
    with open_story(story, files=files) as workspace:
        gather(workspace, "Moscow", Mention(WIRE, tag(workspace, "Moscow").id))
        files.arm("rename", first=2, times=1)
        assert begun(workspace).wait(60)
        assert workspace.status.trouble == ""
        workspace.ledger.settle()
        assert "The TinyDB files could not be written" in workspace.status.trouble
        assert not (home(story) / STATE).exists()
        assert workspace.ledger.contents.is_dirty
        files.disarm()
        workspace.checkpoint()
        assert files_of(story).seq == 2
        assert files_of(story).files.keys() == {WIRE, ""}
        assert (home(story) / STORY).exists()


def test_no_file_is_written_beside_a_journal_that_was_replaced_meanwhile(tmp_path: Path) -> None:
    story, files = write_story(tmp_path), Beside()
    with open_story(story, files=files) as workspace:
        tag(workspace, "Moscow")
        journal = home(story) / JOURNAL

        def replace() -> None:
            (tmp_path / "other").write_bytes(b"")
            (tmp_path / "other").replace(journal)

        files.before_call = replace
        begun(workspace)
        workspace.ledger.settle()
        files.before_call = None
        assert "replaced" in workspace.status.read_only
        assert not (home(story) / STATE).exists()


def test_what_cannot_be_foreseen_is_raised_where_it_is_settled(tmp_path: Path) -> None:
    def fail() -> None:
        raise KeyError("unforeseen")

    files = Beside()
    with open_story(write_story(tmp_path), files=files) as workspace:
        tag(workspace, "Moscow")
        files.before_call = fail
        assert begun(workspace).wait(60)
        files.before_call = None
        with pytest.raises(KeyError, match="unforeseen"):
            workspace.ledger.settle()


def test_closing_waits_for_the_thread_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watch:
        entered = 0

        def __enter__(self) -> None:
            if threading.current_thread() is threading.main_thread():
                Watch.entered += 1
                go_on.set()

        def __exit__(self, *_: object) -> None:
            pass

    go_on, files = threading.Event(), Beside()
    files.before_call = go_on.wait  # type: ignore[assignment]  # what it says is not asked for
    story = write_story(tmp_path)
    with open_story(story, files=files) as workspace:
        tag(workspace, "Moscow")
        begun(workspace)
        monkeypatch.setattr(Files, "watch", Watch())
    assert Watch.entered
    assert files_of(story).seq == 1
