"""The harness itself: does the recorder see every call, and does the disk forget what it may?"""

from __future__ import annotations

import ast
import errno
import inspect
import json
import os
import random
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.files import Files
from tests.torture import __main__ as command
from tests.torture.damage import BETWEEN, damage_between_records, random_damage
from tests.torture.disk import SECTOR, Disk
from tests.torture.failures import FAILURES, FailingFiles, Failure
from tests.torture.person import Person, State, changed, moments, one_more
from tests.torture.recorder import Recorder, image_of
from tests.torture.scenes import record
from tests.torture.subjects import SUBJECTS
from tests.torture.tally import Tally, table
from tests.torture.taps import TAPPED, Tapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.subjects import Subject

SEEDS = st.integers(0, 10_000)

# The recorder ---------------------------------------------------------------------------------

READS = {
    "os": "strerror lseek read stat fstat scandir listdir walk fspath fsync close access",
    "os.path": "exists lexists isdir isfile islink join relpath dirname basename splitext abspath",
    "path": "is_dir is_file is_symlink exists stat with_name relative_to",
    "folder": "is_dir exists rglob glob iterdir relative_to",
    "source": "",
    "target": "with_name",
    "shutil": "disk_usage",
}
"""What a method may call and no name and no byte is another afterwards, by what it is called on."""


def may_change(call: ast.Call) -> bool:
    """Whether a call of the system or of a path may change something."""
    name, arguments = ast.unparse(call.func), ast.unparse(call)
    on, _, called = name.rpartition(".")
    if called in ("open", "open_regular"):
        return not ("O_RDONLY" in arguments or "'rb'" in arguments)
    return on in READS and called not in READS[on].split()


def changes(method: str) -> bool:
    """Whether a method of `Files` changes something by itself."""
    source = textwrap.dedent(inspect.getsource(vars(Files)[method]))
    return any(may_change(n) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))


def methods() -> list[str]:
    return [name for name, value in vars(Files).items() if inspect.isfunction(value)]


def callers(name: str) -> set[str]:
    """The methods of `Files` that call another one of it."""
    return {each for each in methods() if f"self.{name}(" in inspect.getsource(vars(Files)[each])}


def test_each_call_that_changes_a_file_is_tapped_or_below_one_that_is() -> None:
    changing = {name for name in methods() if changes(name)}
    untapped = {n for n in changing - TAPPED if not callers(n) or callers(n) - TAPPED}
    assert untapped == set(), "teach tests.torture.taps and .disk these methods of Files"
    assert {"open_to_append", "open_new", "write_some", "truncate", "remove"} <= changing


def test_every_tapped_method_is_one_of_files() -> None:
    overridden = {name for name in methods() if name in vars(Tapped)} - {"__init__"}
    assert overridden == TAPPED


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
@pytest.mark.parametrize("seed", range(5))
def test_what_was_recorded_gives_the_same_files_when_it_is_played_again(
    tmp_path: Path, subject: Subject, seed: int
) -> None:
    # A call that went past the recorder would leave something on the disk that is not in here.
    person = Person(seed, links=subject.links, housekeeping=0.3)
    recorder, past = record(subject, person, tmp_path / "story")
    disk = Disk.of(recorder.image)
    for event in recorder.events:
        disk.take(event)
    assert disk.now() == image_of(tmp_path / "story")
    assert len(past) > 10
    assert len(recorder.events) > 3 * len(past)


# The disk -------------------------------------------------------------------------------------

OLD, NEW = b"o" * SECTOR, b"n" * SECTOR


def states(folder: Path, work: Callable[[Files], None]) -> list[dict[str, bytes | None]]:
    """What may be on the disk when the power fails after some calls."""
    recorder = Recorder(folder)
    work(recorder)
    disk = Disk.of(recorder.image)
    for event in recorder.events:
        disk.take(event)
    return [disk.after_power_cut(random.Random(seed)) for seed in range(300)]


def write(files: Files, path: Path, data: bytes, sync: bool) -> None:
    descriptor = files.open_to_append(path)
    files.write(descriptor, data)
    if sync:
        files.sync(descriptor)
    files.close(descriptor)


def test_a_file_that_was_synced_with_its_name_is_there_whole(tmp_path: Path) -> None:
    def work(files: Files) -> None:
        write(files, tmp_path / "a", NEW, sync=True)
        files.sync_folder(tmp_path)

    assert all(state == {"a": NEW} for state in states(tmp_path, work))


def test_a_synced_file_whose_name_was_not_may_be_gone(tmp_path: Path) -> None:
    found = states(tmp_path, lambda files: write(files, tmp_path / "a", NEW, sync=True))
    assert {} in found
    assert {"a": NEW} in found
    assert len({str(state) for state in found}) == 2


