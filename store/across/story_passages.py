"""What the articles of a story share word for word or nearly: each passage once, with its places.

Two articles share a passage (`shared_passages`); three that share it with each other share one.
Where dates tell, it is said in which article it stood first.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from store.across.shared_passages import SharedKind, compared_in_steps, shared_in_steps
from store.disjoint_sets import DisjointSets
from store.frozen import Frozen
from store.steps import Steps
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from store.across.shared_passages import ComparedText

_WAYS_OF_DATES: Final = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_SAME_PLACE: Final = 0.5
"""The share of the longer of two places in an article that is in both, where they are one."""


class DatedText(Frozen):
    """An article as far as it is compared with others."""

    text: str
    date: str = ""
    """When it was published, as its byline says it; empty where nobody knows."""


class SharedPlace(Frozen, order=True):
    """Where a shared passage stands."""

    article: str
    span: Span


class StoryPassage(Frozen):
    """A passage that articles of a story share."""

    places: tuple[SharedPlace, ...]
    """In the order of the story and of the texts; at least two, of different articles."""
    kind: SharedKind
    words: int
    """In the longest run, or in the shortest sentence of a near copy."""
    is_doubtful: bool = False
    """Whether it may be chance."""
    first: str = ""
    """The article that was published first; empty if no date tells."""


def story_passages(articles: Mapping[str, DatedText]) -> tuple[StoryPassage, ...]:
    """What the articles of a story share, in the order of its first places.

    Args:
        articles: By id, in the order of the story.
    """
    return story_passages_in_steps(articles).all()


def story_passages_in_steps(
    articles: Mapping[str, DatedText],
) -> Steps[tuple[StoryPassage, ...]]:
    """As `story_passages` gives them, some of a text or of a pair of texts at a step."""
    return Steps(_shared(articles), 0)


def _shared(
    articles: Mapping[str, DatedText],
) -> Generator[None, None, tuple[StoryPassage, ...]]:
    compared: dict[str, ComparedText] = {}
    for article_id, each in articles.items():
        compared[article_id] = yield from compared_in_steps(each.text)
    pairs: list[StoryPassage] = []
    for one, other in combinations(compared, 2):
        for found in (yield from shared_in_steps(compared[one], compared[other])):
            places = (SharedPlace(one, found.spans[0]), SharedPlace(other, found.spans[1]))
            pairs.append(StoryPassage(places, found.kind, found.words, found.is_doubtful))
        yield
    number = {article_id: place for place, article_id in enumerate(articles)}
    joined = []
    for some in _joined(pairs):
        joined.append(_one_of(some, compared, articles, number))
        yield
    while compared:  # to let go of a long article takes some milliseconds
        compared.popitem()
        yield
    return tuple(
        sorted(joined, key=lambda each: [(number[p.article], p.span) for p in each.places])
    )


def _joined(pairs: Sequence[StoryPassage]) -> Iterable[list[StoryPassage]]:
    """What pairs of articles share; what shares a place together, at however many removes."""
    sets = DisjointSets(len(pairs))
    standing: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    for number, shared in enumerate(pairs):
        for place in shared.places:
            standing[place.article].append((place.span, number))
    for some in standing.values():
        some.sort()
        for at, (span, number) in enumerate(some):
            for later, other in islice(some, at + 1, None):
                if later.start >= span.end:
                    break
                if _is_one_place(span, later):
                    sets.join(other, number)
    return ([pairs[number] for number in group] for group in sets.groups())


def _is_one_place(one: Span, other: Span) -> bool:
    return one.shared(other) >= _SAME_PLACE * max(len(one), len(other))


def _one_of(
    some: Sequence[StoryPassage],
    compared: Mapping[str, ComparedText],
    articles: Mapping[str, DatedText],
    number: Mapping[str, int],
) -> StoryPassage:
    """The one passage that some pairs are of."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for place in (place for shared in some for place in shared.places):
        spans[place.article].append(place.span)
    places = [
        SharedPlace(article_id, span)
        for article_id in sorted(spans, key=number.__getitem__)
        for span in _merged(spans[article_id])
    ]
    quoted = {compared[place.article].is_quoted(place.span) for place in places}
    kind = SharedKind.PARAPHRASE
    if len(quoted) == 1:
        kind = SharedKind.UTTERANCE if quoted == {True} else SharedKind.COPIED
    return StoryPassage(
        tuple(places),
        kind,
        max(each.words for each in some),
        all(each.is_doubtful for each in some),
        _first({article_id: articles[article_id].date for article_id in spans}),
    )


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans of which those that overlap are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _first(dates: Mapping[str, str]) -> str:
    """The article that is dated before the others; none if one is not dated, or two alike."""
    days = {article_id: day_of(date) for article_id, date in dates.items()}
    earliest = min(days.values())
    found = [article_id for article_id, day in days.items() if day == earliest]
    return found[0] if all(days.values()) and len(found) == 1 else ""


def day_of(date: str) -> str:
    """A written date as ISO 8601, such as "2018-05-03"; empty if it cannot be read."""
    plain = " ".join(date.replace(",", " ").replace(".", " ").split()).replace("Sept ", "Sep ")
    for way in _WAYS_OF_DATES:
        try:
            return datetime.strptime(plain, way).date().isoformat()
        except ValueError:
            continue
    return ""
