"""How well passages of one event are found in its other reports: `python -m bench.align [FOLDER…]`.

Without arguments: the seeds and what is there of NewsWCL50, and with `--all` of ECB+; else the gold
files in the folders that are named. Constants were chosen on the seeds and on events 0, 2 and 8 of
NewsWCL50; the others are reported apart.

**Right**: a passage that shares two clusters of the gold or more with the one that is asked for;
asked for is each that has such a passage in the other article. The index knows no cluster of the
gold, but what comes of it if every offer of `store/across/merge_offers.py` is taken. Yardsticks: a
passage at random, the one at the same place, and TF-IDF of words. **Claims**: the mate of a tied
claim among the first three, without the tie. **AUC**: how often the best score of a passage that
has a right one in the other article is above the best score of one that has none. **Alike**,
**perhaps**, **nothing**: of the best passages that are as sure, how many are right.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.clusters import Sieving
from bench.figures import Table, spread
from bench.golds import SEEDS
from bench.prose import article
from bench.tied_golds import load_tied, tied_corpora
from store.across.alignment import (
    AlignmentLevel,
    AskedPassage,
    TiedTexts,
    aligned_passages,
    index_clusters,
    level_of,
)
from store.across.passage_index import index_steps
from store.across.sieves import Sieve
from store.annotations.links import CONTRADICTS, Links
from store.labels import SUPPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from bench.tied_golds import TiedGold
    from store.across.mention_groups import MentionGroup
    from store.across.passage_index import PassageIndex
    from store.annotations.model import Cluster
    from store.text.span import Span

    Ranker: TypeAlias = Callable[["Passage", Sequence["Passage"]], list[tuple["Passage", float]]]

_SHARED: Final = 2
"""Clusters of the gold that two passages share that are on one matter."""
_FITTED: Final = frozenset(("0", "2", "8"))
_FIRST: Final = 3
_LEVELS: Final = (AlignmentLevel.ALIKE, AlignmentLevel.PERHAPS, AlignmentLevel.NOTHING)
_LONG: Final = 100_000
_ALL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a paragraph of an article."""

    article: str
    span: Span
    place: float
    text: str
    clusters: frozenset[str]
    """Of the gold."""


