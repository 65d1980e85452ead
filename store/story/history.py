"""The journals of a story, to be read by a person: who did what, and when; and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import regex
from msgspec.structs import replace

from store.annotations.describing import describe
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    by_article,
    of_annotations,
    of_links,
    touched,
)
from store.annotations.links import articles_in
from store.annotations.model import timestamp
from store.errors import InputError, unreadable
from store.files import Files
from store.ledger.journal import JOURNAL, Journal
from store.ledger.spool import spooled
from store.story.rebasing import rebased
from store.wording import CHECK, counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.model import Annotation
    from store.ledger.records import Record
    from store.ledger.scanning import JournalScan
    from store.story.rebasing import Present
    from store.story.workspace import Workspace

_NUMBER: Final = regex.compile(r"#?([0-9]{1,12})")
_AGO: Final = regex.compile(r"([0-9]{1,6})\s*(m|h|d|w)")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_HELD: Final = 10_000
"""Edits of a way back that are held in memory."""
_VERBS: Final = {"undo": "undo: ", "redo": "redo: "}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a journal."""

    annotator: str
    seq: int
    at: str
    did: str
    what: str
    """In a few words."""
    articles: tuple[str, ...]
    labels: tuple[str, ...]
    ms: int
    """Milliseconds since the edit before it in the same session."""


@dataclass(frozen=True, slots=True)
class Log:
    """What an annotator has done in a story."""

    steps: tuple[Step, ...]
    """The oldest first."""
    trouble: str = ""
    """What is wrong with the journal, as a sentence; empty if nothing is."""


def read_log(folder: Path, annotator: str) -> Log:
    """What an annotator has done in a story, as far as the journal can be read.

    Args:
        folder: The annotator's folder.
        annotator: The annotator's name.

    Raises:
        InputError: The journal cannot be read at all.
    """
    reading = _reading(folder)
    trouble = _trouble(reading)
    return Log(
        tuple(_step(entry.record, annotator) for entry in reading.entries),
        f"The journal of {annotator} {trouble}; {CHECK}" if trouble else "",
    )


def _reading(folder: Path) -> JournalScan:
    try:
        return Journal(folder / JOURNAL, Files()).read(0, None)
    except OSError as error:
        raise InputError(unreadable(error), path=folder / JOURNAL) from error


def _trouble(reading: JournalScan) -> str:
    """What is wrong with a journal, as a clause without its subject; empty if nothing is."""
    if reading.damages:
        first, more = reading.damages[0], len(reading.damages) - 1
        where = f"at byte {first.offset:,} ({first.reason})"
        others = f" and in {counted(more, 'other place')}" if more else ""
        return f"is damaged {where}{others}, and lines of it are not shown"
    return "goes on with lines of a newer Sidelight" if reading.is_newer else ""


def _step(record: Record, annotator: str) -> Step:
    labels = {
        value.label
        for e in of_annotations(record.edit)
        for value in (e.before, e.after)
        if value is not None
    }
    linked = (v for e in of_links(record.edit) for v in (e.before, e.after) if v is not None)
    named = {article_id for value in linked for article_id in articles_in(value)}
    return Step(
        annotator,
        record.seq,
        record.at,
        record.did,
        _words(record),
        tuple(sorted(touched(record.edit) | record.texts.keys() | named)),
        tuple(sorted(labels)),
        record.ms,
    )


def _words(record: Record) -> str:
    if record.did == "lost":
        count = counted(record.lost + 1, "line")
        return f"{count} up to this number could not be saved by a repair"
    if record.did == "rebase":
        number = record.remade[0] if record.remade is not None else 0
        return f"lines of another history up to its number {number} were made again here"
    if record.renamed:
        return ", ".join(f"{old} is called {new} now" for old, new in record.renamed.items())
    if record.did == "follow":
        adrift = moved = 0
        for edit in of_annotations(record.edit):
            if edit.after is not None and not edit.after.rejected:
                adrift += bool(edit.after.adrift)
                moved += not edit.after.adrift
        return f"the article has changed: {moved} annotations moved, {adrift} wait for review"
    if record.did in _VERBS:
        return _VERBS[record.did] + describe(
            record.edit.inverse() if record.did == "undo" else record.edit
        )
    return describe(record.edit)


def selected(
    all_steps: Iterable[Step],
    *,
    article: str | None = None,
    label: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Step]:
    """The steps that touch an article, a label, and lie between two moments."""
    first = timestamp(since) if since else ""
    last = timestamp(until) if until else "\uffff"
    # A person may write the name of the file; an id is that without its ending.
    ids = {article, article.rpartition(".")[0]} if article is not None else set()
    for step in all_steps:
        if article is not None and not ids & set(step.articles):
            continue
        if label is not None and label not in step.labels:
            continue
        if first <= step.at <= last:
            yield step


def in_time(journals: Iterable[Iterable[Step]]) -> list[Step]:
    """The steps of several journals as they followed each other, each journal in its own order.

    A clock may have been put back: a step is taken to be no earlier than the one before it.
    """
    timed: list[tuple[str, Step]] = []
    for journal in journals:
        latest = ""
        for step in journal:
            latest = latest if step.did == "lost" else max(latest, step.at)
            timed.append((latest, step))
    return [step for _, step in sorted(timed, key=lambda pair: pair[0])]


