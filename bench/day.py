"""A day's work, in keys by kind: `python bench/day.py [EVENT] [--json]`.

Drives the real app, through its own key handling, from the first screen to leaving it: all spans of
the gold of one event's five reports (NewsWCL50, actor and location; those the letters were not
fitted to are 4 and 6) are tagged as the plain person of `bench/policy.py` does, who goes by what
the screen shows; each article is said to be done once it is; then the list is gone through by its
texts, what is tagged in one place and not in another is looked at, and the story is exported.

Every key counts, from the first to the one that leaves, by what it was for: what command it ran, or
for a letter of a jump and the first key of a chord, what that belonged to. What was tagged then is
compared with the gold, and what was exported with both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/day.py`

from bench.figures import Table
from bench.golds import corpora, write_story
from bench.policy import Typist
from bench.programs import scratch_folder
from store.story.progress import count_done, is_done
from tests.tui.support import reading
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.golds import Gold
    from bench.tally import Outcome
    from tests.tui.support import Reader

SIZE: Final = (160, 50)
_KINDS: Final = {
    "go": "move", "pane": "move", "article": "move", "search": "move", "cancel": "move",
    "select": "correct", "nudge": "correct", "resize": "correct", "undo": "correct",
    "annotation": "correct", "tag": "tag", "add": "tag", "jump": "tag", "propose": "tag",
    "suggestion": "suggest", "suggestions": "suggest", "consistency": "check",
    "annotations": "list", "export": "export", "quit": "leave",
}  # fmt: skip
"""What a command is for, by the first part of its id."""
_OWN: Final = {"article.done": "progress", "annotation.enter": "move", "annotation.next": "move"}
"""The same of single commands."""
KINDS: Final = ("tag", "suggest", "correct", "move", "progress", "list", "check", "export", "leave")


def kind_of(command_id: str) -> str:
    """What a command is for."""
    return _OWN.get(command_id) or _KINDS[command_id.partition(".")[0]]


class Worker(Typist):
    """Does all of a day's work on a story."""

    def __init__(self, ana: Reader, gold: Gold) -> None:
        super().__init__(ana, gold, suggesting=True)
        self.kinds: Counter[str] = Counter()
        self._doing = ""
        """What the keys are for where they run no command of the main screen: those of a dialog."""
        self._run: list[str] = []
        """The ids of the commands that the key being pressed has run."""
        run = ana.main.run_command

        def run_and_note(command_id: str, count: int | None = None) -> None:
            self._run.append(command_id)
            run(command_id, count)

        ana.main.run_command = run_and_note  # type: ignore[method-assign]  # to count keys
        self._pending = 0
        """Keys pressed of a chord that is not whole yet."""

    async def press(self, *keys: str) -> None:
        """Press keys; each counts for what it does."""
        for key in keys:
            self._run.clear()
            is_letter = self._ana.main.mode is Mode.JUMPING
            await super().press(key)
            self._pending += 1
            if self._run or is_letter or self._doing:
                kind = self._doing or (kind_of(self._run[0]) if self._run else "tag")
                self.kinds[kind] += self._pending
                self._pending = 0

    async def work(self) -> Outcome:
        """Tag all of it, article by article, look it over, export it, and leave."""
        main = self._ana.main
        await self.rest()
        labels = list(main.workspace.labels.names)
        count = len(main.workspace.story.articles)
        self._label = labels[0]
        while count_done(main.workspace.now) < count:
            await self._work_down(labels)
            await self._leave_letters()
            for _ in main.panes.panes:  # titles say which articles are done
                opened = self._ana.pane.opened
                if opened is not None and not is_done(main.workspace.now, opened.id):
                    await self.press("g", "d")
                await self.press("tab")
        self.observer.compare()
        await self._look_over()
        await self._export()
        await self._as("leave", "q")
        return self.outcome

    async def _leave_letters(self) -> None:
        while self._ana.main.session.jump is not None:
            await self.press("escape")

    async def _as(self, kind: str, *keys: str) -> None:
        """Press keys that are all for one thing."""
        self._doing = kind
        await self.press(*keys)
        self._doing = ""

    async def _look_over(self) -> None:
        """Go through the texts of the list a page at a time, and see what is not tagged alike."""
        await self._as("list", "O")
        await self._ana.until_screen("Annotations")
        await self._as("list", "#")
        pages = 0
        while pages < 100 and "This is the last line" not in self._ana.screen():
            before = self._ana.rows()
            await self._as("list", "pagedown")
            if self._ana.rows() == before:
                break
            pages += 1
        await self._as("list", "escape")
        await self._ana.until_main()
        await self._as("check", "V")
        await self._ana.until(lambda: self._ana.app.screen is not self._ana.main, "it is open")
        await self._as("check", "escape")
        await self._ana.until_main()

    async def _export(self) -> None:
        await self._as("export", "E")
        await self._ana.until(lambda: self._ana.app.focused, "a file can be named")
        await self._as("export", "enter")
        await self._ana.until_main()
        await self._ana.until_screen("Exported")


async def work(gold: Gold, size: tuple[int, int] = SIZE) -> Worker:
    """Do a day's work on a story.

    Raises:
        AssertionError: What was tagged, or exported, is not the gold.
    """
    with scratch_folder() as folder, chdir(folder):
        story = folder / "story"
        story.mkdir()
        write_story(story, gold)
        async with reading(story, size=size) as ana:
            worker = Worker(ana, gold)
            outcome = await worker.work()
        assert outcome.is_equal, outcome.faults[:5]
        (file,) = folder.glob("*.jsonl")
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        exported = {(row["id"], s["start"], s["end"], s["label"]) for row in lines
                    for s in row["spans"]}  # fmt: skip
        assert exported == {(w.article, w.start, w.end, w.label) for w in gold.wanted}
        assert {row.get("state") for row in lines} == {"done"}
    return worker


def table(gold: Gold, worker: Worker) -> Table:
    """The keys by kind."""
    spans, total = len(gold.wanted), worker.kinds.total()
    made = Table(
        f"{gold.corpus}, event {gold.name}: {len(gold.texts)} reports, {spans} spans, at "
        f"{SIZE[0]}x{SIZE[1]}",
        ("for", "keys", "a span", "of all"),
    )
    for kind in (*KINDS, ""):
        count = worker.kinds[kind] if kind else total
        row = (kind or "all", f"{count:,}", f"{count / spans:.2f}", f"{count / total:.0%}")
        made.rows.append(row)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or one JSON document."""
    parser = argparse.ArgumentParser(prog="python bench/day.py", description=__doc__)
    parser.add_argument("event", nargs="?", default="4", help="of NewsWCL50")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    found = (g for g in corpora() if g.corpus == "NewsWCL50" and g.name == options.event)
    gold = next(found, None)
    if gold is None:
        sys.exit(f"NewsWCL50 has no event {options.event} where SIDELIGHT_CORPORA points to")
    worker = asyncio.run(work(gold))
    means = dict(worker.outcome.means.most_common())
    if options.json:
        print(json.dumps({"keys": worker.kinds, "spans_by": means, "spans": len(gold.wanted)}))
    else:
        print(table(gold, worker))
        print("  spans by: " + ", ".join(f"{name} {n}" for name, n in means.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
