"""The journal becomes another file while a story is open: nothing is acknowledged or lost."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation
from store.articles import find_story
from store.errors import ReadOnlyError, SaveError
from store.files import Files
from store.ledger.journal import JOURNAL
from store.ledger.rescue import rescues
from store.ledger.scanning import scan
from store.library.scanning import annotators
from store.story.checking import check
from store.story.repairing import repair_work
from tests.stories import ANA, PAPER, WIRE, Kept, home, open_story, said, tag, texts, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody replace a file that is open"
)


@pytest.fixture(autouse=True)
def nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


@dataclass
class Scene:
    """A story that is open, and how it was some edits ago."""

    story: Path
    older: Path
    """A copy of the story's folder with one edit."""

    @property
    def journal(self) -> Path:
        return home(self.story) / JOURNAL

    @property
    def older_journal(self) -> Path:
        return home(self.older) / JOURNAL


def _rename_over(scene: Scene) -> None:
    os.replace(scene.older_journal, scene.journal)


def _same_again(scene: Scene) -> None:
    shutil.copy(scene.journal, scene.older_journal)
    os.replace(scene.older_journal, scene.journal)


def _other_history(scene: Scene) -> None:
    with open_story(scene.older) as workspace:
        tag(workspace, "An official", "source", PAPER)
        tag(workspace, "denies", "claim", PAPER)
    os.replace(scene.older_journal, scene.journal)


def _delete(scene: Scene) -> None:
    scene.journal.unlink()


def _cut(scene: Scene) -> None:
    os.truncate(scene.journal, scene.older_journal.stat().st_size)


def _empty(scene: Scene) -> None:
    scene.journal.write_bytes(b"")


def _write_over(scene: Scene) -> None:
    scene.journal.write_bytes(scene.older_journal.read_bytes())


