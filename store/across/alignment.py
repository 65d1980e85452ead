"""The passages of other articles that are most like one, how sure that is, and why.

What a person has tied beats any score. Else sentences are compared by their words and by the
clusters named in them (`passage_index`). Below a score there is nothing, and that is said.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from store.across.terms import NAME, terms_of, written_terms
from store.annotations.links import mentions_in
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.across.passage_index import PassageIndex
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster, Mention, Relation
    from store.text.span import Span

_ALIKE: Final = 0.4
_PERHAPS: Final = 0.2


class AlignmentLevel(StrEnum):
    """How sure it is that two passages are of one matter."""

    TIED = "tied"
    """A person has tied a claim in the one to a claim in the other."""
    ALIKE = "alike"
    PERHAPS = "perhaps"
    NOTHING = "nothing"


class TiedTexts(Frozen):
    """What is tied in a story, and the annotations it names."""

    links: Links
    annotation: Callable[[Mention], Annotation | None]
    """An annotation, if it is there and its place is settled."""


class AlignmentReason(Frozen):
    """What two passages share, as the second has it."""

    clusters: tuple[str, ...] = ()
    """Ids, in alphabetical order."""
    names: tuple[str, ...] = ()
    """Words with a capital, and numbers, in the order of the text."""
    words: tuple[str, ...] = ()


class AlignedPassage(Frozen):
    """A passage of another article."""

    article: str
    sentence: Span
    paragraph: Span
    """In which the sentence stands."""
    score: float
    """As a share of what the asked passage has with itself, and some more for place and neighbours;
    0 for what is tied and shares nothing."""
    level: AlignmentLevel


class AskedPassage(Frozen):
    """A passage whose like is looked for."""

    article: str
    span: Span
    """A sentence, a paragraph or a claim."""
    claims: tuple[Mention, ...] = ()
    """Those in it: what they are tied to comes first."""


def index_clusters(index: PassageIndex, tied: TiedTexts) -> None:
    """Say anew which clusters are named where, once others are."""
    named: dict[str, list[tuple[Span, str]]] = {article: [] for article in index.articles}
    for cluster in tied.links.clusters.values():
        for mention in cluster.members if not cluster.relation else ():
            annotation = tied.annotation(mention) if mention.article in named else None
            if annotation is not None:
                named[mention.article].append((annotation.span, cluster.id))
    for article, some in named.items():
        index.set_clusters(article, some)


def aligned_passages(
    index: PassageIndex,
    tied: TiedTexts,
    asked: AskedPassage,
    among: Iterable[str] | None = None,
    most: int = 9,
) -> dict[str, tuple[AlignedPassage, ...]]:
    """What is most like a passage in each other article, by its id, the surest first.

    Args:
        index: Of the story's articles, with their clusters.
        tied: What is tied in the story.
        asked: The passage.
        among: The articles; all if not given.
        most: How many of each article.
    """
    query = index.articles[asked.article].query(asked.span)
    starts = _tied_starts(tied, asked.claims)
    found: dict[str, tuple[AlignedPassage, ...]] = {}
    for article in index.articles if among is None else among:
        indexed = index.articles.get(article)
        if indexed is None or article == asked.article:
            continue
        known = index.likely(query, article)
        first = [n for start in starts.get(article, ()) if (n := indexed.number_at(start)) >= 0]
        found[article] = tuple(
            AlignedPassage(
                article,
                indexed.sentences[number].span,
                indexed.sentences[number].paragraph,
                known.get(number, 0.0),
                AlignmentLevel.TIED if number in first else level_of(known[number]),
            )
            for number in islice(dict.fromkeys(chain(first, known)), most)
        )
    return found


def level_of(score: float) -> AlignmentLevel:
    """How sure a score is."""
    if score >= _ALIKE:
        return AlignmentLevel.ALIKE
    return AlignmentLevel.PERHAPS if score >= _PERHAPS else AlignmentLevel.NOTHING


def _tied_starts(tied: TiedTexts, claims: Iterable[Mention]) -> dict[str, list[int]]:
    """By article where the claims begin that some claims are tied to, in the order of the text."""
    links: list[Cluster | Relation] = []
    for claim in claims:
        links += [each for each in tied.links.clusters_of(claim) if each.relation]
        links += tied.links.relations_of(claim)
    found: dict[str, list[int]] = defaultdict(list)
    for mention in {each for link in links for each in mentions_in(link)}:
        annotation = tied.annotation(mention)
        if annotation is not None:
            found[mention.article].append(annotation.start)
    return {article: sorted(starts) for article, starts in found.items()}


def reason_for(
    index: PassageIndex, asked: AskedPassage, passage: AlignedPassage
) -> AlignmentReason:
    """What a passage shares with the one that was asked for, as it has it."""
    own, other = index.articles[asked.article], index.articles[passage.article]
    terms = terms_of(asked.span.of(own.text))
    written = written_terms(passage.sentence.of(other.text))
    shared = [term for key, term in written.items() if key in terms]
    clusters = own.clusters_in(asked.span) & other.clusters_in(passage.sentence)
    return AlignmentReason(
        tuple(sorted(clusters)),
        tuple(term.text for term in shared if term.weight == NAME),
        tuple(term.text for term in shared if term.weight != NAME),
    )
