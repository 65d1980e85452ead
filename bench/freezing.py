"""What the greatest counts and the greatest edits cost: what could freeze the screen."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import regex

from bench.figures import Table, spread
from bench.prose import article
from bench.stories import ANNOTATOR, KB, MB
from store.annotations import actions
from store.annotations.edits import Batch, EditOfAnnotation
from store.articles import find_story
from store.story.workspace import Workspace
from store.suggest.suggester import Suggester
from store.text.span import Span
from tui.motions import MOTIONS, CaretPlace, Page, move
from tui.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.programs import Scratch
    from store.suggest.model import Suggestion

_COUNT: Final = 9_999
_NAME: Final = "Mokowe"
_WORD: Final = regex.compile(r"\w+")


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure motions with the greatest count, and one answer to thousands of suggestions."""
    table = Table(
        "What could freeze the screen",
        ("what", "floor ms", "ours ms", "p95", "ratio"),
        notes=[
            f"Motions {_COUNT:,} times from an end of an article of 1 MB, beside one pass over its",
            "words. Accepting, undoing and redoing all suggestions of a word as one edit, without",
            "a screen, beside one write and fsync of the line that the journal gets. No budget.",
        ],
    )
    repeats = 3 if quick else 7
    for name, text in _texts(quick=quick):
        _motions(table, name, text, repeats)
    for times in (1_000, 11_000) if quick else (1_000, 11_000, 50_000):
        _answers(table, scratch.folder / f"{times}", times, repeats)
    return table


def _texts(*, quick: bool) -> list[tuple[str, str]]:
    prose = article(MB if not quick else 100 * KB, seed=1)
    return [("paragraphs", prose), ("one line", prose.replace("\n", " "))]


def _motions(table: Table, name: str, text: str, repeats: int) -> None:
    page = Page(wrap(text, 70), 40)
    floor = [_timed(lambda: [m.span() for m in _WORD.finditer(text)]) for _ in range(repeats)]
    for motion in MOTIONS:
        start = CaretPlace(len(text) if _goes_back(motion) else 0)
        ours = [_timed(partial(move, motion, page, start, _COUNT)) for _ in range(repeats)]
        _row(table, f"{_COUNT} {motion}, {name}", floor, ours)


def _goes_back(motion: str) -> bool:
    return motion.startswith("previous") or motion in ("left", "up", "page-up", "article-start")


def _answers(table: Table, folder: Path, times: int, repeats: int) -> None:
    """Accept, undo and redo, with a word that stands all through an article."""
    folder.mkdir()
    words = article(50 * times, seed=times).split()
    every = len(words) // times
    words[::every] = [_NAME] * len(words[::every])
    lines = (" ".join(words[n : n + 80]) for n in range(0, len(words), 80))
    (folder / "report.txt").write_text("\n\n".join(lines), encoding="utf-8")
    with Workspace.open(find_story([folder]), ANNOTATOR) as workspace:
        opened = workspace.article(workspace.story.articles[0].id)
        suggester = Suggester(workspace)
        edit = actions.tag(opened.article, opened.annotations, Span(0, len(_NAME)), "location")
        assert isinstance(edit, EditOfAnnotation)
        assert edit.after is not None
        workspace.apply(edit)
        proposed = suggester.propose_like(opened.id, edit.after)
        accepting, undoing, redoing, floor = [], [], [], []
        for _ in range(repeats):
            asked = suggester.asked_for(edit.after)
            assert asked is not None

            before = _size(workspace)
            accepting.append(_timed(partial(_accept, workspace, suggester, asked)))
            line = b"x" * (_size(workspace) - before)
            floor.append(_timed(partial(_append, folder / "floor", line)))
            undoing.append(_timed(workspace.undo))
            redoing.append(_timed(workspace.redo))
            workspace.undo()
            suggester.proposals(opened.id)
        for what, ours in (("accept", accepting), ("undo", undoing), ("redo", redoing)):
            _row(table, f"{what} {proposed:,} suggestions", floor, ours)
        suggester.close()


def _accept(workspace: Workspace, suggester: Suggester, first: tuple[str, Suggestion]) -> None:
    edit = suggester.accepting(suggester.of_kind(*first)).all()
    assert isinstance(edit, Batch)
    workspace.apply(edit)


def _size(workspace: Workspace) -> int:
    return (workspace.folder / "journal.jsonl").stat().st_size


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def _row(table: Table, what: str, floor: list[float], ours: list[float]) -> None:
    least, found = spread(floor), spread(ours)
    table.rows.append(
        (
            what,
            f"{least.median:.1f}",
            f"{found.median:.1f}",
            f"{found.p95:.1f}",
            f"{found.median / least.median:.1f}",
        )
    )
    table.data.append({"what": what, "floor_ms": least, "ours_ms": found})
