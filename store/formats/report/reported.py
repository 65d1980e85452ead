"""What a report is made of, as values: articles, who is in them, claims, who is quoted by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from store.across.discrepancies.tables import tied_in_steps
from store.across.discrepancies.things import StoryValues
from store.across.matrix import mention_matrix
from store.across.row_choice import CLAIMS, matrix_in_steps, row_labels
from store.across.story_passages import DatedText, day_of, story_passages
from store.across.story_ties import read_ties
from store.formats.collecting import story_rows
from store.formats.html.page import anchor_of
from store.formats.marking import title_of
from store.formats.matrix.telling import told_matrix
from store.formats.matrix.told import short_id
from store.frozen import Frozen
from store.steps import Steps
from store.suggest.candidates.roles import roles_of
from store.text.inert import inert_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.across.discrepancies.model import Discrepancy
    from store.across.matrix_values import Matrix, MatrixCell, MatrixRow
    from store.across.story_passages import StoryPassage
    from store.across.story_ties import StoryTies
    from store.annotations.model import Mention
    from store.formats.matrix.told import ToldMatrix
    from store.formats.rows import ArticleRow
    from store.labels import LabelSet
    from store.story.workspace import Workspace

MOST_NAMES: Final = 12
"""Actors, and sources, that are named in a table; the others are counted."""
_IN_AN_ARTICLE: Final = 5


class NameCount(Frozen):
    """A name, and how often each article has it."""

    name: str
    counts: tuple[int, ...]
    """One an article, in the order of the story."""

    @property
    def total(self) -> int:
        """How often all of them have it."""
        return sum(self.counts)


class ReportedArticle(Frozen):
    """An article as the report speaks of it."""

    row: ArticleRow
    number: int
    """From 1."""
    short: str
    """What columns are headed by: its outlet, or what its id begins with."""
    day: str
    """ISO 8601; empty where nobody knows."""
    names: tuple[str, ...]
    """Who is in it most."""

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.row)


class StoryReport(Frozen):
    """All that a report says of a story."""

    story: str
    annotator: str
    labels: LabelSet
    articles: tuple[ReportedArticle, ...]
    actors: tuple[NameCount, ...]
    """Who is in the articles, those with most mentions first."""
    sources: tuple[NameCount, ...]
    """Who is quoted, and how many claims each article has from them."""
    matrix: Matrix
    told: ToldMatrix
    """The matrix as it is read: with the words of its cells."""
    differing: tuple[Discrepancy, ...]
    """Figures, dates and places of things that a person has tied, where they differ."""
    passages: tuple[StoryPassage, ...]
    """What articles share word for word or nearly."""
    anchors: Mapping[Mention, str]
    """Where each annotation is marked in the page."""

    def number_of(self, article_id: str) -> int:
        """The number of an article, from 1."""
        return self.matrix.articles.index(article_id) + 1

    def article(self, article_id: str) -> ReportedArticle:
        """An article by its id."""
        return self.articles[self.number_of(article_id) - 1]


def report_of(workspace: Workspace) -> StoryReport:
    """What there is to report of a story.

    Raises:
        InputError: An article cannot be read, or an annotation does not fit its text.
    """
    rows = list(story_rows(workspace))
    outlets = Counter(inert_line(row.meta.outlet) for row in rows)
    ties, labels = read_ties(workspace.now), workspace.labels
    claim_label = row_labels(labels).get(CLAIMS, "")
    matrix = Steps(matrix_in_steps(ties, labels, claim_label), 0).all()
    actors = _actors(ties, labels)
    days = [day_of(row.meta.date) for row in rows]
    texts = {r.id: DatedText(r.said, day) for r, day in zip(rows, days, strict=True)}
    return StoryReport(
        inert_line(workspace.story.name),
        inert_line(workspace.annotator),
        labels,
        tuple(
            ReportedArticle(
                row,
                number,
                _short_of(row, outlets),
                days[number - 1],
                _foremost(actors, number - 1),
            )
            for number, row in enumerate(rows, 1)
        ),
        tuple(actors),
        tuple(_sources(ties, claim_label)),
        matrix,
        told_matrix(workspace.story.name, ties, matrix),
        tuple(each for each in _tied_values(ties, labels) if each.is_alarm),
        tuple(each for each in story_passages(texts) if not each.is_doubtful),
        _anchors(ties, rows),
    )


def _tied_values(ties: StoryTies, labels: LabelSet) -> tuple[Discrepancy, ...]:
    return Steps(tied_in_steps(StoryValues(ties, labels)), 0).all()


def _short_of(row: ArticleRow, outlets: Mapping[str, int]) -> str:
    """An article in a word or two: its outlet, with its id where there are several of that."""
    outlet, id_ = inert_line(row.meta.outlet), short_id(row.id)
    if not outlet:
        return id_
    return outlet if outlets[outlet] == 1 else f"{outlet} {id_}"


def _anchors(ties: StoryTies, rows: Sequence[ArticleRow]) -> dict[Mention, str]:
    by_place = {
        (row.id, span.id): anchor_of(article, number)
        for article, row in enumerate(rows, 1)
        for number, span in enumerate(row.spans, 1)
    }
    places = ((each, by_place.get((each.article, each.id))) for each in ties.annotations)
    return {mention: anchor for mention, anchor in places if anchor is not None}


def _actors(ties: StoryTies, labels: LabelSet) -> list[NameCount]:
    """Who is in the articles: clusters, and mentions of one text in none."""
    label = roles_of(labels).group
    if not label:
        return []
    rows = mention_matrix(ties, label).rows
    found = [
        NameCount(inert_line(row.name), tuple(len(cell.claims) for cell in row.cells))
        for row in rows
    ]
    return sorted(found, key=lambda each: -each.total)


def _foremost(actors: Sequence[NameCount], column: int) -> tuple[str, ...]:
    """Who is in an article most."""
    here = sorted((each for each in actors if each.counts[column]), key=lambda e: -e.counts[column])
    return tuple(each.name for each in here[:_IN_AN_ARTICLE])


def _sources(ties: StoryTies, claim_label: str) -> list[NameCount]:
    """Who is quoted, those with most claims first."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention, annotation in ties.annotations.items():
        speaker = ties.speaker_of(mention) if annotation.label == claim_label else None
        if speaker is not None:
            entity = ties.entity_of(speaker)
            name = (entity.name if entity else "") or ties.annotations[speaker].text
            counts[inert_line(name)][mention.article] += 1
    found = [NameCount(name, tuple(c[a] for a in ties.articles)) for name, c in counts.items()]
    return sorted(found, key=lambda each: -each.total)


def claims_in(cell: MatrixCell) -> tuple[Mention, ...]:
    """The claims of a cell, in the order in which they are told."""
    return (*cell.claims, *cell.contrary)


def disputes(report: StoryReport, row: MatrixRow) -> list[int]:
    """The numbers of the rows that a row is in dispute with."""
    if not row.dispute:
        return []
    return [
        number
        for number, other in enumerate(report.matrix.rows, 1)
        if other is not row and other.dispute == row.dispute
    ]