@dataclass(slots=True)
class Found:
    """How well passages were found by one way of looking."""

    first: int = 0
    reciprocal: float = 0.0
    asked: int = 0
    best: dict[bool, list[float]] = field(default_factory=lambda: defaultdict(list))
    """The best scores, by whether the other article has a right passage."""
    levels: dict[AlignmentLevel, Counter[bool]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """By how sure the best passage was, whether it was right; also where none is right."""

    def count(self, ranked: Sequence[tuple[Passage, float]], right: frozenset[Passage]) -> None:
        """Count one passage that was asked for."""
        self.best[bool(right)].append(ranked[0][1] if ranked else 0.0)
        if ranked:
            self.levels[level_of(ranked[0][1])][ranked[0][0] in right] += 1
        if right:
            self.asked += 1
            rank = next((n for n, (each, _) in enumerate(ranked, 1) if each in right), 0)
            self.first += rank == 1
            self.reciprocal += 1 / rank if rank else 0.0

    def share_right(self, level: AlignmentLevel) -> str:
        """Of the best passages of a level, how many are right."""
        counts = self.levels[level]
        return f"{counts[True]} of {counts.total()}"

    @property
    def auc(self) -> float:
        """How often a best score with a right passage is above one without."""
        pairs = [(a > b) + (a == b) / 2 for a in self.best[True] for b in self.best[False]]
        return sum(pairs) / max(1, len(pairs))


class AlignedGold:
    """A story of a gold, indexed as the program would once every offer is taken."""

    def __init__(self, gold: TiedGold, clusters: Iterable[Cluster] | None = None) -> None:
        """Index it.

        Args:
            gold: The story.
            clusters: That are known; those that are offered if not given.
        """
        self.gold = gold
        known = _clusters_offered(gold) if clusters is None else clusters
        self.tied = TiedTexts(Links.of(known), gold.annotations.get)
        self.index: PassageIndex = index_steps(gold.texts).all()
        index_clusters(self.index, self.tied)

    def passages(self, *, paragraphs: bool) -> dict[str, list[Passage]]:
        """The passages of each article."""
        members = defaultdict(list)
        for cluster in self.gold.clusters:
            for mention in cluster.members if not cluster.relation else ():
                members[mention.article].append((self.gold.annotations[mention].span, cluster.id))
        found = {}
        for name, indexed in self.index.articles.items():
            spans = dict.fromkeys(s.paragraph if paragraphs else s.span for s in indexed.sentences)
            found[name] = [
                Passage(
                    name,
                    span,
                    span.start / len(indexed.text),
                    span.of(indexed.text),
                    frozenset(i for where, i in members[name] if where.overlaps(span)),
                )
                for span in spans
            ]
        return found

    def ranked(self, asked: Passage, among: Sequence[Passage]) -> list[tuple[Passage, float]]:
        """As the program ranks them."""
        by_span = {each.span: each for each in among}
        other = among[0].article
        passage = AskedPassage(asked.article, asked.span)
        found = aligned_passages(self.index, self.tied, passage, (other,), _ALL)[other]
        best: dict[Passage, float] = {}
        for each in found:
            known = by_span.get(each.sentence) or by_span[each.paragraph]
            best.setdefault(known, each.score)
        return list(best.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how passages are found."""
    parser = argparse.ArgumentParser(prog="python -m bench.align", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--all", action="store_true", help="ECB+ as well, which takes minutes")
    options = parser.parse_args(arguments)
    files = [p for folder in options.folders for p in sorted(folder.rglob("*.jsonl"))]
    golds = [load_tied(each) for each in files] or [
        gold for gold in tied_corpora() if options.all or gold.corpus != "ECB+"
    ]
    groups: dict[str, list[AlignedGold]] = defaultdict(list)
    for gold in golds:
        if len(gold.texts) > 1:
            indexed = AlignedGold(gold)
            groups[_part_of(gold)].append(indexed)
            if gold.corpus == "NewsWCL50":
                groups["NewsWCL50, all five"].append(indexed)
    for paragraphs in (False, True):
        print(_ranking(groups, paragraphs=paragraphs))
    print(claims_table())
    print(_speed())
    return 0


def _part_of(gold: TiedGold) -> str:
    if gold.corpus != "NewsWCL50":
        return gold.corpus or "given"
    return "NewsWCL50, fitted" if gold.name in _FITTED else "NewsWCL50, others"


def _clusters_offered(gold: TiedGold) -> tuple[Cluster, ...]:
    """The clusters of a story if every offer is taken."""
    sieving = Sieving.of(gold)
    groups: Sequence[MentionGroup] = sieving.same_words()
    for sieve in Sieve:
        groups = sieving.sieved(groups, sieve)
    return tuple(each.cluster for each in groups if each.cluster is not None)


# Ways of looking -----------------------------------------------------------------------------


def _at_random(asked: Passage, among: Sequence[Passage]) -> list[tuple[Passage, float]]:
    chance = random.Random(f"{asked.article} {asked.span.start} {among[0].article}")
    return [(each, 0.0) for each in chance.sample(among, len(among))]


def _at_same_place(asked: Passage, among: Sequence[Passage]) -> list[tuple[Passage, float]]:
    return [(e, 0.0) for e in sorted(among, key=lambda each: abs(each.place - asked.place))]


def tf_idf(passages: Iterable[Passage]) -> Ranker:
    """The cosine of words by TF-IDF, over some passages."""
    words = {each: Counter(each.text.lower().split()) for each in passages}
    held = Counter(word for counts in words.values() for word in counts)
    vectors = {}
    for each, counts in words.items():
        vector = {w: n * math.log(len(words) / held[w]) for w, n in counts.items()}
        norm = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        vectors[each] = {word: value / norm for word, value in vector.items()}

    def rank(asked: Passage, among: Sequence[Passage]) -> list[tuple[Passage, float]]:
        own = vectors[asked]
        scores = {e: sum(v * vectors[e].get(w, 0.0) for w, v in own.items()) for e in among}
        return sorted(scores.items(), key=lambda scored: -scored[1])

    return rank


# Tables --------------------------------------------------------------------------------------


def _ranking(groups: dict[str, list[AlignedGold]], *, paragraphs: bool) -> Table:
    rows: list[Sequence[str]] = []
    for part, golds in groups.items():
        found: dict[str, Found] = defaultdict(Found)
        for gold in golds:
            _count(gold, found, paragraphs=paragraphs)
        for way, each in found.items():
            asked = max(1, each.asked)
            scores = (each.first / asked, each.reciprocal / asked, each.auc)
            levels = [each.share_right(level) for level in _LEVELS] if way == "here" else [""] * 3
            row = [part, way, str(each.asked), *(f"{score:.3f}" for score in scores)]
            rows.append(row + levels)
    name = "paragraphs" if paragraphs else "sentences"
    header = ["part", "way", "asked", "P@1", "MRR", "AUC", *_LEVELS]
    return Table(f"Aligned {name}", header, rows, words=2)


def _count(gold: AlignedGold, found: dict[str, Found], *, paragraphs: bool) -> None:
    articles = gold.passages(paragraphs=paragraphs)
    ways: dict[str, Ranker] = {
        "random": _at_random,
        "same place": _at_same_place,
        "TF-IDF": tf_idf(each for some in articles.values() for each in some),
        "here": gold.ranked,
    }
    for name, asking in articles.items():
        for asked in asking:
            for other, among in articles.items():
                if other == name or len(asked.clusters) < _SHARED:
                    continue
                right = frozenset(e for e in among if len(e.clusters & asked.clusters) >= _SHARED)
                for way, rank in ways.items():
                    found[way].count(rank(asked, among), right)


def claims_table() -> Table:
    """The mates of the tied claims of the seeds among the first three."""
    seeds = load_tied(SEEDS)
    gold = AlignedGold(seeds)
    by_hand = AlignedGold(seeds, [each for each in seeds.clusters if not each.relation])
    rows: list[Sequence[str]] = []
    for name, paragraphs in (("sentences", False), ("paragraphs", True)):
        articles = gold.passages(paragraphs=paragraphs)
        ranker = tf_idf(each for some in articles.values() for each in some)
        hits: Counter[str] = Counter()
        tied = _tied_claims(gold.gold)
        for claim, mates in tied:
            own, among = articles[claim[0]], articles[mates[0][0]]
            asked = next(each for each in own if each.span.overlaps(claim[1]))
            exact = Passage(claim[0], claim[1], asked.place, "", frozenset())
            for way, ranked in (
                ("TF-IDF", ranker(asked, among)),
                ("here, by sentence", gold.ranked(asked, among)),
                ("here, by claim", gold.ranked(exact, among)),
                ("the same, clusters of the gold", by_hand.ranked(exact, among)),
            ):
                first = [each.span for each, _ in ranked[:_FIRST]]
                hits[way] += any(s.overlaps(mate) for s in first for _, mate in mates)
        rows += [[name, way, f"{hits[way]} of {len(tied)}"] for way in hits]
    return Table(
        "Seeds: a claim's mate among the first three", ["passages", "way", ""], rows, words=2
    )


def _tied_claims(
    gold: TiedGold,
) -> list[tuple[tuple[str, Span], list[tuple[str, Span]]]]:
    """The claims with a mate in the other article, each with all such."""
    mates: dict[tuple[str, Span], list[tuple[str, Span]]] = defaultdict(list)
    for cluster in gold.clusters:
        if cluster.relation in (SUPPORTS, CONTRADICTS):
            places = [(m.article, gold.annotations[m].span) for m in cluster.members]
            for one in places:
                mates[one] += [other for other in places if other[0] != one[0]]
    return [(claim, some) for claim, some in mates.items() if some]


def _speed() -> Table:
    texts = {str(number): article(_LONG, seed=number) for number in range(5)}
    started = time.process_time()
    steps = index_steps(texts)
    slices = []
    while not steps.is_finished:
        began = time.process_time()
        steps.work(0)
        slices.append(1000 * (time.process_time() - began))
    took = time.process_time() - started
    index = steps.result
    tied = TiedTexts(Links(), lambda _: None)
    asked = random.Random(1).sample(index.articles["0"].sentences, 100)
    ranking = []
    for each in asked:
        began = time.process_time()
        aligned_passages(index, tied, AskedPassage("0", each.span))
        ranking.append(1000 * (time.process_time() - began))
    times, steps_took = spread(ranking), spread(slices)
    row = [f"{1000 * took:.0f}", f"{steps_took.median:.1f}", f"{steps_took.p95:.1f}"]
    row += [f"{steps_took.most:.1f}", f"{times.median:.1f}", f"{times.p95:.1f}"]
    header = ["index", "a step", "p95", "most", "ranking", "p95"]
    return Table("Five articles of 100 KB, ms of processor time", header, [row], words=0)


if __name__ == "__main__":
    sys.exit(main())
