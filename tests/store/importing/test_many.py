"""An import whose edits are not held in memory: nothing else is different about it."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.annotations.describing import describe
from store.annotations.edits import by_article, many_edits
from store.articles import find_story
from store.errors import SidelightError
from store.importing import additions, finding
from store.ledger import (
    backups,
    journal,
    line_writer,
    lines,
    long_edits,
    records,
    restore_journal,
    scanning,
    source,
    spool,
)
from store.ledger.lines import lines_in
from store.ledger.records import Record, decode, encode
from store.ledger.rescue import rescues
from store.story import history
from store.story.checking import check
from store.story.repairing import repair_work
from tests.faults import FaultyFiles
from tests.imported import bring_in, dataset, row
from tests.stories import (
    ANA,
    ARTICLES,
    PAPER,
    WIRE,
    Kept,
    home,
    open_story,
    said,
    tag,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from pathlib import Path

_WIRE, _PAPER = ARTICLES.values()
ROWS = (
    row(_WIRE, "actor:Moscow", "location:Latakia", article=WIRE),
    row("Tehran denies it.", "actor:Tehran:t", article="new"),
    row(_PAPER, "actor:Moscow", article=PAPER),
    row(_WIRE, "claim:troops", article=WIRE),
)


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a million annotations need is needed by a few: a file, and several writes of a line."""
    monkeypatch.setattr(finding, "_MOST_OPEN", -1)
    monkeypatch.setattr(additions, "_REMEMBERED", 1)
    monkeypatch.setattr(spool, "_IN_MEMORY", 1)
    monkeypatch.setattr(line_writer, "_AT_ONCE", 200)
    _hold_lines_up_to(300, monkeypatch)
    monkeypatch.setattr(long_edits, "_AT_ONCE", 300)
    for module in (lines, restore_journal, scanning, source):
        monkeypatch.setattr(module, "PIECE", 70)