def test_bytes_that_were_not_synced_may_be_there_or_zeros_or_torn_or_missing(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_bytes(OLD)
    found = states(tmp_path, lambda files: write(files, tmp_path / "a", NEW + NEW, sync=False))
    contents = [state["a"] or b"" for state in found]
    assert all(content.startswith(OLD) for content in contents), "what was synced is harmed"
    assert {OLD, OLD + NEW + NEW, OLD + bytes(2 * SECTOR), OLD + NEW + bytes(SECTOR)} <= set(
        contents
    )
    assert OLD + bytes(SECTOR) + NEW in contents, "sectors are never reordered"
    torn = [content for content in contents if content[SECTOR:].count(b"n") % SECTOR]
    assert torn


def test_a_cut_that_was_not_synced_may_not_have_happened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD + OLD)

    def work(files: Files) -> None:
        descriptor = files.open_to_append(tmp_path / "a")
        files.truncate(descriptor, SECTOR)
        files.close(descriptor)

    found = states(tmp_path, work)
    assert {"a": OLD + OLD} in found
    assert {"a": OLD} in found


def test_what_was_not_written_when_an_fsync_failed_may_be_lost_though_a_later_one_succeeds(
    tmp_path: Path,
) -> None:
    tries = iter([True])
    recorder = Recorder(tmp_path, failing=lambda _: next(tries, False))
    descriptor = recorder.open_to_append(tmp_path / "a")
    recorder.sync_folder(tmp_path)
    recorder.write(descriptor, OLD)
    with pytest.raises(OSError, match="Input/output error"):
        recorder.sync(descriptor)
    recorder.write(descriptor, NEW)
    recorder.sync(descriptor)
    recorder.close(descriptor)
    disk = Disk.of(recorder.image)
    for event in recorder.events:
        disk.take(event)
    found = {disk.after_power_cut(random.Random(seed))["a"] for seed in range(100)}
    assert found == {OLD + NEW, bytes(SECTOR) + NEW}
    assert disk.now() == {"a": OLD + NEW}


def test_names_may_come_in_another_order_than_they_were_changed_in(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(OLD)
        (tmp_path / f"{name}.new").write_bytes(NEW)

    def work(files: Files) -> None:
        for name in ("a", "b"):
            files.rename(tmp_path / f"{name}.new", tmp_path / name)

    found = {(state["a"], state["b"]) for state in states(tmp_path, work)}
    assert found == {(OLD, OLD), (NEW, OLD), (OLD, NEW), (NEW, NEW)}


def test_a_removed_file_may_be_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    found = states(tmp_path, lambda files: files.remove(tmp_path / "a"))
    assert {"a": OLD} in found
    assert {} in found


def test_what_is_in_a_folder_is_lost_with_its_name(tmp_path: Path) -> None:
    class Careless(Recorder):
        def sync_folder(self, folder: Path) -> None:
            if folder != tmp_path:
                super().sync_folder(folder)

    recorder = Careless(tmp_path)
    recorder.make_folder(tmp_path / "in")
    write(recorder, tmp_path / "in" / "a", NEW, sync=True)
    recorder.sync_folder(tmp_path / "in")
    disk = Disk.of(recorder.image)
    for event in recorder.events:
        disk.take(event)
    found = [disk.after_power_cut(random.Random(seed)) for seed in range(100)]
    assert {} in found
    assert {"in": None, "in/a": NEW} in found
    assert len({str(state) for state in found}) == 2


# Failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_the_call_that_is_told_to_fails_and_later_ones_only_for_ever(
    tmp_path: Path, failure: Failure
) -> None:
    files = FailingFiles().arm(3, failure)
    seen: list[int | None] = []
    for number in range(5):
        # Opened past the tap, so that the writes are the only calls that are counted.
        descriptor = Files().open_to_append(tmp_path / str(number))
        files.opened[descriptor] = tmp_path / str(number)
        try:
            seen.append(files.write_some(descriptor, memoryview(b"123456")))
        except OSError as error:
            seen.append(-(error.errno or 0))
        finally:
            os.close(descriptor)
    failed = -failure.error if failure.error else 3
    assert seen == [6, 6, failed, *((failed, failed) if failure.for_ever else (6, 6))]
    reached = (tmp_path / "2").stat().st_size
    assert reached == {"nothing": 0, "half": 3, "less": 3}[failure.writes]


def test_there_are_all_the_errors_that_a_disk_gives() -> None:
    assert {f.error for f in FAILURES} == {errno.ENOSPC, errno.EIO, errno.EACCES, 0}
    assert {f.for_ever for f in FAILURES} == {True, False}


# The person and the damage --------------------------------------------------------------------


