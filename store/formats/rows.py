"""An article with its annotations as it goes from format to format: one row each.

These are also the lines of the native format. Offsets are code points, ranges half-open; every
other unit is that of a file, and is converted where the file is read or written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import ArticleState, Origin, StanceValue
from store.errors import InputError
from store.labels import CONTINUES
from store.wording import cut_short

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

OFFSET_UNIT: Final = "codepoint"
"""The unit of all offsets, named in every line."""


class SpanRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One annotation; the field names are those that Prodigy and spaCy use."""

    start: int
    end: int
    label: str
    id: str = ""
    text: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}
    """What else is said of it: features of other tools, by their names."""
    parts: list[tuple[int, int]] = []
    """Of a discontinuous span: its parts in order, two or more, the first at `start` and the last
    up to `end`. In a story they are annotations of their own, linked by `CONTINUES`."""

    @property
    def extents(self) -> list[tuple[int, int]]:
        """Where it is: its parts, or the one range."""
        return self.parts or [(self.start, self.end)]


class RelationRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One relation; `head` and `tail` are span ids."""

    type: str
    head: str
    tail: str
    id: str = ""
    role: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}


class ClusterRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cluster's members in this line's article; they are span ids."""

    id: str
    label: str
    name: str = ""
    """Empty, and then in no file, where nobody has given it one."""
    members: list[str] = []
    relation: str = ""
    refs: list[str] = []
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}


class StanceRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person says that this line's article does with a cluster."""

    cluster: str
    """The cluster's id, which may stand on other lines alone."""
    value: StanceValue
    id: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the line comes from."""

    title: str = ""
    outlet: str = ""
    date: str = ""
    author: str = ""
    link: str = ""
    story: str = ""
    file: str = ""
    annotator: str = ""
    labels: list[str] = []


class Cut(msgspec.Struct, frozen=True):
    """How a file of tokens cuts a text; see `store.formats.tokens.Tokens`."""

    starts: list[int]
    """Where its tokens start, in code points."""
    ends: list[int]
    sentences: list[int]
    """The number of the token after each sentence."""


class ArticleRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line."""

    id: str
    spans: list[SpanRow]
    text: str | None = None
    text_sha256: str = ""
    offset_unit: str = OFFSET_UNIT
    meta: Meta = Meta()
    relations: list[RelationRow] = []
    clusters: list[ClusterRow] = []
    stances: list[StanceRow] = []
    state: ArticleState = ArticleState.OPEN
    """How far a person says to be with this text."""
    note: str = ""
    """On the whole article, as the labels are."""
    labels: dict[str, str] = {}
    byline: dict[str, str] = {}
    """Where it is from, as far as a person says it and the text does not; `meta` has it too."""
    updated: str = ""
    """When state, note, labels or byline were last changed."""
    unplaced: list[str] = []
    """What is not among the spans, as its place in the text is not settled; in no file."""
    gone: list[str] = []
    """What was said of articles that are not there any more; of the first row, and in no file."""
    is_numbered: bool = False
    """Whether the id is a mere number, of a line or of a task in somebody's project, by which
    nobody knows the article elsewhere; in no file."""
    own_cut: Cut | None = None
    """The tokens that the text has in a file of tokens, if it was read from one; in no line."""

    @property
    def said(self) -> str:
        """The text; empty where the line has none."""
        return self.text or ""

    @property
    def ids(self) -> dict[str, SpanRow]:
        """The spans by their ids."""
        return {span.id: span for span in self.spans if span.id}


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, and where it was read."""

    row: ArticleRow
    path: Path
    line: int | None = None
    """Counted from 1; none where the file has no lines that mean anything."""

    @property
    def bare(self) -> Placed:
        """Where it was read, without what is in the row, which would be kept in memory for that."""
        return Placed(ArticleRow(self.row.id, []), self.path, self.line)

    def error(self, field: str, reason: str) -> InputError:
        """What is said of a field of it that cannot be used."""
        return InputError(reason, path=self.path, line=self.line, field=field)


def text_sha256(text: str) -> str:
    """The SHA-256, in hexadecimal, of a text as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_row(path: Path, text: str, about: Meta | None = None) -> ArticleRow:
    """The article that a file is, when nothing is said of it yet.

    Args:
        path: Of the file, which gives it its id.
        text: What is in it.
        about: What is known of it besides the file's name.
    """
    meta = msgspec.structs.replace(about or Meta(), file=path.name)
    return ArticleRow(path.stem, [], text, text_sha256(text), meta=meta)


def span_row_at(text: str, extents: list[tuple[int, int]], label: str, id_: str = "") -> SpanRow:
    """A span of a text.

    Args:
        text: Of the article.
        extents: Where it is: its parts in order, one or more.
        label: What it is tagged with.
        id_: By which others refer to it.
    """
    said = " ".join(text[start:end] for start, end in extents)
    parts = extents if len(extents) > 1 else []
    return SpanRow(extents[0][0], extents[-1][1], label, id_, said, parts=parts)


