"""What articles of one event share, and what by chance: `python -m bench.shared [FOLDER…]`.

Without arguments: the events of NewsWCL50 that are there, and the topics of ECB+; else folders of
stories with their gold. Each article is compared with each other of its event, and with each of
the other events of the corpus: what these share is chance. No constant was chosen here: they are
those of a prototype that was made with all of NewsWCL50 in view, and without ECB+. Yardsticks: runs
of so many words, whatever they are, and runs with fewer words of content.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.figures import Table
from bench.tied_golds import load_tied, tied_corpora
from store.across.shared_passages import ComparedText, shared_passages, shared_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.tied_golds import TiedGold

_MOST: Final = 2_000
"""Pairs of one event, and of two, that are looked at: of more a sample."""
_WORDS: Final = (5, 6, 8, 10)
_CONTENT: Final = (2, 3, 4, 6)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is shared."""
    parser = argparse.ArgumentParser(prog="python -m bench.shared", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    files = [p for folder in options.folders for p in sorted(folder.rglob("*.jsonl"))]
    parts: dict[str, list[tuple[str, ComparedText]]] = defaultdict(list)
    for gold in [load_tied(each) for each in files] or list(tied_corpora()):
        if gold.corpus != "seeds":
            compared = [(_event_of(gold), ComparedText(text)) for text in gold.texts.values()]
            parts[gold.corpus or "given"] += compared
    for part, articles in parts.items():
        print(_table(part, articles))
    return 0


def _event_of(gold: TiedGold) -> str:
    """The two halves of a topic of ECB+ are of one matter: neither is chance for the other."""
    return gold.name.partition("_")[0] if gold.corpus == "ECB+" else gold.name


def _table(part: str, articles: Sequence[tuple[str, ComparedText]]) -> Table:
    pairs: Counter[bool] = Counter()
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    of_one_event: dict[bool, list[tuple[ComparedText, ComparedText]]] = {True: [], False: []}
    for (event, one), (event_of_other, other) in combinations(articles, 2):
        of_one_event[event == event_of_other].append((one, other))
    for is_same, some in of_one_event.items():
        looked_at = random.Random(1).sample(some, min(_MOST, len(some)))
        pairs[is_same] = len(looked_at)
        for one, other in looked_at:
            _count(one, other, counts, is_same=is_same)
    names = [f"runs of {n} words or more" for n in _WORDS]
    names += [f"runs with {n} words of content or more" for n in _CONTENT]
    names += [each for each in sorted(counts) if each not in names]
    rows: list[Sequence[str]] = [
        [
            name,
            str(counts[name][True]),
            f"{counts[name][True] / max(1, pairs[True]):.3f}",
            f"{counts[name][False] / max(1, pairs[False]):.4f}",
        ]
        for name in names
    ]
    notes = [f"{pairs[True]} pairs of articles of one event, {pairs[False]} of two"]
    return Table(f"{part}: shared", ["what", "all", "a pair", "by chance"], rows, notes)


def _count(
    one: ComparedText, other: ComparedText, counts: dict[str, Counter[bool]], *, is_same: bool
) -> None:
    for _, words in shared_runs(one, other, 0):
        for n in _WORDS:
            counts[f"runs of {n} words or more"][is_same] += words >= n
    for n in _CONTENT:
        found = len(shared_runs(one, other, n))
        counts[f"runs with {n} words of content or more"][is_same] += found
    for each in shared_passages(one, other):
        how = "run" if each.containment == 1.0 else "near copy"
        doubt = ", doubtful" if each.is_doubtful else ""
        counts[f"{how}{doubt}: {each.kind}"][is_same] += 1
        counts[f"{how}{doubt}"][is_same] += 1


if __name__ == "__main__":
    sys.exit(main())
