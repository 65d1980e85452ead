"""Stories as rows, made up by Hypothesis, and what a format makes of them."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.model import ArticleState, Origin, StanceValue
from store.formats.exporting import write_dataset
from store.formats.features import Feature
from store.formats.reading import Input, ReadOptions
from store.formats.registry import format_named
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    RelationRow,
    SpanRow,
    StanceRow,
    join_parts,
    span_row_at,
    split_parts,
    text_sha256,
    with_ids,
)
from store.formats.tokens import tokens_of
from store.labels import DEFAULT_LABELS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from store.formats.exporting import ExportReport
    from store.formats.losses import Losses
    from store.formats.writing import ExportOptions

WORDS: Final = (
    "Assad", "Moscow", "said", "the", "troops", "naïve", "café", "北京", "記者", "שלום", "مرحبا",
    "Москва", "😀", "👩‍👩‍👧", "🇩🇪", "e\u0301", "U.S.", "non-ISIS", "3,000", "“no”",
    "(IS)", "a<b>&c",
    "it’s",
    "\\", '"', "#", "x\u00a0y", "tab\tbed", "|", "_", "*", "[a]", "a;b", "\u200b", "\u00ad",
)  # fmt: skip
GAPS: Final = (" ", " ", " ", "  ", ". ", ".\n\n", "\n", "\r\n", ", ", "\u00a0", "")
LABELS: Final = DEFAULT_LABELS.names
NOTES: Final = ("", "", "why?", "two\nlines", "“quoted”, 100 %", "tab\tin it")
ATTRIBUTES: Final[tuple[dict[str, str], ...]] = (
    {},
    {},
    {"claim.certainty": "likely"},
    {"Category": "Modifier"},
    {"grade.source": "B", "x-y": "“a” = 1"},
)
BYLINES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"outlet": "The “Post”", "link": "https://t.org/a?b=1&c"},
    {"author": "", "date": "2015-10-06"},
)
REFS: Final = ((), ("wikidata:Q1",), ("wikidata:Q1", "https://example.org/a?b=1#c"))


@st.composite
def texts(draw: st.DrawFn, most: int = 14) -> str:
    """A text of odd words."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=most))
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=len(words), max_size=len(words)))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


@st.composite
def article_rows(
    draw: st.DrawFn,
    *,
    article_id: str = "one",
    holds: Collection[Feature] = frozenset(Feature),
    least: int = 0,
    on_words: bool = False,
) -> ArticleRow:
    """An article with spans that nest, cross and coincide, as far as a format holds them.

    Args:
        draw: Given by Hypothesis.
        article_id: Of the article.
        holds: What may be in it.
        least: How many spans there are at least, where the text allows it.
        on_words: Whether spans begin and end with the words that the text was made of.
    """
    text = draw(texts())
    edges = _edges(text) if on_words else [i for i in range(len(text) + 1) if _is_edge(text, i)]
    spans: dict[tuple[int, int, str], SpanRow] = {}
    for number in range(draw(st.integers(least, 6))):
        start, end = sorted((draw(st.sampled_from(edges)), draw(st.sampled_from(edges))))
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start == end or start not in edges or end not in edges:
            continue
        overlaps = any(s.start < end and start < s.end for s in spans.values())
        if overlaps and Feature.OVERLAPS not in holds:
            continue
        label = draw(st.sampled_from(LABELS))
        note = draw(st.sampled_from(NOTES)) if Feature.NOTES in holds else ""
        spans[start, end, label] = SpanRow(
            start, end, label, f"s{number + 1}", text[start:end], Origin.MANUAL, note=note
        )
    kept = sorted(spans.values(), key=lambda s: (s.start, -s.end, s.label))
    relations = draw(_relations(kept, holds)) if Feature.RELATIONS in holds else []
    clusters = draw(_clusters(kept, holds)) if Feature.CLUSTERS in holds else []
    row = ArticleRow(
        article_id, kept, text, text_sha256(text), relations=relations, clusters=clusters
    )
    if Feature.STANCES in holds and clusters and draw(st.booleans()):
        value = draw(st.sampled_from(StanceValue))
        row = replace(row, stances=[StanceRow("c1", value, note=draw(st.sampled_from(NOTES)))])
    if Feature.DOCUMENTS in holds and draw(st.booleans()):
        state, note = draw(st.sampled_from(ArticleState)), draw(st.sampled_from(NOTES))
        labels, byline = draw(st.sampled_from(ATTRIBUTES)), draw(st.sampled_from(BYLINES))
        meta = replace(row.meta, **byline)
        row = replace(row, state=state, note=note, labels=labels, byline=byline, meta=meta)
    return row


