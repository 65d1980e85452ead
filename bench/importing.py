"""An import of a million annotations, beside plain JSON of the same lines: memory and processor."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from bench.budgets import IMPORT
from bench.figures import Budget, Table, verdict
from bench.programs import run_program
from bench.prose import article
from bench.stories import ANNOTATOR
from bench.streams import LABELS, PLAIN, WHEN, WORD, ulid

if TYPE_CHECKING:
    from pathlib import Path

    from bench.programs import Scratch

_CASES: Final = ((1_000, 1_000), (100, 10_000))
"""Articles, and annotations in each."""
_QUICK: Final = 10
"""By which the articles are fewer then."""
_BUILD: Final = """
import pathlib, sys
from bench.importing import write_lines
write_lines(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
"""
_CHARACTERS: Final = 12
"""Of text for each annotation."""


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure the command, whole, once for each case; then opening what it made, and a second
    import of the same file."""
    table = Table(
        "Importing",
        ("what", "processor s", "plain JSON s", "ratio", "peak RSS MB", "budget"),
        notes=[
            f"{'A tenth of a' if quick else 'A'} million annotations in new articles, as our own",
            "JSON lines, by `sidelight import`, once each: processor time and memory of the whole",
            "command. Beside it json.loads and json.dumps of the standard library, a line at a",
            "time, in the same run. Then the same file again, and `sidelight stats`. Budget:",
            f"{IMPORT[0]:g} times plain JSON, {IMPORT[1]:g} MB.",
        ],
    )
    for articles, each in _CASES:
        lines = scratch.folder / "lines.jsonl"
        number = articles // (_QUICK if quick else 1)
        # In a process of its own: what a program has at its start counts for its children too.
        run_program(scratch, [sys.executable, "-c", _BUILD, str(lines), str(number), str(each)])
        plain = run_program(
            scratch, [sys.executable, "-c", PLAIN, str(lines), str(scratch.folder / "plain.jsonl")]
        )
        floor = sum(map(float, plain.output.split()))
        story = scratch.folder / f"story-{articles}"
        ours, who = [sys.executable, "-m", "tui.cli"], ["--annotator", ANNOTATOR]
        bring_in = [*ours, "import", str(story), str(lines), *who]
        what = f"{articles:,} x {each:,}"
        for name, command in (
            (what, bring_in),
            (f"{what}, again", bring_in),
            (f"{what}, stats", [*ours, "stats", str(story), *who]),
        ):
            ran = run_program(scratch, command)
            ratio = ran.processor / floor
            said = verdict(
                Budget("ratio", ratio, IMPORT[0], " x"),
                Budget("peak", ran.peak_mb, IMPORT[1], " MB"),
            )
            table.rows.append(
                (
                    name,
                    f"{ran.processor:.1f}",
                    f"{floor:.1f}",
                    f"{ratio:.1f}",
                    f"{ran.peak_mb:,.0f}",
                    said,
                )
            )
            table.data.append({"what": name, "processor_s": ran.processor, "plain_s": floor,
                               "peak_rss_mb": ran.peak_mb})  # fmt: skip
    return table


def write_lines(path: Path, articles: int, each: int) -> None:
    """Lines as an export writes them."""
    texts = [article(each * _CHARACTERS, seed=number) for number in range(5)]
    words = [[match.span() for match in WORD.finditer(text)] for text in texts]
    with path.open("w", encoding="utf-8") as out:
        for number in range(articles):
            text, places = texts[number % 5], words[number % 5]
            head = f"Report {number + 1}\n\n"
            spans = []
            for n in range(each):
                at = n * (len(places) - 3) // each
                start, end = places[at][0], places[at + n % 3][1]
                spans.append(
                    {
                        "id": ulid("A", number, n),
                        "start": len(head) + start,
                        "end": len(head) + end,
                        "label": LABELS[n % 4],
                        "text": text[start:end],
                        "origin": "manual",
                        "created": WHEN,
                        "updated": WHEN,
                    }
                )
            row = {"id": f"report {number + 1}", "text": head + text, "offset_unit": "codepoint",
                   "meta": {"annotator": ANNOTATOR}, "spans": spans}  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
