from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.files import Files
from store.ledger.backups import Backups, limit_bytes, worth_keeping
from store.ledger.checkpoints import BACKUPS, STATE
from store.ledger.journal import JOURNAL
from tests.faults import FaultyFiles
from tests.store.ledger.damage import QUICK, QuickFiles
from tests.stories import home, open_story, said, tag, texts, write_story

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Shelf:
    """The backups of a folder with one file in it, at times that the test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.backups = Backups(folder, QUICK, self.clock)

    def make(self, seq: int, when: datetime | None = None, size: int = 10) -> bool:
        """Whether a backup was made, up to a record, at a time."""
        self.clock.now = when or self.clock.now
        (self.folder / JOURNAL).write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        before = set(self.backups.names())
        assert self.backups.make_if_due(seq) == ""
        return bool(set(self.backups.names()) - before)

    @property
    def seqs(self) -> list[int]:
        return [self.backups.seq_of(name) for name in self.backups.names()]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


# When ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "made"),
    [
        pytest.param([(0, 0 * HOURS)], [], id="nothing was done"),
        pytest.param([(1, 0 * HOURS), (1, 5 * HOURS)], [1], id="nothing new"),
        pytest.param([(1, 0 * HOURS), (2, 9 * MINUTES)], [1], id="too soon"),
        pytest.param([(1, 0 * HOURS), (2, 10 * MINUTES)], [1, 2], id="ten minutes later"),
        pytest.param([(1, 0 * HOURS), (200, MINUTES)], [1], id="soon, with few edits"),
        pytest.param([(1, 0 * HOURS), (201, MINUTES)], [1, 201], id="soon, with many edits"),
        pytest.param([(1, 0 * HOURS), (2, -9 * MINUTES)], [1], id="the clock a little back"),
        pytest.param([(1, 0 * HOURS), (2, -1 * HOURS)], [1, 2], id="the clock back"),
        pytest.param([(1, 9000 * DAYS), (2, 0 * HOURS), (3, MINUTES), (4, HOURS)], [1, 2, 4],
                     id="the clock was far ahead once"),
        pytest.param([(1, 0 * HOURS), (2, -20_000 * DAYS), (3, -20_000 * DAYS + MINUTES)], [1, 2],
                     id="the clock has no battery: 1972"),
        pytest.param([(400, 0 * HOURS), (5, MINUTES), (6, 2 * MINUTES), (7, HOURS)], [5, 7, 400],
                     id="the annotations were begun anew"),
    ],
)  # fmt: skip
def test_when_a_backup_is_made(
    sessions: list[tuple[int, timedelta]], made: list[int], shelf: Shelf
) -> None:
    for seq, after in sessions:
        shelf.make(seq, NOON + after)
    assert shelf.seqs == made


def test_a_clock_that_stands_still_does_not_stop_backups_for_ever(shelf: Shelf) -> None:
    made = [seq for seq in range(1, 2_000, 10) if shelf.make(seq, NOON)]
    assert made == [1, 201, 401, 601, 801, 1001, 1201, 1401, 1601, 1801]
    assert shelf.seqs[-3:] == made[-3:]


def test_it_is_there_after_a_session_and_holds_what_the_files_hold(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        tag(workspace, "Moscow")
    (name,) = Backups(home(tmp_path), Files()).names()
    with zipfile.ZipFile(home(tmp_path) / BACKUPS / name) as archive:
        names = archive.namelist()
        for each in names:
            assert archive.read(each) == (home(tmp_path) / each).read_bytes()
    assert names[0] == "articles/1_wire.json"
    # The journal is read last, so that it is never older than the files.
    assert names[-3:] == ["story.json", STATE, JOURNAL] or names[-2:] == [STATE, JOURNAL]
    with open_story(tmp_path, read_only=True):
        pass
    assert Backups(home(tmp_path), Files()).names() == [name]


# Which ones are kept ------------------------------------------------------------------------


def named(*moments: datetime) -> list[str]:
    """Names of backups of those times, in the order of their numbers."""
    return [f"{m:%Y-%m-%dT%H%M%SZ}-{n:08}.zip" for n, m in enumerate(moments, start=1)]


@pytest.mark.parametrize(
    ("ages", "kept"),
    [
        pytest.param([], [], id="none"),
        pytest.param([0], [0], id="one"),
        pytest.param([3, 2, 1, 0], [0, 1, 2], id="the newest three of a day"),
        pytest.param([24, 5, 3, 2, 1, 0], [0, 1, 2, 24], id="and the newest of yesterday"),
        pytest.param([25, 24, 2, 1, 0], [0, 1, 2, 24], id="only the newest of yesterday"),
        pytest.param([24 * day for day in range(9, -1, -1)],
                     [0, 24, 48, 72, 96, 120, 144, 216], id="daily: a week, and the week before"),
        pytest.param([168 * week for week in range(12, -1, -1)],
                     [168 * week for week in range(8)], id="weekly: eight weeks"),
        pytest.param([24 * 365, 24 * 200, 24 * 100], [24 * 100, 24 * 200, 24 * 365],
                     id="the newest three however old"),
        pytest.param([-24 * 9000, 24, 2, 1, 0], [0, 1, 2, 24], id="not one of a clock far ahead"),
        pytest.param([3, 2, 1, 0, 500], [0, 1, 500], id="newer is told by number, not by clock"),
    ],
)  # fmt: skip
def test_which_backups_are_kept(ages: list[int], kept: list[int]) -> None:
    names = named(*(NOON - hours * HOURS for hours in ages))
    by_name = dict(zip(names, ages, strict=True))
    assert sorted(by_name[name] for name in worth_keeping(names, NOON)) == kept


def test_a_year_of_work_leaves_about_a_score(shelf: Shelf) -> None:
    seq = 0
    for day in range(365):
        for hour in (1, 2, 5, 8):
            seq += 50
            shelf.make(seq, NOON + day * DAYS + hour * HOURS)
    assert 15 <= len(shelf.seqs) <= 18
    assert shelf.seqs[-1] == seq


def test_files_that_are_not_ours_are_left_alone(shelf: Shelf) -> None:
    shelf.make(1)
    own = [shelf.folder / BACKUPS / name for name in ("mine-2.zip", "2026.zip", "note.txt")]
    for path in own:
        path.write_bytes(b"x")
    for number in range(2, 9):
        shelf.make(number, NOON + number * HOURS)
    assert all(path.exists() for path in own)
    assert shelf.seqs == [6, 7, 8]


# How large ----------------------------------------------------------------------------------


def test_all_together_stay_within_the_limit(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("SIDELIGHT_BACKUP_MB", "1")
    monkeypatch.setattr("tests.store.ledger.test_backups.bytes", os.urandom, raising=False)
    for number in range(1, 6):
        (shelf.folder / "articles").mkdir(exist_ok=True)
        (shelf.folder / "articles" / "a.json").write_bytes(os.urandom(300_000))
        shelf.clock.now += HOURS
        assert shelf.backups.make_if_due(number) == ""
        total = sum(p.stat().st_size for p in (shelf.folder / BACKUPS).iterdir())
        assert total <= 1_000_000
    assert shelf.seqs == [3, 4, 5]


def test_one_that_is_over_the_limit_by_itself_is_told_and_the_others_stay(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("SIDELIGHT_BACKUP_MB", "1")
    shelf.make(1)
    (shelf.folder / "articles").mkdir()
    (shelf.folder / "articles" / "a.json").write_bytes(os.urandom(1_100_000))
    shelf.clock.now += HOURS
    assert shelf.backups.make_if_due(2) == (
        "A backup would take more than the limit of 1 MB; none is made "
        "(set SIDELIGHT_BACKUP_MB to a greater number)"
    )
    assert [path.name for path in (shelf.folder / BACKUPS).iterdir()] == shelf.backups.names()
    assert shelf.seqs == [1]


def test_none_is_made_if_none_is_wanted(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDELIGHT_BACKUP_MB", "0")
    assert not shelf.make(1)
    assert not (shelf.folder / BACKUPS).exists()


@pytest.mark.parametrize("said", ["", "  ", "100"])
def test_the_limit_is_a_hundred_megabytes_if_nothing_else_is_said(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDELIGHT_BACKUP_MB", said)
    assert limit_bytes() == 100_000_000


@pytest.mark.parametrize("nonsense", ["many", "-1", "1.5", "1e3", "²", "٣", "9" * 5_000, "\x1b[2J"])
def test_nonsense_is_told_and_harms_nothing(
    nonsense: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDELIGHT_BACKUP_MB", nonsense)
    with pytest.raises(InputError, match="a number of megabytes, 0 for none"):
        limit_bytes()
    write_story(tmp_path)
    workspace = open_story(tmp_path)
    tag(workspace, "Moscow")
    workspace.close()
    assert any("number of megabytes" in notice for notice in workspace.status.notices)
    assert not (home(tmp_path) / BACKUPS).exists()
    with open_story(tmp_path, read_only=True) as workspace:
        assert texts(workspace) == ["actor:Moscow"]


# Faults -------------------------------------------------------------------------------------


class FailingFiles(FaultyFiles, QuickFiles):
    """Fails at a call, and does not wait for the disk."""


@pytest.mark.parametrize("times", [1, 1_000_000], ids=["once", "for ever"])
def test_whatever_call_fails_it_is_said_and_nothing_else_is_wrong(
    times: int, tmp_path: Path
) -> None:
    write_story(tmp_path / "story")
    with open_story(tmp_path / "story", files=QUICK) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
    at = home(tmp_path / "story")
    shutil.rmtree(at / BACKUPS)
    counting = FailingFiles().arm(first=1_000_000)
    Backups(shutil.copytree(at, tmp_path / "whole"), counting).make_if_due(1)
    for number, call in enumerate(counting.calls, start=1):
        folder = shutil.copytree(tmp_path / "story", tmp_path / str(number))
        files = FailingFiles()
        workspace = open_story(folder, files=files)
        files.arm(first=number, times=times)
        workspace.ledger.back_up()
        files.disarm()
        if (home(folder) / BACKUPS).exists():
            backups = Backups(home(folder), Files())
            assert [backups.damage(name) for name in backups.names()] in ([], [""]), call
        assert len(workspace.status.notices) == 1, (number, call)
        assert "backup could not be made: no space left on device" in next(
            iter(workspace.status.notices)
        )
        tag(workspace, "troops")  # an edit is not refused
        workspace.undo()
        assert said(workspace) == before
        workspace.close()
        assert list(home(folder).rglob("*.tmp")) == []
        shutil.rmtree(folder)


def test_a_folder_that_is_in_the_way_is_said(tmp_path: Path) -> None:
    write_story(tmp_path)
    home(tmp_path).mkdir(parents=True)
    (home(tmp_path) / BACKUPS).write_bytes(b"a file")
    workspace = open_story(tmp_path)
    tag(workspace, "Moscow")
    workspace.close()
    assert "The backup could not be made: not a directory" in list(workspace.status.notices)[-1]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"\0" * 2_000])
def test_a_damaged_backup_is_told_of(damage: bytes, shelf: Shelf) -> None:
    shelf.make(1)
    (name,) = shelf.backups.names()
    assert shelf.backups.damage(name) == ""
    shelf.backups.path(name).write_bytes(damage)
    assert shelf.backups.damage(name).startswith("this backup is damaged")
    with pytest.raises(InputError, match="this backup is damaged"):
        shelf.backups.read(name, JOURNAL)


# Back again ---------------------------------------------------------------------------------


def test_unzipped_into_an_empty_folder_it_is_the_story_again(tmp_path: Path) -> None:
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    write_story(tmp_path / "story")
    with open_story(tmp_path / "story") as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "troops")
        before = said(workspace)
    (backup,) = (home(tmp_path / "story") / BACKUPS).iterdir()
    write_story(tmp_path / "new")
    at = home(tmp_path / "new")
    at.mkdir(parents=True)
    command = ["unzip", "-q", str(backup), "-d", str(at)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    with open_story(tmp_path / "new") as workspace:
        assert not list(workspace.status.notices)
        assert said(workspace) == before
        assert workspace.undo() is not None
