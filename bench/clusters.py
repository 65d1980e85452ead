"""How good offers of clusters are: `python -m bench.clusters [FOLDER…]`.

Without arguments: the seeds, and what is there of NewsWCL50 and ECB+, all of each and apart those
with which the rules were made and the others; else the gold files in the folders that are named.
Mentions are those of the gold; a mention may be in several clusters.

**All accepted**: every offer is taken, a sieve after the other, and what comes of it is scored
(LEA, and CoNLL with and without clusters of one); *same words* is the yardstick. *Strict* leaves
out the mentions of clusters whose members only belong together.
**Right**: an offer whose two groups have the same cluster of the gold for most of their mentions.
**Keys**: each offer is answered with one key, as the gold says, in the order in which it is made;
what is left over takes 3 by hand, or 2 where the cluster is among the nine likeliest. *To 90 %*:
keys from the same words on until the LEA is nine tenths of what answering every offer gives.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench import partitions
from bench.figures import Table
from bench.golds import NEWS_FITTED, TOPICS_FITTED
from bench.partitions import Sums, without_singletons
from bench.tied_golds import load_tied, tied_corpora
from store.across.likely_clusters import likely_clusters
from store.across.mention_groups import MentionGroup, TaggedMention, groups_of
from store.across.merge_offers import OFFERED, MergeContext, MergeOffer, merge_offers
from store.across.sieves import Sieve
from store.annotations.model import Cluster, RefusedOffer
from store.text.acronyms import definitions_in
from store.text.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.tied_golds import TiedGold
    from store.annotations.model import Mention

BY_HAND: Final = 3
PICKED: Final = 2
PLACES: Final = frozenset(("location",))


@dataclass(slots=True)
class Sieving:
    """A story that is clustered, and the offers for it."""

    gold: TiedGold
    mentions: list[TaggedMention]
    context: MergeContext
    right: dict[Mention, list[str]]
    """By mention: the clusters of the gold that it is in."""

    @classmethod
    def of(cls, gold: TiedGold) -> Sieving:
        right: dict[Mention, list[str]] = defaultdict(list)
        for cluster in gold.clusters:
            for mention in cluster.members if not cluster.relation else ():
                right[mention].append(cluster.id)
        articles = list(gold.texts)
        mentions = sorted(
            (TaggedMention(m.article, gold.annotations[m]) for m in right),
            key=lambda each: (articles.index(each.article), each.annotation.order),
        )
        explained = [d for text in gold.texts.values() for d in definitions_in(plain(text))]
        context = MergeContext(gold.texts, (), tuple(explained), PLACES)
        return cls(gold, mentions, context, right)

    def same_words(self) -> tuple[MentionGroup, ...]:
        """The groups that are told by their words alone, as clusters."""
        return self._grouped([(group,) for group in groups_of(self.mentions, ())])

    def sieved(self, groups: Sequence[MentionGroup], sieve: Sieve) -> Sequence[MentionGroup]:
        """The groups once every offer of a sieve is taken; and what it offers then, and so on."""
        while offers := [o for o in merge_offers(groups, self.context) if o.sieve is sieve]:
            pieces = {group: [group] for group in groups}
            for offer in offers:
                one, other = (pieces[group] for group in offer.groups)
                if one is not other:
                    one += other
                    pieces.update((group, one) for group in other)
            distinct = {id(piece): piece for piece in pieces.values()}
            groups = self._grouped(distinct.values())
        return groups

    def _grouped(self, parts: Iterable[Sequence[MentionGroup]]) -> tuple[MentionGroup, ...]:
        clusters = []
        for number, part in enumerate(parts):
            if len(part) > 1 or part[0].cluster or part[0].members[0].form.says_which:
                members = dict.fromkeys(each.mention for group in part for each in group.members)
                clusters.append(Cluster(str(number), part[0].label, "", tuple(members)))
        return groups_of(self.mentions, clusters)

    def is_right(self, offer: MergeOffer) -> bool:
        """Whether most mentions of each of its groups are in the same cluster of the gold."""
        return len({self.mostly(group) for group in offer.groups}) == 1

    def mostly(self, group: MentionGroup) -> str:
        """The cluster of the gold in which most of a group's mentions are."""
        counts = Counter(i for each in group.members for i in self.right[each.mention])
        return max(sorted(counts), key=counts.__getitem__)

    def golds(self, *, strict: bool) -> list[frozenset[Mention]]:
        """The clusters of the gold."""
        return [
            frozenset(cluster.members)
            for cluster in self.gold.clusters
            if not cluster.relation and (not strict or cluster.id in self.gold.strict)
        ]


