from __future__ import annotations

import errno
import os
import shutil
import zlib
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation
from store.errors import InputError
from store.files import Files
from store.ledger.journal import Journal, ReplacedError, UnconfirmedError
from store.ledger.records import (
    BEGINNING,
    History,
    JournalEntry,
    NewerFormatError,
    Record,
    advance,
    chained,
    decode,
    encode,
)
from store.ledger.scanning import salvaged
from tests.faults import FaultyFiles, ShortWrites

if TYPE_CHECKING:
    from pathlib import Path


def record(seq: int, text: str = "Iran") -> Record:
    annotation = Annotation(f"01J{seq:023}", 0, len(text), "actor", text, note="“é”\n\u2028")
    edit = EditOfAnnotation("a/b", None, annotation)
    return Record(seq, "2026-01-01T00:00:00.000Z", "edit", edit, below=seq or None)


def read(path: Path, offset: int = 0) -> tuple[list[JournalEntry], bytes]:
    """The records of an undamaged journal, and its torn last line."""
    reading = Journal(path, Files()).read(offset, None)
    assert (reading.damages, reading.is_newer) == ((), False)
    held = path.read_bytes() if path.exists() else b""
    return list(reading.entries), held[len(held) - reading.torn :]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def following(*records: Record) -> list[Record]:
    """Records as they are written, each on the line of the one before it."""
    chain, found = BEGINNING, []
    for each in records:
        found.append(replace(each, on=chain))
        chain = chained(chain, encode(found[-1]))
    return found


def written(path: Path, count: int = 3, files: Files | None = None) -> list[JournalEntry]:
    """A journal of so many records."""
    journal = Journal(path, files or Files())
    entries = [
        JournalEntry(journal.append(each), each)
        for each in following(*map(record, range(1, count + 1)))
    ]
    journal.close()
    return entries


def test_a_record_is_one_line_of_json() -> None:
    line = encode(record(7))
    assert line.count(b"\n") == 1
    assert line.endswith(b'"}\n')
    row = msgspec.json.decode(line)
    assert (row["seq"], row["edit"]["of"], row["edit"]["after"]["text"]) == (
        7,
        "annotation",
        "Iran",
    )
    assert decode(line[:-1]) == record(7)


def test_any_one_byte_changed_is_found() -> None:
    line = encode(record(7))[:-1]
    for at in range(len(line)):
        for change in (0x01, 0x80, 0xFF, line[at] ^ ord("\n")):
            damaged = line[:at] + bytes([line[at] ^ change]) + line[at + 1 :]
            assert decode(damaged) is None or change == 0, (at, change)


def test_any_one_byte_lost_or_gained_is_found() -> None:
    line = encode(record(7))[:-1]
    for at in range(len(line)):
        assert decode(line[:at] + line[at + 1 :]) is None
        assert decode(line[:at] + b"0" + line[at:]) is None
        assert decode(line[:at]) is None
    assert decode(b"") is None


def test_what_is_appended_is_read_from_any_record_on(path: Path) -> None:
    entries = written(path, 5)
    journal = Journal(path, Files())
    assert journal.end == path.stat().st_size
    for number, entry in enumerate(entries):
        assert read(path, entry.offset) == (entries[number:], b"")
        assert journal.read_at(entry.offset) == entry.record
    assert read(path, journal.end) == ([], b"")


def test_a_journal_that_is_not_there_is_empty(path: Path) -> None:
    journal = Journal(path, Files())
    assert read(path) == ([], b"")
    assert journal.end == 0
    assert not path.exists()


def test_it_is_only_ever_appended_to(path: Path) -> None:
    written(path, 2)
    before = path.read_bytes()
    journal = Journal(path, Files())
    journal.append(record(3))
    journal.close()
    assert path.read_bytes().startswith(before)


@pytest.mark.parametrize("files", [Files(), ShortWrites()], ids=["whole", "three bytes at a time"])
def test_a_short_write_goes_on_where_it_stopped(path: Path, files: Files) -> None:
    entries = written(path, 2, files)
    assert read(path) == (entries, b"")


def test_a_last_line_torn_at_any_byte_is_set_aside_and_kept(path: Path) -> None:
    entries = written(path)
    whole = path.read_bytes()
    last = entries[-1].offset
    for cut in range(last + 1, len(whole)):
        path.write_bytes(whole[:cut])
        journal = Journal(path, Files())
        found, torn = read(path)
        assert (found, torn) == (entries[:-1], whole[last:cut])
        copy = journal.set_aside_torn_end(len(torn))
        assert copy.read_bytes() == whole[last:cut]
        assert path.read_bytes() == whole[:last]
        assert journal.append(record(3)) == last
        journal.close()
        assert path.read_bytes() == whole
        copy.unlink()


