"""What an annotator says about a story: annotations, what ties them, what is said of articles.

Of what there may be a million, no value can lead back to itself, so the garbage collector is not
told of them (`gc=False`): they take less room, and nothing looks at them again and again.

In JSON a field that has its default is left out, as what nearly none says (`omit_defaults`); one
that is always written has a factory in place of a default, even where that makes an empty text.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from enum import StrEnum
from threading import Lock
from typing import Final

from msgspec import field

from store.frozen import Frozen
from store.text.span import Span

UNKNOWN: Final = "unknown"
"""In `Annotation.adrift`: nobody knows in which text it stood."""


class Origin(StrEnum):
    """How an annotation came to be."""

    MANUAL = "manual"
    PROPAGATED = "propagated"
    SUGGESTED = "suggested"
    IMPORTED = "imported"

    @property
    def in_words(self) -> str:
        """What it is called to a person."""
        return "by hand" if self is Origin.MANUAL else self.value


class Annotation(Frozen, gc=False, omit_defaults=True):
    """A span with a label."""

    id: str
    """A ULID; never a database row number."""
    start: int
    """Code points before the span."""
    end: int
    """Code points up to the end of the span."""
    label: str
    text: str
    """What the article says there, kept so that a changed article is noticed."""
    origin: Origin = field(default_factory=lambda: Origin.MANUAL)
    created: str = field(default_factory=str)
    """When it was first made: UTC, ISO 8601 with milliseconds and a Z."""
    updated: str = field(default_factory=str)
    """When it was last changed."""
    note: str = field(default_factory=str)
    adrift: str = field(default_factory=str)
    """Empty, but where the article has changed and the place in its present text is not settled:
    then the SHA-256 of the article's file in which `start` and `end` are right, or `UNKNOWN`."""
    rejected: bool = False
    """Not an annotation but a suggestion that a person has rejected, kept so that it never comes
    back: shown, counted and exported nowhere."""
    attributes: tuple[tuple[str, str], ...] = ()
    """What other tools say of it besides its label: names and values, in order of the names."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sorts annotations as the text reads; of two that start together the longer first."""
        return (self.start, -self.end, self.label, self.id)


class Mention(Frozen, order=True, gc=False):
    """Names one annotation in the story, also when its article has not been read."""

    article: str
    """The article's id."""
    id: str
    """The annotation's id."""


class Relation(Frozen, gc=False, omit_defaults=True):
    """A typed, directed link between two annotations, within or across articles."""

    id: str
    type: str
    """"attribution" runs from claim (head) to source (tail)."""
    head: Mention
    tail: Mention
    role: str = field(default_factory=str)
    """What the tail is to the head, such as "speaker" or "carrier"; may be empty."""
    origin: Origin = field(default_factory=lambda: Origin.MANUAL)
    created: str = ""
    """When it was made, as for an annotation; empty where nobody knows."""
    updated: str = ""
    note: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """What other tools say of it: names and values, in order of the names."""


class Cluster(Frozen, gc=False, omit_defaults=True):
    """Annotations, across articles, that mean the same thing (a coreference chain)."""

    id: str
    label: str
    name: str
    """The canonical name."""
    members: tuple[Mention, ...]
    relation: str = field(default_factory=str)
    """Empty for what is one entity; for claims, what they are to each other: "supports", or
    "contradicts", which is said of exactly two."""
    refs: tuple[str, ...] = ()
    """Ids of it elsewhere, such as "wikidata:Q1065", or addresses."""
    origin: Origin = field(default_factory=lambda: Origin.MANUAL)
    created: str = ""
    """As for a relation."""
    updated: str = ""
    note: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """As for a relation."""


class StanceValue(StrEnum):
    """What an article does with what a cluster stands for, such as a claim."""

    ASSERTS = "asserts"
    HEDGES = "hedges"
    CONTRADICTS = "contradicts"
    BOTH = "both"
    """It carries the claim and a contrary one."""
    OMITS = "omits"
    UNREAD = "unread"


class Stance(Frozen, omit_defaults=True):
    """What a person says that an article does with a cluster; what ties say of it is not kept."""

    id: str
    cluster: str
    """The cluster's id."""
    article: str
    """The article's id."""
    value: StanceValue
    origin: Origin = field(default_factory=lambda: Origin.MANUAL)
    created: str = ""
    updated: str = ""
    note: str = ""


