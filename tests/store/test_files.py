from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from store.files import Files
from tests.faults import FaultyFiles, ShortWrites
from tests.stories import open_story, said, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = b"old content\n" * 3, b"new and longer content\n" * 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file.json"
    path.write_bytes(OLD)
    return path


def calls_of_a_replacement(path: Path) -> list[str]:
    files = FaultyFiles()
    files.disarm()
    files.replace(path, NEW)
    path.write_bytes(OLD)
    return files.calls


def test_a_file_is_synced_before_it_takes_the_name_and_the_name_after(path: Path) -> None:
    assert calls_of_a_replacement(path) == [
        "open_new", "write_some", "sync", "close", "rename", "sync_folder",
    ]  # fmt: skip


@pytest.mark.parametrize("times", [1, 1_000], ids=["once", "for ever"])
def test_whatever_call_fails_the_file_is_whole(path: Path, times: int) -> None:
    calls = calls_of_a_replacement(path)
    for number, call in enumerate(calls, start=1):
        path.write_bytes(OLD)
        files = FaultyFiles().arm(first=number, times=times)
        with pytest.raises(OSError, match="No space left"):
            files.replace(path, NEW)
        assert path.read_bytes() == (NEW if call == "sync_folder" else OLD), call
        if times == 1:
            assert [each.name for each in path.parent.iterdir()] == [path.name], call
        files.disarm()
        files.replace(path, NEW)
        assert path.read_bytes() == NEW
        assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("data", [b"", b"x", NEW], ids=len)
def test_a_short_write_goes_on_where_it_stopped(path: Path, data: bytes) -> None:
    ShortWrites().replace(path, data)
    assert path.read_bytes() == data


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    files = FaultyFiles()
    folder = tmp_path / "a" / "b" / "c"
    files.make_folder(folder)
    files.make_folder(folder)
    assert folder.is_dir()
    assert files.calls.count("sync_folder") == 3


def test_a_file_in_the_place_of_a_folder_is_an_error(path: Path) -> None:
    with pytest.raises(OSError, match=r"exists|directory"):
        Files().make_folder(path / "below")