@pytest.mark.parametrize(
    "junk",
    [b"\0" * 512, b"\0" * 512 + b"\n", b'{"seq":4}\n', b"\xff\n"],
    ids=["zeros", "a line of zeros", "no checksum", "one byte"],
)
def test_a_last_line_of_junk_is_a_torn_one(path: Path, junk: bytes) -> None:
    entries = written(path)
    with path.open("ab") as file:
        file.write(junk)
    assert read(path) == (entries, junk)


def test_damage_before_the_last_line_is_found_and_told_from_what_is_sound(path: Path) -> None:
    entries = written(path)
    whole = path.read_bytes()
    for at in range(entries[-1].offset - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        reading = Journal(path, Files()).read(0, None)
        bad = [e for e in entries if e.offset <= at < e.offset + len(encode(e.record))]
        if whole[at] == ord("\n"):  # two lines have become one
            bad.append(entries[entries.index(bad[0]) + 1])
        assert list(reading.entries) == [e for e in entries if e not in bad], at
        (damage,) = reading.damages
        assert damage.offset == bad[0].offset
        assert damage.length == sum(len(encode(e.record)) for e in bad)
        assert reading.torn == 0


@pytest.mark.parametrize("gone", [0, 1, 2], ids=["first", "second", "third"])
def test_a_line_that_is_missing_is_noticed_by_its_number(path: Path, gone: int) -> None:
    entries = written(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for n, line in enumerate(lines) if n != gone))
    reading = Journal(path, Files()).read(0, 0)
    assert [e.record for e in reading.entries] == [
        e.record for n, e in enumerate(entries) if n != gone
    ]
    assert [d.reason for d in reading.damages] == [f"1 line is missing after number {gone}"]


def test_two_last_lines_that_run_into_one_are_damage_as_one_was_acknowledged(path: Path) -> None:
    entries = written(path)
    whole = path.read_bytes()
    at = entries[-1].offset - 1
    path.write_bytes(whole[:at] + b" " + whole[at + 1 :])
    reading = Journal(path, Files()).read(0, None)
    assert list(reading.entries) == entries[:1]
    assert [(d.offset, d.length) for d in reading.damages] == [
        (entries[1].offset, len(whole) - entries[1].offset)
    ]
    damaged = whole[entries[1].offset : at] + b" " + whole[at + 1 :]
    lines = [damaged[start:end] for start, end in salvaged(damaged, 0, len(damaged))]
    assert [decode(line) for line in lines] == [e.record for e in entries[1:]]


def test_a_place_without_a_record_is_refused(path: Path) -> None:
    written(path)
    with pytest.raises(InputError, match="the line at byte 5 is damaged"):
        Journal(path, Files()).read_at(5)


def checked(body: bytes) -> bytes:
    """A line with a checksum that fits."""
    return body + b',"crc":"%08x"}' % zlib.crc32(body)


@pytest.mark.parametrize(
    "line",
    [
        checked(encode(record(4))[:-18] + b',"format":3'),
        checked(b'{"seq":4,"at":"","did":"merge","format":3'),
    ],
    ids=["same fields", "other fields"],
)
def test_a_sound_line_of_a_newer_format_is_never_taken_for_a_torn_one(
    path: Path, line: bytes
) -> None:
    written(path)
    with path.open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(NewerFormatError):
        decode(line)
    reading = Journal(path, Files()).read(0, None)
    assert (len(reading.entries), reading.is_newer, reading.torn) == (3, True, 0)
    with pytest.raises(InputError, match=r"journal\.jsonl: it was written by a newer Sidelight"):
        Journal(path, Files()).read_at(path.stat().st_size - len(line) - 1)


# Others that write -------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "how"), [(b"more", "written to"), (b"", "cut")])
def test_another_length_is_noticed_whatever_the_time_says(
    path: Path, change: bytes, how: str
) -> None:
    journal = Journal(path, Files())
    journal.append(record(1))
    before = path.stat()
    path.write_bytes(path.read_bytes() + change if change else b"")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ReplacedError, match=f"was {how} by another program"):
        journal.make_sure()
    with pytest.raises(ReplacedError, match=f"was {how} by another program"):
        journal.append(record(2))


