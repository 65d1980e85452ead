"""A row of figures: whose, on what, and how sure they are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.agreement.coefficients import Figure
    from store.agreement.tallying import Subject


class By(StrEnum):
    """Apart for what figures are told."""

    LABEL = "label"
    ARTICLE = "article"
    STORY = "story"
    ANNOTATOR = "annotator"


class Among(StrEnum):
    """Whose agreement a row is of."""

    PAIR = "pair"
    MEAN = "mean"
    """The mean over the pairs of these people."""
    ALL = "all"


class Interval(StrEnum):
    """From what the lower and upper ends of a row's figures are."""

    NONE = ""
    BOOTSTRAP = "bootstrap"
    """95 % of the values over articles drawn again."""
    ARTICLES = "articles"
    """The least and the greatest value of an article."""
    PAIRS = "pairs"
    """The least and the greatest value of a pair."""


class AgreementRow(Frozen):
    """The figures of some people, on one thing."""

    among: Among
    people: tuple[str, ...]
    """In alphabetical order."""
    subject: Subject
    label: str
    """`ALL` for all labels."""
    part: str
    """The article, story or annotator that it is of; empty for everything."""
    places: int
    """How many articles two of them at least have done; stories, for what belongs to these."""
    count: int
    """Spans, or whatever it is of, of all of these people."""
    figures: Mapping[str, Figure]
    interval: Interval = Interval.NONE