def example_of(row: ArticleRow, span: SpanRow) -> str:
    """A span as a person can find it."""
    said = " … ".join(row.said[start:end] for start, end in span.extents) or span.text
    short = cut_short(" ".join(said.split()), 40)
    return f"{span.label} “{short}” at {span.start}-{span.end} of {row.id}"


def join_parts(row: ArticleRow) -> ArticleRow:
    """A row in which the linked parts of a discontinuous span are one span again.

    Where a part goes on in two, there are two spans that share it; the later one has the id of its
    first part that is in no other.
    """
    following: dict[str, list[str]] = {}
    for relation in row.relations:
        if relation.type == CONTINUES:
            following.setdefault(relation.head, []).append(relation.tail)
    if not following:
        return row
    known = row.ids
    tails = {tail for several in following.values() for tail in several}
    chains: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for first in (span.id for span in row.spans if span.id in following.keys() - tails):
        for chain in _chains(first, following, known):
            name = next((id_ for id_ in chain if id_ not in owner), "")
            if len(chain) > 1 and name:
                chains[name] = chain
                for id_ in chain:
                    owner.setdefault(id_, name)
    spans = [
        _join(span, [known[i] for i in chains[span.id]]) if span.id in chains else span
        for span in row.spans
        if owner.get(span.id, span.id) == span.id
    ]
    joined = {pair for chain in chains.values() for pair in pairwise(chain)}
    kept = [r for r in row.relations if r.type != CONTINUES or (r.head, r.tail) not in joined]
    whole = msgspec.structs.replace(row, spans=spans, relations=kept)
    return with_ids(whole, lambda id_: owner.get(id_, id_))


def with_ids(row: ArticleRow, new: Callable[[str], str]) -> ArticleRow:
    """A row in which spans, and what refers to them, have other ids."""
    replace = msgspec.structs.replace
    return replace(
        row,
        spans=[replace(span, id=new(span.id)) for span in row.spans],
        relations=[replace(r, head=new(r.head), tail=new(r.tail)) for r in row.relations],
        clusters=[
            replace(c, members=list(dict.fromkeys(map(new, c.members)))) for c in row.clusters
        ],
    )


def without(row: ArticleRow, gone: Collection[SpanRow]) -> ArticleRow:
    """A row without some spans, and without what refers to them."""
    ids, out = {span.id for span in gone if span.id}, set(map(id, gone))
    replace = msgspec.structs.replace
    clusters = [
        replace(c, members=[m for m in c.members if m not in ids])
        for c in row.clusters
        if not ids.issuperset(c.members)
    ]
    return replace(
        row,
        spans=[span for span in row.spans if id(span) not in out],
        relations=[r for r in row.relations if r.head not in ids and r.tail not in ids],
        clusters=clusters,
    )


def _chains(
    first: str, following: Mapping[str, Sequence[str]], known: Mapping[str, SpanRow]
) -> Iterator[list[str]]:
    """The ways from a part to a last one; each part is passed once but those before a fork."""
    passed: set[str] = set()
    waiting = [[first]]
    while waiting:
        chain = waiting.pop()
        passed.add(chain[-1])
        new = [tail for tail in following.get(chain[-1], ()) if tail in known]
        new = [tail for tail in dict.fromkeys(new) if tail not in passed]
        if not new:
            yield chain
        waiting += [[*chain, tail] for tail in reversed(new[1:])]
        if new:
            chain.append(new[0])
            waiting.append(chain)


def _join(span: SpanRow, parts: list[SpanRow]) -> SpanRow:
    ordered = sorted((part.start, part.end) for part in parts)
    return msgspec.structs.replace(
        span,
        start=ordered[0][0],
        end=ordered[-1][1],
        text=" ".join(part.text for part in sorted(parts, key=lambda p: p.start)),
        parts=ordered,
    )


def split_parts(row: ArticleRow) -> ArticleRow:
    """A row in which each part of a discontinuous span is a span of its own, linked to the next.

    The first part keeps the id, and with it what refers to the span.
    """
    if not any(span.parts for span in row.spans):
        return row
    spans: list[SpanRow] = []
    links: list[RelationRow] = []
    taken = set(row.ids)
    for number, span in enumerate(row.spans):
        if not span.parts:
            spans.append(span)
            continue
        first = span.id or free_id(f"part-{number}", taken)
        ids = [first, *(free_id(f"{first}-{n}", taken) for n in range(2, len(span.parts) + 1))]
        for part, (start, end) in enumerate(span.parts):
            said = row.said[start:end]
            if part == 0:
                spans.append(
                    msgspec.structs.replace(
                        span, id=first, start=start, end=end, text=said, parts=[]
                    )
                )
            else:
                spans.append(
                    SpanRow(start, end, span.label, ids[part], said, span.origin, span.created)
                )
                links.append(RelationRow(CONTINUES, ids[part - 1], ids[part]))
    return msgspec.structs.replace(row, spans=spans, relations=[*row.relations, *links])


def free_id(wanted: str, taken: set[str], mark: str = "x") -> str:
    """An id that is not taken yet, and is now: the wanted one, with as many marks as it needs."""
    while wanted in taken:
        wanted += mark
    taken.add(wanted)
    return wanted
