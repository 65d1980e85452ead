"""The journal of another machine, taken into a folder: added to it, or both put together."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.errors import InputError
from store.files import Files
from store.ledger.conflicts import read_conflicts
from store.ledger.inspection import inspect
from store.ledger.records import sealed
from store.ledger.repair import repair
from store.ledger.restore_journal import written
from store.ledger.scanning import scan
from store.ledger.taking_in import TakenIn, take_in
from tests.stories import (
    WIRE,
    edit_of,
    home,
    open_story,
    said,
    tag,
    texts,
    write_story,
)
from tests.torture.machines import Machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def journal_of(story: Path) -> bytes:
    return (home(story) / "journal.jsonl").read_bytes()


def tagged(story: Path, *phrases: str) -> None:
    with open_story(story) as workspace:
        for phrase in phrases:
            tag(workspace, phrase)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A story with one edit."""
    story = write_story(tmp_path / "desk")
    tagged(story, "Moscow")
    return story


@pytest.fixture
def laptop(desk: Path, tmp_path: Path) -> Path:
    """The same story at another machine."""
    return shutil.copytree(desk, tmp_path / "laptop")


def taken(story: Path, other: Path) -> TakenIn:
    return take_in(home(story), journal_of(other), Files())


def found_by_check(story: Path) -> list[str]:
    return [str(fault) for fault in inspect(home(story), Files()) if fault.is_bad]


def test_a_longer_history_is_added_line_for_line(desk: Path, laptop: Path) -> None:
    tagged(laptop, "troops", "Latakia")
    assert taken(desk, laptop) == TakenIn(added=2)
    assert journal_of(desk) == journal_of(laptop)
    assert found_by_check(desk) == []
    with open_story(desk) as here, open_story(laptop) as there:
        assert said(here) == said(there)
        assert list(here.status.notices) == []


def test_half_a_line_that_a_kill_has_left_is_set_aside(desk: Path, laptop: Path) -> None:
    tagged(laptop, "troops", "Latakia")
    whole = journal_of(laptop)
    (home(desk) / "journal.jsonl").write_bytes(whole[:-9])  # killed while lines were added
    assert taken(desk, laptop) == TakenIn(added=1)
    assert journal_of(desk) == whole
    (copy,) = home(desk).glob("journal.jsonl.torn-*")
    assert whole[:-9].endswith(copy.read_bytes())
    assert found_by_check(desk) == []


def test_half_a_copy_is_not_put_back(desk: Path, laptop: Path) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia")
    copies = home(desk) / "repairs" / "2026-01-01T000000Z"
    copies.mkdir(parents=True)
    half = copies / ".journal.jsonl.tmp"
    half.write_bytes(b"half of it")
    note = b'{"copies":"repairs/2026-01-01T000000Z","new":[]}'
    (home(desk) / "repair.json").write_bytes(sealed(note))
    assert taken(desk, laptop).remade == 1
    assert list(home(desk).glob(".*")) == []
    assert found_by_check(desk) == []


def test_a_folder_that_is_not_there_is_made(laptop: Path, tmp_path: Path) -> None:
    tagged(laptop, "troops")
    empty = write_story(tmp_path / "empty")
    assert taken(empty, laptop) == TakenIn(added=2)
    with open_story(empty) as here, open_story(laptop) as there:
        assert said(here) == said(there)


def test_what_is_there_already_changes_nothing(desk: Path, laptop: Path) -> None:
    tagged(desk, "troops")
    before = journal_of(desk)
    assert taken(desk, laptop) == TakenIn()
    assert taken(desk, desk) == TakenIn()
    assert take_in(home(desk), b"", Files()) == TakenIn()
    assert journal_of(desk) == before


def test_what_has_parted_is_put_together(desk: Path, laptop: Path) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia")
    done = taken(desk, laptop)
    assert (done.added, done.remade, done.conflicts) == (1, 1, 0)
    assert journal_of(desk).startswith(journal_of(laptop))
    assert found_by_check(desk) == []
    assert taken(desk, laptop) == TakenIn()  # the same once more
    with open_story(desk) as workspace:
        assert list(workspace.status.notices) == []
        assert texts(workspace) == ["actor:Moscow", "actor:troops", "actor:Latakia"]
        workspace.undo()  # leads back to what the laptop has
        assert texts(workspace) == ["actor:Moscow", "actor:Latakia"]
        workspace.redo()
    # The laptop gets by adding lines what was put together here.
    assert taken(laptop, desk).remade == 0
    assert journal_of(laptop) == journal_of(desk)


def test_both_take_in_the_other_at_once_and_end_alike(desk: Path, laptop: Path) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia")
    of_desk = journal_of(desk)
    taken(desk, laptop)
    take_in(home(laptop), of_desk, Files())
    assert journal_of(desk) != journal_of(laptop)
    for _ in range(2):
        taken(desk, laptop)
        taken(laptop, desk)
    assert journal_of(desk) == journal_of(laptop)
    assert found_by_check(desk) == []


def test_an_old_journal_is_known_though_its_lines_were_made_again_twice(
    desk: Path, laptop: Path
) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia")
    old = journal_of(desk)
    taken(desk, laptop)
    tagged(laptop, "an official")
    taken(desk, laptop)
    before = journal_of(desk)
    assert take_in(home(desk), old, Files()) == TakenIn()
    assert journal_of(desk) == before


