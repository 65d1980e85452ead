"""Mend an annotator's folder from its journal, its TinyDB files and its backups.

It can be cut off at any moment too: see `mending`.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason
from store.files import NotRegularError, at_fault
from store.ledger.backups import Backups
from store.ledger.checkpoints import ARTICLES, BACKUPS, LINKS, Checkpoints
from store.ledger.faults import FaultKind
from store.ledger.inspection import inspect
from store.ledger.journal import JOURNAL, source_of
from store.ledger.lines import lacking, lines_in
from store.ledger.lock import WriterLock
from store.ledger.mending import Mending
from store.ledger.opening import REPAIRING
from store.ledger.rescue import rescues
from store.ledger.restore_journal import rebuilt
from store.ledger.scanning import scan
from store.ledger.texts import TEXTS
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.files import Files
    from store.ledger.faults import Fault
    from store.ledger.records import Record
    from store.ledger.restore_files import Report
    from store.ledger.source import Source


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
        self._mending = Mending(folder, files)
        self._report = self._mending.report

    def run(self) -> Report:
        self._mending.take_up()
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
        self._mending.end()
        return self._report

    def _fetch(self) -> None:
        """Bring in what was kept of a replaced journal elsewhere, as the folder was gone."""
        for path in rescues(self._folder):
            if path.parent != self._folder:
                self._files.replace(self._folder / path.name, self._files.read(path))
                self._files.remove(path)

    # Mending ------------------------------------------------------------------------------------

    def _mend(self, bad: Mapping[str, Fault]) -> None:
        path = self._folder / JOURNAL
        data = source_of(path, 0, self._files) if self._files.exists(path) else b""
        kept = [name for name, finding in bad.items() if finding.kind is FaultKind.RESCUED]
        more = self._kept_lines(kept, data)
        spare = self._spare() if JOURNAL in bad or more else []
        journal = rebuilt(data[0 : len(data)] + more if more else data, self._known(), spare)
        articles, copies = self._mending.rewrite(journal, bad)
        self._remove_others(bad, articles, copies)

    def _kept_lines(self, names: Sequence[str], journal: Source) -> bytes:
        """What the journal lacks of what was kept beside it, to be put behind it."""
        if not names:
            return b""
        data, lines = journal[0 : len(journal)], list[bytes]()
        for name in sorted(names):
            held = self._files.read(self._folder / name)
            missing = lacking(lines_in(held), lines_in(b"".join((data, *lines))))
            lines += [held[line.start : line.end] + b"\n" for line in missing]
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
        for data in self._backups.journals():
            reading = scan(data, 0, None)
            if reading.entries:
                return [entry.record for entry in reading.entries]
        return []

    def _remove_others(
        self, bad: Mapping[str, Fault], mended: set[str], copies: Mapping[str, str]
    ) -> None:
        """Take away what is of no use any more; an article's copy is put back from a backup."""
        for name, finding in sorted(bad.items()):
            path = self._folder / name
            text = self._text_in_backup(name) if name.startswith(f"{TEXTS}/") else None
            if text is not None:
                self._mending.change(name, partial(self._files.replace, path, text))
                self._report.done.append(f"{name}: restored from a backup")
            elif finding.kind is FaultKind.RESCUED:
                self._mending.remove(name)
            elif name in copies or name.startswith((f"{TEXTS}/", f"{BACKUPS}/")):
                self._mending.remove(name)
                self._report.done.append(f"{name}: taken away")
            elif finding.kind is FaultKind.LEFT_OVER and name != JOURNAL:
                self._mending.remove(name)
            elif name.startswith(f"{ARTICLES}/") and name not in mended:
                self._report.left.append(f"{name}: nobody knows of which article it is")

    def _text_in_backup(self, name: str) -> bytes | None:
        """A copy of an article as a backup holds it."""
        sha256 = name.removeprefix(f"{TEXTS}/").removesuffix(".txt")
        held = (data for _, data in self._backups.held(name))
        found = next((d for d in held if hashlib.sha256(d).hexdigest() == sha256), None)
        self._backups.release()
        return found
