"""The sentences of a story by the terms and clusters in them, to find those like another.

It is built a step at a time. What a sentence is made of never changes; which clusters are named
in it does, and an article is then indexed anew for its clusters alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

from store.across.terms import rarity, saturation, terms_of
from store.frozen import Frozen
from store.steps import Steps
from store.text.boundaries import sentences
from store.text.passages import passages
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from store.across.terms import Terms

MOST: Final = 200_000
"""Code points of an article that are indexed."""
_STEP: Final = 500
"""Code points after which a step is over."""
_CLUSTER: Final = 5.0
"""How many times a cluster counts that two sentences share."""
_AROUND: Final = 0.2
"""How much of that it counts where it is named beside the asked passage."""
_NEIGHBOUR: Final = 0.25
"""The share of its neighbours' scores that a sentence gets."""
_PLACE: Final = 0.25
"""How much more a sentence counts that stands at the same share of its article."""
_EVENED: Final = 0.4
"""How much less a term counts in a longer sentence: with more, titles and captions come first."""
_FEWEST_ALIKE: Final = 3
"""Articles that a line stands in at least to be boilerplate."""
_LONGEST_LINE: Final = 160
"""Code points of a line of boilerplate at most: what is longer is the same report."""


class IndexedSentence(Frozen):
    """A sentence, and what is shown of it."""

    span: Span
    paragraph: Span


class PassageQuery(Frozen):
    """What a passage is looked for by."""

    terms: Terms
    clusters: frozenset[str]
    """Ids of the clusters named in it."""
    around: frozenset[str]
    """Ids of those named in the sentences before and behind it."""
    place: float
    """At which share of its article it stands."""


