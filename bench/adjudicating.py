"""An article that six people have annotated, opened to be decided on; and what a decision costs.

The floor is the same article in the editor, in the same run: its first paint, and a tag.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bench.figures import Budget, Table, spread, verdict
from bench.programs import CALM_MS, TWO_PANES
from store.annotations import assessing
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.model import Annotation, ArticleState, new_id
from store.articles import find_story
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.figures import Spread
    from bench.programs import Scratch
    from bench.terminal import Sample

_PEOPLE: Final = ("ana", "ben", "cleo", "dan", "eve", "finn")
_ITEMS: Final = 60
_DISPUTED_EVERY: Final = 3
_QUESTION: Final = b"after this"
"""With what a question ends: all of it has been painted then."""
_MOST_START: Final = 1.2
_MOST_KEY: Final = 2.5
"""Of a decision, in tags."""
_SENTENCE: Final = "The mayor of town {} said that the curfew would stay in force until noon. "


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure starts in turns, then keys in turns."""
    table = Table(
        f"Adjudication: {_ITEMS} items of {len(_PEOPLE)} people beside the editor, ms",
        ("what", "editor", "from-to", "adjudication", "from-to", "ratio", "budget"),
    )
    folder = _write(scratch.folder / "adjudicated")
    editor = [sys.executable, "-m", "tui.cli", "open", str(folder), "--annotator", "gold"]
    editor += ["--columns", "1", "--no-suggestions"]
    decides = [sys.executable, "-m", "tui.cli", "adjudicate", str(folder), "--as", "gold"]
    floors: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for number in range((3 if quick else 9) + 1):
        for command, marker, found in ((editor, b"town 1", floors), (decides, _QUESTION, ours)):
            with scratch.start(command, TWO_PANES) as terminal:
                took = terminal.wait_for(marker, timeout=60)
                if number:
                    found.append((took, terminal.cpu_ms()))
    for at, what in enumerate(("first paint", "first paint: processor")):
        floor, own = (spread(each[at] for each in found) for found in (floors, ours))
        _add(table, what, floor, own, _MOST_START)
    tags: list[Sample] = []
    decisions: list[Sample] = []
    count = 5 if quick else 15
    with scratch.start(editor, TWO_PANES) as terminal:
        terminal.wait_for(b"town 1", timeout=60)
        terminal.read_until_quiet(CALM_MS)
        for _ in range(count):
            terminal.send(b"w")
            terminal.read_until_quiet(CALM_MS)
            tags.append(terminal.measure(b"a"))
    with scratch.start(decides, TWO_PANES) as terminal:
        terminal.wait_for(_QUESTION, timeout=60)
        terminal.read_until_quiet(CALM_MS)
        terminal.measure(b"Y")
        terminal.read_until_quiet(CALM_MS)
        for _ in range(count):
            decisions.append(terminal.measure(b"1"))
            terminal.read_until_quiet(CALM_MS)
    _add(table, "a tag; a decision", _times(tags), _times(decisions), _MOST_KEY)
    written = spread(each.bytes for each in decisions)
    table.notes.append(f"A decision writes {written.median:.0f} bytes to the terminal.")
    return table


def _times(samples: list[Sample]) -> Spread:
    return spread(each.last_byte_ms for each in samples)


def _add(table: Table, what: str, floor: Spread, ours: Spread, most: float) -> None:
    ratio = ours.median / floor.median
    table.rows.append(
        (
            what,
            f"{floor.median:.0f}",
            f"{floor.least:.0f}-{floor.most:.0f}",
            f"{ours.median:.0f}",
            f"{ours.least:.0f}-{ours.most:.0f}",
            f"{ratio:.2f}",
            verdict(Budget(what, ratio, most, " x")),
        )
    )
    table.data.append({"what": what, "floor_ms": floor, "ours_ms": ours})


def _write(folder: Path) -> Path:
    """A story of one article, as six people have annotated it; they differ in each third item."""
    folder.mkdir()
    text = "".join(_SENTENCE.format(number) + "\n" for number in range(1, _ITEMS + 1))
    (folder / "article.txt").write_text(text, encoding="utf-8")
    for at, who in enumerate(_PEOPLE):
        with Workspace.open(find_story([folder]), who) as workspace:
            edits = tuple(EditOfAnnotation("article", None, each) for each in _spans(text, at))
            workspace.apply(Batch(edits, "import"))
            read = workspace.article("article").article
            mark = assessing.mark(workspace.now.links(), read, ArticleState.DONE)
            assert not isinstance(mark, Refusal)
            workspace.apply(mark)
    return folder


def _spans(text: str, person: int) -> Iterator[Annotation]:
    for number in range(1, _ITEMS + 1):
        words = f"mayor of town {number} said"
        start = text.index(words)
        end = start + len(words) - len(" said")
        if number % _DISPUTED_EVERY == 0 and person % 2:
            start += len("mayor of ")
        yield Annotation(new_id(), start, end, "actor", text[start:end])