def _write_over_by_the_same_length(scene: Scene) -> None:
    data = scene.older_journal.read_bytes()
    with scene.journal.open("r+b") as file:
        length = os.fstat(file.fileno()).st_size
        file.write((data * (length // len(data) + 1))[:length])
        os.utime(
            file.fileno(), ns=(1, 1)
        )  # the clock of files may be too coarse to tell them apart


def _move_the_folder(scene: Scene) -> None:
    home(scene.story).rename(scene.story / "old")


def _move_all_annotations(scene: Scene) -> None:
    (scene.story / "annotations").rename(scene.story / "old")


def _replace_the_folder(scene: Scene) -> None:
    (scene.story / "annotations").rename(scene.story / "old")
    (scene.older / "annotations").rename(scene.story / "annotations")


def _put_a_pipe_there(scene: Scene) -> None:
    scene.journal.unlink()
    os.mkfifo(scene.journal)


Change = Callable[[Scene], None]
CHANGES: Final[tuple[Change, ...]] = (
    _rename_over, _other_history, _delete, _cut, _empty, _write_over,
    _write_over_by_the_same_length, _move_the_folder, _move_all_annotations, _replace_the_folder,
)  # fmt: skip
changes = pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__[1:])


def begin(tmp_path: Path, files: Files | None = None) -> tuple[Scene, Workspace]:
    """A story that is open with three edits, of which the first is in the older copy too."""
    story = write_story(tmp_path / "story")
    workspace = open_story(story, files=files)
    tag(workspace, "troops")
    older = tmp_path / "older"
    shutil.copytree(story, older)
    tag(workspace, "official", "source")
    tag(workspace, "Moscow", "location", PAPER)
    return Scene(story, older), workspace


def journal_bytes(scene: Scene) -> bytes | None:
    return scene.journal.read_bytes() if scene.journal.is_file() else None


def repaired(story: Path) -> list[str]:
    """Mend as a person does it who reads what check says; gives what was tagged."""
    assert annotators(find_story([story])) == [ANA]
    findings = check(find_story([story]), ANA).findings
    assert any("{option:repair} brings them in" in finding.what for finding in findings)
    repair_work(find_story([story]), ANA)
    assert check(find_story([story]), ANA).findings == []
    with open_story(story) as workspace:
        assert not workspace.status.read_only
        return texts(workspace, WIRE) + texts(workspace, PAPER)


SAVED: Final = ["actor:troops", "source:official", "location:Moscow"]
OTHERS: Final = ["source:An official", "claim:denies"]


@changes
def test_no_edit_is_acknowledged_and_none_is_lost(tmp_path: Path, change: Change) -> None:
    scene, workspace = begin(tmp_path)
    change(scene)
    before = journal_bytes(scene)
    with pytest.raises(SaveError, match=r"^NOT SAVED: .*journal\.jsonl .*is kept in ") as caught:
        tag(workspace, "arrived")
    assert "\n" not in str(caught.value)
    assert texts(workspace, WIRE) == ["actor:troops", "source:official"]
    assert workspace.status.read_only == workspace.status.trouble == str(caught.value)
    with pytest.raises(ReadOnlyError):
        tag(workspace, "arrived")
    workspace.ledger.close()  # as if it was killed: there is no checkpoint on leaving
    assert journal_bytes(scene) == before
    expected = [*SAVED, *OTHERS] if change is _other_history else SAVED
    assert sorted(repaired(scene.story)) == sorted(expected)


@changes
def test_it_is_noticed_without_an_edit(tmp_path: Path, change: Change) -> None:
    scene, workspace = begin(tmp_path)
    change(scene)
    before = journal_bytes(scene)
    workspace.now.refresh()
    assert workspace.status.trouble.startswith("THE JOURNAL IS ANOTHER: ")
    assert len(rescues(home(scene.story))) == 1
    workspace.now.refresh()
    workspace.close()
    assert len(rescues(home(scene.story))) == 1
    assert journal_bytes(scene) == before


@changes
def test_no_checkpoint_is_written_beside_a_journal_that_is_another(
    tmp_path: Path, change: Change
) -> None:
    scene, workspace = begin(tmp_path)
    change(scene)
    before = {p: p.read_bytes() for p in home(scene.story).rglob("*.json")}
    workspace.close()
    assert {p: p.read_bytes() for p in home(scene.story).rglob("*.json")} == before
    assert not (home(scene.story) / "backups").exists()


@changes
def test_what_is_kept_holds_every_edit_that_is_not_in_the_file(
    tmp_path: Path, change: Change
) -> None:
    scene, workspace = begin(tmp_path)
    change(scene)
    workspace.close()
    [path] = rescues(home(scene.story))
    reading = scan(path.read_bytes(), 0, None)
    assert not reading.damages
    assert not reading.torn
    there = scan(journal_bytes(scene) or b"", 0, None)
    assert {r.record.seq for r in (*there.entries, *reading.entries)} >= {1, 2, 3}


def test_a_story_that_was_moved_is_kept_of_outside_it(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    scene.story.rename(tmp_path / "elsewhere")
    with pytest.raises(ReadOnlyError, match="is kept in"):  # not only that the article is gone too
        tag(workspace, "arrived")
    workspace.now.refresh()
    [path] = rescues(home(scene.story))
    assert str(path) in workspace.status.trouble
    assert (tmp_path / "share") in path.parents
    workspace.close()
    assert not scene.story.exists()
    with open_story(tmp_path / "elsewhere") as moved:
        assert texts(moved, WIRE) + texts(moved, PAPER) == SAVED


@pytest.mark.parametrize("change", [_move_the_folder, _move_all_annotations])
def test_an_edit_of_what_was_not_read_yet_keeps_the_rest_too(
    tmp_path: Path, change: Change
) -> None:
    scene, workspace = begin(tmp_path)
    workspace.checkpoint()
    workspace.close()
    workspace = open_story(scene.story)
    change(scene)
    with pytest.raises(ReadOnlyError, match="is kept in"):  # not only that a file cannot be read
        tag(workspace, "Moscow", "actor", PAPER)
    assert rescues(home(scene.story))
    workspace.close()


def test_a_file_with_the_same_bytes_is_another_file_too(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    _same_again(scene)
    with pytest.raises(SaveError, match="it has every edit that was saved"):
        tag(workspace, "arrived")
    assert rescues(home(scene.story)) == []
    workspace.close()
    assert Kept(scene.story).said() == said(workspace)


def test_something_else_than_a_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    _put_a_pipe_there(scene)
    with pytest.raises(SaveError, match="is no file any more"):
        tag(workspace, "arrived")
    workspace.close()
    assert scene.journal.is_fifo()
    scene.journal.unlink()
    assert repaired(scene.story) == SAVED


@pytest.mark.parametrize("change", [_rename_over, _delete, _cut, _move_the_folder])
def test_it_is_noticed_where_it_happens_between_the_look_and_the_write(
    tmp_path: Path, change: Change
) -> None:
    class Racing(Files):
        """Lets somebody change the file after the look before a line is written."""

        due: Scene | None = None

        def write_some(self, descriptor: int, data: memoryview) -> int:
            scene, self.due = self.due, None
            if scene is not None:
                change(scene)
            return super().write_some(descriptor, data)

    files = Racing()
    scene, workspace = begin(tmp_path, files)
    files.due = scene
    with pytest.raises(SaveError, match="NOT SAVED"):
        tag(workspace, "arrived")
    assert texts(workspace, WIRE) == ["actor:troops", "source:official"]
    workspace.close()
    # The line in flight may be there or not: in a file that was cut it stands behind the end.
    assert set(repaired(scene.story)) - {"actor:arrived"} == set(SAVED)


def test_a_touched_file_is_still_ours(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    os.utime(scene.journal, ns=(1, 1))
    os.chmod(scene.journal, 0o600)
    os.link(scene.journal, tmp_path / "a link to it")
    tag(workspace, "arrived")
    workspace.close()
    assert "actor:arrived" in texts(open_story(scene.story, read_only=True))


def test_where_nothing_can_be_kept_it_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Files):
        is_full = True

        def open_new(self, path: Path, flags: int) -> int:
            if self.is_full and "rescued" in path.name:
                raise OSError(28, os.strerror(28))
            return super().open_new(path, flags)

    files = Full()
    scene, workspace = begin(tmp_path, files)
    _rename_over(scene)
    with pytest.raises(SaveError, match=r"can be kept nowhere .*do not leave before it can"):
        tag(workspace, "arrived")
    assert rescues(home(scene.story)) == []
    files.is_full = False
    workspace.close()
    assert len(rescues(home(scene.story))) == 1
    assert repaired(scene.story) == SAVED


def test_who_opens_it_next_is_told(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    _rename_over(scene)
    workspace.close()
    [path] = rescues(home(scene.story))
    with open_story(scene.story) as again:
        assert [n for n in again.status.notices if str(path) in n and "{option:repair}" in n]
        tag(again, "arrived")
    assert sorted(repaired(scene.story)) == sorted([*SAVED, "actor:arrived"])


@changes
def test_an_undo_is_no_way_around(tmp_path: Path, change: Change) -> None:
    scene, workspace = begin(tmp_path)
    change(scene)
    with pytest.raises(ReadOnlyError, match="THE JOURNAL IS ANOTHER"):
        workspace.undo()
    assert len(rescues(home(scene.story))) == 1
    workspace.ledger.close()
    expected = [*SAVED, *OTHERS] if change is _other_history else SAVED
    assert sorted(repaired(scene.story)) == sorted(expected)


COPIES: Final = (
    "journal.sync-conflict-20261129-101500-ABCDEFG.jsonl",
    "journal (conflicted copy 2026-11-29 101500).jsonl",
    "journal (Ana's conflicted copy 2026-11-29).jsonl",
    "journal 2.jsonl",
    "journal-LAPTOP.jsonl",
    "journal (1).jsonl",
    "Copy of journal.jsonl",
    "journal.jsonl~",
    "journal.jsonl.conflict1",
)
"""What Syncthing, Nextcloud, Dropbox, iCloud, OneDrive, Google Drive, file managers, rsync and
rclone call the file that lost."""
NO_COPIES: Final = (
    "Journal.jsonl",
    "journal.jsonl.torn-123",
    ".journal.jsonl.tmp",
    ".syncthing.journal.jsonl.tmp",
    "journal.sync-conflict-20261129-101500-ABCDEFG.json",
)
"""The journal itself as some file systems list it, half a line, and what is being written."""


@pytest.mark.parametrize("name", NO_COPIES)
def test_what_is_no_copy_of_a_journal_is_left(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something")
    assert rescues(tmp_path) == []


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_beside_the_journal_with_edits_of_its_own_is_named_and_brought_in(
    tmp_path: Path, name: str
) -> None:
    scene, workspace = begin(tmp_path)
    workspace.close()
    with open_story(scene.older) as other:
        tag(other, "denies", "claim", PAPER)
    shutil.copy(scene.older_journal, home(scene.story) / name)
    assert annotators(find_story([scene.story])) == [ANA]
    [finding] = [f for f in check(find_story([scene.story]), ANA).findings if f.file == name]
    assert str(finding).startswith(f"{name}: 1 edit that the journal lacks, in a copy of it")
    assert (finding.is_bad, finding.is_for_repair) == (True, True)
    assert sorted(repaired(scene.story)) == sorted([*SAVED, "claim:denies"])
    assert not (home(scene.story) / name).exists()
    assert list(home(scene.story).glob(f"repairs/*/{name}"))


def test_a_copy_of_the_file_of_an_article_is_told_once(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    workspace.close()
    articles = home(scene.story) / "articles"
    copy = articles / "1_wire.sync-conflict-20261129-101500-ABCDEFG.json"
    shutil.copy(articles / "1_wire.json", copy)
    [finding] = check(find_story([scene.story]), ANA).findings
    assert finding.file == f"articles/{copy.name}"


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("journal.jsonl", "journal (conflicted copy).jsonl"),
        ("state.json", "state.sync-conflict-20261129-101500-ABCDEFG.json"),
        ("state.json", "story (conflicted copy).json"),
    ],
)
def test_a_copy_that_has_nothing_of_its_own_is_left_over(
    tmp_path: Path, original: str, name: str
) -> None:
    scene, workspace = begin(tmp_path)
    workspace.close()
    own = home(scene.story)
    shutil.copy(own / original, own / name)
    [finding] = check(find_story([scene.story]), ANA).findings
    assert (finding.file, finding.is_bad) == (name, False)
    repair_work(find_story([scene.story]), ANA)
    with open_story(scene.story, read_only=True) as again:
        assert sorted(texts(again, WIRE) + texts(again, PAPER)) == sorted(SAVED)
    assert not (own / name).exists()


def test_a_copy_that_is_damaged_gives_the_lines_that_are_sound(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    workspace.close()
    with open_story(scene.older) as other:
        tag(other, "denies", "claim", PAPER)
    data = scene.older_journal.read_bytes()
    (home(scene.story) / COPIES[0]).write_bytes(b"\xff\x00 noise\n" + data + data[:40])
    assert sorted(repaired(scene.story)) == sorted([*SAVED, "claim:denies"])


def _relabel(workspace: Workspace, label: str) -> None:
    troops = next(iter(workspace.article(WIRE).annotations))
    workspace.apply(EditOfAnnotation(WIRE, troops, replace(troops, label=label)))


def test_what_both_have_changed_stays_and_is_named(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    _relabel(workspace, "location")
    workspace.close()
    with open_story(scene.older) as other:
        _relabel(other, "source")
    copy = home(scene.story) / COPIES[0]
    shutil.copy(scene.older_journal, copy)
    report = repair_work(find_story([scene.story]), ANA)
    [left] = report.left
    assert left.startswith("relabel “troops” location → source: both have changed its label, so ")
    assert [path.name for path in home(scene.story).glob("repairs/*/journal.*.jsonl")] == [
        COPIES[0]
    ]
    with open_story(scene.story) as again:
        assert texts(again) == ["location:troops", "source:official"]


def test_a_copy_that_comes_again_changes_nothing(tmp_path: Path) -> None:
    scene, workspace = begin(tmp_path)
    workspace.close()
    with open_story(scene.older) as other:
        tag(other, "denies", "claim", PAPER)
    copy = home(scene.story) / COPIES[0]
    shutil.copy(scene.older_journal, copy)
    repair_work(find_story([scene.story]), ANA)
    before = scene.journal.read_bytes()
    shutil.copy(scene.older_journal, copy)
    [finding] = check(find_story([scene.story]), ANA).findings
    assert (finding.file, finding.is_bad) == (COPIES[0], False)
    repair_work(find_story([scene.story]), ANA)
    assert scene.journal.read_bytes() == before
    with open_story(scene.story) as again:
        again.undo()
        assert "claim:denies" not in texts(again, PAPER)
        assert texts(again) == ["actor:troops", "source:official"]
