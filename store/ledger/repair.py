"""Mend an annotator's folder from its journal, its TinyDB files and its backups.

A note says that a repair is under way before anything is changed, and what is replaced is copied
into `repairs/` first, byte for byte. If a repair is interrupted the story opens to read only, and
the next repair puts back the copies and begins again. So it can be cut off at any moment too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.edits import describe, labels_counted
from store.errors import InputError, system_reason
from store.files import NotRegularError, at_fault
from store.ledger.backups import Backups
from store.ledger.checkpoints import ARTICLES, BACKUPS, LINKS, STATE, STORY, Checkpoints
from store.ledger.faults import FaultKind
from store.ledger.inspection import REPAIRS, inspect
from store.ledger.journal import JOURNAL
from store.ledger.journal_index import JournalIndex
from store.ledger.lines import lacking, lines_in
from store.ledger.lock import WriterLock
from store.ledger.opening import REPAIRING
from store.ledger.records import scan, sealed, unsealed
from store.ledger.rescue import rescues
from store.ledger.restore_files import FileRestorer, Report
from store.ledger.restore_journal import Rebuilt, rebuilt, state_of
from store.ledger.restore_sources import Sources
from store.ledger.texts import TEXTS
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from store.files import Files
    from store.ledger.faults import Fault
    from store.ledger.records import Record

_REPLACED_LATER: Final = "-interrupted"
"""Ends the name of the folder for what an interrupted repair had made."""


class _Note(msgspec.Struct):
    """Says that a repair is under way."""

    copies: str
    """The folder with what was replaced."""
    new: tuple[str, ...]
    """The files that were not there before."""


def repair(folder: Path, files: Files) -> Report:
    """Mend what can be mended.

    Raises:
        InputError: Another process has the story open, it was written by a newer version, or a
            file cannot be read or written; then what was replaced is still in `repairs/`.
    """
    lock = WriterLock(folder, files)
    try:
        files.make_folder(folder)  # it may be gone, with what was kept of it elsewhere
        holder = lock.acquire()
        if holder is not None:
            raise InputError(f"the story is open in {holder}; close it there first", path=folder)
        return _Repair(folder, files).run()
    except (NotRegularError, IsADirectoryError) as error:
        reason = f"nothing can be mended: {system_reason(error)}; move it away first"
        raise InputError(reason, path=at_fault(error, folder)) from error
    except OSError as error:
        reason = f"the repair was interrupted: {system_reason(error)}; do it again"
        raise InputError(reason, path=folder) from error
    finally:
        lock.release()


class _Repair:
    """One repair."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files
        self._checkpoints = Checkpoints(folder, files)
        self._backups = Backups(folder, files)
        self._report = Report()
        self._copies = ""

    def run(self) -> Report:
        self._take_up()
        self._fetch()
        findings = [f for f in inspect(self._folder, self._files) if f.file != REPAIRING]
        for finding in findings:
            path = self._folder / finding.file
            if finding.kind is FaultKind.NEWER:
                raise InputError(f"{finding.what}; mend it with that one", path=path)
            if finding.kind is FaultKind.STRANGE:
                raise InputError(f"{finding.what}, then mend the rest", path=path)
        bad: dict[str, Fault] = {}
        for finding in findings:
            if finding.is_for_repair:
                bad.setdefault(finding.file, finding)
        if bad:
            self._mend(bad)
        self._files.remove(self._folder / REPAIRING)
        self._files.sync_folder(self._folder)
        return self._report

    # Beginning, and beginning again --------------------------------------------------------

    def _take_up(self) -> None:
        """Begin again where a repair was interrupted: put back what it had replaced."""
        path = self._folder / REPAIRING
        if not self._files.exists(path):
            return
        self._report.done.append(f"{REPAIRING}: a repair that was interrupted was done again")
        note = _read_note(self._files.read(path))
        if note is None:
            self._report.left.append(
                f"{REPAIRING}: it is damaged; what the interrupted repair had replaced stays in "
                f"{REPAIRS}"
            )
            return
        self._copies = note.copies
        copies = self._folder / note.copies
        originals = [n for n in self._files.names(copies, "") if (copies / n).is_file()]
        for name in (*originals, *note.new):
            # What stands there now is from the interrupted repair, or by somebody since then.
            self._copy(name, f"{note.copies}{_REPLACED_LATER}")
        for name in originals:
            self._files.make_folder((self._folder / name).parent)
            self._files.replace(self._folder / name, self._files.read(copies / name))
        for name in note.new:
            if name not in originals:
                self._files.remove(self._folder / name)

    def _fetch(self) -> None:
        """Bring in what was kept of a replaced journal elsewhere, as the folder was gone."""
        for path in rescues(self._folder):
            if path.parent != self._folder:
                self._files.replace(self._folder / path.name, self._files.read(path))
                self._files.remove(path)

    def _begin(self, names: set[str]) -> None:
        """Note that a repair is under way, and which of the files it will write are not there."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        number = 1
        while not self._copies:
            free = f"{REPAIRS}/{stamp}" if number == 1 else f"{REPAIRS}/{stamp}-{number}"
            self._copies = "" if self._files.exists(self._folder / free) else free
            number += 1
        self._files.make_folder(self._folder / self._copies)
        self._report.copies = self._copies
        new = tuple(sorted(n for n in names if not self._files.exists(self._folder / n)))
        note = sealed(msgspec.json.encode(_Note(self._copies, new)))
        self._files.replace(self._folder / REPAIRING, note)

    def _copy(self, name: str, copies: str) -> None:
        original, copy = self._folder / name, self._folder / copies / name
        if self._files.exists(original) and not self._files.exists(copy):
            self._files.make_folder(copy.parent)
            self._files.replace(copy, self._files.read(original))

    def _change(self, name: str, change: Callable[[], None]) -> None:
        """Change a file, of which a copy is made first."""
        self._copy(name, self._copies)
        change()

    # Mending ------------------------------------------------------------------------------------

    def _mend(self, bad: Mapping[str, Fault]) -> None:
        path = self._folder / JOURNAL
        data = self._files.read(path) if self._files.exists(path) else b""
        kept = [name for name, finding in bad.items() if finding.kind is FaultKind.RESCUED]
        more = self._kept_lines(kept, data)
        spare = self._spare() if JOURNAL in bad or more else []
        journal = rebuilt(data + more, self._known(), spare)
        index = JournalIndex.of(journal.records, journal.fork, journal.chain)
        sources = Sources(self._folder, self._files, index)
        names = sources.names()
        restorer = FileRestorer(sources, index, bad, self._report)
        self._begin({*names.values(), STORY, STATE, JOURNAL})
        if journal.data != data:
            self._change(JOURNAL, partial(self._files.replace, path, journal.data))
            if journal.summary:
                self._report.done.append(f"{JOURNAL}: {journal.summary}")
            self._report.left += [
                f"{describe(each.edit)}: {each.why}, so it stays as it stands in the journal; "
                f"the other one is in {self._copies}"
                for each in journal.conflicts
            ]
        counts: Counter[str] = Counter()
        seqs: dict[str, int] = {}
        anew = 0
        for article_id, name in sorted(names.items()):
            file = restorer.restored(article_id, name)
            if file is None:
                continue
            if file.is_new:
                anew += name not in bad and not self._files.exists(self._folder / name)
                self._change(name, partial(self._checkpoints.write, article_id, file.content))
            counts.update(labels_counted(file.content.annotations))
            seqs[article_id] = file.content.seq
        if anew:
            self._report.done.append(f"{ARTICLES}: {counted(anew, 'file')} made anew")
        links = restorer.restored(LINKS, STORY)
        if links is not None and links.is_new:
            self._change(STORY, partial(self._checkpoints.write, LINKS, links.content))
        sources.release()
        self._backups.release()
        self._settle_state(journal, dict(counts), seqs, bad)
        self._remove_others(bad, set(names.values()), sources.copies)

    def _kept_lines(self, names: Iterable[str], data: bytes) -> bytes:
        """What the journal lacks of what was kept beside it, to be put behind it."""
        lines: list[bytes] = []
        for name in sorted(names):
            held = lines_in(self._files.read(self._folder / name))
            missing = lacking(held, lines_in(b"".join((data, *lines))))
            lines += [line.data for line in missing]
            edits = counted(len(missing), "edit")
            self._report.done.append(f"{name}: {edits} brought into the journal")
        between = b"" if data.endswith(b"\n") or not data or not lines else b"\n"
        return between + b"".join(lines)

    def _known(self) -> int:
        """The greatest number of a record that something else than the journal knows of."""
        known = self._checkpoints.read_state().seq
        for name in (LINKS, *self._checkpoints.article_ids()):
            with suppress(InputError):
                known = max(known, self._checkpoints.read(name).seq)
        return known

    def _spare(self) -> list[Record]:
        """The journal of the newest backup that can be read."""
        for _, data in self._backups.held(JOURNAL):
            reading = scan(data, 0, None)
            if reading.entries:
                return [entry.record for entry in reading.entries]
        return []

    def _settle_state(
        self,
        journal: Rebuilt,
        counts: dict[str, int],
        seqs: Mapping[str, int],
        bad: Mapping[str, Fault],
    ) -> None:
        if journal.seq:
            state = state_of(journal, counts, seqs)
            self._change(STATE, partial(self._checkpoints.write_state, state))
        else:
            self._change(STATE, partial(self._files.remove, self._folder / STATE))
        if STATE in bad:
            self._report.done.append(f"{STATE}: made anew")

    def _remove_others(
        self, bad: Mapping[str, Fault], mended: set[str], copies: Mapping[str, str]
    ) -> None:
        """Take away what is of no use any more; an article's copy is put back from a backup."""
        for name, finding in sorted(bad.items()):
            path = self._folder / name
            text = self._text_in_backup(name) if name.startswith(f"{TEXTS}/") else None
            if text is not None:
                self._change(name, partial(self._files.replace, path, text))
                self._report.done.append(f"{name}: restored from a backup")
            elif finding.kind is FaultKind.RESCUED:
                self._change(name, partial(self._files.remove, path))
            elif name in copies or name.startswith((f"{TEXTS}/", f"{BACKUPS}/")):
                self._change(name, partial(self._files.remove, path))
                self._report.done.append(f"{name}: taken away")
            elif finding.kind is FaultKind.LEFT_OVER and name != JOURNAL:
                self._change(name, partial(self._files.remove, path))
            elif name.startswith(f"{ARTICLES}/") and name not in mended:
                self._report.left.append(f"{name}: nobody knows of which article it is")

    def _text_in_backup(self, name: str) -> bytes | None:
        """A copy of an article as a backup holds it."""
        sha256 = name.removeprefix(f"{TEXTS}/").removesuffix(".txt")
        held = (data for _, data in self._backups.held(name))
        found = next((d for d in held if hashlib.sha256(d).hexdigest() == sha256), None)
        self._backups.release()
        return found


def _read_note(data: bytes) -> _Note | None:
    """The note of an interrupted repair; none if it is damaged, or names what is not below us."""
    body = unsealed(data.rstrip(b"\n"))
    try:
        note = None if body is None else msgspec.json.decode(body, type=_Note)
    except msgspec.DecodeError:
        return None
    if note is None or not note.copies.startswith(f"{REPAIRS}/"):
        return None
    is_below = all(
        not name.startswith("/") and ".." not in name.split("/")
        for name in (note.copies, *note.new)
    )
    return note if is_below else None
