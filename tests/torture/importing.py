"""Power cuts while articles are imported: an edit that lasts has its articles, whole.

In every second session the line of the import is written in pieces, as that of a large one is.
"""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from store.articles import find_story
from store.formats.reading import Input
from store.formats.registry import format_named
from store.importing.dataset import import_dataset
from store.ledger import line_writer
from store.story.workspace import Workspace
from tests.torture.cutting import Progress
from tests.torture.disk import Disk
from tests.torture.judging import scratch
from tests.torture.person import State, one_more
from tests.torture.recorder import Mark, Recorder, write_image
from tests.torture.subjects import ANNOTATOR
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.subjects import Subject
    from tests.torture.taps import Call

STATES: Final = 4_000
"""Disk states in a full campaign."""
_CUTS: Final = 40
"""Disk states of each import."""
CONTROLS: Final[dict[str, Callable[[Call], bool]]] = {
    "fsync of its articles": lambda call: call.name == "sync" and call.path.suffix == ".txt",
    "fsync of its folder": lambda call: call.name == "sync_folder" and call.path.name == "story",
}
"""What is left out during the import to prove that its absence is noticed."""


def run(
    subject: Subject,
    seed: int,
    share: float = 1,
    without: Callable[[Call], bool] | None = None,
    fault: str = "import, then power cut",
) -> Tally:
    """Import after an edit of the same session, which has made all other names last, and cut."""
    tally = Tally(fault, subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no import"
        return tally
    for number in range(max(1, round(STATES * share / _CUTS))):
        with scratch() as folder:
            _cut(subject, seed * 1_000 + number, folder, tally, without)
    return tally


def _cut(
    subject: Subject,
    seed: int,
    folder: Path,
    tally: Tally,
    without: Callable[[Call], bool] | None,
) -> None:
    chance = random.Random(seed)
    texts = {
        f"new_{number}": f"Report {number}: {'Moscow sent troops. ' * chance.choice((1, 40))}\n"
        for number in range(chance.randint(1, 3))
    }
    story, imports = folder / "story", False
    subject.prepare(story)
    recorder = Recorder(story, lambda call: bool(imports and without and without(call)))
    with Workspace.open(find_story([story]), ANNOTATOR, files=recorder) as workspace:
        step = one_more(State())
        assert step.edit is not None
        workspace.apply(step.edit)
        recorder.mark("begun", 1)
        imports = True
        with patch.object(line_writer, "_AT_ONCE", chance.choice((100, 1 << 20))):
            _import(workspace, folder / "rows.jsonl", texts, recorder)
        imports = False
        recorder.mark("acknowledged", 1)
    disk, done, at = Disk.of(recorder.image), Progress(), 0
    begin = next(n for n, event in enumerate(recorder.events) if isinstance(event, Mark))
    last = len(recorder.events)
    end = next(n for n in range(last, 0, -1) if isinstance(recorder.events[n - 1], Mark))
    for cut in sorted(chance.randrange(begin, (end, last)[n % 2] + 1) for n in range(_CUTS)):
        for event in recorder.events[at:cut]:
            disk.take(event)
        done, at = done.after(recorder.events[at:cut]), cut
        write_image(folder / "scene", disk.after_power_cut(chance))
        where = f"session {seed}, after call {cut} of {len(recorder.events)}"
        with tally.watching(where):
            tally.runs += 1
            tally.acknowledged += done.acknowledged
            _judge(folder / "scene", texts, tally, where, must_be=bool(done.acknowledged))
        shutil.rmtree(folder / "scene")


def _import(workspace: Workspace, rows: Path, texts: dict[str, str], files: Recorder) -> None:
    spans = [{"start": 0, "end": 6, "label": "actor"}]
    lines = [json.dumps({"id": name, "text": text, "spans": spans}) for name, text in texts.items()]
    rows.write_text("\n".join(lines) + "\n", "utf-8")
    import_dataset(workspace, format_named("jsonl"), Input(rows), files=files)


def _judge(story: Path, texts: dict[str, str], tally: Tally, where: str, *, must_be: bool) -> None:
    with Workspace.open(find_story([story]), ANNOTATOR) as workspace:
        there = {name for name in texts if len(workspace.now.kept(name))}
        whole = {
            ref.id
            for ref in workspace.story.articles
            if texts.get(ref.id) == workspace.article(ref.id).article.text
        }
    if must_be and there != texts.keys():
        tally.lost += 1
        tally.found(where, "the import is lost")
    elif there - whole or (there and there != texts.keys()):
        tally.wrong += 1
        tally.found(where, f"annotated are {sorted(there)}, of which {sorted(whole)} are whole")
