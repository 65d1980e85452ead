"""All annotations of a story as rows of a list: put in order, and grouped by what they say.

number line  label     text                 note
1         2  location  Lamu                 the town?
1         9  actor     Lamu County Hospital

times in    text                            labels
   23  5    Lamu                            location 19 · actor 4
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from store.annotations.model import Mention
from store.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from store.annotations.model import Annotation, ArticleRecord, Origin
    from store.story.open_article import OpenArticle


class ListedKind(StrEnum):
    """What a row of the list is."""

    ANNOTATION = "annotation"
    SUGGESTION = "suggestion"
    REJECTED = "rejected"
    ORPHAN = "orphan"
    """Its article has changed, and its place is not certain."""
    ARTICLE = "article"
    """A note on the article as a whole."""


class ListOrder(StrEnum):
    """What the rows are put in order by."""

    PLACE = "place"
    TEXT = "text"
    LABEL = "label"
    TIMES = "times"
    """How often a text stands in the list, the most frequent first."""
    NOTE = "note"
    """Those with a note first, by what it says."""
    NEWEST = "newest"
    """What was changed last first."""


@dataclass(frozen=True, slots=True)
class ListedAnnotation:
    """A row: an annotation, a suggestion that could be one, or a note on an article."""

    kind: ListedKind
    number: int
    """Of its article in the story, from 1."""
    article: str
    """The article's id."""
    line: int
    """Of the article's file, from 1; of an orphan the line where it stood in the old text: 0."""
    start: int
    """Code points before it."""
    end: int
    label: str
    """Empty of an article."""
    text: str
    """Of an article its title, which need not stand in it."""
    note: str = ""
    origin: Origin | None = None
    created: str = ""
    """As in an annotation; empty for a suggestion."""
    updated: str = ""
    annotation: Annotation | None = None
    """None for a suggestion, and for an article."""

    @property
    def called(self) -> str:
        """What it is, as a row says it: its label, with a mark where it is only suggested."""
        if self.kind is ListedKind.SUGGESTION:
            return f"{self.label}?"
        return self.label or self.kind.value

    @property
    def mention(self) -> Mention:
        """By which ties and clusters name it; nothing has that of what is no annotation."""
        return Mention(self.article, self.annotation.id if self.annotation is not None else "")

    @property
    def words(self) -> str:
        """Its text as it is filtered and grouped: as a keyboard types it, in lower case."""
        return words_of(self.text)


_TEXT: Final = attrgetter("text")
_LABEL: Final = attrgetter("label")
_ARTICLE: Final = attrgetter("article")
"""They are asked for of every row."""


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The rows that say the same."""

    rows: tuple[ListedAnnotation, ...]
    """In order of place."""
    layers: Mapping[str, str] = field(default_factory=dict)
    """The layers of labels by their names; a label that is not there has the first."""

    @property
    def text(self) -> str:
        """What they say, as it is most often spelled."""
        return Counter[str](map(_TEXT, self.rows)).most_common(1)[0][0]

    @property
    def labels(self) -> list[tuple[str, int]]:
        """The labels it has and how often, the most frequent first."""
        return Counter(map(_LABEL, self.rows)).most_common()

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len(set(map(_ARTICLE, self.rows)))

    @property
    def differs(self) -> bool:
        """Whether it is not tagged alike everywhere: it has two labels of one layer."""
        labels = set(map(_LABEL, self.rows))
        return len(labels) > len({self.layers.get(label, "") for label in labels})


@lru_cache(maxsize=262_144)
def words_of(text: str) -> str:
    """A text as a keyboard types it, in lower case.

    Known for as many texts as a large story has: who filters asks for all of them with each key.
    """
    return " ".join((text.lower() if text.isascii() else fold(text).text).split())


def rows_of(
    opened: OpenArticle,
    number: int,
    record: ArticleRecord | None = None,
    known: Iterable[ListedAnnotation] = (),
) -> Iterator[ListedAnnotation]:
    """The rows of an article, by kind, each kind in the order of the text.

    Args:
        opened: The article.
        number: Of it in the story, from 1.
        record: What is said of it as a whole: a note stands where its title does.
        known: Its rows as they were before, with the same text; those that stay are given again.
    """
    before = {(id(row.annotation), row.kind): row for row in known}
    line_of = lines_of(opened.article.text)
    if record is not None and record.note:
        title = opened.article.title
        start = opened.article.text.find(title)
        start, length = (start, len(title)) if start >= 0 else (0, 0)
        yield ListedAnnotation(
            kind=ListedKind.ARTICLE,
            number=number,
            article=opened.id,
            line=line_of(start),
            start=start,
            end=start + length,
            label="",
            text=title,
            note=record.note,
            updated=record.updated,
        )
    for kind, found in (
        (ListedKind.ANNOTATION, opened.annotations),
        (ListedKind.REJECTED, opened.rejected),
        (ListedKind.ORPHAN, opened.orphaned),
    ):
        for each in found:
            # The row holds on to its annotation, so that no other has its identity.
            yield before.get((id(each), kind)) or ListedAnnotation(
                kind=kind,
                number=number,
                article=opened.id,
                line=0 if kind is ListedKind.ORPHAN else line_of(each.start),
                start=each.start,
                end=each.end,
                label=each.label,
                text=each.text,
                note=each.note,
                origin=each.origin,
                created=each.created,
                updated=each.updated,
                annotation=each,
            )


def lines_of(text: str) -> Callable[[int], int]:
    """A function that gives the line, from 1, of an offset in code points."""
    ends, at = [], text.find("\n")
    while at >= 0:
        ends.append(at + 1)
        at = text.find("\n", at + 1)
    return lambda offset: bisect_right(ends, offset) + 1


def in_order(rows: Iterable[ListedAnnotation], order: ListOrder) -> list[ListedAnnotation]:
    """The rows in an order; those that are alike in it stand in the order of their places."""
    by_place = sorted(rows, key=_place)
    match order:
        case ListOrder.PLACE:
            return by_place
        case ListOrder.TEXT:
            return sorted(by_place, key=lambda row: row.words)
        case ListOrder.LABEL:
            return sorted(by_place, key=lambda row: row.label)
        case ListOrder.TIMES:
            times = Counter(row.words for row in by_place)
            return sorted(by_place, key=lambda row: (-times[row.words], row.words))
        case ListOrder.NOTE:
            return sorted(by_place, key=lambda row: (not row.note, row.note.lower()))
        case ListOrder.NEWEST:
            return sorted(by_place, key=lambda row: row.updated, reverse=True)


def _place(row: ListedAnnotation) -> tuple[int, int, int, str]:
    return row.number, row.start, -row.end, row.label


def by_text(
    rows: Sequence[ListedAnnotation], layers: Mapping[str, str] | None = None
) -> list[TextGroup]:
    """What is tagged, grouped by what it says: the most frequent first, then by the alphabet.

    Args:
        rows: What is tagged.
        layers: Those of labels, by their names; none where all labels are of one.
    """
    groups: defaultdict[str, list[ListedAnnotation]] = defaultdict(list)
    for row in sorted((r for r in rows if r.kind is not ListedKind.ARTICLE), key=_place):
        groups[row.words].append(row)
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    return [TextGroup(tuple(group), layers or {}) for _, group in ordered]