@given(SEEDS, st.booleans())
def test_the_same_seed_says_the_same(seed: int, links: bool) -> None:
    one, other = (moments(Person(seed, links=links), 60) for _ in range(2))
    assert one == other
    assert len(one) > 30


@given(SEEDS)
def test_no_two_moments_in_a_row_are_the_same_and_one_more_edit_changes_any(seed: int) -> None:
    past = moments(Person(seed), 60)
    for before, after in pairwise(past):
        assert before.state != after.state
    step = one_more(past[-1].state)
    assert step.edit is not None
    assert changed(past[-1].state, step.edit) != past[-1].state


def test_a_person_does_everything_that_can_be_done() -> None:
    person, did = Person(1), []
    for _ in range(300):
        step = person.next()
        person.did(step)
        did.append(step.did)
    assert set(did) == {"edit", "undo", "redo", "checkpoint", "reopen"}
    assert any(state.relations for state in person.states)
    assert any(state.clusters for state in person.states)
    assert person.states[0] == State()


@given(SEEDS, st.lists(st.binary(min_size=1, max_size=40), min_size=2, max_size=9))
def test_damage_is_never_the_same_bytes_and_the_blind_spot_is_apart(
    seed: int, lines: list[bytes]
) -> None:
    journal = b"".join(line.replace(b"\n", b" ") + b"\n" for line in lines)
    kept = {"ana/journal.jsonl": journal}
    damage = random_damage(kept, random.Random(seed))
    blind = damage_between_records(kept, random.Random(seed))
    assert damage is not None
    assert blind is not None
    assert damage.data != journal != blind.data
    assert blind.how.endswith(BETWEEN)
    for data, is_blind in ((damage.data, False), (blind.data, True)):
        is_sound_prefix = journal.startswith(data) and data.endswith(b"\n")
        assert is_sound_prefix == (is_blind and bool(data))


# The table ------------------------------------------------------------------------------------


def test_the_table_is_aligned_and_says_what_was_not_run() -> None:
    rows = table(
        [
            Tally("kill -9", "Sidelight", 1, runs=1_000, acknowledged=2_000_000),
            Tally("disk full", "Sidelight", 1, cannot="no disk can be mounted"),
        ]
    ).splitlines()
    assert rows[1].split()[:4] == ["kill", "-9", "Sidelight", "1,000"]
    assert rows[0].index("runs") + len("runs") == rows[1].index("1,000") + len("1,000")
    assert rows[2] == "disk full  Sidelight  not run: no disk can be mounted"


def fail_with(error: Exception) -> None:
    raise error


def test_a_crash_is_counted_with_its_traceback_and_does_not_stop_the_rest() -> None:
    tally = Tally("damaged file", "Sidelight", 7)
    with tally.watching("run 3"):
        fail_with(KeyError("articles"))
    assert tally.crashed == 1
    assert not tally.sound
    assert "seed 7, run 3" in tally.report()
    assert "KeyError: 'articles'" in tally.report()


# The command ----------------------------------------------------------------------------------

CONTROL = "power cut, no fsync of the folder"


@pytest.mark.parametrize(
    ("tally", "is_bad"),
    [
        (Tally("kill -9", "Sidelight", 1, runs=9), False),
        (Tally("kill -9", "Sidelight", 1, lost=1), True),
        (Tally("kill -9", "Sidelight", 1, wrong=1), True),
        (Tally("kill -9", "Sidelight", 1, unreadable=1), True),
        (Tally("kill -9", "Sidelight", 1, crashed=1), True),
        (Tally("damaged file", "Sidelight", 1, refused=9), False),
        (Tally("disk full", "Sidelight", 1, cannot="no disk"), False),
        (Tally("kill -9", "stock TinyDB", 1, lost=9), False),
        (Tally(CONTROL, "Sidelight", 1, lost=9), False),
        (Tally(CONTROL, "Sidelight", 1), True),
    ],
    ids=lambda value: str(value)[:60],
)
def test_only_what_sidelight_loses_and_a_control_that_loses_nothing_is_bad(
    tally: Tally, is_bad: bool
) -> None:
    assert command.is_bad(tally) == is_bad


def test_the_command_prints_a_table_and_writes_the_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "counts.json"
    code = command.main(
        ["--quick", "--seed", "5", "--only", "handover", "--json", str(file), "--processes", "1"]
    )
    out, err = capsys.readouterr()
    written = json.loads(file.read_bytes())
    assert out.startswith("fault ")
    assert "second opener, first killed  Sidelight" in out
    assert "seed 5, " in out
    assert "second opener, first killed, Sidelight: " in err
    assert [each["subject"] for each in written["tallies"]] == ["Sidelight", "stock TinyDB"]
    assert code == int(not Tally.of(written["tallies"][0]).sound)
