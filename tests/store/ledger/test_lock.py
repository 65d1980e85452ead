from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError, ReadOnlyError
from store.files import Files
from store.ledger.lock import Holder, WriterLock
from tests.faults import FaultyFiles
from tests.stories import home, open_story, said, tag, tag_edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from store.articles import find_story
from store.story.workspace import Workspace

workspace = Workspace.open(find_story([Path(sys.argv[1])]), "ana")
print(workspace.status.read_only or "open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other(story: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which has the story open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(story)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_the_second_opener_is_told_who_has_it_and_may_read(
    story: Path, other: subprocess.Popen[str]
) -> None:
    with open_story(story) as workspace:
        assert workspace.status.holder is not None
        assert workspace.status.holder.pid == other.pid
        assert (
            f"process {other.pid} on {workspace.status.holder.host}" in workspace.status.read_only
        )
        assert list(workspace.status.notices) == [
            f"{workspace.status.read_only}; you can read it here, and edit it there; "
            "what is saved there is shown here"
        ]
        assert "Moscow" in workspace.article("1_wire").article.text
        with pytest.raises(
            ReadOnlyError, match=f"open in process {other.pid} .*nothing was changed"
        ):
            workspace.apply(tag_edit(workspace, "Moscow"))


def test_a_killed_holder_frees_the_lock(story: Path, other: subprocess.Popen[str]) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    with open_story(story) as workspace:
        assert (workspace.status.holder, workspace.status.read_only) == (None, "")
        tag(workspace, "Moscow")


def test_the_second_process_is_told_of_us(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        run = subprocess.run(
            [sys.executable, "-c", HOLD, str(story)],
            input="\n",
            capture_output=True,
            text=True,
            check=True,
        )
    assert f"The story is open in process {os.getpid()} on" in run.stdout


def test_the_same_process_cannot_write_twice(story: Path) -> None:
    with open_story(story) as first, open_story(story) as second:
        assert second.status.holder is not None
        assert second.status.holder.pid == os.getpid()
        tag(first, "Moscow")
    with open_story(story) as third:
        assert third.status.read_only == ""


def test_the_second_opener_sees_what_was_kept_when_it_opened(story: Path) -> None:
    with open_story(story) as first:
        tag(first, "Moscow")
        with open_story(story) as second:
            assert said(second) == said(first)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", None])
def test_an_unreadable_note_names_nobody(tmp_path: Path, content: bytes | None) -> None:
    first, second = WriterLock(tmp_path, Files()), WriterLock(tmp_path, Files())
    assert first.acquire() is None
    if content is None:
        (tmp_path / "lock.info").unlink()
    else:
        (tmp_path / "lock.info").write_bytes(content)
    holder = second.acquire()
    assert holder == Holder()
    assert str(holder) == "another process"
    first.release()
    assert second.acquire() is None
    second.release()


def test_a_note_of_a_holder_that_is_gone_harms_nobody(story: Path) -> None:
    home(story).mkdir(parents=True)
    (home(story) / "lock.info").write_text('{"pid": 1, "host": "h", "user": "u", "since": "s"}')
    with open_story(story) as workspace:
        assert (workspace.status.holder, workspace.status.read_only) == (None, "")


def test_a_lock_whose_note_cannot_be_written_is_given_back(story: Path) -> None:
    files = FaultyFiles().arm("rename")
    with pytest.raises(InputError, match="cannot be kept here: no space left") as caught:
        open_story(story, files=files)
    with open_story(story) as workspace:  # while what was raised, and all it refers to, is alive
        assert workspace.status.holder is None
    assert "{option:read-only}" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no tzset")
def test_who_has_it_in_words_and_the_reader_s_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    try:
        holder = Holder(7, "desk", "ana", "2026-01-01T04:30:00.000Z")
        assert str(holder) == "process 7 on desk (ana, since 2025-12-31 23:30)"
    finally:
        monkeypatch.undo()
        time.tzset()
