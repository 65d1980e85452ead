"""A corpus of a million annotations, exported and imported, beside plain JSON of the same lines."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Final

import regex

from bench.budgets import EXPORT, IMPORT
from bench.figures import Budget, Table, verdict
from bench.programs import run_program
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
LABELS: Final = ("actor", "location", "claim", "source")
WORD: Final = regex.compile(r"\p{L}{3,}")
WHEN: Final = "2026-11-22T23:47:03.399Z"
_BUILD: Final = """
import pathlib, sys
from bench.streams import make_corpus
make_corpus(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
"""
PLAIN: Final = """
import json, sys, time
read = write = 0.0
with open(sys.argv[1], "rb") as lines, open(sys.argv[2], "w", encoding="utf-8") as out:
    started = time.process_time()
    for line in lines:
        value = json.loads(line)
        loaded = time.process_time()
        out.write(json.dumps(value, ensure_ascii=False) + chr(10))
        read, write = read + loaded - started, write + time.process_time() - loaded
        started = time.process_time()
print(read, write)
"""
"""Reads and writes lines of JSON with the standard library, one at a time."""


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure an export and an import by the command line, and plain JSON between them."""
    articles = _ARTICLES // 10 if quick else _ARTICLES
    # In a process of its own: what a program has at its start counts for its children too.
    run_program(scratch, [sys.executable, "-c", _BUILD, str(scratch.folder), str(articles)])
    made = _made(scratch.folder, articles)
    lines = scratch.folder / "out.jsonl"
    ours = [sys.executable, "-m", "tui.cli"]
    who = ["--annotator", ANNOTATOR]
    export = run_program(
        scratch,
        [*ours, "export", str(made.path), "--data", str(made.data), *who, "-o", str(lines)],
    )
    plain = run_program(
        scratch, [sys.executable, "-c", PLAIN, str(lines), str(scratch.folder / "plain.jsonl")]
    )
    read, write = map(float, plain.output.split())
    into = run_program(scratch, [*ours, "import", str(scratch.folder / "new"), str(lines), *who])
    table = Table(
        "Streams",
        ("what", "processor s", "annotations/s", "plain JSON s", "ratio", "peak RSS MB", ""),
        notes=[
            f"{made.annotations:,} annotations in {articles:,} articles of {_TEXT // 1000} KB, one",
            f"relation for each 20, {lines.stat().st_size / 1e6:,.0f} MB of JSON lines; whole",
            "commands with their start, once each, in processor time. Beside them json of the",
            "standard library, reading or writing the same lines one at a time in the same run.",
            f"Budgets: export {EXPORT[0]:g} times and {EXPORT[1]:g} MB,",
            f"import {IMPORT[0]:g} times and {IMPORT[1]:g} MB.",
        ],
    )
    for name, ran, floor, (most, most_mb) in (
        ("export", export, write, EXPORT),
        ("import", into, read, IMPORT),
    ):
        ratio = ran.processor / floor
        rate = made.annotations / ran.processor
        table.rows.append(
            (
                name,
                f"{ran.processor:.1f}",
                f"{rate:,.0f}",
                f"{floor:.1f}",
                f"{ratio:.1f}",
                f"{ran.peak_mb:,.0f}",
                verdict(
                    Budget("ratio", ratio, most, " x"),
                    Budget("peak", ran.peak_mb, most_mb, " MB"),
                ),
            )
        )
        table.data.append(
            {
                "what": name,
                "processor_s": ran.processor,
                "plain_s": floor,
                "peak_rss_mb": ran.peak_mb,
            }
        )
    table.rows.append(("plain", f"{read + write:.1f}", "", "", "", f"{plain.peak_mb:,.0f}", ""))
    return table


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
    counts = dict.fromkeys(LABELS, 0)
    for number, ref in enumerate(find_story([path]).articles):
        read = load_article(ref)
        found = tuple(_annotations(read, number))
        for annotation in found:
            counts[annotation.label] += 1
        here = [Mention(ref.id, annotation.id) for annotation in found]
        for n in range(0, len(here) - 1, 20):
            relations.append(Relation(ulid("R", number, n), "attribution", here[n], here[n + 1]))
        clusters.append(Cluster(ulid("C", number, 0), "actor", "Somebody", tuple(sorted(here[:5]))))
        checkpoints.write(ref.id, TableFile(found, seq=1, sha256=read.sha256))
    checkpoints.write(LINKS, TableFile(links=(*relations, *clusters), seq=1))
    checkpoints.write_state(State(seq=1, counts=counts))
    return made


def _annotations(read: Article, number: int) -> Iterator[Annotation]:
    words = [match.span() for match in WORD.finditer(read.text)]
    chance = random.Random(number)
    chosen = sorted(chance.sample(range(len(words) - 4), _PER_ARTICLE))
    for n, at in enumerate(chosen):
        start, end = words[at][0], words[at + chance.randrange(3)][1]
        yield Annotation(
            ulid("A", number, n), start, end, chance.choice(LABELS), read.text[start:end],
            Origin.MANUAL, WHEN, WHEN,
        )  # fmt: skip


def ulid(kind: str, article_number: int, number: int) -> str:
    """An id in the shape of a ULID."""
    return f"01J{kind}{article_number:011}{number:011}"


class _Unsynced(Files):
    """Files that need not last."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass
