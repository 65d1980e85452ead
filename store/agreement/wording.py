"""What figures are called, and what they say, for tables and pages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.agreement.row import Among, Interval
from store.agreement.tallying import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.agreement.row import AgreementRow

HEADS: Final[Mapping[str, str]] = {
    "exact_f1": "exact",
    "overlap_f1": "overlap",
    "kappa": "kappa",
    "fleiss_kappa": "fleiss",
    "alpha": "alpha",
    "unitizing_alpha": "u-alpha",
    "shared_ends_f1": "ends same",
    "muc": "MUC",
    "b_cubed": "B3",
    "ceaf_e": "CEAF-e",
    "lea": "LEA",
    "conll": "CoNLL",
    "rows_f1": "rows",
    "same": "same",
    "gamma": "gamma",
}
"""Of each figure."""
MEANINGS: Final[Mapping[str, str]] = {
    "exact": "F1 of what has the same place and label with both",
    "overlap": "F1 of what has the same label and shares half of the text that either covers",
    "kappa": "Cohen’s kappa: two people, word by word, chance taken off",
    "fleiss": "the kappa of Fleiss: all people, in what all have done",
    "alpha": "Krippendorff’s alpha: any number of people, whatever each has done",
    "u-alpha": "Krippendorff’s unitizing alpha of 2016: which stretches of text have a label",
    "ends same": "F1 of relations between what both have annotated exactly",
    "MUC": "F1 of the links within clusters",
    "B3": "F1 of what is right of the cluster of each mention",
    "CEAF-e": "F1 of the best pairing of clusters",
    "LEA": "F1 of the links of each cluster, by its size",
    "CoNLL": "the mean of MUC, B3 and CEAF-e",
    "rows": "F1 of the claims that both have in a row of the matrix",
    "same": "the share that is the same, chance not taken off",
    "gamma": "alignment of annotations, chance taken off",
}
"""What each says, by its head."""
COUNTED: Final[Mapping[Subject, str]] = {
    Subject.SPANS: "spans",
    Subject.RELATIONS: "relations",
    Subject.CLUSTERS: "mentions",
    Subject.CELLS: "cells",
    Subject.RECORDS: "in claims",
    Subject.ARTICLES: "of articles",
}
"""What is counted of each subject."""
TITLES: Final[Mapping[Subject, str]] = {
    Subject.SPANS: "Spans",
    Subject.RELATIONS: "Relations",
    Subject.CLUSTERS: "Clusters: what means the same",
    Subject.CELLS: "The matrix: which article says what",
    Subject.RECORDS: "Records of claims",
    Subject.ARTICLES: "What is said of whole articles",
}
ENDS: Final[Mapping[Interval, str]] = {
    Interval.BOOTSTRAP: "95 % interval",
    Interval.ARTICLES: "of one article",
    Interval.PAIRS: "of one pair",
}
"""What stands at the two ends of a figure."""


def told_people(row: AgreementRow) -> str:
    """Whose agreement a row is of."""
    if row.among is Among.PAIR:
        return " and ".join(row.people)
    said = ", ".join(row.people)
    return f"mean over the pairs of {said}" if row.among is Among.MEAN else f"{said} together"


def where(subject: Subject) -> str:
    """In what something is counted."""
    return "stories" if subject in (Subject.CLUSTERS, Subject.CELLS) else "arts"


def exact(value: float) -> str:
    """A figure with three places."""
    return f"{round(value, 3) + 0:.3f}"  # by adding nothing -0.000 becomes 0.000


def brief(value: float) -> str:
    """A figure with two places, as briefly as it can be said: `.64`, `1`, `0`."""
    said = f"{round(value, 2) + 0:.2f}"
    return said.removesuffix(".00") if said.endswith(".00") else said.replace("0.", ".", 1)


def brief_ends(low: float | None, high: float | None) -> str:
    """Both ends of a figure, as `.64–.65`; empty where they are not known."""
    return f"{brief(low)}–{brief(high)}" if low is not None and high is not None else ""
