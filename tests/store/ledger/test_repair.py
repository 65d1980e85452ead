from __future__ import annotations

import json
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Mention
from store.errors import InputError
from store.files import Files
from store.ledger.backups import Backups
from store.ledger.checkpoints import Checkpoints
from store.ledger.inspection import REPAIRS, inspect
from store.ledger.lines import lines_in
from store.ledger.lock import WriterLock
from store.ledger.repair import repair
from store.ledger.restore_journal import as_it_is, with_history
from tests.faults import FaultyFiles
from tests.store.ledger.damage import (
    HOME,
    QUICK,
    QuickFiles,
    everything_in,
    lay_out,
    opened,
    repaired,
    scene_of,
    works,
)
from tests.stories import (
    PAPER,
    WIRE,
    gather,
    home,
    open_story,
    relate,
    said,
    tag,
    texts,
    write_story,
)
from tests.torture.damage import random_damage
from tests.torture.person import Person, State, changed
from tests.torture.subjects import Sidelight, StorySession

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEDS = range(max(5, int(os.environ.get("SIDELIGHT_EXAMPLES", "100")) // 5))


# One file is damaged ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_one_damaged_file_is_mended_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    is_closed = seed % 2 == 0
    scene = scene_of(seed, tmp_path / "left", closed=is_closed)
    truth = scene.past[-1].state
    kept = {name: data for name, data in scene.image.items() if data and name.startswith(HOME)}
    kept.pop(f"{HOME}/lock.info")
    for run in range(4):
        damage = random_damage(kept, random.Random(seed * 100 + run))
        assert damage is not None
        folder = tmp_path / str(run)
        at = lay_out(folder, {**scene.image, damage.path: damage.data})
        before = everything_in(at)
        if not inspect(at, Files()):
            # A byte that says nothing, such as the time of a file in a backup.
            assert opened(folder).state == truth
            continue
        report = repaired(at)
        copies = everything_in(at / report.copies)
        replaced = {n: d for n, d in everything_in(at).items() if before.get(n, d) != d}
        assert {n: copies.get(n) for n in replaced} == {n: before[n] for n in replaced}
        seen = opened(folder)
        assert (seen.read_only, seen.problems) == ("", ())
        end = _end_of_damage(kept[damage.path], damage.data)
        state = json.loads(scene.image.get(f"{HOME}/state.json") or b'{"offset": 0}')
        if not damage.path.endswith("journal.jsonl") or is_closed or end <= state["offset"]:
            assert seen.state == truth, (damage.path, damage.how)
        else:
            # Lines that no TinyDB file and no backup had yet: what they said may be missing, and
            # nothing is made up.
            for name in ("annotations", "relations", "clusters"):
                ever = [getattr(moment.state, name) for moment in scene.past]
                assert getattr(seen.state, name) <= frozenset().union(*ever)
        works(folder, seen.state)


def _end_of_damage(was: bytes, now: bytes) -> int:
    """How far into a file the damage reaches, in bytes of what it was."""
    same = 0
    while same < min(len(was), len(now)) and was[-1 - same] == now[-1 - same]:
        same += 1
    return len(was) - same


# Something is gone --------------------------------------------------------------------------


def busy_story(folder: Path) -> Path:
    """A story with something of every kind, closed, and a backup of it."""
    write_story(folder)
    with open_story(folder) as workspace:
        moscow = tag(workspace, "Moscow")
        tag(workspace, "troops")
        source = tag(workspace, "an official", "source")
        other = tag(workspace, "Moscow", "actor", PAPER)
        relate(workspace, Mention(WIRE, moscow.id), Mention(WIRE, source.id))
        gather(workspace, "Moscow", Mention(WIRE, moscow.id), Mention(PAPER, other.id))
        workspace.undo()
        workspace.redo()
    assert Backups(home(folder), Files()).names()
    return home(folder)


def gone(*names: str) -> Callable[[Path], None]:
    """Takes files or folders away."""

    def take_away(at: Path) -> None:
        for name in names:
            path = at / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    return take_away


def emptied(name: str) -> Callable[[Path], None]:
    return lambda at: (at / name).write_bytes(b"")  # type: ignore[return-value]


def overwritten(name: str) -> Callable[[Path], None]:
    return lambda at: (at / name).write_bytes(bytes((at / name).stat().st_size))  # type: ignore[return-value]


def all_of(*damages: Callable[[Path], None]) -> Callable[[Path], None]:
    def do(at: Path) -> None:
        for damage in damages:
            damage(at)

    return do


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(gone("journal.jsonl"), id="journal gone"),
        pytest.param(gone("journal.jsonl", "state.json"), id="journal and state gone"),
        pytest.param(gone("journal.jsonl", "backups"), id="journal and backups gone"),
        pytest.param(gone("journal.jsonl", "story.json"), id="journal and links gone"),
        pytest.param(gone("articles"), id="all article files gone"),
        pytest.param(gone("articles", "story.json", "state.json", "backups", "texts"),
                     id="only the journal left"),
        pytest.param(gone("articles", "story.json", "state.json", "journal.jsonl", "texts"),
                     id="only the backup left"),
        pytest.param(gone("journal.jsonl", "articles"), id="journal and articles gone"),
        pytest.param(emptied("journal.jsonl"), id="journal emptied"),
        pytest.param(overwritten("journal.jsonl"), id="journal zeroed"),
        pytest.param(all_of(overwritten("journal.jsonl"), overwritten("story.json"),
                            overwritten("state.json"), gone("articles")),
                     id="all but the backup damaged"),
        pytest.param(overwritten("articles/1_wire.json"), id="article zeroed"),
        pytest.param(all_of(gone("backups"), overwritten("state.json"), overwritten("story.json"),
                            overwritten("articles/1_wire.json"), overwritten("lock.info")),
                     id="all but the journal damaged"),
    ],
)  # fmt: skip
def test_what_any_one_source_knows_comes_back(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    at = busy_story(tmp_path)
    with open_story(tmp_path, read_only=True) as workspace:
        before = said(workspace)
    damage(at)
    repaired(at)
    with open_story(tmp_path) as workspace:
        assert not workspace.status.read_only
        assert said(workspace) == before
        tag(workspace, "Latakia", "location")
        assert workspace.undo() is not None
    with open_story(tmp_path) as workspace:
        assert said(workspace) == before


def test_with_a_backup_a_lost_journal_can_be_undone_to_its_beginning(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    (at / "journal.jsonl").unlink()
    report = repaired(at)
    assert "8 lines taken from a backup" in report.done[0]
    with open_story(tmp_path) as workspace:
        while workspace.undo() is not None:
            pass
        assert texts(workspace) == []


def test_lines_that_are_lost_are_told_and_undo_stops_at_them(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    shutil.rmtree(at / "backups")
    lines = (at / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (at / "journal.jsonl").write_bytes(
        b"".join((*lines[:2], b"#" * (len(lines[2]) - 1) + b"\n", *lines[3:]))
    )
    with open_story(tmp_path, read_only=True) as workspace:
        before = said(workspace)
    with open_story(tmp_path) as workspace:
        assert not list(
            workspace.status.notices
        )  # the files hold all of it: no need to read so far back
    report = repaired(at)
    assert report.done[0].startswith(
        "journal.jsonl: 1 line could not be saved, and undo does not reach past them"
    )
    with open_story(tmp_path) as workspace:
        assert said(workspace) == before
        undone = 0
        while workspace.undo() is not None:
            undone += 1
        assert undone == 3  # what came after line 3; the undo and the redo are one


def test_a_journal_that_begins_late_is_no_damage_and_stays_so(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    (at / "journal.jsonl").unlink()
    shutil.rmtree(at / "backups")
    with open_story(tmp_path) as workspace:
        before = [f"{a}" for a in texts(workspace)]
        tag(workspace, "Latakia", "location")
    assert inspect(at, Files()) == []
    (at / "articles" / "1_wire.json").write_bytes(b"{}")
    shutil.rmtree(at / "backups")
    report = repair(at, Files())
    assert report.left == [
        "articles/1_wire.json: the journal does not reach back to its beginning and no backup has "
        "it"
    ]
    assert (at / "articles" / "1_wire.json").read_bytes() == b"{}"
    assert before
    with open_story(tmp_path) as workspace:
        assert not workspace.status.read_only
        assert "1_wire.json" in workspace.article(WIRE).problem
        tag(workspace, "An official", "source", PAPER)


def test_where_only_the_damaged_file_is_left_it_is_taken_as_it_can_be_read(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    path = at / "articles" / "1_wire.json"
    path.write_bytes(path.read_bytes().replace(b'"note":""', b'"note":"?"', 1))
    for name in ("journal.jsonl", "state.json"):
        (at / name).unlink()
    shutil.rmtree(at / "backups")
    report = repaired(at)
    assert any("taken as it can be read" in each for each in report.done)
    with open_story(tmp_path) as workspace:
        assert texts(workspace) == ["actor:Moscow", "actor:troops", "source:an official"]


def test_links_without_any_source_are_said_to_be_left(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    for name in ("journal.jsonl", "state.json"):
        (at / name).unlink()
    shutil.rmtree(at / "backups")
    (at / "story.json").write_bytes(b"nothing")
    report = repair(at, Files())
    assert any(each.startswith("story.json: the journal does not reach") for each in report.left)
    assert (at / report.copies / "story.json").read_bytes() == b"nothing"
    assert inspect(at, Files()) == []
    with open_story(tmp_path) as workspace:
        assert (workspace.status.read_only, workspace.now.relations) == ("", ())


LONG = "a very long name of an article " * 8


def test_an_article_with_a_long_name_is_mended_too(tmp_path: Path) -> None:
    write_story(tmp_path, {f"{LONG[:240]}.txt": "Moscow sent troops."})
    with open_story(tmp_path) as workspace:
        (ref,) = workspace.story.articles
        tag(workspace, "Moscow", article_id=ref.id)
        tag(workspace, "troops", article_id=ref.id)
    at = home(tmp_path)
    path = Checkpoints(at, Files()).path(ref.id)
    assert "~" in path.name
    for damaged in (b"", path.read_bytes().replace(b"Moscow", b"Moskau")):
        path.write_bytes(damaged)
        repaired(at)
        with open_story(tmp_path) as workspace:
            assert texts(workspace, ref.id) == ["actor:Moscow", "actor:troops"]


def test_a_long_name_that_nothing_else_knows_is_left_and_said(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    orphan = at / "articles" / "some name~0123456789abcdef.json"
    orphan.write_bytes(b"what was this?")
    report = repair(at, Files())
    name = f"articles/{orphan.name}"
    assert report.left == [f"{name}: nobody knows of which article it is"]
    assert orphan.read_bytes() == b"what was this?"


def test_a_copy_of_an_article_file_is_taken_away_and_kept(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    orphan = at / "articles" / "1_wire (conflicted copy).json"
    data = (at / "articles" / "1_wire.json").read_bytes()
    orphan.write_bytes(data)
    report = repaired(at)
    assert not orphan.exists()
    assert (at / report.copies / "articles" / orphan.name).read_bytes() == data
    assert opened(tmp_path).read_only == ""


def test_a_damaged_copy_of_an_article_comes_back_from_a_backup_or_goes(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    path = sorted((at / "texts").iterdir())[0]
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    assert repaired(at).done == [f"texts/{path.name}: restored from a backup"]
    assert path.read_bytes() == data
    path.write_bytes(data[:-1])
    shutil.rmtree(at / "backups")
    assert repaired(at).done == [f"texts/{path.name}: taken away"]
    assert not path.exists()


def test_a_damaged_backup_is_taken_away_and_kept(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    (name,) = Backups(at, Files()).names()
    path = at / "backups" / name
    path.write_bytes(path.read_bytes()[:-30])
    report = repaired(at)
    assert not path.exists()
    assert (at / report.copies / "backups" / name).exists()


# When it may not be done --------------------------------------------------------------------


def test_a_story_that_is_open_elsewhere_is_not_mended(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    (at / "story.json").write_bytes(b"")
    before = everything_in(at)
    other = WriterLock(at, Files())
    assert other.acquire() is None
    try:
        with pytest.raises(InputError, match=r"open in process .*close it there first"):
            repair(at, Files())
    finally:
        other.release()
    assert everything_in(at) == before


def test_two_repairs_in_one_second_keep_what_each_replaced(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    copies = []
    for data in (b"one", b"two", b"three"):
        (at / "story.json").write_bytes(data)
        copies.append(repaired(at).copies)
    assert len(set(copies)) == 3
    kept = [(at / each / "story.json").read_bytes() for each in copies]
    assert kept == [b"one", b"two", b"three"]


# Interrupted --------------------------------------------------------------------------------


class KilledError(BaseException):
    """The process is gone: nothing may catch this."""


class FailingFiles(FaultyFiles, QuickFiles):
    """Fails at a call, and does not wait for the disk."""


class KilledFiles(FailingFiles):
    """A process that is killed before a call, and does nothing any more."""

    def _fails(self, name: str) -> bool:
        if super()._fails(name):
            raise KilledError
        return False


def damaged_in_many_ways(folder: Path) -> Path:
    """A story whose files are as after a merge by git, with more damage beside."""
    at = busy_story(folder)
    fork = everything_in(at)
    with open_story(folder) as workspace:
        tag(workspace, "Latakia", "location")
        tag(workspace, "The troops")
    ours = (at / "journal.jsonl").read_bytes()
    for name, data in fork.items():
        (at / name).write_bytes(data)
    with open_story(folder) as workspace:
        tag(workspace, "denies it", "claim", PAPER)
    theirs = (at / "journal.jsonl").read_bytes()
    base = fork["journal.jsonl"]
    (at / "journal.jsonl").write_bytes(
        base + b"<<<<<<< HEAD\n" + ours[len(base) :] + b"=======\n" + theirs[len(base) :]
        + b">>>>>>> theirs\n"
    )  # fmt: skip
    (at / "articles" / "1_wire.json").unlink()
    (at / "story.json").write_bytes(b"\0" * 300)
    sorted((at / "texts").iterdir())[0].write_bytes(b"damaged")
    shutil.rmtree(at / "backups")
    return at


@pytest.mark.parametrize("files_that_fail", [FailingFiles, KilledFiles], ids=["fails", "killed"])
def test_a_repair_that_is_interrupted_at_any_call_is_done_again(
    files_that_fail: type[FaultyFiles], tmp_path: Path
) -> None:
    damaged_in_many_ways(tmp_path / "damaged")
    shutil.copytree(tmp_path / "damaged", tmp_path / "whole")
    whole = files_that_fail().arm(first=1_000_000)
    repair(home(tmp_path / "whole"), whole)
    expected = opened(tmp_path / "whole").state
    assert len(expected.annotations) == 7
    originals = everything_in(home(tmp_path / "damaged"))
    interrupted = 0
    for number in range(1, len(whole.calls) + 1):
        folder = shutil.copytree(tmp_path / "damaged", tmp_path / str(number))
        at = home(folder)
        with pytest.raises((InputError, KilledError)):
            repair(at, files_that_fail().arm(first=number))
        under_way = (at / "repair.json").exists()
        interrupted += under_way
        seen = opened(folder)
        if number == len(whole.calls):
            assert seen.state == expected  # only the folder's fsync was missing
            continue
        assert seen.read_only
        if under_way:
            assert "repair" in seen.read_only, seen.read_only
        else:
            assert {n: d for n, d in everything_in(at).items() if n in originals} == originals
        report = repaired(at)
        assert opened(folder).state == expected, whole.calls[number - 1]
        copies = everything_in(at / report.copies)
        changed = {n for n, d in originals.items() if everything_in(at).get(n) != d}
        assert {n: copies[n] for n in changed} == {n: originals[n] for n in changed}
        shutil.rmtree(folder)
    assert interrupted > len(whole.calls) / 2


def test_what_was_changed_after_an_interrupted_repair_is_kept_too(tmp_path: Path) -> None:
    at = damaged_in_many_ways(tmp_path)
    files = FaultyFiles().arm("rename", first=9)
    with pytest.raises(InputError, match="interrupted: no space left on device; do it again"):
        repair(at, files)
    (at / "journal.jsonl").write_bytes(b"my own try\n")
    report = repaired(at)
    kept = at / f"{report.copies}-interrupted" / "journal.jsonl"
    assert kept.read_bytes() == b"my own try\n"


@pytest.mark.parametrize(
    "note", [b"", b"{}", b'{"copies":"../..","new":["../../1_wire.txt"]}', b"\xff" * 40]
)
def test_a_damaged_note_leads_nowhere(note: bytes, tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    before = everything_in(tmp_path)
    (at / "repair.json").write_bytes(note)
    assert "repair" in opened(tmp_path, read_only=False).read_only
    report = repair(at, Files())
    assert "it is damaged" in report.left[0]
    assert everything_in(tmp_path) == before
    assert not (at / REPAIRS).exists()


def test_the_annotations_of_both_sides_of_a_merge_can_be_undone(tmp_path: Path) -> None:
    at = damaged_in_many_ways(tmp_path)
    report = repaired(at)
    assert "two histories were put together, with 1 line of the second" in report.done[0]
    with open_story(tmp_path) as workspace:
        before = said(workspace)
        assert "location:Latakia" in texts(workspace)
        assert "claim:denies it" in texts(workspace, PAPER)
        steps = 0
        while workspace.undo() is not None:
            steps += 1
        assert (steps, texts(workspace), texts(workspace, PAPER)) == (9, [], [])
        for _ in range(steps):
            assert workspace.redo() is not None
        assert said(workspace) == before


def test_hand_edits_are_told_as_edits_that_could_be_made(tmp_path: Path) -> None:
    at = busy_story(tmp_path)
    path = at / "articles" / "1_wire.json"
    path.write_bytes(path.read_bytes().replace(b'"label":"source"', b'"label":"actor"'))
    report = repaired(at)
    (edit,) = report.by_hand
    assert isinstance(edit, EditOfAnnotation)
    assert edit.before is not None
    assert edit.after is not None
    assert (edit.before.label, edit.after.label) == ("source", "actor")


# Two histories --------------------------------------------------------------------------------


def part(person: Person, session: StorySession, steps: int, seed: int) -> None:
    """Let somebody work on, as another person than before."""
    person.goes_on_as(seed)
    for _ in range(steps):
        step = person.next()
        session.do(step)
        person.did(step)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_histories_become_one_that_has_both(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    subject, person = Sidelight(), Person(seed, housekeeping=0)
    subject.prepare(tmp_path / "ours")
    with open_story(tmp_path / "ours", files=QUICK) as workspace:
        part(person, StorySession(workspace), chance.randrange(12), seed)
    base = (home(tmp_path / "ours") / "journal.jsonl").read_bytes() if person.here else b""
    shutil.copytree(tmp_path / "ours", tmp_path / "theirs")
    for number, name in enumerate(("ours", "theirs"), start=1):
        worker = Person(seed, housekeeping=0, states=[person.state])
        with open_story(tmp_path / name, files=QUICK) as workspace:
            steps = chance.randrange(1, 12)
            part(worker, StorySession(workspace), steps, seed * 2 + number + 10**6)
    ours, theirs = (everything_in(home(tmp_path / name)) for name in ("ours", "theirs"))
    mine, other = (each["journal.jsonl"].removeprefix(base) for each in (ours, theirs))
    assert mine
    assert other
    at = home(tmp_path / "ours")
    for name, data in theirs.items():
        if chance.random() < 0.5:  # git took one or the other
            (at / name).parent.mkdir(exist_ok=True)
            (at / name).write_bytes(data)
    both = [mine, other]
    if chance.random() < 0.5:
        both = [b"<<<<<<< a\n", mine, b"=======\n", other, b">>>>>>> b\n"]
    (at / "journal.jsonl").write_bytes(b"".join((base, *both)))
    if chance.random() < 0.5:
        shutil.rmtree(at / "backups", ignore_errors=True)
    expected = with_history(as_it_is(ours["journal.jsonl"]), lines_in(theirs["journal.jsonl"]))
    repaired(at)
    assert (at / "journal.jsonl").read_bytes().startswith(ours["journal.jsonl"])
    seen = opened(tmp_path / "ours")
    state = State()
    for record in expected.records:
        state = changed(state, record.edit)
    assert seen.state == state
    works(tmp_path / "ours", seen.state)