@st.composite
def story_rows(
    draw: st.DrawFn, *, holds: Collection[Feature] = frozenset(Feature)
) -> list[ArticleRow]:
    """Two articles with one cluster in both and, where a format holds it, ties between them."""
    rows = []
    for article_id in ("one", "two"):
        row = draw(article_rows(article_id=article_id, holds=holds, least=1))
        row = with_ids(row, lambda id_, of=article_id: f"{of}-{id_}")  # type: ignore[misc]  # a default is untyped
        ties = [replace(tie, id=f"{article_id}-{tie.id}") for tie in row.relations]
        rows.append(replace(row, relations=ties))
    one, two = rows
    if Feature.CROSSING in holds and one.spans and two.spans:
        ends = draw(st.sampled_from(one.spans)).id, draw(st.sampled_from(two.spans)).id
        tie = draw(_said_of_link(RelationRow("copied-from", *ends, "crossing"), holds))
        rows = [replace(row, relations=[*row.relations, tie]) for row in rows]
    if one.clusters and two.clusters:
        same = [replace(one.clusters[0], members=two.clusters[0].members)]
        rows = [rows[0], replace(rows[1], clusters=same)]
    return rows


@st.composite
def full_rows(draw: st.DrawFn) -> list[ArticleRow]:
    """The same with all that can be said: attributes of spans, spans in parts, and what ties these
    to each other and to spans in one piece; the parts are linked, as they are in a story."""
    return [split_parts(_fuller(draw, row)) for row in draw(story_rows())]


def _fuller(draw: st.DrawFn, row: ArticleRow) -> ArticleRow:
    spans = [replace(s, attributes=draw(st.sampled_from(ATTRIBUTES))) for s in row.spans]
    words = list(tokens_of(row.said))
    in_parts: list[SpanRow] = []
    for number in range(draw(st.integers(0, 2)) if len(words) > 3 else 0):
        first = draw(st.integers(0, len(words) - 3))
        last = draw(st.integers(first + 2, len(words) - 1))
        parts = [(words[at].start, words[at].end) for at in (first, last)]
        label = draw(st.sampled_from(LABELS))
        if any(parts == list(s.parts) and s.label == label for s in in_parts):
            continue
        span = span_row_at(row.said, parts, label, f"{row.id}-d{number}")
        said = {
            "note": draw(st.sampled_from(NOTES)),
            "attributes": draw(st.sampled_from(ATTRIBUTES)),
        }
        in_parts.append(replace(span, origin=Origin.MANUAL, **said))
    ends = [*in_parts, *spans[:1]]
    ties = [
        RelationRow("attribution", one.id, other.id, f"{row.id}-t{number}")
        for number, (one, other) in enumerate(pairwise(ends))
        if draw(st.booleans())
    ]
    every = sorted([*spans, *in_parts], key=lambda s: (s.start, -s.end, s.label))
    return replace(row, spans=every, relations=[*row.relations, *ties])


@st.composite
def _said_of_link(draw: st.DrawFn, row: Any, holds: Collection[Feature]) -> Any:
    """A relation or cluster with what may be said of it besides."""
    if Feature.LINK_ATTRIBUTES in holds:
        row = replace(row, note=draw(st.sampled_from(NOTES)))
        row = replace(row, attributes=draw(st.sampled_from(ATTRIBUTES)))
    return row