@dataclass(slots=True)
class Outcome:
    """What came of the stories of a corpus."""

    lea: dict[tuple[str, str], Sums] = field(default_factory=lambda: defaultdict(Sums))
    """By "strict" or "all", and what was accepted last."""
    conll: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[Sieve, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    keys: float = 0
    picked: float = 0
    links: int = 0
    to_90: int = 0
    among_nine: int = 0
    left: int = 0
    seconds: list[float] = field(default_factory=list)
    """Of the processor, for all offers of each story, once its words have been looked at."""

    def count(self, story: Sieving) -> None:
        """Count a further story."""
        groups: Sequence[MentionGroup] = story.same_words()
        self._score(story, groups, "same words")
        for sieve in Sieve:
            if sieve is not Sieve.SAME_TEXT:
                groups = story.sieved(groups, sieve)
        self._score(story, groups, "all offers")
        self._answer(story)
        started = time.process_time()
        merge_offers(groups_of(story.mentions, ()), story.context)
        self.seconds.append(time.process_time() - started)

    def _score(self, story: Sieving, groups: Iterable[MentionGroup], name: str) -> None:
        for strict in (True, False):
            gold = story.golds(strict=strict)
            mentions = frozenset[object]().union(*gold)
            shown = ([m.mention for m in g.members if m.mention in mentions] for g in groups)
            found = partitions.clusters_of(shown)
            which = "strict" if strict else "all"
            self.lea[which, name].add(partitions.lea(found, gold))
            self.conll[which, name].append(partitions.conll(found, gold))
            several = without_singletons(found), without_singletons(gold)
            self.conll[which, name + " of two and more"].append(partitions.conll(*several))

    def _answer(self, story: Sieving) -> None:
        """Answer the offers as they are made, then what is left by hand."""
        groups, reached = _answered(story, groups_of(story.mentions, ()), self.answers)
        self._by_hand(story, groups, len(reached))
        _, reached = _answered(story, story.same_words(), defaultdict(Counter))
        wanted = 0.9 * reached[-1] if reached else 0.0
        self.to_90 += next((n for n, f1 in enumerate(reached, 1) if f1 >= wanted), 0)

    def _by_hand(self, story: Sieving, groups: Sequence[MentionGroup], answered: int) -> None:
        self.links += sum(len(each) - 1 for each in story.golds(strict=False))
        pieces: dict[str, list[MentionGroup]] = defaultdict(list)
        for members in _split(groups):
            pieces[story.mostly(members)].append(members)
        left, picked = 0, 0
        for some in pieces.values():
            largest, *others = sorted(some, key=lambda group: -group.size)
            for group in others:
                left += 1
                picked += largest in likely_clusters(group.members[0], groups)
        self.left += left
        self.among_nine += picked
        self.keys += answered + BY_HAND * left
        self.picked += answered + BY_HAND * (left - picked) + PICKED * picked


def _answered(
    story: Sieving, groups: Sequence[MentionGroup], answers: dict[Sieve, Counter[bool]]
) -> tuple[Sequence[MentionGroup], list[float]]:
    """The groups once every offer is answered as the gold says, and the LEA after each answer."""
    clusters = {group.cluster.id: group.cluster for group in groups if group.cluster is not None}
    refused: list[RefusedOffer] = []
    gold = story.golds(strict=False)
    reached: list[float] = []
    while offers := merge_offers(groups, replace(story.context, refused=tuple(refused))):
        offer, right = offers[0], story.is_right(offers[0])
        answers[offer.sieve][right] += 1
        if right:
            for group in offer.groups:
                if group.cluster is not None:
                    del clusters[group.cluster.id]
            members = dict.fromkeys(m.mention for g in offer.groups for m in g.members)
            made = Cluster(f"k{len(reached)}", offer.label, "", tuple(members))
            clusters[made.id] = made
            groups = groups_of(story.mentions, clusters.values())
        else:
            refused.append(RefusedOffer("", OFFERED, offer.label, offer.texts))
        found = partitions.clusters_of(_alone_or_clustered(groups))
        reached.append(partitions.lea(found, gold).score.f1)
    return groups, reached


def _split(groups: Iterable[MentionGroup]) -> Iterator[MentionGroup]:
    """The clusters, and each mention that is in none alone."""
    for group in groups:
        if group.cluster is not None or group.size == 1:
            yield group
        else:
            yield from (MentionGroup(group.label, (each,)) for each in group.members)


def _alone_or_clustered(groups: Iterable[MentionGroup]) -> Iterator[list[Mention]]:
    return ([each.mention for each in group.members] for group in _split(groups))


def stories_in(folders: Sequence[str]) -> Iterator[TiedGold]:
    """The golds in folders, or of the corpora where none is named."""
    if not folders:
        yield from tied_corpora()
    for folder in map(Path, folders):
        names = ("gold_actor_location.jsonl", "gold.jsonl")
        files = [p for inner in [folder, *sorted(folder.glob("*/"))] for p in _first(inner, names)]
        for path in files or sorted(folder.glob("*.jsonl")):
            yield load_tied(path, folder.name)


def _first(folder: Path, names: Sequence[str]) -> list[Path]:
    return [path for name in names if (path := folder / name).exists()][:1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the offers are worth, by corpus."""
    parser = argparse.ArgumentParser(prog="python -m bench.clusters")
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    options = parser.parse_args(arguments)
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for gold in stories_in(options.folders):
        for reported in (gold.corpus, *_part_of(gold)):
            outcomes[reported].count(Sieving.of(gold))
    for corpus, outcome in outcomes.items():
        print(_scores(corpus, outcome), _sieves(corpus, outcome), sep="\n")
    return 0


def _part_of(gold: TiedGold) -> Iterator[str]:
    """Whether rules were made with a story of a corpus in view."""
    number = gold.name.partition("_")[0]
    if gold.corpus == "NewsWCL50":
        yield "NewsWCL50, in view" if number in NEWS_FITTED else "NewsWCL50, the others"
    elif gold.corpus == "ECB+":
        yield "ECB+, in view" if number in TOPICS_FITTED else "ECB+, the others"


def _scores(corpus: str, outcome: Outcome) -> Table:
    rows: list[Sequence[str]] = []
    for (which, name), sums in outcome.lea.items():
        score = sums.score
        conll = outcome.conll[which, name]
        several = outcome.conll[which, f"{name} of two and more"]
        figures = (score.precision, score.recall, score.f1)
        means = (sum(each) / len(each) for each in (conll, several))
        rows.append([which, name, *(f"{100 * each:.1f}" for each in (*figures, *means))])
    columns = ["mentions", "accepted", "LEA P", "R", "F", "CoNLL", "of two and more"]
    return Table(f"{corpus}: all accepted", columns, rows)


def _sieves(corpus: str, outcome: Outcome) -> Table:
    rows: list[Sequence[str]] = [
        [sieve.name.lower(), str(c[True]), str(c[False])] for sieve, c in outcome.answers.items()
    ]
    merged = [c for sieve, c in outcome.answers.items() if sieve is not Sieve.SAME_TEXT]
    right, wrong = (sum(c[answer] for c in merged) for answer in (True, False))
    rows.append(["all but the same words", str(right), str(wrong)])
    links = max(1, outcome.links)
    nine = f"{outcome.among_nine} of {outcome.left}"
    return Table(
        f"{corpus}: answered one by one",
        ["sieve", "right", "wrong"],
        rows,
        notes=[
            f"right, all but the same words: {right / max(1, right + wrong):.3f}",
            f"keys a link: {outcome.keys / links:.2f}",
            f"keys a link with the nine likeliest: {outcome.picked / links:.2f}",
            f"left over whose cluster is among the nine likeliest: {nine}",
            f"keys to 90 %: {outcome.to_90}",
            f"all offers of a story: {1000 * median(outcome.seconds):.1f} ms in the median, "
            f"{1000 * max(outcome.seconds):.1f} at the most",
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
