"""JSON rows that taggers are trained on: words with tags, GLiNER's, and spaCy's tuples.

    {"id": "a1", "tokens": ["Ana", "left"], "ner_tags": ["B-actor", "O"]}
    {"tokenized_text": ["Ana", "left"], "ner": [[0, 0, "actor"]]}
    ["Ana left", {"entities": [[0, 3, "actor"]]}]
    {"text": "Ana left", "entities": [{"start": 0, "end": 3, "label": "actor"}]}

They are read only. GLiNER counts words of the whole row, the last one included; the others count
code points. A row of words says nothing of white space, unless it has a `text` as well
(`token_files`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

import regex

from store.formats.counting import Spanned, text_as_counted
from store.formats.features import Feature
from store.formats.fields import WITHOUT_WIDTH, Fields, kind_of
from store.formats.format import Format
from store.formats.json_files import listed, values_in
from store.formats.offsets import NoRangeError, Unit
from store.formats.rows import ArticleRow, Placed, SpanRow
from store.formats.tagging import TagReader, is_tag
from store.formats.token_files import TokenDocument, Word, read_documents, tagged_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.formats.counting import Quoted
    from store.formats.json_files import FoundValue
    from store.formats.reading import Input
    from store.text.span import Span

WORDS: Final = ("tokens", "words", "tokenized_text")
"""Where the words of a row stand: in one of these."""
TAGS: Final = ("ner_tags", "tags", "labels", "ner")
"""Where its tags stand, or GLiNER's places."""
_TAKEN: Final = frozenset({"text", "id", *WORDS, *TAGS})


@dataclass(slots=True)
class _WordRow(TokenDocument):
    """A row of words, with places in them if it is GLiNER's."""

    places: list[tuple[int, int, str]] = field(default_factory=list)
    """First word, last word, label."""


def read(source: Input) -> Iterator[Placed]:
    """The rows of a file, which are all of the kind of the first one."""
    found = values_in(source)
    first = next(found, None)
    if first is None:
        return
    rows = chain([first], found)
    value = first[0]
    is_object = isinstance(value, dict) and ("annotations" in value or "entities" in value)
    if isinstance(value, list) or is_object:
        yield from _read_tuples(source, _tuples(rows))
    else:
        yield from rows_of_words(source, rows)


def rows_of_words(source: Input, found: Iterable[FoundValue]) -> Iterator[Placed]:
    """The articles of rows of words."""
    tags = TagReader()

    def row_of(row: _WordRow, id_: str, text: str, places: list[Span]) -> ArticleRow:
        spans = list(tagged_spans(row, text, places, tags))
        for first_word, last_word, label in row.places:
            start, end = places[first_word].start, places[last_word].end
            spans.append(SpanRow(start, end, label, text=text[start:end]))
        return ArticleRow(id_, spans, text)

    return read_documents(source, FORMAT.endings, _word_rows(source, found), tags, row_of)


# Words -------------------------------------------------------------------------------------


def _word_rows(source: Input, found: Iterable[FoundValue]) -> Iterator[_WordRow]:
    for number, (value, line, place) in enumerate(found, start=1):
        with source.passing_over():
            if not isinstance(value, dict):
                reason = f"it must be an object, not {kind_of(value)}"
                raise source.error(reason, line, place or None)
            row = _word_row(Fields(value, source.path, line, place), line or number)
            for name in value.keys() - _TAKEN:
                source.losses.lose(f"“{name}” of rows", f"row {number}")
            if row.words:
                yield row
            else:
                source.losses.lose("rows without words", f"row {number}")


def _word_row(record: Fields, line: int) -> _WordRow:
    name = next((name for name in WORDS if name in record.values), WORDS[0])
    tagged = next((name for name in TAGS if name in record.values), "")
    tags = record.items(tagged) if tagged else []
    forms = record.items(name)
    row = _WordRow(line, _id_of(record), said=record.text("text", ""))
    are_places = bool(tags) and all(isinstance(tag, list) for tag in tags)
    if tags and not are_places and len(tags) != len(forms):
        reason = f"there are {len(tags):,} tags for {len(forms):,} words"
        raise record.fault(tagged, reason)
    for number, form in enumerate(forms):
        if not isinstance(form, str) or not form.strip():
            reason = f"it must be a word, not {kind_of(form)}"
            raise record.fault(f"{name}[{number}]", reason)
        word_tags = () if are_places or not tags else (_tag(record, tagged, number, tags[number]),)
        row.words.append(Word(form, line, word_tags))
    row.end_sentence()
    if are_places:
        row.places = [
            _place(record, f"{tagged}[{n}]", tag, len(forms)) for n, tag in enumerate(tags)
        ]
    return row


def _id_of(record: Fields) -> str:
    id_ = record.values.get("id")
    return id_ if isinstance(id_, str) else ""


def _tag(record: Fields, name: str, number: int, tag: object) -> str:
    place = f"{name}[{number}]"
    if isinstance(tag, int):
        reason = (
            f"this tag is the number {tag}, and the file does not say which label that is; write "
            "the names of the tags (in a Hugging Face dataset, features[…].feature.names)"
        )
        raise record.fault(place, reason)
    if not isinstance(tag, str) or not is_tag(tag):
        reason = f"it must be a tag such as B-actor or O, not {kind_of(tag)}"
        raise record.fault(place, reason)
    return tag


def _place(record: Fields, place: str, value: object, count: int) -> tuple[int, int, str]:
    match value:
        case [int(first), int(last), str(label)] if 0 <= first <= last < count and label:
            if bool not in {type(first), type(last)}:
                return first, last, label
    reason = f"it must be the numbers of the first and the last of {count:,} words, and a label"
    raise record.fault(place, reason)


# Tuples ------------------------------------------------------------------------------------


def _tuples(found: Iterable[FoundValue]) -> Iterator[FoundValue]:
    """The tuples of a file: its values, those under `annotations` in an object, or the text of an
    object and all else in it."""
    for value, line, place in found:
        if isinstance(value, dict) and "entities" in value:
            yield (
                [value.get("text"), {n: each for n, each in value.items() if n != "text"}],
                line,
                place,
            )
        elif isinstance(value, dict):
            for number, each in enumerate(listed(value.get("annotations"))):
                if each is not None:  # a text that was passed over
                    yield each, line, f"annotations[{number}]"
        else:
            yield value, line, place


def _read_tuples(source: Input, found: Iterable[FoundValue]) -> Iterator[Placed]:
    for number, (value, line, place) in enumerate(found, start=1):
        with source.passing_over():
            match value:
                case [str(said), dict(about)]:
                    record = Fields(about, source.path, line, place)
                    yield Placed(_of_tuple(source, said, record, number), source.path, line)
                case _:
                    reason = "it must be a text and an object with its entities"
                    raise source.error(reason, line, place or None)


def _of_tuple(source: Input, said: str, about: Fields, number: int) -> ArticleRow:
    which = f"row {number}"
    entities = about.items("entities")
    text = text_as_counted(source, Spanned(which, said, _ends(entities)), Unit.CODEPOINT)
    for name in about.values.keys() - {"entities", "id"}:
        source.losses.lose(f"“{name}” of rows", which)
    spans: list[SpanRow] = []
    for index, each in enumerate(entities):
        place = f"entities[{index}]"
        with source.passing_over():
            match each:
                case [int(start), int(end), str(label), *_] | {
                    "start": int(start),
                    "end": int(end),
                    "label": str(label),
                } if label and bool not in {type(start), type(end)}:
                    try:
                        start, end = text.range(start, end)
                    except NoRangeError as error:
                        raise about.fault(place, str(error)) from error
                case _:
                    raise about.fault(place, "it must be a start, an end and a label")
            if start < end:
                spans.append(SpanRow(start, end, label, text=text.said[start:end]))
            else:
                source.losses.lose(WITHOUT_WIDTH, f"{label} at {start} of {which}")
    id_ = _id_of(about)
    return ArticleRow(id_ or str(number), spans, text.said, is_numbered=not id_)


def _ends(entities: Iterable[object]) -> Iterator[Quoted]:
    for each in entities:
        match each:
            case [int(start), int(end), *_] | {"start": int(start), "end": int(end)}:
                yield start, end, None


# Recognition -------------------------------------------------------------------------------

_HAS_WORDS: Final = regex.compile(rb'"(?:tokens|words|tokenized_text)"\s*:\s*\[\s*"')
_HAS_TAGS: Final = regex.compile(rb'"(?:ner_tags|tags|labels|ner)"\s*:\s*\[\s*(?:"|\d|\[|\])')
_HAS_TUPLES: Final = regex.compile(
    rb'\s*(?:\[?\s*\{.*?"annotations"\s*:\s*)?(?:\[\s*){1,2}"(?:[^"\\]|\\.)*+"\s*,\s*'
    rb'\{[^\[\]{}]*"entities"\s*:\s*\[',
    regex.DOTALL,
)


_HAS_ENTITIES: Final = regex.compile(
    rb'"entities"\s*:\s*\[\s*\{(?=[^{}]*"start"\s*:\s*\d)(?=[^{}]*"end")[^{}]*"label"'
)


_HAS_SPANS: Final = regex.compile(rb'"spans"\s*+:\s*+(?!\[\s*")')


def _looks_like(head: bytes, _name: str) -> float:
    """By a list of words with one of tags, or a text with entities."""
    if _HAS_TUPLES.match(head):
        return 0.95
    is_json = head.lstrip().startswith((b"{", b"["))
    if not is_json or b'"offset_unit"' in head or _HAS_SPANS.search(head):
        return 0.0
    if b'"text"' in head and _HAS_ENTITIES.search(head):
        return 0.9
    return 0.9 if _HAS_WORDS.search(head) and _HAS_TAGS.search(head) else 0.0


FORMAT: Final = Format(
    name="tagged-json",
    title="JSON rows for training taggers: words and tags, GLiNER, texts and entities",
    holds=frozenset({Feature.TEXT, Feature.OVERLAPS, Feature.SUBTOKEN, Feature.OFFSETS}),
    reads=read,
    endings=(".jsonl", ".json"),
    looks_like=_looks_like,
)
