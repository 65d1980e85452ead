"""The fields that a query can ask for: what each means, and what it takes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from store.annotations.claim_record import FIELDS as RECORD
from store.annotations.claim_record import FieldName
from store.annotations.model import Origin, StanceValue
from store.frozen import Frozen


class Takes(StrEnum):
    """What kind of value a field takes."""

    WORDS = "words"
    LABEL = "a label"
    ARTICLE = "an article"
    CLUSTER = "the name of a cluster"
    SOURCE = "the name of a source"
    RELATION = "a type of ties"
    ANNOTATOR = "an annotator"
    CHOICE = "one of its values"
    NUMBER = "a number"
    DATE = "a day, a month, a year, or so many days"
    GRADE = "a letter A-F, a digit 1-6, or both, such as B2"


class QueryField(Frozen):
    """A field."""

    name: str
    takes: Takes
    says: str
    """What it asks for, in a few words."""
    values: tuple[tuple[str, str], ...] = ()
    """Those that have a meaning of their own, with it."""
    is_of_rows: bool = False
    """It is of rows of the matrix; a query that has one finds rows."""

    @property
    def compares(self) -> bool:
        """Whether its values come one after another, so that `<` and `>` mean something."""
        return self.takes in (Takes.NUMBER, Takes.DATE, Takes.GRADE)


NONE: Final = "none"
MANY: Final = "many"
ANY: Final = "*"
_NONE: Final = (NONE, "it has none")
_MANY: Final = (MANY, "it has more than one")
IS_OF_ROWS: Final = frozenset({"stale"})
"""Values of `is:` that only rows can have."""
KINDS: Final = {
    "suggestion": "suggestion",
    "rejected": "rejected",
    "adrift": "orphan",
    "article": "article",
}
"""Values of `is:` that are about what is not an annotation, or has no sure place, with its kind."""


def _record(name: str, record: FieldName, says: str) -> QueryField:
    return QueryField(name, Takes.CHOICE, says, (*RECORD[record].values, _NONE))


FIELDS: Final = {
    each.name: each
    for each in (
        QueryField("label", Takes.LABEL, "how it is tagged; the name alone does as well"),
        QueryField("text", Takes.WORDS, "words of it"),
        QueryField("note", Takes.WORDS, "words of its note", (_NONE,)),
        QueryField("in", Takes.ARTICLE, "the article it stands in: number, id, title or outlet"),
        QueryField("cluster", Takes.CLUSTER, "the cluster it is in", (_NONE, _MANY)),
        QueryField("tie", Takes.RELATION, "how it is tied", (_NONE, _MANY)),
        QueryField("said-by", Takes.SOURCE, "who said it", (_NONE, _MANY)),
        QueryField("via", Takes.SOURCE, "who carried it", (_NONE, _MANY)),
        _record("direct", FieldName.DIRECTNESS, "whose words a claim is in"),
        _record("named", FieldName.NAMING, "who is said to have said it"),
        _record("sure", FieldName.CERTAINTY, "how sure the article is of it"),
        QueryField("grade", Takes.GRADE, "how reliable its source and it are", (_NONE,)),
        QueryField(
            "origin",
            Takes.CHOICE,
            "how it came to be",
            (
                (Origin.MANUAL, "made by hand"),
                (Origin.PROPAGATED, "proposed for the same text, and taken"),
                (Origin.SUGGESTED, "suggested, and taken"),
                (Origin.IMPORTED, "brought in from a file"),
            ),
        ),
        QueryField("by", Takes.ANNOTATOR, "whose it is"),
        QueryField(
            "made",
            Takes.DATE,
            "when it was made",
            (("today", ""), ("yesterday", ""), ("2d", "in the last two days"), ("1w", "in a week")),
        ),
        QueryField(
            "is",
            Takes.CHOICE,
            "what it is, or has",
            (
                ("disputed", "something contradicts it"),
                ("unsourced", "a claim that nobody is tied to as having said it"),
                ("anonymous", "who said it has no name"),
                ("quoted", "in quotation marks, or a quotation by its record"),
                ("shared", "it stands in more than one article"),
                ("alone", "it stands in one article only"),
                ("unread", "its article, or one of the row, is not marked as read"),
                ("note", "it has a note"),
                ("suggested", "it was suggested, and taken"),
                ("suggestion", "suggested, and not answered yet"),
                ("rejected", "a suggestion that was rejected"),
                ("adrift", "its place in the changed article is not certain"),
                ("article", "a note on a whole article"),
                ("stale", "a row of which a tie says otherwise by now"),
            ),
        ),
        QueryField(
            "row", Takes.WORDS, "the row's name", ((NONE, "it is no cluster"),), is_of_rows=True
        ),
        QueryField("articles", Takes.NUMBER, "how many articles have it", is_of_rows=True),
        QueryField("origins", Takes.NUMBER, "how many origins it has", is_of_rows=True),
        QueryField(
            "stance",
            Takes.CHOICE,
            "what an article does with it",
            (
                (StanceValue.ASSERTS, "+"),
                (StanceValue.HEDGES, "~"),
                (StanceValue.CONTRADICTS, "!"),
                (StanceValue.BOTH, "+!"),
                (StanceValue.OMITS, "-"),
                (StanceValue.UNREAD, "."),
                (NONE, "nothing is tied there yet"),
            ),
            is_of_rows=True,
        ),
    )
}  # fmt: skip
"""By name."""
FIELDS_OF_ROWS: Final = frozenset(each.name for each in FIELDS.values() if each.is_of_rows)
ATTRIBUTE: Final = "attr."
"""What the names of fields begin with that ask for an attribute: `attr.NAME:value`."""
RECORDED: Final = {
    "direct": FieldName.DIRECTNESS,
    "named": FieldName.NAMING,
    "sure": FieldName.CERTAINTY,
}
"""Fields that ask for the record of a claim."""