def test_names_below_a_folder(tmp_path: Path) -> None:
    for name in ("b.json", "a/c.json", "a/.c.json.tmp", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert Files().names(tmp_path, ".json") == ["a/c.json", "b.json"]
    assert Files().names(tmp_path / "none", ".json") == []


def test_lines_and_pieces_are_read_from_an_offset(path: Path) -> None:
    path.write_bytes(b"one\ntwo\nthr")
    files = Files()
    assert files.read(path, 4) == b"two\nthr"
    assert files.read_line(path, 4) == b"two"
    assert files.read_line(path, 8) == b"thr"
    assert files.size(path) == 11


# macOS ----------------------------------------------------------------------------------------

F_FULLFSYNC: Final = 51


class MacFiles(Files):
    """The file layer as it is on macOS; counts the calls of the plain fsync."""

    platform = "darwin"

    def __init__(self) -> None:
        self.fsyncs = 0

    def fsync(self, descriptor: int) -> None:
        self.fsyncs += 1
        super().fsync(descriptor)


class FullFsync:
    """In the place of `fcntl.fcntl`: what macOS does, or a file system that cannot."""

    def __init__(self, error: int | None = None) -> None:
        self.calls: list[int] = []
        self._error = error

    def __call__(self, descriptor: int, command: int, *_: object) -> int:
        assert os.fstat(descriptor)
        self.calls.append(command)
        if self._error is not None:
            raise OSError(self._error, os.strerror(self._error))
        return 0


needs_fcntl = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fcntl")


@needs_fcntl
def test_macos_is_asked_to_empty_the_cache_of_the_drive(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, files = FullFsync(), MacFiles()
    monkeypatch.setattr("fcntl.fcntl", full)
    files.replace(path, NEW)
    assert path.read_bytes() == NEW
    assert full.calls == [F_FULLFSYNC]
    assert files.fsyncs == 1  # of the folder


@needs_fcntl
@pytest.mark.parametrize(
    "error", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY, errno.ENOSYS], ids=errno.errorcode.get
)
def test_where_a_file_system_cannot_do_that_the_plain_fsync_does(
    error: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, files = FullFsync(error), MacFiles()
    monkeypatch.setattr("fcntl.fcntl", full)
    files.replace(path, NEW)
    assert path.read_bytes() == NEW
    assert (full.calls, files.fsyncs) == ([F_FULLFSYNC], 2)


@needs_fcntl
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC], ids=errno.errorcode.get)
def test_where_the_drive_fails_nothing_else_is_tried(
    error: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, files = FullFsync(error), MacFiles()
    monkeypatch.setattr("fcntl.fcntl", full)
    with pytest.raises(OSError, match=os.strerror(error)):
        files.replace(path, NEW)
    # A plain fsync after that would say that all is well, which nobody knows.
    assert (full.calls, files.fsyncs) == ([F_FULLFSYNC], 0)
    assert path.read_bytes() == OLD


@needs_fcntl
def test_a_story_on_macos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = FullFsync()
    write_story(tmp_path)
    with open_story(tmp_path, files=MacFiles()) as workspace:
        monkeypatch.setattr("store.files.Files.full_fsync", _with(full))
        tag(workspace, "Moscow")
        assert full.calls == [F_FULLFSYNC]  # one edit, one wait
        workspace.checkpoint()
        before = said(workspace)
    with open_story(tmp_path, read_only=True) as workspace:
        assert said(workspace) == before


def _with(full: FullFsync) -> object:
    def full_fsync(files: Files, descriptor: int) -> bool:
        full(descriptor, F_FULLFSYNC)
        return True

    return full_fsync


def test_elsewhere_it_is_the_plain_fsync(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = MacFiles()
    monkeypatch.setattr(files, "platform", "linux")
    monkeypatch.setattr(files, "full_fsync", None)
    files.replace(path, NEW)
    assert files.fsyncs == 2


# Windows --------------------------------------------------------------------------------------


class WindowsFiles(Files):
    """The file layer as it is on Windows, where somebody has the file open for a while."""

    platform = "win32"

    def __init__(self, busy: int = 0, error: type[OSError] = PermissionError) -> None:
        self.moves = 0
        self.waited: list[float] = []
        self._busy = busy
        self._error = error

    def move(self, source: Path, target: Path) -> None:
        self.moves += 1
        if self.moves <= self._busy:
            raise self._error(errno.EACCES, "somebody has it open")
        super().move(source, target)

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.mark.parametrize("busy", [0, 1, 5, 8])
def test_a_rename_that_windows_refuses_is_tried_again(busy: int, path: Path) -> None:
    files = WindowsFiles(busy)
    files.replace(path, NEW)
    assert path.read_bytes() == NEW
    assert (files.moves, len(files.waited)) == (busy + 1, busy)
    assert files.waited == sorted(files.waited)  # longer each time


def test_it_is_given_up_after_a_while_and_said_why(path: Path) -> None:
    files = WindowsFiles(busy=1_000)
    with pytest.raises(PermissionError, match="somebody has it open"):
        files.replace(path, NEW)
    assert files.moves == 9
    assert 1 < sum(files.waited) < 2  # seconds that a person waits at most
    assert path.read_bytes() == OLD
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_another_error_is_not_waited_out(path: Path) -> None:
    files = WindowsFiles(busy=1_000, error=IsADirectoryError)
    with pytest.raises(IsADirectoryError):
        files.replace(path, NEW)
    assert (files.moves, files.waited) == (1, [])


def test_elsewhere_a_rename_is_not_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = WindowsFiles(busy=1)
    monkeypatch.setattr(files, "platform", "linux")
    with pytest.raises(PermissionError):
        files.replace(path, NEW)
    assert (files.moves, files.waited) == (1, [])


def test_no_folder_is_opened_on_windows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    system_open = os.open

    def watched(name: object, *arguments: int) -> int:
        opened.append(name)
        return system_open(name, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("os.open", watched)
    WindowsFiles().replace(path, NEW)
    assert opened == [path.with_name(f".{path.name}.tmp")]
    WindowsFiles().sync_folder(path.parent)
    assert len(opened) == 1


def test_a_story_on_windows(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path, files=WindowsFiles(busy=3)) as workspace:
        tag(workspace, "Moscow")
        workspace.checkpoint()
        assert not workspace.status.trouble
        before = said(workspace)
    with open_story(tmp_path, read_only=True) as workspace:
        assert said(workspace) == before
