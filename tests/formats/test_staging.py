"""What is written is put in its place whole, or not at all."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from store.destination import Destination, Protected
from store.errors import InputError
from store.formats.staging import copy_to, staging_folder


def test_the_folder_stands_beside_the_place_and_is_gone_afterwards(tmp_path: Path) -> None:
    with staging_folder(tmp_path / "out") as folder:
        assert folder.parent == tmp_path
        (folder / "half").write_text("x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lock on a folder")
def test_what_a_killed_export_has_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".sidelight-abcd1234"
    (left / "parts").mkdir(parents=True)
    (left / "parts" / "half").write_text("x")
    new, own = tmp_path / ".sidelight-abcd1235", tmp_path / ".sidelight-notes of mine"
    new.mkdir()
    own.mkdir()
    with staging_folder(tmp_path / "out") as at_work:
        for old in (left, own, at_work):
            os.utime(old, (1, 1))
        with staging_folder(tmp_path / "other"):
            assert not left.exists()
            assert at_work.exists()
    assert sorted(tmp_path.iterdir()) == [new, own]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lock on a folder")
def test_what_was_killed_on_this_machine_is_taken_away_at_once(tmp_path: Path) -> None:
    run = (
        "import os, pathlib; from store.formats.staging import staging_folder\n"
        "with staging_folder(pathlib.Path('out')) as folder:\n"
        "    (folder / 'half').write_text('x')\n"
        "    os._exit(9)\n"
    )
    where = {"PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", run], cwd=tmp_path, env=os.environ | where, check=False)
    (left,) = tmp_path.iterdir()
    with staging_folder(tmp_path / "out") as folder:
        assert list(tmp_path.iterdir()) == [folder]
        with staging_folder(tmp_path / "out"):
            assert folder.exists()  # it is held
    assert not left.exists()


def test_where_there_is_no_folder_that_is_said(tmp_path: Path) -> None:
    reason = "it cannot be written: .*; make the folder .*none first"
    with pytest.raises(InputError, match=reason), staging_folder(tmp_path / "none" / "out"):
        pytest.fail("there is no such folder")


def test_a_file_replaces_another_and_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_bytes(b"old")
    place.chmod(0o640)
    with staging_folder(place) as folder:
        made = folder / "made"
        made.write_bytes(b"new")
        Destination.at(place, Protected(())).put(made)
    assert place.read_bytes() == b"new"
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_folder_takes_the_place_of_an_empty_one_only(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    with staging_folder(place) as folder:
        made = folder / "made"
        (made / "inner").mkdir(parents=True)
        (made / "inner" / "file").write_bytes(b"x")
        Destination.at(place, Protected(()), is_folder=True).put(made)
    assert (place / "inner" / "file").read_bytes() == b"x"
    with staging_folder(place) as folder:
        (folder / "made").mkdir()
        with pytest.raises(InputError, match="there is something there already"):
            Destination.at(place, Protected(()), is_folder=True).put(folder / "made")
    assert (place / "inner" / "file").read_bytes() == b"x"


def test_a_stream_that_takes_only_a_part_gets_all_of_it(tmp_path: Path) -> None:
    class Slow(io.RawIOBase):
        def __init__(self) -> None:
            self.got = b""

        def write(self, data: object) -> int:
            assert isinstance(data, memoryview)
            self.got += bytes(data[:3])
            return len(data[:3])

    (tmp_path / "made").write_bytes("äöü\nline\n".encode() * 5)
    slow = Slow()
    copy_to(tmp_path / "made", slow)  # type: ignore[arg-type]
    assert slow.got == "äöü\nline\n".encode() * 5
