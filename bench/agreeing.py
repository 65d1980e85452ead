"""How far two people agree on a thousand articles: time and memory, beside a bare reading of them.

`python -m bench agreeing`; `python -m bench.agreeing FOLDER ARTICLES` only makes the story.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from bench.figures import Budget, Table, verdict
from bench.programs import ROOT, clean_environment
from bench.prose import article
from bench.stories import Made, annotation
from store.annotations.edits import Batch, EditOfAnnotation, EditOfArticle
from store.annotations.model import ArticleRecord, ArticleState
from store.articles import find_story
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from bench.programs import Scratch

_PEOPLE: Final = ("ana", "ben")
_TEXT: Final = 4_000
_LABELS: Final = ("actor", "location", "claim", "source")
_ARTICLES: Final = 1_000
_SPANS: Final = 60
_MOST_SECONDS: Final = 5.0
_MOST_MB: Final = 50.0
_TOLD: Final = """
import atexit, os, sys, time
def told():
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM")).split()[1]
    os.write(2, f"{time.process_time()} {int(peak) / 1024}".encode())
atexit.register(told)
"""
"""Has a program say at its end what time of the processor and what memory it has taken."""
_OURS: Final = "from tui.cli.__main__ import main; sys.exit(main())"
_FLOOR: Final = """
import json, pathlib, re
articles, data = map(pathlib.Path, sys.argv[1:])
words, same, all_ = re.compile(r"\\w+|[^\\w\\s]"), 0, 0
for article in sorted(articles.glob("*.txt")):
    tokens = [match.span() for match in words.finditer(article.read_text("utf-8"))]
    people = []
    for folder in sorted(data.iterdir()):
        spans = json.loads((folder / "articles" / f"{article.stem}.json").read_bytes())["_default"]
        people.append({(s["start"], s["end"], s["label"]) for s in spans.values()})
    same, all_ = same + len(set.intersection(*people)), all_ + sum(map(len, people))
print(2 * same / all_)
"""
"""Reads the same files, finds the words, and counts what is exactly the same; nothing else."""
_WORD: Final = regex.compile(r"\p{L}{3,}")


def make_compared(folder: Path, articles: int, spans: int) -> Made:
    """A story that two people have done: of the spans of each some four in five are the other's."""
    path, data = _places(folder, articles)
    path.mkdir(parents=True)
    for number in range(articles):
        text = article(_TEXT, seed=number)
        (path / f"report {number + 1:05}.txt").write_text(text, encoding="utf-8")
    made = Made(path, data, _TEXT, articles * spans, articles)
    story = find_story([path])
    for who in _PEOPLE:
        own = random.Random(who)
        with Workspace.open(story, who, data=made.data) as workspace:
            for ref in story.articles:
                edits: list[EditOfAnnotation | EditOfArticle] = []
                read = workspace.now.peek(ref.id).article
                words = [match.span() for match in _WORD.finditer(read.text)]
                shared = random.Random(ref.id)
                for start, end in sorted(shared.sample(words, spans)):
                    label = shared.choice(_LABELS)
                    moved = own.random() < 0.2
                    place = own.choice(words) if moved else (start, end)
                    span = annotation(read, *place, label)
                    edits.append(EditOfAnnotation(ref.id, None, span))
                done = ArticleRecord(ref.id, ArticleState.DONE, read.sha256)
                edits.append(EditOfArticle(None, done))
                workspace.apply(Batch(tuple(edits), "import"))
    return made


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure the whole command, and a bare reading of the same files, in turns."""
    articles = _ARTICLES // 10 if quick else _ARTICLES
    command = [sys.executable, "-m", "bench.agreeing", str(scratch.folder), str(articles)]
    subprocess.run(command, cwd=ROOT, env=clean_environment(scratch.home), check=True)
    path, data = _places(scratch.folder, articles)
    table = Table(
        "Agreement",
        ("what", "s", "ratio", "peak RSS MB", ""),
        notes=[
            f"{articles:,} articles of {_TEXT // 1000} KB by two people with {_SPANS} spans each:",
            "the whole command with its start, figures of all labels and of each, and intervals by",
            "1,000 draws. Seconds of the processor, the lesser of three runs in turns. Beside it a",
            "script that reads the same files, finds words and counts what is exactly the same.",
            f"Budget for 1,000 articles: {_MOST_SECONDS:.0f} s and {_MOST_MB:.0f} MB.",
        ],
    )
    floor, ours = (5e9, 5e9), (5e9, 5e9)
    for _ in range(3):
        floor = min(floor, _measured(scratch, _FLOOR, str(path), str(data)))
        ours = min(ours, _measured(scratch, _OURS, "agree", str(path), "--data", str(data)))
    budgets = Budget("s", ours[0], _MOST_SECONDS), Budget("MB", ours[1], _MOST_MB)
    said = "" if quick else verdict(*budgets)
    for name, (seconds, peak), told in (
        ("bare reading", floor, ""),
        ("sidelight agree", ours, said),
    ):
        table.rows.append(
            (name, f"{seconds:.2f}", f"{seconds / floor[0]:.1f}", f"{peak:.0f}", told)
        )
        table.data.append({"what": name, "s": seconds, "peak_rss_mb": peak})
    return table


def _measured(scratch: Scratch, code: str, *arguments: str) -> tuple[float, float]:
    """The seconds of the processor, and the megabytes, that a program takes."""
    done = subprocess.run(
        [sys.executable, "-c", _TOLD + code, *arguments],
        cwd=ROOT,
        env=clean_environment(scratch.home),
        capture_output=True,
        check=True,
    )
    seconds, peak = done.stderr.split()[-2:]
    return float(seconds), float(peak)


def _places(folder: Path, articles: int) -> tuple[Path, Path]:
    """Where the story is, and what people have done."""
    return folder / f"compared-{articles}", folder / f"data-compared-{articles}"


if __name__ == "__main__":
    make_compared(Path(sys.argv[1]), int(sys.argv[2]), _SPANS)