def test_the_same_bytes_in_another_file_are_not_ours(path: Path) -> None:
    journal = Journal(path, Files())
    journal.append(record(1))
    other = path.with_name("other")
    shutil.copy2(path, other)
    os.replace(other, path)
    with pytest.raises(ReplacedError, match="was replaced by another file"):
        journal.make_sure()


class CutWhileSynced(Files):
    """Another program cuts the file while it is synced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.length: int | None = None

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        if self.length is not None:
            os.truncate(self.path, self.length)


def test_a_line_that_is_cut_off_while_it_is_synced_is_not_acknowledged(path: Path) -> None:
    files = CutWhileSynced(path)
    journal = Journal(path, files)
    journal.append(record(1))
    files.length = path.stat().st_size
    with pytest.raises(ReplacedError, match="was cut by another program"):
        journal.append(record(2))


def test_only_what_was_acknowledged_is_missing_in_another_file(path: Path) -> None:
    journal = Journal(path, Files())
    journal.append(record(1))
    with path.open("ab") as file:
        file.write(encode(record(2, "Oslo")))  # by another program
    path.unlink()
    assert journal.lines_that_are_missing() == [encode(*following(record(1)))]


# Faults ------------------------------------------------------------------------------------


def test_a_failed_write_leaves_no_trace(path: Path) -> None:
    files = FaultyFiles()
    journal = Journal(path, files)
    journal.append(record(1))
    before = path.read_bytes()
    files.arm("write_some", times=1)
    with pytest.raises(OSError, match="No space left"):
        journal.append(record(2))
    assert path.read_bytes() == before
    assert journal.append(record(2)) == len(before)
    assert len(read(path)[0]) == 2


@pytest.mark.parametrize("second", ["truncate", "sync"])
def test_half_a_line_that_could_not_be_cut_off_is_cut_off_before_the_next(
    path: Path, second: str
) -> None:
    files = FaultyFiles()
    journal = Journal(path, files)
    journal.append(record(1))
    before = path.read_bytes()
    files.arm("write_some", second, times=2)
    with pytest.raises(OSError, match="No space left"):
        journal.append(record(2))
    files.disarm()
    assert journal.append(record(2)) == len(before)
    assert path.read_bytes() == before + encode(following(record(1), record(2))[1])
    assert read(path)[1] == b""


def test_a_failed_sync_is_told_apart(path: Path) -> None:
    files = FaultyFiles()
    journal = Journal(path, files)
    journal.append(record(1))
    files.arm("sync", error=OSError(errno.EIO, "Input/output error"))
    with pytest.raises(UnconfirmedError, match="Input/output error"):
        journal.append(record(2))


def test_each_record_is_synced_before_it_is_acknowledged(path: Path) -> None:
    files = FaultyFiles()
    journal = Journal(path, files)
    files.disarm()
    journal.append(record(1))
    names_kept = ["sync_folder"] * 3  # its own, and those of the two folders above it
    assert files.calls == ["open_to_append", *names_kept, "write_some", "sync"]
    files.disarm()
    journal.append(record(2))
    assert files.calls == ["write_some", "sync"]


def test_the_name_of_a_new_journal_is_synced_even_if_that_failed_once(path: Path) -> None:
    files = FaultyFiles()
    journal = Journal(path, files)
    files.arm("sync_folder", times=1)
    with pytest.raises(OSError, match="No space left"):
        journal.append(record(1))
    files.disarm()
    journal.append(record(1))
    assert files.calls[0] == "sync_folder"


# History -----------------------------------------------------------------------------------


def test_undo_and_redo_walk_the_journal() -> None:
    def entry(offset: int, did: str, below: int | None) -> JournalEntry:
        return JournalEntry(offset, msgspec.structs.replace(record(1), did=did, below=below))

    first, second = entry(0, "edit", None), entry(10, "edit", 0)
    history = advance(advance(History(), first), second)
    assert history == History(undo=10, redo=None)
    undone = entry(20, "undo", None)
    history = advance(history, undone, second.record)
    assert history == History(undo=0, redo=20)
    undone_too = entry(30, "undo", 20)
    history = advance(history, undone_too, first.record)
    assert history == History(undo=None, redo=30)
    redone = entry(40, "redo", None)
    history = advance(history, redone, undone_too.record)
    assert history == History(undo=40, redo=20)
    assert advance(history, entry(50, "edit", 40)) == History(undo=50, redo=None)
