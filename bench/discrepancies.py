"""Values that differ, in what is tied: `python -m bench.discrepancies [--read] [FOLDER…]`.

Without arguments: the seeds, the events of NewsWCL50 that are there, and the topics of ECB+; else
folders of stories with their gold. The rules were written with the seeds, all of NewsWCL50 and
those mentions of ECB+ in view that have numbers; no constant was fitted on any of them.

Three things are told. The alarms, which `--read` prints to be read, beside how many nouns are
counted differently anywhere, which is what one would have to read without ties. What is planted: a
line of an article and the same line as a second article has it, as two claims that say the same;
in one a number, money or share is made another by its first digit, and the alarm has to come; where
nothing is changed it must not. And how long five articles of 100 KB take.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.figures import Table, spread
from bench.tied_golds import load_tied, tied_corpora
from store.across.discrepancies.quantities import quantities_in
from store.across.discrepancies.tables import counted_in_steps, discrepancies, tied_in_steps
from store.across.discrepancies.things import StoryValues
from store.across.discrepancies.values import INFINITE, Bound, ValueKind
from store.across.story_ties import ArticleText, StoryTies
from store.annotations.links import Links
from store.annotations.model import Annotation, Cluster, Mention
from store.labels import DEFAULT_LABELS, SUPPORTS
from store.steps import Steps
from store.text.passages import passages
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.tied_golds import TiedGold

_LONG: Final = 100_000
_PLANTED: Final = (ValueKind.COUNT, ValueKind.MONEY, ValueKind.SHARE, ValueKind.DURATION)
_SLICE: Final = 0.02
"""Seconds for which the screen looks on between two keys."""
_LOOKED_AT: Final = 10
"""Topics of ECB+ up to which stories were looked at when the rules were written."""


def ties_in(gold: TiedGold) -> StoryTies:
    """A gold as a story."""
    number = {article: n for n, article in enumerate(gold.texts)}
    items = sorted(gold.annotations.items(), key=lambda i: (number[i[0].article], i[1].order))
    texts = {article: ArticleText(text, title=article) for article, text in gold.texts.items()}
    return StoryTies(texts, dict(items), Links.of(gold.relations, gold.clusters))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what differs, what of the planted is found, and how long it takes."""
    parser = argparse.ArgumentParser(prog="python -m bench.discrepancies")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--read", action="store_true", help="print each alarm with its words")
    options = parser.parse_args(arguments)
    files = [p for folder in options.folders for p in sorted(folder.rglob("*.jsonl"))]
    golds = [load_tied(each, "given") for each in files] or list(tied_corpora())
    print(_alarms(golds, reads=options.read))
    print(_planted(golds))
    print(_speed(golds))
    return 0


def _part(gold: TiedGold) -> str:
    if gold.corpus != "ECB+":
        return gold.corpus
    is_seen = int(gold.name.partition("_")[0]) <= _LOOKED_AT
    return f"ECB+, topics up to {_LOOKED_AT}" if is_seen else "ECB+, the others"


# Alarms ------------------------------------------------------------------------------------------


def _alarms(golds: Sequence[TiedGold], *, reads: bool) -> Table:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for gold in golds:
        count = counts[_part(gold)]
        count["stories"] += 1
        for table in discrepancies(ties_in(gold), DEFAULT_LABELS):
            kind = "tied" if table.is_sure else "nouns"
            count[kind] += 1
            count["alarms"] += table.is_alarm
            if reads and table.is_alarm:
                print(f"{gold.corpus} {gold.name}: {table.name} · {table.kind.value}")
                for number, placed in enumerate(table.values):
                    against = "!" if table.against(number) else " "
                    print(f"  {against} {placed.value.told:>16} {placed.article}: {placed.said}")
    names = ("stories", "tied", "alarms", "nouns")
    rows: list[Sequence[str]] = [
        [part, *(str(count[name]) for name in names)] for part, count in counts.items()
    ]
    columns = ["", "stories", "tied things with values", "alarms", "nouns counted differently"]
    return Table("What differs", columns, rows)


# Planted -----------------------------------------------------------------------------------------


