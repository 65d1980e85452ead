from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.database.files import Files
from tests.faults import FaultyFiles, ShortWrites

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