def _is_edge(text: str, at: int) -> bool:
    from store.text.boundaries import floor_grapheme

    return floor_grapheme(text, at) == at


def _edges(text: str) -> list[int]:
    tokens = list(tokens_of(text))
    return sorted({edge for token in tokens for edge in (token.start, token.end)}) or [0]


@st.composite
def _relations(
    draw: st.DrawFn, spans: Sequence[SpanRow], holds: Collection[Feature]
) -> list[RelationRow]:
    if len(spans) < 2:
        return []
    found: dict[tuple[str, str], RelationRow] = {}
    for number in range(draw(st.integers(0, 3))):
        head, tail = draw(st.sampled_from(spans)), draw(st.sampled_from(spans))
        if head.id != tail.id:
            found[head.id, tail.id] = RelationRow("attribution", head.id, tail.id, f"r{number}")
    return [draw(_said_of_link(relation, holds)) for relation in found.values()]


@st.composite
def _clusters(
    draw: st.DrawFn, spans: Sequence[SpanRow], holds: Collection[Feature]
) -> list[ClusterRow]:
    if not spans or not draw(st.booleans()):
        return []
    members = draw(st.lists(st.sampled_from(spans), min_size=1, max_size=3, unique_by=id))
    name = draw(st.sampled_from(("Somebody", "")))
    cluster = ClusterRow("c1", members[0].label, name, [m.id for m in members])
    if Feature.REFS in holds:
        cluster = replace(cluster, refs=list(draw(st.sampled_from(REFS))))
    return [draw(_said_of_link(cluster, holds))]


def written(
    name: str, rows: Sequence[ArticleRow], folder: Path, options: ExportOptions | None = None
) -> tuple[Path, ExportReport]:
    """Write rows in a format; the file or folder, and the report."""
    format_ = format_named(name)
    ending = format_.endings[0] if format_.endings else ""
    where = Path(tempfile.mkdtemp(dir=folder))
    labels = DEFAULT_LABELS
    return write_dataset(iter(rows), format_, where, f"data{ending}", labels, options)


def read_back(
    name: str, path: Path, options: ReadOptions | None = None
) -> tuple[list[ArticleRow], Losses]:
    """Read a file or folder in a format."""
    reader = format_named(name).reads
    assert reader is not None
    source = Input(path, options or ReadOptions())
    return [placed.row for placed in reader(source)], source.losses


def meaning(row: ArticleRow, holds: Collection[Feature] = frozenset(Feature)) -> object:
    """What a row says, without ids, so that two can be compared.

    Args:
        row: An article.
        holds: What counts of it.
    """
    row = join_parts(row)
    place = {s.id: (*map(tuple, s.extents), s.label) for s in row.spans}
    spans = sorted(
        (
            tuple(map(tuple, s.extents)),
            s.label,
            s.note if Feature.NOTES in holds else "",
            tuple(sorted(s.attributes.items())) if Feature.ATTRIBUTES in holds else (),
        )
        for s in row.spans
    )
    is_said = Feature.LINK_ATTRIBUTES in holds
    relations = sorted(
        (
            *(r.type, r.role, str(place.get(r.head)), str(place.get(r.tail))),
            *((r.note, sorted(r.attributes.items())) if is_said else ()),
        )
        for r in row.relations
    )
    clusters = sorted(
        (
            *(c.label, c.name, sorted(str(place.get(m)) for m in c.members)),
            *((c.note, sorted(c.attributes.items())) if is_said else ()),
            c.refs if Feature.REFS in holds else [],
        )
        for c in row.clusters
    )
    return (
        row.text,
        spans,
        relations if Feature.RELATIONS in holds else [],
        clusters if Feature.CLUSTERS in holds else [],
        [(s.value, s.note) for s in row.stances] if Feature.STANCES in holds else [],
        (row.state, row.note, row.labels, row.byline) if Feature.DOCUMENTS in holds else (),
    )
