"""A corpus of a million annotations, exported and imported, beside plain JSON of the same lines."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from bench.figures import Table
from bench.programs import ROOT, clean_environment
from bench.prose import article
from bench.stories import ANNOTATOR, Made
from store.annotations.model import Annotation, Cluster, Mention, Origin, Relation
from store.articles import find_story
from store.articles.loading import load_article
from store.files import Files
from store.ledger.checkpoints import LINKS, Checkpoints, State, TableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.programs import Scratch
    from store.articles import Article

_ARTICLES: Final = 10_000
_PER_ARTICLE: Final = 100
_TEXT: Final = 4_000
_TEXTS: Final = 50
_LABELS: Final = ("actor", "location", "claim", "source")
_WORD: Final = regex.compile(r"\p{L}{3,}")
_WHEN: Final = "2026-11-22T23:47:03.399Z"
_BUILD: Final = """
import pathlib, sys
from bench.streams import make_corpus
make_corpus(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
"""
_PLAIN: Final = """
import json, sys, time
read = write = 0.0
with open(sys.argv[1], "rb") as lines, open(sys.argv[2], "w", encoding="utf-8") as out:
    started = time.perf_counter()
    for line in lines:
        value = json.loads(line)
        loaded = time.perf_counter()
        out.write(json.dumps(value, ensure_ascii=False) + chr(10))
        read, write = read + loaded - started, write + time.perf_counter() - loaded
        started = time.perf_counter()
print(read, write)
"""
"""Reads and writes lines of JSON with the standard library, one at a time."""


@dataclass(frozen=True, slots=True)
class _Ran:
    """What a program needed."""

    seconds: float
    peak_mb: float
    output: str


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure an export and an import by the command line, and plain JSON between them."""
    articles = _ARTICLES // 10 if quick else _ARTICLES
    # In a process of its own: what a program has at its start counts for its children too.
    _run(scratch, [sys.executable, "-c", _BUILD, str(scratch.folder), str(articles)])
    made = _made(scratch.folder, articles)
    lines = scratch.folder / "out.jsonl"
    ours = [sys.executable, "-m", "tui.cli"]
    who = ["--annotator", ANNOTATOR]
    export = _run(
        scratch,
        [*ours, "export", str(made.path), "--data", str(made.data), *who, "-o", str(lines)],
    )
    plain = _run(
        scratch, [sys.executable, "-c", _PLAIN, str(lines), str(scratch.folder / "plain.jsonl")]
    )
    read, write = map(float, plain.output.split())
    into = _run(scratch, [*ours, "import", str(scratch.folder / "new"), str(lines), *who])
    table = Table(
        "Streams",
        ("what", "s", "annotations/s", "plain JSON s", "ratio", "peak RSS MB"),
        notes=[
            f"{made.annotations:,} annotations in {articles:,} articles of {_TEXT // 1000} KB, one",
            f"relation for each 20, {lines.stat().st_size / 1e6:,.0f} MB of JSON lines; whole",
            "commands with their start, once each. Beside them json of the standard library,",
            "reading or writing the same lines one at a time in the same run. No budget.",
        ],
    )
    for name, ran, floor in (("export", export, write), ("import", into, read)):
        rate = made.annotations / ran.seconds
        table.rows.append(
            (
                name,
                f"{ran.seconds:.1f}",
                f"{rate:,.0f}",
                f"{floor:.1f}",
                f"{ran.seconds / floor:.1f}",
                f"{ran.peak_mb:,.0f}",
            )
        )
        table.data.append(
            {"what": name, "s": ran.seconds, "plain_s": floor, "peak_rss_mb": ran.peak_mb}
        )
    table.rows.append(("plain", f"{read + write:.1f}", "", "", "", f"{plain.peak_mb:,.0f}"))
    return table


def _run(scratch: Scratch, command: list[str]) -> _Ran:
    """Run a program to its end, which must be a good one."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=clean_environment(scratch.home),
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:5])} ended with {process.returncode}: {output}")
    # Linux counts kilobytes, macOS bytes.
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return _Ran(time.perf_counter() - started, peak, output)


def _made(folder: Path, articles: int) -> Made:
    path, data = folder / "stream", folder / "data-stream"
    return Made(path, data, _TEXT, articles * _PER_ARTICLE, articles)


def make_corpus(folder: Path, articles: int) -> Made:
    """A story as the store would have written it at a checkpoint."""
    made = _made(folder, articles)
    path = made.path
    path.mkdir(parents=True)
    texts = [article(_TEXT, seed=number) for number in range(_TEXTS)]
    for number in range(articles):
        text = f"Report {number + 1}\n\n{texts[number % _TEXTS]}"
        (path / f"report {number + 1}.txt").write_text(text, encoding="utf-8")
    checkpoints = Checkpoints(made.data / ANNOTATOR, _Unsynced())
    relations: list[Relation] = []
    clusters: list[Cluster] = []
    counts = dict.fromkeys(_LABELS, 0)
    for number, ref in enumerate(find_story([path]).articles):
        read = load_article(ref)
        found = tuple(_annotations(read, number))
        for annotation in found:
            counts[annotation.label] += 1
        here = [Mention(ref.id, annotation.id) for annotation in found]
        for n in range(0, len(here) - 1, 20):
            relations.append(Relation(_id("R", number, n), "attribution", here[n], here[n + 1]))
        clusters.append(Cluster(_id("C", number, 0), "actor", "Somebody", tuple(sorted(here[:5]))))
        checkpoints.write(ref.id, TableFile(found, seq=1, sha256=read.sha256))
    checkpoints.write(LINKS, TableFile(links=(*relations, *clusters), seq=1))
    checkpoints.write_state(State(seq=1, counts=counts))
    return made


def _annotations(read: Article, number: int) -> Iterator[Annotation]:
    words = [match.span() for match in _WORD.finditer(read.text)]
    chance = random.Random(number)
    chosen = sorted(chance.sample(range(len(words) - 4), _PER_ARTICLE))
    for n, at in enumerate(chosen):
        start, end = words[at][0], words[at + chance.randrange(3)][1]
        yield Annotation(
            _id("A", number, n), start, end, chance.choice(_LABELS), read.text[start:end],
            Origin.MANUAL, _WHEN, _WHEN,
        )  # fmt: skip


def _id(kind: str, article_number: int, number: int) -> str:
    """An id in the shape of a ULID."""
    return f"01J{kind}{article_number:011}{number:011}"


class _Unsynced(Files):
    """Files that need not last."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass
