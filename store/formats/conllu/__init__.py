r"""CoNLL-U: ten columns a word, with the spans in the last one, MISC.

Spans are written in the brackets of CorefUD (`entities`), so that they may nest, cross and have
several parts. Every span is an entity of its own there. Words are cut where spans begin or end, so
that each span keeps its place; sentences that share a span are one.

The text comes back exactly: `SpaceAfter=No` where nothing follows a word, `SpacesAfter` and, before
the first word, `SpacesBefore` with the escapes of UDPipe (`\s \t \r \n \p \\`) where it is not one
space. `start_char` and `end_char` are offsets in code points, as Stanza writes them. `# text` has
one space for any white space, which is what the validator of UD asks for.

Read are brackets, where spans of one entity become a cluster, and tags in `ner`, `NER`, `NE` or
`Entity`, in any scheme of `tagging`. Columns of grammar have no place in a story.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from store.formats.conllu.words import COLUMNS, ID, ConlluDocument, documents
from store.formats.entities import (
    FIELDS,
    Brackets,
    attributes_of,
    brackets_of,
    opening_bracket,
    others_of,
)
from store.formats.features import OF_SPANS, Feature
from store.formats.format import Format
from store.formats.rows import ArticleRow, ClusterRow, example_of, span_row_at
from store.formats.tagging import TagReader, is_tag, whole_sentences
from store.formats.token_files import read_documents, tagged_spans
from store.formats.tokens import row_tokens
from store.formats.white_space import escape_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.entities import BracketSpan
    from store.formats.reading import Input
    from store.formats.rows import Placed, SpanRow
    from store.formats.tokens import Tokens
    from store.formats.writing import Output
    from store.text.span import Span

_BracketPart: TypeAlias = "tuple[str, str, int, int]"
"""A part of a span: its key, what opens it, the numbers of its first word and of that after it."""
_FILLER: Final = "\t".join("_" * (COLUMNS - 3))

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    tags = TagReader()

    def row_of(document: ConlluDocument, id_: str, text: str, places: list[Span]) -> ArticleRow:
        for word in document.words:
            for tag in word.tags:
                if not is_tag(tag):
                    reason = f"the tag {tag!r} is neither O nor one such as B-actor or I-actor"
                    source.fault(reason, line=word.line, field="MISC")
        tagged = list(tagged_spans(document, text, places, tags))
        pairs = list(_bracket_spans(source, document, places, text))
        spans = [*tagged, *(span for span, _ in pairs)]
        return ArticleRow(id_, spans, text, clusters=_clusters(pairs))

    return read_documents(source, FORMAT.endings, documents(source), tags, row_of)


def _bracket_spans(
    source: Input, document: ConlluDocument, places: Sequence[Span], text: str
) -> Iterator[tuple[SpanRow, str]]:
    """The spans in brackets, each with the entity that it is of."""
    brackets = Brackets(document.fields)
    for number, word in enumerate(document.words):
        for line, said in word.brackets:
            for reason in brackets.take(number, line, said):
                source.fault(reason, line=line, field="Entity")
    for key, line in brackets.unclosed():
        source.fault(f"the entity {key!r} is opened, but not closed", line=line, field="Entity")
    whole = [mention for mention in brackets.mentions if mention.parts]
    for number, mention in enumerate(whole, start=1):
        yield _span(mention, places, text, number), mention.entity


def _span(mention: BracketSpan, places: Sequence[Span], text: str, number: int) -> SpanRow:
    extents = sorted((places[a].start, places[b - 1].end) for a, b in mention.parts)
    others = mention.others
    span = span_row_at(text, extents, mention.label, others.get("id", "") or f"m{number}")
    note, attributes = others.get("note", ""), attributes_of(others)
    return msgspec.structs.replace(span, note=note, attributes=attributes)


def _clusters(pairs: Sequence[tuple[SpanRow, str]]) -> list[ClusterRow]:
    """The entities of which there are two spans or more, named by the first of them."""
    by_entity: dict[str, list[SpanRow]] = defaultdict(list)
    for span, entity in pairs:
        by_entity[entity].append(span)
    return [
        ClusterRow(entity, spans[0].label, spans[0].text, [span.id for span in spans])
        for entity, spans in by_entity.items()
        if len(spans) > 1
    ]


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come."""
    numbers = itertools.count(1)
    with target.stream() as stream:
        for row in rows:
            stream.writelines(line.encode() for line in _lines(row, numbers, target))


def _lines(row: ArticleRow, numbers: Iterator[int], target: Output) -> Iterator[str]:
    text = row.said
    ends = {at for span in row.spans for extent in span.extents for at in extent}
    tokens = row_tokens(row, ends, target.options.tokens)
    if not len(tokens):
        target.losses.lose("articles without a word", row.id)
        return
    spans, hulls = _on_words(row, tokens, numbers, target)
    entities = _entities(spans)
    spaces = _SpacesSaid()
    yield f"# newdoc id = {row.id}\n# global.Entity = {FIELDS}\n"
    for number, sentence in enumerate(whole_sentences(tokens.sentences, hulls), start=1):
        words, gaps = tokens.texts(text, sentence), tokens.gaps(text, sentence)
        plain = "".join(
            [f"{word} " if gap else word for word, gap in zip(words, gaps, strict=True)]
        )
        yield (
            f"# sent_id = {row.id}-{number}\n# text = {plain.removesuffix(' ' * bool(gaps[-1]))}\n"
        )
        said = [spaces[gap] for gap in gaps]
        if sentence.stop == len(tokens):
            said[-1] = _spaces_after(gaps[-1])
        if sentence.start == 0 and tokens.starts[0]:
            said[0] += f"SpacesBefore={escape_spaces(text[: tokens.starts[0]])}|"
        # The offsets last, so that no line ends with white space that a reader may take off.
        yield "".join(
            [
                f"{place}\t{word}\t{_FILLER}\t{entities.get(token, '')}{space}"
                f"start_char={start}|end_char={end}\n"
                for place, (token, word, space, start, end) in enumerate(
                    zip(sentence, words, said, *tokens.places(sentence), strict=True), start=1
                )
            ]
        )
        yield "\n"


class _SpacesSaid(dict[str, str]):
    """What is said of the white space after a word, where another follows."""

    def __missing__(self, space: str) -> str:
        self[space] = "" if space == " " else _spaces_after(space)
        return self[space]


def _spaces_after(space: str) -> str:
    return f"SpacesAfter={escape_spaces(space)}|" if space else "SpaceAfter=No|"


def _entities(spans: Sequence[_BracketPart]) -> dict[int, str]:
    """What is said of the words with which spans begin or end."""
    at_word: dict[int, list[_BracketPart]] = defaultdict(list)
    for span in spans:
        for word in {span[2], span[3] - 1}:
            at_word[word].append(span)
    return {word: f"Entity={brackets_of(word, here)}|" for word, here in at_word.items()}


def _on_words(
    row: ArticleRow, tokens: Tokens, numbers: Iterator[int], target: Output
) -> tuple[list[_BracketPart], list[range]]:
    """The parts of the spans, and from where to where each span is, all in words."""
    found: list[_BracketPart] = []
    hulls: list[range] = []
    for span in row.spans:
        words = [tokens.within(*extent) for extent in span.extents]
        kept = [each for each in words if each]
        exact = [tokens.hull(each) for each in kept]
        if not kept:
            target.losses.lose(Feature.SUBTOKEN, example_of(row, span))
            continue
        if exact != list(map(tuple, span.extents)):  # there is white space at their ends
            target.losses.change(Feature.SUBTOKEN, example_of(row, span))
        entity = f"e{next(numbers)}"
        others = others_of(span.id, span.note, span.attributes)
        for number, part in enumerate(kept, start=1):
            key = f"{entity}[{number}/{len(kept)}]" if len(kept) > 1 else entity
            opens = opening_bracket(key, span.label, others if number == 1 else {})
            found.append((key, opens, part.start, part.stop))
        hulls.append(range(kept[0].start, kept[-1].stop))
    return found, hulls


# The format --------------------------------------------------------------------------------


def _looks_like(head: bytes, name: str) -> float:
    """By the ten columns of the first word."""
    for line in head.split(b"\n"):
        if not line.strip() or line.startswith(b"#"):
            continue
        cells = line.decode("utf-8", "replace").split("\t")
        is_word = len(cells) == COLUMNS and ID.fullmatch(cells[0]) is not None
        return (0.99 if name.endswith(FORMAT.endings) else 0.95) if is_word else 0.0
    return 0.0


_LACKS: Final = {Feature.RELATIONS, Feature.CROSSING, Feature.CLUSTERS, Feature.ORIGINS}
FORMAT: Final = Format(
    name="conllu",
    title="CoNLL-U, a word a line, with spans as CorefUD writes them",
    holds=OF_SPANS - _LACKS,
    reads=read,
    writes=write,
    endings=(".conllu",),
    looks_like=_looks_like,
)
