"""Keys that a correction takes: `python bench/corrections.py [--json]`.

Each is done in the real app, through its own key handling, by the keys that a person would press,
which are counted; what comes of them is checked, and the budget stands beside it. Where the caret
is brought first costs nothing here: a correction begins at what was noticed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/corrections.py`

from bench.figures import Budget, Table, verdict
from bench.programs import scratch_folder
from store.annotations.model import ArticleState
from tests.tui.support import Reader, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STORY: Final = {
    "1_wire.txt": "Lamu: the ferry sank\n\nThe governor of Lamu spoke. Lamu wept, and Pwani too.\n",
    "2_paper.txt": "Ferry sinks\n\nIn Lamu nobody slept. The governor left Lamu at night.\n",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that is put right, or gone on to."""

    what: str
    keys: str
    """What is counted, parted by blanks."""
    most: int
    """Keys that it may take."""
    is_so: Callable[[Reader], bool]
    """Whether it has been done."""
    before: str = ""
    """What is pressed before at the first word, without being counted."""


def _labels(ana: Reader) -> list[str]:
    """The labels of all annotations, in the order of the articles and of the text."""
    ids = [ref.id for ref in ana.workspace.story.articles]
    return [each.label for name in ids for each in ana.annotations(name)]


def _is_done(ana: Reader) -> bool:
    first, second = (ref.id for ref in ana.workspace.story.articles)
    record = ana.workspace.now.links().record_of(first)
    return record.state is ArticleState.DONE and ana.article_id == second


CORRECTIONS: Final = (
    Correction("relabel", "l", 1, lambda ana: _labels(ana) == ["location"], "a"),
    Correction(
        "relabel all of a text",
        "L Y Y",
        3,
        lambda ana: _labels(ana) == ["location"] * 5,
        "A Y Y g g",
    ),
    Correction(
        "relabel all of a text, in the list",
        "O # l",
        3,
        lambda ana: _labels(ana) == ["location"] * 5,
        "A Y Y",
    ),
    Correction("a second label", "& l", 2, lambda ana: _labels(ana) == ["actor", "location"], "a"),
    Correction("remove", "d", 1, lambda ana: _labels(ana) == [], "a"),
    Correction("one word more", ";", 1, lambda ana: ana.tags()[0].endswith("Lamu: the"), "a"),
    Correction(
        "find a note, of those there are",
        "O / n enter",
        4,
        lambda ana: "1 of 2" in ana.screen() and "note: n" in ana.screen(),
        "a i n enter w w a g g",
    ),
    Correction("article done, and the next", "g d", 2, _is_done),
)


async def measure(correction: Correction) -> int:
    """Do it in the app; the keys that it took.

    Raises:
        AssertionError: It was not done.
    """
    with scratch_folder() as folder:
        story = folder / "story"
        story.mkdir()
        for name, text in _STORY.items():
            (story / name).write_text(text, encoding="utf-8")
        async with reading(story) as ana:
            await ana.until_suggested()
            for key in correction.before.split():
                await _press(ana, key)
            for key in correction.keys.split():
                await _press(ana, key)
            await ana.until(lambda: correction.is_so(ana), correction.what)
    return len(correction.keys.split())


async def _press(ana: Reader, key: str) -> None:
    """Press a key, once what is worked out between keys has come in."""
    await ana.press(key)
    await ana.until_suggested()


def table() -> Table:
    """What each takes, beside its budget."""
    made = Table("Corrections", ("correction", "keys", "budget", ""))
    for each in CORRECTIONS:
        count = asyncio.run(measure(each))
        said = verdict(Budget("keys", count, each.most))
        made.rows.append((f"{each.what}: {each.keys}", str(count), str(each.most), said))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or one JSON document."""
    parser = argparse.ArgumentParser(prog="python bench/corrections.py", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    made = table()
    print(json.dumps(made.rows) if options.json else made)
    return int(any("MISSED" in row[-1] for row in made.rows))


if __name__ == "__main__":
    sys.exit(main())
