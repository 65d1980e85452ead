"""Texts that are tagged in one place and not, or otherwise, in another.

A place is *open* where it is untagged although the same words are tagged elsewhere, or where its
labels exclude those of other places: each has a label that the other lacks, both of one layer. A
text that is now an actor, now an actor and a source, is no slip. A place is settled when it is
tagged alike, or when a person says no to the label there. That is a rejection like that of a
suggestion, so that where a suggestion was rejected nothing is asked again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from store.frozen import Frozen
from store.suggest.tagged.tag_counts import ShortSpans, share_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.annotations.model import Annotation
    from store.suggest.consistency.scanned_article import ScannedArticle

_start_of: Final = attrgetter("start")
_NOBODY: Final[frozenset[str]] = frozenset()


class Occurrence(Frozen, gc=False):
    """Somewhere a text stands that is tagged somewhere."""

    article: str
    """The article's id."""
    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    tags: tuple[Annotation, ...] = ()
    """The annotations of exactly this place, in the order of their labels; none if untagged."""
    part: Annotation | None = None
    """Where it is untagged: an annotation of a part of it, with a label that the text has."""
    refused: frozenset[str] = _NOBODY
    """Labels of the text to which a person has said no here."""
    is_read: bool = True
    """Whether the article has been annotated up to here: else nobody has left anything out yet."""
    is_open: bool = False
    """Whether there is something to settle."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def labels(self) -> frozenset[str]:
        """What it is tagged as."""
        return frozenset(tag.label for tag in self.tags)

    def is_at_odds(self, other: Occurrence, layer_of: Callable[[str], str]) -> bool:
        """Whether the labels of two tagged places exclude each other, and nobody said they may.

        Those of two layers never do.
        """
        lacked = other.labels - self.labels - self.refused
        more = self.labels - other.labels - other.refused
        return not set(map(layer_of, lacked)).isdisjoint(map(layer_of, more))


@dataclass(frozen=True)
class Inconsistency:
    """A text with something to settle, and every place that says something about it."""

    key: str
    """As `spelling.canonical` makes it."""
    text: str
    """As it is tagged most often."""
    counts: tuple[tuple[str, int], ...]
    """In how many places it has each label, the most first."""
    occurrences: tuple[Occurrence, ...]
    """The open ones first, and of these those in what has been read; else as the story goes."""

    @property
    def majority(self) -> str:
        """The label that most places have."""
        return self.counts[0][0]

    @property
    def labels(self) -> frozenset[str]:
        """Every label that it has anywhere."""
        return frozenset(label for label, _ in self.counts)

    @cached_property
    def open(self) -> tuple[Occurrence, ...]:
        """The places that are to be settled."""
        return tuple(place for place in self.occurrences if place.is_open)

    @cached_property
    def untagged(self) -> int:
        """How many of them have no label."""
        return sum(not place.tags for place in self.open)

    @cached_property
    def order(self) -> tuple[bool, float, int, str]:
        """Sorts findings: the likeliest slips first, and last what nobody has read yet."""
        most = self.counts[0][1]
        seen = sum(place.is_read or bool(place.tags) for place in self.occurrences)
        is_unread = not any(place.is_read for place in self.open)
        return (is_unread, -share_of(most, seen - most, 0), -most, self.key)


class TextInArticle(NamedTuple):
    """What an article says of a text."""

    article: ScannedArticle
    tags: Sequence[Annotation]
    """The annotations of the text there, in order."""
    spans: Sequence[Span]
    """Where its words stand, tagged or not, in order."""


def examine(
    key: str, said: Iterable[TextInArticle], layer_of: Callable[[str], str]
) -> Inconsistency | None:
    """What there is to settle of one text; nothing if there is nothing.

    Args:
        key: The text, as `spelling.canonical` makes it.
        said: What each article says of it, in the order of the story.
        layer_of: Gives the layer of a label.
    """
    known = tuple(said)
    tags = [tag for each in known for tag in each.tags]
    if not tags or len(tags) + sum(len(each.spans) for each in known) < 2:
        return None
    labels = frozenset(tag.label for tag in tags)
    places = [place for each in known for place in _places(each, labels)]
    counts = Counter(label for p in places if p.tags for label in sorted(p.labels))
    judged = _judged(places, counts.most_common(1)[0][0], layer_of)
    if not any(place.is_open for place in judged):
        return None
    judged.sort(key=attrgetter("is_open", "is_read"), reverse=True)
    text = Counter(tag.text for tag in tags).most_common(1)[0][0]
    return Inconsistency(key, text, tuple(counts.most_common()), tuple(judged))


def _places(said: TextInArticle, labels: frozenset[str]) -> list[Occurrence]:
    """The places of a text in an article, but those that say nothing, in order."""
    here = said.article
    read = bisect_left(said.spans, here.read_up_to, key=_start_of)
    places = _places_read(said, said.spans[:read], labels)
    # Behind all that is annotated nothing can stand in the way, nor has anybody refused anything.
    places += [
        Occurrence(here.id, span.start, span.end, is_read=False, is_open=True)
        for span in said.spans[read:]
    ]
    return places


def _places_read(
    said: TextInArticle, spans: Sequence[Span], labels: frozenset[str]
) -> list[Occurrence]:
    """Those as far as the article has been annotated: what is tagged, and what of it was found."""
    here = said.article
    by_span: dict[Span, list[Annotation]] = {}
    for tag in said.tags:
        by_span.setdefault(tag.span, []).append(tag)
    tagged = sorted(by_span, key=_start_of)
    starts = [span.start for span in tagged]
    reached = list(accumulate((span.end for span in tagged), max))
    places = [_tagged(here, span, tags, labels) for span, tags in by_span.items()]
    for span in spans:
        before = bisect_left(starts, span.end)
        if not before or reached[before - 1] <= span.start:
            place = _found(here, span, labels)
            if place is not None:
                places.append(place)
    places.sort(key=attrgetter("start", "end"))
    return places


def _tagged(
    here: ScannedArticle, span: Span, tags: Iterable[Annotation], labels: frozenset[str]
) -> Occurrence:
    ordered = tuple(sorted(tags, key=lambda tag: tag.label))
    refused = _refused(here, span) & labels
    return Occurrence(here.id, span.start, span.end, tags=ordered, refused=refused)


def _found(here: ScannedArticle, span: Span, labels: frozenset[str]) -> Occurrence | None:
    """A place where words of the text stand; nothing where they are a part of what is tagged, or
    were refused. They may be tagged although they do not count as the same, as in a heading."""
    beside = here.annotations.overlapping(span)
    part = None
    if beside:
        tags = [a for a in beside if a.span == span]
        if tags:
            return _tagged(here, span, tags, labels)
        around = [a for a in beside if a.label in labels]
        if around and ShortSpans(a.span for a in around).has_part(span):
            return None
        part = next((a for a in around if span.covers(a.span)), None)
    if _refused(here, span) & labels:
        return None
    is_read = span.start < here.read_up_to
    return Occurrence(here.id, span.start, span.end, part=part, is_read=is_read, is_open=True)


def _refused(here: ScannedArticle, span: Span) -> frozenset[str]:
    if not len(here.rejected):
        return _NOBODY
    return frozenset(rejection.label for rejection in here.rejected.exactly(span))


def _judged(
    places: Iterable[Occurrence], majority: str, layer_of: Callable[[str], str]
) -> list[Occurrence]:
    """The places, those open that are at odds with places that count for more."""
    found = list(places)
    tagged = [place for place in found if place.tags]
    kinds = {(place.labels, place.refused): place for place in tagged}
    if len(kinds) < 2:
        return found
    often = Counter(place.labels for place in tagged)

    def rank(labels: frozenset[str]) -> tuple[bool, int, list[str]]:
        return (majority not in labels, -often[labels], sorted(labels))

    odd = {
        kind
        for kind, one in kinds.items()
        if any(
            rank(o.labels) < rank(one.labels) and one.is_at_odds(o, layer_of)
            for o in kinds.values()
        )
    }
    return [
        replace(place, is_open=True)
        if place.tags and (place.labels, place.refused) in odd
        else place
        for place in found
    ]