def moment(said: str, now: datetime | None = None) -> datetime:
    """A moment as a person writes it: 2026-11-24, 2026-11-24T09:30, "2h", "3 d" (ago).

    Without a time zone it is meant in the local one.

    Raises:
        InputError: It is none of these.
    """
    now = now or datetime.now(UTC)
    ago = _AGO.fullmatch(said.strip())
    try:
        if ago is not None:
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return datetime.fromisoformat(said.strip()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{said!r} is no moment; write 2026-11-24, 2026-11-24T09:30, or 30m, 2h, 3d, 1w for "
            "so long ago"
        ) from error


def edit_back_to(workspace: Workspace, point: str) -> tuple[Edit | None, int]:
    """The edit that makes a story what it was at a point; nothing is forgotten by it.

    Args:
        workspace: The story.
        point: The number of a step (`#12`, `#0` for the beginning), or a moment: what was done
            after it is taken back.

    Returns:
        The edit, nothing if all is as it was then, and the number of the last step that stays.

    Raises:
        InputError: There is no such point, or the journal does not say what it was like then.
        ConflictError: An article that has to be changed is not in the story any more.
    """
    reading = _reading(workspace.folder)
    path = workspace.folder / JOURNAL
    trouble = _trouble(reading)
    if trouble:
        raise InputError(f"it {trouble}; {CHECK}", path=path)
    records = [entry.record for entry in reading.entries]
    last = _last_kept(records, point)
    later = [record for record in records if record.seq > last]
    if any(record.did == "lost" for record in later):
        raise InputError(
            f"lines after #{last} are lost; the story cannot be taken back to it", path=path
        )
    back = spooled(workspace.folder, _WayBack(workspace, later).edits())
    if not len(back):
        return None, last
    return Batch(tuple(back) if len(back) <= _HELD else back, "go back"), last


def _last_kept(records: list[Record], point: str) -> int:
    """The number of the last step that stays."""
    before_all = records[0].seq - records[0].lost - 1 if records else 0
    number = _NUMBER.fullmatch(point.strip())
    if number is not None:
        last = int(number[1])
        if last != before_all and last not in {record.seq for record in records}:
            raise InputError(f"there is no step #{last}; sidelight log shows those there are")
        return last
    until = timestamp(moment(point))
    kept = before_all
    for record in records:
        if record.did == "lost":
            continue  # its time is that of the repair: when those lines were made nobody knows
        if record.at > until:
            return kept
        kept = record.seq
    return records[-1].seq if records else kept


class _WayBack:
    """What makes each value what it was before its first later edit."""

    def __init__(self, workspace: Workspace, later: Iterable[Record]) -> None:
        self._workspace = workspace
        # Where the words are now is not for undoing.
        self._later = [record for record in later if record.did != "follow"]

    def edits(self) -> Iterator[SingleEdit]:
        """The edits of one article after the other, then those of the story as a whole."""
        names: dict[str, list[tuple[Record, Collection[EditOfAnnotation]]]] = {}
        for record in self._later:
            for name, edits in by_article(record.edit).items():
                now = self._workspace.now.present(name, record.seq).id
                names.setdefault(now, []).append((record, edits))
        for article_edits in names.values():
            yield from self._of_article(article_edits)
        yield from self._of_links()

    def _of_article(
        self, parts: Iterable[tuple[Record, Collection[EditOfAnnotation]]]
    ) -> Iterator[SingleEdit]:
        seen: set[str] = set()
        standing: dict[str, Annotation] | None = None
        for record, edits in parts:
            here: Present | None = None
            for single in edits:
                value = single.before or single.after
                if value is None or value.id in seen:
                    continue
                seen.add(value.id)
                here = here or self._workspace.now.present(single.article, record.seq)
                if standing is None:
                    standing = {a.id: a for a in here.everything()}
                edit = self._annotation(record, single, here, standing.get(value.id))
                if edit.before != edit.after:
                    yield edit

    def _of_links(self) -> Iterator[SingleEdit]:
        links = self._workspace.now.links()
        seen: set[tuple[type, str]] = set()
        for single in (each for record in self._later for each in of_links(record.edit)):
            value = single.before or single.after
            if value is None or (type(single), value.id) in seen:
                continue
            seen.add((type(single), value.id))
            edit = type(single)(links.standing(single), single.before)  # type: ignore[arg-type]  # of the same class
            if edit.before != edit.after:
                yield edit

    def _annotation(
        self, record: Record, single: EditOfAnnotation, here: Present, standing: Annotation | None
    ) -> EditOfAnnotation:
        wanted = rebased(
            EditOfAnnotation(single.article, None, single.before),
            record.texts,
            lambda _: here,
            self._workspace.now.links,
            self._workspace.now.old_texts.read,
            self._workspace.folder,
        )
        assert isinstance(wanted, EditOfAnnotation)
        after = wanted.after
        if standing is not None and after is not None and after.adrift and not standing.adrift:
            # The article has changed since, and a person has said where this is now.
            placed = replace(after, start=standing.start, end=standing.end, adrift="")
            after = placed if placed.text == standing.text else after
        return EditOfAnnotation(here.id, standing, after)