def _hold_lines_up_to(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (backups, journal, lines, records):
        monkeypatch.setattr(module, "LONG", most)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = write_story(tmp_path / "story")
    with open_story(folder) as workspace:
        tag(workspace, "official", "source", PAPER)
    return folder


def test_its_line_is_that_of_the_same_edits_in_memory(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "official", "source")
        edit = bring_in(workspace, dataset(tmp_path, *ROWS)).edit
    many = edit.edits
    plain = replace(edit, edits=tuple(many))
    record = Record(1, "2026-01-01T00:00:00.000Z", "edit", edit)
    line = encode(record)
    assert line == encode(replace(record, edit=plain))
    assert decode(line.removesuffix(b"\n")) == replace(record, edit=plain)
    assert (len(many), describe(edit)) == (5, describe(plain))
    found = {name: tuple(edits) for name, edits in by_article(edit).items()}
    assert found == {name: tuple(edits) for name, edits in by_article(plain).items()}
    assert [len(edits) for edits in by_article(edit).values()] == [3, 1, 1]
    assert all(each in many for each in plain.edits)
    assert edit.inverse() == plain.inverse()


def test_articles_that_are_not_open_stay_so(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        opened = workspace.article(WIRE)
        bring_in(workspace, dataset(tmp_path, *ROWS))
        assert [a.text for a in opened.annotations] == ["Moscow", "troops", "Latakia"]
        assert (workspace.now.is_open(WIRE), workspace.now.is_open(PAPER)) == (True, False)
        tag(workspace, "denies", "claim", PAPER)
        now = said(workspace)
        kept = Kept.of(story, tmp_path / "killed")
        assert texts(workspace, PAPER) == ["source:official", "actor:Moscow", "claim:denies"]
    assert Kept.of(story, tmp_path / "closed").said() == kept.said() == now
    assert check(workspace.story, ANA).findings == []


def test_one_undo_takes_it_back_and_a_redo_makes_it_again(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        before = said(workspace)
        bring_in(workspace, dataset(tmp_path, *ROWS))
        after = said(workspace)
        workspace.undo()
        there = said(workspace)
        assert there.annotations.pop("new") == ()
        assert there == before
        workspace.redo()
        assert said(workspace) == after


@pytest.mark.parametrize("is_killed", [False, True])
def test_its_undo_and_redo_are_read_article_by_article(
    story: Path, tmp_path: Path, *, is_killed: bool
) -> None:
    """Where it was closed between them, and where it was killed: then the journal has it all."""
    rows = dataset(tmp_path, *ROWS)
    with open_story(story) as workspace:
        first = said(workspace)
        bring_in(workspace, rows)
        after = said(workspace)
        kept = Kept.of(story, tmp_path / "0")
    folder = kept.folder if is_killed else story
    for number, do in enumerate(("undo", "redo", "undo", "redo"), start=1):
        with open_story(folder) as workspace:
            change = getattr(workspace, do)()
            assert change is not None
            assert many_edits(change.edit) is not None
            assert not workspace.now.is_open(WIRE)
            there = said(workspace)
            if do == "undo":
                there.annotations.pop("new")
            assert there == (first if do == "undo" else after)
            killed = Kept.of(folder, tmp_path / f"{number}")
        assert check(workspace.story, ANA).findings == []
        folder = killed.folder if is_killed else folder


def test_the_way_back_over_it(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_HELD", 1)
    with open_story(story) as workspace:
        before = said(workspace)
        bring_in(workspace, dataset(tmp_path, *ROWS))
        after = said(workspace)
        for point, wanted in (("#1", before), ("#2", after)):
            edit, _ = history.edit_back_to(workspace, point)
            assert edit is not None
            assert many_edits(edit) is not None
            workspace.apply(edit)
            there = said(workspace)
            if point == "#1":
                there.annotations.pop("new")
            assert there == wanted
    assert check(workspace.story, ANA).findings == []


def test_its_undo_where_an_article_has_changed_since(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as that of edits which are held."""
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, *ROWS))
    (story / "1_wire.txt").write_text(f"Today: {_WIRE}", encoding="utf-8")
    found = []
    for most in (300, 1_000_000):
        _hold_lines_up_to(most, monkeypatch)
        with Kept.of(story, tmp_path / f"{most}").open() as workspace:
            for do in (workspace.undo, workspace.redo):
                do()
                placed = texts(workspace, WIRE), texts(workspace, PAPER)
                found.append((*placed, [a.text for a in workspace.article(WIRE).orphaned]))
    assert found[:2] == found[2:]
    assert found[0] == ([], ["source:official"], [])


def test_if_any_write_fails_nothing_of_it_is_there(story: Path, tmp_path: Path) -> None:
    rows = dataset(tmp_path, *ROWS)
    with open_story(story) as workspace:
        before = said(workspace)
    for number in count(1):
        files = FaultyFiles()
        copy = Kept.of(story, tmp_path / f"{number}")
        with open_story(copy.folder, files=files) as workspace:
            files.arm("write_some", first=number, times=1)
            try:
                bring_in(workspace, rows, files=files)
            except SidelightError:
                files.disarm()
                assert said(workspace) == Kept.of(copy.folder, tmp_path / f"x{number}").said()
                assert said(workspace) == before
                tag(workspace, "denies", "claim", PAPER)
                continue
            files.disarm()
        break
    assert number > 5  # an article, and a line in several writes


def test_a_file_that_is_written_over_has_it_kept(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, *ROWS))
        line = (home(story) / "journal.jsonl").read_bytes().splitlines(keepends=True)[-1]
        (home(story) / "journal.jsonl").write_bytes(b"")
        workspace.ledger.look()
        [path] = rescues(home(story))
        assert path.read_bytes().endswith(line)


def test_it_is_there_in_an_article_whose_file_was_put_back(story: Path, tmp_path: Path) -> None:
    """Then the journal is read from its beginning, which may have been read before."""
    files = home(story) / "articles"
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    shutil.copytree(files, tmp_path / "old")
    with open_story(story) as workspace:
        tag(workspace, "troops", "claim")
        tag(workspace, "denies", "claim", PAPER)
    shutil.copytree(tmp_path / "old", files, dirs_exist_ok=True)
    with open_story(story) as workspace:
        assert texts(workspace, WIRE) == ["actor:Moscow", "claim:troops"]
        bring_in(workspace, dataset(tmp_path, row(_PAPER, "location:Moscow", article=PAPER)))
        wanted = ["source:official", "location:Moscow", "claim:denies"]
        assert texts(workspace, PAPER) == wanted
    with open_story(story) as workspace:
        assert texts(workspace, PAPER) == wanted


@pytest.mark.parametrize("has_backup", [True, False])
@pytest.mark.parametrize(
    ("where", "what"),
    [
        (b"Latakia", b"l"),
        (b"official", b"0"),
        (b"Latakia", b"\n"),
        (b'"crc"', b"<"),
        (b"denies", b""),
    ],
    ids=["in the long line", "before it", "a line end in it", "a checksum", "a byte less"],
)
def test_it_is_mended_as_if_it_had_been_held(
    story: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: bytes,
    what: bytes,
    *,
    has_backup: bool,
) -> None:
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, *ROWS))
        tag(workspace, "denies", "claim", PAPER)
        workspace.undo()
    path = home(story) / "journal.jsonl"
    data = path.read_bytes()
    at = data.index(where)
    path.write_bytes(data[:at] + what + data[at + 1 :])
    if not has_backup:
        shutil.rmtree(home(story) / "backups")
    mended = []
    for most in (300, 1 << 20):
        _hold_lines_up_to(most, monkeypatch)
        copy = Kept.of(story, tmp_path / f"{most}")
        report = repair_work(find_story([copy.folder]), ANA)
        assert check(find_story([copy.folder]), ANA).findings == []
        found = lines_in((home(copy.folder) / "journal.jsonl").read_bytes())
        told = [replace(line.record, at="", on="") for line in found]  # of a loss, when that was
        mended.append((report.done, report.left, told, copy.said()))
    assert mended[0] == mended[1]