class ArticleSentences:
    """The sentences of one article, and where each term and cluster stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences: list[IndexedSentence] = []
        self.lengths: list[int] = []
        self.places: list[float] = []
        self.holders: dict[str, list[int]] = defaultdict(list)
        """By term the numbers of the sentences that hold it."""
        self.named: tuple[tuple[Span, str], ...] = ()
        """Where which cluster is named."""
        self.cluster_holders: dict[str, list[int]] = {}

    def add(self, paragraph: Span) -> None:
        """Index a further paragraph."""
        for span in sentences(self.text, paragraph):
            number = len(self.sentences)
            terms = terms_of(span.of(self.text))
            self.sentences.append(IndexedSentence(span, paragraph))
            self.lengths.append(len(terms))
            self.places.append(self.place_of(span.start))
            for term in terms:
                self.holders[term].append(number)

    def clusters_in(self, span: Span) -> frozenset[str]:
        """The clusters that are named in a passage."""
        return frozenset(each for where, each in self.named if where.overlaps(span))

    def query(self, span: Span) -> PassageQuery:
        """What a passage of the article is looked for by."""
        before, behind = self.number_at(span.start) - 1, self.number_at(span.end) + 1
        beside = (self.sentences[n].span for n in (before, behind) if 0 <= n < len(self.sentences))
        around = (self.clusters_in(each) for each in beside)
        terms, place = terms_of(span.of(self.text)), self.place_of(span.start)
        return PassageQuery(terms, self.clusters_in(span), frozenset().union(*around), place)

    def number_at(self, offset: int) -> int:
        """The number of the sentence that an offset is in, or of the one before it."""
        return bisect_right(self.sentences, offset, key=lambda each: each.span.start) - 1

    def place_of(self, offset: int) -> float:
        """At which share of what is indexed an offset stands."""
        return offset / max(1, min(len(self.text), MOST))


class PassageIndex:
    """The articles of a story by their sentences."""

    def __init__(self) -> None:
        self.articles: dict[str, ArticleSentences] = {}
        self._held: Counter[str] = Counter()
        """Sentences that hold a term, in all articles."""
        self._clusters_held: Counter[str] = Counter()
        self._count = 0
        self._length = 0

    def add(self, article_id: str, indexed: ArticleSentences) -> None:
        """Take in an article that has been indexed."""
        self.articles[article_id] = indexed
        self._held.update({term: len(some) for term, some in indexed.holders.items()})
        self._count += len(indexed.sentences)
        self._length += sum(indexed.lengths)

    def set_clusters(self, article_id: str, named: Iterable[tuple[Span, str]]) -> None:
        """Say which clusters are named in an article, and where, in place of what was said."""
        indexed = self.articles[article_id]
        indexed.named = tuple(named)
        found: dict[str, set[int]] = defaultdict(set)
        for span, cluster in indexed.named:
            if (number := indexed.number_at(span.start)) >= 0 and span.start < MOST:
                found[cluster].add(number)
        before = {each: len(some) for each, some in indexed.cluster_holders.items()}
        self._clusters_held.subtract(before)
        indexed.cluster_holders = {each: sorted(some) for each, some in found.items()}
        self._clusters_held.update({each: len(some) for each, some in found.items()})

    def likely(self, query: PassageQuery, article_id: str) -> dict[int, float]:
        """How like a passage the sentences of an article are that share something with it, by their
        numbers, the most like first: as a share of what the passage has with itself, and some more
        for place and neighbours."""
        indexed = self.articles[article_id]
        mean = self._length / max(1, self._count)
        asked: list[tuple[Sequence[int], float]] = [
            (indexed.holders.get(term, ()), weight * rarity(self._held[term], self._count))
            for term, weight in query.terms.items()
        ]
        asked += [self._asked_cluster(each, indexed, 1.0) for each in query.clusters]
        own = sum(weight for _, weight in asked) * saturation(len(query.terms), mean, _EVENED)
        beside = query.around - query.clusters
        asked += [self._asked_cluster(each, indexed, _AROUND) for each in beside]
        raw: dict[int, float] = defaultdict(float)
        for numbers, weight in asked:
            for number in numbers:
                raw[number] += weight
        if not own:
            return {}
        lengths, places, place = indexed.lengths, indexed.places, query.place
        evened = {n: saturation(n, mean, _EVENED) for n in set(map(lengths.__getitem__, raw))}
        scores = {n: s * evened[lengths[n]] / own for n, s in raw.items()}
        beside_it = scores.get
        found = sorted(
            (
                -(s + _NEIGHBOUR * (beside_it(n - 1, 0.0) + beside_it(n + 1, 0.0)))
                * (1 + _PLACE * (1 - abs(place - places[n]))),
                n,
            )
            for n, s in scores.items()
        )
        return {n: -negative for negative, n in found}

    def _asked_cluster(
        self, cluster: str, indexed: ArticleSentences, share: float
    ) -> tuple[Sequence[int], float]:
        """Where a cluster that is asked for is named in an article, and what that counts."""
        weight = share * _CLUSTER * rarity(self._clusters_held[cluster], self._count)
        return indexed.cluster_holders.get(cluster, ()), weight


def index_steps(texts: Mapping[str, str]) -> Steps[PassageIndex]:
    """Index the articles of a story, a step at a time.

    Args:
        texts: By the id of the article; of each the first 200,000 code points are indexed.
    """
    sizes = (min(len(text), MOST) // _STEP + 2 for text in texts.values())
    return Steps(_indexed(texts), sum(sizes))


def _indexed(texts: Mapping[str, str]) -> Generator[None, None, PassageIndex]:
    index = PassageIndex()
    boilerplate = _boilerplate(list(texts.values()))
    yield
    for article_id, text in texts.items():
        indexed = ArticleSentences(text)
        done = 0
        for paragraph in passages(text, Span(0, min(len(text), MOST))):
            if paragraph.start >= MOST:
                break
            if _folded(paragraph.of(text)) not in boilerplate:
                indexed.add(paragraph)
            if paragraph.end >= done + _STEP:
                done = paragraph.end
                yield
        index.add(article_id, indexed)
        yield
    return index


def _boilerplate(texts: Sequence[str]) -> set[str]:
    """The short lines that stand in most articles: they would be like themselves alone."""
    lines = ({_folded(line) for line in text[:MOST].splitlines()} for text in texts)
    counts = Counter(chain.from_iterable(lines))
    least = max(_FEWEST_ALIKE, len(texts) // 2 + 1)
    return {line for line, n in counts.items() if n >= least and len(line) <= _LONGEST_LINE}


def _folded(line: str) -> str:
    return " ".join(line.lower().split())