def test_what_both_say_differently_is_kept(desk: Path, laptop: Path) -> None:
    for story, label in ((desk, "location"), (laptop, "source")):
        with open_story(story) as workspace:
            opened = workspace.article(WIRE)
            moscow = next(iter(opened.annotations))
            workspace.apply(
                edit_of(actions.relabel(opened.article, opened.annotations, moscow, label))
            )
    done = taken(desk, laptop)
    assert done.conflicts == 1
    with open_story(desk) as workspace:
        assert texts(workspace) == ["source:Moscow"]
    (kept,) = read_conflicts(home(desk), Files()) or []
    assert kept.why == "both have changed its label"
    assert kept.edit.after is not None
    assert b'"location"' in (home(desk) / done.copies / "journal.jsonl").read_bytes()


def test_a_damaged_list_of_conflicts_is_found_and_taken_away(desk: Path) -> None:
    (home(desk) / "conflicts.json").write_text("nothing")
    assert [fault.partition(":")[0] for fault in found_by_check(desk)] == ["conflicts.json"]
    report = repair(home(desk), Files())
    assert found_by_check(desk) == []
    assert (home(desk) / report.copies / "conflicts.json").read_text() == "nothing"


def test_a_journal_that_is_open_elsewhere_is_left(desk: Path, laptop: Path) -> None:
    tagged(laptop, "troops")
    before = journal_of(desk)
    with open_story(desk), pytest.raises(InputError, match="the story is open in process"):
        taken(desk, laptop)
    assert journal_of(desk) == before


@pytest.mark.parametrize(
    ("change", "said_of_it"),
    [
        (lambda data: data[:-9], "it is damaged; mend it first"),
        (lambda data: data[:20] + b"x" + data[21:], "it is damaged; mend it first"),
    ],
)
def test_a_damaged_journal_is_left(
    desk: Path, laptop: Path, change: Callable[[bytes], bytes], said_of_it: str
) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia")
    (home(desk) / "journal.jsonl").write_bytes(change(journal_of(desk)))
    before = journal_of(desk)
    with pytest.raises(InputError, match=said_of_it):
        taken(desk, laptop)
    assert journal_of(desk) == before


def test_where_the_journal_is_gone_nothing_is_taken_in(desk: Path, laptop: Path) -> None:
    (home(desk) / "journal.jsonl").unlink()
    with pytest.raises(InputError, match="it is gone"):
        taken(desk, laptop)
    assert not (home(desk) / "journal.jsonl").exists()


def test_a_journal_in_which_lines_are_lost_is_not_put_together(desk: Path, laptop: Path) -> None:
    tagged(desk, "troops")
    tagged(laptop, "Latakia", "an official")
    lines = journal_of(laptop).splitlines(keepends=True)
    with pytest.raises(InputError, match="lines of one of them are lost"):
        take_in(home(desk), b"".join(lines[1:]), Files())


def test_another_journal_in_which_no_line_ends_at_the_same_place(desk: Path, laptop: Path) -> None:
    """As a program that keeps folders in step may put it there, without the files made from it."""
    tagged(desk, "troops")
    tagged(laptop, "an official said", "Latakia")
    with open_story(laptop) as workspace:
        expected = said(workspace)
    shutil.copy(home(laptop) / "journal.jsonl", home(desk) / "journal.jsonl")
    with open_story(desk) as workspace:
        assert workspace.status.read_only == ""
        assert said(workspace) == expected
        assert any("is not the one" in notice for notice in workspace.status.notices)
    assert found_by_check(desk) == []


# Round after round -------------------------------------------------------------------------


class Desk:
    """A machine with its folder, on which somebody goes on with what is there by now."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.machine = Machine(seed)
        self.past: list[bytes] = []
        """What its journal was, each time it was sent."""

    @property
    def journal(self) -> bytes:
        return written(self.machine.records).data

    def work(self, steps: int) -> None:
        before = self.journal
        self.machine.work(steps)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "journal.jsonl").write_bytes(before + self.journal[len(before) :])

    def take(self, other: Desk) -> None:
        data = (other.folder / "journal.jsonl").read_bytes()
        other.past.append(data)
        take_in(self.folder, data, Files())
        assert [str(f) for f in inspect(self.folder, Files()) if f.is_bad] == []
        held = (self.folder / "journal.jsonl").read_bytes()
        records = [entry.record for entry in scan(held, 0, None).entries]
        self.machine.goes_on_with(records)
        assert self.journal == held


@pytest.mark.parametrize("seed", range(int(os.environ.get("SIDELIGHT_EXAMPLES", "12"))))
def test_two_machines_end_alike_after_any_rounds(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    one, two = Desk(tmp_path / "one", 3 * seed + 1), Desk(tmp_path / "two", 3 * seed + 2)
    one.work(chance.randrange(1, 6))
    two.take(one)
    for _ in range(4):
        for desk in (one, two):
            desk.work(chance.randrange(4))
        if chance.random() < 0.7:
            two.take(one)
        if chance.random() < 0.7:
            one.take(two)
    for _ in range(2):
        one.take(two)
        two.take(one)
    assert one.journal == two.journal
    for data in (*one.past, *two.past):
        assert take_in(one.folder, data, Files()) == TakenIn()