class ArticleState(StrEnum):
    """How far a person says to be with an article."""

    OPEN = ""
    READ = "read"
    DONE = "done"
    """Read, and nothing is left to annotate."""


class ArticleRecord(Frozen, omit_defaults=True):
    """What an annotator says of an article as a whole."""

    article: str
    """The article's id."""
    state: ArticleState = ArticleState.OPEN
    text_sha256: str = ""
    """Of the article's file of which the state was said; of another text it is not true."""
    note: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    """Labels of the whole document: names and values, in order of the names."""
    byline: tuple[tuple[str, str], ...] = ()
    """Where it is from, as far as its text does not say so: names of `BYLINE_FACTS` and values, in
    order of the names. An empty value says that the text is wrong there, and nobody knows."""
    updated: str = ""

    @property
    def id(self) -> str:
        """There is one record of an article, so that is its id."""
        return self.article

    def state_in(self, text_sha256: str) -> ArticleState:
        """The state, as far as it was said of a text."""
        return self.state if self.text_sha256 == text_sha256 else ArticleState.OPEN


class RefusedOffer(Frozen, omit_defaults=True):
    """An offer that a person has refused, so that it does not come again; it is shown nowhere."""

    id: str
    kind: str
    """What was offered, such as "same"."""
    label: str
    """Of what it was offered for."""
    texts: tuple[str, ...]
    """Of those, in alphabetical order: what has them again is not offered again."""


class DecisionKind(StrEnum):
    """Of what an adjudicator has decided."""

    SPANS = "spans"
    RELATION = "relation"
    CLUSTER = "cluster"
    CELL = "cell"


class DecisionReason(StrEnum):
    """Why people differed, as far as an adjudicator says."""

    UNSAID = ""
    AMBIGUOUS = "ambiguous text"
    GUIDELINE = "guideline"
    SLIP = "slip"
    OTHER = "other"


class SeenWork(Frozen):
    """What one annotator had where something was decided, so that a later change is noticed."""

    who: str
    ids: tuple[str, ...]
    """Of what they had; none if they had left it out."""
    digest: str
    """Of what that said; empty if they had left it out."""
    number: int = 0
    """Of the last line of their journal then."""
    chain: str = ""
    """Of that line, by which the journal is known."""


class Decision(Frozen, omit_defaults=True):
    """What an adjudicator has made of what several people annotated."""

    id: str
    article: str
    """The article's id; of a relation, that of its head."""
    kind: DecisionKind
    seen: tuple[SeenWork, ...]
    """Of everybody whose work was compared, by name."""
    taken: tuple[str, ...]
    """Who had what was taken; nobody where nothing was."""
    made: tuple[str, ...]
    """The ids of what stands for it in the adjudicator's work; what is gone of it was removed
    later."""
    by: str = field(default_factory=str)
    """The login name of who decided."""
    reason: DecisionReason = DecisionReason.UNSAID
    created: str = ""
    updated: str = ""
    """When it was last decided; not when something was said of why."""
    note: str = ""


Linked = Relation | Cluster | Stance | ArticleRecord | RefusedOffer | Decision
"""What belongs to the story as a whole, each with an id of its own."""
Value = Annotation | Linked
"""What an annotator says, each with an id of its own."""


def timestamp(moment: datetime | None = None) -> str:
    """A moment, now by default, as annotations carry it: UTC with milliseconds."""
    moment = moment or datetime.now(UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A fresh ULID, which sorts behind all that this process has made."""
    global _last_id  # of this process, whichever thread asks
    moment = time.time_ns() // 1_000_000
    number = moment << 80 | int.from_bytes(os.urandom(10), "big")
    with _MAKING_IDS:
        _last_id = number = max(number, _last_id + 1)
    return id_of(number)


def id_of(number: int) -> str:
    """The ULID that stands for a number of 128 bits: of the time in milliseconds and of chance."""
    return "".join([DIGITS[number >> bits & 31] for bits in range(125, -1, -5)])


def is_id(text: str) -> bool:
    """Whether a text has the shape of a ULID, as an id from another file may not."""
    return len(text) == 26 and text[0] in "01234567" and not text.strip(DIGITS)


DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of ids, in their order: Crockford's base 32."""
_MAKING_IDS: Final = Lock()
_last_id = 0
