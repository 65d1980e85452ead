"""JSON of other tools in which a text is its words, with spans, ties and clusters by their numbers.

    {"doc_key": "a1", "sentences": [["Ana", "left"]], "ner": [[[0, 0, "actor"]]], "clusters": []}
    {"tokens": ["Ana", "left"], "entities": [{"type": "actor", "start": 0, "end": 1}]}

They are read only: DyGIE and SciERC, CoNLL's coreference as JSON lines, AllenNLP's coreference,
SpERT, DocRED, TACRED, spaCy 2 and CoreNLP (`word_kinds` has each). White space is found as in
`token_files`, or said by the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.formats.features import Feature
from store.formats.fields import Fields, kind_of
from store.formats.format import Format
from store.formats.json_files import values_in
from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow
from store.formats.tagging import TagReader
from store.formats.token_files import read_documents, tagged_spans
from store.formats.word_kinds import kind_by_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.reading import Input
    from store.formats.rows import Placed
    from store.formats.word_kinds import WordedDocument
    from store.text.span import Span


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    tags = TagReader()

    def row_of(document: WordedDocument, id_: str, text: str, places: list[Span]) -> ArticleRow:
        row = row_of_words(document, id_, text, places)
        tagged = list(tagged_spans(document, text, places, tags))
        return msgspec.structs.replace(row, spans=[*tagged, *row.spans])

    yield from read_documents(source, FORMAT.endings, _documents(source), tags, row_of)


def row_of_words(
    document: WordedDocument, id_: str, text: str, places: Sequence[Span]
) -> ArticleRow:
    """An article of words, with its spans, ties and clusters by their numbers."""
    spans = [_span(text, places, n, *each) for n, each in enumerate(document.spans, start=1)]
    ties = [
        RelationRow(type_, spans[head].id, spans[tail].id)
        for head, tail, type_ in document.relations
    ]
    clusters = _clusters(document, spans)
    return ArticleRow(id_, spans, text, relations=ties, clusters=clusters)


def _span(
    text: str, places: Sequence[Span], number: int, first: int, after: int, label: str
) -> SpanRow:
    start, end = places[first].start, places[after - 1].end
    return SpanRow(start, end, label, f"s{number}", text[start:end])


def _clusters(document: WordedDocument, spans: Sequence[SpanRow]) -> list[ClusterRow]:
    """What means one thing, named by the first mention of it."""
    found = []
    for number, members in enumerate(document.clusters, start=1):
        first = spans[members[0]]
        found.append(
            ClusterRow(f"c{number}", first.label, first.text, [spans[m].id for m in members])
        )
    return found


def _documents(source: Input) -> Iterator[WordedDocument]:
    for number, (value, line, place) in enumerate(values_in(source), start=1):
        with source.passing_over():
            if not isinstance(value, dict):
                reason = f"it must be an object, not {kind_of(value)}"
                raise source.error(reason, line, place or None)
            record = Fields(value, source.path, line, place)
            kind = kind_by_fields(value)
            if kind is None:
                raise source.error("it must have words, such as “tokens”", line, place or None)
            for document in kind.documents(record):
                if document.words:
                    yield document
                else:
                    source.losses.lose("rows without words", f"row {number}")
            for name in value.keys() - kind.fields:
                if value[name] not in (None, "", [], {}):
                    source.losses.lose(f"“{name}” of rows", f"row {number}")


# Recognition -------------------------------------------------------------------------------

_MARKS: Final = regex.compile(
    rb'"sentences"\s*:\s*\[\s*\[\s*".*"(?:ner|clusters|relations)"\s*:\s*\['
    rb'|"(?:ner|clusters|relations)"\s*:\s*\[.*"sentences"\s*:\s*\[\s*\[\s*"'
    rb'|"tokens"\s*:\s*\[\s*".*"entities"\s*:\s*\[\s*(?:\{[^{}]*"type"|\])'
    rb'|"entities"\s*:\s*\[\s*(?:\{[^{}]*"type"[^{}]*\}.*|\].*)"tokens"\s*:\s*\[\s*"'
    rb'|"document"\s*:\s*\[\s*".*"clusters"\s*:\s*\[|"clusters"\s*:\s*\[.*"document"\s*:\s*\[\s*"'
    rb'|"vertexSet"\s*:\s*\[|"subj_start"\s*:|"paragraphs"\s*:\s*\[\s*\{.*"sentences"\s*:\s*\[\s*\{'
    rb'|"sentences"\s*:\s*\[\s*\{.*"characterOffsetBegin"',
    regex.DOTALL,
)


def _looks_like(head: bytes, _name: str) -> float:
    """By the names of fields that only these have."""
    is_json = head.lstrip().startswith((b"{", b"["))
    return 0.92 if is_json and _MARKS.search(head) else 0.0


FORMAT: Final = Format(
    name="word-json",
    title="JSON of DyGIE, SpERT, DocRED, TACRED, spaCy 2, CoreNLP and coreference: words by number",
    holds=frozenset(
        {Feature.TEXT, Feature.OVERLAPS, Feature.SUBTOKEN, Feature.RELATIONS, Feature.CLUSTERS}
    ),
    has_local_ids=True,
    reads=read,
    endings=(".json", ".jsonl", ".jsonlines"),
    looks_like=_looks_like,
)
