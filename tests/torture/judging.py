"""Opening what a fault has left: is everything there, and can one go on?"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.person import Step, changed, one_more
from tests.torture.subjects import RefusedError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.torture.person import Moment, State
    from tests.torture.subjects import Seen, Session, Subject
    from tests.torture.tally import Tally

_MEMORY: Final = Path("/dev/shm")


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory, where there is one: what is simulated needs no disk."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sidelight-torture-", dir=where) as folder:
        yield Path(folder)


def judge(
    subject: Subject,
    folder: Path,
    past: Sequence[Moment],
    acknowledged: int,
    tally: Tally,
    where: str,
    *,
    begun: bool = False,
) -> bool:
    """Open a folder after a fault, compare it with the model, and go on working in it.

    Args:
        subject: What kept it.
        folder: What the fault has left.
        past: What was said after 0, 1, 2 … edits.
        acknowledged: How many edits were.
        tally: Takes the counts.
        where: Names the run, for a finding.
        begun: Whether one more was being made, which may be there or not.

    Returns:
        Whether all was well.
    """
    tally.runs += 1
    tally.acknowledged += acknowledged
    counts = (tally.lost, tally.wrong, tally.unreadable, tally.crashed)
    with tally.watching(where):
        try:
            found = _compare(subject, folder, past, acknowledged, begun, tally, where)
            if found is not None:
                _go_on(subject, folder, found, tally, where)
        except UnreadableError as error:
            tally.unreadable += 1
            tally.found(where, f"cannot be opened after {acknowledged} edits: {error}")
    return counts == (tally.lost, tally.wrong, tally.unreadable, tally.crashed)


def _compare(
    subject: Subject,
    folder: Path,
    past: Sequence[Moment],
    acknowledged: int,
    begun: bool,
    tally: Tally,
    where: str,
) -> Moment | None:
    with opened(subject, folder) as session:
        seen = session.seen()
        if seen.problems:
            tally.unreadable += 1
            tally.found(where, f"problems after {acknowledged} edits: {seen.problems}")
            return None
        for moment in past[acknowledged : acknowledged + 1 + begun]:
            if moment.state == seen.state:
                if not seen.counts_fit:
                    tally.wrong += 1
                    tally.found(where, "the counts do not fit what is shown")
                    return None
                return moment
    count_what_is_missing(past[: acknowledged + 1], seen.state, tally, where)
    return None


def count_what_is_missing(past: Sequence[Moment], state: State, tally: Tally, where: str) -> None:
    """Count how many of the last edits are lost, or that it shows what nobody ever said."""
    acknowledged = len(past) - 1
    for number in range(acknowledged - 1, -1, -1):
        if past[number].state == state:
            tally.lost += acknowledged - number
            tally.found(where, f"the last {acknowledged - number} of {acknowledged} edits are lost")
            return
    tally.wrong += 1
    tally.found(where, f"shows what was never said, after {acknowledged} edits")
    tally.found(where, difference(past[-1].state, state))


def difference(expected: State, found: State) -> str:
    """What is missing and what is too much, in a few lines."""
    lines = []
    for name in ("annotations", "relations", "clusters"):
        one, other = getattr(expected, name), getattr(found, name)
        lines += [f"  missing: {each}" for each in sorted(one - other, key=str)[:3]]
        lines += [f"  too much: {each}" for each in sorted(other - one, key=str)[:3]]
    return "\n".join(lines)


def _go_on(subject: Subject, folder: Path, found: Moment, tally: Tally, where: str) -> None:
    """Undo, redo, edit, close and open again: what a fault has left must be good to work in."""
    step = one_more(found.state)
    with opened(subject, folder) as session:
        try:
            if found.before is not None and subject.links:
                session.do(Step("undo"))
                _expect(session.seen(), found.before, "undo", tally, where)
                session.do(Step("redo"))
            session.do(step)
        except RefusedError as error:
            tally.unreadable += 1
            tally.found(where, f"an edit was refused after the fault: {error}")
            return
    assert step.edit is not None
    after = changed(found.state, step.edit)
    with opened(subject, folder) as session:
        _expect(session.seen(), after, "one more edit", tally, where)


def _expect(seen: Seen, state: State, what: str, tally: Tally, where: str) -> None:
    if seen.problems:
        tally.unreadable += 1
        tally.found(where, f"problems after {what}: {seen.problems}")
    elif seen.state != state or not seen.counts_fit:
        tally.wrong += 1
        tally.found(where, f"wrong after {what}\n{difference(state, seen.state)}")


@contextmanager
def opened(subject: Subject, folder: Path, files: Files | None = None) -> Iterator[Session]:
    """A folder, open; closed also where what is done with it fails."""
    session = subject.open(folder, files or Files())
    try:
        yield session
    finally:
        session.close()