def _planted(golds: Sequence[TiedGold]) -> Table:
    found: dict[str, dict[ValueKind, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    false: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for gold in golds:
        for text in gold.texts.values():
            for line, kind, changed in _changes(text):
                count = found[_part(gold)][kind]
                count["planted"] += 1
                count["found"] += _has_alarm(line, changed)
            for passage in passages(text, Span(0, len(text))):
                line = passage.of(text)
                if any(c.isdigit() for c in line):
                    lines[_part(gold)] += 1
                    false[_part(gold)] += _has_alarm(line, line)
    rows: list[Sequence[str]] = []
    for part, kinds in found.items():
        shares = [f"{kinds[k]['found']} of {kinds[k]['planted']}" for k in _PLANTED]
        rows.append([part, *shares, f"{false[part]} of {lines[part]}"])
    columns = ["", *(kind.value for kind in _PLANTED), "alarms where nothing was changed"]
    return Table("Planted differences that are found", columns, rows)


def _changes(text: str) -> Iterator[tuple[str, ValueKind, str]]:
    """Lines with one value in figures, its kind, and the line with another value there."""
    for passage in passages(text, Span(0, len(text))):
        line = passage.of(text)
        for value in quantities_in(tokens_in(line, Span(0, len(line)))):
            figures = [n for n in range(value.start, value.end) if line[n].isdigit()]
            is_open = value.bound is not Bound.EXACT or value.high == INFINITE
            if not figures or is_open or value.kind not in _PLANTED:
                continue
            at = figures[0]
            other = str((int(line[at]) + 3) % 9 + 1)
            yield line, value.kind, line[:at] + other + line[at + 1 :]


def _has_alarm(one: str, other: str) -> bool:
    """Whether two articles that consist of a claim each, tied as the same, raise an alarm."""
    texts = {"1": one, "2": other}
    said = {
        Mention(article, article): Annotation(article, 0, len(text), "claim", text)
        for article, text in texts.items()
    }
    cluster = Cluster("1", "claim", "planted", tuple(said), SUPPORTS)
    articles = {article: ArticleText(text) for article, text in texts.items()}
    ties = StoryTies(articles, said, Links.of((cluster,)))
    story = StoryValues(ties, DEFAULT_LABELS)
    return any(table.is_alarm for table in Steps(tied_in_steps(story), 0).all())


# Speed -------------------------------------------------------------------------------------------


def _speed(golds: Sequence[TiedGold]) -> Table:
    """How long the screen takes until what is tied is there, and until all is."""
    gold = max(golds, key=lambda each: len(each.texts) >= 5 and len(each.annotations))
    texts = list(gold.texts.values())[:5]
    long = {
        str(number): (text * (_LONG // max(1, len(text)) + 1))[:_LONG]
        for number, text in enumerate(texts)
    }
    named = dict(zip(gold.texts, long, strict=False))
    kept = {
        Mention(named[m.article], m.id): a
        for m, a in gold.annotations.items()
        if m.article in named
    }
    clusters = [
        Cluster(c.id, c.label, c.name, tuple(Mention(named[m.article], m.id) for m in c.members
                                            if m.article in named), c.relation)
        for c in gold.clusters
    ]  # fmt: skip
    articles = {article: ArticleText(text) for article, text in long.items()}
    story = StoryValues(StoryTies(articles, kept, Links.of(clusters)), DEFAULT_LABELS)
    took, slices = [], []
    for work in (tied_in_steps(story), counted_in_steps(story)):
        steps, began, is_done = Steps(work, 0), time.process_time(), False
        while not is_done:
            start = time.process_time()
            is_done = steps.work(_SLICE)
            slices.append(1000 * (time.process_time() - start))
        took.append(f"{1000 * (time.process_time() - began):.0f}")
    shown = spread(slices)
    columns = ["what is tied", "all nouns", "a slice, median", "p95", "at the most"]
    figures = [f"{each:.1f}" for each in (shown.median, shown.p95, shown.most)]
    return Table("Five articles of 100 KB, ms of processor time", columns, [[*took, *figures]])


if __name__ == "__main__":
    sys.exit(main())
